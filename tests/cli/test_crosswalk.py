"""The council's list comes again, and again: nothing that somebody wrote under a number is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.support import item_text, make_project

REGISTER = "evidence/information-return.yaml"
WRITTEN = """\
# Ask Jane before you change this.
list: old.csv
items:
  - number: 1.10
    asks: Minutes of the teams
    # Jane has it
    evidence: [{item: weekly-reflection, locator: page 2}]
  - {number: "1.2", asks: Strategy}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_project(tmp_path / "project", {REGISTER: WRITTEN})
    (root / "list.csv").write_text("Ref,Evidence required\n1.3,Plan\n1.10,Minutes\n", encoding="utf-8")
    return root


def test_comments_and_evidence_stay_and_what_left_the_list_is_named(root: Path) -> None:
    typed = cqc("crosswalk", "list.csv", at=root)
    assert typed.code == 0
    assert "Not on the list any more, taken off: 1.2." in " ".join(typed.out.split())
    text = (root / REGISTER).read_text(encoding="utf-8")
    assert "# Ask Jane before you change this." in text
    assert "    asks: Minutes\n    # Jane has it\n    evidence: [{item: weekly-reflection, locator: page 2}]\n" in text
    assert text.index('number: "1.3"') < text.index("number: 1.10"), "in the order of the list"
    assert "1.10  Minutes\n  ● weekly-reflection: Staff met every week, page 2, not public\n" in typed.out
    assert cqc("crosswalk", "list.csv", at=root).code == 0
    assert (root / REGISTER).read_text(encoding="utf-8") == text, "the same list changes nothing"


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (WRITTEN.replace("page 2}]", "page 2}"), "[bad-yaml]"),
        (WRITTEN.replace("evidence:", "evidense:"), "[unknown-key]"),
        (WRITTEN.replace('"1.2"', '"1.10"'), "[repeated-ir-number]"),
    ],
)
def test_a_register_with_a_mistake_is_not_written_over(root: Path, spoilt: str, told: str) -> None:
    (root / REGISTER).write_text(spoilt, encoding="utf-8")
    typed = cqc("crosswalk", "list.csv", at=root)
    assert typed.code == 1
    assert told in typed.out
    assert "so that nothing you wrote there is lost" in " ".join(typed.out.split())
    assert (root / REGISTER).read_text(encoding="utf-8") == spoilt


def test_a_register_that_changes_under_our_hands_is_left_as_it_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cqc_evidence.intake import ir_list

    plain = ir_list.read_ir_list

    def meanwhile(*given: object) -> object:
        (root / REGISTER).write_text(f"{WRITTEN}# mine\n", encoding="utf-8")
        return plain(*given)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(ir_list, "read_ir_list", meanwhile)
    typed = cqc("crosswalk", "list.csv", at=root)
    assert typed.code == 1
    assert "nothing was written" in typed.err
    assert (root / REGISTER).read_text(encoding="utf-8") == f"{WRITTEN}# mine\n"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_people_are_told_stays_out_of_what_a_machine_reads(root: Path, form: str) -> None:
    (root / "list.csv").write_text("Ref,Evidence required\n1.3,Plan\n1.3,Plan again\n", encoding="utf-8")
    typed = cqc("crosswalk", "list.csv", "--format", form, at=root)
    assert typed.code == 1
    assert "the number 1.3 stands here and at row 2" in " ".join(typed.err.split())
    if form == "json":
        assert [one["number"] for one in json.loads(typed.out)] == ["1.3", "1.10"]
    else:
        assert typed.out.startswith("number,asks,state,")


def test_of_a_personal_item_only_the_id_is_printed(root: Path) -> None:
    text = item_text("mine", "sensitivity: personal", 'ir_refs: ["1.2"]', title="What Mrs A told us",
                     source='{citation: Notes, locator: visit to Mrs A, public_url: "https://example.org/a"}')  # fmt: skip
    (root / "evidence" / "mine.md").write_text(text, encoding="utf-8")
    for form in ("text", "json", "csv"):
        typed = cqc("crosswalk", "--format", form, at=root)
        assert "mine" in typed.out
        assert "Mrs A" not in typed.out
        assert "example.org" not in typed.out


@pytest.mark.parametrize("file", ["list.txt", "list.docx", "list.csv"])
def test_what_is_no_list_takes_nothing_in(root: Path, file: str) -> None:
    (root / file).write_text("Nothing of a list", encoding="utf-8")
    typed = cqc("crosswalk", file, at=root)
    assert typed.code == 1
    assert "Nothing was taken in." in typed.out
    assert (root / REGISTER).read_text(encoding="utf-8") == WRITTEN
