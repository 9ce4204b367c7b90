"""The words of the pack that are neither the council's nor CQC's."""

from __future__ import annotations

from math import isfinite

from cqc_evidence.model.coverage import Cell
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.framework import CellState, Risk
from cqc_evidence.model.pack import Badge, Inlines, Mark, Text

STATE_WORDS: dict[Mark, str] = {
    "missing": "Missing",
    "stale": "Stale",
    "thin": "Thin",
    "unreviewed": "Unreviewed",
    "covered": "Covered",
    "evidenced": "Evidenced",
    "reported": "Reported, not own words",
    "none-set": "None set",
}
STATE_MEANINGS: tuple[tuple[CellState, str], ...] = (
    ("missing", "nothing that supports the statement is tagged here"),
    ("stale", "there is evidence, but none of it is recent enough"),
    ("thin", "recent, but too few independent items, a voice that is wanted is absent, or policies only"),
    ("unreviewed", "enough, but only by counting items that nobody has accepted yet"),
    ("covered", "enough recent, independent, accepted evidence. Covered does not mean good"),
)
SAYS_WORDS: dict[Mark, str] = {
    "supports": "supports",
    "mixed": "mixed",
    "concerns": "concerns",
    "nothing": "says nothing",
}
SAYS_MEANINGS: tuple[tuple[Mark, str], ...] = (
    ("supports", "every item that counts supports the statement"),
    ("mixed", "some items support it and some challenge it"),
    ("concerns", "the only evidence challenges it"),
)
RISK_WORDS: dict[Risk, str] = {"high": "High", "medium": "Medium", "low": "Low"}
VOICE_WORDS = {
    "person": "people who draw on care and support",
    "carer": "unpaid carers",
    "family": "families",
    "staff": "staff",
    "leader": "leaders",
    "partner": "partners",
    "provider": "care providers",
    "organisation": "the council's own records",
}
EDITION_WORDS: dict[Edition, str] = {"internal": "INTERNAL", "cqc": "FOR CQC", "public": "PUBLIC"}
CONFIDENCE_MEANINGS = (
    ("strong", "several independent sources agree, and people's experience is among them"),
    ("partial", "the evidence points one way, but something that matters is missing"),
    ("low", "one main source, old evidence, or voices missing"),
)
BEFORE = "before the new way of working"


def plain(words: str) -> Inlines:
    """Return words as they are."""
    return (Text(text=words),) if words else ()


def strong(words: str) -> Text:
    """Return words that stand out."""
    return Text(text=words, strong=True)


def emphasis(words: str) -> Text:
    """Return words in italics."""
    return Text(text=words, emphasis=True)


def state_badge(state: Mark) -> Badge:
    """Return a state as word and shape."""
    return Badge(mark=state, word=STATE_WORDS[state])


def says_badge(says: Mark) -> Badge:
    """Return what the evidence says as word and shape."""
    return Badge(mark=says, word=SAYS_WORDS[says])


def faults(cell: Cell) -> str:
    """Return the worst state in capitals and the others after it: `STALE, thin`."""
    first, *others = (STATE_WORDS[fault] for fault in cell.faults)
    return ", ".join((first.upper(), *(other.lower() for other in others)))


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "item"), count(2, "item"), count(0, "story", "stories")
    ('1 item', '2 items', '0 stories')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:  # noqa: PLR2004  # one word is no list
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def number(value: float) -> str:
    """Return a number as British people print it, without a decimal that says nothing.

    >>> number(25.0), number(5.5), number(696000), number(1234.5)
    ('25', '5.5', '696,000', '1,234.50')
    """
    if not isfinite(value):
        return "not a number"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= _THOUSAND else f"{value:.6f}".rstrip("0").rstrip(".")


_THOUSAND = 1000
UNITS = {"percent": "{} %", "GBP": "£{}", "GBP per week": "£{} a week", "count": "{}", "percentage points": "{} points"}


def with_unit(value: float, unit: str) -> str:
    """Return a value with its unit; money keeps its sign before the pound.

    >>> with_unit(-24, "GBP per week"), with_unit(25, "percent")
    ('−£24 a week', '25 %')
    """
    amount = number(abs(value))
    shown = UNITS[unit].format(amount) if unit in UNITS else f"{amount} {unit}"
    return ("−" if value < 0 else "") + shown
