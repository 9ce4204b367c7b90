"""A folder holds one build or the other, never half of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cqc_evidence.store import atomic
from cqc_evidence.store.atomic import FileInUseError, write_all

OLD = {"a.docx": b"old a", "b.html": b"old b"}
NEW = {"a.docx": b"new a", "b.html": b"new b", "c.json": b"new c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an earlier build and a letter of somebody else's."""
    write_all(tmp_path / "out", {**OLD, "letter.txt": b"mine"})
    return tmp_path / "out"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that would have been waited; nobody waits."""
    waited: list[float] = []
    monkeypatch.setattr("cqc_evidence.store.atomic.time.sleep", waited.append)
    return waited


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refuse_to_replace(
    monkeypatch: pytest.MonkeyPatch, name: str, *, times: int = 1000, error: type[Exception] = PermissionError
) -> None:
    """Let one file be held by another program for so many tries."""
    replace, left = Path.replace, [times]

    def held(path: Path, target: Path) -> Path:
        if target.name == name and left[0]:
            left[0] -= 1
            raise error(5 if error is OSError else 13, "held")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)


def test_new_files_replace_old_ones_and_others_stay(folder: Path) -> None:
    written = write_all(folder, NEW)
    assert files(folder) == {**NEW, "letter.txt": b"mine"}
    assert written == [folder / name for name in NEW]


def test_the_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write_all(tmp_path / "far" / "away", NEW)
    assert files(tmp_path / "far" / "away") == NEW


@pytest.mark.parametrize("held", list(NEW))
@pytest.mark.usefixtures("waits")
def test_when_one_file_is_held_all_stay_as_they_were(folder: Path, monkeypatch: pytest.MonkeyPatch, held: str) -> None:
    refuse_to_replace(monkeypatch, held)
    with pytest.raises(FileInUseError) as caught:
        write_all(folder, NEW)
    assert caught.value.path == folder / held
    assert files(folder) == {**OLD, "letter.txt": b"mine"}


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_whatever_stops_it_half_way_all_stay_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    refuse_to_replace(monkeypatch, "c.json", error=error)
    with pytest.raises(error):
        write_all(folder, NEW)
    assert files(folder) == {**OLD, "letter.txt": b"mine"}


@pytest.mark.usefixtures("waits")
def test_a_file_that_was_not_there_before_goes_away_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_replace(monkeypatch, "b.html")
    with pytest.raises(FileInUseError):
        write_all(folder, {"0.json": b"new", **NEW})
    assert files(folder) == {**OLD, "letter.txt": b"mine"}


def test_a_full_disk_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = iter([None, None])

    def full(_: int) -> None:
        try:
            next(synced)
        except StopIteration:
            raise OSError(28, "No space left on device") from None

    monkeypatch.setattr("cqc_evidence.store.atomic.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_all(folder, NEW)
    assert files(folder) == {**OLD, "letter.txt": b"mine"}


def test_a_file_that_cannot_even_be_read_is_named_as_held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name == "b.html":
            raise PermissionError(13, "held")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(FileInUseError) as caught:
        write_all(folder, NEW)
    monkeypatch.undo()
    assert caught.value.path == folder / "b.html"
    assert files(folder) == {**OLD, "letter.txt": b"mine"}


def test_a_file_held_for_a_moment_is_waited_for_a_little_longer_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    refuse_to_replace(monkeypatch, "b.html", times=3)
    write_all(folder, NEW)
    assert files(folder) == {**NEW, "letter.txt": b"mine"}
    assert waits == sorted(waits)
    assert len(waits) == 3


def test_nobody_waits_longer_than_a_few_seconds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    refuse_to_replace(monkeypatch, "a.docx")
    with pytest.raises(FileInUseError):
        write_all(folder, NEW)
    assert 1 < sum(waits) < 4


def test_no_old_file_is_touched_before_all_new_ones_are_on_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    replace, sync = Path.replace, os.fsync
    monkeypatch.setattr(Path, "replace", lambda path, target: (seen.append("replace"), replace(path, target))[1])
    monkeypatch.setattr("cqc_evidence.store.atomic.os.fsync", lambda handle: (seen.append("sync"), sync(handle))[1])
    write_all(folder, NEW)
    assert seen == ["sync"] * 3 + ["replace"] * 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_others_may_read_what_is_written(folder: Path) -> None:
    write_all(folder, NEW)
    assert {(folder / name).stat().st_mode & 0o777 for name in NEW} == {0o644}


def test_the_last_try_is_not_followed_by_a_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    refuse_to_replace(monkeypatch, "a.docx")
    with pytest.raises(FileInUseError):
        write_all(folder, NEW)
    assert len(waits) == atomic._TRIES - 1
