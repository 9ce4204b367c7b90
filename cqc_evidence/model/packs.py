"""Packs that were made, so that those who hold one can be told when it must no longer be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import Day
from cqc_evidence.model.evidence import Edition


class PackRecord(Noun):
    """A line of `evidence/packs.jsonl`: one pack, written before its files are."""

    pack: str
    """First 16 hex digits of the sha256 of its manifest."""
    edition: Edition
    built: Day
    as_at: Day
    files: tuple[str, ...]
    added: tuple[str, ...] = ()
    """Ids of the items it holds that the pack before it of the same edition did not hold."""
    removed: tuple[str, ...] = ()
    """Ids that the pack before it held and it does not."""


def held(records: Iterable[PackRecord]) -> Iterator[tuple[PackRecord, frozenset[str]]]:
    """Yield each pack with the ids of the items it held."""
    items: dict[Edition, frozenset[str]] = {}
    for record in records:
        now = (items.get(record.edition, frozenset()) - frozenset(record.removed)) | frozenset(record.added)
        items[record.edition] = now
        yield record, now


def next_record(records: Iterable[PackRecord], new: PackRecord, items: Iterable[str]) -> PackRecord | None:
    """Return a new pack's line, or `None` when the very same pack is in the log already."""
    before: frozenset[str] = frozenset()
    for record, ids in held(records):
        if record.pack == new.pack:
            return None
        if record.edition == new.edition:
            before = ids
    now = frozenset(items)
    return new.model_copy(update={"added": tuple(sorted(now - before)), "removed": tuple(sorted(before - now))})
