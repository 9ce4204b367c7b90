"""Points over time in the manner of NHS England's Making Data Count: grey line, mean, limits, marked points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.charts.apart import moved_apart, thinned
from cqc_evidence.write.charts.beside import begins_anew, write_stretches, write_values
from cqc_evidence.write.charts.plot import Plot
from cqc_evidence.write.charts.scale import Scale, scale_of
from cqc_evidence.write.charts.sheet import SIZE, SMALL, WIDTH, Box, Ruler, Sheet, line_height
from cqc_evidence.write.charts.words import axis_words, short, value_words

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart, ChartLine, ChartPoint
    from cqc_evidence.write.charts.colours import Colours

_PLOT = 1.9
_EDGE, _GAP, _TICK = 0.06, 0.1, 0.045
_INSET = 0.16
"""Room between the frame and the first and last point."""
_LABEL = 1.45
"""Widest label of a line."""
_PERIOD = 0.95
"""Widest label of a period before it goes on two lines."""
_MANY = 24
_LAST_DAY = 3_652_059
"""The ordinal of the last day of the year 9999."""
_KEY = "marked by a rule: unlikely to be chance"
_SHAPES = ("o", "s", "^", "v", "P")
_DASHES = ("solid", (0, (6, 1.5)), (0, (3, 1.5)), (0, (6, 1.5, 1, 1.5)), (0, (1, 1)))


class _Label(NamedTuple):
    """What is written at the right end of a line."""

    value: float
    lines: tuple[str, ...]
    colour: str


def draw_over_time(chart: Chart, ruler: Ruler, colours: Colours) -> Sheet:
    """Return the sheet with every series and its lines.

    A chart with limits asks whether points lie within them, so its axis shows where they are; any other begins at
    zero, so that no step looks larger than it is.
    """
    points = max((series.points for series in chart.series), key=len, default=())
    if not points:
        return nothing(ruler, colours)
    limited = any(line.role == "limit" for line in chart.lines)
    scale = scale_of(_everything(chart), chart.unit, from_zero=not limited)
    labels = _end_labels(chart, ruler, colours, len(points))
    periods = [_period(point.label, ruler) for point in points]
    special = any(point.special for series in chart.series for point in series.points)
    plot, height = _plot(chart, ruler, scale, points, labels, periods, special=special)
    sheet = Sheet(ruler, colours, height)
    _axes(sheet, plot, chart.unit)
    _periods(sheet, plot, periods)
    write_stretches(sheet, plot, chart)
    for line in chart.lines:
        _line(sheet, plot, line)
    for number, series in enumerate(chart.series):
        _series(sheet, plot, series.points, number, limited=limited)
    _labels(sheet, plot, labels)
    write_values(sheet, plot, chart)
    if special:
        _key(sheet, plot.box.left)
    return sheet


def nothing(ruler: Ruler, colours: Colours) -> Sheet:
    """Return a sheet that says that there is nothing on it."""
    sheet = Sheet(ruler, colours, 0.5)
    sheet.write(WIDTH / 2, 0.25, "No values to draw.", colours.quiet, align="center")
    return sheet


def _everything(chart: Chart) -> list[float]:
    points = [point for series in chart.series for point in series.points]
    ends = [end for point in points for end in (point.low, point.high) if end is not None]
    return [*(point.value for point in points), *ends, *(line.value for line in chart.lines)]


def _plot(  # noqa: PLR0913  # each is room to be left somewhere
    chart: Chart,
    ruler: Ruler,
    scale: Scale,
    points: Sequence[ChartPoint],
    labels: Sequence[_Label],
    periods: Sequence[Sequence[str]],
    *,
    special: bool,
) -> tuple[Plot, float]:
    """Return where everything stands, and the height of the sheet."""
    half_first, half_last = (ruler.widest(periods[place], SMALL) / 2 for place in (0, -1))
    numbers = [value_words(tick, chart.unit, scale.decimals) for tick in scale.ticks]
    left = max(_EDGE + ruler.widest(numbers, SMALL) + _GAP, half_first - _INSET + _EDGE)
    written = max((ruler.widest(label.lines, SMALL) for label in labels), default=0.0)
    right = WIDTH - max(_EDGE, written + _GAP + _EDGE if labels else 0.0, half_last - _INSET + _EDGE)
    strip = bool(axis_words(chart.unit)) + begins_anew(chart)
    bottom = _EDGE + max(map(len, periods)) * line_height(SMALL) + _GAP + (line_height(SMALL) + 0.05) * special
    top = bottom + _PLOT
    inside = _places(points, left + _INSET, right - _INSET)
    box = Box(left, bottom, right, top)
    return Plot(box, scale, tuple(inside)), top + 0.1 + strip * (line_height(SMALL) + 0.02)


def _places(points: Sequence[ChartPoint], left: float, right: float) -> list[float]:
    """Return where points stand: in true time where it is known and goes on, else one after the other."""
    known = [point.day for point in points if point.day is not None and 0 < point.day <= _LAST_DAY]
    goes_on = all(one < two for one, two in pairwise(known))
    days = known if goes_on and len(known) == len(points) else list(range(len(points)))
    if len(days) == 1:
        return [(left + right) / 2]
    return [left + (right - left) * (day - days[0]) / (days[-1] - days[0]) for day in days]


def _period(label: str, ruler: Ruler) -> list[str]:
    """Return a period for the axis; a long one is parted where it says "to"."""
    text = short(label)
    if ruler.width(text, SMALL) <= _PERIOD:
        return [text]
    begins, to, ends = text.partition(" to ")
    parted = [begins, f"to {ends}"] if to else [text]
    return [line for part in parted for line in ruler.wrapped(part, _PERIOD, SMALL, most=2 if to else 3)]


def _axes(sheet: Sheet, plot: Plot, unit: str) -> None:
    box, colours = plot.box, sheet.colours
    for tick in plot.scale.ticks:
        height = plot.height(tick)
        sheet.line([(box.left, height), (box.right, height)], colours.grid, 0.6, zorder=0.5)
        number = value_words(tick, unit, plot.scale.decimals)
        sheet.write(box.left - _GAP + 0.03, height, number, colours.quiet, SMALL, align="right")
    zero = 0.0 if plot.scale.low <= 0 <= plot.scale.high else plot.scale.low
    height = plot.height(zero)
    sheet.line([(box.left, height), (box.right, height)], colours.line, 0.9, zorder=0.6)
    if words := axis_words(unit):
        place = sheet.height - 0.03 - line_height(SMALL) / 2
        sheet.write(_EDGE, place, sheet.ruler.cut(words, WIDTH / 2, SMALL), colours.quiet, SMALL)


def _periods(sheet: Sheet, plot: Plot, periods: Sequence[Sequence[str]]) -> None:
    box, colours = plot.box, sheet.colours
    widths = [sheet.ruler.widest(lines, SMALL) for lines in periods]
    shown = thinned(plot.places, widths, 0.12)
    for number, place in enumerate(plot.places):
        if number in shown:
            sheet.line([(place, box.bottom), (place, box.bottom - _TICK)], colours.line, 0.8, zorder=0.6)
            first = box.bottom - _GAP - line_height(SMALL) / 2 + 0.02
            for row, text in enumerate(periods[number]):
                sheet.write(place, first - row * line_height(SMALL), text, colours.quiet, SMALL, align="center")


def _line(sheet: Sheet, plot: Plot, line: ChartLine) -> None:
    colours = sheet.colours
    looks = {
        "centre": (colours.ink, 1.1, "solid"),
        "limit": (colours.quiet, 1.0, (0, (5, 3))),
        "comparator": (colours.special, 1.3, (0, (1.2, 1.6))),
    }
    colour, wide, dashes = looks[line.role]
    begin, end = plot.reach(line)
    height = plot.height(line.value)
    sheet.line([(begin, height), (end, height)], colour, wide, linestyle=dashes, zorder=2)


def _series(sheet: Sheet, plot: Plot, points: Sequence[ChartPoint], number: int, *, limited: bool) -> None:
    """Draw one series: grey where limits say what matters, else in the council's colour."""
    colours = sheet.colours
    grey = limited or number > 0
    stand = [(place, plot.height(point.value)) for place, point in zip(plot.places, points, strict=False)]
    style = _DASHES[number % len(_DASHES)]
    sheet.line(stand, colours.line if grey else colours.accent, 1.5, linestyle=style, zorder=3, solid_joinstyle="round")
    size = 6.0 if len(points) <= _MANY else 4.2
    for (place, height), point in zip(stand, points, strict=False):
        if point.low is not None and point.high is not None:
            ends = [(place, plot.height(point.low)), (place, plot.height(point.high))]
            sheet.line(ends, colours.line, 1.0, marker="_", markersize=4, zorder=2.5)
        if point.special:
            sheet.mark((place, height), "D", colours.special, size + 1.6)
        else:
            shape = _SHAPES[number % len(_SHAPES)]
            sheet.mark((place, height), shape, colours.dot if grey else colours.accent, size)


