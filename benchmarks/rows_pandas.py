"""The three measures of `rows.py` as somebody who knows pandas writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

Counts = list[tuple[Any, ...]]
PERSON, DAY = "LA_Person_Unique_Identifier", "Event_Start_Date"
WINDOW, YEAR, GAP = np.timedelta64(91, "D"), np.timedelta64(365, "D"), np.timedelta64(4, "D")
FAR = pd.Timestamp("2200-12-31")


def measures(events: Path) -> Iterator[Counts]:
    """Yield the counts of each measure."""
    cld = pd.read_parquet(events)
    for name in (DAY, "Event_End_Date", "Reporting_Period_Start_Date", "Reporting_Period_End_Date"):
        cld[name] = pd.to_datetime(cld[name]).astype("datetime64[s]")
    for name in ("LA_Code", "Event_Type", "Service_Type", PERSON):
        cld[name] = cld[name].astype("category")
    first, last = cld["Reporting_Period_Start_Date"].min(), cld["Reporting_Period_End_Date"].max()
    long = (cld["Event_Type"] == "Service") & cld["Service_Type"].astype("string").str.startswith(
        "Long Term Support"
    ).fillna(value=False).astype(bool)
    asked = cld.loc[cld["Event_Type"] == "Request", [PERSON, "LA_Code", DAY]]
    yield _repeats(asked, first)
    yield _starts(cld.loc[long, [PERSON, DAY]], first, last)
    yield _conversion(asked, cld.loc[long, [PERSON, "LA_Code", DAY, "Event_End_Date"]], last)


def _first_days(asked: pd.DataFrame) -> pd.DataFrame:
    before = asked.groupby(PERSON, observed=True)[DAY].shift()
    return asked[before.isna() | (asked[DAY] - before > GAP)]


def _repeats(asked: pd.DataFrame, first: pd.Timestamp) -> Counts:
    days = _first_days(asked.sort_values([PERSON, DAY], kind="stable"))
    before = days.groupby(PERSON, observed=True)[DAY].shift()
    known = days[DAY] - first >= YEAR
    told = pd.DataFrame(
        {"period": _starts_of(days[DAY], "Q"), "known": known, "hit": known & (days[DAY] - before <= YEAR)}
    )
    told["late"] = ~told["known"]
    return _rows(told.assign(group="all").groupby(["group", "period"])[["hit", "known", "late"]].sum(), "history")


def _starts(long: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Counts:
    days = long.groupby(PERSON, observed=True)[DAY].min()
    mondays = days - pd.to_timedelta(days.dt.weekday, unit="D")
    counts = mondays.value_counts()
    weeks = pd.date_range(first + pd.Timedelta(days=-first.weekday() % 7), last - pd.Timedelta(days=6), freq="7D")
    return [("all", week.date(), "", int(counts.get(week, 0)), 1) for week in weeks]


def _conversion(asked: pd.DataFrame, long: pd.DataFrame, last: pd.Timestamp) -> Counts:
    far = long["Event_End_Date"].fillna(FAR)
    services = long.assign(kind=1, until=far, start=long[DAY], asked=pd.NaT).drop(columns="Event_End_Date")
    requests = asked.assign(kind=0, until=pd.NaT, start=pd.NaT, asked=asked[DAY])
    both = pd.concat([requests, services], ignore_index=True)
    both = both.sort_values([PERSON, DAY, "kind", "LA_Code"], kind="stable")
    theirs = both.groupby(PERSON, observed=True, sort=False)
    before = theirs["asked"].ffill().groupby(both[PERSON], observed=True).shift()
    until = theirs["until"].cummax().groupby(both[PERSON], observed=True).ffill()
    until = until.groupby(both[PERSON], observed=True).shift()
    # Sorted by day, the first start from a row on is the next one that is not empty.
    following = theirs["start"].bfill()
    new = (both["kind"] == 0) & (before.isna() | (both[DAY] - before > GAP)) & (until.isna() | (until < both[DAY]))
    units = both.loc[new, ["LA_Code", DAY]].assign(following=following[new])
    known = last - units[DAY] >= WINDOW
    told = pd.DataFrame(
        {
            "group": units["LA_Code"].astype(str),
            "period": _starts_of(units[DAY], "M"),
            "hit": known & (units["following"] - units[DAY] <= WINDOW),
            "known": known,
            "late": ~known,
        }
    )
    sums = told.groupby(["group", "period"])[["hit", "known", "late"]].sum()
    every = sums.groupby("period").sum().assign(group="all").set_index("group", append=True).swaplevel()
    return _rows(pd.concat([sums, every]), "follow-up")


def _starts_of(days: pd.Series, unit: str) -> pd.Series:
    return days.dt.to_period(unit).dt.start_time


def _rows(sums: pd.DataFrame, without: str) -> Counts:
    found: Counts = []
    for (group, period), row in sums.iterrows():
        if row["known"]:
            found.append((group, period.date(), "", int(row["hit"]), int(row["known"])))
        if row["late"]:
            found.append((group, period.date(), f"without full {without}", int(row["late"]), None))
    return found
