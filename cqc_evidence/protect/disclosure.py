"""Disclosure control: which numbers a public edition may show, so that nobody can work out a small one.

A count from 1 to 7 may point at somebody, so it is hidden; other counts are rounded to 5. Where totals show, a number hidden
alone comes back by subtraction, so another is hidden with it. 0 is shown as 0: nobody is in it. Both limits can be changed.

Three things to know. Each cell and each total is rounded by itself, so the shown parts need not add up to the shown total. A
cell that is hidden for being small and one hidden beside it must carry the same mark in print: else the mark tells which is
the small one. And one table at a time is protected: two that overlap, or this one beside last month's, may still tell.

Source: NHS Digital's rules for its hospital and sexual health data below national level (1 to 7 hidden, 0 shown, the rest
rounded to 5); the Government Statistical Service's guidance for tables from administrative sources (secondary suppression).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, NamedTuple

Why = Literal["", "small", "beside a small one", "no number"]


class Shown(NamedTuple):
    """A cell as a public edition shows it."""

    number: int | None
    """The rounded count; `None` when it is hidden or there never was one."""
    why: Why = ""
    """Why there is no number. Print `small` and `beside a small one` alike."""

    @property
    def hidden(self) -> bool:
        """Return whether there is a number that is not shown."""
        return self.why in {"small", "beside a small one"}


class PublicShare(NamedTuple):
    """A share as a public edition shows it: everything worked out from rounded counts, or nothing at all."""

    numerator: int | None = None
    denominator: int | None = None
    share: float | None = None
    """From 0 to 1, to whole per cent."""
    interval: tuple[float, float] | None = None
    """Of the share, from 0 to 1, to whole per cent."""
    hidden: str = ""
    """Why nothing is shown, in words; empty when something is."""


_Table = Sequence[Sequence[int | None]]
_Cell = tuple[int, int]
_Name = tuple[Literal["row", "column"], int]
_Lines = dict[_Name, tuple[_Cell, ...]]
"""The rows and columns whose total is in the table: their cells with the total last."""


def hide_small(
    table: Sequence[Sequence[int | None]],
    *,
    row_totals: bool,
    column_totals: bool,
    hide_below: int = 8,
    round_to: int = 5,
    also: Collection[tuple[int, int]] = (),
) -> tuple[tuple[Shown, ...], ...]:
    """Return a table of counts as a public edition shows it; its shape stays.

    1. Counts from 1 to `hide_below` − 1 are hidden, totals among them.
    2. In a row or column whose total belongs to the table, one hidden cell is never alone: the smallest other one is hidden
       too, a 0 only where there is nothing else.
    3. A small count that could still be worked out, by adding rows and subtracting columns, or since 1 and 1 are the only
       way to make up 2, gets further company until at least two values are possible.

    Nobody is taken to know more than the table, that hidden cells are not 0, and that counts are whole.

    Args:
        table: rows of counts; `None` where there is no number, which is shown and protects nothing.
        row_totals: whether the last column holds the total of each row.
        column_totals: whether the last row holds the total of each column.
        hide_below: counts from 1 up to this, without it, are hidden; 1 hides none.
        round_to: the rest is rounded to the nearest multiple, never to 0; 1 rounds nothing.
        also: cells, as row and column from 0, that are hidden anyway, such as for another table that has them too.

    Raises:
        ValueError: when rows differ in length, a count is below 0, or `hide_below` or `round_to` is below 1.

    >>> rows = [[3, 41, 60, 104], [22, 30, 12, 64]]
    >>> for row in hide_small(rows, row_totals=True, column_totals=False):
    ...     print([cell.number for cell in row])
    [None, None, 60, 105]
    [20, 30, 10, 65]
    """
    _check(table, hide_below, round_to)
    lines = _lines(table, row_totals=row_totals, column_totals=column_totals)
    small = {cell for cell in _cells(table) if 0 < (_count(table, cell) or 0) < hide_below}
    hidden = small.union(cell for cell in also if _count(table, cell) is not None)
    while (more := _company(table, lines, small, hidden)) is not None:
        hidden.add(more)
    return tuple(
        tuple(_shown(count, (at, place) in small, (at, place) in hidden, round_to) for place, count in enumerate(row))
        for at, row in enumerate(table)
    )


def hide_series(counts: Iterable[int | None], *, hide_below: int = 8, round_to: int = 5) -> tuple[Shown, ...]:
    """Return a series of counts, such as one a month, as a public edition shows it; no total of it may be shown.

    Args:
        counts: the counts; `None` where there is no number.
        hide_below: as `hide_small`.
        round_to: as `hide_small`.

    Raises:
        ValueError: as `hide_small`.

    >>> [cell.number for cell in hide_series([12, 7, 0, 33])]
    [10, None, 0, 35]
    """
    row = tuple(counts)
    return hide_small([row], row_totals=False, column_totals=False, hide_below=hide_below, round_to=round_to)[0]


def public_share(
    numerator: int,
    denominator: int,
    *,
    hide_below: int = 8,
    round_to: int = 5,
    interval: Callable[[int, int], tuple[float, float]] | None = None,
) -> PublicShare:
    """Return what a public edition shows of a share.

    Nothing is shown when the numerator, the rest or the whole is a count from 1 to `hide_below` − 1: who knows the whole and
    the share knows all three. Else the counts are rounded, and share and interval are worked out from the rounded counts: a
    share to one decimal place would give the true counts away. It may differ from the true share by some points when the
    whole is small. Nobody, or everybody, is shown as 0 % or 100 %.

    Args:
        numerator: how many have it.
        denominator: out of how many.
        hide_below: as `hide_small`.
        round_to: as `hide_small`.
        interval: what works out the interval from two counts, such as Wilson's; none when it is not given.

    Raises:
        ValueError: when the counts are no share, or `hide_below` or `round_to` is below 1.

    >>> public_share(20, 388)
    PublicShare(numerator=20, denominator=390, share=0.05, interval=None, hidden='')
    >>> public_share(6, 388).hidden
    'a count from 1 to 7 is not shown in public'
    """
    rest = denominator - numerator
    _check([[numerator, denominator, rest]], hide_below, round_to)
    if denominator == 0:
        return PublicShare(hidden="there was nobody to count")
    if any(0 < count < hide_below for count in (numerator, denominator, rest)):
        return PublicShare(hidden=f"a count from 1 to {hide_below - 1} is not shown in public")
    count, of = _rounded(numerator, round_to), _rounded(denominator, round_to)
    low_high = interval(count, of) if interval else None
    return PublicShare(
        numerator=count,
        denominator=of,
        share=(200 * count + of) // (2 * of) / 100,
        interval=(round(low_high[0], 2), round(low_high[1], 2)) if low_high else None,
    )


def _check(table: _Table, hide_below: int, round_to: int) -> None:
    if len({len(row) for row in table}) > 1:
        message = "the rows of a table are equally long: these are not"
        raise ValueError(message)
    if any(count is not None and count < 0 for row in table for count in row):
        message = "a count is 0 or more, and a part no more than its whole: one here is not"
        raise ValueError(message)
    if hide_below < 1 or round_to < 1:
        message = f"hide_below and round_to are 1 or more: {hide_below} and {round_to} are not"
        raise ValueError(message)


def _cells(table: _Table) -> Iterable[_Cell]:
    return ((at, place) for at, row in enumerate(table) for place in range(len(row)))


def _count(table: _Table, cell: _Cell) -> int | None:
    return table[cell[0]][cell[1]]


def _rounded(count: int, to: int) -> int:
    """Return the nearest multiple, half up; of a count above 0 never 0."""
    return max(to, (2 * count + to) // (2 * to) * to) if count else 0


def _shown(count: int | None, small: bool, hidden: bool, round_to: int) -> Shown:  # noqa: FBT001  # inner, one call
    if count is None:
        return Shown(None, "no number")
    if hidden:
        return Shown(None, "small" if small else "beside a small one")
    return Shown(_rounded(count, round_to))


def _lines(table: _Table, *, row_totals: bool, column_totals: bool) -> _Lines:
    across: _Lines = {("row", at): tuple((at, place) for place in range(len(row))) for at, row in enumerate(table)}
    columns = range(len(table[0]) if table else 0)
    down: _Lines = {("column", place): tuple((at, place) for at in range(len(table))) for place in columns}
    lines = (across if row_totals else {}) | (down if column_totals else {})
    return {name: line for name, line in lines.items() if line and _count(table, line[-1]) is not None}


def _company(table: _Table, lines: _Lines, small: set[_Cell], hidden: set[_Cell]) -> _Cell | None:
    """Return the next cell to hide, or `None` when every small count is safe."""
    for line in lines.values():
        if len(hidden.intersection(line)) == 1 and (found := _smallest(table, line, hidden)):
            return found
    for cell in sorted(small):
        if not _two_values(table, lines, hidden, cell):
            own = [found for name in _names(cell) for found in lines.get(name, ())]
            return _smallest(table, own, hidden) or _smallest(table, _cells(table), hidden)
    return None


def _smallest(table: _Table, cells: Iterable[_Cell], hidden: set[_Cell]) -> _Cell | None:
    """Return the cell with the smallest count that shows, a 0 last."""
    counts = ((count, cell) for cell in cells if cell not in hidden and (count := _count(table, cell)) is not None)
    return min(((count == 0, count, cell) for count, cell in counts), default=(False, 0, None))[2]


def _two_values(table: _Table, lines: _Lines, hidden: set[_Cell], cell: _Cell) -> bool:
    """Return whether a hidden cell could as well hold one more, or one less, with everything that shows unchanged.

    Rows and columns are the places of a network and hidden cells its ways: one more in a cell is one carried along its way,
    and totals hold when what comes to a place also leaves it. So the cell can change when there is a way back. A way can be
    taken forwards always (one more), backwards while its count stays above 0 (one less).

    Source: Cox LH, Journal of the American Statistical Association 1995; 90: 1453–1462 (network models of suppression).
    """
    start, end = _ends(lines, cell)
    steps = set()
    for other in hidden - {cell}:
        begin, goal = _ends(lines, other)
        steps.add((begin, goal))
        if _falls(table, other):
            steps.add((goal, begin))
    return _leads(steps, end, start) or (_falls(table, cell) and _leads(steps, start, end))


def _falls(table: _Table, cell: _Cell) -> bool:
    """Return whether a count can be one less without being 0, which would be shown."""
    return (_count(table, cell) or 0) > 1


def _names(cell: _Cell) -> tuple[_Name, _Name]:
    return ("row", cell[0]), ("column", cell[1])


def _ends(lines: _Lines, cell: _Cell) -> tuple[_Name | None, _Name | None]:
    """Return where a cell's way begins and ends; `None` is the place of all that has no total.

    A part leads from its row to its column, a total back, and the total of totals, a total twice, as a part does.
    """
    row, column = (name if name in lines else None for name in _names(cell))
    totals = [name for name in (row, column) if name and lines[name][-1] == cell]
    return (column, row) if len(totals) == 1 else (row, column)


def _leads(steps: set[tuple[_Name | None, _Name | None]], start: _Name | None, end: _Name | None) -> bool:
    """Return whether steps lead from one place to another."""
    seen, more = {start}, {start}
    while more:
        more = {goal for begin, goal in steps if begin in more} - seen
        seen |= more
    return end in seen
