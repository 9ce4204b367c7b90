"""A snapshot shows how things stood: it is the same on every machine, and every changed byte is found."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.archive.contents import mark_of
from cqc_evidence.archive.freeze import inputs_of, sealed, zipped
from cqc_evidence.archive.read import find_snapshot, metrics_of, open_snapshot
from cqc_evidence.model.project import Project
from cqc_evidence.model.snapshot import SnapshotManifest
from cqc_evidence.read import read_project
from tests.cli.support import cqc
from tests.support import TODAY, make_project


def manifest_of(project: Project) -> SnapshotManifest:
    return SnapshotManifest(
        name="first", council=project.settings.council, made=project.today, as_at=project.as_at, framework="cqc-la-2025",
        rules="p4c-2024", tool_version="0",
    )  # fmt: skip


def small(folder: Path) -> bytes:
    """Return a snapshot of a few files, small enough to change each of its bytes."""
    project = read_project(make_project(folder), today=TODAY)
    files = {
        name: data for name, data in inputs_of(project).items() if "framework" not in name and "templates" not in name
    }
    return zipped(sealed(manifest_of(project), files), files)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with one snapshot, made by the command."""
    root = make_project(tmp_path_factory.mktemp("frozen") / "project")
    typed = cqc("--today", "2025-06-01", "snapshot", "first", "--note", "Sent to the director", at=root)
    assert typed.code == 0, typed.err
    return root


def opened(folder: Path, data: bytes) -> list[str]:
    path = folder / "changed.zip"
    path.write_bytes(data)
    return [f"{problem.location.place}: {problem.message}" for problem in open_snapshot(path).problems]


def test_a_snapshot_holds(snapshot: bytes, tmp_path: Path) -> None:
    assert opened(tmp_path, snapshot) == []


def test_every_byte_that_changes_is_found(snapshot: bytes, tmp_path: Path) -> None:
    missed = []
    for at in range(len(snapshot)):
        changed = bytearray(snapshot)
        changed[at] ^= 1 << (at % 8)
        if not opened(tmp_path, bytes(changed)):
            missed.append(at)
    assert missed == []


def test_the_place_of_a_changed_byte_is_the_file_inside(snapshot: bytes, tmp_path: Path) -> None:
    at = snapshot.index(b"We learn from one another")
    changed = snapshot[:at] + b"We taught" + snapshot[at + 9 :]
    assert opened(tmp_path, changed) == ["inputs/evidence/narrative/learning.md: this part is not what it was"]


@settings(max_examples=60)
@given(length=st.floats(0, 1, exclude_max=True))
def test_a_snapshot_that_was_cut_short_is_told_and_never_opened(length: float) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        whole = small(Path(folder) / "project")
        assert opened(Path(folder), whole[: int(length * len(whole))])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "this file is empty"),
        (b"%PDF-1.7 and so on", "this file is no snapshot: it does not begin as one"),
        (b"PK\x03\x04 and nothing behind it", "the end of this file is missing or damaged"),
    ],
)
def test_what_is_no_snapshot_is_told(tmp_path: Path, data: bytes, why: str) -> None:
    assert opened(tmp_path, data) == [f": {why}"]


def test_another_zip_is_no_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("notes.txt", "x" * 500)
    assert [problem.message for problem in open_snapshot(path).problems] == [
        "this part is squeezed, and a snapshot squeezes nothing"
    ]
    with ZipFile(path, "w") as package:
        package.writestr("notes.txt", "x")
    assert [problem.message for problem in open_snapshot(path).problems] == [
        "this file is no snapshot: it has no manifest"
    ]


