"""A chart → one picture, through matplotlib's objects: no state outside the call, no window, no clock."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from cqc_evidence.write.charts.intervals import draw_intervals
from cqc_evidence.write.charts.over_time import draw_over_time
from cqc_evidence.write.charts.parts import draw_parts
from cqc_evidence.write.charts.sheet import Ruler

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart
    from cqc_evidence.write.charts.colours import Colours

_SETTINGS = {
    # Letters as outlines: no reader needs our font, and no machine chooses another.
    "svg.fonttype": "path",
    "svg.hashsalt": "cqc-evidence",
    # Letters are as wide on the paper as they were measured.
    "text.hinting": "none",
    "text.parse_math": False,
    "hatch.linewidth": 0.8,
    "path.simplify": False,
}
_DRAWERS = {"over-time": draw_over_time, "intervals": draw_intervals, "parts": draw_parts}


def draw(chart: Chart, colours: Colours, form: str, dpi: int) -> bytes:
    """Return the picture in one form; the same chart and colours give the same bytes.

    Args:
        chart: what to draw; its title stands above the picture, not in it.
        colours: what to draw it in.
        form: `svg` or `png`.
        dpi: dots an inch of a PNG.
    """
    with _by_itself():
        return _DRAWERS[chart.kind](chart, Ruler(), colours).saved(form, dpi)


@contextmanager
def _by_itself() -> Iterator[None]:
    """Put aside what a user set up for matplotlib, and what it says of its own folders and fonts."""
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        import matplotlib as mpl  # noqa: PLC0415  # heavy

        with mpl.rc_context(), warnings.catch_warnings():
            # A letter that the font lacks becomes a box; the table beside the chart has the text.
            warnings.simplefilter("ignore")
            mpl.rcdefaults()
            mpl.rcParams.update(cast("Any", _SETTINGS))
            yield
    finally:
        log.setLevel(level)
