"""Which line heads which: the headings of a Word document, also those that are only written in bold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from cqc_evidence.intake.word.attendance import label_of
from cqc_evidence.intake.word.blocks import Block, Line, Table, words_in

_BOLD, _LEADING = 10, 11
"""Below the nine levels of real headings: a bold line, and a line that leads a list in."""
_HEADING_WORDS = 12
_LONGEST = 30
"""What is longer is text, whatever its style."""
_SENTENCE_WORDS = 6
"""A heading of so many words with nothing below it says something by itself."""
_SENTENCE_END = (".", ";", ",", "!")
_TOPIC = re.compile(
    r"\b(?:learn(?:t|ed|ing)?|(?:has |have |we |we['’]ve |what )changed?|changes|decisions?|decided|agreed|actions?"
    r"|(?:went|worked|working) well|what worked|next steps?|you said|we did|difference|outcomes?|even better if"
    r"|what we (?:will do|heard|tried)|success(?:es)?|celebrat\w+|insights?|reported back|fed back)\b",
    re.IGNORECASE,
)
"""Headings under which each item of a list is a piece of evidence."""
JOIN = " > "


class Entry(NamedTuple):
    """A line under its headings."""

    line: Line
    heading: str
    label: bool = False
    """Whether it is a heading itself, and only says that a list of people follows."""


class Placed(NamedTuple):
    """A table under its headings."""

    table: Table
    heading: str
    follows: bool
    """Whether nothing stands between it and the table before it."""


Piece: TypeAlias = Entry | Placed


class Outline(NamedTuple):
    """A document's pieces in order, and the headings below which nothing stands."""

    pieces: tuple[Piece, ...]
    bare: tuple[Line, ...]


def is_topic(heading: str) -> bool:
    """Return whether one of the headings of a path says that evidence follows, item by item.

    >>> is_topic("Huddle > What we learned"), is_topic("Huddle > Who we are")
    (True, False)
    """
    return any(_TOPIC.search(part) for part in heading.split(JOIN) if words_in(part) <= _HEADING_WORDS)


def under(*headings: str) -> str:
    """Return a path of headings, without those that are empty."""
    return JOIN.join(" ".join(one.split()).rstrip(" :") for one in headings if one)


def outline(blocks: Sequence[Block], above: str = "", used: Iterable[int] = (), *, asks: bool = False) -> Outline:
    """Return a document's lines and tables, each under its headings.

    Args:
        blocks: the body, or a cell.
        above: the headings it stands under itself.
        used: paragraph numbers that are taken for the document's title.
        asks: whether questions are part of the text, as in an interview.
    """
    title = frozenset(used)
    wanted = [block for block in blocks if isinstance(block, Table) or block.number not in title]
    levels = _levels(wanted, asks=asks)
    bare = _settle(wanted, levels)
    left = {line.number for line in bare}
    pieces: list[Piece] = []
    path: list[tuple[int, str]] = []
    for block, level in zip(wanted, levels, strict=True):
        if isinstance(block, Table):
            pieces.append(Placed(block, _joined(above, path), bool(pieces) and isinstance(pieces[-1], Placed)))
            continue
        if level is not None or not block.listed:
            _leave(path, _LEADING if level is None else level)
        if block.number in left:
            continue
        if level is None:
            pieces.append(Entry(block, _joined(above, path)))
            continue
        path.append((level, block.text))
        if label_of(block.text):
            pieces.append(Entry(block, _joined(above, path), label=True))
    return Outline(tuple(pieces), tuple(bare))


def _joined(above: str, path: Iterable[tuple[int, str]]) -> str:
    return under(above, *(text for _, text in path))


def _leave(path: list[tuple[int, str]], level: int) -> None:
    while path and path[-1][0] >= level:
        path.pop()


def _levels(blocks: Sequence[Block], *, asks: bool) -> list[int | None]:
    """Return the level of each line that heads others."""
    listed = [False, *(isinstance(block, Line) and block.listed for block in blocks), False]
    return [
        _level(block, listed[number], listed[number + 2], asks=asks) if isinstance(block, Line) else None
        for number, block in enumerate(blocks)
    ]


def _level(line: Line, before: bool, after: bool, *, asks: bool) -> int | None:  # noqa: FBT001  # neighbours in a list
    if (asks and line.text.endswith("?")) or words_in(line.text) > _LONGEST:
        return None
    if line.level is not None:
        return line.level
    if words_in(line.text) > _HEADING_WORDS or "\n" in line.text or label_of(line.text):
        return None
    if line.bold and not line.text.endswith(_SENTENCE_END) and not (line.listed and (before or after)):
        return _BOLD
    leads = line.text.endswith(":") or (is_topic(line.text) and not line.text.endswith(_SENTENCE_END))
    return _LEADING if after and leads and not line.listed else None


def _settle(blocks: Sequence[Block], levels: list[int | None]) -> list[Line]:
    """Make text of what heads nothing but says something, and return the headings that do neither."""
    bare: list[Line] = []
    after: int | None = 0
    for number in range(len(blocks) - 1, -1, -1):
        block, level = blocks[number], levels[number]
        if isinstance(block, Line) and level is not None and after is not None and after <= level:
            if level < _BOLD and words_in(block.text) < _SENTENCE_WORDS:
                bare.append(block)
                continue
            levels[number] = level = None
        after = level
    return bare[::-1]
