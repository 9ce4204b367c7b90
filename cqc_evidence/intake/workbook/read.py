"""The bytes of a round-trip workbook → the texts in its rows, as a person and a program left them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from cqc_evidence.intake.problems import at, bad_cell, damaged_file, formula_inside
from cqc_evidence.intake.safety.formulas import formula_cells
from cqc_evidence.intake.workbook.cells import mark
from cqc_evidence.intake.workbook.columns import (
    ABOUT,
    CHILDREN,
    ITEMS,
    LISTS,
    LONG,
    MARK,
    SCHEMA,
    SHEETS,
    Column,
)
from cqc_evidence.intake.workbook.long import REST, whole
from cqc_evidence.intake.workbook.text import meant
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.workbook import ExportedItem, WorkbookRead, WorkbookRow, WorkbookSheet
from cqc_evidence.read.problems import did_you_mean

_LETTERS = 26
_MOST_LINES_ABOVE = 10
"""Rows that somebody may have put above the titles."""
_ENOUGH_TITLES = 3
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_BOOK = "xl/workbook.xml"
_SHEET_NAME = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\bname=["']([^"']*)["']""")


class Raw(NamedTuple):
    """Every sheet as rows of texts, and what the texts do not tell."""

    sheets: dict[str, list[list[str]]]
    dates: frozenset[tuple[str, int, int]]
    """Sheet, row and column, from 0, of each cell that holds a date of Excel's own."""


def is_ours(data: bytes) -> bool:
    """Return whether bytes are a workbook that this program exported; no sheet is read for it."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = set(_SHEET_NAME.findall(package.read(_BOOK)))
    except (BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, expat.ExpatError):
        return False
    return {name.encode() for name in (ITEMS, ABOUT, LISTS)} <= names


def raw_sheets(data: bytes) -> Raw:
    """Return every sheet's cells as texts: whole numbers without a full stop, dates from the year to the day.

    Raises:
        Exception: whatever the reader raises at a damaged workbook.
    """
    import pandas as pd  # noqa: PLC0415  # a second to load

    frames = pd.read_excel(
        BytesIO(data), sheet_name=None, header=None, dtype=object, na_filter=False, engine="calamine"
    )
    dates: set[tuple[str, int, int]] = set()
    sheets: dict[str, list[list[str]]] = {}
    for title, frame in frames.items():
        name = str(title)
        rows = frame.to_numpy().tolist()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if not isinstance(value, str):
                    row[place] = _as_text(value)
                    if isinstance(value, date):
                        dates.add((name, number, place))
        sheets[name] = rows
    return Raw(sheets, frozenset(dates))


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def read_rows(data: bytes, file: str) -> WorkbookRead:
    """Return the rows of a workbook that this program exported, in whatever order they stand now.

    Rows may be sorted, columns and sheets moved; a formula's cell is absent and a problem. When what
    it needs is missing, there are no items, only the reason: then nothing counts as deleted.
    """
    try:
        raw = raw_sheets(data)
        formulas = formula_cells(data) if _has_formula(data) else {}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a damaged file makes the reader raise almost anything
        return WorkbookRead(file=file, problems=(damaged_file(at(file)),))
    return _Reader(file, raw, formulas).read()


def _has_formula(data: bytes) -> bool:
    with ZipFile(BytesIO(data)) as package:
        parts = (name for name in package.namelist() if name.lower().startswith("xl/worksheets/"))
        return any(_FORMULA.search(package.read(name)) for name in parts)


def letters(column: int) -> str:
    """Return a column's letters, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


def place(sheet: WorkbookSheet, row: int, key: str) -> str:
    """Return a cell as people name it, such as "Items!F12"; without its column the row's first cell."""
    return f"{sheet.name}!{letters(sheet.columns.get(key, 0))}{row}"


def warned(problem: Diagnostic, because: str) -> Diagnostic:
    """Return a problem as a warning, for another reason."""
    return problem.model_copy(update={"severity": Severity.WARNING, "because": because})


