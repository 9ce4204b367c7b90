"""Grid → table: where the titles of the columns stand, and what lies below them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import count, islice
from typing import NamedTuple

from cqc_evidence.intake.problems import at, empty_sheet, merged_cells
from cqc_evidence.intake.tables.log_words import looks_like_a_log
from cqc_evidence.intake.tables.sheets import Grid, letters
from cqc_evidence.model.diagnostic import Diagnostic

_LOOKED_AT = 30
"""Rows with something in them among which the header is looked for."""
_SHARE = 0.6
"""A header fills at least this share of the columns that the fullest row fills."""
_FORMS = frozenset(("start time", "completion time"))
"""Titles that Microsoft Forms always writes."""


class Column(NamedTuple):
    """One column with its title."""

    number: int
    """Counts from 0, among the grid's columns."""
    title: str
    titled: bool = True
    """Whether the title is the sheet's own."""

    @property
    def letters(self) -> str:
        """Return the column as Excel names it."""
        return letters(self.number + 1)


class Row(NamedTuple):
    """One row below the header; its cells are those of the table's columns."""

    number: int
    """Counts from 1, as Excel shows it."""
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A header and the rows below it, without those that are empty."""

    grid: Grid
    above: str
    """What stands above the header."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the columns' titles, each different."""
        return tuple(one.title for one in self.columns)

    @property
    def header(self) -> str:
        """Return the hash under which a survey's columns are remembered."""
        return sha256("\x1f".join(self.titles).encode()).hexdigest()

    def values(self, position: int) -> list[str]:
        """Return a column's cells, empty ones too."""
        return [row.cells[position] for row in self.rows]

    def place(self, row: Row, position: int) -> str:
        """Return a cell's place as a person finds it."""
        return self.grid.place(row.number, self.columns[position].number + 1)


def table_of(grid: Grid) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    """Return the table in a grid, or nothing when it holds no rows, and what was odd about it."""
    header = _header(grid.rows)
    if header is None:
        return None, (empty_sheet(at(grid.file, grid.sheet)),)
    below = [Row(header + 2 + number, row) for number, row in enumerate(grid.rows[header + 1 :]) if any(row)]
    columns, merged = _columns(grid, header, below)
    found = () if merged is None else (merged_cells(at(grid.file, grid.place(header + 1, merged + 1))),)
    if not below:
        return None, (*found, empty_sheet(at(grid.file, grid.sheet)))
    wanted = [one.number for one in columns]
    rows = tuple(Row(row.number, tuple(row.cells[index] for index in wanted)) for row in below)
    above = "\n".join(" ".join(filter(None, row)) for row in grid.rows[:header] if any(row))
    return Table(grid, above, columns, rows), found


def _header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the header's index: the row with titles we know, else the first that is nearly as full as any."""
    filled = list(
        islice(((index, [cell for cell in row if cell]) for index, row in enumerate(rows) if any(row)), _LOOKED_AT)
    )
    for index, cells in filled:
        if looks_like_a_log(cells) or {cell.casefold() for cell in cells} >= _FORMS:
            return index
    most = max((len(cells) for _, cells in filled), default=0)
    after = {index for index, _ in filled}
    likely = [
        (index, cells)
        for index, cells in filled
        if len(cells) >= most * _SHARE and len(cells) >= min(most, 2) and sum(map(_is_words, cells)) * 2 > len(cells)
    ]
    above = [index for index, cells in likely if len(cells) < most and index + 1 not in after]
    best = [index for index, _ in likely if index not in above] or [index for index, _ in likely]
    return next(iter(best), filled[0][0] if filled else None)


def _is_words(cell: str) -> bool:
    return any(letter.isalpha() for letter in cell)


def _columns(grid: Grid, header: int, below: Sequence[Row]) -> tuple[tuple[Column, ...], int | None]:
    """Return the columns that hold anything, and the first title that several of them share."""
    width = len(grid.rows[header])
    holds = [any(column) for column in zip(*(row.cells for row in below), strict=True)] if below else [False] * width
    columns: list[Column] = []
    merged: int | None = None
    last, owner = "", 0
    for index, cell in enumerate(grid.rows[header]):
        title = " ".join(cell.split())
        if not title and not holds[index]:
            last = ""
            continue
        shared = not title and bool(last) and f"{letters(index + 1)}{header + 1}" not in grid.formulas
        merged = owner if shared and merged is None else merged
        if not shared:
            last, owner = title, index
        columns.append(Column(index, title or last or f"Column {letters(index + 1)}", bool(title or shared)))
    return _told_apart(columns), merged


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns each with a title of its own."""
    taken: set[str] = set()
    apart = []
    for one in columns:
        title = one.title if one.title not in taken else _numbered(one.title, taken)
        taken.add(title)
        apart.append(one._replace(title=title))
    return tuple(apart)


def _numbered(title: str, taken: set[str]) -> str:
    """Return a title with the first free number behind it."""
    number = next(one for one in count(2) if f"{title} ({one})" not in taken)
    return f"{title} ({number})"
