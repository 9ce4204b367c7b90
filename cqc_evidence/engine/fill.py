"""The project's files → loaded tables, and what was wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.data.problems import unreadable_table
from cqc_evidence.data.read import is_for_engine, read_file
from cqc_evidence.engine.checks import odd_rows
from cqc_evidence.engine.connect import Store
from cqc_evidence.engine.load import Loaded, create, load_file, load_table
from cqc_evidence.engine.problems import odd, wrong_cells
from cqc_evidence.model.data import Contract, DataFile
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.project import MetricSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Filled(NamedTuple):
    """Tables with rows in them."""

    columns: Mapping[str, tuple[str, ...]]
    """Table → the columns that its files have."""
    files: Mapping[str, tuple[DataFile, ...]] = {}
    """Table → the files that were loaded."""
    numbered: tuple[DataFile, ...] = ()
    """Every file, in the order of the numbers in `file_`."""
    contracts: tuple[Contract, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    unread: Mapping[tuple[int, str], int] = {}
    """Number of the file and column → how many cells were told already, because they could not be read."""

    def place(self, table: str) -> str:
        """Return the first file of a table, or its name where it is no file."""
        return next((file.file for file in self.files.get(table, ())), table)


def fill(
    connection: DuckDBPyConnection, root: Path, files: Sequence[DataFile], key: bytes, settings: MetricSettings
) -> Filled:
    """Load files into the tables of their contracts.

    What can be read row by row comes from the room of tables, which tells its problems itself. Parquet, and what is too
    large for that room, is loaded by the engine.
    """
    contracts = [CONTRACTS[name] for name in dict.fromkeys(file.table for file in files)]
    for contract in contracts:
        create(connection, contract)
    columns: dict[str, tuple[str, ...]] = {}
    loaded: dict[str, tuple[DataFile, ...]] = defaultdict(tuple)
    problems: list[Diagnostic] = []
    unread: dict[tuple[int, str], int] = {}
    for number, file in enumerate(files):
        if is_for_engine(file):
            told = load_file(connection, root, file, key, settings, number)
            problems += _problems(file, told)
            unread |= {(number, wrong.column): wrong.cells for wrong in told.wrong}
        else:
            told = load_table(connection, read_file(root, file, key, settings)[0], number)
        if told.columns:
            columns[file.table] = tuple(dict.fromkeys((*columns.get(file.table, ()), *told.columns)))
            loaded[file.table] += (file,)
    return Filled(columns, dict(loaded), tuple(files), tuple(contracts), tuple(problems), unread)


def _problems(file: DataFile, told: Loaded) -> Iterator[Diagnostic]:
    yield from told.problems
    if told.failure:
        yield unreadable_table(Location(file=file.file), f"the engine says {told.failure}")
    for wrong in told.wrong:
        yield wrong_cells(file, wrong)


def row_problems(store: Store, filled: Filled) -> Iterator[Diagnostic]:
    """Yield what is wrong with the rows of files that nothing else reads row by row."""
    large = {number for number, file in enumerate(filled.numbered) if is_for_engine(file)}
    for contract in filled.contracts:
        if any(filled.numbered[number].table == contract.name for number in large):
            for one in odd_rows(store, contract):
                told = filled.unread.get((one.file, one.column), 0) if one.rule == "missing-value" else 0
                if one.file in large and one.rows > told:
                    yield odd(filled.numbered[one.file], one._replace(rows=one.rows - told), contract)
