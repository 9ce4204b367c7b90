"""Parsed items of earlier runs, keyed by content: a way to be quick, never a second truth.

The key holds the file's path, the sha256 of its bytes and the version of the reader, so an
entry can only be right or unused. Entries are JSON, sealed against damage, and validated like any
other input.
Personal and withdrawn items are never stored, and whatever the last run did not use is deleted.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.items import read_item

_TELL_EVERY = 200
ReadItem = tuple[str, Item | None, tuple[Diagnostic, ...]]


class ItemCache:
    """A table of key → JSON in one SQLite file; without a file it remembers nothing."""

    def __init__(self, path: Path | None, version: str) -> None:
        """Use `path` (made when needed); `version` changes whenever reading does."""
        self.path = path
        self.version = version

    @classmethod
    def none(cls) -> ItemCache:
        """Return a cache that never remembers."""
        return cls(None, "")

    def read_items(
        self,
        files: Iterable[tuple[str, bytes]],
        hashes: dict[str, str],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Iterator[ReadItem]:
        """Yield each file's item in order, parsing only what is new.

        `hashes` maps a file to the sha256 of its bytes; `progress` is told how many of how many
        files are read.
        """
        waiting = list(files)
        keys = {file: self._key(file, hashes[file]) for file, _ in waiting}
        known = self._load(set(keys.values()))
        fresh: dict[str, Item] = {}
        kept: set[str] = set()
        for number, (file, data) in enumerate(waiting):
            if number % _TELL_EVERY == 0:
                progress(number, len(waiting))
            item = _read_entry(known.pop(keys[file], None))
            if item is not None:
                kept.add(keys[file])
                yield file, item, ()
                continue
            item, found = read_item(data, file)
            if item is not None and not found and _may_be_kept(item):
                fresh[keys[file]] = item
            yield file, item, found
        self._store(fresh, kept)

    def _key(self, file: str, digest: str) -> str:
        return sha256(f"{self.version}\0{file}\0{digest}".encode()).hexdigest()

    def _load(self, wanted: set[str]) -> dict[str, str]:
        """Return the entries that are wanted and whole, as JSON."""
        if self.path is None or not os.path.isfile(self.path):  # noqa: PTH113  # a forbidden folder is no error here
            return {}
        try:
            with closing(sqlite3.connect(self.path)) as database:
                rows = database.execute("SELECT key, seal, json FROM item")
                return {key: text for key, seal, text in rows if key in wanted and seal == _seal(key, text)}
        except sqlite3.Error:
            _forget(self.path)
            return {}

    def _store(self, fresh: dict[str, Item], kept: set[str]) -> None:
        """Add what is new and delete what this run did not use; a cache that fails is no failure."""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path)) as database, database:
                database.execute("PRAGMA secure_delete = ON")
                database.execute("CREATE TABLE IF NOT EXISTS item (key TEXT PRIMARY KEY, seal TEXT, json TEXT)")
                stored = {row[0] for row in database.execute("SELECT key FROM item")}
                database.executemany("DELETE FROM item WHERE key = ?", [(key,) for key in stored - kept])
                texts = {key: item.model_dump_json(by_alias=True) for key, item in fresh.items()}
                rows = [(key, _seal(key, text), text) for key, text in texts.items()]
                database.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?)", rows)
        except (sqlite3.Error, OSError):
            _forget(self.path)


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _read_entry(text: str | None) -> Item | None:
    """Return the item of an entry, or nothing when there is none or it does not fit."""
    if text is None:
        return None
    try:
        return Item.model_validate_json(text)
    except ValidationError:
        return None


def _seal(key: object, text: object) -> str:
    """Return what shows that an entry is as it was stored, and stored under this key."""
    return sha256(f"{key}\0{text}".encode(errors="replace")).hexdigest()


def _may_be_kept(item: Item) -> bool:
    """Return whether an item may lie in the cache: nothing personal, nothing taken back."""
    gone = item.status in ("withdrawn", "rejected") or item.permission.basis == "withdrawn"
    return not gone and item.sensitivity != "personal"