def _end_labels(chart: Chart, ruler: Ruler, colours: Colours, count: int) -> list[_Label]:
    """Return what is written at the right end, the most wanted first; only so many as have room."""
    order = {"centre": 0, "comparator": 1, "limit": 2}
    found: list[_Label] = []
    if len(chart.series) > 1:
        found += [
            _Label(series.points[-1].value, tuple(ruler.wrapped(short(series.name), _LABEL, SMALL)), colours.ink)
            for series in chart.series
            if series.points
        ]
    ending = [line for line in chart.lines if line.last is None or line.last >= count - 1]
    for line in sorted(ending, key=lambda line: order[line.role]):
        told = line.words or value_words(line.value, chart.unit)
        text = short(f"{line.label} {told}")
        colour = {"centre": colours.ink, "comparator": colours.special_text, "limit": colours.quiet}[line.role]
        found.append(_Label(line.value, tuple(ruler.wrapped(text, _LABEL, SMALL)), colour))
    shown: list[_Label] = []
    room = _PLOT
    for label in found:
        room -= len(label.lines) * line_height(SMALL)
        if room < 0:
            break
        shown.append(label)
    return shown


def _labels(sheet: Sheet, plot: Plot, labels: Sequence[_Label]) -> None:
    """Write the labels of lines beside their ends; one that had to move is joined to its line."""
    box = plot.box
    heights = [len(label.lines) * line_height(SMALL) for label in labels]
    wanted = [plot.height(label.value) for label in labels]
    for label, want, middle in zip(labels, wanted, moved_apart(wanted, heights, box.bottom, box.top), strict=True):
        sheet.lines(box.right + _GAP, middle, label.lines, label.colour, SMALL)
        sheet.line([(box.right + 0.015, want), (box.right + _GAP - 0.025, middle)], sheet.colours.line, 0.6, zorder=1)


def _key(sheet: Sheet, left: float) -> None:
    middle = _EDGE + line_height(SMALL) / 2
    sheet.mark((left + 0.06, middle), "D", sheet.colours.special, SIZE - 1.5)
    sheet.write(left + 0.18, middle, _KEY, sheet.colours.ink, SMALL)
