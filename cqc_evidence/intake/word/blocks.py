"""What a Word document holds, as a person sees it: lines and tables, each with its count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias


class Line(NamedTuple):
    """One paragraph that says something."""

    text: str
    number: int = 0
    """As a person counts: from 1, outside tables."""
    level: int | None = None
    """1 to 9 for a heading, 0 for the title."""
    listed: bool = False
    depth: int = 0
    """How far an item of a list is set in."""
    bold: bool = False


class Cell(NamedTuple):
    """A cell of a table, with the column in which it begins."""

    column: int
    span: int
    continues: bool
    """Whether it belongs to the cell above."""
    blocks: tuple[Block, ...]


class Row(NamedTuple):
    """A row, as a person counts it: from 1, the header too."""

    number: int
    cells: tuple[Cell, ...]
    header: bool
    """Whether Word repeats it on every page."""


class Table(NamedTuple):
    """A table, as a person counts it: from 1."""

    number: int
    rows: tuple[Row, ...]


Block: TypeAlias = Line | Table


class Content(NamedTuple):
    """A document's body, and what of it was not simply read."""

    blocks: tuple[Block, ...]
    marks: Mapping[str, int]
    """How many insertions, deletions, moves, comments, pictures and attached parts there are."""
    places: Mapping[str, str]
    """Where the first of each stands."""


def flat_lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """Yield the lines of blocks, and those inside their tables."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row.cells for line in flat_lines(cell.blocks))


def inner_tables(table: Table) -> Iterator[Table]:
    """Yield the tables inside a table's cells, not those inside these."""
    for row in table.rows:
        for cell in row.cells:
            yield from (block for block in cell.blocks if isinstance(block, Table))


def tidy(text: str) -> str:
    """Return a text with single spaces and without empty lines."""
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def words_in(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())
