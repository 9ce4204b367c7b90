"""Search over all text: SQLite's full-text index in the person's own cache folder, rebuilt from the files at any time.

Personal items are not in the index: nothing of them lies in a cache. They are looked through one by one.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.web.site import Site
from cqc_evidence.web.state import State

_MOST = 50
_WORD = re.compile(r"\w+", re.UNICODE)
_AROUND = 14
"""Words of the text that a hit shows."""
_SCHEMA = "CREATE VIRTUAL TABLE words USING fts5(kind UNINDEXED, id UNINDEXED, title, body, tokenize = 'porter unicode61 remove_diacritics 2')"


class Hit(NamedTuple):
    """Something that holds the words."""

    kind: str
    """item, claim, statement, passage, rule or metric."""
    id: str
    title: str
    snippet: tuple[tuple[str, bool], ...]
    """Pieces of the text around the words, and whether a piece is one of them."""


class Text(NamedTuple):
    """One thing that can be found."""

    kind: str
    id: str
    title: str
    body: str


class Index:
    """The index of one project; made anew when it does not fit, and brought up to date piece by piece."""

    def __init__(self, site: Site, path: Path | None) -> None:
        """Keep the index in a file; without one it lies in memory."""
        self.site = site
        self.path = path
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], str] = {}
        self._state: State | None = None
        self._database: sqlite3.Connection | None = None

    def find(self, words: str, *, personal: bool) -> list[Hit]:
        """Return what holds all the words, the best first; `personal` looks through personal items too."""
        terms = _WORD.findall(words)[:12]
        if not terms:
            return []
        with self._lock:
            database = self._up_to_date()
            query = " ".join(f'"{term}"*' for term in terms)
            rows = database.execute(
                "SELECT kind, id, title, snippet(words, 3, char(2), char(3), '…', ?) FROM words WHERE words MATCH ? "
                "ORDER BY bm25(words, 0, 0, 4.0, 1.0) LIMIT ?",
                (_AROUND, query, _MOST),
            ).fetchall()
        found = [Hit(kind, name, title, _pieces(text)) for kind, name, title, text in rows]
        return [*found, *(self._personal(terms) if personal else ())][:_MOST]

    def warm(self) -> None:
        """Bring the index up to date before anybody asks."""
        with self._lock:
            self._up_to_date()

    def _personal(self, terms: list[str]) -> Iterator[Hit]:
        for item in self.site.state.project.items:
            if item.sensitivity == "personal":
                text = f"{item.title}\n{item.body}".casefold()
                if all(term.casefold() in text for term in terms):
                    yield Hit("item", item.id, item.title, (("personal: open it to read", False),))

    def _up_to_date(self) -> sqlite3.Connection:
        state = self.site.state
        if self._database is None:
            self._database = self._open()
        if state is self._state:
            return self._database
        before = self._state.items if self._state is not None else {}
        same = frozenset(name for name, item in state.items.items() if before.get(name) is item)
        texts = {(one.kind, one.id): one for one in texts_of(state, same)}
        marks = {key: mark for key, mark in self._known.items() if key[0] == "item" and key[1] in same}
        marks |= {key: _mark(one) for key, one in texts.items()}
        gone = [key for key, mark in self._known.items() if marks.get(key) != mark]
        new = [one for key, one in texts.items() if self._known.get(key) != marks[key]]
        try:
            self._write(self._database, gone, new)
        except sqlite3.Error:
            self._database = self._open(fresh=True)
            texts = {(one.kind, one.id): one for one in texts_of(state)}
            marks = {key: _mark(one) for key, one in texts.items()}
            self._write(self._database, [], list(texts.values()))
        self._known, self._state = marks, state
        return self._database

    def _write(self, database: sqlite3.Connection, gone: list[tuple[str, str]], new: list[Text]) -> None:
        with database:
            if len(gone) > _MOST:
                database.execute("CREATE TEMP TABLE IF NOT EXISTS gone (kind, id)")
                database.execute("DELETE FROM gone")
                database.executemany("INSERT INTO gone VALUES (?, ?)", gone)
                database.execute(
                    "DELETE FROM words WHERE rowid IN (SELECT words.rowid FROM words JOIN gone ON words.kind = gone.kind AND words.id = gone.id)"
                )
            else:
                database.executemany("DELETE FROM words WHERE kind = ? AND id = ?", gone)
            database.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", new)

    def _open(self, *, fresh: bool = False) -> sqlite3.Connection:
        """Return an empty index: what an earlier program left is not trusted, making it anew takes a moment."""
        del fresh
        self._known = {}
        if self.path is not None:
            with suppress(OSError, sqlite3.Error):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                for path in (
                    self.path,
                    *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm", "-journal")),
                ):
                    path.unlink(missing_ok=True)
                database = sqlite3.connect(self.path, check_same_thread=False)
                database.execute("PRAGMA secure_delete = ON")
                database.execute("PRAGMA synchronous = OFF")
                database.execute(_SCHEMA)
                self.path.chmod(0o600)
                return database
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.execute(_SCHEMA)
        return database


def texts_of(state: State, but: Container[str] = ()) -> Iterator[Text]:
    """Yield everything that can be found, personal items and those whose ids are in `but` left out."""
    for item in state.items.values():
        if item.sensitivity != "personal" and item.id not in but:
            yield Text("item", item.id, item.title, _words_of(item))
    for narrative in state.narratives.values():
        yield from _narrative(narrative, state)
    for rule in state.rules.values():
        yield Text("rule", rule.id, rule.title, rule.meaning.text)
    for metric in state.framework.metrics.metrics:
        yield Text("metric", metric.id, metric.title, " ".join((metric.counts, metric.of, *metric.caveats)))


def _narrative(narrative: Narrative, state: State) -> Iterator[Text]:
    statement = state.statements.get(narrative.statement)
    title = statement.title.text if statement else narrative.statement
    passages = " ".join(f"{passage.heading} {passage.text}" for passage in narrative.passages)
    yield Text("statement", narrative.statement, title, f"{narrative.judgement} {passages}")
    for claim in narrative.claims:
        if claim.id:
            yield Text("claim", claim.id, f"{title}: a claim", f"{claim.text} {claim.so_what}")


def _words_of(item: Item) -> str:
    said: Iterable[str] = (words for tag in item.tags for words in (tag.says, tag.so_what))
    done = (action.action for action in item.actions)
    figures = (f"{figure.label} {figure.value:g}" for figure in item.figures)
    return "\n".join(part for part in (item.body, *said, *done, *figures, item.source.citation, item.id) if part)


def _mark(text: Text) -> str:
    return sha256("\0".join(text).encode("utf-8", "replace")).hexdigest()


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """Return a snippet's pieces: SQLite puts the words between two control characters."""
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(re.split("[\x02\x03]", text)):
        if part:
            pieces.append((part, number % 2 == 1))
    return tuple(pieces)
