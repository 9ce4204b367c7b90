"""What the council's own accepted tags teach: the words by which its statements differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log

from cqc_evidence.suggest.words import Stems, stems_of, tells

_ENOUGH = 5
"""Accepted texts of a statement from which on it is learned from."""
_MOST = 2.5
"""No single word says more than this, whichever way."""
_LEAST_SEEN = 2


class Learned:
    """For each word, how much more often it stands in texts of one statement than in those of the others."""

    def __init__(self, accepted: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Count in how many texts of each statement each word stands."""
        texts: Counter[str] = Counter()
        holding: dict[str, Counter[str]] = defaultdict(Counter)
        for text, statements in accepted:
            stems = set(stems_of(text).stems)
            for statement in statements:
                texts[statement] += 1
                holding[statement].update(stems)
        self._texts = {name: number for name, number in texts.items() if number >= _ENOUGH}
        self._holding = {name: holding[name] for name in self._texts}
        self._all: Counter[str] = Counter()
        for counts in self._holding.values():
            self._all.update(counts)
        self._number = sum(self._texts.values())

    def weigh(self, text: Stems) -> Iterator[tuple[str, str, float]]:
        """Yield statement, word and what the word adds: the log of how much likelier the word is there."""
        seen: set[str] = set()
        for stem, word in zip(text.stems, text.words, strict=True):
            if not tells(word) or stem in seen or self._all[stem] < _LEAST_SEEN:
                continue
            seen.add(stem)
            for name, number in self._texts.items():
                here = (self._holding[name][stem] + 0.5) / (number + 1)
                elsewhere = (self._all[stem] - self._holding[name][stem] + 0.5) / (self._number - number + 1)
                if here > elsewhere:
                    yield name, word, min(_MOST, log(here / elsewhere)) / 2
