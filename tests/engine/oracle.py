"""The same measures once more, written from their definitions in words: pandas and plain loops, no SQL, no Ibis.

Each function takes tables as lists of rows, and parameters; it returns group, first day of the period and part →
numerator, denominator, value, low, high.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]
Key = tuple[str, date, str]
Counts = tuple[Any, Any, Any, Any, Any]
Answer = dict[Key, Counts]


class Unit(NamedTuple):
    """Something counted once: a request, a conversation, a review."""

    person: str
    day: date
    group: str | None
    rows: tuple[dict[str, Any], ...] = ()


def clean(text: Any) -> str:
    return str(text).strip().lower() if isinstance(text, str) else ""


def site(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value.strip() or None if isinstance(value, str) else None


def period(day: date, grain: str, first: date) -> date:
    """Return the first day of a day's period; pandas knows the calendar."""
    if grain == "as-given":
        return first
    return calendar_period(day, grain)


@cache
def calendar_period(day: date, grain: str) -> date:
    code = {"week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-MAR"}[grain]
    return pd.Period(pd.Timestamp(day), freq=code).start_time.date()


def groups(unit: Unit) -> tuple[str, ...]:
    return ("all",) if unit.group is None else ("all", unit.group)


def merged(rows: Iterable[dict[str, Any]], person: str, day: str, group: str, gap: int) -> list[Unit]:
    """Put each person's requests together where at most `gap` days lie between one and the next."""
    usable = [row for row in rows if row[person] is not None and row[day] is not None]
    found: list[Unit] = []
    by_person: dict[str, Rows] = defaultdict(list)
    for row in usable:
        by_person[row[person]].append(row)
    for name, theirs in by_person.items():
        theirs.sort(key=lambda row: row[day])
        chains: list[Rows] = []
        for row in theirs:
            if chains and (row[day] - chains[-1][-1][day]).days <= gap:
                chains[-1].append(row)
            else:
                chains.append([row])
        for chain in chains:
            first = chain[0][day]
            # The first day's first site by the alphabet; none given comes last.
            sites = sorted(one for one in (site(row, group) for row in chain if row[day] == first) if one)
            found.append(Unit(name, first, sites[0] if sites else None, tuple(chain)))
    return found


def shares(units: list[tuple[Unit, bool, bool]], grain: str, late: str) -> Answer:
    """Return the share of hits among what can be known, and how many cannot."""
    if not units:
        return {}
    first = min(unit.day for unit, _, _ in units)
    hits: dict[tuple[str, date], int] = defaultdict(int)
    known: dict[tuple[str, date], int] = defaultdict(int)
    without: dict[tuple[str, date], int] = defaultdict(int)
    for unit, hit, full in units:
        for group in groups(unit):
            key = (group, period(unit.day, grain, first))
            if full:
                known[key] += 1
                hits[key] += hit
            else:
                without[key] += 1
    answer: Answer = {(*key, ""): (hits[key], count, None, None, None) for key, count in known.items()}
    return answer | {(*key, late): (count, None, None, None, None) for key, count in without.items()}


# Client level data


def cld_edges(rows: Rows) -> tuple[date | None, date | None]:
    begins = [row["Reporting_Period_Start_Date"] for row in rows if row["Reporting_Period_Start_Date"]]
    ends = [row["Reporting_Period_End_Date"] for row in rows if row["Reporting_Period_End_Date"]]
    starts = [row["Event_Start_Date"] for row in rows if row["Event_Start_Date"]]
    asked = [
        row["Event_Start_Date"] for row in rows if row["Event_Start_Date"] and clean(row["Event_Type"]) == "request"
    ]
    first = min(begins or asked or starts or [None])
    last = max(ends or starts or [None])
    return first, last


def cld_asked(rows: Rows, parameters: dict[str, Any]) -> list[Unit]:
    asked = [row for row in rows if clean(row["Event_Type"]) == "request"]
    group = str(parameters.get("group", ""))
    return merged(asked, "LA_Person_Unique_Identifier", "Event_Start_Date", group, parameters.get("merge_gap_days", 4))


def services(rows: Rows, words: str) -> dict[str, list[tuple[date, date]]]:
    found: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        person, day = row["LA_Person_Unique_Identifier"], row["Event_Start_Date"]
        if clean(row["Event_Type"]) == "service" and clean(row["Service_Type"]).startswith(words) and person and day:
            found[person].append((day, row["Event_End_Date"] or date.max))
    return found


