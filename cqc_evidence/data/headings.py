"""The first row of a table → which of the contract's columns it has, and what it must not have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from cqc_evidence.data import problems
from cqc_evidence.data.cells import plain_words
from cqc_evidence.data.grid import Grid
from cqc_evidence.model.data import Contract
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.project import MetricSettings

_PERSONAL = re.compile(
    r"\b(?:(?:fore|sur|first|middle|last|full|given|family|maiden|preferred|nick|client|person|service user|user|carer|customer|worker)?"
    r" ?names?|known as|initials|next of kin|(?:nhs|n h s)(?: ?(?:numbers?|no|num|id))?"
    r"|address(?: line)?(?: \d)?|street|house (?:number|no)|post ?codes?|uprn"
    r"|date ?of ?birth|(?:year|month) of birth|birth ?(?:date|day|year)|dob|d o b|e ?mail(?: address)?"
    r"|tel(?:ephone)?|phone(?: number)?|mobile(?: number)?|landline|contact (?:numbers?|no|details)"
    r"|ni (?:number|no)|nino|(?:hospital|passport) (?:number|no)|national insurance(?: number)?|gp practice|religion|sexuality|sexual orientation)\b",
)
_NOT_PERSONAL = re.compile(r"\b(?:team|site|service|provider|file|table|metric|council|la|lad|product|group) name\b")

_WORDS_IN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|\.")
"""Where one word of a heading ends that is written without a space: `FullName`, `Address1`, `D.O.B.`"""


class Heads(NamedTuple):
    """The columns that were found."""

    columns: dict[str, int]
    """The contract's name of a column → its place, from 0."""
    problems: tuple[Diagnostic, ...]
    refused: bool


def find_columns(contract: Contract, grid: Grid, settings: MetricSettings) -> Heads:
    """Return which columns a table has; it is refused when one that it needs is missing or one tells who people are."""
    names = {plain_words(name): column.name for column in contract.columns for name in (*column.aliases, column.name)}
    allowed = {plain_words(one) for one in settings.allow_columns}
    columns: dict[str, int] = {}
    found: list[Diagnostic] = []
    unknown: list[tuple[str, Location]] = []
    personal = False
    if not _is_headings([plain_words(one) for one in grid.header], names, contract):
        why = f"its first row does not hold the headings of {contract.name}"
        advice = f"write the headings into the first row; cqc-evidence new {contract.name} writes an empty table that has them"
        return Heads({}, (problems.unreadable_table(grid.where(grid.first, 0), why, advice),), refused=True)
    for place, heading in enumerate(grid.header):
        words = plain_words(heading)
        where = grid.where(grid.first, place)
        name = names.get(words)
        if not words:
            continue
        if name is None and words not in allowed and tells_who(heading):
            personal = True
            found.append(problems.personal_column(where, heading.strip()))
        elif name is None:
            unknown.append((heading.strip(), where))
        elif name in columns:
            found.append(problems.repeated_column(where, name))
        else:
            columns[name] = place
    missing = [column for column in contract.columns if column.required and column.name not in columns]
    found += [problems.unknown_column(where, name, _near(name, contract, columns)) for name, where in unknown]
    for column in missing:
        near = get_close_matches(plain_words(column.name), [plain_words(name) for name, _ in unknown], n=1)
        heading = next((name for name, _ in unknown if near and plain_words(name) == near[0]), "")
        advice = (
            f'did you mean it by "{heading}"? Rename that heading'
            if heading
            else "add it; cqc-evidence new " + contract.name
        )
        found.append(problems.missing_column(grid.where(grid.first, 0), column.name, column.meaning, advice))
    return Heads(columns, tuple(found), personal or bool(missing))


def _is_headings(words: Sequence[str], names: Mapping[str, str], contract: Contract) -> bool:
    """Return whether a row holds headings at all, and is no title and no row of values.

    A row of values may tell of people, so nothing of it is repeated; it may hold a word that is a heading as well, such as
    `planned`. In a row of headings all that the table needs is there, or half of what is there is known.
    """
    filled = [one for one in words if one]
    known = [names[one] for one in filled if one in names]
    return {one.name for one in contract.columns if one.required} <= set(known) or len(known) * 2 >= len(filled)


def tells_who(heading: str) -> bool:
    """Return whether a heading is one of a column that tells who people are.

    >>> tells_who("NHS_Number"), tells_who("Full name"), tells_who("Team name"), tells_who("outcome")
    (True, True, False, False)
    """
    spellings = (plain_words(heading), plain_words(_WORDS_IN.sub(" ", heading)))  # "DoB" is one word, "FullName" two
    return any(_PERSONAL.search(_NOT_PERSONAL.sub("", words)) for words in spellings)


def _near(heading: str, contract: Contract, columns: dict[str, int]) -> str:
    free = [column.name for column in contract.columns if column.name not in columns]
    near = get_close_matches(plain_words(heading), [plain_words(name) for name in free], n=1)
    name = next((one for one in free if near and plain_words(one) == near[0]), "")
    return f'did you mean "{name}"? Rename the heading' if name else "delete it, or leave it: it is not read"
