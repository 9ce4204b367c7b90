"""Dates that are never sharper than their source: a day, a month, a year, an interval, or unknown."""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}", re.ASCII)
"""A date as people write it by hand; its slashes are not those of an interval."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""English, whatever language the machine speaks."""
_MONTHS_A_YEAR = len(_MONTHS)

DATE_WORDS = "a date is 2019-07-18, 2019-07, 2019, an interval 2020-04/2021-03, or unknown"


class Period:
    """A stretch of days as a source gives it.

    `text` is what was written; `start` and `end` are its first and last day, both `None` when
    the date is unknown. Two periods are equal when their text is.
    """

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: date | None, end: date | None) -> None:
        """Hold a period; use `Period.parse` to make one."""
        self.text = text
        self.start = start
        self.end = end

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a date as people write it in an item.

        Raises:
            ValueError: with the accepted forms, when the text is none of them or no such day is.

        >>> Period.parse("2019-02").end
        datetime.date(2019, 2, 28)
        >>> Period.parse("2020-04/2021-03").start
        datetime.date(2020, 4, 1)
        >>> Period.parse("unknown").start is None
        True
        """
        return _parse(text.strip())

    @property
    def known(self) -> bool:
        """Return whether there is any date at all."""
        return self.start is not None

    @property
    def is_day(self) -> bool:
        """Return whether the date is one exact day."""
        return self.start is not None and self.start == self.end

    def starts_after(self, day: date) -> bool:
        """Return whether the period begins later than `day`; an unknown date never does."""
        return self.start is not None and self.start > day

    def __eq__(self, other: object) -> bool:
        """Return whether both were written alike."""
        return isinstance(other, Period) and other.text == self.text

    def __hash__(self) -> int:
        """Return a hash of the text."""
        return hash(self.text)

    def __repr__(self) -> str:
        """Return the period as code."""
        return f"Period({self.text!r})"

    def __str__(self) -> str:
        """Return what was written."""
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic to read a period from text and to write it as text."""
        return core_schema.no_info_plain_validator_function(
            _from_anything,
            serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="always"),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the accepted forms for editors."""
        form = r"\d{4}(-\d{2}(-\d{2})?)?"
        return {"type": "string", "pattern": f"^({form}(/{form})?|unknown)$", "description": DATE_WORDS}


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    if text == "unknown":
        return Period(text, None, None)
    if _SLASHED.fullmatch(text):
        message = f'"{text}" is not a date: {DATE_WORDS}'
        raise ValueError(message)
    first, slash, last = text.partition("/")
    start = _edges(first)[0]
    end = _edges(last if slash else first)[1]
    if end < start:
        message = f"the interval {text} ends before it begins: put the earlier date first"
        raise ValueError(message)
    return Period(text, start, end)


def _edges(text: str) -> tuple[date, date]:
    """Return the first and last day of a day, month or year."""
    if found := _DAY.fullmatch(text):
        day = _day(found)
        return day, day
    if found := _MONTH.fullmatch(text):
        first = _day(found)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if found := _YEAR.fullmatch(text):
        first = _day(found)
        return first, first.replace(month=12, day=31)
    message = f'"{text}" is not a date: {DATE_WORDS}'
    raise ValueError(message)


def _day(found: re.Match[str]) -> date:
    """Return the day that a date names, or the first one of its month or year."""
    year, month, day = (*map(int, found.groups()), 1, 1)[:3]
    try:
        return date(year, month, day)
    except ValueError:
        message = f"there is no {found.group()} in the calendar: check it against the source"
        raise ValueError(message) from None


def _from_anything(value: object) -> Period:
    if isinstance(value, Period):
        return value
    if isinstance(value, str):
        return Period.parse(value)
    message = f"this is not a date: {DATE_WORDS}"
    raise ValueError(message)


def _exact_day(value: object) -> object:
    """Accept only a whole day, so that `2020` is never read as a number of seconds."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (found := _DAY.fullmatch(value.strip())):
        return _day(found)
    what = f'"{value}"' if isinstance(value, str) else "this"
    message = f"{what} is not a day: write it as 2020-07-18"
    raise ValueError(message)


Day = Annotated[date, BeforeValidator(_exact_day)]
"""One exact day, written as 2020-07-18."""


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or that month's last day where it has none.

    The calendar ends with the year 9999, which people write for "never": so does this.

    >>> add_months(date(2020, 1, 31), 1)
    datetime.date(2020, 2, 29)
    """
    index = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, _MONTHS_A_YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if year > MAXYEAR else date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def in_words(day: date) -> str:
    """Return a day as British people write it.

    >>> in_words(date(2021, 5, 31))
    '31 May 2021'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_in_words(period: Period) -> str:
    """Return a period as British people write it.

    >>> period_in_words(Period.parse("2020-04/2021-03"))
    'April 2020 to March 2021'
    """
    if not period.known:
        return "date unknown"
    return " to ".join(_part_in_words(part) for part in period.text.split("/"))


def _part_in_words(text: str) -> str:
    if _DAY.fullmatch(text):
        return in_words(date.fromisoformat(text))
    if found := _MONTH.fullmatch(text):
        return f"{_MONTHS[int(found.group(2)) - 1]} {found.group(1)}"
    return text
