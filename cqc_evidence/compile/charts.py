"""A metric's results → one chart as data, with words for people who cannot see it made from the same data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from cqc_evidence.measure.metrics.shown import amount, decimals_of
from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.pack import Chart, ChartLine, ChartPoint, ChartSeries
from cqc_evidence.model.result import Result, Spc, SpcSegment

_FEWEST_OVER_TIME = 4
_MOST_TOLD = 8


def chart_of(metric: Metric, found: Sequence[Result]) -> Chart | None:
    """Return the chart that shows a metric best, or nothing where a table says all.

    A series of four or more points is drawn over time; parts of a whole as bars; compared values with intervals as
    dots with whiskers.
    """
    whole = [one for one in found if not one.breakdown and one.value is not None]
    over_time = max(
        (one for one in whole if one.latest), key=lambda one: (len(one.earlier), one.period.text), default=None
    )
    if over_time and len(over_time.earlier) >= _FEWEST_OVER_TIME:
        return _over_time(metric, over_time)
    if metric.kind == "parts" and any(one.numerator is not None for one in whole):
        return _parts(metric, whole)
    if any(one.comparison and one.interval for one in whole):
        return _intervals(metric, whole)
    return None


def _over_time(metric: Metric, last: Result) -> Chart:
    marked = {point.period: bool(point.rules) for point in last.spc.points} if last.spc else {}
    series = tuple(
        ChartPoint(
            label=period_in_words(period),
            value=value,
            special=marked.get(period, False),
            day=period.start.toordinal() if period.start else None,
        )
        for period, value in last.earlier
    )
    who = ", ".join(last.who)
    title = f"{metric.title}{f', {who}' if who else ''}"
    return Chart(
        id=f"chart-metric-{metric.id}", kind="over-time", title=title, unit=last.unit,
        alt=_told_over_time(metric, last, series), series=(ChartSeries(name=who or "all", points=series),),
        lines=_limits(last.spc, last), note=_note(last.spc, last), table=f"table-metric-{metric.id}",
    )  # fmt: skip


def _limits(spc: Spc | None, last: Result) -> tuple[ChartLine, ...]:
    if spc is None:
        return ()
    periods = [period for period, _ in last.earlier]
    lines: list[ChartLine] = []
    firsts = [
        next(place for place, point in enumerate(spc.points) if point.segment == number)
        for number in range(len(spc.segments))
    ]
    for number, segment in enumerate(spc.segments):
        first = firsts[number]
        after = firsts[number + 1] - 1 if number + 1 < len(firsts) else len(periods) - 1
        place = {"first": first, "last": after}
        lines += [
            _line(last, "centre", "mean", segment.centre, place),
            _line(last, "limit", "upper limit", segment.upper, place),
        ]
        if not _below_nought(segment, last):
            lines.append(_line(last, "limit", "lower limit", segment.lower, place))
    return tuple(lines)


def _line(
    of: Result, role: Literal["centre", "limit"], label: str, value: float, place: Mapping[str, int]
) -> ChartLine:
    return ChartLine(role=role, label=label, value=value, words=_bare(value, of), **place)


def _bare(value: float, of: Result) -> str:
    """Return a value for a label in a picture: without "a week", which stands at the axis."""
    shown = amount(value, of.unit, decimals_of(of.printed, of.unit, of.value))
    return shown.removesuffix(f" {of.unit}").removesuffix(" a year")


def _below_nought(segment: SpcSegment, last: Result) -> bool:
    """Return whether a lower limit lies where no value can: nobody counts fewer than none."""
    return segment.lower < 0 and all(value >= 0 for _, value in last.earlier)


def _note(spc: Spc | None, last: Result) -> str:
    if spc is None:
        return "A line of points without limits."
    low = " A lower limit below nought is not drawn." if any(_below_nought(one, last) for one in spc.segments) else ""
    told = "Trial limits: too few points for settled ones. " if spc.trial else ""
    rebased = " ".join(
        f"Limits begin anew in {period_in_words(one.begins)}: {one.because}." for one in spc.segments[1:]
    )
    how = "Limits are the mean ± 2.66 times the mean step between points"
    screened = ", large steps left out" if spc.screened else ""
    alarm = "On a stable series of 24 points the four rules mark something in about 16 of 100 charts."
    return f"{told}{how}{screened}.{low} {alarm} {rebased}".strip()


def _told_over_time(metric: Metric, last: Result, series: tuple[ChartPoint, ...]) -> str:
    places = decimals_of(last.printed, last.unit, last.value)
    shown = series if len(series) <= _MOST_TOLD else _turning(series)
    told = "; ".join(f"{point.label} {amount(point.value, last.unit, places)}" for point in shown)
    which = "" if len(series) <= _MOST_TOLD else " First, lowest, highest and last are told here."
    special = [point.label for point in series if point.special]
    marks = f" Marked as unlikely to be chance: {'; '.join(special[:_MOST_TOLD])}." if special else ""
    return f"Line of {len(series)} points: {metric.title}. {told}.{which}{marks}"


def _turning(series: tuple[ChartPoint, ...]) -> tuple[ChartPoint, ...]:
    """Return the first, lowest, highest and last point, in their order."""
    low = min(series, key=lambda point: point.value)
    high = max(series, key=lambda point: point.value)
    return tuple(point for point in series if point in (series[0], low, high, series[-1]))


def _parts(metric: Metric, whole: Sequence[Result]) -> Chart:
    latest = [one for one in whole if one.latest and one.numerator is not None]
    groups = list(dict.fromkeys((one.group, one.period) for one in latest))
    names = list(dict.fromkeys(one.part for one in latest))
    values = {(one.part, one.group, one.period): one.value or 0.0 for one in latest}
    series = tuple(
        ChartSeries(
            name=name,
            points=tuple(
                ChartPoint(
                    label=f"{group}, {period_in_words(period)}",
                    value=values.get((name, group, period), 0.0),
                    words=amount(values.get((name, group, period), 0.0), "percent"),
                )
                for group, period in groups
            ),
        )
        for name in names
    )
    told = ". ".join(
        f"{group}, {period_in_words(period)}: "
        + ", ".join(f"{name} {amount(values.get((name, group, period), 0.0), 'percent')}" for name in names)
        for group, period in groups
    )
    return Chart(
        id=f"chart-metric-{metric.id}", kind="parts", title=metric.title, unit="percent", series=series,
        alt=f"Bars whose parts add up to 100 %. {told}.", table=f"table-metric-{metric.id}",
    )  # fmt: skip


def _intervals(metric: Metric, whole: Sequence[Result]) -> Chart:
    dots = [one for one in whole if one.interval and one.latest]
    fixed = {
        (one.comparison.with_, one.comparison.value): None
        for one in dots
        if one.comparison and one.comparison.numerator is None and one.comparison.with_
    }
    series = ChartSeries(
        name=metric.title,
        points=tuple(
            ChartPoint(
                label=_who(one),
                value=one.value or 0.0,
                words=_bare(one.value or 0.0, one),
                low=one.interval[0],
                high=one.interval[1],
            )
            for one in dots
            if one.interval
        ),
    )
    lines = tuple(
        ChartLine(role="comparator", label=name, value=value, words=_plain(value, metric.unit)) for name, value in fixed
    )
    told = "; ".join(_dot(one) for one in dots)
    beside = "".join(f" Line at {line.words}: {line.label}." for line in lines)
    return Chart(
        id=f"chart-metric-{metric.id}", kind="intervals", title=f"{metric.title}, with 95 % intervals",
        unit=metric.unit, series=(series,), lines=lines, alt=f"Dots with whiskers. {told}.{beside}",
        table=f"table-metric-{metric.id}",
    )  # fmt: skip


def _plain(value: float, unit: str) -> str:
    """Return a value to compare with: a whole share without decimals, such as 7 %."""
    whole = unit == "percent" and round(value * 100, 6) == round(value * 100)
    return amount(value, unit, 0 if whole else 1)


def _who(one: Result) -> str:
    return ", ".join((*one.who, period_in_words(one.period)))


def _dot(one: Result) -> str:
    places = decimals_of(one.printed, one.unit, one.value)
    low, high = one.interval or (0.0, 0.0)
    return (
        f"{_who(one)}: {amount(one.value or 0.0, one.unit, places)}, interval {amount(low, one.unit, places)} to "
        f"{amount(high, one.unit, places)}"
    )
