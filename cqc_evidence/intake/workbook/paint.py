"""Texts in rows → the bytes of a workbook that is pleasant to edit; every cell is a text, never a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from cqc_evidence.intake.workbook.columns import ABOUT, GUIDE, LISTS, PROBLEMS, SHEETS, Column
from cqc_evidence.intake.workbook.text import fit

NAMES = "cqc_"
"""What the names of ranges with allowed words begin with."""
_SPARE_ROWS = 2_000
"""Rows below the last that have drop-downs too."""
_HEAD_HEIGHT = 32
_ROW_HEIGHT = 46
_LINE_HEIGHT = 17
_FREE_TEXT_FROM = 36
"""Wide columns hold prose: some versions of Excel show a long text as #### in a cell marked as text."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_INK = {"must": "#12394A", "id": "#5B666E", "usual": "#2F6F7E", "aside": "#5B666E"}
_ROOMY = {GUIDE: (100,), PROBLEMS: (24, 60, 60, 60)}


class Grid(NamedTuple):
    """One sheet as rows of texts."""

    name: str
    rows: Sequence[Sequence[str]]
    head: int = 0
    """Which row, from 0, holds the titles of the columns."""


Spot = tuple[str, int, int]
"""Sheet, row and column, both from 0."""


def paint(grids: Sequence[Grid], title: str, made: date, red: frozenset[Spot] = frozenset()) -> bytes:
    """Return a workbook with these sheets; the same texts give the same bytes.

    Args:
        grids: the sheets in their order; `Guide`, `Lists` and `About` have their own looks.
        title: of the workbook, in its properties.
        made: the date in its properties.
        red: the cells that are filled red.
    """
    import xlsxwriter  # noqa: PLC0415  # only when a workbook is written

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": fit(title), "created": datetime(made.year, made.month, made.day)})  # noqa: DTZ001  # a date, not a moment
        book.set_size(24_000, 14_000)
        brush = _Brush(book, red, _named_ranges(grids))
        for grid in grids:
            brush.sheet(grid)
        for name, cells in brush.names.items():
            book.define_name(f"{NAMES}{name}", f"={LISTS}!{cells}")
    return buffer.getvalue()


def _named_ranges(grids: Sequence[Grid]) -> dict[str, str]:
    """Return each list of allowed words → its cells in the hidden sheet."""
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415

    for grid in grids:
        if grid.name == LISTS and grid.rows:
            lengths = [sum(1 for row in grid.rows[1:] if at < len(row) and row[at]) for at in range(len(grid.rows[0]))]
            return {
                title: xl_range_abs(1, at, length, at)
                for at, (title, length) in enumerate(zip(grid.rows[0], lengths, strict=True))
                if title and length
            }
    return {}


