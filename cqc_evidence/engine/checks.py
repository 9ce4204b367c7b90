"""Checks of rows that are too many to be read one by one: one question a table, answered by the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cqc_evidence.engine.connect import Store
from cqc_evidence.engine.elsewhere import Unavailable
from cqc_evidence.engine.kinds import Table, Value
from cqc_evidence.model.data import Contract

SPANS = {
    "conversations": ("start", "end"),
    "requests": ("received", "first_conversation"),
    "reviews": ("start", "end"),
    "packages": ("from", "to"),
    "cld": ("Event_Start_Date", "Event_End_Date"),
}
"""Where a row begins and ends."""
TWO_WAYS = {"requests": ("already_known",), "reviews": ("planned",)}
"""Columns with two answers."""
ENOUGH = 30
"""Rows from which one answer for all is no chance."""


class Odd(NamedTuple):
    """Rows of one file that break one rule, in one column."""

    rule: str
    column: str
    file: int
    """Its number."""
    rows: int
    """How many."""
    row: int
    """The first of them, as Excel counts rows."""


def odd_rows(store: Store, contract: Contract) -> Iterator[Odd]:
    """Yield what is wrong with the rows of a loaded table, file by file.

    The rules are `missing-value` (a required cell is empty, or held nothing that could be read), `ends-before-start` and
    `flag-all-alike`.
    """
    table = store.tables[contract.name]
    tests = _tests(table, contract)
    answer = store.ask(checked(table, contract))
    for file, *found in [] if isinstance(answer, Unavailable) else answer:
        for index, (rule, column) in enumerate(tests):
            count, row = found[2 * index : 2 * index + 2]
            if count:
                yield Odd(rule, column, file, count, row)


def checked(table: Table, contract: Contract) -> Table:
    """Return, for each file, how many rows break each rule and the first that does."""
    columns: dict[str, Value] = {}
    for index, ((rule, column), breaks) in enumerate(_tests(table, contract).items()):
        broken = breaks.fill_null(False)  # noqa: FBT003  # the value to fill in
        count, row = broken.cast("int64").sum(), table.row_.min(where=broken)
        if rule == "flag-all-alike":
            alike = (table[column].nunique() == 1) & (count >= ENOUGH)
            count = alike.ifelse(count, 0)
        columns |= {f"count{index}": count, f"row{index}": row}
    return table.group_by("file_").aggregate(**columns).order_by("file_")


def _tests(table: Table, contract: Contract) -> dict[tuple[str, str], Value]:
    """Return rule and column → whether a row breaks it (or may, where all rows together decide)."""
    found: dict[tuple[str, str], Value] = {}
    for column in contract.columns:
        if column.required:
            found["missing-value", column.name] = table[column.name].isnull()
    start, end = SPANS[contract.name]
    found["ends-before-start", end] = table[end] < table[start]
    for name in TWO_WAYS.get(contract.name, ()):
        found["flag-all-alike", name] = table[name].notnull()
    return found
