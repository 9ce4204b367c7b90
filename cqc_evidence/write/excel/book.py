"""The workbook itself: one Excel table a sheet, drop-downs from a sheet of lists, the same bytes each time."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cqc_evidence.model.dates import in_words
from cqc_evidence.model.pack import Pack
from cqc_evidence.write.clean import clean
from cqc_evidence.write.excel.sheets import DAY, NUMBER, STATE, STATES, Column, Sheet, Value, sheets_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_CHARACTERS = 32_767
"""What an Excel cell can hold."""
_INK = "#12394A"
_FILLS = {"missing": "#FBE3DE", "stale": "#FDEBD2", "thin": "#FBF3C9", "unreviewed": "#E1ECF7", "covered": "#DDF0E3"}
_LISTS = "Lists"
_LINE = 15
"""Height of a line, in points."""
_MOST_LINES = 12
_FULL = 0.95
"""How full lines are, since words are not cut."""
_GUIDE = 100
_EDITIONS = {
    "internal": "internal edition: it names gaps and everything behind them",
    "cqc": "CQC edition",
    "public": "public edition",
}
_TABS = {"Gaps": "#8A1F11", "Grid": _INK, "Claims": _INK, "Evidence": _INK}


def write_xlsx(pack: Pack) -> bytes:
    """Return the workbook of an edition.

    Each sheet holds one Excel table with a name of its own (`tblGaps`), so that Excel filters it and Power BI finds it.
    """
    import xlsxwriter  # noqa: PLC0415  # only for Excel

    buffer = BytesIO()
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
        "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as book:
        stamp = datetime.combine(pack.as_at, time())
        book.set_properties(
            {
                "title": clean(pack.cover.title),
                "author": clean(pack.cover.council),
                "created": stamp,
                "category": "Self-assessment",
            }
        )
        painter = _Painter(book)
        sheets = sheets_of(pack)
        painter.guide(pack, sheets)
        for sheet in sheets:
            painter.sheet(sheet)
        painter.lists(sheets)
    return buffer.getvalue()


def write_sheet(sheet: Sheet, title: str, author: str, day: date) -> bytes:
    """Return a workbook with one sheet, such as the index of a bundle."""
    import xlsxwriter  # noqa: PLC0415  # only for Excel

    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        stamp = datetime.combine(day, time())
        book.set_properties({"title": clean(title), "author": clean(author), "created": stamp})
        _Painter(book).sheet(sheet)
    return buffer.getvalue()


class _Painter:
    """Paints one workbook; its formats are made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  # the library has no types
        self.book = book
        top: dict[str, object] = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({"bold": True, "font_color": "white", "bg_color": _INK, **top})
        self.body = book.add_format(top)
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.bold = book.add_format({"bold": True, **top})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.fills = {state: book.add_format({"bg_color": colour, **top}) for state, colour in _FILLS.items()}
        self.words: dict[tuple[str, ...], int] = {}
        """Words that a drop-down offers → their column in the sheet of lists."""

    def guide(self, pack: Pack, sheets: Sequence[Sheet]) -> None:
        """Write the first sheet: what this is, and what each sheet holds."""
        sheet = self.book.add_worksheet("Read me")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, _GUIDE)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, _fitting(clean(pack.cover.title)), self.title)
        lines = [
            ("Council", pack.cover.council),
            ("As at", in_words(pack.as_at)),
            ("Edition", _EDITIONS[pack.edition]),
            ("Framework", pack.framework),
            ("", ""),
            *((one.name, f"{one.about} Table {one.table}, {len(one.rows):,} {'row' if len(one.rows) == 1 else 'rows'}.") for one in sheets),
            ("", ""),
            ("How to use it", "Filter and sort with the arrows in the heads. Cells with an arrow of their own offer the words that fit. This is a report: what you change here stays here. To edit evidence in Excel, use “cqc-evidence export”."),
            ("Power BI", "Get data, Excel workbook, and choose the tables that begin with tbl. tblLinks relates tblClaims (claim) to tblEvidence (id)."),
        ]  # fmt: skip
        for row, (name, text) in enumerate(lines, 2):
            sheet.write_string(row, 0, name, self.bold)
            sheet.write_string(row, 1, _fitting(clean(text)), self.body)
            sheet.set_row(row, _LINE * _lines(text, _GUIDE))
        _print(sheet, landscape=False)

    def sheet(self, one: Sheet) -> None:
        """Write one sheet with its table."""
        sheet = self.book.add_worksheet(one.name)
        if one.name in _TABS:
            sheet.set_tab_color(_TABS[one.name])
        for number, column in enumerate(one.columns):
            sheet.set_column(number, number, column.width)
        last = max(1, len(one.rows))
        heads = [{"header": column.title, "header_format": self.head} for column in one.columns]
        # Excel's tables need a row below the head, so an empty one has an empty row.
        sheet.add_table(
            0, 0, last, len(one.columns) - 1,
            {"name": one.table, "columns": heads, "style": "Table Style Light 1", "autofilter": True},
        )  # fmt: skip
        for row, values in enumerate(one.rows, 1):
            # Said here, since not every program works it out when it opens a workbook.
            lines = max(_lines(value, column.width) for value, column in zip(values, one.columns, strict=True))
            if lines > 1:
                sheet.set_row(row, _LINE * lines)
        for number, column in enumerate(one.columns):
            self._column(sheet, number, column, [row[number] for row in one.rows])
            if column.words and one.rows:
                self._drop_down(sheet, number, column, len(one.rows))
        sheet.freeze_panes(1, 1)
        _print(sheet)

    def _column(self, sheet: Any, number: int, column: Column, values: Sequence[Value]) -> None:  # noqa: ANN401
        """Write a column's cells; nothing is left to guess, so that no text becomes a formula or a link."""
        if column.sort == NUMBER:
            for row, value in enumerate(values, 1):
                if isinstance(value, int | float):
                    sheet.write_number(row, number, value, self.body)
        elif column.sort == DAY:
            for row, value in enumerate(values, 1):
                if isinstance(value, date):
                    sheet.write_datetime(row, number, datetime.combine(value, time()), self.day)
        else:
            write, body = sheet.write_string, self.body
            for row, value in enumerate(values, 1):
                text = str(value or "")
                if text:
                    look = self.fills.get(text, body) if column.sort == STATE else body
                    write(row, number, _fitting(clean(text)), look)

    def _drop_down(self, sheet: Any, number: int, column: Column, rows: int) -> None:  # noqa: ANN401
        place = self.words.setdefault(column.words, len(self.words))
        letter = _letter(place)
        sheet.data_validation(
            1, number, rows, number,
            {
                "validate": "list", "source": f"={_LISTS}!${letter}$2:${letter}${len(column.words) + 1}", "ignore_blank": True,
                "error_title": "One of the list", "error_message": "Choose one of the words that the list offers.",
            },
        )  # fmt: skip

    def lists(self, sheets: Sequence[Sheet]) -> None:
        """Write the sheet that the drop-downs take their words from."""
        self.words.setdefault(STATES, len(self.words))
        titles = {column.words: column.title for one in sheets for column in one.columns if column.words}
        sheet = self.book.add_worksheet(_LISTS)
        for words, place in self.words.items():
            title = "state" if words == STATES else titles.get(words, "words")
            sheet.set_column(place, place, 16)
            sheet.write_string(0, place, title, self.head)
            for row, word in enumerate(words, 1):
                sheet.write_string(row, place, word, self.body)
        sheet.freeze_panes(1, 0)


def _print(sheet: Any, *, landscape: bool = True) -> None:  # noqa: ANN401  # the library has no types
    if landscape:
        sheet.set_landscape()
        sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _lines(value: Value, width: int) -> int:
    """Return how many lines a cell's text takes, at most `_MOST_LINES`."""
    return min(_MOST_LINES, 1 + int(len(value) / (width * _FULL))) if isinstance(value, str) else 1


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _fitting(text: str) -> str:
    """Return text that fits into a cell, with an ellipsis where it is cut; Excel counts in UTF-16."""
    if len(text) * 2 <= _MOST_CHARACTERS:
        return text
    units = text.encode("utf-16-le")
    return (
        text
        if len(units) <= 2 * _MOST_CHARACTERS
        else units[: 2 * _MOST_CHARACTERS - 2].decode("utf-16-le", "ignore") + "…"
    )
