"""A Word document → extracts: the actions of a meeting, who came, what was learned, what was told.

Nothing is followed out of the file, and what is deleted or hidden is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from cqc_evidence.intake.passages import date_of, kind_of
from cqc_evidence.intake.problems import at, comments_inside, damaged_file, nothing_found, tracked_changes
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.word.blocks import Block, Content, Line, Table, flat_lines, words_in
from cqc_evidence.intake.word.lines import Found, Reading, all_of, read_lines
from cqc_evidence.intake.word.outline import Entry, Piece, is_topic, outline
from cqc_evidence.intake.word.parts import Parts, read_parts
from cqc_evidence.intake.word.rows import read_table
from cqc_evidence.intake.word.tables import Header
from cqc_evidence.intake.word.text import lines_of, read_content
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.intake import UNKNOWN, Document, Extract

_MACHINE_TITLE = re.compile(
    r"(?:microsoft )?word(?: document)?|microsoft word - .*|document\d*|untitled.*|title|template.*|.*\.docx?|powerpoint presentation",
    re.IGNORECASE,
)
"""Titles that a program gave."""
_TOP = 15
_TITLE_WORDS = 14
_DATE_LABEL = re.compile(
    r"(?:meeting )?date(?: and time| of (?:the )?(?:meeting|session|reflection|huddle|interview|visit))?\s*(?::|\t|$|\s[–—-]\s)\s*",
    re.IGNORECASE,
)
_CHANGES = (("insertion", "insertions"), ("deletion", "deletions"), ("move", "moves"))
_TOLD = {
    "owner": "the owner is a name or initials, and an owner is a role: it was left out of `owner` and stays in the text",
    "names": "names of those who attended were counted and left in the document: check the number",
    "uncounted": "a list of those who attended could not be counted; it was not taken in",
    "head": "date, place and writer of the minutes were not taken in as evidence",
    "short": "too short to say something by itself, so not taken in",
    "picture": "pictures and diagrams are not read",
    "attached": "a document inside this one was not read",
}
_FEWEST_PLACES = 8


class _Title(NamedTuple):
    """A document's title, and the paragraphs that it is."""

    text: str
    paragraphs: frozenset[int]


def read_docx(data: bytes, file: str, options: ReadOptions) -> Document:
    """Return what a Word document holds.

    Args:
        data: the file; it has passed the guard.
        file: its name, with the folders below the one that was imported.
        options: what the person wishes.
    """
    parts = read_parts(data)
    if parts is None:
        return Document(problems=(damaged_file(at(file)),))
    content = read_content(parts)
    title = _title_of(parts, content.blocks)
    top = _top(content.blocks)
    kind = options.kind or kind_of(file, "\n".join([title.text, *top]))
    reading = Reading(file, kind, options.kind or "making-it-happen", _date_of(parts, content, top, file))
    found = _read(content.blocks, title, reading)
    return Document(
        kind=kind,
        title=title.text,
        date=reading.date,
        extracts=tuple(_dated(one, reading) for one in found.extracts),
        notes=tuple(_notes(found, content, parts)),
        problems=(*found.problems, *_problems(file, content, found)),
    )


def _read(blocks: Sequence[Block], title: _Title, reading: Reading) -> Found:
    """Return what tables say, and what the lines between them say, in the order in which they stand."""
    outlined = outline(blocks, used=title.paragraphs, asks=reading.asks)
    bare = Found(noted=tuple(("short", f"paragraph {line.number}") for line in outlined.bare))
    return all_of([*_parts(outlined.pieces, reading), bare])


def _parts(pieces: Iterable[Piece], reading: Reading) -> Iterator[Found]:
    lines: list[Entry] = []
    header: Header | None = None
    for piece in pieces:
        if isinstance(piece, Entry):
            lines.append(piece)
            continue
        yield read_lines(lines, reading)
        lines = []
        found, header = read_table(piece.table, piece.heading, reading, header if piece.follows else None)
        yield found
    yield read_lines(lines, reading)