def is_new(unit: Unit, long: dict[str, list[tuple[date, date]]]) -> bool:
    return not any(start < unit.day <= end for start, end in long[unit.person])


def begins_within(unit: Unit, starts: list[date], window: int) -> bool:
    return any(0 <= (start - unit.day).days <= window for start in starts)


def lt_conversion_new(tables: Tables, parameters: dict[str, Any]) -> Answer:
    rows, window = tables["cld"], parameters.get("window_days", 91)
    long, (_, last) = services(rows, "long term support"), cld_edges(rows)
    units = [
        (unit, begins_within(unit, [start for start, _ in long[unit.person]], window), (last - unit.day).days >= window)
        for unit in cld_asked(rows, parameters)
        if is_new(unit, long)
    ]
    return shares(units, parameters["grain"], "without full follow-up")


def reablement_share(tables: Tables, parameters: dict[str, Any]) -> Answer:
    rows, window = tables["cld"], parameters.get("window_days", 91)
    _, last = cld_edges(rows)
    begun: dict[str, list[date]] = defaultdict(list)
    for person, stays in services(rows, "short term support: st-max").items():
        covered: date | None = None
        for start, end in sorted((start, max(start, end)) for start, end in stays):
            if covered is None or (start - covered).days > parameters.get("island_gap_days", 1):
                begun[person].append(start)
            covered = end if covered is None else max(covered, end)
    units = [
        (unit, begins_within(unit, begun[unit.person], window), (last - unit.day).days >= window)
        for unit in cld_asked(rows, parameters)
    ]
    return shares(units, parameters["grain"], "without full follow-up")


def backward(units: list[Unit], first: date | None, parameters: dict[str, Any]) -> Answer:
    window = parameters.get("window_days", 365)
    told = [
        (
            unit,
            any(other.person == unit.person and 0 < (unit.day - other.day).days <= window for other in units),
            (unit.day - first).days >= window,
        )
        for unit in units
    ]
    return shares(told, parameters["grain"], "without full history")


def forward(units: list[Unit], without: list[bool], last: date | None, parameters: dict[str, Any]) -> Answer:
    window = parameters.get("window_days", 365)
    told = [
        (
            unit,
            any(other.person == unit.person and 0 < (other.day - unit.day).days <= window for other in units),
            (last - unit.day).days >= window,
        )
        for unit, none in zip(units, without, strict=True)
        if none
    ]
    return shares(told, parameters["grain"], "without full follow-up")


def repeat_requests(tables: Tables, parameters: dict[str, Any]) -> Answer:
    return backward(cld_asked(tables["cld"], parameters), cld_edges(tables["cld"])[0], parameters)


def repeat_requests_forward(tables: Tables, parameters: dict[str, Any]) -> Answer:
    rows = tables["cld"]
    long, units = services(rows, "long term support"), cld_asked(rows, parameters)
    without = [
        is_new(unit, long) and not begins_within(unit, [start for start, _ in long[unit.person]], 91) for unit in units
    ]
    return forward(units, without, cld_edges(rows)[1], parameters)


def new_lt_starts_per_week(tables: Tables, parameters: dict[str, Any]) -> Answer:
    rows, group = tables["cld"], str(parameters.get("group", ""))
    first, last = cld_edges(rows)
    starts: dict[tuple[str, date], int] = defaultdict(int)
    for person, stays in services(rows, "long term support").items():
        day = min(start for start, _ in stays)
        theirs = sorted(
            one
            for row in rows
            if row["LA_Person_Unique_Identifier"] == person and row["Event_Start_Date"] == day
            and clean(row["Event_Type"]) == "service" and clean(row["Service_Type"]).startswith("long term support")
            and (one := site(row, group))
        )  # fmt: skip
        for name in ("all", *theirs[:1]):
            starts[name, day - timedelta(day.weekday())] += 1
    if first is None or last is None:
        return {}
    mondays = [first + timedelta(more) for more in range((last - first).days + 1)]
    whole = [day for day in mondays if day.weekday() == 0 and day + timedelta(6) <= last]
    answer: Answer = {}
    for name in {name for name, _ in starts}:
        for monday in whole:
            key = (name, period(monday, parameters["grain"], whole[0]), "")
            before = answer.get(key, (0, 0))
            answer[key] = (before[0] + starts.get((name, monday), 0), before[1] + 1, None, None, None)
    return answer
