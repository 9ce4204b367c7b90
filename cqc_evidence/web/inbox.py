"""The candidates that wait, kept in memory by their files' size and time; the most uncertain suggestion first."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.evidence import Item
from cqc_evidence.model.suggestion import Suggestion
from cqc_evidence.read.inbox import INBOX
from cqc_evidence.read.items import read_item
from cqc_evidence.suggest.ranker import Ranker
from cqc_evidence.suggest.texts import text_of
from cqc_evidence.web.files import Stamp, walk

_NUMBERS = re.compile(r"(\d+)")
_SEVERAL = re.compile(r"s-(?=\d)")
"""The end of a word before a number that says that more than one is meant: paragraphs 3 to 5."""
_POINTS = 2
"""Suggestions that count when candidates for one statement are looked for."""
_GONE = 100
"""Suggestions for candidates that do not wait any more are forgotten when there are so many."""


class Candidate(NamedTuple):
    """A candidate with its file."""

    file: str
    sha256: str
    item: Item


class Queued(NamedTuple):
    """A candidate in the queue."""

    candidate: Candidate
    suggestion: Suggestion
    margin: float
    """How far the first suggestion lies before the second, from 0 to 1; 0 where nothing is suggested."""

    def points_to(self, statement: str) -> bool:
        """Return whether a quality statement is among the first two that are suggested."""
        return statement in [one.id for one in self.suggestion.statements[:_POINTS]]


class Inbox:
    """`evidence/inbox/`, read again only where a file has changed."""

    def __init__(self, root: Path) -> None:
        """Prepare; nothing is read before `candidates`."""
        self.root = root
        self._held: dict[str, tuple[Stamp, Candidate | None]] = {}
        self._ids: dict[str, Candidate] = {}
        self._suggested: dict[str, Suggestion] = {}
        self._ranker: Ranker | None = None
        self._lock = threading.Lock()

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every candidate that can be read, in the order of the files' paths."""
        with self._lock:
            held = {file: self._one(file, stamp) for file, stamp in self._files()}
            those = tuple(found for _, found in held.values() if found is not None)
            self._held, self._ids = held, {one.item.id: one for one in reversed(those)}
            if len(self._suggested) > _GONE + 2 * len(those):
                waiting = {one.sha256 for one in those}
                self._suggested = {name: one for name, one in self._suggested.items() if name in waiting}
        return those

    def find(self, name: str) -> Candidate | None:
        """Return the candidate with an id; only its own file is looked at, unless that has changed or is not known."""
        with self._lock:
            known = self._ids.get(name)
            if known is not None and Stamp.of(self.root / known.file) == self._held[known.file][0]:
                return known
        return next((one for one in self.candidates() if one.item.id == name), None)

    def queue(self, ranker: Ranker, waiting: Sequence[Candidate] | None = None) -> list[Queued]:
        """Return the candidates, those first of which the words say least which statement they are for.

        Args:
            ranker: what suggests.
            waiting: what `candidates` returned, where somebody has asked already.
        """
        found = [
            Queued(one, suggestion, _margin(suggestion))
            for one in (self.candidates() if waiting is None else waiting)
            for suggestion in (self.suggest(one, ranker),)
        ]
        return sorted(found, key=lambda one: (one.margin, one.candidate.file))

    def suggest(self, candidate: Candidate, ranker: Ranker) -> Suggestion:
        """Return what is suggested for a candidate; worked out once for the same bytes by the same ranker."""
        if ranker is not self._ranker:
            self._ranker, self._suggested = ranker, {}
        known = self._suggested.get(candidate.sha256)
        if known is None:
            known = self._suggested[candidate.sha256] = ranker.suggest(text_of(candidate.item))
        return known

    def _files(self) -> list[tuple[str, Stamp]]:
        """Return each candidate's file with its stamp, in the order of their paths; links are passed over."""
        found = (one for one in walk(self.root, INBOX, links=False) if one[0].endswith(".md"))
        return sorted(found, key=lambda one: _natural(one[0]))

    def _one(self, file: str, stamp: Stamp) -> tuple[Stamp, Candidate | None]:
        known = self._held.get(file)
        if known is not None and known[0] == stamp:
            return known
        try:
            data = (self.root / file).read_bytes()
        except OSError:
            return stamp, None
        item, _ = read_item(data, file)
        return stamp, Candidate(file, sha256(data).hexdigest(), item) if item is not None else None


def _natural(file: str) -> tuple[str | int, ...]:
    """Return what sorts `row-2` before `row-10`, and `rows-3-to-5` between them."""
    alike = _SEVERAL.sub("-", file)
    return tuple(int(part) if number % 2 else part for number, part in enumerate(_NUMBERS.split(alike)))


def _margin(suggestion: Suggestion) -> float:
    scores = [one.score for one in suggestion.statements]
    return scores[0] - (scores[1] if len(scores) > 1 else 0.0) if scores else 0.0
