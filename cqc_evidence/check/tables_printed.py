"""The rule that works printed figures out anew, and how a printed figure is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import trunc
from typing import NamedTuple

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.check.tables_known import SHARES, SLACK, Known, at_most_ten, cell, known_of, number, who, wholes
from cqc_evidence.measure.metrics.full_year import FULL_YEAR
from cqc_evidence.model.data import Observation
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.metric import Formula, Metric

_PRINTED = re.compile(
    r"(?P<about>(?:about|around|approximately|approx\.?|roughly|nearly|almost|circa|ca?\.|~)\s*)?"
    r"(?P<sign>[-−–+])?\s*(?P<pounds>£)?\s*(?P<inner>[-−–])?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<digits>\d+))?"
    r"\s*(?P<size>k|m|bn|thousand|million|billion)?\s*(?P<percent>%|per ?cent)?"
    r"(?:\s*(?:people|days|weeks|a week|per week|a year|per year|pounds))?",
    re.IGNORECASE,
)
_SIZES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_THOUSAND = 1000
_PERCENT = 100
_WEEKS = 52


class Printed(NamedTuple):
    """A figure as a source prints it."""

    value: float
    """In per cent when it is a percentage."""
    step: float
    """One of its last printed place: 0.1 for 5.6."""
    about: bool
    percent: bool
    pounds: bool
    digits: int
    """Printed behind the point."""

    @property
    def slack(self) -> float:
        """Return how far the true value may be from it: half a step, a whole one where it says about."""
        return (self.step if self.about else self.step / 2) + SLACK * max(1.0, abs(self.value))

    def shown(self, value: float, more: int = 0) -> str:
        """Return a value printed alike, with some places more."""
        whole = abs(value - round(value)) < SLACK * max(1.0, abs(value))
        digits = 0 if self.step >= 1 and abs(value) >= _THOUSAND else self.digits + (0 if whole else more)
        words = f"{'£' if self.pounds else ''}{abs(value):,.{digits}f}{' %' if self.percent else ''}"
        return f"−{words}" if value < 0 else words


class _Anew(NamedTuple):
    """What a figure is when it is worked out anew, with what the rounding of its inputs allows."""

    words: str
    value: float
    low: float
    high: float


@lru_cache(maxsize=4096)
def read_printed(text: str) -> Printed | None:
    """Return a printed figure, or nothing when it is not one number: "a third", "20 of 388", "over 50 %".

    A whole number of a thousand or more that ends in 000 was rounded to thousands. After "about", the noughts at its
    end say how far: about 300 is one hundred to and fro. They do not in percentages.

    >>> read_printed("5.6 %").step, read_printed("£696k").value, read_printed("−£46,000").step, read_printed("a third")
    (0.1, 696000.0, 1000.0, None)
    """
    found = _PRINTED.fullmatch(text.strip())
    if found is None:
        return None
    digits, about = found["digits"] or "", bool(found["about"])
    whole = found["whole"].replace(",", "")
    size = _SIZES.get((found["size"] or "").lower(), 1.0)
    value = float(f"{whole}.{digits or 0}") * size
    step = size / 10 ** len(digits)
    if not digits and not found["percent"] and int(whole):
        noughts = len(whole) - len(whole.rstrip("0"))
        step = size * float(10 ** (noughts if about else 3 * (noughts >= 3)))  # noqa: PLR2004  # thousands
    negative = "+" not in (found["sign"] or "+") or bool(found["inner"])
    return Printed(
        -value if negative else value, step, about, bool(found["percent"]), bool(found["pounds"]), len(digits)
    )


@rule("printed-figure", Severity.WARNING)
@at_most_ten
def printed_figure(subject: Subject) -> Iterator[Finding]:
    """A printed figure is not what its own counts come to.

    The value is worked out anew and must round to what the column `printed` holds, at the precision printed there; a
    figure that says "about" may be twice as far away. Where inputs are rounded themselves, such as an average in whole
    pounds, what they allow counts too. A figure that was cut off where it should be rounded is told as such. Words
    that are not one number ("a third") are left alone. Keep what the source prints; the pack shows both.
    """
    known = known_of(subject)
    for parts in wholes(subject).values():
        for one in parts.values():
            printed, metric = read_printed(one.printed), known.metric(one)
            anew = _anew(known, metric, one, parts, printed) if metric and printed else None
            if printed and anew and _apart(printed, anew):
                yield _finding(subject, one, printed, anew)


def _apart(printed: Printed, anew: _Anew) -> bool:
    return anew.high < printed.value - printed.slack or anew.low > printed.value + printed.slack


def _finding(subject: Subject, one: Observation, printed: Printed, anew: _Anew) -> Finding:
    cut = abs(trunc(anew.value / printed.step + SLACK) * printed.step - printed.value) < SLACK
    exact, rounded = printed.shown(anew.value, 1), printed.shown(anew.value)
    part = f"{one.part}, " if one.part else ""
    return Finding(
        f"{one.printed} is printed, {anew.words} is {exact}{': it was cut off, not rounded' if cut else ''} ({part}{who(one)})",
        f"whoever works it out again gets {rounded}",
        "keep what the source prints, and say in the column note that it was cut off"
        if cut
        else "check the counts and the printed figure against the source; keep what it prints and say so in the column note",
        cell(subject, one, "printed"),
    )


def _anew(
    known: Known, metric: Metric, one: Observation, parts: dict[str, Observation], printed: Printed
) -> _Anew | None:
    """Return a row's value worked out from its own counts, or from its whole's; else the value that was typed."""
    if metric.kind in SHARES and metric.unit == "percent":
        return _share(metric, one, parts, printed)
    if one.part == FULL_YEAR and (found := _full_year(known, one, parts)):
        return found
    if metric.kind == "rate" and one.numerator is not None and one.denominator:
        words = f"{number(one.numerator)} over {number(one.denominator)} weeks"
        return _exactly(words, one.numerator / one.denominator)
    if metric.kind == "count" and one.numerator is not None:
        return _exactly("the count", one.numerator)
    return None if one.value is None else _typed(one.value * (_PERCENT if printed.percent else 1))


def _share(metric: Metric, one: Observation, parts: dict[str, Observation], printed: Printed) -> _Anew | None:
    count, of = one.numerator, one.denominator
    if of is None and metric.formula and one.part:
        of = _denominator(metric.formula, parts)
    as_share = printed.percent or (bool(printed.digits) and abs(printed.value) <= 1)
    scale = _PERCENT if printed.percent else 1
    if count is not None and not as_share:
        return _exactly("the count", count)
    if count is not None and of:
        half = one.rounded_to / 2
        low, high = (count - half) / (of + half), (count + half) / max(of - half, SLACK)
        words = f"{number(count)} of {number(of)}"
        return _Anew(words, scale * count / of, scale * low, scale * high)
    return None if one.value is None else _typed(scale * one.value)


def _denominator(formula: Formula, parts: dict[str, Observation]) -> float | None:
    """Return what a formula divides by; nothing when one of its parts has no count."""
    found = [parts[name].numerator if name in parts else None for name in (*formula.denominator, *formula.less)]
    known = [count for count in found if count is not None]
    if len(known) < len(found):
        return None
    whole = len(formula.denominator)
    return sum(known[:whole]) - sum(known[whole:])


def _full_year(known: Known, one: Observation, parts: dict[str, Observation]) -> _Anew | None:
    """Return an average weekly change carried over a year, with what half of its last printed place allows.

    Harrow, table 1b, innovation site: 11 × 252 × 52 is 144,144; £143,000 is printed; from 10.50 to 11.50 it would be
    137,592 to 150,696.
    """
    metric = known.metric(one)
    formula = metric.formula if metric else None
    averages = [parts[name] for name in formula.numerator if name in parts] if formula else []
    people = _denominator(formula, parts) if formula else None
    if metric is None or not averages or averages[0].value is None or not people:
        return None
    average, weeks = averages[0].value, float(metric.parameters.get("weeks", _WEEKS))
    given = read_printed(averages[0].printed)
    half = given.slack if given else 0.0
    words = f"{number(average)} × {number(people)} × {number(weeks)}"
    year = people * weeks
    return _Anew(words, average * year, (average - half) * year, (average + half) * year)


def _exactly(words: str, value: float) -> _Anew:
    return _Anew(words, value, value, value)


def _typed(value: float) -> _Anew:
    return _exactly("the value beside it", value)
