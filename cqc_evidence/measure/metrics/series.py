"""A value's series over time: earlier points, the chart in the NHS manner, and whether it is back where it was."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cqc_evidence.measure.metrics.counted import starts
from cqc_evidence.measure.statistics import chart
from cqc_evidence.model.dates import Period, period_in_words
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.project import Rebase
from cqc_evidence.model.result import Spc

Point = tuple[Period, float]
_MONTHS = 12
_FEWEST = 4
"""Points below which no limits are drawn."""


def chart_over_time(metric: Metric, points: Sequence[Point], group: str, rebases: Sequence[Rebase]) -> Spc | None:
    """Return a series charted in the NHS manner, or nothing where the metric asks for none or it would mislead.

    Points at uneven distances get no limits: a change over a year and one over a quarter are not alike.
    """
    if not metric.spc.use or len(points) < _FEWEST or not evenly_spaced(points):
        return None
    own = [(one.begins, one.because) for one in rebases if one.metric == metric.id and one.group in ("", group)]
    return chart(points, own, screen=metric.spc.screen, trial_below=metric.spc.trial_below)


def not_begun_anew(metric: Metric, spc: Spc | None, group: str, rebases: Sequence[Rebase]) -> tuple[str, ...]:
    """Return, for each dated reason that the chart could not follow, that it could not: a stretch had too few points."""
    if spc is None:
        return ()
    begun = {one.because for one in spc.segments}
    return tuple(
        f"Limits do not begin anew in {period_in_words(one.begins)} ({one.because}): one side has fewer than {_FEWEST} points."
        for one in rebases
        if one.metric == metric.id and one.group in ("", group) and one.because not in begun
    )


def before(earlier: Period, period: Period) -> bool:
    """Return whether a period comes before another and shares no day with it, as far as days are known.

    >>> before(Period.parse("2019"), Period.parse("2020-01")), before(Period.parse("2019-04/2020-03"), Period.parse("2020-01"))
    (True, False)
    """
    if earlier.end and period.start:
        return earlier.end < period.start
    return starts(earlier) < starts(period)


def evenly_spaced(points: Sequence[Point]) -> bool:
    """Return whether the periods follow one another at one distance: each week, month, quarter or year.

    >>> evenly_spaced([(Period.parse(text), 0.0) for text in ("2020-01", "2020-02", "2020-03")])
    True
    >>> evenly_spaced([(Period.parse(text), 0.0) for text in ("2019-09", "2020-03", "2021-03")])
    False
    """
    starts = [period.start for period, _ in points if period.start]
    days = [start.toordinal() for start in starts]
    months = [start.year * _MONTHS + start.month for start in starts]
    firsts = {start.day for start in starts}
    gaps = {later - earlier for earlier, later in pairwise(days)}
    in_months = {later - earlier for earlier, later in pairwise(months)}
    return len(gaps) == 1 or (len(in_months) == 1 and len(firsts) == 1)


def back_at(points: Sequence[Point]) -> Period | None:
    """Return the earlier period whose value the last point has again, after another value between; else nothing.

    >>> values = (("2019-03", 7.2), ("2020-03", 5.5), ("2021-03", 7.2))
    >>> back_at([(Period.parse(text), value) for text, value in values])
    Period('2019-03')
    """
    *before, (_, last) = points
    for place in range(len(before) - 2, -1, -1):
        if before[place][1] == last and any(value != last for _, value in before[place + 1 :]):
            return before[place][0]
    return None
