"""Charts over time in the NHS manner: XmR limits, the four rules of Making Data Count, and new limits after a change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import fmean, mean
from typing import Literal, NamedTuple, get_args

from cqc_evidence.model.dates import Period
from cqc_evidence.model.result import Spc, SpcPoint, SpcRule, SpcSegment

FEWEST = 4
"""A chart, and a stretch of one, has at least this many points."""
_RUN = 7
_NEAR = 3
_NEAR_NEEDED = 2
_LIMIT = 2.66
"""Three standard deviations in moving ranges: 3 / 1.128."""
_SCREEN = 3.267
"""The upper limit of a moving range in mean moving ranges."""
_ROUNDING = 1e-12
"""Two numbers closer than this, relative to their size, differ by the arithmetic and not by the data."""
_Side = Literal[-1, 0, 1]


class Limits(NamedTuple):
    """The lines of a chart, in the unit of its values."""

    centre: float
    lower: float
    """May lie below 0 where no value can: it is kept as the arithmetic gives it, and a chart may end at 0."""
    upper: float
    mean_moving_range: float
    screened: int
    """How many moving ranges were left out."""


def xmr(values: Sequence[float], *, screen: bool = False) -> Limits:
    """Return the limits of a series: its mean ± 2.66 times the mean of the steps from one value to the next.

    Args:
        values: the series, oldest first, evenly spaced.
        screen: leave steps above 3.267 times the mean step out of it, once (the centre stays the mean of all values).
            NHSRplotthedots does so unless told otherwise; the NHS workbooks do not.

    Raises:
        ValueError: when there are fewer than two values.

    Source: Making Data Count, NHS England (2.66); Nelson LS, Journal of Quality Technology 1982; 14: 172–173 (3.267).

    The example of NHSRplotthedots' page "Deviations from Excel defaults":

    >>> values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> [round(line, 2) for line in xmr(values)[:3]]
    [1.94, -3.06, 6.95]
    >>> [round(line, 2) for line in xmr(values, screen=True)[:3]]
    [1.94, -0.72, 4.6]
    """
    steps = [abs(later - earlier) for earlier, later in pairwise(values)]
    if not steps:
        message = "limits need two values at least: there is no step from one to the next"
        raise ValueError(message)
    most = _SCREEN * fmean(steps) if screen else math.inf
    kept = [step for step in steps if step <= most]
    centre, moving_range = float(mean(values)), fmean(kept)
    reach = _LIMIT * moving_range
    return Limits(centre, centre - reach, centre + reach, moving_range, len(steps) - len(kept))


def marks(values: Sequence[float], limits: Limits) -> tuple[tuple[SpcRule, ...], ...]:
    """Return, for each point, the rules that mark it, in the order of `SpcRule`.

    - A point outside the limits: above the upper or below the lower; on a limit is inside.
    - 7 points on one side: seven or more in a row above the centre, or below; a point on the centre breaks the row.
    - 7 points trending: seven or more in a row, each above the one before, or each below; two alike break the row.
    - 2 of 3 near a limit: three in a row on one side of the centre, two or more of them beyond two thirds of the way to
      the limit but not outside it; those two or three are marked, as NHSRplotthedots does.

    Every point of a row is marked, not only the seventh.

    Source: Making Data Count, NHS England; NHSRplotthedots for which points are marked.

    >>> limits = xmr([5, 6, 5, 6, 5, 6, 5, 6])
    >>> marks([5, 9, 5.5], limits)
    ((), ('a point outside the limits',), ())
    """
    sides = [_side(value, limits.centre, limits) for value in values]
    found = (_outside(values, limits), _row(sides), _trend(values), _near(values, sides, limits))
    rules: tuple[SpcRule, ...] = get_args(SpcRule)
    return tuple(
        tuple(rule for rule, points in zip(rules, found, strict=True) if point in points)
        for point in range(len(values))
    )


def chart(
    points: Sequence[tuple[Period, float]],
    rebases: Sequence[tuple[Period, str]] = (),
    *,
    screen: bool = False,
    trial_below: int = 12,
) -> Spc | None:
    """Return a series with limits and marks; `None` when fewer than 4 of its points are dated.

    Points are put in order of their dates. A rebase begins a new stretch with the first point that starts on or after it;
    limits and rows of points do not reach across. It is left out where a stretch would have fewer than 4 points: limits
    from so few would say nothing. So look at the stretches' reasons to see which rebases took hold.

    Args:
        points: period and value, evenly spaced; a point of unknown date has no place on a chart and is left out.
        rebases: the dates from which something is known to have changed, and what.
        screen: as `xmr`.
        trial_below: with fewer points than this in any stretch, the limits are called trial limits.

    Source: as `xmr` and `marks`.

    >>> months = [Period.parse(f"2020-{month:02}") for month in range(1, 13)]
    >>> series = list(zip(months, [8, 9, 8, 9, 8, 9, 5, 6, 5, 6, 5, 6]))
    >>> found = chart(series, [(Period.parse("2020-07"), "two more sites began")])
    >>> [(stretch.centre, stretch.because) for stretch in found.segments], found.trial, found.rules
    ([(8.5, ''), (5.5, 'two more sites began')], True, ())
    """
    dated = sorted((point for point in points if point[0].known), key=lambda point: (_edge(point[0]), point[1]))
    if len(dated) < FEWEST:
        return None
    cuts = _cuts([period for period, _ in dated], rebases)
    ends = [*(begin for begin, _ in cuts[1:]), len(dated)]
    stretches = [_stretch(dated[begin:end], why, screen=screen) for (begin, why), end in zip(cuts, ends, strict=True)]
    marked = tuple(
        SpcPoint(period=period, value=value, rules=rules, segment=number)
        for number, (_, stretch) in enumerate(stretches)
        for period, value, rules in stretch
    )
    broken = {rule for point in marked for rule in point.rules}
    return Spc(
        points=marked,
        segments=tuple(segment for segment, _ in stretches),
        trial=any(len(stretch) < trial_below for _, stretch in stretches),
        screened=screen,
        rules=tuple(rule for rule in get_args(SpcRule) if rule in broken),
    )


def _edge(period: Period) -> tuple[str, str]:
    return str(period.start), str(period.end)


def _cuts(periods: Sequence[Period], rebases: Iterable[tuple[Period, str]]) -> list[tuple[int, str]]:
    """Return where each stretch begins, with its reason; the first begins with the first point and has none."""
    cuts = [(0, "")]
    for when, why in sorted(
        (found for found in rebases if found[0].known), key=lambda found: (_edge(found[0]), found[1])
    ):
        begin = sum(_edge(period)[0] < _edge(when)[0] for period in periods)
        last, before = cuts[-1]
        if begin == last and before:
            cuts[-1] = (last, f"{before}; {why}")
        elif begin - last >= FEWEST and len(periods) - begin >= FEWEST:
            cuts.append((begin, why))
    return cuts


def _stretch(
    points: Sequence[tuple[Period, float]], why: str, *, screen: bool
) -> tuple[SpcSegment, list[tuple[Period, float, tuple[SpcRule, ...]]]]:
    """Return one stretch with its limits, and its points with the rules that mark them."""
    values = [value for _, value in points]
    limits = xmr(values, screen=screen)
    segment = SpcSegment(centre=limits.centre, lower=limits.lower, upper=limits.upper, begins=points[0][0], because=why)
    marked = zip(points, marks(values, limits), strict=True)
    return segment, [(period, value, rules) for (period, value), rules in marked]


def _side(value: float, line: float, limits: Limits) -> _Side:
    """Return −1, 0 or 1 for a value below, on or above a line."""
    size = max(abs(value), abs(line), limits.mean_moving_range)
    if abs(value - line) <= _ROUNDING * size:
        return 0
    return 1 if value > line else -1


def _outside(values: Sequence[float], limits: Limits) -> set[int]:
    return {
        point
        for point, value in enumerate(values)
        if _side(value, limits.upper, limits) > 0 or _side(value, limits.lower, limits) < 0
    }


def _row(sides: Sequence[_Side]) -> set[int]:
    return _windows(len(sides), _RUN, lambda row: sides[row[0]] != 0 and len({sides[point] for point in row}) == 1)


def _trend(values: Sequence[float]) -> set[int]:
    def trends(row: range) -> bool:
        steps = [values[later] - values[earlier] for earlier, later in pairwise(row)]
        return all(step > 0 for step in steps) or all(step < 0 for step in steps)

    return _windows(len(values), _RUN, trends)


def _near(values: Sequence[float], sides: Sequence[_Side], limits: Limits) -> set[int]:
    outside = _outside(values, limits)
    far = 2 / 3 * (limits.upper - limits.centre)
    near = {
        point
        for point, side in enumerate(sides)
        if side and point not in outside and _side(values[point], limits.centre + side * far, limits) == side
    }

    def crowds(row: range) -> bool:
        return len({sides[point] for point in row}) == 1 and len(near.intersection(row)) >= _NEAR_NEEDED

    return near & _windows(len(values), _NEAR, crowds)


def _windows(count: int, width: int, holds: Callable[[range], bool]) -> set[int]:
    """Return all points that belong to a row of this width for which something holds."""
    rows = (range(begin, begin + width) for begin in range(count - width + 1))
    return {point for row in rows if holds(row) for point in row}
