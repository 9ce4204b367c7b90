"""A file of `evidence/data/` → typed rows with their places, and every problem on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.data import problems
from cqc_evidence.data.cells import Cell, read_cell
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.data.grid import WORKBOOKS, Grid, read_grid
from cqc_evidence.data.headings import Heads, find_columns
from cqc_evidence.intake.tables.sheets import letters
from cqc_evidence.model.data import AGGREGATE, TABLES, Column, Contract, DataFile, DataTable, Row, Value
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.project import MetricSettings
from cqc_evidence.model.protect import ProtectSettings
from cqc_evidence.protect.scan import Scanner

MOST_BYTES = 20_000_000
"""Above this a table is left to the engine."""
PARQUET = ".parquet"
_MOST_TOLD = 20
"""Problems of one sort that are told for one column."""
_LONGEST_SHOWN = 40


def is_parquet(file: DataFile) -> bool:
    """Return whether a table is a Parquet file, by its name."""
    return Path(file.file).suffix.casefold() == PARQUET


def is_for_engine(file: DataFile) -> bool:
    """Return whether the engine reads a table, and not this room: a Parquet file, or a CSV file that is too large here."""
    is_workbook = Path(file.file).suffix.casefold() in WORKBOOKS
    return is_parquet(file) or (file.size > MOST_BYTES and not is_workbook)


class Tables(NamedTuple):
    """What was read of a project's tables."""

    tables: tuple[DataTable, ...]
    problems: tuple[Diagnostic, ...]


def read_file(
    root: Path, file: DataFile, key: bytes, settings: MetricSettings | None = None, *, parquet: bool = False
) -> tuple[DataTable, tuple[Diagnostic, ...]]:
    """Return a table's rows and every problem; without rows when it is refused, left to the engine, or no table.

    Args:
        root: the project's folder.
        file: which file.
        key: what identifiers of people are hashed with; they are kept nowhere else.
        settings: which headings are allowed although they look personal.
        parquet: whether a Parquet file is opened as well; it loads a large library.
    """
    empty = DataTable(file=file, columns=())
    where = Location(file=file.file)
    if not file.table:
        return empty, (problems.unknown_table(where, ", ".join(TABLES)),)
    size = f"{file.size // 1_000_000:,} MB"
    if is_for_engine(file) and not (parquet and is_parquet(file)):
        return empty, () if is_parquet(file) else (problems.large_table(where, size),)
    if file.size > MOST_BYTES and not is_parquet(file):
        return empty, (problems.unreadable_table(where, f"a workbook of {size} is too large; save the sheet as CSV"),)
    contract = CONTRACTS[file.table]
    grid, found = read_grid(root / file.file, file.file, contract.name)
    if grid is None:
        return empty, found
    heads = find_columns(contract, grid, settings or MetricSettings())
    found = (*found, *heads.problems)
    if heads.refused:
        return empty, found
    rows, wrong = _rows(contract, grid, heads, key)
    table = DataTable(
        file=file,
        sheet=grid.sheet,
        columns=tuple(heads.columns),
        letters={name: letters(place + 1) for name, place in heads.columns.items()} if grid.sheet else {},
        rows=rows,
    )
    return table, (*found, *_told(table, wrong))


class _Wrong(NamedTuple):
    """A cell that is not as it should be."""

    row: int
    column: Column
    cell: Cell
    raw: object
    """What stands there."""


def _rows(contract: Contract, grid: Grid, heads: Heads, key: bytes) -> tuple[tuple[Row, ...], list[_Wrong]]:
    columns = [(column, heads.columns[column.name]) for column in contract.columns if column.name in heads.columns]
    rows: list[Row] = []
    wrong: list[_Wrong] = []
    for number, cells in grid.rows:
        values: dict[str, Value] = {}
        empty = True
        of_row: list[_Wrong] = []
        for column, place in columns:
            raw = cells[place] if place < len(cells) else None
            cell = read_cell(column, raw, key)
            values[column.name] = cell.value
            filled = cell.value is not None or bool(cell.expected)
            empty = empty and not filled
            if cell.expected or (column.required and not filled):
                of_row.append(_Wrong(number, column, cell, raw))
        if not empty:
            rows.append(Row(number=number, values=values))
            wrong += of_row
    return tuple(rows), wrong


def _told(table: DataTable, wrong: Iterable[_Wrong]) -> Iterator[Diagnostic]:
    """Yield a problem a cell, up to a number, and then how many more there are."""
    told: Counter[tuple[str, bool]] = Counter()
    last: dict[tuple[str, bool], _Wrong] = {}
    for one in wrong:
        sort = (one.column.name, bool(one.cell.expected))
        told[sort] += 1
        last.setdefault(sort, one)
        if told[sort] <= _MOST_TOLD:
            yield _one(table, one)
    for (column, is_wrong), count in told.items():
        if count > _MOST_TOLD:
            first = last[column, is_wrong]
            more = f"{count - _MOST_TOLD:,} more cells of this column"
            where = table.where(first.row, column)
            if is_wrong:
                yield problems.wrong_value(where, more, first.cell.expected, first.cell.advice, "are")
            else:
                yield problems.missing_value(where, f"{column} (and {more})")


def _one(table: DataTable, one: _Wrong) -> Diagnostic:
    where = table.where(one.row, one.column.name)
    if not one.cell.expected:
        return problems.missing_value(where, one.column.name)
    return problems.wrong_value(where, _quoted(table, one.raw), one.cell.expected, one.cell.advice)


def _quoted(table: DataTable, raw: object) -> str:
    """Return what stands in a cell of totals. Of a table about people nothing is repeated: a row may have slipped sideways."""
    text = " ".join(str(raw).split())
    if table.file.table != AGGREGATE or Scanner(ProtectSettings()).find(text):
        return "what stands here"
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN else f'"{text[:_LONGEST_SHOWN]}…"'
