"""How far the cells of a workbook reach: its reader keeps a place for every cell between the first and the last."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

_CHUNK = 1024 * 1024
_LONGEST = 400
"""Bytes that the beginning of one cell may take."""
_MOST_PLACES = 10_000_000
"""Places that are kept without a question: some 400 MB."""
_SPARSE = 4
"""So many places for each cell that is filled are too many."""
_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>\s*<[^/]""")
"""A cell with something in it; one that only has a colour ends at once."""


def far_cell(data: bytes) -> str:
    """Return the cell to which a workbook reaches when nearly all before it are empty, such as `AA1048576`, or nothing.

    Raises:
        zipfile.BadZipFile, OSError, EOFError, zlib.error: when the workbook is damaged.
    """
    with ZipFile(io.BytesIO(data)) as package:
        sheets = [name for name in package.namelist() if name.casefold().startswith("xl/worksheets/sheet")]
        return next((found for name in sheets if (found := _far(_cells(package, name)))), "")


def _far(cells: Iterator[tuple[bytes, int]]) -> str:
    filled, column, row = 0, b"", 0
    for letters, number in cells:
        filled += 1
        column = max(column, letters, key=lambda one: (len(one), one))
        row = max(row, number)
    places = _number(column) * row
    return f"{column.decode()}{row}" if places > max(_MOST_PLACES, _SPARSE * filled) else ""


def _cells(package: ZipFile, name: str) -> Iterator[tuple[bytes, int]]:
    """Yield column and row of every cell that holds something, a stretch of the sheet at a time."""
    with package.open(name) as source:
        rest = b""
        while chunk := source.read(_CHUNK):
            text = rest + chunk
            end = 0
            for found in _FILLED.finditer(text):
                yield found[1], int(found[2])
                end = found.end()
            rest = text[max(end, len(text) - _LONGEST) :]


def _number(letters: bytes) -> int:
    """Return a column's number, from 1.

    >>> _number(b"AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
