"""A dot with whiskers for each group, and lines to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.charts.apart import Span, levels, thinned
from cqc_evidence.write.charts.over_time import nothing
from cqc_evidence.write.charts.scale import Scale, near_zero, scale_of
from cqc_evidence.write.charts.sheet import SIZE, SMALL, TALLEST, WIDTH, Box, Ruler, Sheet, line_height
from cqc_evidence.write.charts.words import axis_words, decimals_in, short, value_words

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart, ChartPoint
    from cqc_evidence.write.charts.colours import Colours

_EDGE, _GAP, _AIR = 0.06, 0.18, 0.15
_NAMES, _VALUES, _LABEL = 1.9, 1.35, 2.6
"""Widest name, value, and label of a line."""
_LOWEST = 0.127
"""Inches of a row in which one line of small text still has room: 60 rows on a page."""
_DOT, _SMALL_DOT = 7.5, 5.5
_CAP = 0.05
_STEPS = (6, 5, 4, 3, 2)
_LINE = line_height(SMALL)


class _Row(NamedTuple):
    point: ChartPoint
    name: tuple[str, ...]
    value: str
    interval: str
    height: float
    size: float = SIZE


class _Label(NamedTuple):
    text: str
    across: float
    """Where its line stands."""
    level: int
    span: Span


class _Frame(NamedTuple):
    box: Box
    scale: Scale

    def across(self, value: float) -> float:
        return self.box.left + self.scale.share(value) * (self.box.right - self.box.left)


def draw_intervals(chart: Chart, ruler: Ruler, colours: Colours) -> Sheet:
    """Return the sheet with one row a point, the first on top, and each row's value at the right.

    The place of a dot tells its value, not how far it is from the end of the axis, so zero is on the axis only where
    it lies near.
    """
    rows = [_row(point, chart.unit, ruler) for series in chart.series for point in series.points]
    if not rows:
        return nothing(ruler, colours)
    left = _EDGE + ruler.widest([line for row in rows for line in row.name]) + _GAP
    beside = max(
        ruler.widest([row.value for row in rows], bold=True), ruler.widest([row.interval for row in rows], SMALL)
    )
    right = WIDTH - _EDGE - beside - _GAP
    scale = _scale(chart, rows, ruler, right - left)
    left = max(left, _EDGE + _tick_widths(scale, chart.unit, ruler)[0] / 2)
    frame = _Frame(Box(left, 0, right, 0), scale)
    labels = _labels(chart, ruler, frame)
    tall = (max((label.level for label in labels), default=-1) + 1) * _LINE + 0.05 * bool(labels)
    below = 2 * _EDGE + _LINE * (2 + bool(axis_words(chart.unit)))
    rows, left_out = _fitted(rows, ruler, TALLEST - below - tall)
    bottom = below - _LINE * (not left_out)
    top = bottom + sum(row.height for row in rows)
    frame = frame._replace(box=Box(left, bottom, right, top))
    sheet = Sheet(ruler, colours, top + tall + _EDGE)
    _axis(sheet, frame, chart.unit, left_out)
    _comparators(sheet, frame, labels)
    _draw_rows(sheet, frame, rows)
    return sheet


def _row(point: ChartPoint, unit: str, ruler: Ruler) -> _Row:
    name = tuple(ruler.wrapped(short(point.label), _NAMES, SIZE))
    value = ruler.cut(short(point.words) or value_words(point.value, unit), _VALUES, bold=True)
    interval = ""
    if point.low is not None and point.high is not None:
        decimals = decimals_in(point.words)
        low, high = (value_words(end, unit, decimals) for end in (point.low, point.high))
        interval = ruler.cut(f"{low.removesuffix(' %')} to {high}", _VALUES, SMALL)
    lines = max(len(name), 1 + bool(interval))
    return _Row(point, name, value, interval, lines * line_height() + 0.14)


def _fitted(rows: list[_Row], ruler: Ruler, room: float) -> tuple[list[_Row], int]:
    """Return rows that fit a page, and how many are left out; many rows have one line each."""
    if sum(row.height for row in rows) <= room:
        return rows, 0
    shown = rows[: max(1, int(room / _LOWEST))]
    column = ruler.widest([line for row in rows for line in row.name])
    height = max(_LOWEST, min(room / len(shown), line_height() + 0.14))
    names = ruler.told_apart([short(row.point.label) for row in shown], column, SMALL)
    low = [
        row._replace(name=(name,), interval="", height=height, size=SMALL)
        for row, name in zip(shown, names, strict=True)
    ]
    return low, len(rows) - len(shown)


def _scale(chart: Chart, rows: Sequence[_Row], ruler: Ruler, room: float) -> Scale:
    ends = [end for row in rows for end in (row.point.low, row.point.high) if end is not None]
    values = [*(row.point.value for row in rows), *ends, *(line.value for line in chart.lines)]
    from_zero = near_zero(values)
    for most in _STEPS:
        scale = scale_of(values, chart.unit, from_zero=from_zero, most=most)
        if max(_tick_widths(scale, chart.unit, ruler)) + _AIR <= room / (len(scale.ticks) - 1):
            break
    return scale


def _tick_widths(scale: Scale, unit: str, ruler: Ruler) -> list[float]:
    return [ruler.width(value_words(tick, unit, scale.decimals), SMALL) for tick in scale.ticks]


def _labels(chart: Chart, ruler: Ruler, frame: _Frame) -> list[_Label]:
    """Return the labels of lines, each near its line and none on another."""
    lines = sorted(chart.lines, key=lambda line: line.value)
    texts = [
        ruler.cut(short(f"{line.label}: {line.words or value_words(line.value, chart.unit)}"), _LABEL, SMALL)
        for line in lines
    ]
    places = [frame.across(line.value) for line in lines]
    options = [
        [_span(place + shift, ruler.width(text, SMALL)) for shift in _shifts(ruler.width(text, SMALL))]
        for place, text in zip(places, texts, strict=True)
    ]
    found = zip(texts, places, levels(options), strict=True)
    return [_Label(text, place, level, span) for text, place, (level, span) in found]


def _shifts(width: float) -> tuple[float, float, float]:
    return 0.0, -width / 2, width / 2


def _span(middle: float, width: float) -> Span:
    """Return where a label begins and ends: around a middle, but on the sheet; with air on both sides."""
    half = width / 2
    middle = max(_EDGE + half, min(WIDTH - _EDGE - half, middle))
    return middle - half - _EDGE, middle + half + _EDGE


def _axis(sheet: Sheet, frame: _Frame, unit: str, left_out: int) -> None:
    box, scale, colours = frame.box, frame.scale, sheet.colours
    below = box.bottom - 0.05 - _LINE / 2
    shown = thinned([frame.across(tick) for tick in scale.ticks], _tick_widths(scale, unit, sheet.ruler), 0.06)
    for number, tick in enumerate(scale.ticks):
        across = frame.across(tick)
        sheet.line([(across, box.bottom), (across, box.top)], colours.grid, 0.6, zorder=0.5)
        if number in shown:
            sheet.write(across, below, value_words(tick, unit, scale.decimals), colours.quiet, SMALL, align="center")
    sheet.line([(box.left, box.bottom), (box.right, box.bottom)], colours.line, 0.9, zorder=0.6)
    if words := axis_words(unit):
        below -= _LINE
        text = sheet.ruler.cut(words, WIDTH - box.left - _EDGE, SMALL)
        sheet.write(box.left, below, text, colours.quiet, SMALL)
    if left_out:
        sheet.write(_EDGE, _EDGE + _LINE / 2, f"and {left_out:,} more, in the table", colours.quiet, SMALL)


def _comparators(sheet: Sheet, frame: _Frame, labels: Sequence[_Label]) -> None:
    box, colours = frame.box, sheet.colours
    for label in labels:
        bottom = box.top + 0.05 + label.level * _LINE
        sheet.line(
            [(label.across, box.bottom), (label.across, bottom)],
            colours.special,
            1.3,
            linestyle=(0, (4, 2.5)),
            zorder=1,
        )
        left, right = label.span
        # A line on its way to a higher label does not go through this one.
        sheet.box(Box(left + 0.03, bottom, right - 0.03, bottom + _LINE), colours.paper, zorder=1.5)
        sheet.write((left + right) / 2, bottom + _LINE / 2, label.text, colours.special_text, SMALL, align="center")


def _draw_rows(sheet: Sheet, frame: _Frame, rows: Sequence[_Row]) -> None:
    colours = sheet.colours
    beside = frame.box.right + _GAP
    edge = frame.box.top
    for number, row in enumerate(rows):
        middle = edge - row.height / 2
        if number:
            sheet.line([(_EDGE, edge), (WIDTH - _EDGE, edge)], colours.grid, 0.6, zorder=0.5)
        edge -= row.height
        sheet.lines(_EDGE, middle, row.name, colours.ink, row.size)
        _dot(sheet, frame, row.point, middle, _DOT if row.size == SIZE else _SMALL_DOT)
        apart = line_height() / 2 if row.interval else 0.0
        sheet.write(beside, middle + apart, row.value, colours.ink, row.size, bold=True)
        sheet.write(beside, middle - apart, row.interval, colours.quiet, SMALL)


def _dot(sheet: Sheet, frame: _Frame, point: ChartPoint, middle: float, size: float) -> None:
    """Draw a value; one without an interval is hollow."""
    colours = sheet.colours
    colour = colours.special if point.special else colours.accent
    shape = "D" if point.special else "o"
    if point.low is None or point.high is None:
        sheet.mark((frame.across(point.value), middle), shape, colours.paper, size - 1.5, edge=colour)
        return
    low, high = frame.across(point.low), frame.across(point.high)
    sheet.line([(low, middle), (high, middle)], colour, 1.8, zorder=2, solid_capstyle="butt")
    cap = _CAP * size / _DOT
    for end in (low, high):
        sheet.line([(end, middle - cap), (end, middle + cap)], colour, 1.5, zorder=2, solid_capstyle="butt")
    sheet.mark((frame.across(point.value), middle), shape, colour, size)
