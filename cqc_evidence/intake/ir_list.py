"""The council's own list of what CQC's information return asks for → numbers and questions, in any numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cqc_evidence.intake.tables.sheets import Grid, Grids, read_csv_grid, read_workbook_grids, tidy
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

PAGES = {
    "ir-list": """Something about the council's list of the information return that people should know.

A number that stands twice is told with both places, and the first is kept. A row without a number is told and left out,
so that nothing is lost without a word.""",
}
"""Rule → its page for `cqc-evidence explain`; the first line is its summary."""
_NUMBER = re.compile(
    r"(?:ir\s*)?(?:item\s*)?(?:ref(?:erence)?|no|number|id|#)\.?(?:\s*(?:no|number))?\.?|ir|item|ir item|question no\.?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r".*\b(?:description|asks|asked|request(?:ed)?|evidence(?: required| requested)?|information(?: required| requested)?|question|document|title|detail)s?\b.*",
    re.IGNORECASE,
)
_OWNER = re.compile(r".*\b(?:owner|lead|responsible)\b.*", re.IGNORECASE)
_STATEMENT = re.compile(r".*\b(?:quality statement|statement|qs)\b.*", re.IGNORECASE)
_TRACKING = re.compile(r"\bcase[- ]?(?:tracking|list|file)\b", re.IGNORECASE)
_LOOKED_AT = 30
"""Rows among which the headings are looked for."""


class Asked(NamedTuple):
    """One row of the list."""

    number: str
    asks: str
    owner: str
    statement: str
    """As the list has it; not yet an id."""
    place: str


class IrList(NamedTuple):
    """What the list asks for, with every problem of it."""

    asked: tuple[Asked, ...]
    problems: tuple[Diagnostic, ...]


class _Columns(NamedTuple):
    number: int
    asks: int
    owner: int = -1
    statement: int = -1


def read_ir_list(data: bytes, file: str, number: str = "", asks: str = "") -> IrList:
    """Return what a list asks for, in its order; of two rows with one number the first.

    Args:
        data: an Excel or CSV file that was found safe to open.
        file: its name.
        number: the heading of the column with the numbers, where it is not told by its words.
        asks: the heading of the column that says what is asked for, likewise.
    """
    grids: Grids = read_csv_grid(data, file) if file.lower().endswith(".csv") else read_workbook_grids(data, file)
    problems = list(grids.problems)
    for grid in grids.grids:
        found = _header(grid.rows, number, asks)
        if found is not None:
            asked, more = _rows(grid, *found)
            return IrList(asked, (*problems, *more))
    headings = "no column of numbers and of what is asked for was found"
    help_ = "name them: --number “Ref” --asks “Evidence required”, as the headings stand in the list"
    problems.append(_problem(file, "", headings, help_, Severity.ERROR))
    return IrList((), tuple(problems))


def _problem(file: str, place: str, message: str, help_: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(
        rule="ir-list", severity=severity, message=message, help=help_,
        because="each thing that CQC asks for has one number, so that evidence can be pointed at it",
        location=Location(file=file, place=place or "the list"),
    )  # fmt: skip


def _header(rows: Sequence[tuple[str, ...]], number: str, asks: str) -> tuple[int, _Columns] | None:
    """Return the row of the headings and the columns; titles and blank rows may stand above it."""
    for place, row in enumerate(rows[:_LOOKED_AT]):
        cells = [tidy(cell) for cell in row]
        numbers = _column(cells, number, _NUMBER)
        taken = {numbers}
        asked = _column(cells, asks, _ASKS, taken)
        if numbers >= 0 and asked >= 0:
            taken.add(asked)
            owner = _column(cells, "", _OWNER, taken)
            return place, _Columns(numbers, asked, owner, _column(cells, "", _STATEMENT, taken | {owner}))
    return None


def _column(cells: Sequence[str], named: str, pattern: re.Pattern[str], taken: set[int] | None = None) -> int:
    for at, cell in enumerate(cells):
        wanted = cell.casefold() == named.casefold() if named else bool(cell and pattern.fullmatch(cell))
        if wanted and at not in (taken or set()):
            return at
    return -1


def _rows(grid: Grid, header: int, columns: _Columns) -> tuple[tuple[Asked, ...], list[Diagnostic]]:
    asked: dict[str, Asked] = {}
    problems: list[Diagnostic] = []
    for at, row in enumerate(grid.rows[header + 1 :], header + 2):
        cells = [tidy(cell) for cell in row]
        number, asks = _cell(cells, columns.number), _cell(cells, columns.asks)
        place = grid.place(at, columns.number + 1)
        if not number and not asks:
            continue
        if not number:
            problems.append(
                _problem(
                    grid.file,
                    place,
                    f"this row has no number: “{asks[:60]}”",
                    "give it one in the list, and take the list in again",
                )
            )
            continue
        if number in asked:
            told = f"the number {number} stands here and at {asked[number].place}"
            problems.append(_problem(grid.file, place, told, "give one of them another number; the first was taken in"))
            continue
        if _TRACKING.search(asks):
            told = f"{number} asks for people's records: keep that list out of this project"
            problems.append(_problem(grid.file, place, told, "send it by the way that CQC names for it", Severity.NOTE))
        asked[number] = Asked(number, asks, _cell(cells, columns.owner), _cell(cells, columns.statement), place)
    return tuple(asked.values()), problems


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""


def statement_of(text: str, titles: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> str:
    """Return the id of the quality statement that a cell names: by its title, an alias or its number (`QS3`, `3`)."""
    flat = " ".join(text.casefold().split())
    if not flat:
        return ""
    for ident, title in titles:
        if title and title.casefold() in (flat, flat.removeprefix("quality statement ").lstrip("0123456789.: ")):
            return ident
    return ""
