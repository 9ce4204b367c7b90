"""What each column of a survey holds: who answered, a question with set answers, an answer in words, a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables.header import Table
from cqc_evidence.intake.tables.scales import is_number, scale_of
from cqc_evidence.model.intake import ColumnMap, ColumnRole

NO_ANSWER = frozenset(("", "n/a", "na", "n.a", "n\\a", "none", "-"))
_SHORT_TITLE = 6
"""Words up to which a title is a label; a longer one is a question, in which "name" or "address" means something else."""
_LABELS = re.compile(
    r"\b(?:(?:fore|sur|first|last|full|middle|user|preferred )?names?|e-?mails?|(?:tele)?phones?|mobiles?|tel|address(?:es)?|post ?codes?"
    r"|dob|d\.o\.b|birthday|birth ?date|date of birth|nhs(?: (?:no|number|id))?|ni(?: (?:no|number))|national insurance.*"
    r"|(?:staff|employee|payroll|personnel|assignment|person|user|social care|mosaic|liquidlogic|eclipse) ?(?:no|numbers?|id|ids|ref)\b.*"
    r"|payroll|ip|respondents?|collector|login|log-?in|account|initials|signature|signed|contact details|start(?:ed)? (?:time|date|at)"
    r"|(?:response|record|entry|participant|submission|session|token|case)[ _]?(?:id|no|number|ref)|completed by|submitted by|your details"
    r"|last modified time|network id|unique reference)\b|^(?:id|ref|reference|no|number|#)$|\bids?$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\byour (?:(?:full|first|last|own|home|work|preferred|current|e-?mail|ip|line manager'?s) )*(?:(?:sur|fore)?name|e-?mail|(?:tele)?phone|mobile"
    r"|address|post ?code|date of birth|dob|birthday|nhs number|national insurance|ni number|(?:staff|payroll|employee) (?:no|number|id)|contact details|initials)\b"
    r"|\b(?:date of birth|post ?code|nhs number|national insurance number|payroll number|e-?mail address)\b|\bwhen were you born\b|\bwho (?:is|was) your\b|\bnames? of (?:your|the) (?!team|service|council|site)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:completion|completed|submission|submitted|response|end)(?: (?:time|date|at|on))?|time ?stamp|date (?:submitted|completed|of (?:survey|response|completion))|"
    r"survey date|recorded ?date|date(?: and time)?",
    re.IGNORECASE,
)
_PASSED_OVER = re.compile(
    r"(?:total )?points(?: .*)?|feedback -.*|points -.*|quiz feedback|language|grade posted time", re.IGNORECASE
)
"""Columns that Forms adds to every question of a quiz."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE | re.ASCII)
_PHONE = re.compile(r"(?:\+44|\(?0)[\d\s()-]{8,14}", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}|\d{8,}|[A-Z]{2} ?(?:\d{2} ?){3}[A-D]", re.IGNORECASE | re.ASCII)
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}", re.IGNORECASE | re.ASCII)
_TELLING = (_EMAIL, _POSTCODE, _PHONE, _LONG_NUMBER, _ADDRESS)
_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?: .*)?|\d{4}-\d{2}-\d{2}(?:[ T].*)?", re.ASCII)
_MOSTLY = 0.5
_LOOKED_AT = 1_000
MOST_ANSWERS = 12
"""Different answers of a question with set answers; more are somebody's own words."""
_MOST_CHOICES = 25
_TICKED_MORE = 0.3
"""Share of the answers that hold a semicolon, from which it is one between answers."""
_MOST_WORDS = 25
SHORT_ANSWER = 8
"""Words of an answer that only one person gave and that may still be a set one."""
_FEWEST = 4
"""Answers from which a question without a known scale can be told to have set answers."""
_REPEATED = 0.8
_ON_A_SCALE = 10


def columns_of(table: Table, options: ReadOptions) -> ColumnMap:
    """Return what each column holds: as it was remembered, else as titles and values tell."""
    known = options.columns.get(table.header)
    remembered = known.columns if known else {}
    keep = {_key(title) for title in options.keep}
    roles = {
        title: _kept(table, position)
        if _key(title) in keep and remembered.get(title, "identifying") == "identifying"
        else remembered.get(title) or _role(table, position)
        for position, title in enumerate(table.titles)
    }
    return ColumnMap(header=table.header, columns=roles)


