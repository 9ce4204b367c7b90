"""Points over time in the manner of NHS England's Making Data Count: grey line, mean, limits, marked points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.write.charts.words import axis_words, edges, short, spread, value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cqc_evidence.model.pack import Chart, ChartLine, ChartPoint
    from cqc_evidence.write.charts.colours import Colours

_MOST_TICKS = 8
_MOST_VALUES = 10
"""Up to so many points bear their value."""


def draw_over_time(chart: Chart, figure: Figure, axes: Axes, colours: Colours) -> None:
    """Draw one series with its lines; where there are no limits the axis begins at 0, so that no step looks larger than it is."""
    points = chart.series[0].points if chart.series else ()
    if not points:
        _nothing(axes, colours)
        return
    places = _places(points)
    values = [point.value for point in points]
    axes.plot(places, values, color=colours.line, linewidth=1.6, zorder=2)
    _dots(axes, points, places, colours)
    for line in chart.lines:
        _line(axes, line, places, chart.unit, colours)
    low, high = edges([*values, *(line.value for line in chart.lines)], from_zero=not chart.lines)
    axes.set_ylim(low, high)
    width = (places[-1] - places[0]) or 1.0
    axes.set_xlim(places[0] - width * 0.05, places[-1] + width * (0.16 if chart.lines else 0.05))
    shown = _ticks(places)
    axes.set_xticks(
        [places[place] for place in shown], [short(points[place].label).replace(" to ", "\nto ") for place in shown]
    )
    axes.yaxis.set_major_formatter(lambda value, _: value_words(value, chart.unit))
    axes.set_ylabel(axis_words(chart.unit), color=colours.quiet)
    axes.grid(visible=True, axis="y", color=colours.line, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    if len(points) <= _MOST_VALUES:
        for place, point in zip(places, points, strict=True):
            axes.annotate(
                point.words or value_words(point.value, chart.unit), (place, point.value), xytext=(0, 7), textcoords="offset points", ha="center",
                color=colours.ink, fontsize=8,
            )  # fmt: skip
    figure.set_size_inches(figure.get_figwidth(), 2.7)


def _places(points: Sequence[ChartPoint]) -> list[float]:
    """Return where points stand: in true time where it is known, else one after the other."""
    days = [point.day for point in points]
    if any(day is None for day in days) or len(set(days)) < len(days):
        return [float(place) for place in range(len(points))]
    return [float(day or 0) for day in days]


def _ticks(places: Sequence[float]) -> list[int]:
    """Return which points bear a label: evenly apart, and none so near to the next that they would touch."""
    width = (places[-1] - places[0]) or 1.0
    shown: list[int] = []
    for place in spread(len(places), _MOST_TICKS):
        if not shown or places[place] - places[shown[-1]] >= width / _MOST_TICKS:
            shown.append(place)
    return shown


def _dots(axes: Axes, points: Sequence[ChartPoint], places: Sequence[float], colours: Colours) -> None:
    size = 34 if len(points) <= 24 else 16  # noqa: PLR2004  # two years of months
    for special in (False, True):
        chosen = [(place, point.value) for place, point in zip(places, points, strict=True) if point.special == special]
        if chosen:
            axes.scatter(
                [place for place, _ in chosen], [value for _, value in chosen], s=size * (1.7 if special else 1),
                marker="D" if special else "o", color=colours.special if special else colours.accent,
                edgecolors=colours.paper, linewidths=0.8, zorder=4 if special else 3,
            )  # fmt: skip


def _line(axes: Axes, line: ChartLine, places: Sequence[float], unit: str, colours: Colours) -> None:
    last = len(places) - 1 if line.last is None else min(line.last, len(places) - 1)
    first = min(line.first, last)
    steps = {
        "centre": ("solid", colours.ink, 1.1),
        "limit": ((0, (5, 3)), colours.quiet, 1.1),
        "comparator": ((0, (1, 1.5)), colours.special, 1.4),
    }
    style, colour, width = steps[line.role]
    axes.plot(
        [places[first], places[last]],
        [line.value, line.value],
        linestyle=style,
        color=colour,
        linewidth=width,
        zorder=1,
    )
    if last == len(places) - 1:
        axes.annotate(
            f"{line.label}\n{line.words or value_words(line.value, unit)}", (places[last], line.value), xytext=(6, 0),
            textcoords="offset points", va="center", color=colours.quiet, fontsize=7.2, linespacing=1.1,
        )  # fmt: skip


def _nothing(axes: Axes, colours: Colours) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, "nothing to draw", ha="center", va="center", color=colours.quiet)
