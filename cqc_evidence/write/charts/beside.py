"""What is written into a chart over time: above it where limits begin anew, and values beside their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from cqc_evidence.write.charts.sheet import SIZE, SMALL, Box, Sheet, line_height
from cqc_evidence.write.charts.words import short, value_words

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart, ChartLine
    from cqc_evidence.write.charts.plot import Plot

_MOST_VALUES = 10
"""Up to so many points all bear their value; of more only those that are marked."""
_AWAY = 0.145
_DOT = 0.055
_AIR = 0.03
_HALF = 0.07
"""Half the height of a value."""
_SAMPLES = 24
_UNDER = 2.8
"""Above limits and intervals, which stop around a value, and below the points and their line."""
Place = tuple[float, float]


def write_stretches(sheet: Sheet, plot: Plot, chart: Chart) -> None:
    """Write above the frame where limits begin anew, and each stretch's mean; a thin line parts the stretches."""
    centres = [line for line in chart.lines if line.role == "centre"]
    if not begins_anew(chart):
        return
    middle = plot.box.top + 0.1 + line_height(SMALL) / 2
    written = 0.0
    for line in sorted(centres, key=plot.reach):
        begin, end = plot.reach(line)
        first, _ = plot.ends_of(line)
        if first:
            sheet.line([(begin, plot.box.bottom), (begin, middle + 0.07)], sheet.colours.line, 0.8, zorder=1.5)
        room = end - begin - 0.1
        said = next((text for text in _said(chart, line, first) if sheet.ruler.width(text, SMALL) <= room), "")
        place = begin + 0.05 * bool(first)
        if place >= written:
            sheet.write(place, middle, said, sheet.colours.quiet, SMALL)
            written = place + sheet.ruler.width(said, SMALL)


def begins_anew(chart: Chart) -> bool:
    """Return whether a chart has a centre line that begins after the first point."""
    return any(line.role == "centre" and line.first > 0 for line in chart.lines)


def _said(chart: Chart, line: ChartLine, first: int) -> Iterator[str]:
    """Yield what may be said of a stretch, the most telling first."""
    mean = short(f"{line.label} {line.words or value_words(line.value, chart.unit)}")
    if first:
        points = max((series.points for series in chart.series), key=len)
        begins = short(points[first].label).partition(" to ")[0]
        yield f"new limits from {begins}: {mean}"
        yield f"from {begins}: {mean}"
    yield mean


def write_values(sheet: Sheet, plot: Plot, chart: Chart) -> None:
    """Write values beside their points, each where it hides no point, no line of points and no other value."""
    whole = sum(len(series.points) for series in chart.series) <= _MOST_VALUES
    paths = [
        [(place, plot.height(point.value)) for place, point in zip(plot.places, series.points, strict=False)]
        for series in chart.series
    ]
    dots = [_around(place, _DOT, _DOT) for path in paths for place in path]
    across = [[(end, plot.height(line.value)) for end in plot.reach(line)] for line in chart.lines]
    intervals = list(_intervals(plot, chart))
    taken: list[Box] = []
    for series, path in zip(chart.series, paths, strict=True):
        for number, point in enumerate(series.points[: len(path)]):
            if not (whole or point.special):
                continue
            text = short(point.words) or value_words(point.value, chart.unit)
            half = sheet.ruler.width(text, SIZE) / 2
            wanted = list(_rooms(plot, path, number, half))
            hidden = ([*paths, *across, *intervals], [*paths, *intervals], paths)
            room = next((room for lines in hidden if (room := _free(wanted, [*taken, *dots], lines))), None)
            if room:
                taken.append(room)
                sheet.box(room, sheet.colours.paper, zorder=_UNDER)
                colour = sheet.colours.special_text if point.special else sheet.colours.ink
                sheet.write((room.left + room.right) / 2, (room.bottom + room.top) / 2, text, colour, align="center")


def _intervals(plot: Plot, chart: Chart) -> Iterator[Sequence[Place]]:
    """Yield the upright line of each point that has an interval."""
    for series in chart.series:
        for place, point in zip(plot.places, series.points, strict=False):
            if point.low is not None and point.high is not None:
                yield [(place, plot.height(point.low)), (place, plot.height(point.high))]


def _rooms(plot: Plot, path: Sequence[Place], number: int, half: float) -> Iterator[Box]:
    """Yield the rooms a value may have on the sheet: above a peak, below a valley, else around the point."""
    place, height = path[number]
    box = plot.box
    if 2 * half > box.right - box.left:
        return
    valley = len(path) > 1 and all(path[near][1] > height for near in (number - 1, number + 1) if 0 <= near < len(path))
    way = -1 if valley else 1
    for across, up in ((0, way), (0, -way), (1, way), (-1, way), (1, -way), (-1, -way), (1.3, 0), (-1.3, 0)):
        inside = max(box.left + half, min(box.right - half, place + across * (half + _DOT)))
        room = _around((inside, height + up * _AWAY), half + _AIR, _HALF)
        if box.bottom < room.bottom and room.top < box.top + _AIR:
            yield room


def _free(rooms: Sequence[Box], taken: Sequence[Box], paths: Sequence[Sequence[Place]]) -> Box | None:
    """Return the first room that meets nothing and that no line goes through."""
    for room in rooms:
        if not any(room.meets(other) for other in taken) and not any(_crossed(room, path) for path in paths):
            return room
    return None


def _around(place: Place, across: float, up: float) -> Box:
    return Box(place[0] - across, place[1] - up, place[0] + across, place[1] + up)


def _crossed(room: Box, path: Sequence[Place]) -> bool:
    """Return whether a line of points goes through a room, looked at step by step."""
    for (left, first), (right, last) in pairwise(path):
        if right < room.left or left > room.right:
            continue
        for step in range(_SAMPLES + 1):
            share = step / _SAMPLES
            across, up = left + (right - left) * share, first + (last - first) * share
            if room.left < across < room.right and room.bottom < up < room.top:
                return True
    return False
