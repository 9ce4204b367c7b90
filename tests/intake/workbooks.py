"""Workbooks as people edit them: exported, changed with another library, saved, read back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cqc_evidence.intake.workbook.columns import SHEETS
from cqc_evidence.intake.workbook.door import changes, read_rows
from cqc_evidence.intake.workbook.text import written
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.workbook import WorkbookChanges
from cqc_evidence.write.workbook import write_workbook
from tests.measure.build import project

FILE = "edited.xlsx"
Edit = Callable[[Workbook], None]


def exported(*items: Item) -> bytes:
    """Return the workbook of these items."""
    return write_workbook(project(*items)).data


def edited(data: bytes, *edits: Edit) -> bytes:
    """Return a workbook after somebody opened it, changed it and saved it."""
    book = load_workbook(BytesIO(data))
    for edit in edits:
        edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_back(data: bytes, *items: Item) -> WorkbookChanges:
    """Return what changed against these items."""
    return changes(read_rows(data, FILE), items)


def after(items: tuple[Item, ...] | Item, *edits: Edit) -> WorkbookChanges:
    """Return what is found when items are exported, edited and read back."""
    all_items = items if isinstance(items, tuple) else (items,)
    return read_back(edited(exported(*all_items), *edits), *all_items)


def column(sheet: Worksheet, title: str) -> int:
    """Return a column's number by its title."""
    return next(cell.column for cell in sheet[1] if cell.value == title)


def title_of(sheet: str, key: str) -> str:
    """Return the title of a column by its key."""
    return next(one.title for one in SHEETS[sheet] if one.key == key)


def put(sheet: str, row: int, title: str, value: Any) -> Edit:
    """Return an edit that types a value, a text exactly as it is, into a cell."""

    def edit(book: Workbook) -> None:
        cell = book[sheet].cell(row, column(book[sheet], title))
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"

    return edit


def put_text(sheet: str, row: int, key: str, text: str) -> Edit:
    """Return an edit that puts any text, however odd, into a cell."""
    return put(sheet, row, title_of(sheet, key), written(text) or None)


def add(sheet: str, **cells: Any) -> Edit:
    """Return an edit that adds a row below the last; keys are those of the columns, with __ for a full stop."""

    def edit(book: Workbook) -> None:
        row = book[sheet].max_row + 1
        for key, value in cells.items():
            put(sheet, row, title_of(sheet, key.replace("__", ".")), value)(book)

    return edit


def delete(sheet: str, row: int, many: int = 1) -> Edit:
    """Return an edit that deletes rows."""
    return lambda book: book[sheet].delete_rows(row, many)


def reorder(sheet: str, rows: Callable[[list[Any]], list[Any]], columns: Callable[[list[Any]], list[Any]]) -> Edit:
    """Return an edit that puts the rows below the titles, and all columns, into another order."""

    def edit(book: Workbook) -> None:
        found = book[sheet]
        head, *below = [[cell.value for cell in row] for row in found.iter_rows()]
        order = columns(list(range(len(head))))
        for number, row in enumerate([head, *rows(below)], 1):
            for at, old in enumerate(order, 1):
                cell = found.cell(number, at)
                cell.value = row[old]
                if isinstance(row[old], str):
                    cell.data_type = "s"

    return edit


def through_libreoffice(data: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / FILE).write_bytes(data)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), str(folder / "in" / FILE)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return (folder / "out" / FILE).read_bytes()
