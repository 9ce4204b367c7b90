"""Requests: days until the first conversation, who still waits for it, and who was known already."""

from __future__ import annotations

from cqc_evidence.engine.expressions.people import request_rows, request_span
from cqc_evidence.engine.expressions.shape import (
    count,
    days,
    grain_of,
    literal,
    moved,
    period_start,
    rows,
    share,
    together,
)
from cqc_evidence.engine.kinds import Parameters, Table, Tables

_Z_SQUARED, _MILLION = 3_841_459, 1_000_000
"""The square of 1.96 (the 97.5 % point of the normal distribution) in whole numbers, which all engines take alike."""
_FEWEST = 6
"""Of fewer values, not even the least and the greatest enclose the middle with 95 %."""
WAITING, MIDDLE, LONGEST = "number waiting", "middle wait", "longest wait"
PERIOD_ENDS = {"week": (7, 0), "month": (0, 1), "quarter": (0, 3), "year": (0, 12)}
"""Days and months from a period's first day to the next one's."""


def time_to_first_conversation(tables: Tables, parameters: Parameters) -> Table:
    """Return the middle number of days from a request to its first conversation, with a 95 % interval.

    The denominator is the number of requests with a first conversation; one before the request is left out.
    """
    found = _one_a_day(request_rows(tables["requests"], parameters))
    waited = days(found.talked, found.day)
    units = found.mutate(period_start=period_start(found.day, grain_of(parameters, "month")), length=waited)
    middle = middles(units.filter(units.length >= 0))
    return rows(middle, "", denominator=middle.n, value=middle.middle, low=middle.low, high=middle.high)


def waiting(tables: Tables, parameters: Parameters) -> Table:
    """Return how many requests wait for a first conversation at the end of each period, and how long they have.

    The last period ends with the table's last day. Requests that came to an end without a conversation do not wait;
    their outcome says so. `longest wait` is one person's: its numerator is 1, so that a public edition hides it.
    """
    found = request_rows(tables["requests"], parameters)
    span = request_span(found, parameters)
    asked = _one_a_day(found)
    ends = _period_ends(span, grain_of(parameters, "month"))
    begun = asked.filter(asked.talked.notnull() | asked.waits)
    pairs = ends.inner_join(begun, [begun.day <= ends.end])
    there = pairs.filter(pairs.talked.isnull() | (pairs.talked > pairs.end))
    middle = middles(there.select("group_", "period_start", length=days(there.end, there.day)))
    none = _nobody(ends, asked, middle)
    return together(
        [
            rows(middle, WAITING, numerator=middle.n),
            rows(none, WAITING, numerator=literal(0, "int64")),
            rows(middle, MIDDLE, denominator=middle.n, value=middle.middle, low=middle.low, high=middle.high),
            rows(middle, LONGEST, numerator=literal(1, "int64"), denominator=middle.n, value=middle.longest),
        ]
    )


def front_door_already_known(tables: Tables, parameters: Parameters) -> Table:
    """Return requests from people who were known already, among those of whom the table says whether they were."""
    found = _one_a_day(request_rows(tables["requests"], parameters))
    said = found.filter(found.known.notnull())
    return share(
        said.select(
            "group_",
            period_start=period_start(said.day, grain_of(parameters, "month")),
            hit=said.known,
            full=said.day.notnull(),
        )
    )


def _one_a_day(found: Table) -> Table:
    """Return requests; several rows of one person on one day are one, with the first conversation of any of them.

    `known`: whether any row says that the person was known already; `waits`: whether no outcome says it is over.
    """
    over = found.outcome.notnull() & (found.outcome != "still open")
    return found.group_by("person", "day").aggregate(
        group_=found.group_.min(),
        talked=found.talked.min(),
        known=found.known.cast("int64").max() == 1,
        waits=count(over) == 0,
    )


def _period_ends(span: Table, grain: str) -> Table:
    """Return every period from the first request to the table's last day: `period_start`, `end` (its last day)."""
    import ibis  # noqa: PLC0415  # heavy

    if grain not in PERIOD_ENDS:
        return span.filter(span.first.notnull()).select(period_start="first", end="last")
    first = span.mutate(length=days(span.last, span.first))
    # Spark takes an unnest only as a whole column.
    numbered = first.select("first", "last", more=ibis.range(0, first.length + 1).unnest())
    each = numbered.select("last", day=moved(numbered.first, numbered.more.as_interval("D")))
    starts = each.select("last", period_start=period_start(each.day, grain)).distinct()
    more, months = PERIOD_ENDS[grain]
    following = moved(moved(starts.period_start, ibis.interval(months=months)), ibis.interval(days=more - 1))
    return starts.select("period_start", end=(following > starts.last).ifelse(starts.last, following))


def _nobody(ends: Table, asked: Table, middle: Table) -> Table:
    """Return the periods at whose end nobody waits, for each group that has requests."""
    everyone = asked.select(group_=literal("all", "string"))
    groups = asked.filter(asked.group_.notnull()).select("group_").union(everyone).distinct()
    grid = ends.select("period_start").cross_join(groups)
    return grid.anti_join(middle, ["group_", "period_start"])


def middles(units: Table) -> Table:
    """Return the middle `length` by group and period with its interval, the `longest`, and `n`.

    The interval runs from the r-th least value to the r-th greatest, r = ⌊(n + 1 − 1.96 √n) / 2⌋: by the binomial
    distribution it holds the middle in at least 95 of 100 samples. Up to 40,000 values, r is the exact rank or, for one
    size in 450, one less.

    Source: Conover, Practical Nonparametric Statistics, 3rd edition, §3.2.
    """
    import ibis  # noqa: PLC0415  # heavy

    everyone = units.mutate(group_=literal("all", "string"))
    columns = ("group_", "period_start", "length")
    both = units.filter(units.group_.notnull()).select(columns).union(everyone.select(columns))
    keys = ["group_", "period_start"]
    # Ibis counts rows from 0.
    placed = both.mutate(
        place=ibis.row_number().over(group_by=keys, order_by="length"), n=both.length.count().over(group_by=keys)
    )
    length, place, n = placed.length.cast("float64"), placed.place, placed.n
    rank = ((n + 1 - (n * _Z_SQUARED / _MILLION).sqrt()) / 2).floor().cast("int64")
    enough = n >= _FEWEST
    return placed.group_by(*keys).aggregate(
        n=n.max(),
        middle=length.mean(where=(place == (n - 1) // 2) | (place == n // 2)),
        low=length.max(where=enough & (place == rank - 1)),
        high=length.max(where=enough & (place == n - rank)),
        longest=length.max(),
    )
