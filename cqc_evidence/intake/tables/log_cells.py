"""One cell of an evidence log → ids or a date, or the problem at its place with the nearest word that would do."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from cqc_evidence.intake.passages import date_of
from cqc_evidence.intake.problems import at, bad_cell
from cqc_evidence.intake.tables import log_words
from cqc_evidence.intake.tables.columns import tells_who
from cqc_evidence.intake.tables.log_words import Resolved, Vocabulary
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Diagnostic

_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?: .*)?", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d.*", re.ASCII)
_FINANCIAL_YEAR = re.compile(r"(?:fy ?)?((?:19|20)\d{2}) ?[/-] ?(\d{2}|\d{4})", re.ASCII | re.IGNORECASE)
_CENTURY = 100
_MOST_WORDS = 7
_LONGEST_SHOWN = 40
_KNOWN = {
    "statement": (log_words.STATEMENTS, "a quality statement"),
    "category": (log_words.CATEGORIES, "an evidence category"),
    "kind": (log_words.KINDS, "a kind of evidence"),
    "voice": (log_words.VOICES, "a voice"),
    "rules": (log_words.RULES, "a golden rule"),
    "breaks": (log_words.RULES, "a golden rule"),
    "status": (log_words.STATUSES, "a status"),
    "permission": (log_words.PERMISSIONS, "a permission"),
}
"""Role of a column → its words, and what one of them is called."""


class Cell(NamedTuple):
    """A cell with something in it."""

    file: str
    place: str
    title: str
    """Of its column."""
    text: str


def resolve(role: str, cell: Cell) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the ids that a cell names, and a problem for each part that names none."""
    found = _found(role, cell.text)
    return found.ids, tuple(
        _bad(cell, f"{_shown(one)} is not {_KNOWN[role][1]}", _nearest(role, one)) for one in found.unknown
    )


def names_only(role: str, text: str) -> bool:
    """Return whether a text names ids of a role and nothing else."""
    found = _found(role, text)
    return bool(found.ids) and not found.unknown


@cache
def _vocabulary(role: str) -> Vocabulary:
    return Vocabulary(_KNOWN[role][0])


@lru_cache(maxsize=1024)
def _found(role: str, text: str) -> Resolved:
    """Return what a text names; a log says the same in many of its cells."""
    return _vocabulary(role).resolve(text)


@lru_cache(maxsize=1024)
def _nearest(role: str, word: str) -> str:
    return _vocabulary(role).nearest(word)


def cell_date(cell: Cell) -> tuple[Period | None, tuple[Diagnostic, ...]]:
    """Return the date that a cell holds, never sharper than it was written; days come before months."""
    text = " ".join(cell.text.split())
    if (found := _BRITISH.fullmatch(text)) is not None:
        period = _british(*found.groups())
        why = f"there is no {found[1]}/{found[2]}/{found[3]} in the calendar, the day first"
    else:
        period = _other(text)
        why = f"{_shown(text)} is not a date"
    if period is not None:
        return period, ()
    return None, (_bad(cell, why, "write it as 12/03/2026 (day, month, year), 2026-03, 2026 or unknown"),)


def _british(day: str, month: str, year: str) -> Period | None:
    number = int(year) if int(year) >= _CENTURY else 2000 + int(year)
    try:
        return Period.parse(date(number, int(month), int(day)).isoformat())
    except ValueError:
        return None


def _other(text: str) -> Period | None:
    """Return a date in ISO form, in words, or as a financial year; nothing when it is none of them."""
    timed = _WITH_TIME.fullmatch(text)
    try:
        return Period.parse(timed[1] if timed else text.lower())
    except ValueError:
        pass
    year = _FINANCIAL_YEAR.fullmatch(text)
    if year and (int(year[1]) + 1 - int(year[2])) % _CENTURY == 0:
        return Period.parse(f"{year[1]}-04/{int(year[1]) + 1}-03")
    told = date_of(text) if len(text.split()) <= _MOST_WORDS else None
    return told if told is not None and told.known else None


def _shown(text: str) -> str:
    """Return a value for a message; one that may tell who somebody is, is not repeated."""
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN and not tells_who(text) else "what stands here"


def _bad(cell: Cell, what: str, advice: str) -> Diagnostic:
    column = "" if "!" in cell.place else f' in the column "{cell.title}"'
    return bad_cell(at(cell.file, cell.place), f"{what}{column}", advice)
