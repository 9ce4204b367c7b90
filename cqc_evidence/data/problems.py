"""Every problem that reading a table can find: one function each, whose docstring is its page."""

from __future__ import annotations

from collections.abc import Callable

from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

Problem = Callable[..., Diagnostic]
PROBLEMS: dict[str, Problem] = {}
SEVERITIES: dict[str, Severity] = {}


_SAVE_AGAIN = "open it in Excel and save it again as .xlsx or as CSV UTF-8"


def _named(name: str, severity: Severity = Severity.ERROR) -> Callable[[Problem], Problem]:
    def register(function: Problem) -> Problem:
        PROBLEMS[name] = function
        SEVERITIES[name] = severity
        return function

    return register


def _found(rule: str, message: str, because: str, advice: str, where: Location) -> Diagnostic:
    return Diagnostic(
        rule=rule, severity=SEVERITIES[rule], message=message, because=because, help=advice, location=where
    )


@_named("unknown-table", Severity.WARNING)
def unknown_table(where: Location, known: str) -> Diagnostic:
    """A file of `evidence/data/` whose name does not begin with a table's.

    The name says what the rows are: `reviews.csv`, `aggregate-2020.xlsx`. A file with another name is not read, so no
    metric rests on it.
    """
    return _found(
        "unknown-table", "this file is not read: its name does not begin with the name of a table",
        f"the tables are {known}", "rename it, such as aggregate-returns.csv, or move it to evidence/sources", where,
    )  # fmt: skip


@_named("unreadable-table")
def unreadable_table(where: Location, why: str, advice: str = _SAVE_AGAIN) -> Diagnostic:
    """A table that cannot be opened: damaged, empty, of another sort than its ending says, or without a row of headings.

    Tables are CSV files, Excel workbooks (.xlsx) or Parquet files. Headings stand in the first row; where it holds none,
    nothing of it is repeated, because it may tell of people.
    """
    return _found(
        "unreadable-table", f"this table cannot be read: {why}", "no metric can rest on it",
        advice, where,
    )  # fmt: skip


@_named("missing-column")
def missing_column(where: Location, column: str, meaning: str, advice: str) -> Diagnostic:
    """A table without a column that it needs.

    Headings are found in the first row, with capital or small letters, spaces or underscores.
    """
    return _found("missing-column", f'the column "{column}" is not there', f"it holds: {meaning}", advice, where)


@_named("unknown-column", Severity.WARNING)
def unknown_column(where: Location, column: str, advice: str) -> Diagnostic:
    """A column that the table does not have; it is not read.

    Often it is a heading with a slip in it. Columns that nothing uses are better left out: less is held of people.
    """
    return _found(
        "unknown-column", f'the column "{column}" is not read', "the table has no such column, and nothing uses it",
        advice, where,
    )  # fmt: skip


@_named("personal-column")
def personal_column(where: Location, column: str) -> Diagnostic:
    """A column of names, NHS numbers, addresses or the like: the whole table is refused.

    No metric needs them. Take the column out before the table comes here. Where the heading only looks like one, list it
    under `metrics: allow_columns:` in project.yaml; the column is still not read.
    """
    return _found(
        "personal-column", f'the column "{column}" looks as if it tells who people are: the table is not read',
        "no metric needs names, NHS numbers, addresses or days of birth",
        "delete the column; if it is none, list its heading under metrics: allow_columns: in project.yaml", where,
    )  # fmt: skip


@_named("repeated-column")
def repeated_column(where: Location, column: str) -> Diagnostic:
    """Two columns with one meaning; only the first is read."""
    return _found(
        "repeated-column", f'the column "{column}" is there twice', "only one of them can be meant; the first is read",
        "delete or rename the other", where,
    )  # fmt: skip


@_named("wrong-value")
def wrong_value(where: Location, found: str, expected: str, advice: str, verb: str = "is") -> Diagnostic:
    """A cell that cannot be read as what its column holds; it is taken for empty.

    Dates are written 2026-03-12 or 12/03/2026 (the day first). Shares are written 7% or 0.07. What stands in the cell is
    not repeated where it may be a person's name or number, as in a row whose cells have slipped sideways.
    """
    return _found("wrong-value", f"{found} {verb} not {expected}", "the cell was taken for empty", advice, where)


@_named("missing-value")
def missing_value(where: Location, column: str) -> Diagnostic:
    """A cell that must be filled in is empty."""
    return _found(
        "missing-value", f'"{column}" is empty in this row', "every row of this table needs it",
        "fill it in, or delete the row", where,
    )  # fmt: skip


def large_table(where: Location, size: str) -> Diagnostic:
    """A table that is too large to be looked at row by row here.

    `cqc-evidence measure` counts it with the engine of the extra `data` and tells what is wrong in its rows.
    """
    return Diagnostic(
        rule="large-table", severity=Severity.NOTE,
        message=f"this table is large ({size}): its rows are not looked at here",
        because="looking at each row would take minutes", help="run cqc-evidence measure, which looks at them all",
        location=where,
    )  # fmt: skip


LARGE: dict[str, Problem] = {"large-table": large_table}
"""What is told of tables that only the engine reads: explained beside the engine's own problems."""
