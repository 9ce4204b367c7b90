"""Whole files or nothing: write beside, then replace."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

_TRIES = 5
_WAIT = 0.1


class FileInUseError(Exception):
    """A file that another program holds open, usually Word."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(str(path))
        self.path = path


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, each whole; none is replaced before all are on the disk.

    Raises:
        FileInUseError: when a file stays locked after several tries.
        OSError: when the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    try:
        waiting.extend((_beside(folder, data), folder / name) for name, data in files.items())
        for temporary, target in waiting:
            _replace(temporary, target)
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [target for _, target in waiting]


def _beside(folder: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path = Path(name)
    path.chmod(0o644)
    return path


def _replace(temporary: Path, target: Path) -> None:
    """Replace a file; a sync client or virus scanner may hold it for a moment."""
    for attempt in range(_TRIES):
        try:
            temporary.replace(target)
        except PermissionError:
            time.sleep(_WAIT * 2**attempt)
        else:
            return
    raise FileInUseError(target)
