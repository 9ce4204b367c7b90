"""A survey's export, one row a person → counts of set answers, answers in words, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables.answers import Masker, closed_extract, count, free_extract, percent
from cqc_evidence.intake.tables.columns import answered, columns_of, is_empty, settled
from cqc_evidence.intake.tables.header import Row, Table
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Figure, Voice
from cqc_evidence.model.intake import UNKNOWN, ColumnRole, Document, Extract

MOST_FREE = 2_000
"""Answers in words that one file gives; nobody reads more of them one by one."""
_FEWEST_WORDS = 3
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,T].*)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?", re.ASCII)
_STAFF = re.compile(
    r"\b(?:teams?|managers?|jobs?|work(?:ing|load|force|place)?|morale|staff|employees?|colleagues?|practitioners?|supervision|practice)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:care|support(?:ed)?|carers?|caring|cared for|your (?:life|home|family|needs)|independen(?:t|ce)|residents?|ascs|sace|"
    r"social worker|treated|dignity)\b",
    re.IGNORECASE,
)
_CARERS = re.compile(r"\b(?:carers?|sace)\b", re.IGNORECASE)
_NAMES_COUNT = 3
"""A word in the name of a file or sheet tells more than one in a question."""


class _Question(NamedTuple):
    """A column that asks something."""

    position: int
    number: int
    title: str
    role: ColumnRole


def read_survey(table: Table, options: ReadOptions, room: int = MOST_FREE) -> Document:
    """Return a survey's questions: one extract of counts for each with set answers, one for each answer in words.

    Args:
        table: the export.
        options: what the person wishes; columns remembered there are read as they say.
        room: answers in words that may still be taken.
    """
    columns = columns_of(table, options)
    kind = options.kind or kind_of_survey(table)
    questions = _questions(table, columns.columns)
    left_out = [position for position, title in enumerate(table.titles) if columns.columns[title] == "identifying"]
    masker = Masker([table.values(position) for position in left_out])
    closed = tuple(_counts(table, questions, masker))
    free, notes = _words(table, questions, masker, _Words(left_out, kind == "people-survey", room))
    period, date_notes = answered_in(table, columns.columns)
    return Document(
        kind=kind,
        date=period,
        voice=_voice(table, kind),
        extracts=(*closed, *free),
        notes=(*_told(columns.columns, table), *date_notes, *notes),
        columns=options.columns.get(table.header) or settled(table, columns),
    )


def _questions(table: Table, roles: dict[str, ColumnRole]) -> list[_Question]:
    """Return the columns that are questions, numbered as the form numbers them."""
    asked = [position for position, title in enumerate(table.titles) if roles[title] not in {"identifying", "date"}]
    return [
        _Question(position, number, table.titles[position], roles[table.titles[position]])
        for number, position in enumerate(asked, 1)
    ]


def _counts(table: Table, questions: Iterable[_Question], masker: Masker) -> Iterator[Extract]:
    for one in questions:
        if one.role == "closed":
            counted = count(table.values(one.position), masker)
            if counted.n:
                yield closed_extract(one.title, counted, _place(table, one))


def _place(table: Table, one: _Question) -> str:
    sheet = table.grid.sheet
    return (
        f"{sheet}!{table.columns[one.position].letters}, question {one.number}" if sheet else f"question {one.number}"
    )


class _Words(NamedTuple):
    """How answers in words are taken."""

    left_out: list[int]
    verbatim: bool
    room: int


def _words(
    table: Table, questions: list[_Question], masker: Masker, how: _Words
) -> tuple[list[Extract], tuple[str, ...]]:
    """Return the answers in words, row by row, and what was not taken."""
    free = [one for one in questions if one.role == "free"]
    found: list[Extract] = []
    short = beyond = masked = 0
    for row in table.rows:
        for one in free:
            answer = row.cells[one.position]
            if is_empty(answer):
                continue
            if len(answer.split()) < _FEWEST_WORDS:
                short += 1
            elif len(found) >= how.room:
                beyond += 1
            else:
                safe = masker.mask(answer, (row.cells[position] for position in how.left_out))
                masked += safe != answer
                found.append(free_extract(one.title, safe, _cell(table, row, one), verbatim=how.verbatim))
    return found, tuple(_not_taken(short, beyond, masked, how.room))


def _cell(table: Table, row: Row, one: _Question) -> str:
    place = table.place(row, one.position)
    return place if table.grid.sheet else f"{place}, question {one.number}"


def _not_taken(short: int, beyond: int, masked: int, room: int) -> Iterator[str]:
    if short:
        yield f"{short:,} {'answer' if short == 1 else 'answers'} of fewer than three words left out"
    if beyond:
        yield f"{room:,} answers in words were taken; {beyond:,} more were not: import them in parts"
    if masked:
        yield f"what stands in a column that was left out was masked in {masked:,} {'answer' if masked == 1 else 'answers'}"


def _told(roles: dict[str, ColumnRole], table: Table) -> Iterator[str]:
    """Yield what was left out, and what brings it back."""
    named: dict[ColumnRole, list[str]] = {}
    for title in table.titles:
        named.setdefault(roles[title], []).append(title)
    if "identifying" in named:
        yield f"left out because they can tell who answered: {', '.join(named['identifying'])}"
    if "date" in named:
        yield f"used only for the month: {', '.join(named['date'])}"
    if "left-out" in named:
        yield f"left out because they hold no answers that can be counted: {', '.join(named['left-out'])}"


def answered_in(table: Table, roles: dict[str, ColumnRole]) -> tuple[Period, tuple[str, ...]]:
    """Return the month or months in which people answered; unknown when a date cannot be told for sure."""
    months: set[date] = set()
    for position, title in enumerate(table.titles):
        if roles[title] != "date":
            continue
        days = [_day(value) for value in answered(table.values(position))]
        if None in days:
            return UNKNOWN, (f"the dates in “{title}” are not all day/month/year, so the survey's date is unknown",)
        months.update(day.replace(day=1) for day in days if day is not None)
    if not months:
        return UNKNOWN, ()
    spread = sorted({one.isoformat()[:7] for one in months})
    return Period.parse("/".join(dict.fromkeys((spread[0], spread[-1])))), ()


def _day(text: str) -> date | None:
    """Return a day written as 03/02/2026 or 2026-02-03."""
    if found := _BRITISH.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def kind_of_survey(table: Table) -> str:
    """Return whether staff or people were asked, by the words of names, titles and questions.

    In doubt it is the staff: nobody's words then count as those of a person who draws on care.
    """
    names = re.sub(r"[_\W]+", " ", f"{table.grid.file} {table.grid.sheet} {table.above}")
    asked = " ".join(table.titles)
    people = len(_PEOPLE.findall(asked)) + _NAMES_COUNT * len(_PEOPLE.findall(names))
    staff = len(_STAFF.findall(asked)) + _NAMES_COUNT * len(_STAFF.findall(names))
    return "people-survey" if people > staff else "staff-survey"


def _voice(table: Table, kind: str) -> Voice | None:
    if kind == "staff-survey":
        return "staff"
    if kind != "people-survey":
        return None
    names = re.sub(r"[_\W]+", " ", f"{table.grid.file} {table.grid.sheet} {table.above}")
    return "carer" if _CARERS.search(names) else "person"


def compare(before: Document, after: Document) -> Document:
    """Return `after` with each share beside what it was before.

    Nothing is compared unless both have the same columns and are dated, `before` the earlier; a question that was
    not asked in the same words stays as it is.
    """
    if before.columns is None or after.columns is None or before.columns.header != after.columns.header:
        return after
    if before.date.start is None or after.date.start is None or before.date.start >= after.date.start:
        return after
    asked = {one.heading: one for one in before.extracts if one.figures}
    extracts = tuple(
        _compared(asked[one.heading], one) if one.figures and one.heading in asked else one for one in after.extracts
    )
    return after.model_copy(update={"extracts": extracts})


def _compared(before: Extract, after: Extract) -> Extract:
    shares = {one.label.casefold(): one for one in before.figures}
    n = before.n or 0
    figures = tuple(
        figure.model_copy(update={"comparator": _comparator(shares.get(figure.label.casefold()), n)})
        for figure in after.figures
    )
    return after.model_copy(update={"figures": figures})


def _comparator(before: Figure | None, n: int) -> str:
    """Return what a share was; an answer that is not among the earlier ones was given by nobody."""
    part = int(before.numerator or 0) if before else 0
    return f"{percent(part, n)} % before ({part} of {n})"
