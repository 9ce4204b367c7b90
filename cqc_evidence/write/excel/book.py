"""The workbook itself: one Excel table a sheet, drop-downs from a sheet of lists, the same bytes each time."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cqc_evidence.model.pack import Pack
from cqc_evidence.write.clean import clean
from cqc_evidence.write.excel.guide import write_guide
from cqc_evidence.write.excel.paper import fitting, lines_of, print_as, set_heights
from cqc_evidence.write.excel.sheets import sheets_of
from cqc_evidence.write.excel.table import DAY, LISTS, NUMBER, STATE, Column, Points, Share, Sheet, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

_INK = "#12394A"
_FILLS = {
    "missing": "#F3BFB3", "stale": "#F8D9AE", "thin": "#FBEDB6", "reported": "#FBEDB6", "unreviewed": "#E2ECF6", "covered": "#F1F9F3",
}  # fmt: skip
"""The more is missing, the darker: the order is seen on a grey copy, too."""
_LINE = "#D5DDE1"
_FEW = 2_000
"""Rows up to which empty cells have lines around them, too."""
_LISTS = "Lists"
_FIRST_YEAR = 1900
"""Excel knows no earlier day."""
_FORMULA_LIKE = ("=", "+", "-", "@")
_TABS = {"Grid": _INK, "Cells": _INK, "Gaps": "#8A1F11", "Improvement plan": "#8A1F11", "Requests": "#8A1F11", "Claims": "#2E6F40",
         "Links": "#2E6F40", "Evidence": "#2E6F40", "Tags": "#2E6F40"}  # fmt: skip
Lines = dict[int, int]
"""Row → how many lines its longest text takes."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_xlsx(pack: Pack) -> bytes:
    """Return the workbook of an edition.

    Each sheet holds one Excel table with a name of its own (`tblGaps`), so that Excel filters it and Power BI finds it.
    """
    import xlsxwriter  # noqa: PLC0415  # only for Excel

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        _describe(book, pack.cover.title, pack.cover.council, pack.as_at)
        for name, text in (
            ("Edition", pack.edition),
            ("As at", pack.as_at.isoformat()),
            ("Framework", pack.framework),
        ):
            book.set_custom_property(name, text, "text")
        sheets = sheets_of(pack)
        write_guide(book, pack, sheets, _INK)
        painter = _Painter(book)
        for sheet in sheets:
            painter.sheet(sheet)
        painter.lists()
    return buffer.getvalue()


def write_sheet(sheet: Sheet, title: str, author: str, day: date) -> bytes:
    """Return a workbook with one sheet, such as the index of a bundle."""
    import xlsxwriter  # noqa: PLC0415  # only for Excel

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        _describe(book, title, author, day)
        _Painter(book).sheet(sheet)
    return buffer.getvalue()


def _describe(book: Any, title: str, author: str, day: date) -> None:  # noqa: ANN401  # the library has no types
    """Tell title, author and language; the day of the evidence stands for the day of making, so that bytes stay the same."""
    book.set_properties(
        {"title": clean(title), "author": clean(author), "company": clean(author), "category": "Self-assessment",
         "created": datetime.combine(day, time())}
    )  # fmt: skip
    book.set_custom_property("Language", "en-GB", "text")


