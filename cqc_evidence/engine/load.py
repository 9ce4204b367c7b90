"""Files of `evidence/data/` → tables of DuckDB: the contract's columns and no others, people only as a keyed hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.data.cells import plain_words
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.data.grid import Grid
from cqc_evidence.data.headings import find_columns
from cqc_evidence.engine.connect import IBIS_TYPES
from cqc_evidence.model.data import Column, Contract, DataFile, DataTable, Value
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import MetricSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL_TYPES = {"date": "DATE", "float64": "DOUBLE", "int64": "BIGINT", "boolean": "BOOLEAN", "uint64": "UBIGINT"}
DATES = ("%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M",
         "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")  # fmt: skip
"""How days are written; two-digit years come first, because the four-digit form would read 20 as the year 20."""
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
_NUMBER = r"[+\-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?"
"""How numbers are written, as the room of tables reads them: "1,2" and "29 388" are none."""
_BLOCK = 64
"""Bytes that SHA-256 takes at once."""
Heading = tuple[str, str]
"""A file's heading, and the type that DuckDB gives its column."""


class Wrong(NamedTuple):
    """Cells of one column that cannot be read as its type."""

    column: str
    cells: int
    """How many."""
    row: int
    """The first of them, as Excel counts rows."""


class Loaded(NamedTuple):
    """What became of one file."""

    rows: int = 0
    columns: tuple[str, ...] = ()
    """The contract's columns that it has."""
    problems: tuple[Diagnostic, ...] = ()
    """What is wrong with its headings."""
    wrong: tuple[Wrong, ...] = ()
    failure: str = ""
    """Why it could not be read at all: the sort of error, never its words, which may quote the file."""


