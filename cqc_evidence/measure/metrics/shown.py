"""Values, intervals and differences as British people print them."""

from __future__ import annotations

import re

from cqc_evidence.model.dates import Period, period_in_words
from cqc_evidence.model.result import Interval

_DECIMALS = re.compile(r"\d\.(\d+)")
_ONE = {"people": "person", "days": "day"}
_MOST = 3
_SMALLEST = 0.001
PERCENT = "percent"


def decimals_of(printed: str, unit: str, value: float | None = None) -> int:
    """Return how many decimals a value is shown with: as its source prints it, else one; none for money and people.

    >>> decimals_of("5.15%", "percent"), decimals_of("", "percent"), decimals_of("−£46,000", "GBP a year")
    (2, 1, 0)
    """
    if found := _DECIMALS.search(printed):
        return min(len(found[1]), _MOST)
    if unit == PERCENT:
        return 0 if printed and value is not None and round(value * 100, 6) == round(value * 100) else 1
    if unit.startswith("GBP") or unit == "people":
        return 0
    return 0 if value is not None and value == int(value) else 1


def amount(value: float, unit: str, decimals: int = 1) -> str:
    """Return a value with its unit; a share from 0 to 1 in per cent, money with its sign before the pound.

    >>> amount(0.0515464, "percent", 2), amount(-46176, "GBP a year", 0), amount(7.2, "a week")
    ('5.15 %', '−£46,176 a year', '7.2 a week')
    """
    size = number(abs(value) * (100 if unit == PERCENT else 1), decimals)
    sign = "−" if value < 0 and size.strip("0.,") else ""
    if unit == PERCENT:
        return f"{sign}{size} %"
    if unit.startswith("GBP"):
        return f"{sign}£{size}{unit.removeprefix('GBP')}"
    return f"{sign}{size} {_ONE.get(unit, unit) if size == '1' else unit}"


def number(value: float, decimals: int) -> str:
    """Return a number with thousands apart.

    >>> number(1234.56, 1), number(20.0, 0)
    ('1,234.6', '20')
    """
    return f"{value:,.{decimals}f}"


def count(value: float) -> str:
    """Return a count: whole where it is whole."""
    return number(value, 0 if value == int(value) else 1)


def interval_words(interval: Interval, unit: str, decimals: int = 1) -> str:
    """Return an interval in words.

    >>> interval_words((0.033606, 0.078295), "percent")
    '95 % interval 3.4 % to 7.8 %'
    """
    return f"95 % interval {amount(interval[0], unit, decimals)} to {amount(interval[1], unit, decimals)}"


def points(difference: float, unit: str, decimals: int = 1) -> str:
    """Return a difference without its sign: of shares in percentage points.

    >>> points(-0.18221, "percent"), points(-1.7, "a week")
    ('18.2 percentage points', '1.7 a week')
    """
    if unit == PERCENT:
        return f"{number(abs(difference) * 100, decimals)} percentage points"
    return amount(abs(difference), unit, decimals)


def signed(value: float, unit: str, decimals: int = 1) -> str:
    """Return an end of a difference's interval, with its sign.

    >>> signed(-0.2371, "percent"), signed(0.006, "percent")
    ('−23.7', '+0.6')
    """
    scaled = value * 100 if unit == PERCENT else value
    size = number(abs(scaled), decimals)
    if not size.strip("0.,"):
        return size
    return ("−" if scaled < 0 else "+") + size


def ends(interval: Interval, unit: str, decimals: int = 1) -> tuple[str, str]:
    """Return both ends of a difference's interval, exact enough that no end looks like nought which is none.

    >>> ends((-0.237, -0.124), "percent"), ends((-14.2, -0.06), "days", 0), ends((0.0, 0.00004), "percent")
    (('−23.7', '−12.4'), ('−14.2', '−0.1'), ('0.000', '+0.004'))
    """
    while decimals < _MOST and any(end and not signed(end, unit, decimals).strip("0.,") for end in interval):
        decimals += 1
    return signed(interval[0], unit, decimals), signed(interval[1], unit, decimals)


def when(period: Period) -> str:
    """Return a period in words; of an unknown one that it is not available.

    >>> when(Period.parse("2017-04/2017-06")), when(Period.parse("unknown"))
    ('April 2017 to June 2017', 'period not available')
    """
    return period_in_words(period) if period.known else "period not available"


def chance(probability: float) -> str:
    """Return a probability: to two figures, or that it is below one in a thousand.

    >>> chance(0.0878), chance(6.9e-13)
    ('0.088', 'below 0.001')
    """
    return "below 0.001" if probability < _SMALLEST else f"{probability:.2g}"
