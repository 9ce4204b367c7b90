"""Requests followed by support: long-term support, reablement; and first long-term starts a week."""

from __future__ import annotations

from cqc_evidence.engine.expressions.people import (
    cld_long_term,
    cld_reablement,
    cld_requests,
    cld_span,
    request_rows,
    timeline,
    whole_requests,
)
from cqc_evidence.engine.expressions.shape import (
    count,
    days,
    followed,
    grain_of,
    literal,
    moved,
    nothing,
    number,
    period_start,
    rows,
    share,
    truncated,
)
from cqc_evidence.engine.kinds import Parameters, Table, Tables, Value

WINDOW_DAYS = 91
_WEEK = 7
_MONDAY = "1900-01-01"
"""A Monday to count weeks from."""


def lt_conversion_new(tables: Tables, parameters: Parameters) -> Table:
    """Return new people's requests followed by long-term support within `window_days`, among all of theirs.

    New is who has no long-term service open at the request. A requests table has no services: there the outcome says
    whether long-term support followed, and `already_known` who is new.
    """
    if "cld" not in tables:
        return _conversion_by_outcome(tables["requests"], parameters)
    cld = tables["cld"]
    asked = timeline(cld_requests(cld, parameters), cld_long_term(cld, parameters), parameters)
    new = asked.filter(is_new(asked))
    return _followed(new, cld_span(cld, parameters), parameters)


def reablement_share(tables: Tables, parameters: Parameters) -> Table:
    """Return requests followed by the start of a stretch of reablement (ST-Max) within `window_days`."""
    cld = tables["cld"]
    asked = timeline(cld_requests(cld, parameters), cld_reablement(cld, parameters), parameters)
    return _followed(asked, cld_span(cld, parameters), parameters)


def is_new(asked: Table) -> Value:
    """Return whether no long-term service was open at the request; one that ends that day still is."""
    return asked.open_until.isnull() | (asked.open_until < asked.day)


def _followed(asked: Table, span: Table, parameters: Parameters) -> Table:
    window = number(parameters, "window_days", WINDOW_DAYS)
    units = asked.cross_join(span)
    gap, room = days(units.next_start, units.day), days(units.last, units.day)
    return followed(units, gap, room, window, grain_of(parameters, "quarter"))


def _conversion_by_outcome(requests: Table, parameters: Parameters) -> Table:
    asked = whole_requests(request_rows(requests, parameters), parameters)
    new = asked.filter(~asked.known)
    return share(
        new.select(
            "group_",
            period_start=period_start(new.day, grain_of(parameters, "quarter")),
            hit=new.long,
            full=new.long | new.ended,
        )
    )


def new_lt_starts_per_week(tables: Tables, parameters: Parameters) -> Table:
    """Return people's first long-term starts, and the number of whole weeks they are counted over.

    A week begins on Monday and belongs to the period its Monday is in: so a month has four or five whole weeks and no
    day is counted twice. Weeks that the table covers in part are left out; weeks without a start count.
    """
    cld = tables["cld"]
    first = _first_starts(cld_long_term(cld, parameters), grouped=bool(parameters.get("group")))
    starts = first.select("group_", monday=truncated(first.day, "W"))
    return _per_week(starts, _whole_weeks(cld_span(cld, parameters)), grain_of(parameters, "month"))


def _first_starts(found: Table, *, grouped: bool) -> Table:
    """Return each person's first start; of two groups on that day, the first by the alphabet."""
    if not grouped:
        return found.group_by("person").aggregate(day=found.day.min(), group_=nothing("string"))
    beside = found.mutate(first=found.day.min().over(group_by="person"))
    there = beside.filter(beside.day == beside.first)
    return there.group_by("person").aggregate(day=there.day.min(), group_=there.group_.min())


def _whole_weeks(span: Table) -> Table:
    """Return the Mondays of the weeks that lie in the span altogether."""
    import ibis  # noqa: PLC0415  # heavy

    origin = literal(_MONDAY, "string").cast("date")
    begins = (days(span.first, origin) + _WEEK - 1) // _WEEK
    ends = (days(span.last, origin) + 1) // _WEEK
    counted = span.select(week=ibis.range(begins, ends).unnest())
    return counted.select(monday=moved(origin, (counted.week * _WEEK).as_interval("D")))


def _per_week(starts: Table, weeks: Table, grain: str) -> Table:
    """Return starts and weeks by group and period, over every week and every group."""
    everyone = starts.mutate(group_=literal("all", "string"))
    both = starts.filter(starts.group_.notnull()).union(everyone)
    by = both.group_by("group_", "monday").aggregate(starts=count(both.monday.notnull()))
    grid = weeks.cross_join(by.select("group_").distinct())
    joined = grid.left_join(by, ["group_", "monday"])
    filled = joined.select("group_", period_start=period_start(joined.monday, grain), starts=joined.starts.fill_null(0))
    summed = filled.group_by("group_", "period_start").aggregate(
        starts=filled.starts.sum(), weeks=filled.starts.count()
    )
    return rows(summed, "", numerator=summed.starts, denominator=summed.weeks)
