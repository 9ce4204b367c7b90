"""Axes: where a value stands between two ends, and at which round numbers the axis is marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_PERCENT = "percent"
_LARGEST, _SMALLEST = 1e15, 1e-12
_ALIKE = 1e-9
"""Values whose spread is below this share of their size are drawn as alike: a float tells no more."""
_AIR = 0.06
_STEPS = (1, 2, 5, 10)
_ROUNDING = 1e-6


class Scale(NamedTuple):
    """An axis in the unit of its values."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    """How many decimals the ticks need, in the unit that is printed."""

    def share(self, value: float) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high one; what is beyond an end stands at it."""
        return (max(self.low, min(self.high, value)) - self.low) / (self.high - self.low)


def bounded(value: float) -> float:
    """Return a value that can be drawn: what is beyond all counting stands at the end, dust is nothing.

    >>> bounded(7.2), bounded(1e300), bounded(1e-300)
    (7.2, 1000000000000000.0, 0.0)
    """
    if abs(value) < _SMALLEST:
        return 0.0
    return max(-_LARGEST, min(_LARGEST, value))


def scale_of(values: Sequence[float], unit: str, *, from_zero: bool, most: int = 5) -> Scale:
    """Return an axis with room for all values and a round number at either end.

    Args:
        values: everything that must be on it: values, ends of intervals, lines.
        unit: of the values; shares are marked in per cent.
        from_zero: whether zero must be on it.
        most: how many steps it may have.

    >>> scale_of([8.3, 5.5], "a week", from_zero=True).ticks
    (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    >>> scale_of([0.18, 0.42], "percent", from_zero=False).ticks
    (0.1, 0.2, 0.3, 0.4, 0.5)
    """
    low, high = _ends([bounded(value) for value in values] or [0.0], unit, from_zero=from_zero)
    scaled = 100 if unit == _PERCENT else 1
    raw = (high - low) * scaled / most
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * many for many in _STEPS if size * many >= raw * (1 - _ROUNDING))
    first = math.floor(low * scaled / step + _ROUNDING)
    last = math.ceil(high * scaled / step - _ROUNDING)
    decimals = max(0, -math.floor(math.log10(step) + _ROUNDING))
    ticks = tuple(round(number * step, decimals) / scaled for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks, decimals)


def _ends(values: Sequence[float], unit: str, *, from_zero: bool) -> tuple[float, float]:
    """Return the ends of an axis with a little air; it does not reach below nothing or above all without cause."""
    low, high = min(values), max(values)
    floor = 0.0 if low >= 0 else -math.inf
    ceiling = 1.0 if unit == _PERCENT and high <= 1 else math.inf
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    air = (high - low) * _AIR
    if high - low <= abs(high) * _ALIKE:
        air = abs(high) * 0.2 or (1.0 if unit != _PERCENT else 0.05)
    below = low if from_zero and low == 0 else max(floor, low - air)
    above = high if from_zero and high == 0 and low < 0 else min(ceiling, high + air)
    return below, above


def near_zero(values: Sequence[float]) -> bool:
    """Return whether zero stands so near that an axis may as well begin there: no further off than the values' spread.

    >>> near_zero([0.03, 0.08]), near_zero([0.85, 0.95])
    (True, False)
    """
    if not values:
        return True
    low, high = min(values), max(values)
    return low <= 0 <= high or min(abs(low), abs(high)) <= (high - low) or low == high
