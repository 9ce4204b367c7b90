"""What a sheet is made of: columns, rows, and the words that drop-downs offer."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Share(float):
    """A number from 0 to 1 that Excel shows as a percentage; tables of other programs get the number."""

    __slots__ = ()


class Points(float):
    """A difference of two shares, which Excel shows in percentage points: -0.08 is no fall by 8 per cent."""

    __slots__ = ()


Value = str | float | date | None
TEXT, NUMBER, DAY, STATE = "text", "number", "day", "state"
STATES = ("missing", "stale", "thin", "unreviewed", "covered")
GAP_STATES = ("missing", "stale", "thin", "unreviewed", "reported")
RISKS = ("high", "medium", "low")
STATUSES = ("planned", "started", "done", "embedded")
YES_NO = ("yes", "no")
RULE_BASES, NUMBER_BASES = ("marked", "inferred"), ("computed", "quoted")
ITEM_STATUSES = ("proposed", "accepted", "changes-wanted", "rejected", "withdrawn")
STANCES = ("supports", "challenges", "context")
SAYS = ("supports", "mixed", "concerns", "nothing")
LISTS = {
    STATES: "state", GAP_STATES: "state of a gap", SAYS: "says", RISKS: "risk", STATUSES: "status of an action", YES_NO: "yes or no",
    RULE_BASES: "basis of a rule", NUMBER_BASES: "basis of a number", ITEM_STATUSES: "status of an item", STANCES: "stance",
}  # fmt: skip
"""Words that several columns offer → their heading in the sheet of lists."""


class Column(NamedTuple):
    """One column: its title, what it holds, how wide it is, and the words it offers."""

    title: str
    sort: str = TEXT
    width: int = 16
    words: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """One sheet with one Excel table."""

    name: str
    table: str
    """The table's name in Excel and Power BI."""
    about: str
    """What one row is, for the first sheet."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    printed: int = 0
    """How many columns go on paper, from the left; 0 for all."""


def joined(names: tuple[str, ...], most: int = 0) -> str:
    """Return names as one text, at most so many of them and the number of the others.

    >>> joined(("a", "b", "c"), 2)
    'a; b; and 1 more'
    """
    if not most or len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[:most])}; and {len(names) - most:,} more"


def yes(answer: bool) -> str:  # noqa: FBT001  # the one thing it is about
    """Return yes or no, as a filter shows it."""
    return "yes" if answer else "no"
