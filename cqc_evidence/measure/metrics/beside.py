"""What must be read beside a value: the opposite part, and whether groups were followed up alike."""

from __future__ import annotations

from collections.abc import Sequence

from cqc_evidence.measure.metrics.counted import OPEN, Counted, starts
from cqc_evidence.measure.metrics.shown import PERCENT, amount, count, ends, points
from cqc_evidence.measure.metrics.values import Other, compare
from cqc_evidence.measure.statistics import newcombe
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.metric import Formula, Metric
from cqc_evidence.model.result import Comparison, Interval

_MUCH = 0.1
"""A difference in what is still open, as a share, from which groups cannot be compared as equals."""


def decreases_too(metric: Metric, one: Counted, other: Other | None, counted: list[Counted]) -> tuple[str, ...]:
    """Return that the opposite part moved the same way, where it did.

    Fewer increases read as good news; when decreases fell as well the reader must know.
    """
    formula = metric.formula
    if metric.kind != "parts" or formula is None or other is None or one.part != formula.numerator[0]:
        return ()
    comparison = compare(metric, one, *other)
    opposite = _part(counted, one, formula.numerator[-1])
    found = _part(counted, other.counted, formula.numerator[-1])
    beside = compare(metric, opposite, found, other.name) if opposite and found else None
    if not (comparison and opposite and found and beside) or beside.difference * comparison.difference <= 0:
        return ()
    way = _way(one, beside)
    now, then = beside.value + beside.difference, beside.value
    tested = _tested(beside)
    told = (
        f"{_plural(opposite.part)} {way}: {amount(now, PERCENT)}{_counts(opposite)} beside {amount(then, PERCENT)}"
        f"{_counts(found)}, a difference of {points(beside.difference, PERCENT)}{tested}."
    )
    return (told,)


def _way(one: Counted, beside: Comparison) -> str:
    """Return how it moved; only what came later can have fallen or risen."""
    lower = beside.difference < 0
    if starts(beside.period) < starts(one.period):
        return "also fell" if lower else "also rose"
    return "were lower as well" if lower else "were higher as well"


def _part(counted: list[Counted], one: Counted, part: str) -> Counted | None:
    return next((each for each in counted if each.key == one.key._replace(part=part)), None)


def _plural(part: str) -> str:
    return f"{part[:1].upper()}{part[1:]}{'' if part.endswith('s') else 's'}"


def _counts(one: Counted) -> str:
    if one.numerator is None or one.denominator is None:
        return " (n not available)"
    return f" ({count(one.numerator)} of {count(one.denominator)})"


def _tested(beside: Comparison) -> str:
    if beside.interval is None:
        return " (interval not available)"
    low, high = ends(beside.interval, PERCENT)
    told = f" (95 % interval of the difference {low} to {high})"
    return f"{told}, which could be chance" if beside.verdict == "could be chance" else f"{told}, which is clear"


def clearly_apart(own: tuple[float, float], other: tuple[float, float]) -> Interval | None:
    """Return the interval of the difference between two shares of open work where groups are unlike by it, else nothing.

    They are where the shares are more than 10 points apart and the interval leaves out no difference.

    Args:
        own: how many are still going on, and of how many.
        other: the same of the other group.

    >>> clearly_apart((191, 502), (9, 540)) is None, clearly_apart((5, 50), (6, 50))
    (False, None)
    """
    low, high = newcombe(*own, *other)
    alike = low <= 0 <= high or abs(own[0] / own[1] - other[0] / other[1]) <= _MUCH
    return None if alike else (low, high)


def unequal_follow_up(
    metric: Metric, one: Counted, other: Other | None, observations: Sequence[Observation]
) -> tuple[str, ...]:
    """Return that two groups were not followed up alike, where much more of one was still going on.

    Needed are the counts of what was still going on and of everything listed, for both groups.
    """
    formula = metric.formula
    if other is None or formula is None or OPEN in formula.numerator:
        return ()
    beside = other.counted
    mine = _open(formula, observations, one.group, one.breakdown, one.period)
    theirs = _open(formula, observations, beside.group, one.breakdown, beside.period)
    apart = clearly_apart(mine, theirs) if mine and theirs else None
    if not (mine and theirs and apart):
        return ()
    low, high = ends(apart, PERCENT)
    (a, n), (b, m) = mine, theirs
    told = (
        f"Follow-up was unequal: {amount(a / n, PERCENT)} ({count(a)} of {count(n)}) was still going on when it was "
        f"counted, beside {amount(b / m, PERCENT)} ({count(b)} of {count(m)}) {'in' if beside.group == one.group else 'of'} "
        f"{other.name} (95 % interval of the difference {low} to {high}), so the two "
        f"cannot be compared as equals."
    )
    return (told,)


def _open(
    formula: Formula, observations: Sequence[Observation], group: str, breakdown: str, period: Period
) -> tuple[float, float] | None:
    """Return how many were still going on, and of how many listed."""
    listed = {*formula.numerator, *formula.denominator, *formula.outside, formula.total}
    rows = [
        one
        for one in observations
        if (one.metric, one.group, one.period) == (formula.rows, group, period)
        and one.breakdown == (breakdown or one.breakdown)
        and one.part in listed
        and one.numerator is not None
    ]
    if not any(one.part == OPEN for one in rows):
        return None
    still = sum(one.numerator or 0 for one in rows if one.part == OPEN)
    of = sum(
        _listed(formula, [one for one in rows if one.breakdown == name]) for name in {one.breakdown for one in rows}
    )
    return (still, of) if of else None


def _listed(formula: Formula, rows: Sequence[Observation]) -> float:
    """Return how many one table lists: as its total is printed, else the sum of its parts."""
    totals = [one.numerator or 0 for one in rows if one.part == formula.total]
    return totals[0] if totals else sum(one.numerator or 0 for one in rows)
