"""`cqc-evidence init`: a project in a new folder, and never over an old one."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.support import DAY, contents, cqc, widest


def test_a_new_project_has_everything_a_first_build_needs(tmp_path: Path) -> None:
    typed = cqc("init", "mine", "--council", 'Anytown "A: B" Council', at=tmp_path)
    assert typed.code == 0
    assert widest(typed.out) <= 100
    built = cqc("--project", tmp_path / "mine", "build")
    assert built.code == 0
    assert 'Anytown "A: B" Council: 0 evidence items, 0 narratives' in built.out
    assert (tmp_path / "mine" / "out" / "self-assessment.docx").is_file()


def test_a_new_project_has_no_errors_and_no_warnings(tmp_path: Path) -> None:
    cqc("init", "mine", at=tmp_path)
    typed = cqc("check", "--no-notes", "--strict", at=tmp_path / "mine")
    assert (typed.code, typed.out) == (0, "0 evidence items, 0 narratives: no problems.\n")


def test_what_it_says_to_type_next_works_even_with_a_space_in_the_name(tmp_path: Path) -> None:
    typed = cqc("init", "our evidence", at=tmp_path)
    command = shlex.split(typed.out.split("Next: cqc-evidence ")[1])
    made = cqc(*command, at=tmp_path)
    assert made.code == 0, made.err
    assert list((tmp_path / "our evidence" / "evidence" / "making-it-happen").glob("*.md"))


def test_the_example_builds_without_an_error(pristine_example: Path, tmp_path: Path) -> None:
    typed = cqc("--project", pristine_example, "--today", DAY, "build", "--format", "all", "--out", tmp_path / "out")
    assert typed.code == 0, typed.out
    assert "error" not in typed.out
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_the_example_is_its_own_and_borrows_framework_and_templates(pristine_example: Path) -> None:
    assert {path.name for path in pristine_example.iterdir()} == {"project.yaml", "evidence", "out", ".gitattributes"}


@pytest.mark.parametrize("there", ["project.yaml", "evidence/notes.md"])
@pytest.mark.parametrize("example", [(), ("--example",)])
def test_nothing_that_is_there_is_overwritten(tmp_path: Path, there: str, example: tuple[str, ...]) -> None:
    folder = tmp_path / "old"
    (folder / there).parent.mkdir(parents=True)
    (folder / there).write_text("mine", encoding="utf-8")
    before = contents(folder)
    typed = cqc("init", folder, *example)
    assert typed.code == 1
    assert "already holds a project; nothing was changed" in typed.err
    assert contents(folder) == before


def test_other_files_in_the_folder_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("mine", encoding="utf-8")
    assert cqc("init", tmp_path).code == 0
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == "mine"


def test_a_file_of_that_name_is_wrong_use_and_no_bug(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("a letter", encoding="utf-8")
    typed = cqc("init", "mine", at=tmp_path)
    assert typed.code == 2
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "a letter"


def test_a_folder_that_cannot_be_made_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("", encoding="utf-8")
    typed = cqc("init", tmp_path / "letter" / "mine")
    assert typed.code == 1
    assert typed.err.startswith("Error: the computer refused: ")
    assert "letter" in typed.err


def test_what_the_shipped_example_remembers_of_itself_is_not_copied(
    pristine_example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = shutil.copytree(pristine_example, tmp_path / "shipped")
    ours = ("evidence/packs.jsonl", "evidence/imports.jsonl", "evidence/audit/ann-lee-on-laptop-7-4607.jsonl")
    for name in ours:
        (shipped / name).parent.mkdir(exist_ok=True)
        (shipped / name).write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr("cqc_evidence.read.shipped", lambda name: shipped / name)
    typed = cqc("init", "example", "--example", at=tmp_path)
    assert typed.code == 0
    assert not [name for name in ours if (tmp_path / "example" / name).exists()]