class _Brush:
    """Paints the sheets of one workbook."""

    def __init__(self, book: Any, red: frozenset[Spot], names: Mapping[str, str]) -> None:  # noqa: ANN401  # xlsxwriter has no types
        self.book = book
        self.red = red
        self.names = names
        self._formats: dict[str, Any] = {}

    def sheet(self, grid: Grid) -> None:
        """Add one sheet in the look that its name asks for."""
        sheet = self.book.add_worksheet(grid.name)
        if grid.name in SHEETS:
            self._table(sheet, grid, _columns_of(grid))
        elif grid.name in _ROOMY:
            self._prose(sheet, grid)
        else:
            self._cells(sheet, grid)
        if grid.name in (LISTS, ABOUT):
            sheet.hide()

    def _prose(self, sheet: Any, grid: Grid) -> None:  # noqa: ANN401
        wrapped = self._format("prose", text_wrap=True, valign="top", font_size=12)
        for at, width in enumerate(_ROOMY[grid.name]):
            sheet.set_column(at, at, width, wrapped)
        self._cells(sheet, grid)
        head = self._format("prose head", bold=True, font_size=14, font_color=_INK["must"], text_wrap=True)
        for at, text in enumerate(grid.rows[0] if grid.rows else ()):
            sheet.write_string(0, at, fit(text), head)
        for at, texts in enumerate(grid.rows):
            lines = max(-(-len(text) // width) for text, width in zip(texts, _ROOMY[grid.name], strict=False))
            sheet.set_row(at, _LINE_HEIGHT * max(lines, 1) + _LINE_HEIGHT // 2)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(1, 0)
        _for_paper(sheet)

    def _table(self, sheet: Any, grid: Grid, columns: Sequence[Column | None]) -> None:  # noqa: ANN401
        sheet.set_default_row(_ROW_HEIGHT)
        for at in range(len(grid.rows)):
            sheet.set_row(at, _HEAD_HEIGHT if at == grid.head else _ROW_HEIGHT)
        last = max(len(grid.rows), grid.head + 2)
        for at, column in enumerate(columns):
            self._column(sheet, at, column, grid, last)
        self._cells(sheet, grid)
        for at, (text, column) in enumerate(zip(grid.rows[grid.head], columns, strict=False)):
            look = column.look if column else "aside"
            form = self._format(f"head {look}", bold=True, font_color="white", bg_color=_INK[look], valign="vcenter",
                                text_wrap=True, border=1, border_color="white")  # fmt: skip
            if (grid.name, grid.head, at) not in self.red:
                sheet.write_string(grid.head, at, fit(text), form)
        first_two = sum(1 for column in columns[:2] if column and not column.hidden)
        sheet.freeze_panes(grid.head + 1, first_two)
        sheet.autofilter(grid.head, 0, last - 1, max(len(columns) - 1, 0))
        sheet.repeat_rows(grid.head)
        _for_paper(sheet)

    def _column(self, sheet: Any, at: int, column: Column | None, grid: Grid, last: int) -> None:  # noqa: ANN401
        """Set a column's width and look, and its drop-down where it has one."""
        if column is None:
            sheet.set_column(at, at, 20, self._format("usual", text_wrap=True, valign="top"))
            return
        sheet.set_column(at, at, column.width, self._format_of(column), {"hidden": column.hidden})
        rows = (grid.head + 1, at, last + _SPARE_ROWS, at)
        if column.shape in ("word", "yes-no") and column.words in self.names:
            sheet.data_validation(
                *rows,
                {
                    "validate": "list",
                    "source": f"={NAMES}{column.words}",
                    "error_title": "Not on the list",
                    "error_message": "Please choose a word from the list.",
                },
            )
        elif column.look == "id" and not column.hidden and column.key in ("id", "item"):
            sheet.data_validation(
                *rows, {"validate": "any", "input_title": "Item id", "input_message": _ID_HINT[column.key]}
            )

    def _format_of(self, column: Column) -> Any:  # noqa: ANN401
        if column.look in ("id", "aside"):
            return self._format(
                column.look, font_color="#4A555C", bg_color="#EDEFF0", num_format="@", text_wrap=True, valign="top"
            )
        if column.shape == "text" and column.width >= _FREE_TEXT_FROM:
            return self._format("free", text_wrap=True, valign="top")
        return self._format("fixed", num_format="@", text_wrap=True, valign="top")

    def _cells(self, sheet: Any, grid: Grid) -> None:  # noqa: ANN401
        for row, texts in enumerate(grid.rows):
            for at, text in enumerate(texts):
                if text:
                    sheet.write_string(row, at, fit(text))
        wrong = self._format("wrong", bg_color="#FF9C9C", font_color="#5A0000", border=1, border_color="#B00000",
                             num_format="@", text_wrap=True, valign="top")  # fmt: skip
        for name, row, at in sorted(self.red):
            if name == grid.name:
                texts = grid.rows[row] if row < len(grid.rows) else ()
                text = texts[at] if at < len(texts) else ""
                sheet.write_string(row, at, fit(text), wrong) if text else sheet.write_blank(row, at, None, wrong)

    def _format(self, name: str, **look: object) -> Any:  # noqa: ANN401
        """Return a look, made once."""
        if name not in self._formats:
            self._formats[name] = self.book.add_format(look)
        return self._formats[name]


_ID_HINT = {
    "id": "Leave this as it is. In a new row leave it empty: the program makes one.",
    "item": "Which item this row belongs to. In a new row copy it from the sheet Items.",
}


def _columns_of(grid: Grid) -> list[Column | None]:
    """Return what each column of a sheet is, by its title; `None` for one that is nobody's."""
    known = {column.title: column for column in SHEETS[grid.name]}
    return [known.get(text) for text in grid.rows[grid.head]]


def _for_paper(sheet: Any) -> None:  # noqa: ANN401
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
