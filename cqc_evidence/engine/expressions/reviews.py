"""Reviews: what followed unplanned ones, and how much work is still going on."""

from __future__ import annotations

from collections.abc import Sequence

from cqc_evidence.engine.expressions.conversations import conversation_rows, work_span
from cqc_evidence.engine.expressions.shape import (
    completed,
    count,
    grain_of,
    grouped,
    period_start,
    rows,
    said,
    share,
    together,
    with_all,
)
from cqc_evidence.engine.kinds import NO_SHARES, Parameters, Table, Tables

MEASURED = ("increase", "no change", "decrease")
GOING_ON, LEFT_OUT = "still going on", "left out"
_OUTSIDE = ("ended", GOING_ON, LEFT_OUT)


def unplanned_review_change(tables: Tables, parameters: Parameters) -> Table:
    """Return unplanned reviews by what followed them, among those with an increase, a decrease or no change.

    The parts `ended`, `still going on` and `left out` stand beside them, outside the whole. A review without an
    outcome is still going on while it has no end, and left out once it has one.
    """
    held = review_rows(tables["reviews"], parameters)
    unplanned = held.filter(held.planned == "unplanned")
    missing = unplanned.ends.isnull().ifelse(GOING_ON, LEFT_OUT)
    known = unplanned.outcome.isin((*MEASURED, *_OUTSIDE))
    outcome = unplanned.outcome.isnull().ifelse(missing, known.ifelse(unplanned.outcome, LEFT_OUT))
    units = unplanned.select(
        "group_", period_start=period_start(unplanned.day, grain_of(parameters, "year")), part=outcome
    )
    return parts(units, MEASURED, _OUTSIDE)


def still_open_share(tables: Tables, parameters: Parameters) -> Table:
    """Return reviews, or else conversations, without an end by the last day of their table, among all of them."""
    if "reviews" in tables:
        held = review_rows(tables["reviews"], parameters)
    else:
        held = conversation_rows(tables["conversations"], parameters)
    units = held.cross_join(work_span(held, parameters))
    return share(
        units.select(
            "group_",
            period_start=period_start(units.day, grain_of(parameters, "as-given")),
            hit=units.ends.isnull() | (units.ends > units.last),
            full=units.day.notnull(),
        )
    )


def review_rows(reviews: Table, parameters: Parameters) -> Table:
    """Return reviews: `person`, `day`, `planned`, `outcome`, `group_`, `ends` (null while it goes on).

    Rows of the same person, first day, sort and outcome are one review; it ends with the later end.
    """
    whole = grouped(completed(reviews, end="date", outcome="string"), parameters)
    usable = whole.filter(whole.person_id.notnull() & whole.start.notnull())
    named = usable.select(
        "group_",
        "end",
        person=usable.person_id,
        day=usable.start,
        planned=said(usable.planned, "unplanned").ifelse("unplanned", "planned"),
        outcome=usable.outcome.strip().lower().nullif(""),
    )
    return named.group_by("person", "day", "planned", "outcome").aggregate(
        group_=named.group_.min(), ends=named.end.max()
    )


def parts(units: Table, measured: Sequence[str], outside: Sequence[str], money: str = "") -> Table:
    """Return counts by part: the measured ones among all measured, and those outside the whole.

    `units` has `group_`, `period_start` and `part`. With `money`, its column of pence becomes the part `average weekly
    change`: a value in pounds over the measured units.
    """
    names = {part: f"n{index}" for index, part in enumerate((*measured, *outside))}
    sums = {name: count(units.part == part) for part, name in names.items()}
    if money:
        sums["pence"] = units.part.isin(tuple(measured)).ifelse(units[money], 0).sum().fill_null(0)
    by = units.group_by("group_", "period_start").aggregate(**sums)
    counts = with_all(by, tuple(sums))
    whole = counts.mutate(whole=sum(counts[names[part]] for part in measured))
    known = whole.filter(whole.whole > 0)
    found = [rows(known, part, numerator=known[names[part]], denominator=known.whole) for part in measured]
    for part in outside:
        # Nobody needs to be told that none is left out.
        there = whole.filter(whole[names[part]] > 0) if part in NO_SHARES else whole
        found.append(rows(there, part, numerator=there[names[part]]))
    if money:
        found.append(
            rows(known, "average weekly change", denominator=known.whole, value=known.pence / (known.whole * 100))
        )
    return together(found)
