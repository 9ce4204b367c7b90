"""What is added to the audit trail: a line a change, joined by its hash to the line before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cqc_evidence.model.audit import AuditLine, Said
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.audit import AUDIT, tail
from cqc_evidence.store.item_text import item_data
from cqc_evidence.store.journal import Change

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def chain_of(who: str, machine: str) -> str:
    """Return the file of a person's chain on a machine.

    A few digits of a hash keep two people apart whose names look alike in small letters.

    >>> chain_of("Jo Bloggs", "LAPTOP-7")
    'evidence/audit/jo-bloggs-on-laptop-7-4607.jsonl'
    """
    name = "-on-".join(_UNSAFE.sub("-", part.lower()).strip("-")[:_LONGEST] or "somebody" for part in (who, machine))
    digits = sha256(f"{who}\0{machine}".encode()).hexdigest()[:4]
    return f"{AUDIT}/{name}-{digits}.jsonl"


def appended(
    root: Path, said: Sequence[Said], who: str, machine: str, when: datetime
) -> tuple[Change, tuple[AuditLine, ...]]:
    """Return the change that adds lines to a chain, and the lines; call it while nobody else writes.

    Raises:
        BrokenChainError: when the chain's last line is not what it was.
    """
    file = chain_of(who, machine)
    end, n, last = tail(root / file)
    stamp = when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    lines: list[AuditLine] = []
    data: list[bytes] = []
    for number, one in enumerate(said, start=n + 1):
        line = AuditLine(prev=last, n=number, when=stamp, who=who, machine=machine, said=one)
        bare = line.model_dump_json(exclude={"hash"}, exclude_unset=True).encode().removesuffix(b"}")
        last = sha256(bare).hexdigest()
        data += (bare, f',"hash":"{last}"}}\n'.encode())
        lines.append(line.model_copy(update={"hash": last}))
    return Change(file, b"".join(data), end=end), tuple(lines)


def changes_between(before: Item | None, after: Item | None) -> dict[str, tuple[Any, Any]]:
    """Return each key of an item whose value differs, with both values; nothing at all of a personal item."""
    if any(item is not None and item.sensitivity == "personal" for item in (before, after)):
        return {}
    old, new = whole_data(before), whole_data(after)
    keys = dict.fromkeys((*old, *new))
    return {key: (old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)}


def keys_between(before: Item | None, after: Item | None) -> tuple[str, ...]:
    """Return the names of the keys whose values differ: what may be told of a personal item too."""
    old, new = whole_data(before), whole_data(after)
    return tuple(key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key))


def whole_data(item: Item | None) -> dict[str, Any]:
    """Return what an item's file holds, its text too, as plain values; nothing for no item."""
    if item is None:
        return {}
    return {**item_data(item), **({"body": item.body} if item.body else {})}
