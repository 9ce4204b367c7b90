"""The frame of a chart over time: where its points and lines stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.charts.scale import Scale
from cqc_evidence.write.charts.sheet import Box

if TYPE_CHECKING:
    from cqc_evidence.model.pack import ChartLine


class Plot(NamedTuple):
    """Where the drawing stands on its sheet, and what stands where in it."""

    box: Box
    scale: Scale
    places: tuple[float, ...]
    """Inches from the left of each point of the longest series."""

    def height(self, value: float) -> float:
        """Return the inches from below of a value."""
        return self.box.bottom + self.scale.share(value) * (self.box.top - self.box.bottom)

    def ends_of(self, line: ChartLine) -> tuple[int, int]:
        """Return the numbers of the points between which a line goes; what it asks beyond them is cut."""
        most = len(self.places) - 1
        last = most if line.last is None else max(0, min(line.last, most))
        return max(0, min(line.first, last)), last

    def reach(self, line: ChartLine) -> tuple[float, float]:
        """Return from where to where a line is drawn: half-way to the points around it, or to the frame."""
        first, last = self.ends_of(line)
        begin = self.box.left if first == 0 else (self.places[first - 1] + self.places[first]) / 2
        end = self.box.right if last == len(self.places) - 1 else (self.places[last] + self.places[last + 1]) / 2
        return begin, end
