"""A table's contract → an empty workbook to fill in: headings with their meaning, drop-downs, and a guide."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cqc_evidence.model.data import Column, Contract

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

GUIDE = "How to fill this in"
_LAST = 9_999
"""Rows that have drop-downs and formats, counted from 0."""
_MOST_LIST = 255
"""Characters that a drop-down may hold in Excel."""
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS = {"text": 24, "person": 16, "choice": 22, "period": 20}
_FORMS = {"date": "yyyy-mm-dd", "number": "General", "whole number": "0"}


def blank_workbook(contract: Contract) -> bytes:
    """Return an empty workbook (.xlsx) for a table; the same contract gives the same bytes.

    The first sheet bears the table's name and has one row of headings. What must be filled in says so in the note of its
    heading and in the guide, and is not told by colour alone.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  # only for an empty table

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"title": contract.title, "author": "cqc-evidence", "created": _MADE})
    _sheet(book, contract)
    _guide(book, contract)
    book.close()
    return target.getvalue()


def _sheet(book: Workbook, contract: Contract) -> None:
    sheet = book.add_worksheet(contract.name)
    plain = book.add_format({"bold": True, "bg_color": "#EAF1F3", "border": 1, "text_wrap": True, "valign": "top"})
    needed = book.add_format(
        {"bold": True, "bg_color": "#0D4A5C", "font_color": "#FFFFFF", "border": 1, "valign": "top"}
    )
    for place, column in enumerate(contract.columns):
        form = book.add_format({"num_format": _FORMS.get(column.type, "@")})
        sheet.set_column(place, place, max(_WIDTHS.get(column.type, 16), len(column.name) + 3), form)
        sheet.write_string(0, place, column.name, needed if column.required else plain)
        sheet.write_comment(0, place, _note(column), {"x_scale": 2, "author": "cqc-evidence"})
        _validate(sheet, place, column)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(contract.columns) - 1)


def _note(column: Column) -> str:
    must = "Must be filled in. " if column.required else ""
    choices = f" One of: {', '.join(column.choices)}." if column.choices else ""
    example = f" Such as: {column.example}" if column.example else ""
    return f"{must}{column.meaning}{choices}{example}"


def _validate(sheet: Worksheet, place: int, column: Column) -> None:
    choices = ["yes", "no"] if column.type == "yes or no" else list(column.choices)
    rule: dict[str, Any]
    if choices and len(",".join(choices)) <= _MOST_LIST:
        rule = {"validate": "list", "source": choices}
    elif column.type == "date":
        rule = {"validate": "date", "criteria": ">=", "value": datetime(1900, 1, 1)}  # noqa: DTZ001  # Excel has no zones
    else:
        return
    said = {"ignore_blank": True, "error_title": column.name, "error_message": _note(column)[:255]}
    sheet.data_validation(1, place, _LAST, place, {**rule, **said})


def _guide(book: Workbook, contract: Contract) -> None:
    sheet = book.add_worksheet(GUIDE)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    large = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, contract.title, large)
    lines = (
        f"One row is {contract.row}. Fill in the sheet “{contract.name}”; leave its first row as it is.",
        "Write no names, NHS numbers, addresses or days of birth: a table with such a column is not read.",
        "Days: 2026-03-12 or 12/03/2026. Leave a cell empty when it is not known.",
    )
    for number, line in enumerate(lines, 2):
        sheet.write_string(number, 0, line)
    heads = ("Column", "Must be filled in", "What it holds", "Kind", "Choices", "Example")
    first = len(lines) + 3
    for place, head in enumerate(heads):
        sheet.write_string(first, place, head, bold)
    for number, column in enumerate(contract.columns, first + 1):
        cells = (
            column.name, "yes" if column.required else "no", column.meaning, column.type, ", ".join(column.choices),
            column.example,
        )  # fmt: skip
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell, wrap)
    for place, width in enumerate((30, 16, 60, 14, 40, 24)):
        sheet.set_column(place, place, width)