def test_a_file_put_into_a_snapshot_or_taken_out_is_told(snapshot: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(snapshot)
    found = open_snapshot(path).snapshot
    assert found is not None
    more = {**found.files, "inputs/evidence/new.md": b"new"}
    assert opened(tmp_path, zipped(found.manifest, more)) == [
        "inputs/evidence/new.md: this file was not there when the snapshot was made"
    ]
    fewer = {name: data for name, data in found.files.items() if not name.endswith("learning.md")}
    assert opened(tmp_path, zipped(found.manifest, fewer)) == [
        "inputs/evidence/narrative/learning.md: this file is missing from the snapshot"
    ]


def test_a_manifest_that_was_written_anew_does_not_fit_its_digest(snapshot: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(snapshot)
    found = open_snapshot(path).snapshot
    assert found is not None
    told = found.manifest.model_copy(update={"council": "Another council"})
    assert opened(tmp_path, zipped(told, found.files)) == ["manifest.json: the manifest does not fit its own digest"]


def test_a_snapshot_of_a_later_version_is_told_as_such(snapshot: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(snapshot)
    found = open_snapshot(path).snapshot
    assert found is not None
    for key, told in (("format", "cqc-evidence snapshot 2"), ("tool_version", "9.9")):
        later = found.manifest.model_copy(update={key: told, "council": None})
        assert opened(tmp_path, zipped(later, found.files)) == [
            "manifest.json: this snapshot was made by another version of cqc-evidence"
        ]


@pytest.mark.parametrize("manifest", [b"{", b"[]", b"{}", b"[" * 100_000])
def test_a_manifest_that_is_none_is_told(tmp_path: Path, manifest: bytes) -> None:
    path = tmp_path / "s.zip"
    with ZipFile(path, "w") as package:
        package.writestr("manifest.json", manifest)
    assert opened(tmp_path, path.read_bytes()) == ["manifest.json: the manifest cannot be read"]


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in open_snapshot(tmp_path).problems[0].message


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    project = read_project(make_project(tmp_path / "project"), today=TODAY)
    files = {"inputs/../../evil.md": b"x"}
    path = tmp_path / "evil.zip"
    path.write_bytes(zipped(sealed(manifest_of(project), files), files))
    assert [(one.location.place, one.message) for one in open_snapshot(path).problems] == [
        ("inputs/../../evil.md", "this name leads out of the snapshot"),
        ("inputs/project.yaml", "there is no project in this snapshot"),
    ]
    typed = cqc("diff", str(path), at=tmp_path / "project")
    assert typed.code == 1
    assert "nothing can be compared with it" in typed.out
    assert not (tmp_path / "evil.md").exists()


def packed_file(data: bytes, how: int = ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", how) as package:
        package.writestr("inputs/a.md", data)
    return target.getvalue()


def most_memory(act: Callable[[], object]) -> int:
    """Return the most bytes that an act holds at one time."""
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("how", [ZIP_DEFLATED, ZIP_LZMA])
def test_a_bomb_that_lies_about_its_size_is_refused_unopened(tmp_path: Path, how: int) -> None:
    bomb = bytearray(packed_file(b"x" * 50_000_000, how))
    size = bomb[(at := bomb.index(b"PK\x01\x02")) + 20 : at + 24]
    bomb[at + 24 : at + 28] = bomb[22:26] = size
    found: list[str] = []
    assert most_memory(lambda: found.extend(opened(tmp_path, bytes(bomb)))) < 10_000_000
    assert found == ["inputs/a.md: this part is squeezed, and a snapshot squeezes nothing"]


def test_a_bomb_in_the_place_of_a_word_file_takes_no_memory() -> None:
    bomb = packed_file(b"x" * 50_000_000)
    assert most_memory(lambda: mark_of("pack/self-assessment.docx", bomb)) < 10_000_000
    assert mark_of("pack/self-assessment.docx", bomb).parts
    assert not mark_of("pack/self-assessment.docx", packed_file(b"x" * 50_000_000, ZIP_LZMA)).parts


def test_a_word_file_with_two_parts_of_one_name_counts_byte_by_byte() -> None:
    target = BytesIO()
    with ZipFile(target, "w") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        package.writestr("word/document.xml", "one")
        package.writestr("word/document.xml", "other")
    assert mark_of("pack/self-assessment.docx", target.getvalue()).parts == {}
    assert mark_of("pack/self-assessment.docx", b"no zip").parts == {}


def test_the_command_freezes_every_edition_and_says_what_to_write_down(project: Path) -> None:
    path = project / "out" / "snapshots" / "first.zip"
    found = open_snapshot(path).snapshot
    assert found is not None
    assert found.manifest.editions == ("internal", "cqc", "public")
    assert found.manifest.note == "Sent to the director"
    assert {"pack/self-assessment.docx", "pack/self-assessment-cqc.docx", "pack/coverage.xlsx", "pack/manifest.json",
            "inputs/project.yaml", "inputs/framework/mapping.yaml", "inputs/templates/reference.docx"} <= set(found.files)  # fmt: skip
    typed = cqc("verify", "first", "--expect", found.manifest.content[:16], at=project)
    assert typed.code == 0
    assert "first.zip holds" in typed.out
    assert f"digest {found.manifest.content[:16]}" in typed.out
    assert found.coverage is not None
    assert metrics_of(found) == ()
    assert find_snapshot(project, "first") == path
    assert find_snapshot(project, "second") is None


def test_a_snapshot_is_never_overwritten(project: Path) -> None:
    before = (project / "out" / "snapshots" / "first.zip").read_bytes()
    typed = cqc("--today", "2025-06-01", "snapshot", "first", at=project)
    assert typed.code == 1
    assert "never overwritten" in typed.err
    assert (project / "out" / "snapshots" / "first.zip").read_bytes() == before


@pytest.mark.parametrize("name", ["con", "a/b", "..", "x.", "ü", ""])
def test_a_name_that_windows_does_not_take_is_refused(project: Path, name: str) -> None:
    assert cqc("snapshot", name, at=project).code == 2


def test_another_digest_than_the_one_written_down_is_told(project: Path) -> None:
    typed = cqc("verify", "first", "--expect", "0123456789abcdef", at=project)
    assert typed.code == 1
    assert "this is another snapshot" in " ".join((typed.out + typed.err).split())


def test_a_changed_snapshot_ends_with_exit_1_and_its_place(project: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    data = (project / "out" / "snapshots" / "first.zip").read_bytes()
    at = data.index(b"Testshire Council")
    changed.write_bytes(data[:at] + b"testshire" + data[at + 9 :])
    typed = cqc("verify", str(changed), at=project)
    assert typed.code == 1
    assert "does not hold" in typed.out
    told = cqc("verify", str(changed), "--format", "json", at=project)
    assert '"place"' in told.out


def test_an_unknown_name_is_told_with_those_there_are(project: Path, tmp_path: Path) -> None:
    typed = cqc("verify", "second", at=project)
    assert typed.code == 2
    assert "There are: first." in typed.err
    assert "snapshot submission-2026-03" in cqc("verify", "second", at=make_project(tmp_path)).err


def test_a_project_with_errors_is_frozen_without_the_editions_that_refuse(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"evidence/bad.md": "---\nid: bad\n---\n"})
    typed = cqc("--today", "2025-06-01", "snapshot", "draft", at=root)
    assert typed.code == 0
    assert "The cqc edition is not in it" in typed.out
    found = open_snapshot(root / "out" / "snapshots" / "draft.zip").snapshot
    assert found is not None
    assert found.manifest.editions == ("internal",)
    assert found.manifest.errors


def test_personal_data_keeps_an_edition_out_of_a_snapshot(tmp_path: Path) -> None:
    settings_text = "council: Testshire Council\nas_at: 2025-03-31\nnotice: Ring 020 7946 0018\n"
    root = make_project(tmp_path, {"project.yaml": settings_text})
    typed = cqc("--today", "2025-06-01", "snapshot", "draft", at=root)
    assert "personal data would reach it" in typed.out


def test_another_folder_time_zone_and_locale_give_the_same_digest(tmp_path: Path) -> None:
    """Freeze the same project in two processes that agree on nothing but its files."""
    digests = set()
    for number, (zone, locale) in enumerate((("Pacific/Auckland", "C.UTF-8"), ("America/Los_Angeles", "POSIX"))):
        root = make_project(tmp_path / ("a" * (number + 1)) / "project")
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": str(number + 1)}
        ran = subprocess.run(
            [sys.executable, "-c", "from cqc_evidence.cli.main import run; run()", "--today", "2025-06-01", "snapshot", "same"],
            cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        found = open_snapshot(root / "out" / "snapshots" / "same.zip").snapshot
        assert found is not None
        digests.add(found.manifest.content)
    assert len(digests) == 1
