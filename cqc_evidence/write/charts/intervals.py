"""A dot with whiskers for each group, and a line to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.write.charts.words import axis_words, edges, value_words, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cqc_evidence.model.pack import Chart
    from cqc_evidence.write.charts.colours import Colours

_ROW = 0.42
"""Inches a group."""
_EDGE = 0.85


def draw_intervals(chart: Chart, figure: Figure, axes: Axes, colours: Colours) -> None:
    """Draw one row a point, the first on top; the axis begins at 0, and each row bears its value at the right."""
    points = [point for series in chart.series for point in series.points]
    rows = list(range(len(points)))[::-1]
    ends = [end for point in points for end in (point.low, point.high) if end is not None]
    values = [*(point.value for point in points), *ends, *(line.value for line in chart.lines)]
    for row, point in zip(rows, points, strict=True):
        if point.low is not None and point.high is not None:
            axes.plot(
                [point.low, point.high], [row, row], color=colours.accent, linewidth=2, solid_capstyle="butt", zorder=2
            )
            axes.plot(
                [point.low, point.high],
                [row, row],
                "|",
                color=colours.accent,
                markersize=9,
                markeredgewidth=1.6,
                zorder=2,
            )
        axes.plot([point.value], [row], "D" if point.special else "o", color=colours.accent, markersize=7, zorder=3)
        axes.annotate(
            point.words or value_words(point.value, chart.unit), (1, row), xycoords=("axes fraction", "data"), xytext=(6, 0),
            textcoords="offset points", va="center", color=colours.ink, fontsize=8.5, fontweight="bold",
        )  # fmt: skip
    axes.set_xlim(*edges(values or [0.0], from_zero=True))
    top = len(points) - 0.4 + 0.35 * bool(chart.lines)
    axes.set_ylim(-0.6, top)
    for line in chart.lines:
        axes.axvline(line.value, color=colours.special, linestyle=(0, (4, 2.5)), linewidth=1.3, zorder=1)
        low, high = axes.get_xlim()
        at_edge = (line.value - low) / (high - low) > _EDGE
        axes.annotate(
            f"{line.label}: {line.words or value_words(line.value, chart.unit)}", (line.value, top), xytext=(-5 if at_edge else 5, -2),
            textcoords="offset points", va="top", ha="right" if at_edge else "left", color=colours.special, fontsize=8,
        )  # fmt: skip
    axes.set_yticks(rows, [wrapped(point.label) for point in points])
    axes.tick_params(axis="y", length=0, labelcolor=colours.ink)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: value_words(value, chart.unit))
    axes.set_xlabel(axis_words(chart.unit), color=colours.quiet)
    axes.grid(visible=True, axis="x", color=colours.line, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    figure.set_size_inches(figure.get_figwidth(), min(8.0, 0.85 + _ROW * max(1, len(points)) + 0.2 * bool(chart.lines)))
