"""One sentence for each result: what, of whom, when, with n and interval or that they are not available.

Words of association only. A difference whose interval includes none is said to be possibly chance.
"""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.measure.metrics.series import before
from cqc_evidence.measure.metrics.shown import (
    amount,
    chance,
    count,
    decimals_of,
    ends,
    interval_words,
    points,
    when,
)  # fmt: skip
from cqc_evidence.model.dates import Period
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.result import Comparison, Result, Spc

_FEW_EARLIER = 5


def sentence(metric: Metric, result: Result, back: Period | None = None) -> str:
    """Return a result in words.

    Args:
        metric: the definition.
        result: what it came to.
        back: the earlier period whose value the last point has again.
    """
    return " ".join((f"{_head(result)}: {_value(metric, result)}.", *_rest(metric, result, back)))


def _head(result: Result) -> str:
    return ", ".join((result.title, *result.who, when(result.period)))


def _value(metric: Metric, result: Result) -> str:
    if result.hidden:
        return f"not shown ({result.hidden}; n and interval not shown either)"
    if result.value is None:
        return "not available (n and interval not available)"
    places = decimals_of(result.printed, result.unit, result.value)
    shown = amount(result.value, result.unit, places)
    if metric.kind == "full-year":
        return _full_year(metric, result, shown)
    as_printed = " as printed" if result.basis == "quoted" else ""
    n, interval = _n(metric, result), _interval(result, places)
    behind = "n and interval not available" if n.startswith("n not") and not result.interval else f"{n}; {interval}"
    return f"{shown}{as_printed} ({behind})"


def _full_year(metric: Metric, result: Result, shown: str) -> str:
    weeks = count(float(metric.parameters.get("weeks", 52)))
    printed = f"; the source prints {result.printed}" if result.printed else ""
    return (
        f"{shown} (average weekly change × {count(result.denominator or 0)} measured × {weeks} weeks; interval not "
        f"available{printed})"
    )


def _n(metric: Metric, result: Result) -> str:
    top, of = result.numerator, result.denominator
    if metric.kind == "rate" and top is not None and of:
        return f"{count(top)} in {count(of)} {'week' if of == 1 else 'weeks'}"
    if metric.kind == "count" and top is not None:
        return f"n = {count(top)}"
    if top is not None and of is not None:
        return f"{count(top)} of {count(of)}"
    return f"n = {count(of)}" if of is not None else "n not available"


def _interval(result: Result, places: int) -> str:
    return interval_words(result.interval, result.unit, places) if result.interval else "interval not available"


def _rest(metric: Metric, result: Result, back: Period | None) -> Iterator[str]:
    if result.value is None:
        return
    if result.comparison:
        yield comparison_words(result, result.comparison)
    if result.latest:
        yield from _series(result, back)
    if result.spc and result.latest:
        yield _spc(result.spc)
    if metric.kind == "quoted":
        yield "It is quoted and cannot be worked out from what the source prints."


def comparison_words(result: Result, beside: Comparison) -> str:
    """Return how a value stands beside another, in a sentence."""
    unit = result.unit
    places = max(decimals_of(result.printed, unit, result.value), decimals_of("", unit, beside.value))
    then = when(beside.period)
    who = beside.with_ if beside.with_ == then else f"{beside.with_}, {then}"
    if beside.numerator is not None and beside.denominator:
        who += f", {count(beside.numerator)} {'in' if unit == 'a week' else 'of'} {count(beside.denominator)}"
    elif unit == "percent":
        who += ", n not available"
    other = amount(beside.value, unit, _other_places(beside.value, unit, places))
    if not beside.difference:
        return f"Beside {other} ({who}) it is the same{_tested(result, beside, places)}."
    way = "higher" if beside.difference > 0 else "lower"
    return f"Beside {other} ({who}) it is {points(beside.difference, unit, places)} {way}{_tested(result, beside, places)}."


def _other_places(value: float, unit: str, places: int) -> int:
    """Return no decimals for a whole share that a source prints so, such as 7 %."""
    whole = unit == "percent" and abs(value * 100 - round(value * 100)) < 1e-9  # noqa: PLR2004  # a share as typed
    return 0 if whole else places


def _tested(result: Result, beside: Comparison, places: int) -> str:
    """Return what the interval of the difference says."""
    if beside.interval is None:
        return " (interval of the difference not available, so chance is not ruled out)"
    low, high = ends(beside.interval, result.unit, places)
    exact = f"; exact one-sided p {chance(beside.one_sided_p)}" if beside.one_sided_p is not None else ""
    told = f" (95 % interval of the difference {low} to {high}{exact})"
    if beside.verdict == "could be chance":
        return f"{told}: the interval includes no difference, so this could be chance"
    return f"{told}: a clear difference, which is an association and no more"


def _series(result: Result, back: Period | None) -> Iterator[str]:
    """Yield the points before the last one, and whether the last is back where it was."""
    past = [point for point in result.earlier[:-1] if before(point[0], result.period)]
    if not past or (result.comparison and len(past) == 1 and not back):
        return
    places = decimals_of(result.printed, result.unit, result.value)
    unit = result.unit
    shown = [f"{amount(value, unit, places)} ({when(period)})" for period, value in past[-_FEW_EARLIER:]]
    yield f"Points before it: {'; '.join(shown)}."
    if back and result.value is not None:
        now = amount(result.value, unit, places)
        yield f"The last available point is back at {now}, as in {when(back)}."


def _spc(spc: Spc) -> str:
    limits = "trial limits" if spc.trial else "limits"
    how = f"{len(spc.points)} points, {limits}{', large steps left out' if spc.screened else ''}"
    if not spc.rules:
        return f"On the chart over time ({how}) no point stands out from chance."
    return f"On the chart over time ({how}): {'; '.join(spc.rules)}."
