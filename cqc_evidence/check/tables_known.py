"""What rules about tables share: definitions by name, the place of a cell, numbers in words, and no list without end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import NamedTuple

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject
from cqc_evidence.measure.metrics.counted import LEFT_OUT
from cqc_evidence.measure.metrics.full_year import FULL_YEAR
from cqc_evidence.model.data import DataTable, Observation, Row
from cqc_evidence.model.dates import Period, period_in_words
from cqc_evidence.model.location import Location
from cqc_evidence.model.metric import Formula, Metric

SHARES = ("share", "parts")
"""Kinds of metric whose values are shares of a whole."""
MOST = 10
"""Findings of one rule that are listed for one file; more are counted."""
SLACK = 1e-9
"""What binary fractions lose."""
_ROW = re.compile(r"row (\d+)")
_TOTAL = "total"


class Whole(NamedTuple):
    """What the parts of one whole have in common."""

    metric: str
    group: str
    breakdown: str
    period: Period


class Known:
    """The definitions of `framework/metrics.yaml`, by the names that rows of an aggregate table use."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        """Hold definitions; of two with one id, the first counts."""
        found = tuple(metrics)
        self.ids = {metric.id: metric for metric in reversed(found)}
        self.rows: dict[str, list[tuple[Metric, Formula]]] = defaultdict(list)
        """Metrics with their formula, by what stands in the column `metric` of their part rows."""
        for metric in found:
            if metric.formula:
                self.rows[metric.formula.rows].append((metric, metric.formula))
        self._shared = {
            (name, part): metric
            for name, those in self.rows.items()
            for metric, formula in reversed(those)
            for part in (*formula.numerator, *((FULL_YEAR,) if metric.kind == "full-year" else ()))
        }
        self._counted = {name: _counted(those) for name, those in self.rows.items()}
        self._spellings = {name: frozenset(self.spellings(name)) for name in self.rows}

    def __contains__(self, name: str) -> bool:
        """Return whether the column `metric` may hold this name."""
        return name in self.ids or name in self.rows

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name that the column `metric` may hold."""
        return tuple(dict.fromkeys((*self.ids, *self.rows)))

    def metric(self, one: Observation) -> Metric | None:
        """Return the definition that a row belongs to; of part rows that several use, the one that shares it out."""
        found = self._shared.get((one.metric, one.part)) or self.ids.get(one.metric)
        return found or (self.rows[one.metric][0][0] if one.metric in self.rows else None)

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the parts that hold counts of one whole, without their total; nothing where any part may stand."""
        return self._counted.get(name, ())

    def total(self, name: str) -> str:
        """Return the part that holds the printed total."""
        return self.rows[name][0][1].total if name in self.rows else _TOTAL

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return everything that the column `part` may hold in part rows."""
        money = [part for metric, one in self.rows[name] if metric.kind == "full-year" for part in one.numerator]
        return (*self.parts(name), self.total(name), *money, *((FULL_YEAR,) if money else ()), *LEFT_OUT)

    def spelt(self, one: Observation) -> bool:
        """Return whether a part row names a part that its formula knows."""
        return one.part in self._spellings[one.metric]

    def counts(self, name: str, parts: dict[str, Observation]) -> dict[str, float]:
        """Return the counts of a whole's parts, without its total."""
        wanted, total = self.parts(name), self.total(name)
        return {
            part: one.numerator
            for part, one in parts.items()
            if one.numerator is not None
            and part not in ("", total)
            and (part in wanted or (not wanted and part not in LEFT_OUT))
        }


def _counted(those: Iterable[tuple[Metric, Formula]]) -> tuple[str, ...]:
    """Return the parts of one whole that the formulas of its part rows name, without money and without the total."""
    named = [
        part
        for metric, one in those
        if metric.kind != "full-year"
        for part in (*one.numerator, *one.denominator, *one.less, *one.outside)
        if part != one.total
    ]
    return tuple(dict.fromkeys(named))


def known_of(subject: Subject) -> Known:
    """Return the definitions of a project."""
    return Known(subject.framework.metrics.metrics)


def wholes(subject: Subject) -> dict[Whole, dict[str, Observation]]:
    """Return the rows of aggregate tables by part, for each whole; of two for one part, the first."""
    found: dict[Whole, dict[str, Observation]] = defaultdict(dict)
    for one in subject.observations:
        found[Whole(one.metric, one.group, one.breakdown, one.period)].setdefault(one.part, one)
    return found


def rows_of(subject: Subject, name: str) -> Iterator[tuple[DataTable, Row]]:
    """Yield every row of a contract's tables with its table, file by file."""
    return ((table, row) for table in subject.tables if table.file.table == name for row in table.rows)


def cell(subject: Subject, one: Observation, column: str) -> Location:
    """Return the place of a cell of an observation's row."""
    row = _ROW.fullmatch(one.location.place)
    if row is None:
        return one.location
    tables = [table for table in subject.tables if table.file.file == one.location.file]
    if len(tables) == 1:
        return tables[0].where(int(row[1]), column)
    return one.location.model_copy(update={"place": f"{one.location.place}, column {column}"})


def number(value: float) -> str:
    """Return a number as people write it.

    >>> number(2085720), number(5.5), number(-24)
    ('2,085,720', '5.5', '−24')
    """
    return f"{value:,.12g}".replace("-", "−")


def percent(share: float, digits: int = 0) -> str:
    """Return a share as people write it, to at most these places.

    >>> percent(0.0567, 1), percent(7.0, 1)
    ('5.7 %', '700 %')
    """
    return f"{number(round(100 * share, digits))} %"


def conversations_3(count: float) -> str:
    """Return a number of conversations 3 in words.

    >>> conversations_3(1), conversations_3(19)
    ('1 conversation 3', '19 conversations 3')
    """
    return f"{number(count)} {'conversation' if count == 1 else 'conversations'} 3"


def who(one: Observation | Whole) -> str:
    """Return whose number it is and when, in words."""
    return ", ".join(word for word in (one.group, one.breakdown, period_in_words(one.period)) if word)


def at_most_ten(check: Callable[[Subject], Iterable[Finding]]) -> Callable[[Subject], Iterator[Finding]]:
    """Let a rule tell its first ten findings of each file, and then how many more there are."""

    @wraps(check)
    def told(subject: Subject) -> Iterator[Finding]:
        seen: Counter[str] = Counter()
        for finding in check(subject):
            seen[finding.location.file] += 1
            if seen[finding.location.file] <= MOST:
                yield finding
        for file, count in seen.items():
            if count > MOST:
                more = count - MOST
                yield Finding(
                    f"the same is found in {number(more)} more {'place' if more == 1 else 'places'} of this file",
                    f"only the first {MOST} are listed",
                    "mend those, then check again",
                    Location(file=file, place="further rows"),
                )

    return told
