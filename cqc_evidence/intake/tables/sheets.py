"""Bytes of a workbook or a CSV file → grids of text, each value as the person sees it and where they see it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from cqc_evidence.intake.problems import at, damaged_file, formula_inside, other_separator
from cqc_evidence.intake.safety.guard import formula_cells
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.read.text import decode

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 120_000
"""Rows of one sheet that are read; a survey of all a council's people has fewer."""
_PASSED_OVER = frozenset(("lists", "list", "instructions", "readme", "read me", "guidance", "notes for completion"))
_ODD = re.compile(r"_x000[dD]_|[\x00-\x08\x0b-\x1f\x7f-\x9f\xa0\u200b\u2028\u2029\ufeff]")
_SPACES = frozenset(("\xa0", "\u2028", "\u2029"))
_LETTERS = 26
_TO_THE_DAY, _TO_THE_MINUTE = len("2026-02-03"), len("2026-02-03 14:05")
_REF = re.compile(r"([A-Z]+)(\d+)", re.ASCII)
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LOOKED_AT = 50
"""Records of a CSV file by which its separator is told."""
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DAMAGED = (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, EOFError, RuntimeError, ExpatError)


class Grid(NamedTuple):
    """The cells of one sheet, from its first row and column."""

    file: str
    sheet: str
    """Empty for a CSV file, which has no sheets."""
    rows: list[tuple[str, ...]]
    formulas: frozenset[str] = frozenset()
    """Cells with a formula, such as "C14"; their text is empty."""

    def place(self, row: int, column: int) -> str:
        """Return a cell's place as a person finds it; rows and columns count from 1."""
        return f"{self.sheet}!{letters(column)}{row}" if self.sheet else f"row {row}"


class Grids(NamedTuple):
    """What was found in one file."""

    grids: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def letters(number: int) -> str:
    """Return a column's letters.

    >>> letters(28)
    'AB'
    """
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def as_text(value: object) -> str:
    """Return a cell's value as text: whole numbers without a decimal, days as 2026-02-03.

    >>> as_text(12.0), as_text(datetime(2026, 2, 3))
    ('12', '2026-02-03')
    """
    if isinstance(value, str):
        return tidy(value)
    if value is None or value != value:  # noqa: PLR0124  # only what is not a number differs from itself
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, timedelta):
        return str(value).removeprefix("0 days ")
    return tidy(str(value))


def _day(value: date) -> str:
    """Return a day, with the time of day where it has one."""
    timed = isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0)
    return str(value)[:_TO_THE_MINUTE] if timed else value.isoformat()[:_TO_THE_DAY]


