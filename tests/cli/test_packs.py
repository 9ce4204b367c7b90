"""Every pack is entered in a log before it is written, and what was taken back is named with the packs that hold it."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.support import cqc
from tests.support import item_text, make_project

LOG = "evidence/packs.jsonl"
STORY = "evidence/story.md"


def story(permission: str = "{basis: given, names_checked_by: Practice lead}", *lines: str, **changes: str) -> str:
    return item_text(
        "story",
        f"permission: {permission}",
        *lines,
        kind="story-of-difference",
        title="A walk to the library",
        **changes,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", {STORY: story()})


def build(project: Path, edition: str = "cqc", day: str = "2025-06-01") -> None:
    typed = cqc("--today", day, "build", "--edition", edition, "--format", "docx,json", at=project)
    assert typed.code == 0, typed.out + typed.err


def lines(project: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (project / LOG).read_text(encoding="utf-8").splitlines()]


def words(path: Path) -> str:
    with ZipFile(path) as package:
        return package.read("word/document.xml").decode()


def test_each_pack_is_one_line_with_what_came_and_went(project: Path) -> None:
    build(project)
    build(project, "internal")
    (project / STORY).write_text(story("{basis: withdrawn}"), encoding="utf-8")
    build(project)
    first, internal, last = lines(project)
    assert (first["edition"], first["built"], first["as_at"]) == ("cqc", "2025-06-01", "2025-03-31")
    assert first["added"] == ["story", "weekly-reflection"]
    assert internal["added"] == ["story", "weekly-reflection"], "each edition has its own account"
    assert last["removed"] == ["story"]
    assert "added" not in last
    assert "self-assessment-cqc.docx" in first["files"]  # type: ignore[operator]


def test_the_very_same_pack_is_not_logged_twice(project: Path) -> None:
    build(project)
    before = (project / LOG).read_bytes()
    build(project)
    assert (project / LOG).read_bytes() == before


def test_the_log_changes_no_pack(project: Path) -> None:
    build(project)
    first = (project / "out/self-assessment-cqc.docx").read_bytes()
    build(project, "public")
    build(project)
    assert (project / "out/self-assessment-cqc.docx").read_bytes() == first


def test_what_was_taken_back_is_named_with_the_packs_that_hold_it(project: Path) -> None:
    build(project)
    build(project, day="2025-06-02")
    assert not (project / "out/recall-note.docx").exists()
    (project / STORY).write_text(story("{basis: withdrawn}"), encoding="utf-8")
    checked = cqc("--today", "2025-06-03", "check", at=project).out
    assert "2 earlier packs hold this item: cqc, 1 June 2025; cqc, 2 June 2025  [recall]" in " ".join(
        checked.split()
    ).replace(" [recall]", "  [recall]")
    build(project, day="2025-06-03")
    note = words(project / "out/recall-note.docx")
    assert "Recall note" in note
    assert "Story of difference, January 2025, voice: staff (story)" in note, "those who hold it find it"
    assert "A walk to the library" not in note, "and no words that were taken back are carried on"
    assert "INTERNAL" not in note
    assert "permission was taken back" in note
    assert "CQC edition, built 1 June 2025" in note
    assert "A walk to the library" not in words(project / "out/self-assessment-cqc.docx")


@pytest.mark.parametrize(
    ("permission", "status", "why"),
    [
        ("{basis: withdrawn}", "accepted", "permission was taken back"),
        ("{basis: given, names_checked_by: Practice lead}", "withdrawn", "it was withdrawn"),
        ("{basis: given, until: 2025-06-02}", "accepted", "permission ended on 2 June 2025"),
        (
            "{basis: given, scope: [internal], until: 2026-01-01}",
            "accepted",
            "it may no longer be shown in this edition",
        ),
    ],
)
def test_the_note_says_why_it_may_no_longer_be_used(permission: str, status: str, why: str, project: Path) -> None:
    build(project)
    (project / STORY).write_text(story(permission, status=status), encoding="utf-8")
    build(project, day="2025-06-03")
    assert why in words(project / "out/recall-note.docx")


def test_the_note_names_what_nobody_told_by_its_title(project: Path) -> None:
    text = item_text("story", title="The waiting list was shortened", status="withdrawn")
    (project / STORY).write_text(text.replace("withdrawn", "accepted"), encoding="utf-8")
    build(project)
    (project / STORY).write_text(text, encoding="utf-8")
    build(project, day="2025-06-02")
    assert "The waiting list was shortened" in words(project / "out/recall-note.docx")


def test_a_personal_title_is_not_printed_in_the_note(project: Path) -> None:
    text = item_text("story", title="Mr Specimen shortened the list")
    (project / STORY).write_text(text.replace("Mr Specimen", "Somebody"), encoding="utf-8")
    build(project)
    (project / STORY).write_text(text.replace("status: accepted", "status: withdrawn"), encoding="utf-8")
    cqc("--today", "2025-06-02", "build", at=project)
    assert "Specimen" not in words(project / "out/recall-note.docx")


def test_an_item_that_no_pack_held_needs_no_note(project: Path) -> None:
    (project / STORY).write_text(story("{basis: withdrawn}"), encoding="utf-8")
    build(project)
    build(project, day="2025-06-02")
    assert not (project / "out/recall-note.docx").exists()


def test_a_pack_that_cannot_be_logged_is_not_written(project: Path) -> None:
    (project / LOG).mkdir()
    typed = cqc("--today", "2025-06-01", "build", "--edition", "cqc", at=project)
    assert typed.code == 1
    assert "could not be entered in evidence/packs.jsonl" in " ".join(typed.err.split())
    assert not (project / "out/self-assessment-cqc.docx").exists()


def test_small_numbers_are_not_shown_to_the_public_unless_they_are_published(tmp_path: Path) -> None:
    figures = (
        "figures: [{id: moved, label: Moved home, value: 30, unit: percent, numerator: 3, denominator: 10},"
        " {id: few, label: Rang twice, value: 5, unit: people, comparator: 61 before},"
        " {id: many, label: Rang once, value: 64, unit: people, comparator: 71 before}]"
    )
    claim = "---\nstatement: learning\njudgement: We learn.\nconfidence: low\n---\n\n## Claims\n\n- {#learning-1} Staff asked [@count]. So what: more.\n"
    published = '{citation: "Annual report", locator: "page 4", public_url: "https://example.org/report"}'
    for name, source, hidden in (("unpublished", "", True), ("published", published, False)):
        changed = {"source": source} if source else {}
        files = {
            "evidence/count.md": item_text("count", figures, "sensitivity: public", **changed),
            "evidence/narrative/learning.md": claim,
        }
        root = make_project(tmp_path / name, files)
        for edition in ("internal", "cqc", "public"):
            build(root, edition)
        public, outside = (words(root / f"out/self-assessment-{edition}.docx") for edition in ("public", "cqc"))
        assert ("not shown: a small number" in public) == hidden
        assert ("3 of 10" in public) != hidden
        assert "3 of 10" in outside
        assert "71 before" in public
