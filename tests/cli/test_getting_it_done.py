"""Requests and story-boards, as a quality lead types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.documents.docx_linter import lint_docx
from tests.support import SETTINGS, make_project

REQUESTS = """\
# Who was asked for what.
requests:
  - {who: Team manager, gap: gap-equity-people, due: 2025-05-01, chased: 2025-05-10}
  - {who: Team manager, topic: Minutes of reflection, due: 2025-07-01, note: Only those of March}
  - {who: Team manager, topic: The rota, received: 2025-03-01}
  - {who: Carers' lead, topic: Interviews with carers}
  - {who: Done person, topic: Old, received: 2025-03-01}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", {"evidence/requests.yaml": REQUESTS})


def test_each_person_gets_a_message_ready_to_paste_the_late_ones_first(root: Path) -> None:
    typed = cqc("--today", "2025-06-01", "requests", at=root)
    first, second = typed.out.split("-" * 60)
    assert first.startswith("To: Team manager (2 things open, 1 overdue)")
    assert "Dear Team manager," in first
    assert "1. Equity in experience and outcomes: people's experience" in first
    assert "What would help: " in first
    assert "By 1 May 2025. This date has passed." in first
    assert "(We reminded you: 10 May 2025.)" in first
    assert "2. Minutes of reflection" in first
    assert "Only those of March" in first
    assert "Thank you for what has come already: The rota." in first
    assert "Testshire Council" in first
    assert "To: Carers' lead (1 thing open)" in second
    assert "Done person" not in typed.out


def test_one_person_s_requests_are_printed_alone_and_for_programs(root: Path) -> None:
    assert "Team manager" not in cqc("requests", "--who", "Carers' lead", at=root).out
    told = json.loads(cqc("--today", "2025-06-01", "requests", "--format", "json", at=root).out)
    assert [one["overdue"] for one in told] == [True, False, False, False, False]
    table = cqc("requests", "--format", "csv", at=root).out
    assert table.startswith("who,gap,topic,due,chased,received,overdue,items,note\n")


def test_something_new_is_asked_for_and_the_file_keeps_its_comments(root: Path) -> None:
    typed = cqc("requests", "--ask", "gap-learning-people", "--who", "Director", "--due", "2025-08-01", at=root)
    assert typed.code == 0, typed.err
    assert "Dear Director," in typed.out
    text = (root / "evidence" / "requests.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Who was asked for what.\n")
    assert "gap: gap-learning-people" in text
    assert "due: 2025-08-01" in text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--ask", "gap-learning-people"], "say whom to ask"),
        (["--ask", "gap-learning-peple", "--who", "A"], "did you mean"),
        (["--ask", "Minutes", "--who", "A", "--due", "soon"], "is not a day"),
    ],
)
def test_a_request_that_cannot_be_is_told(root: Path, words: list[str], why: str) -> None:
    typed = cqc("requests", *words, at=root)
    assert typed.code == 2
    assert why in typed.err


def test_when_nothing_is_waited_for_people_learn_how_to_ask(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    assert "Nothing is waited for." in cqc("requests", at=root).out
    assert cqc("requests", "--ask", "Minutes", "--who", "Lead", at=root).code == 0
    assert (root / "evidence" / "requests.yaml").is_file()


def test_each_statement_gets_one_page_in_word_and_html(root: Path) -> None:
    typed = cqc("storyboard", "learning", "equity", at=root)
    assert typed.code == 0, typed.err
    folder = root / "out" / "storyboards"
    assert {path.name for path in folder.iterdir()} == {"learning.docx", "learning.html", "equity.docx", "equity.html"}
    html = (folder / "learning.html").read_text(encoding="utf-8")
    assert "Staff met every week" in html
    assert "nobody named yet" in html
    assert "What we cannot claim yet" in html
    assert "<nav" not in html
    assert lint_docx((folder / "learning.docx").read_bytes()) == []


def test_a_story_board_for_others_says_nothing_of_gaps(root: Path) -> None:
    cqc("storyboard", "learning", "--edition", "cqc", "--format", "html", at=root)
    html = (root / "out" / "storyboards" / "learning.html").read_text(encoding="utf-8")
    assert "What we cannot claim yet" not in html


def test_a_statement_or_a_form_that_is_not_there_is_told(root: Path) -> None:
    assert 'did you mean "equity"?' in cqc("storyboard", "equty", at=root).err
    assert "is not docx, html" in cqc("storyboard", "--format", "pdf", at=root).err


def test_personal_data_keeps_a_story_board_in_the_house(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"project.yaml": SETTINGS.replace("Testshire", "Ring 020 7946 0018 for")})
    typed = cqc("storyboard", "learning", "--edition", "public", at=root)
    assert typed.code == 1
    assert not (root / "out").exists()
