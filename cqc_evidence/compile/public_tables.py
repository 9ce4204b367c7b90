"""Which results a public edition hides together: of numbers that add up to one that shows, never exactly one.

Parts add up to their whole, breakdowns to their group, and groups to everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from cqc_evidence.model.framework import Framework
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.result import Result
from cqc_evidence.protect.disclosure import hide_small

Place = tuple[str, str, str, str, str]
"""Metric, part, group, breakdown and period."""
_Row = tuple[str, str]
"""Group and breakdown."""
_Cells = tuple[int | None, ...]
_EVERYBODY = "all"
_SHARES = ("share", "parts")


def place_of(one: Result) -> Place:
    """Return what tells one result from another."""
    return (one.metric, one.part, one.group, one.breakdown, one.period.text)


def impossible(metric: Metric, one: Result) -> bool:
    """Return whether a share counts more than its whole; the checks tell of it, and there is nothing to show."""
    return metric.kind in _SHARES and None not in (one.numerator, one.denominator) and _rest(one) < 0


def _rest(one: Result) -> int:
    return round(one.denominator or 0) - round(one.numerator or 0)


def _counted(metric: Metric, one: Result) -> bool:
    """Return whether a result has counts that can stand in a table of counts."""
    known = [count for count in (one.numerator, one.denominator) if count is not None]
    return len(known) > (metric.kind in _SHARES) and not impossible(metric, one)


def places_to_hide(
    found: Iterable[Result], framework: Framework, published: Callable[[Result], bool]
) -> frozenset[Place]:
    """Return the results to hide: small ones, and those that keep a small one from being worked out.

    Args:
        found: the results that the edition has.
        framework: the definitions, with what each hides.
        published: whether a result is published already; such a one is shown, and protects nothing.
    """
    metrics = {metric.id: metric for metric in framework.metrics.metrics}
    tables: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for one in found:
        metric = metrics.get(one.metric)
        if metric and _counted(metric, one):
            name = "" if metric.kind == "parts" and one.part else f"of {one.part}"
            tables[one.metric, one.period.text, name].append(one)
    hidden: set[Place] = set()
    for (name, *_), results in tables.items():
        hidden |= _Together(metrics[name], results, published).hidden()
    return frozenset(hidden)


class _Together:
    """The results of one metric and period: rows are groups and their breakdowns, columns what adds up across."""

    def __init__(self, metric: Metric, results: Sequence[Result], published: Callable[[Result], bool]) -> None:
        self.metric = metric
        self.rows: dict[_Row, list[Result]] = defaultdict(list)
        for one in results:
            self.rows[one.group, one.breakdown].append(one)
        self.parts = list(dict.fromkeys(one.part for one in results))
        self.published = {place_of(one) for one in results if published(one)}
        self.found = {place_of(one) for one in results if self._small(one)} - self.published

    def hidden(self) -> set[Place]:
        """Return the places to hide."""
        before = -1
        while self.found and before < len(self.found):
            before = len(self.found)
            for rows, total in self._stacks():
                self._hide(rows, total=total)
        return self.found

    def _small(self, one: Result) -> bool:
        return any(0 < cell < self.metric.suppression.hide_below for cell in self._counts(one))

    def _counts(self, one: Result) -> tuple[int, ...]:
        """Return what stands or falls with one result: its count; or a share's count, the rest and the whole."""
        if self.metric.kind in _SHARES:
            return (round(one.numerator or 0), _rest(one), round(one.denominator or 0))
        return (round(one.numerator if one.numerator is not None else one.denominator or 0),)

    def _stacks(self) -> Iterable[tuple[list[_Row], bool]]:
        """Yield the rows that stand above one another, and whether the last is their total."""
        groups: Mapping[str, list[_Row]] = defaultdict(list)
        for row in self.rows:
            groups[row[0]].append(row)
        for group, rows in groups.items():
            yield self._stack([row for row in rows if row[1]], (group, ""))
        yield self._stack([(group, "") for group in groups if group != _EVERYBODY], (_EVERYBODY, ""))

    def _stack(self, parts: Sequence[_Row], whole: _Row) -> tuple[list[_Row], bool]:
        rows = [row for row in parts if row in self.rows]
        if whole not in self.rows:
            return rows, False
        columns = zip(*(self._cells(row, total=True) for row in [*rows, whole]), strict=True)
        known = [column for column in columns if None not in column]
        adds_up = bool(rows and known) and all(
            sum(cell or 0 for cell in parts) <= (total or 0) for *parts, total in known
        )
        return [*rows, whole], adds_up

    def _cells(self, row: _Row, *, total: bool) -> _Cells:
        """Return a row's counts, its whole last; a published one is no company, but as a total it shows."""
        if self.parts != [""] and self.metric.kind == "parts":
            by_part = {one.part: one for one in self.rows[row]}
            counts = {part: self._counts(one) for part, one in by_part.items()}
            whole = max((count[-1] for count in counts.values()), default=0)
            shown = {part for part, one in by_part.items() if not total and place_of(one) in self.published}
            return (*(counts[part][0] if part in counts and part not in shown else None for part in self.parts), whole)
        (one, *_) = self.rows[row]
        counted = self._counts(one)
        return counted if total or place_of(one) not in self.published else (None,) * len(counted)

    def _hide(self, rows: Sequence[_Row], *, total: bool) -> None:
        """Hide what one stack of rows needs, beside what is hidden already."""
        cells = [self._cells(row, total=total and row == rows[-1]) for row in rows]
        width = max(map(len, cells), default=0)
        cells = [row if len(row) == width else (None,) * width for row in cells]
        also = {(at, place) for at, row in enumerate(rows) for place in self._gone(row, width)}
        rules = self.metric.suppression
        shown = hide_small(
            cells, row_totals=width > 1, column_totals=total, hide_below=rules.hide_below, round_to=rules.round_to,
            also=also,
        )  # fmt: skip
        for row, line in zip(rows, shown, strict=True):
            gone = {place for place, cell in enumerate(line) if cell.hidden}
            self.found |= {place_of(one) for one in self.rows[row] if gone & self._own(one, width)} - self.published

    def _own(self, one: Result, width: int) -> set[int]:
        """Return the columns without which a result is not shown."""
        if len(self.parts) > 1:
            return {self.parts.index(one.part), width - 1}
        return set(range(width))

    def _gone(self, row: _Row, width: int) -> set[int]:
        """Return the columns of a row that are hidden already."""
        places = [self._own(one, width) - {width - 1} for one in self.rows[row] if place_of(one) in self.found]
        every = len(places) == len(self.rows[row])
        return set().union(*places, {width - 1} if every else set())
