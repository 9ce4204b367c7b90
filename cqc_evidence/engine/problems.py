"""What the engine finds wrong, as diagnostics: rows and counts, never a cell."""

from __future__ import annotations

from collections.abc import Callable

from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.engine.checks import Odd
from cqc_evidence.engine.load import Wrong
from cqc_evidence.model.data import Contract, DataFile
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

_KINDS = {"date": "a date", "number": "a number", "whole number": "a whole number", "yes or no": "yes or no"}


def _found(rule: str, severity: Severity, words: tuple[str, str, str], where: Location) -> Diagnostic:
    message, because, advice = words
    return Diagnostic(rule=rule, severity=severity, message=message, because=because, help=advice, location=where)


def _place(file: DataFile, row: int, column: str) -> Location:
    return Location(file=file.file, place=f"row {row}, column {column}")


def _many(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def wrong_cells(file: DataFile, wrong: Wrong) -> Diagnostic:
    """Return that cells cannot be read as their column's type."""
    column = CONTRACTS[file.table].column(wrong.column)
    choices = ", ".join(column.choices) if column else ""
    kind = _KINDS.get(column.type if column else "", "one of the choices")
    words = (
        f"{_many(wrong.cells, 'cell is', 'cells are')} not {kind}, the first of them here",
        "these cells were taken for empty",
        f"use one of: {choices}" if choices else f"write {kind} there",
    )
    return _found("wrong-value", Severity.ERROR, words, _place(file, wrong.row, wrong.column))


def odd(file: DataFile, one: Odd, contract: Contract) -> Diagnostic:
    """Rows that break a rule of rows."""
    several = "the first of them here"
    severity, words = {
        "missing-value": (
            Severity.ERROR,
            (
                f"{_many(one.rows, 'row has', 'rows have')} no {one.column}, {several}",
                f"a row of {contract.name} is {contract.row}; without {one.column} it is not counted",
                f"fill {one.column} in, or take the rows out",
            ),
        ),
        "ends-before-start": (
            Severity.ERROR,
            (
                f"{_many(one.rows, 'row ends before it starts', 'rows end before they start')}, {several}",
                "nothing ends before it starts; day and month may be exchanged",
                "check both dates in the system that the table comes from",
            ),
        ),
        "flag-all-alike": (
            Severity.WARNING,
            (
                f"every one of {one.rows:,} rows has the same answer in the column {one.column}",
                "a column that is the same everywhere was most likely filled by default",
                "find out what the system exports here; leave the column out if nobody fills it in",
            ),
        ),
    }[one.rule]
    return _found(one.rule, severity, words, _place(file, one.row, one.column))


def no_engine(says: str, file: str) -> Diagnostic:
    """Row-level tables are there, but nothing that counts them.

    They need the extra `data`, which brings DuckDB and Ibis, or a database of the council's own that can be reached.
    Everything else is worked out without them.
    """
    words = ("row-level tables are not counted", says, "everything else is worked out without them")
    return _found("no-engine", Severity.WARNING, words, Location(file=file))


def not_counted(title: str, because: str, advice: str, file: str) -> Diagnostic:
    """A metric that cannot be counted from the row-level table that is there.

    Either the table has no column that the metric cannot do without, or the engine stopped at it, most often for want of
    memory.
    """
    words = (f"“{title}” is not counted", because, advice)
    return _found("not-counted", Severity.WARNING, words, Location(file=file))


PROBLEMS: dict[str, Callable[..., Diagnostic]] = {"no-engine": no_engine, "not-counted": not_counted}
"""Rules that only the engine applies, each a warning; the docstrings are their pages."""
