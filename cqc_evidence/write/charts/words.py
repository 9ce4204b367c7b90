"""Labels in charts: months cut short, and values as British people print them."""

from __future__ import annotations

import math
import re

from cqc_evidence.write.clean import clean

_MONTH = re.compile(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b")
_DECIMALS = re.compile(r"\d\.(\d+)")
PERCENT = "percent"
_SMALL = 0.05
_HUGE = 1e15
"""From here on a value is told in powers of ten; nothing that is counted gets there."""
_MOST_DECIMALS = 12


def short(label: str) -> str:
    """Return a label on one line, its months cut to three letters.

    >>> short("September 2018 to March 2019")
    'Sep 2018 to Mar 2019'
    """
    return _MONTH.sub(lambda found: found[0][:3], " ".join(clean(label).split()))


def value_words(value: float, unit: str, decimals: int | None = None) -> str:
    """Return a value for a label: shares in per cent, money with its pound, the rest bare.

    Without `decimals` money has none, a whole number has none, and others have one, or as many as show that a small
    value is not nothing.

    >>> value_words(0.0515, "percent"), value_words(-46176, "GBP a year"), value_words(7.2, "a week")
    ('5.2 %', '−£46,176', '7.2')
    >>> value_words(0.0004, "percent"), value_words(0.05, "percent", 2)
    ('0.04 %', '5.00 %')
    """
    scaled = round(value * 100 if unit == PERCENT else value, _MOST_DECIMALS)
    money = unit.startswith("GBP")
    if abs(scaled) >= _HUGE:
        size = f"{abs(scaled):.1e}"
    else:
        size = f"{abs(scaled):,.{_decimals(scaled, money=money) if decimals is None else decimals}f}"
    sign = "−" if scaled < 0 and size.strip("0.,") else ""
    return f"{sign}{'£' if money else ''}{size}{' %' if unit == PERCENT else ''}"


def _decimals(value: float, *, money: bool) -> int:
    if money or value == int(value):
        return 0
    return 1 if abs(value) >= _SMALL else min(-math.floor(math.log10(abs(value))), _MOST_DECIMALS)


def decimals_in(words: str) -> int | None:
    """Return how many decimals a printed value has, or nothing where it is not printed.

    >>> decimals_in("5.15 %"), decimals_in("7 %"), decimals_in("")
    (2, 0, None)
    """
    found = _DECIMALS.search(words)
    return len(found[1]) if found else 0 if words else None


def axis_words(unit: str) -> str:
    """Return what stands at the axis of values; nothing where each number bears its unit.

    >>> axis_words("percent"), axis_words("GBP a year"), axis_words("days")
    ('', '£ a year', 'days')
    """
    if unit == PERCENT:
        return ""
    return short(re.sub(r"^GBP\b", "£", unit))
