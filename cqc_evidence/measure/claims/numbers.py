"""Numbers in prose, with what they count; years, dates, page numbers and the three conversations are none."""

from __future__ import annotations

import re
from typing import NamedTuple

_LOOSEST = 0.1
PERCENT, POINTS, MONEY, COUNT = "percent", "points", "money", "count"


class Number(NamedTuple):
    """A number as a sentence prints it."""

    text: str
    value: float
    sort: str
    """`percent`, `points` (percentage points), `money` (pounds) or `count`."""
    step: float
    """The size of its last printed digit: 0.1 for 28.9, 1 for 29, 1,000,000 for “2 million”."""
    start: int
    end: int

    @property
    def slack(self) -> float:
        """How far a value may be away that rounds to this number; “£1m” stands for no £700k."""
        half = self.step / 2
        return (min(half, abs(self.value) * _LOOSEST) if self.step > 1 else half) * (1 + 1e-9)

    def fits(self, value: float) -> bool:
        """Return whether a value, rounded as this number is, is this number; the sign may be in the words around it."""
        return abs(abs(value) - abs(self.value)) <= self.slack


_CITED = re.compile(
    r"\d+(?:\.\d+)?\s?(?:%|per\s?cent)\s+(?:confidence\s+)?(?:interval|limits?)\b|\[@[^\[\]]*\]|\]\([^()\s]*\)|`[^`\n]*`|https?://\S+|\{#[^{}\n]*\}|\[[A-Z]\d+\]"
)
"""What holds no number of the council's: the level of an interval, references, addresses, code, ids."""
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{{1,2}}(?:st|nd|rd|th)?)?\s+{_MONTH}\b(?:\s+\d{{4}})?|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s?%)(?:,?\s+\d{{4}})?"
    rf"|\b{_MONTH}\s+\d{{4}}\b|\b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b\d{{1,2}}[:.]\d{{2}}\s?(?:am|pm)\b|\b\d{{1,2}}:\d{{2}}\b"
    r"|\b(?:19|20)\d{2}\s?[–/-]\s?(?:\d{4}|\d{2})\b|(?<![\d,.£])\b(?:19|20)\d{2}\b(?!,\d|\.\d|\s?%|\s?per cent)",
)
_NAMED = re.compile(
    r"\b(?:conversations?|phases?|themes?|sections?|tables?|figures?|pages?|pp?\.|versions?|steps?|levels?|rules?|tiers?|stages?|"
    r"weeks?|days?|sites?|schedules?|chapters?|parts?|items?|numbers?|no\.|wards?|grades?|bands?|covid|acts?|qs|v|s|ss|c|ch)[\s-]?"
    r"\d+(?:\.\d+)*[a-z]?(?:\s?(?:,|and|or|to|–|-)\s?\d+(?:\.\d+)*[a-z]?\b(?!\s?%|\s?per cent))*(?![\d%]|,\d|\s?per cent)",
    re.IGNORECASE,
)
"""A number that is a name: conversation 3, table 1a, week 12, section 42."""
_NUMBER = re.compile(
    r"(?P<sign>[−-](?=[£\d]))?(?P<pound>£\s?)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d]|(?:st|nd|rd|th)\b|[A-Za-z]{3})"
    r"(?P<size>\s?(?:million|billion|thousand)\b|(?:bn|m|k)\b)?(?P<unit>\s?%|\s+per\s?cent\b|\s+percent\b)?(?P<points>\s+(?:percentage\s+)?points?\b|\s?pp\b)?",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\s*(?:to|[–-])\s*")
_DIGIT = re.compile(r"[0-9]+")
_NEAR = 40
"""Signs around a digit within which a date or a name ends."""
_SIZES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3, "k": 1e3}


def numbers_in(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text in their order, with their places in it.

    >>> [(one.text, one.sort) for one in numbers_in("In March 2020, 31 of 289 (10.7%) in conversation 3, £2,500 each.")]
    [('31', 'count'), ('289', 'count'), ('10.7%', 'percent'), ('£2,500', 'money')]
    """
    if _DIGIT.search(text) is None:
        return ()
    text = _around_digits(_CITED.sub(_blank, text))
    found = [_number(one) for one in _NUMBER.finditer(text) if not _inside_a_word(text, one)]
    return tuple(_of_range(text, one, found[at + 1 :]) for at, one in enumerate(found))


_BEFORE_LETTER = re.compile(r"(?<=\d)\s*(?=[^\W\d_])")
_SHORT_SIZE = re.compile(r"(?<=\d) (?=(?:bn|m|k)\b)", re.IGNORECASE)


def printed_in(text: str) -> tuple[Number, ...]:
    """Return every number of a text, those of dates and names among them: what must stay as it is where a text is signed.

    >>> [(one.text, one.sort) for one in printed_in("In 2020, 31 of 289 (10.7%) in conversation 3.")]
    [('2020', 'count'), ('31', 'count'), ('289', 'count'), ('10.7%', 'percent'), ('3', 'count')]
    """
    parted = _SHORT_SIZE.sub("", _BEFORE_LETTER.sub(" ", text))
    return tuple(_number(one) for one in _NUMBER.finditer(parted))


def _around_digits(text: str) -> str:
    """Return a text with dates and names blanked; looked for only around digits, since most of a text has none."""
    parts: list[str] = []
    done = 0
    for start, end in _windows(text):
        parts += [text[done:start], _NAMED.sub(_blank, _DATE.sub(_blank, text[start:end]))]
        done = end
    return "".join((*parts, text[done:]))


def _windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches that hold digits with some words around them, each beginning with a whole word."""
    found: list[tuple[int, int]] = []
    for digits in _DIGIT.finditer(text):
        start = text.rfind(" ", 0, max(0, digits.start() - _NEAR)) + 1
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, digits.end() + _NEAR))
    return found


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _of_range(text: str, one: Number, later: list[Number]) -> Number:
    """Return the lower end of a range with what the upper end counts: “3.36 to 7.83 %”."""
    alone = one.sort != COUNT or not later or later[0].sort not in (PERCENT, POINTS)
    return one if alone or not _UP_TO.fullmatch(text[one.end : later[0].start]) else one._replace(sort=later[0].sort)


def _inside_a_word(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1] if found.start() else " "
    return before.isalnum() or before in "_./" or (before in "-–" and text[max(0, found.start() - 2)].isalpha())


def _number(found: re.Match[str]) -> Number:
    digits = found["digits"].replace(",", "")
    size = _SIZES[found["size"].strip().lower()] if found["size"] else 1.0
    step = 10.0 ** -len(digits.partition(".")[2]) * size
    value = float(digits) * size * (-1 if found["sign"] else 1)
    sort = POINTS if found["points"] else PERCENT if found["unit"] else MONEY if found["pound"] else COUNT
    return Number(found[0].strip(), value, sort, step, found.start(), found.end())


_PERCENT_UNITS = frozenset(("percent", "per cent", "%"))
_POINT_UNITS = frozenset(("percentage points", "points", "percentage point"))
_MONEY_UNITS = ("gbp", "£", "pound")


def sort_of(unit: str) -> str:
    """Return what a figure's unit counts, as `Number.sort` has it.

    >>> sort_of("GBP a year"), sort_of("percent"), sort_of("people per week")
    ('money', 'percent', 'count')
    """
    low = unit.strip().lower()
    if low in _PERCENT_UNITS:
        return PERCENT
    if low in _POINT_UNITS:
        return POINTS
    return MONEY if low.startswith(_MONEY_UNITS) else COUNT