class _Painter:
    """Paints one workbook; its formats are made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  # the library has no types
        self.book = book
        top: dict[str, object] = {"valign": "top", "text_wrap": True}
        white = {**top, "border": 1, "border_color": "white"}
        top |= {"border": 1, "border_color": _LINE}
        self.head = book.add_format(
            {**white, "bold": True, "font_color": "white", "bg_color": _INK, "valign": "vcenter"}
        )
        self.body = book.add_format(top)
        # Without this mark Excel would make a formula of such a text as soon as somebody edits the cell.
        self.quoted = book.add_format({**top, "quote_prefix": True})
        self.day = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.numbers: dict[type[float], Any] = {
            int: book.add_format({**top, "num_format": "#,##0"}),
            float: book.add_format({**top, "num_format": "#,##0.0"}),
            Share: book.add_format({**top, "num_format": "0.0%"}),
            Points: book.add_format({**top, "num_format": '0.0%" points"'}),
        }
        self.fills = {state: book.add_format({**white, "bg_color": colour}) for state, colour in _FILLS.items()}
        self.fills["missing"].set_bold()
        self.offered: dict[tuple[str, ...], str] = {}
        """Words that a drop-down offers → the title above them in the sheet of lists."""

    def sheet(self, one: Sheet) -> None:
        """Write one sheet with its table."""
        sheet = self.book.add_worksheet(one.name)
        if one.name in _TABS:
            sheet.set_tab_color(_TABS[one.name])
        heads = [{"header": column.title, "header_format": self.head} for column in one.columns]
        # Excel's tables need a row below the head, so an empty one has an empty row.
        sheet.add_table(
            0, 0, max(1, len(one.rows)), len(one.columns) - 1,
            {"name": one.table, "columns": heads, "style": "Table Style Light 1", "autofilter": True},
        )  # fmt: skip
        lines: Lines = {0: 2}
        if len(one.rows) <= _FEW:
            self._empty(sheet, one)
        for number, column in enumerate(one.columns):
            sheet.set_column(number, number, column.width)
            self._column(sheet, number, column, [row[number] for row in one.rows], lines)
            if column.words and one.rows:
                self._drop_down(sheet, number, column, len(one.rows))
        set_heights(sheet, lines)
        sheet.freeze_panes(1, 1)
        print_as(sheet, one)

    def _empty(self, sheet: Any, one: Sheet) -> None:  # noqa: ANN401  # the library has no types
        for row, values in enumerate(one.rows, 1):
            for number, value in enumerate(values):
                if value is None or value == "":
                    sheet.write_blank(row, number, None, self.body)

    def _column(self, sheet: Any, number: int, column: Column, values: Sequence[Value], lines: Lines) -> None:  # noqa: ANN401
        """Write a column's cells; nothing is left to guess, so that no text becomes a formula or a link."""
        if column.sort == NUMBER:
            for row, value in enumerate(values, 1):
                if isinstance(value, int | float):
                    sheet.write_number(row, number, value, self._number(value))
        elif column.sort == DAY:
            for row, value in enumerate(values, 1):
                if isinstance(value, date) and value.year >= _FIRST_YEAR:
                    sheet.write_datetime(row, number, datetime.combine(value, time()), self.day)
        else:
            self._texts(sheet, number, column, values, lines)

    def _texts(self, sheet: Any, number: int, column: Column, values: Sequence[Value], lines: Lines) -> None:  # noqa: ANN401
        """Write a column of texts, and note the rows that need more than one line."""
        looks = self.fills if column.sort == STATE else {}
        known: dict[Value, tuple[str, Any, int]] = {}  # many cells of a column hold the same few words
        for row, value in enumerate(values, 1):
            if not value:
                continue
            if value not in known:
                text = clean(str(value))
                look = self.quoted if text.startswith(_FORMULA_LIKE) else looks.get(text, self.body)
                known[value] = (fitting(text), look, lines_of(text, column.width))
            text, look, count = known[value]
            sheet.write_string(row, number, text, look)
            if count > 1:
                lines[row] = max(lines.get(row, 1), count)

    def _number(self, value: float) -> Any:  # noqa: ANN401  # the library has no types
        if isinstance(value, Share | Points):
            return self.numbers[type(value)]
        return self.numbers[int if value == int(value) else float]

    def _drop_down(self, sheet: Any, number: int, column: Column, rows: int) -> None:  # noqa: ANN401
        self.offered.setdefault(column.words, LISTS[column.words])
        letter = chr(ord("A") + list(self.offered).index(column.words))
        sheet.data_validation(
            1, number, rows, number,
            {
                "validate": "list", "source": f"={_LISTS}!${letter}$2:${letter}${len(column.words) + 1}", "ignore_blank": True,
                "error_title": "One of the list", "error_message": "Choose one of the words that the list offers.",
            },
        )  # fmt: skip

    def lists(self) -> None:
        """Write the sheet that the drop-downs take their words from."""
        sheet = self.book.add_worksheet(_LISTS)
        for place, (words, title) in enumerate(self.offered.items()):
            sheet.set_column(place, place, 18)
            sheet.write_string(0, place, clean(title), self.head)
            for row, word in enumerate(words, 1):
                sheet.write_string(row, place, word, self.body)
        sheet.freeze_panes(1, 0)
        print_as(sheet)
