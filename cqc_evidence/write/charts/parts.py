"""Bars whose parts add up to 100 per cent, told apart by shade and by hatching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.charts.colours import readable, tint
from cqc_evidence.write.charts.over_time import nothing
from cqc_evidence.write.charts.scale import bounded
from cqc_evidence.write.charts.sheet import SIZE, SMALL, TALLEST, WIDTH, Box, Ruler, Sheet, line_height
from cqc_evidence.write.charts.words import PERCENT, short, value_words

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart, ChartPoint, ChartSeries
    from cqc_evidence.write.charts.colours import Colours

_LOOKS = ((1.0, ""), (0.1, "////"), (0.6, ""), (0.0, "...."), (0.8, ""), (0.25, "\\\\\\\\"))
"""How much of the council's colour is in a part, and its hatching: neighbours differ in grey as well."""
_HATCH = 0.5
_EDGE, _GAP, _AIR, _RIGHT = 0.06, 0.18, 0.05, 0.25
_NAMES, _NAME = 1.75, 2.6
"""Widest name of a group, and of a part."""
_BAR, _LOWEST = 0.28, 0.17
_SWATCH, _SWATCH_HIGH, _APART = 0.25, 0.125, 0.25
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_ROUNDED = 1.1
"""Rounded parts add up to less than this; where they do not, they are no shares of one whole."""
_LINE = line_height(SMALL)


class _Look(NamedTuple):
    fill: str
    hatch: str
    ink: str
    """For words on it."""


class _Row(NamedTuple):
    label: str
    name: tuple[str, ...]
    points: tuple[ChartPoint | None, ...]
    """One a part; none where the part says nothing of the group."""
    height: float

    def total(self) -> float:
        return sum(_size(point) for point in self.points)


class _Key(NamedTuple):
    name: str
    left: float
    row: int


def draw_parts(chart: Chart, ruler: Ruler, colours: Colours) -> Sheet:
    """Return the sheet with one bar a group, the first on top, and the parts named above.

    The axis begins at zero, always: a bar's length is its value.
    """
    rows = _rows(chart.series, ruler)
    if not rows:
        return nothing(ruler, colours)
    names = ruler.widest([line for row in rows for line in row.name])
    left = max(_EDGE + names + _GAP * bool(names), _EDGE + ruler.width(value_words(0, chart.unit), SMALL) / 2)
    keys = _keys([ruler.cut(short(series.name), _NAME) for series in chart.series], ruler, left)
    above = (keys[-1].row + 1) * line_height() + 0.1
    below = _EDGE + _LINE + 0.06
    rows, left_out = _fitted(rows, ruler, TALLEST - above - below - _LINE)
    bottom = below + _LINE * bool(left_out)
    box = Box(left, bottom, WIDTH - _RIGHT, bottom + sum(row.height for row in rows))
    full = max(1.0 if chart.unit == PERCENT else 0.0, *(row.total() for row in rows)) or 1.0
    looks = [_look(number, colours) for number in range(len(chart.series))]
    sheet = Sheet(ruler, colours, box.top + above + _EDGE)
    _draw_keys(sheet, keys, looks)
    _axis(sheet, box, chart.unit, full, left_out)
    top = box.top
    for row in rows:
        _bar(sheet, box._replace(top=top, bottom=top - row.height), row, looks, full, chart.unit)
        top -= row.height
    return sheet


def _size(point: ChartPoint | None) -> float:
    """Return how long a part is; less than nothing cannot be drawn as a part."""
    return max(0.0, bounded(point.value)) if point else 0.0


def _rows(series: Sequence[ChartSeries], ruler: Ruler) -> list[_Row]:
    rows = []
    for number in range(max((len(one.points) for one in series), default=0)):
        points = tuple(one.points[number] if number < len(one.points) else None for one in series)
        label = short(next(point.label for point in points if point))
        name = tuple(ruler.wrapped(label, _NAMES))
        rows.append(_Row(label, name, points, max(_BAR + 0.16, len(name) * line_height() + 0.1)))
    return rows


def _fitted(rows: list[_Row], ruler: Ruler, room: float) -> tuple[list[_Row], int]:
    """Return rows that fit a page, and how many are left out; many rows have one line each."""
    if sum(row.height for row in rows) <= room:
        return rows, 0
    shown = rows[: max(1, int(room / _LOWEST))]
    column = ruler.widest([line for row in rows for line in row.name])
    height = max(_LOWEST, min(room / len(shown), _BAR + 0.16))
    names = ruler.told_apart([row.label for row in shown], column)
    low = [row._replace(name=(name,), height=height) for row, name in zip(shown, names, strict=True)]
    return low, len(rows) - len(shown)


