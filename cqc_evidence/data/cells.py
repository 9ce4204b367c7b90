"""One cell → a typed value, or why it is none."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import sha256
from hmac import digest
from typing import NamedTuple

from cqc_evidence.model.data import Column, Value
from cqc_evidence.model.dates import Period

_HASH = 16
"""Hexadecimal digits that stand for a person: enough that two people of a million never share them."""
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
"""A time of day, which exports of databases add; it is passed over."""
_BRITISH = re.compile(rf"(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}|\d{{2}}){_CLOCK}", re.ASCII)
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_CLOCK}", re.ASCII)
_FINANCIAL = re.compile(r"(\d{4})[-/–](\d{2})", re.ASCII)
_NUMBER = re.compile(r"[+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?", re.ASCII)
_CENTURY, _MONTHS = 100, 12
NO_RESULT = "=…"
"""Stands for a formula whose result was never saved with its workbook."""
_NO_VALUES = frozenset(
    (NO_RESULT, "#n/a", "#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#spill!", "#calc!")
)
"""What Excel shows where a formula has no result."""
_SPACES = re.compile(r"[\s_\-–]+")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
_EXPECTED = {
    "whole number": "a whole number",
    "number": "a number",
    "date": "a day",
    "period": "a period",
    "choice": "one of the choices",
    "yes or no": "yes or no",
}


class Cell(NamedTuple):
    """A cell as it was read."""

    value: Value = None
    expected: str = ""
    """What it should have been; empty when all is well."""
    advice: str = ""


def read_cell(column: Column, raw: object, key: bytes) -> Cell:
    """Return what a cell holds by its column's type.

    Args:
        column: the contract's.
        raw: text of a CSV file, or a value of a workbook.
        key: what identifiers of people are hashed with.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Cell()
    if isinstance(raw, str) and raw.strip().casefold() in _NO_VALUES:
        return Cell(None, "a value", "open the table in Excel, mend the formula or write the value itself, and save it")
    if column.type == "person":
        return Cell(digest(key, _plain(raw).encode(), sha256).hex()[:_HASH])
    if column.type == "text":
        return Cell(_plain(raw))
    value: Value
    if column.type == "date":
        value = _day(raw)
    elif column.type in ("number", "whole number"):
        value = _number(raw, whole=column.type == "whole number")
    elif column.type == "period":
        value = _period(raw)
    elif column.type == "choice":
        value = _choice(column, raw)
    else:
        value = _yes_or_no(raw)
    return Cell(value) if value is not None else Cell(None, _EXPECTED[column.type], _advice(column, raw))


def plain_words(text: str) -> str:
    """Return words to compare headings and choices by: small letters, single spaces.

    >>> plain_words(" Person_ID "), plain_words("No  Change")
    ('person id', 'no change')
    """
    return _SPACES.sub(" ", text).strip().casefold()


def _plain(raw: object) -> str:
    """Return a value as a person sees it in the cell: a whole number without a decimal."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return " ".join(str(raw).split())


def _day(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = _plain(raw)
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _BRITISH.fullmatch(text):
            year = int(found[3])
            return date(year + 2000 if year < _CENTURY else year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def _number(raw: object, *, whole: bool) -> int | float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        value = float(raw)
    else:
        # A space among the digits is told: "29 388" is as likely two numbers as one.
        text = re.sub(r"(?<=[£+\-−]) | (?=%)", "", _plain(raw)).replace("£", "")
        share = text.endswith("%")
        text = text.removesuffix("%")
        if not _NUMBER.fullmatch(text) or not any(letter.isdigit() for letter in text):
            return None
        value = float(text.replace(",", "").replace("−", "-")) / (100 if share else 1)
        value = round(value, 12) if share else value
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  # only NaN is not itself
        return None
    if whole:
        return int(value) if value == int(value) else None
    return value


def _period(raw: object) -> Period | None:
    if isinstance(raw, date):
        return Period.parse((raw.date() if isinstance(raw, datetime) else raw).isoformat())
    text = _plain(raw)
    if _could_be_two(text):
        return None
    if found := _FINANCIAL.fullmatch(text):
        first = int(found[1])
        if int(found[2]) == (first + 1) % _CENTURY:
            return Period.parse(f"{first}-04/{first + 1}-03")
    try:
        return Period.parse(text.casefold() if text.casefold() == "unknown" else text)
    except ValueError:
        return None


def _could_be_two(text: str) -> bool:
    """Return whether a period is a month as much as a financial year, such as 2011-12: December 2011, or 2011 to 2012."""
    found = _FINANCIAL.fullmatch(text)
    if not found or "-" not in text:
        return False
    return int(found[2]) == (int(found[1]) + 1) % _CENTURY and 1 <= int(found[2]) <= _MONTHS


def _choice(column: Column, raw: object) -> str | None:
    words = plain_words(_plain(raw))
    return next((choice for choice in column.choices if plain_words(choice) == words), None)


def _yes_or_no(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    words = plain_words(_plain(raw))
    return True if words in _YES else False if words in _NO else None


def _advice(column: Column, raw: object) -> str:
    if column.type == "choice":
        near = get_close_matches(plain_words(_plain(raw)), [plain_words(one) for one in column.choices], n=1)
        found = next((one for one in column.choices if near and plain_words(one) == near[0]), "")
        return f'did you mean "{found}"?' if found else f"use one of: {', '.join(column.choices)}"
    if column.type == "period" and _could_be_two(text := _plain(raw)):
        year, month = text.split("-")
        last = monthrange(int(year), int(month))[1]
        return f"write {text}-01/{text}-{last} for the month, {year}/{month} for the financial year"
    return {
        "date": "write the day as 2026-03-12 or 12/03/2026",
        "period": "write 2020-03, 2020-04/2021-03, a financial year as 2020-21, or unknown; name quarters by their months",
        "yes or no": "write yes or no",
    }.get(column.type, "write digits only, with % for a share")