def create(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make a contract's empty table."""
    columns = [f"{quoted(column.name)} {_sql_type(column)}" for column in contract.columns]
    connection.execute(f"CREATE TABLE {quoted(contract.name)} ({', '.join(columns)}, file_ SMALLINT, row_ BIGINT)")


def load_file(
    connection: DuckDBPyConnection, root: Path, file: DataFile, key: bytes, settings: MetricSettings, number: int = 0
) -> Loaded:
    """Read a CSV or Parquet file into its contract's table; one with a column that tells who people are is refused.

    Args:
        connection: with the table made.
        root: the project's folder.
        file: which file.
        key: what people's identifiers are hashed with.
        settings: which headings are allowed although they look personal; they are still not read.
        number: stands in `file_`, so that a problem can name the file.
    """
    import duckdb  # noqa: PLC0415  # heavy

    contract = CONTRACTS[file.table]
    try:
        source = _source(root / file.file)
        kinds = {str(name): str(kind) for name, kind, *_ in connection.execute(f"DESCRIBE FROM {source}").fetchall()}
        heads = find_columns(contract, Grid(file.file, "", tuple(kinds), 1, ()), settings)
        if heads.refused:
            return Loaded(problems=heads.problems)
        numbered = f"SELECT *, row_number() OVER () + 1 AS row_ FROM {source}"  # noqa: S608  # the path is quoted
        connection.execute(f"CREATE OR REPLACE TEMP VIEW incoming AS {numbered}")
        found = {name: (list(kinds)[place], list(kinds.values())[place]) for name, place in heads.columns.items()}
        rows = _insert(connection, contract, found, number, key)
        wrong = tuple(_wrong(connection, contract, found))
    except (duckdb.Error, OSError) as problem:
        return Loaded(failure=type(problem).__name__)
    finally:
        connection.execute("DROP VIEW IF EXISTS incoming")
    return Loaded(rows, tuple(heads.columns), heads.problems, wrong)


def load_table(connection: DuckDBPyConnection, table: DataTable, number: int = 0) -> Loaded:
    """Put a table that was read row by row, people's identifiers hashed already, into its contract's table."""
    import pyarrow as pa  # noqa: PLC0415  # heavy

    contract = CONTRACTS[table.file.table]
    kinds = {
        "date": pa.date32(),
        "float64": pa.float64(),
        "int64": pa.int64(),
        "boolean": pa.bool_(),
        "uint64": pa.uint64(),
    }
    schema = pa.schema(
        [(column.name, kinds.get(IBIS_TYPES.get(column.type, ""), pa.string())) for column in contract.columns]
        + [("file_", pa.int16()), ("row_", pa.int64())]
    )
    people = [column.name for column in contract.columns if column.type == "person"]
    dicts = [
        {**row.values, **_as_numbers(row.values, people), "file_": number, "row_": row.number} for row in table.rows
    ]
    connection.register("incoming_rows", pa.Table.from_pylist(dicts, schema=schema))
    connection.execute(f"INSERT INTO {quoted(contract.name)} FROM incoming_rows")  # a contract's name
    connection.unregister("incoming_rows")
    return Loaded(len(dicts), table.columns)


def _as_numbers(values: Mapping[str, Value], people: Iterable[str]) -> dict[str, Value]:
    return {name: int(str(values[name]), 16) for name in people if values.get(name) is not None}


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _source(path: Path) -> str:
    """Return how DuckDB reads a file; a star or bracket in its name stands for itself."""
    place = _text("".join(f"[{letter}]" if letter in "*?[" else letter for letter in path.as_posix()))
    if path.suffix.casefold() == ".parquet":
        return f"read_parquet({place})"
    encoding = "utf-8" if _is_utf8(path) else "latin-1"
    return f"read_csv({place}, header = true, all_varchar = true, null_padding = true, strict_mode = false, encoding = '{encoding}')"


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _sql_type(column: Column) -> str:
    return SQL_TYPES.get(IBIS_TYPES.get(column.type, ""), "VARCHAR")


def _insert(
    connection: DuckDBPyConnection, contract: Contract, found: Mapping[str, Heading], number: int, key: bytes
) -> int:
    """Add the rows that have anything in them, and return how many there are."""
    values: list[str] = []
    given: list[bytes] = []
    for column in contract.columns:
        if column.name not in found:
            values.append("NULL")
        elif column.type == "person":
            values.append(_person(*found[column.name]))
            given += _hmac_keys(key)
        else:
            values.append(_typed(column, *found[column.name]))
    some = f"coalesce({', '.join(_cell(heading) for heading, _ in found.values())}) IS NOT NULL"
    rows = f"SELECT {', '.join(values)}, {number}, row_ FROM incoming WHERE {some}"  # noqa: S608  # names are quoted
    (count,) = connection.execute(f"INSERT INTO {quoted(contract.name)} {rows}", given).fetchall()[0]
    return int(count)


def _person(heading: str, kind: str) -> str:
    """Return the hash of an identifier: HMAC with SHA-256, its first 16 hexadecimal digits, as a number.

    The room of tables makes the same one, so that a person in two files is one person. Source: RFC 2104.
    """
    plain = f"regexp_replace({_cell(heading)}, '\\s+', ' ', 'g')"
    if kind in ("DOUBLE", "FLOAT"):
        plain = f"regexp_replace({plain}, '\\.0$', '')"
    inner = f"unhex(sha256(?::BLOB || encode({plain})))"
    return f"('0x' || left(sha256(?::BLOB || {inner}), 16))::UBIGINT"


def _hmac_keys(key: bytes) -> tuple[bytes, bytes]:
    """Return the outer and the inner key, in the order in which the statement asks for them."""
    block = (sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(one ^ 0x5C for one in block), bytes(one ^ 0x36 for one in block)


def _cell(heading: str) -> str:
    """Return a cell as text without spaces round it; an empty one is null."""
    return f"nullif(trim({quoted(heading)}::VARCHAR), '')"


def _typed(column: Column, heading: str, kind: str) -> str:
    """Return a cell as its column's type, or null where it cannot be read so."""
    cell, wanted = _cell(heading), _sql_type(column)
    if column.type == "choice":
        words = f"trim(regexp_replace(lower({cell}), '[\\s_\\-–]+', ' ', 'g'))"
        known = " ".join(f"WHEN {_text(plain_words(choice))} THEN {_text(choice)}" for choice in column.choices)
        return f"CASE {words} {known} END"
    if wanted == "VARCHAR":
        return cell
    if kind != "VARCHAR":
        return f"try_cast({quoted(heading)} AS {wanted})"
    if wanted == "DATE":
        return f"try_strptime({cell}, [{', '.join(map(_text, DATES))}])::DATE"
    if wanted == "BOOLEAN":
        return f"CASE WHEN lower({cell}) IN {YES} THEN true WHEN lower({cell}) IN {NO} THEN false END"
    plain = f"replace(regexp_replace({cell}, '£ ?', ''), '−', '-')"
    return f"CASE WHEN regexp_full_match({plain}, '{_NUMBER}') THEN try_cast(replace({plain}, ',', '') AS {wanted}) END"


def _wrong(connection: DuckDBPyConnection, contract: Contract, found: Mapping[str, Heading]) -> Iterator[Wrong]:
    """Yield the columns with cells that cannot be read as their type, with the first row of each."""
    columns = [one for one in contract.columns if one.name in found and one.type not in ("text", "person")]
    tests = [f"{_cell(found[one.name][0])} IS NOT NULL AND {_typed(one, *found[one.name])} IS NULL" for one in columns]
    counts = ", ".join(f"count(*) FILTER ({test}), min(row_) FILTER ({test})" for test in tests)
    (told,) = connection.execute(f"SELECT {counts} FROM incoming").fetchall()  # noqa: S608  # names are quoted
    for index, column in enumerate(columns):
        count, row = told[2 * index : 2 * index + 2]
        if count:
            yield Wrong(column.name, count, row)
