"""Numbers that should be one and are not: a figure and its table, two figures of one thing, a comparator and its figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cqc_evidence.measure.claims.numbers import COUNT, PERCENT, Number, numbers_in, sort_of
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.location import Location
from cqc_evidence.model.metric import Metric

_HUNDRED = 100
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_IN_MONTH = re.compile(r"^\s*(?:in|at|for)?\s*([A-Z][a-z]+)\s+(\d{4})\b")
_NEARLY = 1e-9


class Apart(NamedTuple):
    """A figure that another place gives differently."""

    item: Item
    at: int
    """Its place among the item's figures."""
    what: str
    places: tuple[Location, ...]
    """Where the other number stands."""
    values: tuple[float, ...] = ()
    """The other values, where a table gives them; shares in per cent."""


def figures_apart(items: Iterable[Item], observations: Sequence[Observation], framework: Framework) -> Iterator[Apart]:
    """Yield every figure that another figure, a comparator or the item's own table gives differently; of no personal item."""
    counted = [item for item in items if item.figures and item.sensitivity != "personal"]
    yield from _from_tables(counted, observations, framework)
    named: defaultdict[tuple[str, str, tuple[str, ...]], list[tuple[Item, int]]] = defaultdict(list)
    for item in counted:
        for index, figure in enumerate(item.figures):
            if figure.label and figure.period is not None and figure.period.known:
                named[figure.label, figure.unit, item.sites].append((item, index))
    for those in named.values():
        yield from _from_one_another(those)


def _from_one_another(those: list[tuple[Item, int]]) -> Iterator[Apart]:
    """Yield figures of one label, unit and site that give one period two values, or that a comparator gives another value."""
    first: dict[Period, tuple[Item, int]] = {}
    for item, index in those:
        figure = item.figures[index]
        period = figure.period
        assert period is not None  # noqa: S101  # only dated figures are named
        if period in first and first[period][0].figures[first[period][1]].value != figure.value:
            other, at = first[period]
            told = f"{_shown(figure)} here and {_shown(other.figures[at])} there, for one label and one period"
            yield Apart(item, index, told, (other.location.at("figures", at, "value"),))
        first.setdefault(period, (item, index))
    for item, index in those:
        for number, period in _dated(item.figures[index].comparator):
            other, at = first.get(period, (item, -1))
            if at >= 0 and not number.fits(other.figures[at].value):
                told = f"{_shown(other.figures[at])} here, and {number.text} where another figure is set beside it"
                yield Apart(other, at, told, (item.location.at("figures", index, "comparator"),))


def _dated(comparator: str) -> Iterator[tuple[Number, Period]]:
    """Yield each number of a comparator that is followed by a month: "7.2 in March 2019"."""
    for number in numbers_in(comparator):
        found = _IN_MONTH.match(comparator[number.end :])
        month = _MONTHS.get(found[1][:3].lower()) if found else None
        if found and month:
            yield number, Period.parse(f"{found[2]}-{month:02}")


def _from_tables(items: list[Item], observations: Sequence[Observation], framework: Framework) -> Iterator[Apart]:
    rows: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        rows[one.item].append(one)
    metrics = {
        name: one for one in framework.metrics.metrics for name in (one.id, one.formula.rows if one.formula else "")
    }
    for item in items:
        if own := rows.get(item.id):
            yield from _item_from_rows(item, own, metrics)


def _item_from_rows(item: Item, rows: list[Observation], metrics: Mapping[str, Metric]) -> Iterator[Apart]:
    """Yield figures for which the table has rows of the period and sort, of which none holds their value, nor a figure the rows'."""
    for index, figure in enumerate(item.figures):
        sort = sort_of(figure.unit)
        alike = [
            (row, value)
            for row in rows
            if row.period == figure.period
            for found, value in _values(row, metrics)
            if found == sort
        ]
        if any(_same(value, figure.value) for _, value in alike):
            continue
        others = [other.value for other in item.figures if sort_of(other.unit) == sort]
        loose = [(row, value) for row, value in alike if not any(_same(value, other) for other in others)]
        if loose:
            values = " and ".join(dict.fromkeys(_digits(value, sort) for _, value in loose))
            told = f"{_shown(figure)} here, and {values} in the table that rests on this item"
            yield Apart(item, index, told, tuple(row.location for row, _ in loose), tuple(value for _, value in loose))
    yield from _counts_from_rows(item, rows)


def _counts_from_rows(item: Item, rows: list[Observation]) -> Iterator[Apart]:
    """Yield figures whose count no row of the period holds, where rows are left over that no other figure holds."""
    for index, figure in enumerate(item.figures):
        count = _count(figure)
        own = [(row, row.numerator) for row in rows if row.period == figure.period and row.numerator is not None]
        counts = {value for _, value in own}
        others = {_count(one) for one in item.figures if one is not figure and one.period == figure.period}
        loose = [(row, value) for row, value in own if value not in others]
        if count is not None and count not in counts and others & counts and loose:
            values = tuple(dict.fromkeys(value for _, value in loose))
            shown = " and ".join(_digits(value, COUNT) for value in values)
            told = f"{_digits(count, COUNT)} here, and {shown} in the table that rests on this item"
            yield Apart(item, index, told, tuple(row.location for row, _ in loose), values)


def _count(figure: Figure) -> float | None:
    """Return how many a figure counts."""
    return figure.value if sort_of(figure.unit) == COUNT else figure.numerator


def _values(row: Observation, metrics: Mapping[str, Metric]) -> Iterator[tuple[str, float]]:
    metric = metrics.get(row.metric)
    if row.value is not None:
        sort = sort_of(metric.unit_of(row.part)) if metric else COUNT
        yield sort, _HUNDRED * row.value if sort == PERCENT else row.value
    if row.numerator is not None and row.denominator:
        yield PERCENT, _HUNDRED * row.numerator / row.denominator


def _same(one: float, other: float) -> bool:
    """Return whether two values are one, at the digits of the one that has fewer."""
    step = max(_step(one), _step(other))
    return abs(one - other) <= step / 2 * (1 + _NEARLY)


def _step(value: float) -> float:
    text = f"{value:.6g}"
    return 10.0 ** -len(text.partition(".")[2]) if "e" not in text else 1.0


def _shown(figure: Figure) -> str:
    return _digits(figure.value, sort_of(figure.unit))


def _digits(value: float, sort: str) -> str:
    text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"  # noqa: PLR2004  # no exponents in front of people
    return f"£{text}" if sort == "money" else f"{text}%" if sort == PERCENT else text
