"""The first sheet: what the workbook is, what each sheet holds, and what may be changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cqc_evidence.model.dates import in_words
from cqc_evidence.model.pack import Pack
from cqc_evidence.write.clean import clean
from cqc_evidence.write.excel.paper import fitting, lines_of, print_as, set_heights
from cqc_evidence.write.excel.table import Sheet

_EDITIONS = {
    "internal": "Internal: it names gaps and everything behind them. Not for CQC or the public.",
    "cqc": "For CQC: states, claims, evidence and improvement plan.",
    "public": "For the public: states, claims, evidence that may be published, and improvement plan.",
}
_RELATIONS = (
    ("tblLinks", "claim", "tblClaims", "claim"), ("tblLinks", "item", "tblEvidence", "id"), ("tblTags", "item", "tblEvidence", "id"),
    ("tblTags", "statement", "tblGrid", "statement"), ("tblGaps", "cell", "tblCells", "cell"), ("tblGaps", "plan", "tblPlan", "id"),
)  # fmt: skip
"""Many rows of the first table belong to one of the second."""
_WIDTHS = (22, 86, 16, 9)


def write_guide(book: Any, pack: Pack, sheets: Sequence[Sheet], ink: str) -> None:  # noqa: ANN401  # the library has no types
    """Write the sheet "Read me"."""
    top = {"valign": "top", "text_wrap": True}
    body, bold = book.add_format(top), book.add_format({**top, "bold": True})
    head = book.add_format({**top, "bold": True, "font_color": "white", "bg_color": ink})
    title = book.add_format({"bold": True, "font_size": 16, "font_color": ink})
    sheet = book.add_worksheet("Read me")
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    sheet.write_string(0, 0, fitting(clean(pack.cover.title)), title)
    facts = _facts(pack)
    for row, (name, text) in enumerate(facts, 2):
        _line(sheet, row, (name, text), bold, body)
    row = len(facts) + 3
    for number, text in enumerate(("Sheet", "Each row is", "Table", "Rows")):
        sheet.write_string(row, number, text, head)
    for one in sheets:
        row += 1
        _line(sheet, row, (one.name, one.about, one.table), bold, body)
        sheet.write_number(row, 3, len(one.rows), book.add_format({"valign": "top", "num_format": "#,##0"}))
    for place, pair in enumerate(_advice(sheets), row + 2):
        _line(sheet, place, pair, bold, body)
    print_as(sheet, landscape=False)


def _line(sheet: Any, row: int, texts: Sequence[str], bold: Any, body: Any) -> None:  # noqa: ANN401
    for number, text in enumerate(texts):
        sheet.write_string(row, number, fitting(clean(text)), body if number else bold)
    set_heights(sheet, {row: lines_of(texts[1], _WIDTHS[1])})


def _facts(pack: Pack) -> list[tuple[str, str]]:
    found = [("Council", pack.cover.council), ("As at", in_words(pack.as_at)), ("Edition", _EDITIONS[pack.edition])]
    found += [(name, text) for name, text in pack.cover.facts if name not in ("As at", "Edition")]
    return [*found, ("Notice", pack.cover.notice)] if pack.cover.notice else found


def _advice(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    tables = {one.table for one in sheets}
    related = [
        f"{many}[{key}] to {one}[{name}]" for many, key, one, name in _RELATIONS if many in tables and one in tables
    ]
    return [
        ("How to read it", "Covered means enough to judge by; it does not mean good. The darker a state's cell, the more is missing; the word says the same. Every word is explained in the sheet Definitions."),
        ("What you may change", "Everything, for yourself: sort and filter with the arrows in the heads, and choose from the lists that cells offer. This is a report and is made anew with each build, so what you change here stays in this copy. To edit evidence in Excel, use “cqc-evidence export”."),
        ("On paper", "The columns that matter most are printed; wide sheets are laid out for A3. Page Layout, Print Area, Clear prints all."),
        ("Power BI", "Choose Get data, Excel workbook, and the tables that begin with tbl. Relate, many to one:\n" + "\n".join(related)),
    ]  # fmt: skip
