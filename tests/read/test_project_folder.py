"""A folder of any shape is read; what is passed over is passed over aloud."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqc_evidence.check import check_project
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.location import Location
from cqc_evidence.read import find_root, read_project
from cqc_evidence.read.items import read_item
from cqc_evidence.read.problems import empty_file
from cqc_evidence.read.text import read_bytes
from tests.support import AS_AT, BASE, TODAY, findings, item_text, make_project, project_of, read, write_files

FILES = {
    f"evidence/{folder}{name}.md": item_text(name)
    for folder, name in [("", "a"), ("z/", "b"), ("a/", "c"), ("a/b/", "d"), ("", "e")]
}


def rules_of(root: Path, file: str) -> list[str]:
    """Return the names of the problems of one file."""
    return [problem.rule for problem in findings(root) if problem.location.file == file]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(sorted({**BASE, **FILES})))
def test_the_order_in_which_files_were_made_changes_nothing(tmp_path, order):
    files = {**BASE, **FILES, "evidence/sources/x.docx": b"PK", "evidence/broken.md": "x", "evidence/notes.txt": "x"}
    first = make_project(tmp_path / "first", {key: files[key] for key in sorted(files)})
    other = tmp_path / "other"
    shutil.rmtree(other, ignore_errors=True)
    write_files(
        other, {key: files[key] for key in [*order, *(key for key in reversed(list(files)) if key not in order)]}
    )
    one, two = read(first), read(other)
    assert one.model_dump() == two.model_dump()
    assert check_project(one) == check_project(two)


def test_the_order_in_which_the_disk_lists_files_changes_nothing(tmp_path, monkeypatch):
    root = make_project(tmp_path, {**FILES, "evidence/broken.md": "x", "evidence/notes.txt": "x"})
    cold = read(root)
    plain = os.scandir

    class Backwards:
        def __init__(self, folder: Path) -> None:
            with plain(folder) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            """Nothing is left open."""

    monkeypatch.setattr(os, "scandir", Backwards)
    assert read(root) == cold


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["evidence/a.md", "evidence/narrative/a.md", "evidence/decisions.yaml", "evidence/improvement.yaml", "evidence/requests.yaml", "project.yaml", "framework/mapping.yaml", "framework/cqc-la-2025.yaml", "evidence/x.txt"]),
                       st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "ignore")), max_size=4))  # fmt: skip
def test_a_project_of_any_bytes_is_read_and_checked(tmp_path, files):
    shutil.rmtree(tmp_path / "project", ignore_errors=True)
    root = make_project(tmp_path / "project", files)
    project = read(root)
    found = check_project(project)
    for file in project.left_out:
        assert any(problem.location.file == file for problem in found), "nothing is left out without a word"
    assert [problem.order for problem in found] == sorted(problem.order for problem in found)


def test_the_dates_are_those_that_are_given_then_those_of_the_project_then_today(tmp_path):
    root = make_project(tmp_path)
    assert read(root).as_at == AS_AT
    assert read(root, as_at=date(2024, 1, 1)).as_at == date(2024, 1, 1)
    write_files(root, {"project.yaml": "council: Testshire\n"})
    assert read(root).as_at == TODAY


def test_the_root_is_found_from_below(tmp_path):
    root = make_project(tmp_path)
    assert find_root(root / "evidence" / "narrative") == root.resolve()
    assert find_root(Path(root.anchor)) is None


def test_a_folder_without_project_yaml_is_no_project(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"project\.yaml"):
        read_project(tmp_path, today=TODAY)


def test_a_project_without_evidence_is_read(tmp_path):
    write_files(tmp_path, {"project.yaml": "council: Testshire\n"})
    assert (read(tmp_path).items, read(tmp_path).problems) == ((), ())


def test_evidence_that_is_a_file_is_told(tmp_path):
    write_files(tmp_path, {"project.yaml": "council: Testshire\n", "evidence": "all in one file"})
    assert rules_of(tmp_path, "evidence") == ["unreadable-file"]


@pytest.mark.parametrize(
    "file",
    ["project.yaml", "evidence/weekly-reflection.md", "evidence/narrative/learning.md", "evidence/decisions.yaml"],
)
def test_a_file_that_the_machine_will_not_open_is_told(tmp_path, monkeypatch, file):
    root = make_project(tmp_path, {"evidence/decisions.yaml": "allowed: []\n"})
    plain = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == root / file:
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    project = read(root)
    assert [(problem.rule, problem.message) for problem in project.problems] == [("unreadable-file", "this file could not be opened (Permission denied)")]  # fmt: skip
    assert file == "project.yaml" or file in project.left_out
    assert file not in project.inputs or file == "project.yaml"


def test_an_error_of_the_machine_without_words_still_has_a_name(tmp_path, monkeypatch):
    def refuse(_path: Path) -> bytes:
        raise TimeoutError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    data, (problem,) = read_bytes(tmp_path / "a.md", "evidence/a.md")
    assert (data, problem.message) == (b"", "this file could not be opened (TimeoutError)")


def test_a_folder_that_the_machine_will_not_open_is_told_and_the_rest_is_read(tmp_path, monkeypatch):
    root = make_project(tmp_path, {"evidence/locked/a.md": item_text("a")})
    plain = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(os, "scandir", refuse)
    project = read(root)
    assert [item.id for item in project.items] == ["weekly-reflection"]
    assert project.left_out == ("evidence/locked",)
    assert [str(problem.location) for problem in project.problems] == ["evidence/locked:1:1"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the machine refuses such a name itself")
def test_a_name_that_is_no_text_is_told(tmp_path):
    root = make_project(tmp_path)
    (Path(os.fsencode(root / "evidence").decode()) / os.fsdecode(b"caf\xe9.md")).write_bytes(item_text("a").encode())
    project = read(root)
    assert project.left_out == ("evidence/caf?.md",)
    assert "its name holds no proper letters" in project.problems[0].message
    assert project.model_dump_json()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this machine has no pipes")
def test_a_pipe_is_passed_over_rather_than_waited_for(tmp_path):
    root = make_project(tmp_path)
    os.mkfifo(root / "evidence" / "pipe.md")
    assert read(root).problems == ()


def test_a_folder_with_the_name_of_an_item_is_a_folder(tmp_path):
    root = make_project(tmp_path, {"evidence/notes.md/a.md": item_text("a")})
    assert [item.id for item in read(root).items] == ["a", "weekly-reflection"]


def test_a_folder_with_the_name_of_a_register_is_a_folder(tmp_path):
    root = make_project(tmp_path, {"evidence/decisions.yaml/a.md": item_text("a")})
    assert read(root).problems == ()


def test_every_file_that_was_read_is_an_input_with_its_fingerprint(tmp_path):
    project = project_of(tmp_path, {"evidence/broken.md": "x", "evidence/sources/x.docx": b"PK", "evidence/a.txt": "x"})
    own = [file for file in project.inputs if not file.startswith("framework/")]
    assert own == [
        "evidence/broken.md",
        "evidence/narrative/learning.md",
        "evidence/weekly-reflection.md",
        "project.yaml",
    ]
    assert all(len(digest) == 64 for digest in project.inputs.values())
    assert project.documents == {"sources/x.docx"}


@pytest.mark.parametrize(("content", "ids"), [("a: one", ["from-eml"]), ("nothing", [])])
def test_a_package_may_bring_a_reader_for_another_sort_of_file(tmp_path, monkeypatch, content, ids):
    def read_letter(data: bytes, file: str) -> tuple[Item | None, tuple[Diagnostic, ...]]:
        if b":" not in data:
            return None, (empty_file(Location(file=file)),)
        return read_item(item_text("from-eml").encode(), file)

    class Entry:
        def load(self) -> object:
            return read_letter

    monkeypatch.setattr(
        "cqc_evidence.read.readers.entry_points",
        lambda group, name: [Entry()] if (group, name) == ("cqc_evidence.readers", "eml") else [],
    )
    project = read(make_project(tmp_path, {"evidence/Letter.EML": content, "evidence/a.txt": "x"}))
    assert [item.id for item in project.items if item.location.file == "evidence/Letter.EML"] == ids
    assert project.left_out == (() if ids else ("evidence/Letter.EML",))
    assert "evidence/a.txt" in {problem.location.file for problem in project.problems}


def test_a_readers_file_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    class Entry:
        def load(self) -> object:
            return lambda _data, _file: pytest.fail("there is nothing to read")

    plain = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a.eml":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(
        "cqc_evidence.read.readers.entry_points",
        lambda group, name: [Entry()] if name == "eml" else [],  # noqa: ARG005  # the real one has it
    )
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert read(make_project(tmp_path, {"evidence/a.eml": "x"})).left_out == ("evidence/a.eml",)


def test_progress_is_told_from_the_first_item_on(tmp_path):
    told: list[tuple[int, int]] = []
    root = make_project(tmp_path, {f"evidence/i{number}.md": item_text(f"i{number}") for number in range(250)})
    read(root, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 251), (200, 251)]
