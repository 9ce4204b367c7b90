"""A text as stems, each with the words it was made from."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")


_STOP_WORDS = """
a about after again all also although always am an and another any are as at be because been before being both but
by can cannot could did do does done during each either even every few for from further had has have having he her
here him his how i if in into is it its just less like made make many may me might more most much must my no not now
of off often on once one only or other our out over own per same see seen she should since so some still such take
than that the their them then there these they this those through to too two under until up upon us use used using
very was way we well were what when where which while who whom whose why will with within without would you your
council authority local person people told said say
"""
STOP = frozenset(_STOP_WORDS.split())
"""Words that tell nothing of what a text is about; a phrase of the signals may hold them all the same."""


class Stems(NamedTuple):
    """A text's stems in order; the words stand beside them, place by place."""

    stems: tuple[str, ...]
    words: tuple[str, ...]


def stems_of(text: str) -> Stems:
    """Return a text's stems.

    >>> stems_of("Carers' reviews were overdue").stems
    ('carer', 'review', 'were', 'overdu')
    """
    words = tuple(word.replace("’", "'") for word in _WORD.findall(text.lower()))
    return Stems(tuple(_stem(word) for word in words), words)


def tells(word: str) -> bool:
    """Return whether a word alone can tell what a text is about; a number never does."""
    return not word.isdigit() and word.removesuffix("'s") not in STOP


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stemmed: str = _stemmer()(word.removesuffix("'s"))
    return stemmed


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer  # noqa: PLC0415  # only when something is suggested

    stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stem
