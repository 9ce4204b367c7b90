"""Candidates in `evidence/inbox/`: read like items, but never part of a project's evidence."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.read import text
from cqc_evidence.read.items import read_item

INBOX = "evidence/inbox"


class Waiting(NamedTuple):
    """A candidate's file."""

    file: str
    sha256: str
    item: Item | None
    problems: tuple[Diagnostic, ...]


def read_inbox(root: Path) -> Iterator[Waiting]:
    """Yield every candidate in the order of the files' paths; hidden files and links are passed over."""
    folder = root / INBOX
    if not folder.is_dir():
        return
    paths = (path for path in folder.rglob("*.md") if path.is_file() and not path.is_symlink())
    for path in sorted(paths, key=lambda one: one.relative_to(root).as_posix()):
        file = path.relative_to(root).as_posix()
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        data, failed = text.read_bytes(path, file)
        item, found = (None, failed) if failed else read_item(data, file)
        yield Waiting(file, sha256(data).hexdigest(), item, found)
