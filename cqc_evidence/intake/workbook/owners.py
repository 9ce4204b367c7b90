"""Which row belongs to which item: by its id, and by its mark where somebody changed or lost the id."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cqc_evidence.intake.problems import at, bad_cell
from cqc_evidence.intake.workbook.cells import row_mark
from cqc_evidence.intake.workbook.columns import CHILDREN
from cqc_evidence.intake.workbook.read import place
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.workbook import WorkbookRead, WorkbookRow, WorkbookSheet
from cqc_evidence.read.problems import did_you_mean

_ROW_NUMBER = re.compile("[1-9][0-9]{0,8}")
_COPY_IT = "copy the id of its item from the sheet Items"


class ChildRow(NamedTuple):
    """A tag's, figure's or action's row."""

    row: WorkbookRow
    number: int | None
    """Which one of its item it was at export, from 1; nothing for one that is new there."""


class Owned(NamedTuple):
    """The rows of a workbook, each with its item."""

    known: dict[str, list[WorkbookRow]]
    """Exported item → its row; more than one when the id stands twice."""
    new: tuple[WorkbookRow, ...]
    children: dict[str, dict[str, list[ChildRow]]]
    """`tags`, `figures`, `actions` → item, or `new_key(row)` of a new one → its rows in order."""
    problems: tuple[Diagnostic, ...]


def new_key(row: WorkbookRow) -> str:
    """Return what a new item is called until it has an id; no id looks like it."""
    return f"row {row.number}"


def owned(read: WorkbookRead, items: WorkbookSheet) -> Owned:
    """Return every row with its item, and each row that belongs to none as a problem."""
    problems: list[Diagnostic] = []
    known, new = _item_rows(read, items, problems)
    names = _names_of_new(new)
    children = {
        child.field: _child_rows(read, sheet, names, problems)
        for child in CHILDREN
        if (sheet := read.children.get(child.field)) is not None
    }
    return Owned(known, tuple(new), children, tuple(problems))


def _item_rows(
    read: WorkbookRead, items: WorkbookSheet, problems: list[Diagnostic]
) -> tuple[dict[str, list[WorkbookRow]], list[WorkbookRow]]:
    by_mark = {row_mark(one.sha256): name for name, one in read.exported.items()}
    present = {row.text("id") for row in items.rows}
    known: dict[str, list[WorkbookRow]] = defaultdict(list)
    new: list[WorkbookRow] = []
    for row in items.rows:
        name, origin = row.text("id"), by_mark.get(row.text("row"))
        if origin is not None and origin != name and origin not in present:
            known[origin].append(row)
            where = at(read.file, place(items, row.number, "id"))
            problems.append(
                bad_cell(where, f'the id of this row was "{origin}"', f'put "{origin}" back: an id never changes')
            )
        elif name in read.exported:
            known[name].append(row)
        else:
            new.append(row)
    for name, rows in known.items():
        first = place(items, rows[0].number, "id")
        for row in rows[1:]:
            what = f'the id "{name}" stands twice (also in {first}); neither row was taken in'
            advice = "empty the item id of the row that is new, or delete one of them"
            problems.append(bad_cell(at(read.file, place(items, row.number, "id")), what, advice))
    return known, new


def _names_of_new(new: Iterable[WorkbookRow]) -> dict[str, str]:
    """Return what a new item may be called in other sheets, its id or its title → its key; an id goes before a title, and no title counts that two share."""
    rows = list(new)
    titles = Counter(row.text("title") for row in rows)
    by_title = {row.text("title"): new_key(row) for row in rows if titles[row.text("title")] == 1}
    by_id = {row.text("id"): new_key(row) for row in reversed(rows)}
    return {name: key for name, key in {**by_title, **by_id}.items() if name}


def _child_rows(
    read: WorkbookRead, sheet: WorkbookSheet, names: Mapping[str, str], problems: list[Diagnostic]
) -> dict[str, list[ChildRow]]:
    found: dict[str, list[ChildRow]] = defaultdict(list)
    for row in sheet.rows:
        origin, number = _origin(row)
        name = row.text("item")
        owner = name if name in read.exported else names.get(name, "")
        if not owner:
            what, advice = _nobody(name, read, names)
            if origin in read.exported:
                owner, advice = origin, f'put "{origin}" back; to take the row away, delete all of it'
            problems.append(bad_cell(at(read.file, place(sheet, row.number, "item")), what, advice))
        if owner:
            found[owner].append(ChildRow(row, number if origin in (owner, name) else None))
    return {owner: _in_order(rows) for owner, rows in found.items()}


def _origin(row: WorkbookRow) -> tuple[str, int | None]:
    """Return the item and the number that a row had at export."""
    origin, _, number = row.text("row").rpartition("#")
    return (origin, int(number)) if origin and _ROW_NUMBER.fullmatch(number) else ("", None)


def _nobody(name: str, read: WorkbookRead, names: Mapping[str, str]) -> tuple[str, str]:
    """Return what is wrong with the id of no item, and what to do."""
    if not name:
        return "this row does not say which item it belongs to", _COPY_IT
    if name in read.not_exported:
        return f'the item "{name}" is not in this workbook', "change it in its own file"
    return f'no item has the id "{name}"', did_you_mean(name, [*read.exported, *names], _COPY_IT)


def _in_order(rows: list[ChildRow]) -> list[ChildRow]:
    """Return rows as they were numbered at export, the new ones behind them as they stand."""
    return sorted(rows, key=lambda one: (one.number is None, one.number or 0))
