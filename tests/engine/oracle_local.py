"""The same measures of the council's own tables once more: requests, conversations, reviews and packages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any

import pandas as pd

from tests.engine.oracle import Answer, Rows, Tables, Unit, backward, forward, groups, merged, period, shares, site

# Requests


def requests_asked(tables: Tables, parameters: dict[str, Any]) -> list[Unit]:
    return merged(tables["requests"], "person_id", "received", "site", parameters.get("merge_gap_days", 4))


def request_edges(rows: Rows) -> tuple[date | None, date | None]:
    usable = [row for row in rows if row["person_id"] and row["received"]]
    received = [row["received"] for row in usable]
    later = [row["first_conversation"] for row in usable if row["first_conversation"]]
    return (min(received), max(received + later)) if received else (None, None)


def outcomes(unit: Unit) -> set[str]:
    return {row["outcome"] for row in unit.rows} - {None}


def ended(unit: Unit) -> bool:
    return bool(outcomes(unit)) and "still open" not in outcomes(unit)


def lt_conversion_by_outcome(tables: Tables, parameters: dict[str, Any]) -> Answer:
    units = []
    for unit in requests_asked(tables, parameters):
        said = {row["already_known"] for row in unit.rows} - {None}
        if said == {False}:
            long = "long-term support" in outcomes(unit)
            units.append((unit, long, long or ended(unit)))
    return shares(units, parameters["grain"], "without full follow-up")


def repeat_by_requests(tables: Tables, parameters: dict[str, Any]) -> Answer:
    return backward(requests_asked(tables, parameters), request_edges(tables["requests"])[0], parameters)


def repeat_forward_by_requests(tables: Tables, parameters: dict[str, Any]) -> Answer:
    units = requests_asked(tables, parameters)
    without = [ended(unit) and "long-term support" not in outcomes(unit) for unit in units]
    return forward(units, without, request_edges(tables["requests"])[1], parameters)


def one_a_day(rows: Rows) -> list[Unit]:
    """Return requests; rows of one person on one day are one."""
    usable = [row for row in rows if row["person_id"] and row["received"]]
    found: dict[tuple[str, date], Rows] = defaultdict(list)
    for row in usable:
        found[row["person_id"], row["received"]].append(row)
    return [
        Unit(person, day, min((one for row in theirs if (one := site(row, "site"))), default=None), tuple(theirs))
        for (person, day), theirs in found.items()
    ]


def talked(unit: Unit) -> date | None:
    return min((row["first_conversation"] for row in unit.rows if row["first_conversation"]), default=None)


def middle(values: list[int]) -> tuple[float, float | None, float | None]:
    """Return the median and the values whose ranks enclose it with 95 %, by adding up the binomial distribution."""
    ordered, count = sorted(values), len(values)
    if count < 6:
        return float(median(ordered)), None, None
    rank = int((count + 1 - 1.959964 * count**0.5) / 2)
    return float(median(ordered)), float(ordered[rank - 1]), float(ordered[count - rank])


def by_group(units: list[tuple[Unit, date, int]]) -> dict[tuple[str, date], list[int]]:
    found: dict[tuple[str, date], list[int]] = defaultdict(list)
    for unit, start, length in units:
        for group in groups(unit):
            found[group, start].append(length)
    return found


def time_to_first_conversation(tables: Tables, parameters: dict[str, Any]) -> Answer:
    every = one_a_day(tables["requests"])
    first = min((unit.day for unit in every), default=date.min)
    units = []
    for unit in every:
        day = talked(unit)
        if day and day >= unit.day:
            units.append((unit, period(unit.day, parameters["grain"], first), (day - unit.day).days))
    return {
        (group, start, ""): (None, len(values), *middle(values)) for (group, start), values in by_group(units).items()
    }


def waiting(tables: Tables, parameters: dict[str, Any]) -> Answer:
    every = one_a_day(tables["requests"])
    first, last = request_edges(tables["requests"])
    if first is None or last is None:
        return {}
    days = [first + timedelta(more) for more in range((last - first).days + 1)]
    ends: dict[date, date] = {}
    for day in days:
        ends[period(day, parameters["grain"], first)] = day
    units = []
    for unit in every:
        over = any(row["outcome"] not in (None, "still open") for row in unit.rows)
        day = talked(unit)
        for start, end in ends.items():
            if unit.day <= end and ((day is None and not over) or (day is not None and day > end)):
                units.append((unit, start, (end - unit.day).days))
    found = by_group(units)
    answer: Answer = {}
    for group in {group for unit in every for group in groups(unit)}:
        for start in ends:
            values = found.get((group, start), [])
            answer[group, start, "number waiting"] = (len(values), None, None, None, None)
            if values:
                answer[group, start, "middle wait"] = (None, len(values), *middle(values))
                answer[group, start, "longest wait"] = (1, len(values), float(max(values)), None, None)
    return answer


def front_door_already_known(tables: Tables, parameters: dict[str, Any]) -> Answer:
    units = []
    for unit in one_a_day(tables["requests"]):
        said = {row["already_known"] for row in unit.rows} - {None}
        if said:
            units.append((unit, True in said, True))
    return shares(units, parameters["grain"], "")


# Conversations, reviews, packages


def conversations(tables: Tables) -> list[tuple[Unit, str, date | None]]:
    """Return each conversation with its kind and its end; rows of one person, kind and day are one."""
    found: dict[tuple[str, str, date], Rows] = defaultdict(list)
    for row in tables["conversations"]:
        if row["person_id"] and row["start"]:
            found[row["person_id"], row["conversation"].strip().upper(), row["start"]].append(row)
    return [
        (
            Unit(person, day, min((one for row in rows if (one := site(row, "site"))), default=None)),
            kind,
            max((row["end"] for row in rows if row["end"]), default=None),
        )
        for (person, kind, day), rows in found.items()
    ]


def followed(kind: str) -> Callable[[Tables, dict[str, Any]], Answer]:
    def measure(tables: Tables, parameters: dict[str, Any]) -> Answer:
        held, window = conversations(tables), parameters.get("window_days", 91)
        last = max([unit.day for unit, _, _ in held] + [end for _, _, end in held if end], default=None)
        units = [
            (
                unit,
                any(
                    name == kind and other.person == unit.person and 0 <= (other.day - unit.day).days <= window
                    for other, name, _ in held
                ),
                (last - unit.day).days >= window,
            )
            for unit, first, _ in held
            if first == "C1"
        ]
        return shares(units, parameters["grain"], "without full follow-up")

    return measure


def c3_share(tables: Tables, parameters: dict[str, Any]) -> Answer:
    return shares([(unit, kind == "C3", True) for unit, kind, _ in conversations(tables)], parameters["grain"], "")


def reviews(tables: Tables) -> list[tuple[Unit, str, str | None, date | None]]:
    """Return each review with its sort, outcome and end; rows alike in person, day, sort and outcome are one."""
    found: dict[tuple[str, date, str, str | None], Rows] = defaultdict(list)
    for row in tables["reviews"]:
        if row["person_id"] and row["start"]:
            sort = "unplanned" if row["planned"] == "unplanned" else "planned"
            found[row["person_id"], row["start"], sort, row["outcome"]].append(row)
    return [
        (
            Unit(person, day, min((one for row in rows if (one := site(row, "site"))), default=None)),
            sort,
            outcome,
            max((row["end"] for row in rows if row["end"]), default=None),
        )
        for (person, day, sort, outcome), rows in found.items()
    ]


def still_open_reviews(tables: Tables, parameters: dict[str, Any]) -> Answer:
    return shares([(unit, end is None, True) for unit, _, _, end in reviews(tables)], parameters["grain"], "")


def still_open_conversations(tables: Tables, parameters: dict[str, Any]) -> Answer:
    return shares([(unit, end is None, True) for unit, _, end in conversations(tables)], parameters["grain"], "")


MEASURED = ("increase", "no change", "decrease")


def part_counts(units: list[tuple[Unit, str]], outside: tuple[str, ...], grain: str) -> Answer:
    if not units:
        return {}
    first = min(unit.day for unit, _ in units)
    frame = pd.DataFrame(
        [(group, period(unit.day, grain, first), part) for unit, part in units for group in groups(unit)],
        columns=["group", "start", "part"],
    )
    answer: Answer = {}
    for (group, start), theirs in frame.groupby(["group", "start"]):
        counts = theirs["part"].value_counts()
        whole = sum(int(counts.get(part, 0)) for part in MEASURED)
        if whole:
            answer |= {(group, start, part): (int(counts.get(part, 0)), whole, None, None, None) for part in MEASURED}
        answer |= {(group, start, part): (int(counts.get(part, 0)), None, None, None, None) for part in outside}
    return answer


def unplanned_review_change(tables: Tables, parameters: dict[str, Any]) -> Answer:
    units = []
    for unit, sort, outcome, end in reviews(tables):
        if sort == "unplanned":
            missing = "still going on" if end is None else "left out"
            units.append((unit, outcome or missing))
    return part_counts(units, ("ended", "still going on", "left out"), parameters["grain"])


def package_change(tables: Tables, parameters: dict[str, Any]) -> Answer:
    work: dict[tuple[str, date], list[tuple[str | None, date | None]]] = defaultdict(list)
    for unit, _, end in conversations(tables):
        work[unit.person, unit.day].append((unit.group, end))
    for unit, _, _, end in reviews(tables):
        work[unit.person, unit.day].append((unit.group, end))
    packages = [
        row for row in tables["packages"] if row["person_id"] and row["from"] and row["gross_weekly"] is not None
    ]
    days = [day for _, day in work] + [end for ends in work.values() for _, end in ends if end]
    last = max(days + [row["from"] for row in packages], default=None)
    units: list[tuple[Unit, str]] = []
    changes: dict[Unit, int] = {}
    for (person, day), held in work.items():
        unit = Unit(person, day, min((name for name, _ in held if name), default=None))
        end = max((end for _, end in held if end), default=None)
        theirs = [row for row in packages if row["person_id"] == person]
        before = day - timedelta(parameters.get("before_days", 1))
        if any(row["from"] <= before <= (row["to"] or date.max) for row in theirs):
            part, change = measured(theirs, day, end, last, parameters)
            units.append((unit, part))
            changes[unit] = change
    answer = part_counts(units, ("still going on", "left out"), parameters["grain"])
    return answer | averages(units, changes, parameters["grain"]) | late(units, parameters["grain"])


def measured(
    theirs: Rows, day: date, end: date | None, last: date | None, parameters: dict[str, Any]
) -> tuple[str, int]:
    """Return the part a piece of work belongs to, and the change in pence a week."""
    if end is None:
        return "still going on", 0
    before, after = day - timedelta(parameters.get("before_days", 1)), end + timedelta(parameters.get("after_days", 30))
    cost = {before: 0, after: 0}
    out = end < day
    for row in theirs:
        until = row["to"] or date.max
        out = out or (row["status"] in ("ended", "deceased") and row["to"] is None)
        out = out or (row["status"] == "deceased" and until <= after)
        for moment in cost:
            if row["from"] <= moment <= until:
                cost[moment] += round(row["gross_weekly"] * 100)
                out = out or row["status"] == "suspended"
    change = cost[after] - cost[before]
    if out:
        return "left out", 0
    if last is not None and last < after:
        return "without full follow-up", 0
    return ("increase" if change > 0 else "decrease" if change < 0 else "no change"), change


def averages(units: list[tuple[Unit, str]], changes: dict[Unit, int], grain: str) -> Answer:
    first = min((unit.day for unit, _ in units), default=date.min)
    found = by_group(
        [(unit, period(unit.day, grain, first), changes[unit]) for unit, part in units if part in MEASURED]
    )
    return {
        (group, start, "average weekly change"): (None, len(pence), sum(pence) / (len(pence) * 100), None, None)
        for (group, start), pence in found.items()
    }


def late(units: list[tuple[Unit, str]], grain: str) -> Answer:
    first = min((unit.day for unit, _ in units), default=date.min)
    name = "without full follow-up"
    found = by_group([(unit, period(unit.day, grain, first), 1) for unit, part in units if part == name])
    return {(group, start, name): (len(ones), None, None, None, None) for (group, start), ones in found.items()}
