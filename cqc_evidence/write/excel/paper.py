"""What a page and a cell can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cqc_evidence.write.excel.table import Sheet

_MOST_CHARACTERS = 32_767
"""What an Excel cell can hold."""
_A3, _A4 = 8, 9
_WIDE = 190
"""Characters beside each other from which on an A4 page is too small to read."""

_POINTS = 15
"""Height of a line."""
_FULL = 1.06
"""Letters on a full line for each unit of width, which is the width of a figure."""
_MOST_LINES = 12
"""A row grows with its text up to here; what is longer is read in the cell."""


def lines_of(text: str, width: int) -> int:
    """Return about how many lines a text takes in a column.

    >>> lines_of("Assessing needs", 38)
    1
    >>> lines_of("Everybody in the council knows who speaks to it", 18)
    3
    """
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(1 + int(max(0, len(line) - 1) / (width * _FULL)) for line in text.split("\n"))


def set_heights(sheet: Any, lines: Mapping[int, int]) -> None:  # noqa: ANN401  # the library has no types
    """Set the heights of rows with more than one line: not every program works them out when it opens a workbook."""
    for row, count in lines.items():
        if count > 1:
            sheet.set_row(row, _POINTS * min(count, _MOST_LINES))


def print_as(sheet: Any, one: Sheet | None = None, *, landscape: bool = True) -> None:  # noqa: ANN401  # the library has no types
    """Set up the page: all printed columns side by side, the heads on every page, the sheet's name at the foot."""
    width = 0
    if one is not None:
        columns = one.columns[: one.printed or len(one.columns)]
        width = sum(column.width for column in columns)
        sheet.print_area(0, 0, max(1, len(one.rows)), len(columns) - 1)
    if landscape:
        sheet.set_landscape()
        sheet.repeat_rows(0)
    sheet.set_paper(_A3 if width > _WIDE else _A4)
    sheet.fit_to_pages(1, 0)
    if not landscape:
        sheet.hide_gridlines(2)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.set_footer("&L&A&RPage &P of &N")


def fitting(text: str) -> str:
    """Return text that fits into a cell, with an ellipsis where it is cut; Excel counts in UTF-16."""
    if len(text) * 2 <= _MOST_CHARACTERS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _MOST_CHARACTERS:
        return text
    return units[: 2 * _MOST_CHARACTERS - 2].decode("utf-16-le", "ignore") + "…"
