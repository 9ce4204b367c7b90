"""Labels in charts: months cut short, values as British people print them, long names on two lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

_MONTH = re.compile(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b")
_PERCENT = "percent"
_LINE = 24
_MOST_LINES = 3


def short(label: str) -> str:
    """Return a period with its months cut to three letters.

    >>> short("September 2018 to March 2019")
    'Sep 2018 to Mar 2019'
    """
    return _MONTH.sub(lambda found: found[0][:3], label)


def wrapped(label: str, width: int = _LINE) -> str:
    """Return a name on at most three lines."""
    lines = textwrap.wrap(short(label), width) or [""]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][: width - 1] + "…"]
    return "\n".join(lines)


def value_words(value: float, unit: str, decimals: int = 1) -> str:
    """Return a value for a label: shares in per cent, money with its pound, the rest bare.

    >>> value_words(0.0515, "percent"), value_words(-46176, "GBP a year"), value_words(7.2, "a week")
    ('5.2 %', '−£46,176', '7.2')
    """
    scaled = round(value * 100 if unit == _PERCENT else value, 9)
    money = unit.startswith("GBP")
    size = f"{abs(scaled):,.{0 if money or scaled == int(scaled) else decimals}f}"
    sign = "−" if scaled < 0 and size.strip("0.,") else ""
    return f"{sign}{'£' if money else ''}{size}{' %' if unit == _PERCENT else ''}"


def axis_words(unit: str) -> str:
    """Return what stands at the axis of values."""
    return {"percent": "per cent", "GBP a year": "£ a year", "a week": "a week"}.get(unit, unit)


def spread(count: int, most: int) -> list[int]:
    """Return at most `most` places out of `count`, evenly apart, the last among them.

    >>> spread(5, 9), spread(24, 9)
    ([0, 1, 2, 3, 4], [2, 5, 8, 11, 14, 17, 20, 23])
    """
    step = -(-count // most) if count > most else 1
    return list(range((count - 1) % step, count, step))


def edges(values: Sequence[float], *, from_zero: bool) -> tuple[float, float]:
    """Return the ends of an axis with air around the values; alike values get room as well."""
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    air = (high - low) * 0.12 or abs(high) * 0.2 or 1.0
    return (low if from_zero and low == 0 else low - air, high if from_zero and high == 0 else high + air)
