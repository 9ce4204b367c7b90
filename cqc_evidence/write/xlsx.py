"""Coverage, gaps and the full register as an Excel workbook; every cell is text or a number, never a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cqc_evidence.model.pack import Pack
from cqc_evidence.write import tables
from cqc_evidence.write.clean import clean

if TYPE_CHECKING:
    import pandas as pd

_MOST_CHARACTERS = 32_767
"""What an Excel cell can hold."""
_WIDE = 60
_NARROW = 12
_INK = "#12394A"


def write_xlsx(pack: Pack) -> bytes:
    """Return the workbook: grid, cells, gaps, golden rules, loops and the full evidence register."""
    import pandas as pd  # noqa: PLC0415  # a second to load

    sheets = {
        "Grid": tables.grid_table(pack.coverage),
        "Cells": tables.coverage_table(pack.coverage),
        "Gaps": tables.gap_table(pack.coverage),
        "Golden rules": tables.rule_table(pack.coverage),
        "Loops": tables.loop_table(pack.coverage),
        "Evidence": tables.register_table(pack),
    }
    if pack.edition != "internal":
        del sheets["Gaps"], sheets["Loops"], sheets["Golden rules"], sheets["Cells"]
    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        book: Any = writer.book
        stamp = datetime(pack.as_at.year, pack.as_at.month, pack.as_at.day)  # noqa: DTZ001  # the pack's date, not the clock's
        book.set_properties({"title": clean(pack.cover.title), "author": clean(pack.cover.council), "created": stamp})
        head = book.add_format(
            {"bold": True, "font_color": "white", "bg_color": _INK, "valign": "top", "text_wrap": True}
        )
        body = book.add_format({"valign": "top", "text_wrap": True})
        for name, table in sheets.items():
            _sheet(writer, name, _safe(table), head, body)
    return buffer.getvalue()


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with text that Excel can hold."""
    return table.map(lambda value: _fitting(clean(value)) if isinstance(value, str) else value)


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


def _sheet(writer: pd.ExcelWriter, name: str, table: pd.DataFrame, head: object, body: object) -> None:
    table.to_excel(writer, sheet_name=name, index=False)
    sheet: Any = writer.sheets[name]
    for column, title in enumerate(table.columns):
        longest = int(table.iloc[:, column].astype(str).str.len().max()) if len(table) else 0
        sheet.set_column(column, column, max(_NARROW, min(_WIDE, longest + 2)), body)
        sheet.write_string(0, column, str(title), head)
    sheet.freeze_panes(1, 1)
    if len(table):
        sheet.autofilter(0, 0, len(table), max(0, len(table.columns) - 1))
