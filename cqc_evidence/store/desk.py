"""The one door by which several people at once change a project: turn by turn, whole, and each change in the trail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from cqc_evidence.model.audit import AuditLine, Said
from cqc_evidence.model.evidence import Item
from cqc_evidence.store.audit import appended, changes_between, keys_between
from cqc_evidence.store.edit import edited
from cqc_evidence.store.item_text import item_text
from cqc_evidence.store.journal import ABSENT, Change, commit, locked


class UnchangeableError(ValueError):
    """A file that can be read, but not changed as it stands: somebody has to mend it in an editor first."""

    def __init__(self, file: str, why: str) -> None:
        """Name the file and the reason."""
        super().__init__(why)
        self.file = file


class Desk:
    """Writes into one project; made once for a program and shared by its threads."""

    def __init__(self, root: Path, machine: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Sit down at a project.

        Args:
            root: the project's folder.
            machine: this machine's name, for the trail.
            clock: tells the time.
        """
        self.root = root
        self.machine = machine
        self.clock = clock
        self._turn = Lock()

    def finish(self) -> None:
        """Finish what a program that was stopped in the middle left unfinished."""
        with self._turn, locked(self.root):
            pass

    def save(self, changes: Sequence[Change], said: Sequence[Said], who: str) -> tuple[AuditLine, ...]:
        """Make all changes and tell the trail of them, or do neither.

        Raises:
            ConflictError: when a file is not what `Change.before` says; nothing was changed.
            BusyError: when another program of ours does not end in time.
            BrokenChainError: when this person's chain is not whole.
            OSError: when the disk refuses; nothing was changed.
        """
        with self._turn, locked(self.root):
            line, lines = appended(self.root, said, who, self.machine, self.clock())
            commit(self.root, [*changes, line])
        return lines


def change_of(file: str, data: bytes, before: Item, after: Item, did: str) -> tuple[Change, Said]:
    """Return the change of one item's file, and what the trail says of it.

    Args:
        file: path from the project's root.
        data: the file as it is now; it was read as `before`.
        before: the item that it holds.
        after: the item that it shall hold.
        did: what was done, such as `edited`.

    Raises:
        UnchangeableError: when the file cannot be changed as it stands.
    """
    new = _edited(file, data, before, after)
    was = sha256(data).hexdigest()
    return Change(file, new, was), _said(file, was, new, before, after, did)


def move_of(
    source: str, target: str, data: bytes, before: Item, after: Item, did: str
) -> tuple[tuple[Change, ...], Said]:
    """Return the changes that move an item's file and change it on the way, such as a candidate that is accepted.

    Raises:
        UnchangeableError: when the file cannot be changed as it stands.
    """
    new = _edited(source, data, before, after)
    was = sha256(data).hexdigest()
    said = _said(target, was, new, before, after, did).model_copy(update={"moved_from": source})
    return (Change(target, new, ABSENT), Change(source, None, was)), said


def new_file_of(file: str, item: Item, did: str) -> tuple[Change, Said]:
    """Return the change that writes a new item's file."""
    data = item_text(item).encode()
    return Change(file, data, ABSENT), _said(file, "", data, None, item, did)


def removal_of(file: str, data: bytes, item: Item, did: str, into: Item | None = None) -> tuple[Change, Said]:
    """Return the change that takes an item's file away; of what becomes part of a personal item the trail holds no words."""
    if into is not None and into.sensitivity == "personal":
        item = item.model_copy(update={"sensitivity": "personal"})
    was = sha256(data).hexdigest()
    return Change(file, None, was), _said(file, was, None, item, None, did)


def _edited(file: str, data: bytes, before: Item, after: Item) -> bytes:
    try:
        return edited(data, before, after)
    except ValueError as error:
        raise UnchangeableError(file, str(error)) from error


def _said(
    file: str, was: str, new: bytes | None, before: Item | None, after: Item | None, did: str
) -> Said:  # what a line holds
    changes = changes_between(before, after)
    item = after or before
    return Said(
        did=did,
        about=item.id if item else "",
        file=file,
        before=was,
        after=sha256(new).hexdigest() if new is not None else "",
        **({"changes": changes} if changes else {"keys": keys_between(before, after)}),
    )
