"""Texts by how much they share with a line: rare words weigh more, numbers most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+|\d+(?:[.,]\d+)*%?")
_NUMBER_WEIGHS = 3.0
_FEWEST = 0.15
"""Of all that a line says, how much a text must share to be shown."""


class Near(NamedTuple):
    """A text's place in the list, how much of the line it shares (0 to 1), and the words."""

    at: int
    share: float
    shared: tuple[str, ...]


def nearest(line: str, texts: Sequence[str], most: int = 10) -> tuple[Near, ...]:
    """Return the texts that share most with a line, best first; none that share next to nothing.

    >>> [one.at for one in nearest("People waited 28 days", ["Staff met.", "The wait was 28 days."])]
    [1]
    """
    wanted = _stems(line)
    found = [_stems(text) for text in texts]
    seen = Counter(stem for stems in found for stem in stems)
    weights = {stem: _weight(stem, seen[stem], len(texts)) for stem in wanted}
    whole = sum(weights.values()) or 1.0
    near = []
    for at, stems in enumerate(found):
        shared = [stem for stem in wanted if stem in stems]
        share = sum(weights[stem] for stem in shared) / whole
        if share >= _FEWEST:
            near.append(Near(at, share, tuple(wanted[stem] for stem in shared)))
    return tuple(sorted(near, key=lambda one: (-one.share, one.at))[:most])


def _weight(stem: str, seen: int, texts: int) -> float:
    rare = log(1 + texts / (1 + seen))
    return rare * (_NUMBER_WEIGHS if stem[0].isdigit() else 1.0)


def _stems(text: str) -> dict[str, str]:
    """Return stem → word as written; words that say nothing by themselves are passed over."""
    from snowballstemmer import stemmer  # noqa: PLC0415  # only when something is looked for

    words = [word for word in _WORD.findall(text) if word.lower() not in _IDLE]
    plain = [word.lower().replace("’", "'").rstrip("%").replace(",", "") for word in words]
    stems = stemmer("english").stemWords(plain)
    return dict(zip(stems, words, strict=True))


_IDLE = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "their",
        "there",
        "they",
        "we",
        "our",
        "us",
        "you",
        "your",
        "not",
        "no",
        "did",
        "do",
        "does",
        "had",
        "has",
        "have",
        "which",
        "who",
        "whom",
        "what",
        "when",
        "where",
        "how",
        "why",
        "can",
        "could",
        "would",
        "should",
        "may",
        "might",
        "will",
        "than",
        "then",
        "so",
        "such",
        "into",
        "about",
        "over",
        "under",
        "more",
        "most",
        "some",
        "any",
        "all",
        "each",
        "other",
        "also",
        "very",
    ]
)
