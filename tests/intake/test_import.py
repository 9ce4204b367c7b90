"""`import`: originals are kept, candidates wait in the inbox, and nothing happens twice."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from cqc_evidence.intake.run import Intake, Wishes
from cqc_evidence.read import read_project
from cqc_evidence.read.inbox import read_inbox
from tests.cli.support import contents, cqc
from tests.support import TODAY, make_project

NOTES = """\
Specimen reflection notes
12 March 2026

What we learned

Workers said that staying with a person for the whole fortnight changed what the person hoped for, and fewer handed over.

What changed

The team agreed that one worker stays until the person says that things are settled, whoever is on duty that day.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    path = folder / "reflection notes.txt"
    path.write_text(NOTES, encoding="utf-8")
    return path


def waiting(project: Path) -> list[str]:
    return [one.file for one in read_inbox(project)]


def tree(project: Path) -> str:
    """Return the sha256 of everything in a folder, hidden files and all."""
    return sha256(repr(sorted(contents(project).items())).encode()).hexdigest()


def test_the_original_is_kept_unchanged_and_candidates_point_into_it(project: Path, notes: Path) -> None:
    typed = cqc("import", notes, at=project)
    assert typed.code == 0, typed.out + typed.err
    assert (project / "evidence/sources/reflection notes.txt").read_bytes() == notes.read_bytes()
    found = [one.item for one in read_inbox(project)]
    assert len(found) == 2
    for item in found:
        assert item is not None
        assert item.kind == "reflection"
        assert str(item.date) == "2026-03-12"
        assert item.source.document == "sources/reflection notes.txt"
        assert item.source.sha256 == sha256(notes.read_bytes()).hexdigest()
        assert item.source.locator.startswith("paragraph")
        assert item.status == "proposed"
        assert item.tags == ()


def test_importing_twice_changes_nothing(project: Path, notes: Path) -> None:
    cqc("import", notes.parent, at=project)
    before = tree(project)
    typed = cqc("import", notes.parent, at=project)
    assert typed.code == 0
    assert "already there" in typed.out
    assert tree(project) == before


def test_the_same_file_under_another_name_is_known_by_its_content(project: Path, notes: Path) -> None:
    cqc("import", notes, at=project)
    notes.rename(notes.with_name("copy.txt"))
    before = tree(project)
    typed = cqc("import", notes.with_name("copy.txt"), at=project)
    assert "copy.txt: already there: evidence/sources/reflection notes.txt" in typed.out
    assert tree(project) == before


def test_a_trial_changes_nothing_and_says_what_would_happen(project: Path, notes: Path) -> None:
    before = tree(project)
    typed = cqc("import", notes, "--dry-run", at=project)
    assert typed.code == 0
    assert "2 candidates" in typed.out
    assert "This was a trial: nothing was changed." in typed.out
    assert tree(project) == before


def test_candidates_are_no_evidence_before_somebody_accepts_them(project: Path, notes: Path) -> None:
    before = cqc("coverage", "--format", "json", at=project).out
    cqc("import", notes, at=project)
    assert cqc("coverage", "--format", "json", at=project).out == before
    assert cqc("check", at=project).code == 0