def _dated(extract: Extract, reading: Reading) -> Extract:
    """Give an extract the day that its headings name, where several meetings share a document."""
    day = reading.on(extract.heading)
    return extract.model_copy(update={"date": day}) if day != reading.date else extract


def _top(blocks: Sequence[Block]) -> list[str]:
    """Return the first lines outside tables."""
    return list(islice((line for block in blocks if isinstance(block, Line) for line in block.text.splitlines()), _TOP))


def _title_of(parts: Parts, blocks: Sequence[Block]) -> _Title:
    """Return the title that the file states, else its first title or heading, else the bold lines it begins with."""
    lines = [block for block in islice(blocks, 200) if isinstance(block, Line)]
    if parts.title and not _MACHINE_TITLE.fullmatch(parts.title):
        return _Title(parts.title, frozenset(one.number for one in lines if one.level == 0 and one.text == parts.title))
    first = next((one for one in lines if one.level is not None and words_in(one.text) <= 2 * _TITLE_WORDS), None)
    if first is not None:
        return _Title(" ".join(first.text.split()), frozenset((first.number,)) if first.level == 0 else frozenset())
    bold = list(_bold_lines(blocks))
    return _Title(" – ".join(one.text for one in bold), frozenset(one.number for one in bold))


def _bold_lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Yield the one to three bold lines that a document begins with."""
    for block in blocks[:3]:
        if isinstance(block, Table) or not block.bold or block.listed or words_in(block.text) > _TITLE_WORDS:
            return
        if is_topic(block.text) or block.text.endswith((".", ":", "?")):
            return
        yield block


def _date_of(parts: Parts, content: Content, top: Sequence[str], file: str) -> Period:
    """Return the date that a line or cell "Date:" states, else the first lines, the page header, the file's name."""
    headers = [line for root in parts.headers for line in lines_of(parts, root)]
    ways = (
        *(date_of(text) for text in _stated_dates(content.blocks)),
        date_of("\n".join(top)),
        *(date_of(line) for line in headers),
        date_of(file.rpartition("/")[2].rpartition(".")[0]),
    )
    return next((one for one in ways if one.known), UNKNOWN)


def _stated_dates(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what stands behind "Date:" near the top, in a line or in the next cell."""
    for block in islice(blocks, _TOP):
        if isinstance(block, Line):
            if (found := _DATE_LABEL.match(block.text)) and block.text[found.end() :]:
                yield block.text[found.end() :]
            continue
        for row in block.rows[:_TOP]:
            texts = [" ".join(line.text for line in flat_lines(cell.blocks)) for cell in row.cells]
            for label, text in pairwise([*texts, ""]):
                if found := _DATE_LABEL.match(label):
                    yield label[found.end() :] or text


def _notes(found: Found, content: Content, parts: Parts) -> Iterator[str]:
    """Yield, once for each sort, what the person should know."""
    places: dict[str, list[str]] = {}
    for what, place in found.noted:
        places.setdefault(what, []).append(place)
    for what, told in _TOLD.items():
        if where := places.get(what):
            more = f" and {len(where) - _FEWEST_PLACES:,} more" if len(where) > _FEWEST_PLACES else ""
            yield f"{told} ({', '.join(where[:_FEWEST_PLACES])}{more})"
        elif number := content.marks.get(what, 0):
            yield f"{told} ({number:,}; the first: {content.places[what]})"
    if parts.unread:
        yield f"parts of this file are broken and were not read: {', '.join(parts.unread)}"


def _problems(file: str, content: Content, found: Found) -> Iterator[Diagnostic]:
    changes = [(name, several, content.marks.get(name, 0)) for name, several in _CHANGES]
    told = ", ".join(f"{number} {name if number == 1 else several}" for name, several, number in changes if number)
    if told:
        first = next(content.places[name] for name in content.places if any(name == one for one, _ in _CHANGES))
        yield tracked_changes(at(file, first), told)
    if comments := content.marks.get("comment", 0):
        yield comments_inside(at(file, content.places["comment"]), f"{comments} comment{'' if comments == 1 else 's'}")
    if not found.extracts:
        yield nothing_found(at(file))