def _look(number: int, colours: Colours) -> _Look:
    """Return the look of a part; no two of the first 36 are alike."""
    shade, hatch = _LOOKS[number % len(_LOOKS)]
    fill = tint(colours.accent, shade)
    again = number // len(_LOOKS)
    return _Look(fill, hatch + ("|" * again if again else ""), readable(fill, colours))


def _keys(names: Sequence[str], ruler: Ruler, left: float) -> list[_Key]:
    """Return where the parts are named: beside each other, on a new row where there is no more room."""
    widths = [_SWATCH + 0.07 + ruler.width(name) for name in names]
    whole = sum(widths) + _APART * (len(names) - 1)
    start = left if left + whole <= WIDTH - _EDGE else _EDGE
    keys: list[_Key] = []
    place, row = start, 0
    for name, width in zip(names, widths, strict=True):
        if place > start and place + width > WIDTH - _EDGE:
            place, row = start, row + 1
        keys.append(_Key(name, place, row))
        place += width + _APART
    return keys


def _draw_keys(sheet: Sheet, keys: Sequence[_Key], looks: Sequence[_Look]) -> None:
    for key, look in zip(keys, looks, strict=True):
        middle = sheet.height - _EDGE - (key.row + 0.5) * line_height()
        half = _SWATCH_HIGH / 2
        _filled(sheet, Box(key.left, middle - half, key.left + _SWATCH, middle + half), look)
        sheet.write(key.left + _SWATCH + 0.07, middle, key.name, sheet.colours.ink)


def _axis(sheet: Sheet, box: Box, unit: str, full: float, left_out: int) -> None:
    colours = sheet.colours
    below = box.bottom - 0.06 - _LINE / 2
    whole = unit == PERCENT and full < _ROUNDED
    ticks = _TICKS if whole else (0.0, full)
    for tick in ticks:
        across = box.left + tick / full * (box.right - box.left)
        sheet.line([(across, box.bottom), (across, box.top)], colours.grid, 0.6, zorder=0.5)
        align = "center" if whole else "left" if tick == 0 else "right"
        sheet.write(across, below, value_words(tick, unit), colours.quiet, SMALL, align=align)
    if left_out:
        sheet.write(_EDGE, _EDGE + _LINE / 2, f"and {left_out:,} more, in the table", colours.quiet, SMALL)


def _bar(
    sheet: Sheet, room: Box, row: _Row, looks: Sequence[_Look], full: float, unit: str
) -> None:  # a bar, its room, its scale
    colours = sheet.colours
    middle, half = (room.top + room.bottom) / 2, min(_BAR, room.top - room.bottom - 0.03) / 2
    sheet.lines(_EDGE, middle, row.name, colours.ink)
    if not row.total():
        sheet.write(room.left + _AIR, middle, "nothing counted", colours.quiet, SMALL)
    start = room.left
    for point, look in zip(row.points, looks, strict=True):
        end = start + _size(point) / full * (room.right - room.left)
        if point and end > start:
            part = Box(start, middle - half, end, middle + half)
            _filled(sheet, part, look)
            _value(sheet, part, look, short(point.words) or value_words(point.value, unit))
        start = end


def _filled(sheet: Sheet, box: Box, look: _Look) -> None:
    accent = sheet.colours.accent
    sheet.box(box, look.fill, zorder=1)
    if look.hatch:
        sheet.box(box, "none", tint(accent, _HATCH), hatch=look.hatch, zorder=1.2)
    sheet.box(box, "none", accent, 0.8, zorder=1.4)


def _value(sheet: Sheet, part: Box, look: _Look, text: str) -> None:
    """Write a value into its part where it fits, without its sign if need be; hatching stops around it."""
    room = part.right - part.left - 2 * _AIR
    text = next((told for told in (text, text.removesuffix(" %")) if sheet.ruler.width(told) <= room), "")
    if not text:
        return
    width, middle = sheet.ruler.width(text), (part.left + part.right) / 2
    if look.hatch:
        high = 0.075
        centre = (part.bottom + part.top) / 2
        sheet.box(
            Box(middle - width / 2 - 0.03, centre - high, middle + width / 2 + 0.03, centre + high),
            look.fill,
            zorder=1.6,
        )
    sheet.write(middle, (part.bottom + part.top) / 2, text, look.ink, SIZE, align="center")
