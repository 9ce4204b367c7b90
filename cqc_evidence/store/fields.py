"""Two people's changes of one thing brought together field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Clash(NamedTuple):
    """A field that both changed, differently."""

    key: str
    base: Any
    """What both began with."""
    mine: Any
    theirs: Any


class Merged(NamedTuple):
    """What comes of two changes."""

    data: dict[str, Any]
    """Every field, with what only one changed taken from that one; a clash keeps theirs until somebody chooses."""
    clashes: tuple[Clash, ...]
    mine: tuple[str, ...]
    """Fields that only I changed."""
    theirs: tuple[str, ...]
    """Fields that only they changed."""


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Bring two changes of `base` together; a field that is not there counts as one without a value.

    >>> merged({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}).data
    {'a': 2, 'b': 3}
    """
    data: dict[str, Any] = {}
    clashes: list[Clash] = []
    only_mine: list[str] = []
    only_theirs: list[str] = []
    for key in dict.fromkeys((*base, *theirs, *mine)):
        old, my, their = base.get(key), mine.get(key), theirs.get(key)
        chosen = their
        if my != old and their == old:
            only_mine.append(key)
            chosen = my
        elif their != old and my == old:
            only_theirs.append(key)
        elif my != their:
            clashes.append(Clash(key, old, my, their))
        if chosen is not None:
            data[key] = chosen
    return Merged(data, tuple(clashes), tuple(only_mine), tuple(only_theirs))