def settled(table: Table, columns: ColumnMap) -> ColumnMap:
    """Return the columns worth remembering: of those with next to no answers yet, the next export can tell more."""
    unsure = {
        title
        for position, title in enumerate(table.titles)
        if columns.columns[title] in {"free", "left-out"} and len(answered(table.values(position))) < _FEWEST
    }
    return columns.model_copy(update={"columns": {k: v for k, v in columns.columns.items() if k not in unsure}})


def _key(title: str) -> str:
    return " ".join(title.casefold().split())


def _role(table: Table, position: int) -> ColumnRole:
    """Return what a column holds by its title, then by what stands in it."""
    column = table.columns[position]
    values = answered(table.values(position))
    if is_label(column.title) or _mostly(values, tells_who):
        return "identifying"
    if _TIME.fullmatch(column.title.strip()) and (not values or _mostly(values, is_date)):
        return "date"
    if not column.titled or _PASSED_OVER.fullmatch(column.title) or _mostly(values, is_date):
        return "left-out"
    return _question(values)


def _kept(table: Table, position: int) -> ColumnRole:
    """Return what a column holds that is kept although it can tell who answered."""
    role = _question(answered(table.values(position)))
    return "free" if role == "left-out" else role


def _question(values: Sequence[str]) -> ColumnRole:
    counts = Counter(" ".join(value.casefold().split()) for value in values)
    if not counts:
        return "left-out"
    if scale_of(counts) is not None or is_multiple(Counter(values)):
        return "closed"
    if all(map(is_number, counts)):
        return "closed" if _on_a_scale(counts) or _is_set(counts) else "left-out"
    return "closed" if _is_set(counts) else "free"


def is_label(title: str) -> bool:
    """Return whether a title is that of a column that can tell who answered."""
    plain = re.sub(r"[_\s]+", " ", title).strip(" :*?")
    is_short = len(plain.split()) <= _SHORT_TITLE and not title.rstrip(" *").endswith("?")
    return bool(_ASKED.search(plain) or (is_short and _LABELS.search(plain)))


def is_multiple(given: Mapping[str, int]) -> bool:
    """Return whether more than one answer could be ticked: Forms puts semicolons between them."""
    if sum(number for value, number in given.items() if ";" in value) <= sum(given.values()) * _TICKED_MORE:
        return False
    counts: Counter[str] = Counter()
    for value, number in given.items():
        counts.update(dict.fromkeys(map(str.casefold, choices(value)), number))
    again = [number for number in counts.values() if number > 1]
    return len(again) <= _MOST_CHOICES and sum(again) >= counts.total() * _REPEATED


def choices(value: str) -> list[str]:
    """Return the answers that one person ticked, each once.

    >>> choices("Listening;More time;")
    ['Listening', 'More time']
    """
    return list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in value.split(";")))))


def answered(values: Sequence[str]) -> list[str]:
    """Return the values that are an answer."""
    return [value for value in values if not is_empty(value)]


def is_empty(value: str) -> bool:
    """Return whether a cell says nothing: empty, "n/a", "none", a dash."""
    return value.strip(" .!–—").casefold() in NO_ANSWER or not any(map(str.isalnum, value))


def is_date(value: str) -> bool:
    """Return whether a value looks like a day, whichever way round."""
    return _DATE.fullmatch(value) is not None


def tells_who(value: str) -> bool:
    """Return whether a value can tell who somebody is by its form: an address, a telephone number, a long number."""
    return any(pattern.fullmatch(value) for pattern in _TELLING)


def _mostly(values: Sequence[str], holds: Callable[[str], bool]) -> bool:
    """Return whether more than half of the values are of a sort; of very many, every so manieth is looked at."""
    looked_at = values[:: len(values) // _LOOKED_AT + 1]
    return sum(map(holds, looked_at)) > len(looked_at) * _MOSTLY


def _on_a_scale(counts: Counter[str]) -> bool:
    return all(value.isdigit() and int(value) <= _ON_A_SCALE for value in counts)


def _is_set(counts: Counter[str]) -> bool:
    """Return whether the answers are few, short and given again and again."""
    total = sum(counts.values())
    again = {value: number for value, number in counts.items() if number > 1}
    return (
        total >= _FEWEST
        and len(counts) <= MOST_ANSWERS
        and sum(again.values()) >= total * _REPEATED
        and all(len(value.split()) <= _MOST_WORDS for value in again)
    )
