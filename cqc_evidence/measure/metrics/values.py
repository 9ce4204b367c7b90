"""One counted value → the value, its interval, and how it stands beside another."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from cqc_evidence.measure.metrics.counted import Counted
from cqc_evidence.measure.statistics import binomial_tail, newcombe, rate, wilson
from cqc_evidence.model.dates import Period, period_in_words
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.result import Comparison, ComparisonVerdict, Interval


class Valued(NamedTuple):
    """A value with its interval, where it has one."""

    value: float | None
    interval: Interval | None
    computed: bool
    """Whether it was worked out from counts; else it is quoted as the source gives it."""


class Other(NamedTuple):
    """What a value is set beside."""

    counted: Counted
    name: str
    """The group; or, of the same group, the period in words."""


def value_of(metric: Metric, one: Counted) -> Valued:
    """Return a value by its metric's kind, with the interval that the metric's method gives."""
    count, of = one.numerator, one.denominator
    ends = (one.low, one.high) if one.low is not None and one.high is not None else None
    if metric.kind == "quoted":
        return Valued(one.value if one.value is not None else count, None, computed=False)
    if metric.kind == "full-year":
        return Valued(one.value, None, computed=True)
    if metric.kind == "count" and one.value is not None:
        return Valued(one.value, ends, computed=count is not None or of is not None)
    if metric.kind == "count" and count is not None:
        return Valued(count, _byar(metric, count, 1.0), computed=True)
    if metric.kind == "rate" and count is not None and of:
        return Valued(count / of, _byar(metric, count, of), computed=True)
    if metric.kind in ("share", "parts") and count is not None and of and 0 <= count <= of:
        return Valued(count / of, wilson(count, of) if metric.interval == "wilson" else None, computed=True)
    return Valued(one.value, ends, computed=metric.kind == "median" and of is not None and one.value is not None)


def _byar(metric: Metric, count: float, exposure: float) -> Interval | None:
    """Return the interval of a count or rate; a count that is no whole number has none."""
    if metric.interval != "byar" or count < 0 or exposure <= 0 or count != int(count):
        return None
    return rate(count, exposure)


def compare(metric: Metric, one: Counted, other: Counted, name: str) -> Comparison | None:
    """Return how a value stands beside another; the difference is the value minus the other.

    Two shares with counts are compared by Newcombe's method; other pairs with intervals by its general form (Zou
    and Donner 2008); a value beside a bare one by whether its interval holds it. Nothing when either has no value.

    Args:
        metric: whose values they are.
        one: the value.
        other: what it is set beside.
        name: the other in words.
    """
    own, beside = value_of(metric, one), value_of(metric, other)
    if own.value is None or beside.value is None:
        return None
    interval = _difference(metric, (one, own), (other, beside))
    return Comparison.model_validate(
        {
            "with": name,
            "period": other.period,
            "value": beside.value,
            "numerator": other.numerator,
            "denominator": other.denominator,
            "difference": own.value - beside.value,
            "interval": interval,
            "one_sided_p": _chance(metric, one, other, beside),
            "verdict": _verdict(interval),
        }
    )


def _difference(metric: Metric, mine: tuple[Counted, Valued], other: tuple[Counted, Valued]) -> Interval | None:
    (one, own), (two, beside) = mine, other
    if own.value is None or own.interval is None or beside.value is None:
        return None
    if beside.interval is None:
        return (own.interval[0] - beside.value, own.interval[1] - beside.value)
    counts = (one.numerator, one.denominator, two.numerator, two.denominator)
    if metric.kind in ("share", "parts") and None not in counts:
        return newcombe(*(count or 0 for count in counts))
    return _from_intervals(own.value, own.interval, beside.value, beside.interval)


def _from_intervals(value: float, own: Interval, other: float, beside: Interval) -> Interval:
    """Return the interval of a difference from the intervals of both values.

    Source: Zou GY, Donner A. Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 2008; 27: 1693–1702.

    >>> low, high = _from_intervals(10, (7, 13), 6, (2, 10))
    >>> low, high
    (-1.0, 9.0)
    """
    below = sqrt((value - own[0]) ** 2 + (beside[1] - other) ** 2)
    above = sqrt((own[1] - value) ** 2 + (other - beside[0]) ** 2)
    return (value - other - below, value - other + above)


def _chance(metric: Metric, one: Counted, other: Counted, beside: Valued) -> float | None:
    """Return how often chance alone gives a share this far from a fixed one, in that direction."""
    fixed = other.numerator is None and beside.value is not None and 0 < beside.value < 1
    if metric.kind not in ("share", "parts") or not fixed or one.numerator is None or not one.denominator:
        return None
    return binomial_tail(round(one.numerator), round(one.denominator), beside.value or 0.0)


def _verdict(interval: Interval | None) -> ComparisonVerdict:
    if interval is None:
        return "not tested"
    if interval[1] < 0:
        return "clearly lower"
    return "clearly higher" if interval[0] > 0 else "could be chance"


def other_of(one: Counted, found: list[Counted], wanted: str) -> Other | None:
    """Return what a value is set beside: a group, or an earlier period of the same group.

    A group is taken in the same period where it has one, else in its latest.
    """
    alike = [each for each in found if (each.part, each.breakdown) == (one.part, one.breakdown) and each is not one]
    group = [each for each in alike if each.group == wanted]
    if group:
        same = [each for each in group if each.period == one.period]
        return Other((same or group)[-1], wanted)
    earlier = [each for each in alike if each.group == one.group and _same(each.period, wanted)]
    return Other(earlier[-1], period_in_words(earlier[-1].period)) if earlier else None


def _same(period: Period, text: str) -> bool:
    try:
        return period == Period.parse(text)
    except ValueError:
        return False
