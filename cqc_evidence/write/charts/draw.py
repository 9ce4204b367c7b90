"""A chart → one picture, through matplotlib's objects: no state outside the call, no window, no clock."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from cqc_evidence.write.charts.intervals import draw_intervals
from cqc_evidence.write.charts.over_time import draw_over_time
from cqc_evidence.write.charts.parts import draw_parts

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart
    from cqc_evidence.write.charts.colours import Colours

WIDTH = 6.3
"""Inches: the text of a portrait page."""
_DOTS = 200
_SETTINGS = {
    "font.family": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.unicode_minus": True,
    # Letters as outlines: no reader needs our font, and no machine chooses another.
    "svg.fonttype": "path",
    "svg.hashsalt": "cqc-evidence",
    "text.parse_math": False,
    "axes.linewidth": 0.8,
    "hatch.linewidth": 0.7,
}
_DRAWERS = {"over-time": draw_over_time, "intervals": draw_intervals, "parts": draw_parts}


def draw(chart: Chart, colours: Colours, form: str) -> bytes:
    """Return the picture in one form; the same chart and colours give the same bytes.

    Args:
        chart: what to draw; its title stands above the picture, not in it.
        colours: what to draw it in.
        form: `svg` or `png`.
    """
    import warnings  # noqa: PLC0415  # only here

    import matplotlib as mpl  # noqa: PLC0415  # heavy
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(), warnings.catch_warnings():
        # A letter that the font lacks becomes a box; the table beside the chart has the text.
        warnings.simplefilter("ignore")
        mpl.rcdefaults()
        mpl.rcParams.update(cast("Any", _SETTINGS))
        figure = Figure(figsize=(WIDTH, 2.6), layout="constrained", facecolor=colours.paper)
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(colours.line)
        axes.tick_params(colors=colours.quiet, labelsize=8, width=0.8)
        _DRAWERS[chart.kind](chart, figure, axes, colours)
        target = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(target, format=form, dpi=_DOTS, metadata=metadata)
    return target.getvalue()