def test_an_edited_original_is_a_new_version_and_only_what_is_new_is_proposed(project: Path, notes: Path) -> None:
    cqc("import", notes, at=project)
    before = waiting(project)
    notes.write_text(NOTES.replace("whoever is on duty that day", "and longer if they wish"), encoding="utf-8")
    typed = cqc("import", notes, at=project)
    assert typed.code == 0
    assert "a new version" in typed.out
    after = waiting(project)
    assert before[0] in after, "what stands as it did keeps its candidate"
    assert before[1] not in after, "the one that nobody touched gives way"
    assert len(after) == 2
    assert len(list((project / "evidence/sources").iterdir())) == 2, "both originals are kept"
    lines = [json.loads(line) for line in (project / "evidence/imports.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[1]["version_of"] == lines[0]["sha256"]


def test_a_new_version_names_the_item_that_it_would_replace(project: Path, notes: Path) -> None:
    cqc("import", notes, at=project)
    names = [Path(file).stem for file in waiting(project)]
    assert cqc("accept", names[1], "--statement", "learning", at=project).code == 0
    notes.write_text(NOTES.replace("whoever is on duty that day", "and longer if they wish"), encoding="utf-8")
    typed = cqc("import", notes, at=project)
    assert "1 would replace an item" in typed.out
    new = [one.item for one in read_inbox(project) if one.item and one.item.supersedes]
    assert [item.supersedes for item in new] == [(names[1],)]
    assert new[0].id != names[1], "an id is never used again"


def test_a_candidate_that_somebody_changed_is_not_lost_to_a_new_version(project: Path, notes: Path) -> None:
    cqc("import", notes, at=project)
    mine = project / waiting(project)[1]
    mine.write_text(mine.read_text(encoding="utf-8").replace("title: ", "title: My own "), encoding="utf-8")
    notes.write_text(NOTES.replace("whoever is on duty that day", "and longer if they wish"), encoding="utf-8")
    cqc("import", notes, at=project)
    assert mine.is_file()
    assert len(waiting(project)) == 3


def test_what_was_thrown_away_does_not_come_back(project: Path, notes: Path) -> None:
    cqc("import", notes, at=project)
    names = [Path(file).stem for file in waiting(project)]
    assert cqc("accept", *names, "--reject", at=project).code == 0
    assert waiting(project) == []
    assert not (project / "evidence/inbox/reflection-notes").exists()
    cqc("import", notes, at=project)
    assert waiting(project) == []


def test_two_documents_of_one_name_are_both_kept(project: Path, notes: Path, tmp_path: Path) -> None:
    cqc("import", notes, at=project)
    other = tmp_path / "elsewhere" / notes.name
    other.parent.mkdir()
    other.write_text(
        "Specimen\n\nSomething else altogether was said about the garden and who waters it in the summer.",
        encoding="utf-8",
    )
    cqc("import", other, at=project)
    names = sorted(path.name for path in (project / "evidence/sources").iterdir())
    digest = sha256(other.read_bytes()).hexdigest()[:8]
    assert names == [f"reflection notes-{digest}.txt", "reflection notes.txt"]


def test_a_bad_file_does_not_stop_the_others(project: Path, notes: Path) -> None:
    (notes.parent / "a broken one.docx").write_bytes(b"PK\x03\x04 and no more")
    (notes.parent / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    typed = cqc("import", notes.parent, at=project)
    assert typed.code == 1
    assert "3 files: 1 taken in, 2 not taken in." in " ".join(typed.out.split())
    assert len(waiting(project)) == 2
    assert "[wrong-extension]" in typed.out
    assert "Traceback" not in typed.out + typed.err


def test_a_folder_is_walked_and_what_the_project_wrote_itself_is_passed_over(project: Path, notes: Path) -> None:
    inside = project / "incoming" / "march"
    inside.mkdir(parents=True)
    notes.rename(inside / notes.name)
    (inside / "~$flection notes.docx").write_bytes(b"x")
    (inside / "Thumbs.db").write_bytes(b"x")
    typed = cqc("import", ".", at=project)
    assert typed.code == 0, typed.out
    assert "1 file: 1 taken in." in typed.out
    assert "incoming/march/reflection notes.txt: taken in" in typed.out


def test_what_can_tell_who_somebody_is_makes_a_candidate_personal(project: Path, notes: Path) -> None:
    notes.write_text(NOTES.replace("the whole fortnight", "the fortnight (NHS number 943 476 5919)"), encoding="utf-8")
    typed = cqc("import", notes, at=project)
    assert "1 of them marked personal" in typed.out
    assert "943" not in typed.out
    assert [one.item.sensitivity for one in read_inbox(project) if one.item] == ["personal", "official"]
    suggested = cqc("suggest", "--inbox", at=project)
    assert "(personal: its words are not shown)" in suggested.out


def test_a_file_name_that_names_somebody_is_told_without_the_name(project: Path, notes: Path) -> None:
    named = notes.rename(notes.with_name("Mrs_Specimen_NHS_9434765919.txt"))
    typed = cqc("import", named, at=project)
    assert "[person-in-file-name]" in typed.out


def test_freedom_of_information_is_told_once(project: Path, notes: Path) -> None:
    first = cqc("import", notes, at=project)
    assert "Freedom of Information Act" in " ".join(first.out.split())
    again = cqc("import", notes, at=project)
    assert "Freedom of Information Act" not in " ".join(again.out.split())


def test_a_program_gets_json(project: Path, notes: Path) -> None:
    typed = cqc("import", notes, "--format", "json", at=project)
    [told] = json.loads(typed.out)
    assert told["outcome"] == "new"
    assert told["document"] == "sources/reflection notes.txt"
    assert len(told["candidates"]) == 2
    assert told["problems"] == []


def test_the_kind_that_a_person_names_wins(project: Path, notes: Path) -> None:
    assert cqc("import", notes, "--kind", "huddle", at=project).code == 0
    assert {one.item.kind for one in read_inbox(project) if one.item} == {"huddle"}
    typed = cqc("import", notes, "--kind", "hudle", at=project)
    assert typed.code == 2
    assert 'no kind of evidence "hudle"' in typed.err


def test_a_link_out_of_the_project_is_not_followed(project: Path, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project / "evidence/sources").symlink_to(tmp_path / "outside", target_is_directory=True)
    typed = cqc("import", notes, at=project)
    assert typed.code == 1
    assert "a link leads out of the project" in " ".join(typed.out.split())
    assert list((tmp_path / "outside").iterdir()) == []
    assert waiting(project) == []


def test_a_linked_file_is_not_taken_in(project: Path, notes: Path) -> None:
    link = notes.with_name("link.txt")
    link.symlink_to(notes)
    typed = cqc("import", link, at=project)
    assert typed.code == 1
    assert "[link-elsewhere]" in typed.out


def test_a_run_keeps_up_with_what_it_changes(project: Path, notes: Path) -> None:
    def run() -> None:
        intake = Intake(
            read_project(project, today=TODAY), Wishes("", (), dry_run=False, withdraw=False), lambda *_: None
        )
        intake.run([notes.parent])
        held, fresh = intake.held, intake._standing()
        assert held is not None
        assert (held.imported, held.log, held.sources, held.inbox) == (
            fresh.imported,
            fresh.log,
            fresh.sources,
            fresh.inbox,
        )
        assert held.items.keys() == fresh.items.keys()

    notes.with_name("second.txt").write_text(NOTES.replace("fortnight", "month"), encoding="utf-8")
    run()
    notes.write_text(NOTES.replace("whoever is on duty that day", "and longer if they wish"), encoding="utf-8")
    run()
