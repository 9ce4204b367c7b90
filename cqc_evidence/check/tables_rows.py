"""Rules about row-level tables: dates, conversations and columns that cannot be as they stand.

Findings name rows and counts, never a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.check.tables_known import at_most_ten, conversations_3, number, rows_of
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.model.data import DataTable, Row, Value
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.location import Location

SPANS = {
    "conversations": ("start", "end"),
    "requests": ("received", "first_conversation"),
    "reviews": ("start", "end"),
    "packages": ("from", "to"),
    "cld": ("Event_Start_Date", "Event_End_Date"),
}
"""Table → the columns where a row begins and ends."""
_TWO = 2
_ENOUGH = 30
"""Rows from which one answer for all is no chance."""
_FIRST, _THIRD = "C1", "C3"
_LATER = {"C2": "2", "C3": "3"}
_LONG_TERM = "long-term support"


def day(row: Row, column: str) -> date | None:
    """Return the day in a cell, or nothing."""
    value = row.values.get(column)
    return value if isinstance(value, date) else None


@rule("ends-before-start", Severity.ERROR)
@at_most_ten
def ends_before_start(subject: Subject) -> Iterator[Finding]:
    """A row ends before it starts, so one of its two dates is wrong.

    Durations and waits worked out from it would be below nought. In requests it is the first conversation that comes
    before the request.
    """
    for name, (first, last) in SPANS.items():
        for table, row in rows_of(subject, name):
            start, end = day(row, first), day(row, last)
            if start is not None and end is not None and end < start:
                apart = (start - end).days
                yield Finding(
                    f"“{last}” is {number(apart)} {'day' if apart == 1 else 'days'} before “{first}”",
                    "nothing ends before it starts; day and month may be exchanged",
                    "check both dates in the system that the table comes from",
                    table.where(row.number, last),
                )


@rule("starts-in-the-future", Severity.WARNING)
@at_most_ten
def starts_in_the_future(subject: Subject) -> Iterator[Finding]:
    """A row starts after today.

    What is planned has not happened, and a mistyped year shows here. Periods that have not come yet
    would be counted as if they had.
    """
    today = subject.project.today
    for name, (first, _) in SPANS.items():
        for table, row in rows_of(subject, name):
            start = day(row, first)
            if start is not None and start > today:
                ahead = (start - today).days
                yield Finding(
                    f"“{first}” is {number(ahead)} {'day' if ahead == 1 else 'days'} after today",
                    "the pack tells what has happened",
                    "check the date; take out what is only planned",
                    table.where(row.number, first),
                )


@rule("conversation-without-first", Severity.WARNING)
@at_most_ten
def conversation_without_first(subject: Subject) -> Iterator[Finding]:
    """A conversation 2 or 3 with somebody who has no conversation 1 before it, or on the same day.

    Shares of conversations 1 leave it out. A log that begins in the middle of the work has such rows at its
    beginning; elsewhere a conversation was not logged, or the person has two ids. All files of conversations count
    together.
    """
    firsts: dict[Value, date] = {}
    later: list[tuple[DataTable, Row, date]] = []
    for table, row in rows_of(subject, "conversations"):
        start, person = day(row, "start"), row.values.get("person_id")
        if start is None or person is None:
            continue
        if row.values.get("conversation") == _FIRST:
            firsts[person] = min(start, firsts.get(person, start))
        elif row.values.get("conversation") in _LATER:
            later.append((table, row, start))
    for table, row, start in later:
        first = firsts.get(row.values["person_id"])
        if first is None or first > start:
            yield Finding(
                f"this conversation {_LATER[str(row.values['conversation'])]} has no conversation 1 {'at all' if first is None else 'before it'}",
                "conversations 2 and 3 come after a conversation 1 with the same person",
                "log the conversation 1, or check the date and the person's id; leave it where the log begins here",
                table.where(row.number, "conversation"),
            )


@rule("flag-all-alike", Severity.WARNING)
@at_most_ten
def flag_all_alike(subject: Subject) -> Iterator[Finding]:
    """A column with two possible answers has the same one in every row, of thirty or more.

    Systems fill such a column by default. A metric that divides by it would show nothing, or everything.
    """
    for table, column in _two_ways(subject):
        given = [row.values[column] for row in table.rows if row.values.get(column) is not None]
        if len(given) >= _ENOUGH and len(set(given)) == 1:
            yield Finding(
                f"every one of {number(len(given))} rows has “{_answer(given[0])}” in the column {column}",
                "a column that is the same everywhere was most likely filled by default",
                "find out what the system exports here; leave the column out if nobody fills it in",
                table.where(table.rows[0].number, column),
            )


def _two_ways(subject: Subject) -> Iterator[tuple[DataTable, str]]:
    """Yield each table with each of its columns that takes one of two answers."""
    for name, contract in CONTRACTS.items():
        columns = [one.name for one in contract.columns if one.type == "yes or no" or len(one.choices) == _TWO]
        yield from ((table, column) for table in subject.tables if table.file.table == name for column in columns)


def _answer(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@rule("repeated-row", Severity.WARNING)
@at_most_ten
def repeated_row(subject: Subject) -> Iterator[Finding]:
    """Two rows of a row-level table are alike in every column, so one thing may be counted twice.

    Exports that overlap do this. All files of one sort of table are held against each other.
    """
    for name in SPANS:
        tables = [table for table in subject.tables if table.file.table == name]
        columns = sorted({column for table in tables for column in table.columns})
        seen: dict[tuple[Value, ...], tuple[DataTable, int]] = {}
        for table, row in rows_of(subject, name):
            first, number_there = seen.setdefault(tuple(map(row.values.get, columns)), (table, row.number))
            if first is not table or number_there != row.number:
                there = first.where(number_there)
                yield Finding(
                    f"this row is the same in every column as {there.place if first is table else there}",
                    "what stands twice is counted twice",
                    "delete one of them, unless it did happen twice",
                    table.where(row.number),
                    (there,),
                )


def more_starts_in_rows(subject: Subject) -> Iterator[Finding]:
    """Yield the sites whose log has more rows with long-term support as outcome than conversations 3."""
    starts: dict[str, int] = defaultdict(int)
    thirds: dict[str, int] = defaultdict(int)
    elsewhere: dict[str, list[Location]] = defaultdict(list)
    for table, row in rows_of(subject, "conversations"):
        site, third = str(row.values.get("site") or "all"), row.values.get("conversation") == _THIRD
        thirds[site] += third
        if row.values.get("outcome") == _LONG_TERM:
            starts[site] += 1
            if not third:
                elsewhere[site].append(table.where(row.number, "outcome"))
    for site, count in starts.items():
        if count > thirds[site]:
            yield Finding(
                f"long-term support is the outcome of {number(count)} rows, against {conversations_3(thirds[site])} ({site})",
                "long-term support is planned in a conversation 3",
                "check the outcomes, beginning with this one; a conversation 3 may not have been logged",
                elsewhere[site][0],
            )