def tidy(text: str) -> str:
    """Return text with plain line ends and spaces, and without characters that nobody sees."""
    if _ODD.search(text):
        text = text.replace("_x000D_\n", "\n").replace("_x000d_\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
        text = _ODD.sub(lambda found: " " if found[0] in _SPACES else "", text)
    return text.strip()


def read_workbook_grids(data: bytes, file: str) -> Grids:
    """Return the visible sheets of an .xlsx file; formulas count as empty, and what was odd is told."""
    try:
        formulas = formula_cells(data)
        found = list(_sheets(data, file, formulas))
    except _DAMAGED:
        return Grids(problems=(damaged_file(at(file)),))
    return Grids(
        tuple(one for one in found if isinstance(one, Grid)),
        tuple(one for one in found if isinstance(one, str)),
        tuple(_formula_problem(one) for one in found if isinstance(one, Grid) and one.formulas),
    )


def _sheets(data: bytes, file: str, formulas: dict[str, frozenset[str]]) -> Iterator[Grid | str]:
    """Yield each sheet, or a note why it was passed over."""
    import pandas as pd  # noqa: PLC0415  # heavy: only when a workbook is read
    from python_calamine import CalamineError  # noqa: PLC0415  # as heavy

    try:
        with pd.ExcelFile(io.BytesIO(data), engine="calamine") as book:
            hidden = {one.name for one in book.book.sheets_metadata if not str(one.visible).endswith("Visible")}
            for name in map(str, book.sheet_names):
                if name in hidden or name.strip().casefold() in _PASSED_OVER:
                    yield f'the {"hidden " if name in hidden else ""}sheet "{name}" was passed over'
                    continue
                rows = _rows(book, name)
                if len(rows) > MOST_ROWS:
                    yield f'only the first {MOST_ROWS:,} rows of "{name}" were read'
                yield _without_formulas(Grid(file, name, rows[:MOST_ROWS]), formulas.get(name, frozenset()))
    except CalamineError as error:
        raise ValueError(file) from error


def _rows(book: pd.ExcelFile, name: str) -> list[tuple[str, ...]]:
    """Return a sheet's rows as text."""
    import pandas as pd  # noqa: PLC0415  # heavy: only when a workbook is read

    frame = pd.read_excel(
        book, sheet_name=name, header=None, dtype=object, keep_default_na=False, na_filter=False, nrows=MOST_ROWS + 1
    )
    columns = [[as_text(value) for value in frame[column].tolist()] for column in frame.columns]
    return list(zip(*columns, strict=True))


def _without_formulas(grid: Grid, formulas: frozenset[str]) -> Grid:
    """Return a grid in which cells with a formula are empty."""
    if not formulas:
        return grid
    rows = list(grid.rows)
    for ref in formulas:
        found = _REF.fullmatch(ref)
        number, column = (int(found[2]) - 1, _number(found[1]) - 1) if found else (-1, -1)
        if 0 <= number < len(rows) and 0 <= column < len(rows[number]):
            row = rows[number]
            rows[number] = (*row[:column], "", *row[column + 1 :])
    return grid._replace(rows=rows, formulas=formulas)


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _formula_problem(grid: Grid) -> Diagnostic:
    """Return the problem at a sheet's first cell with a formula, in reading order."""
    refs = (found for found in map(_REF.fullmatch, grid.formulas) if found)
    first = min(refs, key=lambda found: (int(found[2]), _number(found[1])))
    return formula_inside(at(grid.file, f"{grid.sheet}!{first[0]}"), len(grid.formulas) - 1)


def read_csv_grid(data: bytes, file: str) -> Grids:
    """Return the one grid of a CSV file, whatever separates its columns."""
    text, problems = decode(data, file)
    if not text:
        return Grids(problems=problems)
    told = _SEP_LINE.match(text)
    text = text[told.end() :] if told else text
    separator = told[1] if told and told[1] in _SEPARATORS else _separator(text)
    try:
        rows = list(islice(_records(text, separator), MOST_ROWS + 1))
    except csv.Error:
        return Grids(problems=(*problems, _unclosed(file)))
    if _is_unclosed(rows, text):
        return Grids(problems=(*problems, _unclosed(file)))
    odd = (other_separator(at(file), _SEPARATORS[separator]),) if separator != "," else ()
    notes = (f"only the first {MOST_ROWS:,} rows were read",) if len(rows) > MOST_ROWS else ()
    return Grids((Grid(file, "", _even(rows[:MOST_ROWS])),), notes, (*problems, *odd))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _even(rows: Iterable[list[str]]) -> list[tuple[str, ...]]:
    """Return rows of the same width."""
    cells = [tuple(map(tidy, row)) for row in rows]
    width = max(map(len, cells), default=0)
    return [row if len(row) == width else (*row, *("",) * (width - len(row))) for row in cells]


def _separator(text: str) -> str:
    """Return what separates the columns: by which most records come out equally wide, then widest."""
    return max(_SEPARATORS, key=lambda one: _evenness(text, one))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in islice(_records(text, separator), _LOOKED_AT) if row]
    except csv.Error:
        return 0.0, 0
    width, often = max(Counter(widths).items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return (often / len(widths), width) if width > 1 else (0.0, 0)


def _is_unclosed(rows: list[list[str]], text: str) -> bool:
    """Return whether a quotation mark that is never closed swallowed the rest of the file."""
    return bool(rows and rows[-1]) and "\n" in rows[-1][-1].rstrip("\n") and text.count('"') % 2 == 1


def _unclosed(file: str) -> Diagnostic:
    return damaged_file(at(file), "a quotation mark in this file is never closed, so columns cannot be told apart")
