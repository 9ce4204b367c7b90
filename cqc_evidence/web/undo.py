"""A change taken back: the fields that it changed get their old values, unless somebody has changed them since."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cqc_evidence.model.audit import AuditLine, Said
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.items import read_item
from cqc_evidence.store.audit import whole_data
from cqc_evidence.store.desk import change_of, move_of, new_file_of
from cqc_evidence.store.journal import Change
from cqc_evidence.web.narrative_file import NarrativeText, UnreadNarrativeError, narrative_change

_NARRATIVES = "evidence/narrative/"


class NotUndoneError(Exception):
    """Why a change cannot be taken back, in plain words."""


def may_be_undone(line: AuditLine) -> bool:
    """Return whether a line holds all that is needed to take its change back."""
    return bool(line.said.changes) and line.said.file.endswith(".md")


def undo_of(root: Path, line: AuditLine) -> tuple[tuple[Change, ...], Said]:
    """Return the changes that take a change back, and what the trail says of them.

    Raises:
        NotUndoneError: with the reason.
    """
    said = line.said
    if not may_be_undone(line):
        message = "the trail does not hold what was there before"
        raise NotUndoneError(message)
    if said.after and not said.before:
        changes, told = _taken_away(root, said)
    elif said.file.startswith(_NARRATIVES):
        changes, told = _narrative(root, said)
    elif not said.after:
        changes, told = _brought_back(root, said)
    else:
        changes, told = _item(root, said)
    return changes, told.model_copy(update={"undoes": line.hash})


def _item(root: Path, said: Said) -> tuple[tuple[Change, ...], Said]:
    path = root / said.file
    data = path.read_bytes() if path.is_file() else b""
    item, _ = read_item(data, said.file) if data else (None, ())
    if item is None:
        message = "the item is not there any more"
        raise NotUndoneError(message)
    now = whole_data(item)
    _as_it_was_left(now, said.changes)
    before = _validated({**now, **{key: pair[0] for key, pair in said.changes.items()}}, item.id)
    if not said.moved_from:
        change, told = change_of(said.file, data, item, before, "undone")
        return (change,), told
    if item.reviews:
        message = "somebody has given a verdict on it since"
        raise NotUndoneError(message)
    if (root / said.moved_from).exists():
        message = "another candidate has taken its place in the inbox"
        raise NotUndoneError(message)
    return move_of(said.file, said.moved_from, data, item, before, "undone")


def _taken_away(root: Path, said: Said) -> tuple[tuple[Change, ...], Said]:
    """Take away a file that the change made, as long as it is as it was made."""
    path = root / said.file
    data = path.read_bytes() if path.is_file() else b""
    if sha256(data).hexdigest() != said.after:
        message = "it was changed again since" if data else "it is not there any more"
        raise NotUndoneError(message)
    changes = {key: (pair[1], pair[0]) for key, pair in said.changes.items()}
    told = Said(did="undone", about=said.about, file=said.file, before=said.after, changes=changes)
    return (Change(said.file, None, said.after),), told


def _brought_back(root: Path, said: Said) -> tuple[tuple[Change, ...], Said]:
    if (root / said.file).exists():
        message = "there is a file of that name again"
        raise NotUndoneError(message)
    item = _validated({key: pair[0] for key, pair in said.changes.items()}, said.about)
    change, told = new_file_of(said.file, item, "undone")
    return (change,), told


def _narrative(root: Path, said: Said) -> tuple[tuple[Change, ...], Said]:
    try:
        text = NarrativeText.read(root, said.about, None)
    except UnreadNarrativeError as error:
        message = "its file cannot be read now"
        raise NotUndoneError(message) from error
    _as_it_was_left(text.fields, said.changes)
    change, told, wrong = narrative_change(
        text, {**text.fields, **{key: str(pair[0]) for key, pair in said.changes.items()}}
    )
    if change is None:
        raise NotUndoneError("; ".join(wrong) or "there is nothing to take back")
    return (change,), told.model_copy(update={"did": "undone"})


def _as_it_was_left(now: dict[str, Any], changes: dict[str, tuple[Any, Any]]) -> None:
    others = [key for key, pair in changes.items() if now.get(key) != pair[1] and (now.get(key) or pair[1])]
    if others:
        message = f"{', '.join(others)} was changed again since"
        raise NotUndoneError(message)


def _validated(data: dict[str, Any], name: str) -> Item:
    try:
        return Item.model_validate({**{key: value for key, value in data.items() if value is not None}, "id": name})
    except ValidationError as error:
        message = "what was there before does not fit any more"
        raise NotUndoneError(message) from error
