"""Texts that no cell can hold: the cell shows how they begin, a sheet of their own holds the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cqc_evidence.intake.workbook.text import MOST_UNITS, units, written

_NUMBER = re.compile("[1-9][0-9]{0,8}")
REST = " … whole text in sheet Long texts"
_SHOWN = 1_000
"""Characters of a long text that its own cell shows."""
_PART = 14_000
"""Characters a part: written out, a character is never more than two units and a few of them three."""
_SEAM = 2_000
"""How far back from a part's end a place is looked for where a person would part it."""


class Long(NamedTuple):
    """A text that is too long for a cell."""

    item: str
    field: str
    """`body`, or `Tags 2: says`."""
    text: str


def is_long(text: str) -> bool:
    """Return whether no cell can hold a text, or a cell with it would look like the beginning of another."""
    return (len(text) > _PART and units(written(text)) > MOST_UNITS) or text.endswith(REST)


def beginning(text: str, shown: int = _SHOWN, rest: str = REST) -> str:
    """Return what a cell shows of a text, as it is written: the first characters and where the rest is."""
    return written(text) if len(text) <= shown else written(text[:shown] + rest)


def parts_of(text: str) -> list[str]:
    """Return the parts of a text as they are written; their meanings together are the text."""
    parts: list[str] = []
    start = 0
    while start < len(text):
        end = _seam(text, start)
        parts.append(written(text[start:end]))
        start = end
    return parts


def _seam(text: str, start: int) -> int:
    """Return where a part that begins at `start` ends: behind a new line or a blank where there is one."""
    end = start + _PART
    if end >= len(text):
        return len(text)
    for mark in ("\n", " "):
        if (found := text.rfind(mark, end - _SEAM, end)) >= 0:
            return found + 1
    return end


def whole(parts: Iterable[tuple[str, str]]) -> str | None:
    """Return the text of parts, each with its number ("2 of 3") and meaning, in any order; nothing when one is missing or twice.

    >>> whole([("2 of 2", "world"), ("1 of 2", "hello ")])
    'hello world'
    """
    found: dict[int, str] = {}
    counts: set[str] = set()
    for number, text in parts:
        at, _, count = number.partition(" of ")
        if not _NUMBER.fullmatch(at) or int(at) in found:
            return None
        found[int(at)] = text
        counts.add(count)
    if len(counts) != 1 or counts != {str(len(found))} or sorted(found) != list(range(1, len(found) + 1)):
        return None
    return "".join(found[at] for at in sorted(found))
