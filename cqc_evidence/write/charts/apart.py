"""Labels that would stand on one another are moved apart, put on another level, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60)
"""Every second, third, … label; then whole years of months."""
Span = tuple[float, float]


def moved_apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return middles as near as possible to those wanted, in the same order, that leave each label its height.

    Labels that touch are joined to a block around the mean of what they want; blocks join in turn. The caller sees to
    it that all fit between `low` and `high`.

    >>> moved_apart([1.0, 1.0, 3.0], [0.5, 0.5, 0.5], 0.0, 4.0)
    [0.75, 1.25, 3.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[tuple[list[int], float]] = []
    for place in order:
        blocks.append(([place], wanted[place]))
        while True:
            members, _ = blocks[-1]
            high_enough = _within(members, blocks[-1][1], heights, low, high)
            blocks[-1] = (members, high_enough)
            if len(blocks) == 1 or _top(blocks[-2], heights) <= _bottom(blocks[-1], heights):
                break
            joined = [*blocks[-2][0], *members]
            del blocks[-2:]
            blocks.append((joined, _centre(joined, wanted, heights)))
    middles = [0.0] * len(wanted)
    for members, centre in blocks:
        edge = centre - sum(heights[place] for place in members) / 2
        for place in members:
            middles[place] = edge + heights[place] / 2
            edge += heights[place]
    return middles


def _centre(members: Sequence[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Return the middle of a block at which its labels are, on average, where they want to be."""
    total = sum(heights[place] for place in members)
    edge, off = 0.0, 0.0
    for place in members:
        off += wanted[place] - (edge + heights[place] / 2 - total / 2)
        edge += heights[place]
    return off / len(members)


def _within(members: Sequence[int], centre: float, heights: Sequence[float], low: float, high: float) -> float:
    half = sum(heights[place] for place in members) / 2
    return max(low + half, min(high - half, centre))


def _top(block: tuple[list[int], float], heights: Sequence[float]) -> float:
    return block[1] + sum(heights[place] for place in block[0]) / 2


def _bottom(block: tuple[list[int], float], heights: Sequence[float]) -> float:
    return block[1] - sum(heights[place] for place in block[0]) / 2


def levels(options: Sequence[Sequence[Span]]) -> list[tuple[int, Span]]:
    """Return for each label its level and span: the lowest level at which one of its spans meets no label before it.

    >>> levels([[(0, 2)], [(1, 3), (2, 4)], [(2.5, 4)]])
    [(0, (0, 2)), (0, (2, 4)), (1, (2.5, 4))]
    """
    taken: list[list[Span]] = []
    found: list[tuple[int, Span]] = []
    for spans in options:
        level, span = next(
            ((level, span) for level, others in enumerate(taken) for span in spans if not _meets(span, others)),
            (len(taken), spans[0]),
        )
        if level == len(taken):
            taken.append([])
        taken[level].append(span)
        found.append((level, span))
    return found


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < other[1] and other[0] < span[1] for other in others)


def thinned(places: Sequence[float], widths: Sequence[float], gap: float) -> list[int]:
    """Return which labels stand along an axis without touching: all, or every so many, the last always among them.

    >>> thinned([0, 1, 2, 3, 4], [0.8] * 5, 0.1), thinned([0, 1, 2, 3, 4], [1.5] * 5, 0.1)
    ([0, 1, 2, 3, 4], [0, 2, 4])
    """
    last = len(places) - 1
    for step in (step for step in _STEPS if step <= max(last, 1)):
        shown = list(range(last % step, last + 1, step))
        if all(_clear(one, two, places, widths, gap) for one, two in pairwise(shown)):
            return shown
    return [last] if last >= 0 else []


def _clear(one: int, two: int, places: Sequence[float], widths: Sequence[float], gap: float) -> bool:
    return places[two] - places[one] >= (widths[one] + widths[two]) / 2 + gap
