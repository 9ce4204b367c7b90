"""What people's care costs a week before a conversation or review, and after it."""

from __future__ import annotations

from cqc_evidence.engine.expressions.conversations import conversation_rows
from cqc_evidence.engine.expressions.people import FAR
from cqc_evidence.engine.expressions.reviews import GOING_ON, LEFT_OUT, MEASURED, parts, review_rows
from cqc_evidence.engine.expressions.shape import (
    completed,
    count,
    days,
    end_of,
    grain_of,
    literal,
    number,
    period_start,
    said,
    together,
)
from cqc_evidence.engine.kinds import LATE, Parameters, Table, Tables, Value

BEFORE_DAYS = 1
AFTER_DAYS = 30


def package_change(tables: Tables, parameters: Parameters) -> Table:
    """Return conversations and reviews by how the person's gross weekly cost changed, and the average change.

    The cost `before_days` before the start is set beside the cost `after_days` after the end, both added up over the
    person's packages of that day. Only people with a package on the day before are in it. Left out are people who died
    by the day after, packages that are suspended on either day, packages that ended on
    no known day, and work that ends before it
    starts.

    Source: London Borough of Harrow, Story of Change, heading: Measuring the Impact.
    """
    packages = package_rows(tables["packages"])
    work = work_rows(tables, parameters)
    units = _beside(work, packages, parameters).cross_join(package_span(work, packages, parameters))
    told = units.select(
        "group_",
        "change",
        period_start=period_start(units.day, grain_of(parameters, "as-given")),
        part=_part(units, number(parameters, "after_days", AFTER_DAYS)),
    )
    return parts(told, MEASURED, (GOING_ON, LEFT_OUT, LATE), money="change")


def _part(units: Table, after_days: int) -> Value:
    change = units.change
    measured = (change > 0).ifelse("increase", (change < 0).ifelse("decrease", "no change"))
    late = (days(units.last, units.ends) < after_days).ifelse(LATE, measured)
    going_on = units.ends.isnull() | (units.ends > units.last)
    return going_on.ifelse(GOING_ON, (units.excluded | (units.ends < units.day)).ifelse(LEFT_OUT, late))


def work_rows(tables: Tables, parameters: Parameters) -> Table:
    """Return conversations and reviews as `person`, `day`, `group_`, `ends`; of one person and day there is one."""
    held = [
        make(tables[name], parameters).select("person", "day", "group_", "ends")
        for name, make in (("conversations", conversation_rows), ("reviews", review_rows))
        if name in tables
    ]
    every = together(held)
    return every.group_by("person", "day").aggregate(group_=every.group_.min(), ends=every.ends.max())


def package_rows(packages: Table) -> Table:
    """Return packages as `owner`, `begins`, `until`, `pence` a week, and what their status says."""
    whole = completed(packages, to="date", status="string")
    usable = whole.filter(whole.person_id.notnull() & whole["from"].notnull() & whole.gross_weekly.notnull())
    return usable.select(
        owner=usable.person_id,
        begins=usable["from"],
        until=usable.to.fill_null(literal(FAR, "string").cast("date")),
        # Whole pence add up to the same sum in any order, on any engine.
        pence=(usable.gross_weekly * 100).round().cast("int64"),
        suspended=said(usable.status, "suspended"),
        deceased=said(usable.status, "deceased"),
        undated=said(usable.status, "ended", "deceased") & usable.to.isnull(),
    )


def _beside(work: Table, packages: Table, parameters: Parameters) -> Table:
    """Return each piece of work with the `change` in pence a week, and whether it is to be left out."""
    before = number(parameters, "before_days", BEFORE_DAYS)
    after = number(parameters, "after_days", AFTER_DAYS)
    pairs = work.inner_join(packages, work.person == packages.owner)
    at_start = (days(pairs.day, pairs.begins) >= before) & (days(pairs.day, pairs.until) <= before)
    by_end = days(pairs.ends, pairs.begins) >= -after
    at_end = by_end & (days(pairs.ends, pairs.until) <= -after)
    gone = days(pairs.ends, pairs.until) >= -after
    excluded = (pairs.suspended & (at_start | at_end)) | (pairs.deceased & gone) | pairs.undated
    told = pairs.mutate(
        at_start=at_start,
        cost_before=at_start.ifelse(pairs.pence, 0),
        cost_after=at_end.fill_null(False).ifelse(pairs.pence, 0),  # noqa: FBT003  # the value to fill in
        excluded=excluded.fill_null(False),  # noqa: FBT003  # the value to fill in
    )
    summed = told.group_by("person", "day", "group_", "ends").aggregate(
        had=count(told.at_start),
        out=count(told.excluded),
        change=(told.cost_after - told.cost_before).sum().cast("int64"),
    )
    return summed.filter(summed.had > 0).mutate(excluded=summed.out > 0)


def package_span(work: Table, packages: Table, parameters: Parameters) -> Table:
    """Return the last day that is known: the last start or end of work, or the last start of a package.

    A package's end may be planned, and lie in the future.
    """
    told = together(
        [work.select(day="day"), work.select(day="ends"), packages.select(day="begins")],
    )
    return told.aggregate(last=end_of(parameters, "last_day", told.day.max()))
