"""Several files changed together: all of them, or none, wherever the power goes.

The new contents are first written whole into one hidden file, the journal. From the moment that it
is there the change counts as made: whoever comes next finishes it. Before that moment nothing has
changed. One program at a time; whoever finds a file other than it expected gives way.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from cqc_evidence.store.atomic import replace

_JOURNAL = ".cqc-evidence-changes"
_PATIENCE = 20
"""Seconds to wait for another program of ours."""
_OWN_FOLDER = 3
"""Parts of a path such as evidence/inbox/notes/a.md whose folder was made for the files in it."""
_MANY = 100
"""Files from which on the disk is asked once to keep them all, not for each."""
ABSENT = ""
"""What `Change.before` says of a file that must not be there."""


class Change(NamedTuple):
    """A file's new content."""

    file: str
    """Path from the project's root, with forward slashes."""
    data: bytes | None
    """`None` takes the file away."""
    before: str | None = None
    """sha256 of what must be there now, `ABSENT` for nothing, `None` when it does not matter."""
    end: int | None = None
    """Where given, `data` is added at the file's end, which must be at this many bytes now; what stands there stays."""


class ConflictError(Exception):
    """A file is not what it was when the change was thought out; nothing was changed."""

    def __init__(self, files: Sequence[str]) -> None:
        """Name the files."""
        super().__init__(", ".join(files))
        self.files = tuple(files)


class BusyError(Exception):
    """Another program of ours is changing the project."""


class OutsideError(Exception):
    """A change would leave the project's folder, by a link for instance."""

    def __init__(self, file: str) -> None:
        """Name the file."""
        super().__init__(file)
        self.file = file


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other programs of ours on this machine from changing a project; finish what one left unfinished.

    Raises:
        BusyError: when another one does not end in time.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # only when something is changed
    from platformdirs import user_cache_path  # noqa: PLC0415

    folder = user_cache_path("cqc-evidence", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(str(root.resolve()).encode()).hexdigest()[:16]
    try:
        with FileLock(folder / f"{name}.lock", timeout=_PATIENCE):
            _finish(root)
            yield
    except Timeout as error:
        raise BusyError from error


def commit(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes, or none; call it inside `locked`.

    Raises:
        ConflictError: when a file is not what `before` says.
        OutsideError: when a file would lie outside the project.
        OSError: when the disk refuses, for instance because it is full; then nothing has changed. Only when it refuses after
            some of the files were written already is the change kept, and whoever comes next finishes it.
    """
    for change in changes:
        _must_lie_inside(root, change.file)
    clashing = [change.file for change in changes if not _as_expected(root / change.file, change)]
    if clashing:
        raise ConflictError(clashing)
    if not changes:
        return
    _write_whole(root / _JOURNAL, _packed(changes))
    try:
        _finish(root)
    except OSError:
        if all(_untouched(root / change.file, change) for change in changes):
            (root / _JOURNAL).unlink(missing_ok=True)
        raise


def unfinished(root: Path) -> bool:
    """Return whether a change was begun and not finished."""
    return (root / _JOURNAL).is_file()


def digest(path: Path) -> str:
    """Return a file's sha256, or `ABSENT` when there is none."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ABSENT


def _as_expected(path: Path, change: Change) -> bool:
    if change.end is not None:
        return (path.stat().st_size if path.is_file() else 0) == change.end
    return change.before is None or digest(path) == change.before


def _untouched(path: Path, change: Change) -> bool:
    """Return whether a file is certainly as it was before a change that broke off."""
    try:
        return (change.before is not None or change.end is not None) and _as_expected(path, change)
    except OSError:
        return False


def _must_lie_inside(root: Path, file: str) -> None:
    path = root / file
    if not path.parent.resolve().is_relative_to(root.resolve()) or path.is_symlink():
        raise OutsideError(file)


def _packed(changes: Sequence[Change]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        index = [{"file": change.file, "delete": change.data is None, "end": change.end} for change in changes]
        package.writestr("index.json", json.dumps(index))
        for number, change in enumerate(changes):
            if change.data is not None:
                package.writestr(str(number), change.data)
    return buffer.getvalue()


def _finish(root: Path) -> None:
    """Do what the journal says, as often as it takes, then take it away."""
    journal = root / _JOURNAL
    _part(journal).unlink(missing_ok=True)
    if not journal.is_file():
        return
    try:
        with ZipFile(journal) as package:
            entries = json.loads(package.read("index.json"))
            many = len(entries) > _MANY and hasattr(os, "sync")
            for number, entry in enumerate(entries):
                _must_lie_inside(root, entry["file"])
                target = root / entry["file"]
                if entry["delete"]:
                    _take_away(root, target)
                elif entry.get("end") is not None:
                    _add(target, entry["end"], package.read(str(number)))
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _write_whole(target, package.read(str(number)), sync=not many)
            if many:
                os.sync()
    except (BadZipFile, KeyError, ValueError):
        journal.replace(journal.with_name(f"{_JOURNAL}.damaged"))
        return
    journal.unlink()


def _take_away(root: Path, target: Path) -> None:
    """Delete a file, and the folder of its own that it leaves empty."""
    target.unlink(missing_ok=True)
    if len(target.relative_to(root).parts) > _OWN_FOLDER:
        with contextlib.suppress(OSError):
            target.parent.rmdir()


def _add(target: Path, end: int, data: bytes) -> None:
    """Add to a file's end; done twice it comes to the same, for what stands behind `end` is written over."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("r+b" if target.exists() else "wb") as file:
        file.seek(end)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _part(path: Path) -> Path:
    """Return where a file is written before it takes its name; always the same, so that none is left behind."""
    return path.with_name(f".{path.name}.part")


def _write_whole(path: Path, data: bytes, *, sync: bool = True) -> None:
    part = _part(path)
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
