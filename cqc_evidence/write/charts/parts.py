"""Bars whose parts add up to 100 per cent, told apart by shade and by hatching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.write.charts.colours import luminance, tint
from cqc_evidence.write.charts.words import value_words, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cqc_evidence.model.pack import Chart
    from cqc_evidence.write.charts.colours import Colours

_HATCHES = ("", "///", "", "...", "xxx", "\\\\\\")
_SHADES = (1.0, 0.12, 0.5, 0.3, 0.75, 0.2)
_LEAST = 0.06
"""A part below this share has no room for its value."""
_ROW = 0.5
_DARK = 0.4


def draw_parts(chart: Chart, figure: Figure, axes: Axes, colours: Colours) -> None:
    """Draw one bar a group, the first on top, with the value in each part that has room and the parts named above."""
    labels = [point.label for point in chart.series[0].points] if chart.series else []
    rows = list(range(len(labels)))[::-1]
    starts = [0.0] * len(labels)
    for number, series in enumerate(chart.series):
        shade = tint(colours.accent, _SHADES[number % len(_SHADES)])
        values = [max(0.0, point.value) for point in series.points[: len(labels)]]
        values += [0.0] * (len(labels) - len(values))
        axes.barh(
            rows, values, left=starts, height=0.56, color=shade, edgecolor=colours.accent, linewidth=0.8,
            hatch=_HATCHES[number % len(_HATCHES)], label=series.name,
        )  # fmt: skip
        for row, value, start in zip(rows, values, starts, strict=True):
            if value >= _LEAST:
                dark = luminance(shade) < _DARK
                axes.text(
                    start + value / 2, row, value_words(value, chart.unit), ha="center", va="center", fontsize=8,
                    color=colours.paper if dark else colours.ink,
                    bbox={"facecolor": shade, "edgecolor": "none", "pad": 1.2},
                )  # fmt: skip
        starts = [start + value for start, value in zip(starts, values, strict=True)]
    axes.set_xlim(0, max([1.0, *starts]))
    axes.set_ylim(-0.55, max(len(labels), 1) - 0.45)
    axes.set_yticks(rows, [wrapped(label) for label in labels])
    axes.tick_params(axis="y", length=0, labelcolor=colours.ink)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xticks([])
    if chart.series:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=min(4, len(chart.series)), frameon=False, fontsize=8,
            handlelength=1.6, handleheight=1.1, borderaxespad=0.2, labelcolor=colours.ink,
        )  # fmt: skip
    figure.set_size_inches(figure.get_figwidth(), min(8.0, 0.7 + _ROW * max(1, len(labels))))
