"""Whole files or nothing: write beside, then replace."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

_TRIES = 6
_WAIT = 0.1


class FileInUseError(PermissionError):
    """A file that another program holds open, usually Word."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(errno.EACCES, "it is open in another program; close it there and try again", str(path))
        self.path = path


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder: all of them, each whole, or none.

    No old file is replaced before all new ones are on the disk, and when one cannot be
    replaced, those that were are put back: a folder never holds half of two builds.

    Raises:
        FileInUseError: when a file stays locked after several tries.
        OSError: when the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    try:
        waiting.extend((_beside(folder, data), folder / name) for name, data in files.items())
        _replace_all(waiting)
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [target for _, target in waiting]


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet: whole, or not at all.

    Raises:
        FileExistsError: when it is there; then nothing is changed.
        OSError: when the folder cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _beside(path.parent, data)
    try:
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is a file of this name already", str(path))
        replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _beside(folder: Path, data: bytes) -> Path:
    """Write a file of another name into the folder; one that could not be written whole goes away again."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _replace_all(waiting: list[tuple[Path, Path]]) -> None:
    before: list[tuple[Path, bytes | None]] = []
    try:
        for temporary, target in waiting:
            old = _read(target)
            replace(temporary, target)
            before.append((target, old))
    except BaseException:
        for target, old in before:
            _put_back(target, old)
        raise


def _read(target: Path) -> bytes | None:
    try:
        return target.read_bytes() if target.exists() else None
    except PermissionError as error:
        raise FileInUseError(target) from error


def _put_back(target: Path, old: bytes | None) -> None:
    """Give a file its old content; what cannot be put back must not hide why."""
    with contextlib.suppress(OSError, FileInUseError):
        if old is None:
            target.unlink()
        else:
            replace(_beside(target.parent, old), target)


def replace(temporary: Path, target: Path) -> None:
    """Replace a file; a sync client or virus scanner may hold it for a moment.

    Raises:
        FileInUseError: when it stays locked after several tries.
    """
    for attempt in range(_TRIES):
        try:
            temporary.replace(target)
        except PermissionError as error:
            if attempt == _TRIES - 1:
                raise FileInUseError(target) from error
            time.sleep(_WAIT * 2**attempt)
        else:
            return
