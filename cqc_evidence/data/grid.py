"""Bytes of a CSV file or a workbook → the cells of one sheet with their numbers."""

from __future__ import annotations

import csv
import io
import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from cqc_evidence.data import problems
from cqc_evidence.data.cells import plain_words
from cqc_evidence.data.odd import Odd, Place, odd_cells
from cqc_evidence.intake.safety.guard import guard
from cqc_evidence.intake.tables.sheets import letters
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location
from cqc_evidence.read.text import decode, read_bytes

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SEPARATORS = (",", ";", "\t")
_SEP_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
"""Some systems say so above the headings; Excel shows no such row."""
_QUOTED = re.compile(r'"[^"]*"')
WORKBOOKS = (".xlsx", ".xlsm", ".xls")


class Grid(NamedTuple):
    """The cells of one sheet."""

    file: str
    sheet: str
    """Empty for a CSV file."""
    header: tuple[str, ...]
    first: int
    """Number of the row with the headings, as Excel counts."""
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    """Number and cells of each row below."""

    def where(self, row: int, place: int) -> Location:
        """Return a cell's place; columns count from 0."""
        named = f"{self.sheet}!{letters(place + 1)}{row}" if self.sheet else f"row {row}, column {place + 1}"
        return Location(file=self.file, place=named)


def read_grid(path: Path, file: str, table: str) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    """Return the cells of a table's file, or nothing and why.

    A workbook is read from the sheet that bears the table's name, else from its first.
    """
    data, found = read_bytes(path, file)
    where = Location(file=file)
    if found:
        return None, found
    if not data.strip():
        return None, (problems.unreadable_table(where, "it is empty"),)
    if path.suffix.casefold() in WORKBOOKS:
        return _workbook(data, file, table)
    if path.suffix.casefold() == ".parquet":
        return _parquet(data, file)
    if path.suffix.casefold() not in (".csv", ".tsv", ".txt"):
        return None, (problems.unreadable_table(where, f'it ends in "{path.suffix}"'),)
    return _csv(data, file)


def _csv(data: bytes, file: str) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    text, found = decode(data, file)
    where = Location(file=file)
    if not text:
        return None, found
    told = _SEP_LINE.match(text)
    text = text[told.end() :] if told else text
    try:
        # Strict: a quotation mark that is never closed, or closed by one rows below, would else swallow what is between.
        rows = list(csv.reader(io.StringIO(text), delimiter=told[1] if told else _separator(text), strict=True))
    except csv.Error:
        return None, (
            *found,
            problems.unreadable_table(where, "a quotation mark in it is never closed, or out of place"),
        )
    cells = [(number, tuple(row)) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not cells:
        return None, (*found, problems.unreadable_table(where, "it is empty"))
    return _grid(file, "", cells), found


def _separator(text: str) -> str:
    """Return what separates the headings: whatever there is most of in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=_QUOTED.sub("", first).count)


def _workbook(data: bytes, file: str, table: str) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    where = Location(file=file)
    refused = guard(data, file)
    if any(one.severity is Severity.ERROR for one in refused):
        return None, refused
    damaged = problems.unreadable_table(where, "it is damaged, or no workbook")
    try:
        name, odd, rows = _sheet(data, table)
    except (BadZipFile, OSError, EOFError, ValueError, IndexError, KeyError, zlib.error, ExpatError):
        return None, (damaged,)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own, for numbers that can be no day; no Exception
            raise
        return None, (damaged,)
    if odd.far:
        return None, (problems.unreadable_table(where, f"something stands at {odd.far}, far away from the rest"),)
    cells = list(_filled(rows, odd.words))
    if not cells:
        return None, (problems.unreadable_table(where, f'its sheet "{name}" is empty'),)
    return _grid(file, name, cells), tuple(one for one in refused if one.severity is not Severity.ERROR)


def _sheet(data: bytes, table: str) -> tuple[str, Odd, Sequence[Sequence[object]]]:
    """Return name, what is odd, and cells of the sheet to read; a damaged one raises."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  # only for workbooks

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = _name(book, table)
        odd = odd_cells(data, name)
        return name, odd, () if odd.far else book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise ValueError(table) from error


def _name(book: CalamineWorkbook, table: str) -> str:
    """Return the sheet that bears a table's name, else the first one with cells that people see.

    Raises:
        IndexError: when there is none.
    """
    sheets = [one for one in book.sheets_metadata if str(one.typ).endswith("WorkSheet")]
    named = [one.name for one in sheets if plain_words(one.name) == table]
    return [*named, *(one.name for one in sheets if str(one.visible).endswith(".Visible"))][0]


def _filled(rows: Sequence[Sequence[object]], odd: Mapping[Place, str]) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield number and cells of each row that has any; a cell without a value has the word that Excel shows for it."""
    words: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (number, column), word in odd.items():
        words[number].append((column, word))
    below = sorted(number for number in words if number > len(rows))
    for number in (*range(1, len(rows) + 1), *below):
        cells = list(_known(rows[number - 1])) if number <= len(rows) else []
        for column, word in words.get(number, ()):
            cells += [None] * (column - len(cells))
            cells[column - 1] = word
        if any(cell not in ("", None) for cell in cells):
            yield number, tuple(cells)


def _parquet(data: bytes, file: str) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    where = Location(file=file)
    try:
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only for Parquet
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        return None, (problems.unreadable_table(where, 'Parquet needs the extra: pip install "cqc-evidence[data]"'),)
    try:
        table = parquet.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):
        return None, (problems.unreadable_table(where, "it is damaged, or no Parquet file"),)
    rows = [tuple(_known(list(row.values()))) for row in table.to_pylist()]
    return Grid(file, "", tuple(table.column_names), 1, tuple(enumerate(rows, 2))), ()


def _known(row: Sequence[object]) -> Iterator[object]:
    """Yield cells as texts, numbers, days and truth values; whatever else Excel has becomes text."""
    for cell in row:
        if isinstance(cell, float) and math.isnan(cell):
            yield None
        else:
            yield cell if cell is None or isinstance(cell, str | bool | int | float | date | datetime) else str(cell)


def _grid(file: str, sheet: str, cells: Sequence[tuple[int, tuple[object, ...]]]) -> Grid:
    (first, header), *rows = cells
    return Grid(file, sheet, tuple(str(cell) for cell in header), first, tuple(rows))
