"""`cqc-evidence new KIND`: a form that the reader takes as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cqc_evidence.check import check_project
from cqc_evidence.model.project import Settings
from cqc_evidence.read import read_project, shipped
from cqc_evidence.read.framework import read_framework
from tests.cli.support import contents, cqc

KINDS = [kind.id for kind in read_framework(shipped(), Settings(council="")).framework.conversations.kinds]
TO_FILL_IN = {"no-source", "missing-detail", "not-own-words"}
"""What is not in a form yet: only the person knows it."""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return a project without evidence."""
    cqc("init", tmp_path / "mine")
    return tmp_path / "mine"


def test_every_kind_has_a_form_that_is_understood_at_once(empty: Path) -> None:
    assert len(KINDS) > 15
    for kind in KINDS:
        assert cqc("new", kind, at=empty).code == 0, kind
    project = read_project(empty, today=date(2026, 3, 31))
    assert {item.kind for item in project.items} == set(KINDS)
    of_items = [found for found in check_project(project) if found.location.file.startswith("evidence/")]
    assert {found.rule for found in of_items} <= TO_FILL_IN, [
        str(found) for found in of_items if found.rule not in TO_FILL_IN
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_lines_that_wait_for_a_value_are_right_once_their_mark_is_gone(empty: Path, kind: str) -> None:
    cqc("new", kind, at=empty)
    path = empty / "evidence" / kind / f"{kind}.md"
    head, *rest = path.read_text(encoding="utf-8").split("status: proposed")
    filled = head + "status: proposed" + "".join(rest).replace("\n# ", "\n")
    path.write_text(filled.replace('citation: ""', 'citation: "Notes of March"'), encoding="utf-8")
    project = read_project(empty, today=date(2026, 3, 31))
    assert [found.message for found in project.problems if found.location.file.startswith("evidence/")] == []
    assert [item.kind for item in project.items] == [kind]


def test_a_second_one_gets_a_name_of_its_own_and_the_first_stays(empty: Path) -> None:
    first = cqc("new", "interview", "--title", "Café talks: “March”!", at=empty)
    assert "evidence/interview/interview-cafe-talks-march.md" in first.out
    before = contents(empty)
    second = cqc("new", "interview", "--title", "Café talks: “March”!", at=empty)
    assert "interview-cafe-talks-march-2.md" in second.out
    after = contents(empty)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_a_file_of_that_name_that_is_no_item_stays_too(empty: Path) -> None:
    (empty / "evidence" / "interview").mkdir()
    (empty / "evidence" / "interview" / "interview.md").write_text("not an item yet", encoding="utf-8")
    typed = cqc("new", "interview", at=empty)
    assert "interview-2.md" in typed.out
    assert (empty / "evidence" / "interview" / "interview.md").read_text(encoding="utf-8") == "not an item yet"


def test_an_id_that_an_item_elsewhere_has_is_not_used_again(small: Path) -> None:
    typed = cqc("new", "reflection", "--id", "weekly-reflection", at=small)
    assert typed.code == 0
    assert "weekly-reflection-2.md" in typed.out


def test_what_it_says_to_type_next_works_from_any_folder(empty: Path, tmp_path: Path) -> None:
    typed = cqc("--project", empty, "new", "metric", at=tmp_path)
    path = typed.out.rsplit("check ", 1)[1].strip()
    checked = cqc("--project", empty, "check", path, at=tmp_path)
    assert "evidence/metric/metric.md:" in checked.out


@pytest.mark.parametrize(
    "title",
    [
        'a "quoted" title: with # and \\',
        "emoji 👩🏽‍🦽 مرحبا",
        "two\nlines",
        "- [x] {y}",
        "no",
        "2019-07",
        "\x7f\x85\u2028",
    ],
)
def test_any_title_comes_back_as_it_was_typed(empty: Path, title: str) -> None:
    assert cqc("new", "interview", "--id", "talk", "--title", title, at=empty).code == 0
    (item,) = read_project(empty, today=date(2026, 3, 31)).items
    assert item.title == title


def test_the_statement_is_filled_in(empty: Path) -> None:
    cqc("new", "interview", "--statement", "equity", at=empty)
    (item,) = read_project(empty, today=date(2026, 3, 31)).items
    assert item.tags[0].statement == "equity"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("interveiw",), 'there is no kind of evidence "interveiw"; did you mean "interview"?'),
        (("zzz",), "use one of: making-it-happen,"),
        (("interview", "--statement", "equty"), 'there is no quality statement "equty"; did you mean "equity"?'),
        (("interview", "--statement", "zzz"), "use one of: assessing-needs,"),
    ],
)
def test_a_wrong_name_gets_the_nearest_one_and_no_file(empty: Path, arguments: tuple[str, ...], hint: str) -> None:
    before = contents(empty)
    typed = cqc("new", *arguments, at=empty)
    assert typed.code == 2
    assert hint in typed.err
    assert contents(empty) == before
