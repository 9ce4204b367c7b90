"""The audit trail as it lies in `evidence/audit/`: chains of lines, each holding the hash of the line before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from cqc_evidence.model.audit import AuditLine

AUDIT = "evidence/audit"
_HEAD = re.compile(rb'^\{"prev":"([0-9a-f]{64}|)","n":(\d+),')
_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}$')


class BrokenChainError(ValueError):
    """A chain to which nothing may be joined, because its last line is not what it was."""

    def __init__(self, file: str) -> None:
        """Name the file."""
        super().__init__(f"{file} is not whole: its last line was changed or cut off")
        self.file = file


class Broken(NamedTuple):
    """The first line of a chain that is not what it was."""

    file: str
    line: int
    """Counted from 1."""
    why: str


class Tail(NamedTuple):
    """What a chain's next line is joined to."""

    size: int
    """The file's size in bytes."""
    n: int
    """Number of its last line; 0 for a chain that begins."""
    hash: str
    """Hash of its last line; empty for a chain that begins."""


def chain_files(root: Path) -> tuple[str, ...]:
    """Return every chain as a path from the project's root, in the order of their names."""
    folder = root / AUDIT
    found = (path.name for path in folder.glob("*.jsonl") if path.is_file()) if folder.is_dir() else ()
    return tuple(f"{AUDIT}/{name}" for name in sorted(found) if not name.startswith("."))


def broken(data: bytes, file: str) -> Broken | None:
    """Return where a chain stops being whole, or nothing when every line is as it was written."""
    if data and not data.endswith(b"\n"):
        return Broken(file, data.count(b"\n") + 1, "its last line is cut off")
    earlier = b""
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        head, seal = _HEAD.match(line), _SEAL.search(line)
        if head is None or seal is None:
            return Broken(file, number, "it is no line of an audit trail")
        if sha256(line[: seal.start()]).hexdigest().encode() != seal[1]:
            return Broken(file, number, "it was changed after it was written")
        if head[1] != earlier or int(head[2]) != number:
            return Broken(file, number, "a line before it was taken out, put in or moved")
        earlier = seal[1]
    return None


def broken_chains(root: Path) -> tuple[Broken, ...]:
    """Return the first bad line of each chain that is not whole; lines are only hashed, which takes 3 µs each."""
    found = (_broken_file(root, file) for file in chain_files(root))
    return tuple(one for one in found if one is not None)


def _broken_file(root: Path, file: str) -> Broken | None:
    try:
        return broken((root / file).read_bytes(), file)
    except OSError as error:
        return Broken(file, 1, f"it cannot be opened: {error.strerror or error}")


def tail(path: Path) -> Tail:
    """Return what the next line is joined to.

    Raises:
        BrokenChainError: when the chain's last line is not what it was; nothing may be joined to it.
    """
    if not path.is_file():
        return Tail(0, 0, "")
    with path.open("rb") as file:
        size = file.seek(0, 2)
        for back in (4_096, 262_144, size):
            file.seek(max(0, size - back))
            lines = file.read().split(b"\n")
            if len(lines) > 2 or back >= size:  # noqa: PLR2004  # a whole line, and the nothing behind it
                break
    if size == 0:
        return Tail(0, 0, "")
    last = lines[-2] if len(lines) > 1 else b""
    head, seal = _HEAD.match(last), _SEAL.search(last)
    if lines[-1] or head is None or seal is None or sha256(last[: seal.start()]).hexdigest().encode() != seal[1]:
        raise BrokenChainError(path.name)
    return Tail(size, int(head[2]), seal[1].decode())


def read_chain(data: bytes) -> Iterator[AuditLine]:
    """Yield a chain's lines in order; one that cannot be understood is passed over, `broken` tells of it."""
    for line in data.split(b"\n"):
        if line.strip():
            try:
                yield AuditLine.model_validate_json(line)
            except ValidationError:
                continue
