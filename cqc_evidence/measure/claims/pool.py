"""The numbers that stand behind an item: its figures, and the table rows and results that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isclose
from typing import NamedTuple

from cqc_evidence.measure.claims.numbers import COUNT, PERCENT, POINTS, Number, numbers_in, sort_of
from cqc_evidence.model.data import Observation
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.result import Result

_HUNDRED = 100


class Held(NamedTuple):
    """A number that is held somewhere as data."""

    sort: str
    value: float
    """Shares in per cent."""
    figure: str = ""
    """Id of the figure that holds it; empty where a table or a result does."""

    def says(self, number: Number) -> bool:
        """Return whether a printed number is this one, rounded as it is printed; points may be per cent.

        A plain number may stand for any unit (“from 9 to 16%”), but then for the very same value: 7 people are no 7.5%.
        """
        if number.sort == self.sort or {number.sort, self.sort} == {PERCENT, POINTS}:
            return number.fits(self.value)
        return number.sort == COUNT and isclose(abs(number.value), abs(self.value))


def held_by_item(item: Item) -> Iterator[Held]:
    """Yield the numbers of an item's figures, and how many people answered."""
    for figure in item.figures:
        yield from held_by_figure(item, figure)
    yield from (Held(COUNT, float(value)) for value in (item.n, item.invited) if value is not None)
    if item.n is not None and item.invited:
        yield Held(PERCENT, _HUNDRED * item.n / item.invited)


def held_by_figure(item: Item, figure: Figure) -> Iterator[Held]:
    """Yield a figure's value, its counts, their share where it agrees with the value, and what it is compared with.

    A comparator holds a number only where the item has no other figure of that unit: else the number has a figure of
    its own, and the comparator would go on holding it when that figure changes.
    """
    sort = sort_of(figure.unit)
    yield Held(sort, figure.value, figure.id)
    yield from (Held(COUNT, value, figure.id) for value in (figure.numerator, figure.denominator) if value is not None)
    if figure.numerator is not None and figure.denominator and share_apart(figure) is None:
        yield Held(PERCENT, _HUNDRED * figure.numerator / figure.denominator, figure.id)
    if not beside(item, figure):
        yield from compared(figure)


def compared(figure: Figure) -> Iterator[Held]:
    """Yield the numbers of a figure's comparator."""
    sort = sort_of(figure.unit)
    for number in numbers_in(figure.comparator):
        yield Held(sort if number.sort == COUNT else number.sort, number.value, figure.id)


def beside(item: Item, figure: Figure) -> tuple[Figure, ...]:
    """Return the item's other figures of a figure's unit."""
    return tuple(one for one in item.figures if one.id != figure.id and _unit(one) == _unit(figure))


def _unit(figure: Figure) -> str:
    sort = sort_of(figure.unit)
    return figure.unit if sort == COUNT else sort


def share_apart(figure: Figure) -> float | None:
    """Return the share of a figure's counts, in per cent, where its value says another; else nothing."""
    if figure.numerator is None or not figure.denominator or sort_of(figure.unit) != PERCENT:
        return None
    share = _HUNDRED * figure.numerator / figure.denominator
    return None if _printed(figure.value).fits(share) else share


def _printed(value: float) -> Number:
    """Return a value as the number that its own digits are."""
    text = f"{value:.12g}"
    return Number(text, value, COUNT, 10.0 ** -len(text.partition(".")[2]), 0, len(text))


def held_by_rows(rows: Iterable[Observation], *, percent: bool) -> Iterator[Held]:
    """Yield the numbers of table rows; `percent` says that their values are shares."""
    for row in rows:
        if row.value is not None:
            yield Held(PERCENT, _HUNDRED * row.value) if percent else Held(COUNT, row.value)
        yield from (Held(COUNT, value) for value in (row.numerator, row.denominator) if value is not None)
        if row.numerator is not None and row.denominator:
            yield Held(PERCENT, _HUNDRED * row.numerator / row.denominator)
        yield from (Held(number.sort, number.value) for number in numbers_in(row.printed))


def held_by_results(results: Iterable[Result]) -> Iterator[Held]:
    """Yield the numbers of metric results: value, counts, interval, and how it stands beside another."""
    for result in results:
        scale = _HUNDRED if result.unit == "percent" else 1
        sort = sort_of(result.unit)
        ends = [result.value, *(result.interval or ())]
        apart: list[float | None] = []
        if result.comparison is not None:
            ends.append(result.comparison.value)
            apart = [result.comparison.difference, *(result.comparison.interval or ())]
        yield from (Held(sort, scale * value) for value in ends if value is not None)
        between = POINTS if sort == PERCENT else sort
        yield from (Held(between, scale * value) for value in apart if value is not None)
        counts = (result.numerator, result.denominator)
        yield from (Held(COUNT, value) for value in counts if value is not None)
