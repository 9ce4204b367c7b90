"""Random small tables with the nasty things that real ones have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

Rows = list[dict[str, Any]]
START = date(2019, 12, 20)
KINDS: dict[str, dict[str, str]] = {
    "cld": {
        "LA_Code": "VARCHAR", "Reporting_Period_Start_Date": "DATE", "Reporting_Period_End_Date": "DATE",
        "LA_Person_Unique_Identifier": "VARCHAR", "Event_Type": "VARCHAR", "Event_Start_Date": "DATE",
        "Event_End_Date": "DATE", "Service_Type": "VARCHAR",
    },
    "requests": {
        "person_id": "VARCHAR", "received": "DATE", "first_conversation": "DATE", "already_known": "BOOLEAN",
        "outcome": "VARCHAR", "site": "VARCHAR",
    },
    "conversations": {
        "person_id": "VARCHAR", "conversation": "VARCHAR", "start": "DATE", "end": "DATE", "outcome": "VARCHAR",
        "site": "VARCHAR",
    },
    "reviews": {
        "person_id": "VARCHAR", "start": "DATE", "end": "DATE", "planned": "VARCHAR", "outcome": "VARCHAR",
        "site": "VARCHAR",
    },
    "packages": {
        "person_id": "VARCHAR", "from": "DATE", "to": "DATE", "gross_weekly": "DOUBLE", "status": "VARCHAR",
    },
}  # fmt: skip
LONG = ("Long Term Support: Community", "Long Term Support: Nursing Care", "long term support: prison")
SHORT = ("Short Term Support: ST-Max", "Short Term Support: Other Short Term", "Short Term Support: Ongoing Low Level")
REQUEST_OUTCOMES = ("long-term support", "short-term support", "advice only", "ended early", "still open", None)
REVIEW_OUTCOMES = ("increase", "decrease", "no change", "ended", "still going on", "left out", None)
SITES = ("North", "south", None, "")


def _day(random: Random) -> date | None:
    """Return a day within some three years; leap days and the same few days come often, none now and then."""
    lot = random.random()
    if lot < 0.03:
        return None
    if lot < 0.1:
        return date(2020, 2, 29)
    if lot < 0.6:
        return START + timedelta(random.choice((0, 1, 2, 4, 5, 30, 31, 90, 91, 92, 95, 96, 365, 366, 369, 370)))
    return START + timedelta(random.randrange(1000))


def _later(random: Random, day: date | None) -> date | None:
    """Return an end: none, the same day, before the start, or some time after it."""
    if day is None or random.random() < 0.3:
        return None
    return day + timedelta(random.choice((0, 1, -3, 29, 30, 31, 60, random.randrange(200))))


def _person(random: Random, people: int) -> str | None:
    return None if random.random() < 0.02 else f"p{random.randrange(people)}"


def cld(random: Random, count: int) -> Rows:
    period = random.choice(((None, None), (START, START + timedelta(700)), (START + timedelta(40), None)))
    rows = []
    for _ in range(count):
        kind = random.choice(("Request", "Request", "Service", "Service", "Review", "request "))
        day = _day(random)
        rows.append({
            "LA_Code": random.choice(("E1", "E2", None)), "Reporting_Period_Start_Date": period[0],
            "Reporting_Period_End_Date": period[1], "LA_Person_Unique_Identifier": _person(random, 1 + count // 4),
            "Event_Type": kind, "Event_Start_Date": day, "Event_End_Date": _later(random, day),
            "Service_Type": random.choice((*LONG, *SHORT, SHORT[0], None)) if kind == "Service" else None,
        })  # fmt: skip
    return rows


def requests(random: Random, count: int) -> Rows:
    rows = []
    for _ in range(count):
        day = _day(random)
        rows.append({
            "person_id": _person(random, 1 + count // 3), "received": day, "first_conversation": _later(random, day),
            "already_known": random.choice((True, False, False, None)), "outcome": random.choice(REQUEST_OUTCOMES),
            "site": random.choice(SITES),
        })  # fmt: skip
    return rows


def conversations(random: Random, count: int) -> Rows:
    rows = []
    for _ in range(count):
        day = _day(random)
        rows.append({
            "person_id": _person(random, 1 + count // 3), "conversation": random.choice(("C1", "C1", "C2", "C3", "c3 ")),
            "start": day, "end": _later(random, day), "outcome": None, "site": random.choice(SITES),
        })  # fmt: skip
    return rows


def reviews(random: Random, count: int) -> Rows:
    rows = []
    for _ in range(count):
        day = _day(random)
        rows.append({
            "person_id": _person(random, 1 + count // 3), "start": day, "end": _later(random, day),
            "planned": random.choice(("planned", "unplanned", "unplanned", None)),
            "outcome": random.choice(REVIEW_OUTCOMES), "site": random.choice(SITES),
        })  # fmt: skip
    return rows


def packages(random: Random, count: int) -> Rows:
    rows = []
    for _ in range(count):
        day = _day(random)
        rows.append({
            "person_id": _person(random, 1 + count // 4), "from": day, "to": _later(random, day),
            "gross_weekly": random.choice((100.0, 100.1, 250.55, 0.0, None)),
            "status": random.choice(("active", "active", "active", "ended", "suspended", "deceased", None)),
        })  # fmt: skip
    return rows


MAKERS: dict[str, Callable[[Random, int], Rows]] = {
    "cld": cld, "requests": requests, "conversations": conversations, "reviews": reviews, "packages": packages,
}  # fmt: skip


def world(random: Random) -> dict[str, Rows]:
    """Return one small table of each sort; some are empty, some have one row, some have the same row twice."""
    found: dict[str, Rows] = {}
    for name, make in MAKERS.items():
        rows = make(random, random.choice((0, 1, 2, 8, 15, 30, 40)))
        if rows and random.random() < 0.5:
            rows += random.sample(rows, max(1, len(rows) // 5))
        found[name] = rows
    return found


def fill(connection: Any, tables: dict[str, Rows], names: Sequence[str] = tuple(KINDS)) -> None:
    """Put rows into the tables of a DuckDB connection, in place of those that are there."""
    import pyarrow as pa

    kinds = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BOOLEAN": pa.bool_(), "DOUBLE": pa.float64()}
    for name in names:
        schema = pa.schema([(column, kinds[kind]) for column, kind in KINDS[name].items()])
        connection.register("incoming", pa.Table.from_pylist(tables[name], schema=schema))
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM incoming")  # our own names
        connection.unregister("incoming")


def unbound(names: Sequence[str] = tuple(KINDS)) -> dict[str, Any]:
    """Return the tables as Ibis knows them before there is an engine."""
    import ibis

    kinds = {"VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean", "DOUBLE": "float64"}
    return {
        name: ibis.table({column: kinds[kind] for column, kind in KINDS[name].items()}, name=name) for name in names
    }
