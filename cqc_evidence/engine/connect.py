"""DuckDB on this machine: tables come in once, then nothing goes in or out any more."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from cqc_evidence.engine.elsewhere import SAYS_NO_ENGINE, URL_VARIABLE, Unavailable, connect_url
from cqc_evidence.engine.kinds import Table
from cqc_evidence.model.data import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS = 2
"""So that the machine goes on serving the person in front of it."""
IBIS_TYPES = {
    "date": "date",
    "number": "float64",
    "whole number": "int64",
    "yes or no": "boolean",
    "person": "uint64",
}
"""A contract's column types as Ibis names them; all others are text. A person's hash of 16 hexadecimal digits is kept
as the number it is: a third of the memory, and quicker to sort."""
Answer = list[tuple[Any, ...]]


class Store(NamedTuple):
    """An engine with the tables it holds."""

    engine: str
    version: str
    tables: dict[str, Table]
    """By the contract's name."""
    ask: Callable[[Table], Answer | Unavailable]
    """Works an expression out and returns its rows, or why the engine could not."""


@contextmanager
def open_duckdb(memory: str, threads: int = THREADS) -> Iterator[DuckDBPyConnection | Unavailable]:
    """Yield an empty DuckDB in memory, or why there is none; what it keeps on disk meanwhile goes away at the end.

    It takes at most `memory` and goes on in a private folder of the system's temporary one beyond that. It installs
    and loads no extension.

    Args:
        memory: such as `512MB`.
        threads: how many processors it may use at once.
    """
    try:
        import duckdb  # noqa: PLC0415  # heavy
        import ibis  # noqa: F401, PLC0415  # heavy; nothing can be asked without it
    except ImportError:
        yield Unavailable(SAYS_NO_ENGINE)
        return
    with tempfile.TemporaryDirectory(prefix="cqc-evidence-", ignore_cleanup_errors=True) as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        try:
            connection = duckdb.connect(":memory:", config=settings)
        except duckdb.Error:
            yield Unavailable(f'"{memory}" is no amount of memory: write it as 512MB or 2GB')
            return
        with connection:
            yield connection


def lock(connection: DuckDBPyConnection) -> None:
    """Close every way in and out but the private folder, for as long as the connection lives."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def duckdb_store(connection: DuckDBPyConnection, contracts: Sequence[Contract]) -> Store:
    """Return the loaded tables as a store; the statements are Ibis', run by DuckDB itself."""
    import duckdb  # noqa: PLC0415  # heavy
    import ibis  # noqa: PLC0415  # heavy

    def ask(expression: Table) -> Answer | Unavailable:
        try:
            return connection.execute(str(ibis.to_sql(expression, dialect="duckdb"))).fetchall()
        except duckdb.Error as problem:
            return Unavailable(type(problem).__name__)

    tables = {contract.name: unbound(contract) for contract in contracts}
    return Store("duckdb", f"{duckdb.__version__} (ibis {ibis.__version__})", tables, ask)


def unbound(contract: Contract) -> Table:
    """Return a contract's table as Ibis knows it: every column, `file_` and `row_` (where a row came from)."""
    import ibis  # noqa: PLC0415  # heavy

    kinds = {column.name: IBIS_TYPES.get(column.type, "string") for column in contract.columns}
    return ibis.table({**kinds, "file_": "int16", "row_": "int64"}, name=contract.name)


@contextmanager
def open_elsewhere(url: str, prefix: str, names: Sequence[str]) -> Iterator[Store | Unavailable]:
    """Yield the council's own database as a store, or why it cannot be used.

    Its tables are called as the contracts are, after the prefix. Nothing is loaded: it counts where the rows are, and
    only counts come back.
    """
    backend = connect_url(url)
    if isinstance(backend, Unavailable):
        yield backend
        return
    import ibis  # noqa: PLC0415  # heavy

    def ask(expression: Table) -> Answer | Unavailable:
        try:
            rows = backend.to_pyarrow(expression).to_pylist()
        except Exception as problem:  # noqa: BLE001  # every engine raises its own
            return Unavailable(type(problem).__name__)
        return [tuple(row.values()) for row in rows]

    try:
        there = set(backend.list_tables())
        tables = {name: backend.table(prefix + name) for name in names if prefix + name in there}
    except Exception as problem:  # noqa: BLE001  # every engine raises its own
        yield Unavailable(f"the tables of {URL_VARIABLE} cannot be listed ({type(problem).__name__})")
        return
    try:
        yield Store(backend.name, f"{backend.version} (ibis {ibis.__version__})", tables, ask)
    finally:
        backend.disconnect()