class _Reader:
    """Reads the sheets of one workbook, and gathers what is wrong with them."""

    def __init__(self, file: str, raw: Raw, formulas: Mapping[str, frozenset[str]]) -> None:
        self.file = file
        self.raw = raw
        self.formulas = formulas
        self.problems: list[Diagnostic] = []
        self.names = {name.strip().casefold(): name for name in raw.sheets}
        self.long: dict[tuple[str, str], list[WorkbookRow]] = {}

    def read(self) -> WorkbookRead:
        about = [[*row, "", "", "", ""][:4] for row in self._rows_of(ABOUT)]
        if reason := _not_readable(about):
            return WorkbookRead(file=self.file, problems=(damaged_file(at(self.file), reason),))
        for row in long.rows if (long := self._sheet(LONG)) else ():
            self.long.setdefault((row.text("item"), row.text("field")), []).append(row)
        items = self._sheet(ITEMS)
        if items is not None and "id" not in items.columns:
            items = None
        if items is None:
            what = f'the sheet "{ITEMS}" or its column "Item id" is missing: what was changed cannot be told'
            self.problems.append(damaged_file(at(self.file), what))
        children = {child.field: self._sheet(child.sheet) for child in CHILDREN}
        return WorkbookRead(
            file=self.file,
            items=items and self._with_long_texts(items),
            children={
                field: self._with_long_texts(sheet)
                for field, sheet in children.items()
                if sheet is not None and {"item", "row"} <= sheet.columns.keys()
            },
            exported=dict(_exported(about)),
            not_exported=frozenset(row[0] for row in about[2:] if row[1] == "not exported"),
            words=_words(self._rows_of(LISTS)),
            dates=frozenset(f"{name}!{letters(column)}{row + 1}" for name, row, column in self.raw.dates),
            problems=tuple(self.problems),
        )

    def _rows_of(self, name: str) -> list[list[str]]:
        return self.raw.sheets.get(self.names.get(name.casefold(), ""), [])

    def _sheet(self, name: str) -> WorkbookSheet | None:
        """Return a sheet's rows by its titles; nothing when the sheet or its titles are missing."""
        rows = self._rows_of(name)
        head = head_of(rows, SHEETS[name])
        if head is None:
            if name != ITEMS:
                self._warn(name, f'the sheet "{name}" or its row of titles is missing', "what it held stays as it is",
                           "export the workbook again if it was not meant to go")  # fmt: skip
            return None
        actual = self.names[name.casefold()]
        columns = self._columns(actual, rows, head, name)
        sheet = WorkbookSheet(name=actual, columns=columns)
        return sheet.model_copy(update={"rows": tuple(self._below(sheet, rows, head, SHEETS[name]))})

    def _columns(self, actual: str, rows: list[list[str]], head: int, name: str) -> dict[str, int]:
        titles = _titles(SHEETS[name])
        found: dict[str, int] = {}
        for column, text in enumerate(rows[head]):
            key = titles.get(_simple(text))
            if key is not None and key not in found:
                found[key] = column
            elif text.strip() or any(row[column].strip() for row in rows[head + 1 :]):
                self._unknown_column(f"{actual}!{letters(column)}{head + 1}", text.strip(), SHEETS[name])
        for one in SHEETS[name]:
            if one.key not in found and one.look != "aside":
                self._warn(f"{actual}!A{head + 1}", f'the column "{one.title}" is missing', "what it held stays as it is",
                           "export the workbook again if it was not meant to go")  # fmt: skip
        return found

    def _unknown_column(self, where: str, title: str, known: Sequence[Column]) -> None:
        what = (
            f'the column "{title}" is not known; it was not taken in'
            if title
            else "a column has no title; it was not taken in"
        )
        advice = did_you_mean(title, [one.title for one in known], "move what matters into a column that is known")
        self._warn(where, what, "a column is known by its title", advice)

    def _warn(self, where: str, what: str, because: str, advice: str) -> None:
        self.problems.append(warned(bad_cell(at(self.file, where), what, advice), because))

    def _below(
        self, sheet: WorkbookSheet, rows: list[list[str]], head: int, known: Iterable[Column]
    ) -> Iterable[WorkbookRow]:
        """Yield each row below the titles in which anything can be seen."""
        aside = {one.key for one in known if one.look == "aside"}
        hidden = {one.key for one in known if one.hidden} | aside
        columns = [(key, column) for key, column in sheet.columns.items() if key not in aside]
        seen = [column for key, column in columns if key not in hidden]
        formulas = self.formulas.get(sheet.name, frozenset())
        for number, row in enumerate(rows[head + 1 :], head + 2):
            if any(row[column].strip() for column in seen):
                cells = {key: meant(row[column]) for key, column in columns}
                if formulas:
                    self._drop_formulas(cells, sheet, number, formulas)
                yield WorkbookRow.model_construct(number=number, cells=cells)

    def _drop_formulas(
        self, cells: dict[str, str], sheet: WorkbookSheet, number: int, formulas: frozenset[str]
    ) -> None:
        for key in list(cells):
            where = place(sheet, number, key)
            if where.rpartition("!")[2] in formulas:
                del cells[key]
                self.problems.append(formula_inside(at(self.file, where), 0))

    def _with_long_texts(self, sheet: WorkbookSheet) -> WorkbookSheet:
        """Return a sheet with each text whole that its cell only begins."""
        for row in sheet.rows:
            for key, text in list(row.cells.items()):
                if text.endswith(REST):
                    self._put_whole(sheet, row, key)
        return sheet

    def _put_whole(self, sheet: WorkbookSheet, row: WorkbookRow, key: str) -> None:
        origin, sign, number = row.text("row").rpartition("#")
        name, field = (origin, f"{_official(sheet.name)} {number}: {key}") if sign else (row.text("id"), key)
        rows = self.long.get((name, field), [])
        text = whole((one.text("part"), one.cells.get("text", "")) for one in rows)
        where = at(self.file, place(sheet, row.number, key))
        shown = row.cells.pop(key)
        if text is None:
            what = f'the parts of this text in the sheet "{LONG}" are not all there'
            self.problems.append(bad_cell(where, what, "put them back, or write the whole text into this cell"))
            return
        row.cells[key] = text
        if rows[0].text("mark") != mark(shown):
            what = "this cell shows only how a long text begins; what was changed in it was not taken in"
            self.problems.append(bad_cell(where, what, f'change the text in the sheet "{LONG}"'))


