"""Weekly costs of client level data."""

from __future__ import annotations

from cqc_evidence.engine.expressions.shape import completed, nothing
from cqc_evidence.engine.kinds import Table

WEEKS = {
    "week": (1, 1),
    "fortnight": (1, 2),
    "4-week": (1, 4),
    "four week": (1, 4),
    "month": (12, 52),
    "quarter": (4, 52),
    "annual": (1, 52),
    "year": (1, 52),
}
"""How many costs fall in how many weeks, by the word that the frequency begins with."""
PER_UNIT = ("hour", "per hour", "per session", "session", "daily", "day", "per day")
"""Frequencies that say what one unit costs: the planned units of a week tell how many."""


def cld_weekly_cost(cld: Table) -> Table:
    """Return a client level data table with `weekly_cost`: pounds a week; null where it cannot be known.

    Unit cost × units, by the frequency: a week 1, a fortnight 1/2, four weeks 1/4, a month 12/52, a quarter 4/52, a
    year 1/52. One unit is meant where none are given, but for costs of an hour, a session or a day. One-off costs have
    no weekly cost.
    """
    whole = completed(cld, Unit_Cost="float64", Cost_Frequency_Unit_Type="string", Planned_Units_Per_Week="float64")
    kind = whole.Cost_Frequency_Unit_Type.strip().lower().replace("4 week", "4-week").replace("bi-weekly", "fortnight")
    units, share = whole.Planned_Units_Per_Week, nothing("float64")
    for word, (costs, weeks) in WEEKS.items():
        share = kind.startswith(word).ifelse(units.fill_null(1) * costs / weeks, share)
    for word in PER_UNIT:
        share = kind.startswith(word).ifelse(units, share)
    return whole.mutate(weekly_cost=whole.Unit_Cost * share)
