"""Requests that come back: looking back from the later one, or forward from the earlier one."""

from __future__ import annotations

from cqc_evidence.engine.expressions.people import (
    cld_long_term,
    cld_requests,
    cld_span,
    first_days,
    request_rows,
    request_span,
    timeline,
    whole_requests,
)
from cqc_evidence.engine.expressions.shape import days, followed, grain_of, number
from cqc_evidence.engine.expressions.support import WINDOW_DAYS, is_new
from cqc_evidence.engine.kinds import EARLY, Parameters, Table, Tables

YEAR_DAYS = 365


def repeat_requests(tables: Tables, parameters: Parameters) -> Table:
    """Return requests that are repeats, looking `backward` or `forward` as the parameter `variant` says.

    The two count different things and give different shares.
    """
    return (_forward if parameters.get("variant") == "forward" else _backward)(tables, parameters)


def repeat_requests_forward(tables: Tables, parameters: Parameters) -> Table:
    """Return requests without long-term support after which the person asked again within `window_days`."""
    return repeat_requests(tables, {**parameters, "variant": "forward"})


def _backward(tables: Tables, parameters: Parameters) -> Table:
    """A request is a repeat when the same person asked at most `window_days` before; it counts at the later one."""
    if "cld" in tables:
        found, span = cld_requests(tables["cld"], parameters), cld_span(tables["cld"], parameters)
    else:
        found = request_rows(tables["requests"], parameters)
        span = request_span(found, parameters)
    asked = first_days(found.select("person", "day", "group_"), parameters)
    before = asked.mutate(before=asked.day.lag().over(group_by="person", order_by="day"))
    units = before.cross_join(span)
    window = number(parameters, "window_days", YEAR_DAYS)
    gap, room = days(units.day, units.before), days(units.day, units.first)
    return followed(units, gap, room, window, grain_of(parameters, "quarter"), EARLY)


def _forward(tables: Tables, parameters: Parameters) -> Table:
    """A request without long-term support is followed by another of the person's within `window_days`, or not."""
    asked, span = _without_long_term(tables, parameters)
    after = asked.mutate(after=asked.day.lead().over(group_by="person", order_by="day"))
    units = after.filter(after.without).cross_join(span)
    window = number(parameters, "window_days", YEAR_DAYS)
    gap, room = days(units.after, units.day), days(units.last, units.day)
    return followed(units, gap, room, window, grain_of(parameters, "quarter"))


def _without_long_term(tables: Tables, parameters: Parameters) -> tuple[Table, Table]:
    """Return merged requests with `without`: whether they needed no long-term support; and the table's span.

    Client level data: none open at the request, and none begun within `long_term_days` of it. A requests table: its
    outcome, once there is one.
    """
    if "cld" not in tables:
        found = request_rows(tables["requests"], parameters)
        whole = whole_requests(found, parameters)
        return whole.mutate(without=whole.ended & ~whole.long), request_span(found, parameters)
    cld = tables["cld"]
    asked = timeline(cld_requests(cld, parameters), cld_long_term(cld, parameters), parameters)
    soon = number(parameters, "long_term_days", WINDOW_DAYS)
    begun = (days(asked.next_start, asked.day) <= soon).fill_null(False)  # noqa: FBT003  # the value to fill in
    return asked.mutate(without=is_new(asked) & ~begun), cld_span(cld, parameters)