def _official(name: str) -> str:
    """Return a sheet's name as it was at export, however its capitals are now."""
    return next(one for one in SHEETS if one.casefold() == name.strip().casefold())


def _simple(title: str) -> str:
    """Return a title as it is compared: without regard to capitals, blanks and underscores."""
    return " ".join(meant(title).replace("_", " ").replace(".", " ").casefold().split())


def _titles(columns: Iterable[Column]) -> dict[str, str]:
    """Return title → key; a column is known by its key as well."""
    known = list(columns)
    return {_simple(one.key): one.key for one in known} | {_simple(one.title): one.key for one in known}


def head_of(rows: Sequence[Sequence[str]], columns: Iterable[Column]) -> int | None:
    """Return which row, from 0, holds the titles of a sheet's columns, if one does."""
    titles = _titles(columns)
    counts = [sum(_simple(text) in titles for text in row if text) for row in rows[:_MOST_LINES_ABOVE]]
    return next((at for at, count in enumerate(counts) if count >= _ENOUGH_TITLES), None)


def _not_readable(about: list[list[str]]) -> str:
    """Return why nothing can be told from this workbook, if so."""
    if not about or about[0][0] != MARK:
        return 'the hidden sheet "About" is missing: what was changed cannot be told'
    if about[0][2] != str(SCHEMA):
        return "this workbook was exported by another version of this program: export it again"
    return ""


def _exported(about: list[list[str]]) -> Iterable[tuple[str, ExportedItem]]:
    for name, state, sha, marks in about[2:]:
        if state == "exported":
            cells = {key: digits for key, _, digits in (one.partition(":") for one in marks.split())}
            yield name, ExportedItem.model_construct(sha256=sha, cells=cells)


def _words(lists: list[list[str]]) -> dict[str, tuple[str, ...]]:
    if not lists:
        return {}
    return {
        title: tuple(row[column] for row in lists[1:] if row[column]) for column, title in enumerate(lists[0]) if title
    }
