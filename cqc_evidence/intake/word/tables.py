"""A Word table → rows of text, as a person reads them: merged cells filled, the header known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cqc_evidence.intake.word.blocks import Block, Cell, Line, Table, tidy, words_in
from cqc_evidence.intake.word.log_columns import action_columns

_LABEL_WORDS = 14
_TITLE_WORDS = 8
_SUBHEADING_WORDS = 12
_PAIR = 2


class GridRow(NamedTuple):
    """A row with a text for every column of its table."""

    number: int
    values: tuple[str, ...]
    blocks: tuple[tuple[Block, ...], ...]
    """What each column's cell holds."""
    continued: frozenset[int]
    """Columns whose cell belongs to the one above."""
    across: bool
    """Whether it is one cell as wide as the table."""
    header: bool = False
    bold: bool = False
    """Whether its first cell is bold."""
    shared: bool = False
    """Whether a cell with text spans several columns, but not all."""

    @property
    def said(self) -> tuple[str, ...]:
        """Return the texts that are there, each once."""
        return tuple(value for column, value in enumerate(self.values) if value and column not in self.continued)


class Header(NamedTuple):
    """The row that says what the columns hold."""

    titles: tuple[str, ...]
    roles: tuple[str, ...]
    """What they hold in an action log; empty for another table."""


def grid_of(table: Table) -> tuple[GridRow, ...]:
    """Return the rows of a table that say something; a cell merged downwards says the same in every row."""
    width = max((cell.column + cell.span for row in table.rows for cell in row.cells), default=0)
    above = [""] * width
    found: list[GridRow] = []
    for row in table.rows:
        values, blocks = [""] * width, [()] * width  # type: list[str], list[tuple[Block, ...]]
        continued: set[int] = set()
        for cell in row.cells:
            if cell.continues:
                continued.add(cell.column)
            blocks[cell.column] = cell.blocks
            values[cell.column] = above[cell.column] if cell.continues else cell_text(cell.blocks)
        first = [one for one in (blocks[0] if blocks else ()) if isinstance(one, Line)]
        spans = [cell.span for cell in row.cells if cell.span > 1 and values[cell.column]]
        grid = GridRow(
            row.number, tuple(values), tuple(blocks), frozenset(continued), _is_across(row.cells, width), row.header,
            bold=bool(first) and all(one.bold for one in first), shared=bool(spans) and len(row.cells) > 1,
        )  # fmt: skip
        above = values
        if grid.said:
            found.append(grid)
    return tuple(found)


def _is_across(cells: Sequence[Cell], width: int) -> bool:
    return len(cells) == 1 and cells[0].span >= width


def cell_text(blocks: Iterable[Block]) -> str:
    """Return the text of a cell, a line for each paragraph; a table inside it is read by itself."""
    return "\n".join(block.text for block in blocks if isinstance(block, Line))


def in_one_line(text: str) -> str:
    """Return the lines of a cell in one."""
    lines = tidy(text).splitlines()
    return " ".join(line if line[-1] in ".!?:;," or line is lines[-1] else f"{line};" for line in lines)


def row_text(titles: Sequence[str], values: Sequence[str]) -> str:
    """Return a row as "Title: value; Title: value".

    >>> row_text(("What helped?", "Who"), ("A talk", "Two staff"))
    'What helped? A talk; Who: Two staff'
    """
    named = ((titles[column] if column < len(titles) else "", value) for column, value in enumerate(values))
    return "; ".join(_named(in_one_line(title), in_one_line(value)) for title, value in named if value)


def _named(title: str, value: str) -> str:
    if not title:
        return value
    return f"{title} {value}" if title[-1] in "?:!" else f"{title}: {value}"


def log_header(rows: Sequence[GridRow]) -> int | None:
    """Return where the header of an action log stands in a table, if it has one."""
    return next((number for number, row in enumerate(rows) if action_columns(row.values)), None)


def same_titles(row: GridRow, titles: Sequence[str]) -> bool:
    """Return whether a row repeats the header, as after a page break."""
    return [in_one_line(one).lower() for one in row.values] == [in_one_line(one).lower() for one in titles]


def plain_header(rows: Sequence[GridRow]) -> bool:
    """Return whether the first row of an ordinary table says what its columns hold."""
    if not rows or len(rows) == 1 or len(rows[0].said) < _PAIR:
        return False
    first = rows[0]
    return first.header or all(words_in(value) <= _TITLE_WORDS and value[-1] not in ".:" for value in first.said)


def is_form(rows: Sequence[GridRow]) -> bool:
    """Return whether a table of two columns has labels on the left rather than titles at the top."""
    if any(row.header for row in rows) or not all(_is_labelled(row) for row in rows if len(row.said) > 1):
        return False
    pairs = [row for row in rows if len(row.said) > 1]
    if not pairs:
        return False
    first = pairs[0]
    asked = any(row.said[0][-1] in ":?" for row in pairs) or words_in(first.said[1]) > _TITLE_WORDS
    return asked or (all(row.bold for row in pairs) and len(pairs) > 1 and not _all_bold(first))


def _is_labelled(row: GridRow) -> bool:
    return len(row.said) == _PAIR and words_in(row.said[0]) <= _LABEL_WORDS


def _all_bold(row: GridRow) -> bool:
    lines = [line for blocks in row.blocks for line in blocks if isinstance(line, Line)]
    return all(line.bold for line in lines)


def is_subheading(row: GridRow) -> bool:
    """Return whether a row is one short text across the table, such as the name of a theme."""
    return len(row.said) == 1 and row.across and words_in(row.said[0]) <= _SUBHEADING_WORDS and len(row.values) > 1


def in_pairs(row: GridRow) -> tuple[GridRow, ...]:
    """Return a row such as "Date: | 12 March | Venue: | Room 2" as one row for each label."""
    columns = [column for column, value in enumerate(row.values) if value]
    labels = [row.values[column] for column in columns[::_PAIR]]
    if len(columns) <= _PAIR or len(columns) % _PAIR or not all(one.endswith(":") for one in labels):
        return (row,)
    return tuple(
        row._replace(
            values=tuple(row.values[column] for column in pair),
            blocks=tuple(row.blocks[column] for column in pair),
            continued=frozenset(),
            across=False,
        )
        for pair in zip(columns[::_PAIR], columns[1::_PAIR], strict=True)
    )


class LabelledAction(NamedTuple):
    """An action in a form in which "Action", "Who" and "By when" stand below one another."""

    header: Header
    row: GridRow
    """Its first row, with what all of its rows say."""
    last: GridRow


def labelled_actions(rows: Sequence[GridRow]) -> list[LabelledAction]:
    """Return the actions of a form, or none where a label "Action" has nothing beside it that tells more."""
    if not all(len(row.said) == _PAIR for row in rows):
        return []
    starts = [number for number, row in enumerate(rows) if action_columns((row.said[0], "who"))]
    found: list[LabelledAction] = []
    for start, end in pairwise([*starts, len(rows)]):
        part = rows[start:end]
        titles = tuple(row.said[0] for row in part)
        values = tuple(row.said[1] for row in part)
        roles = action_columns(titles)
        if not roles:
            return []
        found.append(LabelledAction(Header(titles, roles), part[0]._replace(values=values), part[-1]))
    return found
