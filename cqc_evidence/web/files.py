"""What a project's files look like from outside: enough to see that somebody changed one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.read.audit import AUDIT
from cqc_evidence.read.inbox import INBOX

_WATCHED = ("evidence", "framework", "templates")
_PASSED_OVER = frozenset((AUDIT, INBOX, "evidence/sources"))


class Stamp(NamedTuple):
    """Size and time of a file."""

    size: int
    changed: int
    """Nanoseconds."""

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """Return a file's stamp, or nothing when it is not there."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_size, found.st_mtime_ns)


def stamps(root: Path) -> dict[str, Stamp]:
    """Return the stamp of each file that a reading of the project would read; documents are not among them."""
    found = {file: stamp for folder in _WATCHED for file, stamp in walk(root, folder, but=_PASSED_OVER)}
    stamp = Stamp.of(root / "project.yaml")
    return {**found, "project.yaml": stamp} if stamp else found


def differing(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> tuple[str, ...]:
    """Return the files that came, went or changed."""
    return tuple(file for file in before.keys() | after.keys() if before.get(file) != after.get(file))


def walk(
    root: Path, folder: str, *, but: frozenset[str] = frozenset(), links: bool = True
) -> Iterator[tuple[str, Stamp]]:
    """Yield every file below a folder with its stamp; hidden ones and links to folders are passed over.

    Args:
        root: the project's folder.
        folder: path from there.
        but: folders that are passed over.
        links: whether a link to a file counts.
    """
    yield from _walk(os.path.join(root, folder), folder, but, links)  # noqa: PTH118  # a path object a folder costs more than the folder


def _walk(path: str, folder: str, but: frozenset[str], links: bool) -> Iterator[tuple[str, Stamp]]:  # noqa: FBT001  # as `walk` was asked
    try:
        with os.scandir(path) as entries:
            found = [entry for entry in entries if not entry.name.startswith((".", "~$"))]
    except OSError:
        return
    for entry in found:
        file = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if file not in but:
                yield from _walk(entry.path, file, but, links)
        elif links or not entry.is_symlink():
            try:
                stat = entry.stat()
            except OSError:
                continue
            yield file, Stamp(stat.st_size, stat.st_mtime_ns)
