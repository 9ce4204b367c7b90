"""One task of `rows.py` in a process of its own: make the events, count them one way, or load them.

python benchmarks/rows_tasks.py make|hand|ibis|pandas|load EVENTS OUTPUT
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Counts = list[tuple[Any, ...]]
MEMORY, THREADS = "400MB", 2
MEASURES: tuple[tuple[str, dict[str, int | float | str]], ...] = (
    ("repeat-requests", {}),
    ("new-lt-starts-per-week", {"grain": "week"}),
    ("lt-conversion-new", {"grain": "month", "group": "LA_Code"}),
)
DAYS = 1096
"""The reporting periods: three years from 1 April 2020."""


def make(events: Path, rows: int) -> None:
    """Write made-up events, always the same: a person has about eight in three years, in one of ten councils."""
    # Whole-number arithmetic, so that no release of the engine makes other events.
    connection = connect(events.parent)
    connection.execute(f"""
        COPY (
            WITH lots AS (
                SELECT i, (i * 2654435761 + 1013904223) % 4294967296 AS a, (i * 2246822519 + 374761393) % 4294967291 AS b,
                       (i * 3266489917 + 668265263) % 4294967279 AS c
                FROM range({rows}) numbers(i)
            )
            SELECT 'E' || lpad((b % {max(rows // 8, 1)} % 10)::VARCHAR, 8, '0') AS LA_Code,
                   DATE '2020-04-01' AS Reporting_Period_Start_Date, DATE '2023-03-31' AS Reporting_Period_End_Date,
                   'P' || lpad((b % {max(rows // 8, 1)})::VARCHAR, 8, '0') AS LA_Person_Unique_Identifier,
                   CASE WHEN a % 100 < 40 THEN 'Request' WHEN a % 100 < 75 THEN 'Service'
                        WHEN a % 100 < 90 THEN 'Assessment' ELSE 'Review' END AS Event_Type,
                   DATE '2020-04-01' + ((c // 7) % {DAYS})::INTEGER AS Event_Start_Date,
                   CASE WHEN c % 3 = 0 THEN NULL
                        ELSE DATE '2020-04-01' + ((c // 7) % {DAYS} + c % 300)::INTEGER END AS Event_End_Date,
                   CASE WHEN a % 100 < 40 OR a % 100 >= 75 THEN NULL WHEN a % 100 < 50 THEN 'Short Term Support: ST-Max'
                        WHEN a % 100 < 68 THEN 'Long Term Support: Community'
                        ELSE 'Long Term Support: Residential Care' END AS Service_Type
            FROM lots
        ) TO '{events.as_posix()}' (FORMAT parquet)
    """)  # noqa: S608  # our own path and numbers


def connect(folder: Path) -> Any:  # noqa: ANN401  # DuckDB's connection
    """Return DuckDB with the settings of the program, its own folder beside the events."""
    import duckdb  # noqa: PLC0415  # each way loads what it needs

    return duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": str(folder / "spill")})


def over(events: Path) -> Any:  # noqa: ANN401  # DuckDB's connection
    """Return DuckDB with the events as a table."""
    connection = connect(events.parent)
    connection.execute(f"CREATE VIEW cld AS FROM read_parquet('{events.as_posix()}')")
    return connection


def by_hand(events: Path) -> Iterable[Counts]:
    """Yield the counts of each measure from SQL written for DuckDB."""
    from rows_hand import STATEMENTS  # noqa: PLC0415  # each way loads what it needs

    connection = over(events)
    for statement in STATEMENTS:
        yield connection.execute(statement).fetchall()


def by_ibis(events: Path) -> Iterable[Counts]:
    """Yield the counts of each measure from the program's expressions."""
    import ibis  # noqa: PLC0415  # each way loads what it needs

    from cqc_evidence.engine.expressions import EXPRESSIONS  # noqa: PLC0415  # after the heavy one

    connection = over(events)
    kinds = {str(name): str(kind) for name, kind, *_ in connection.execute("DESCRIBE cld").fetchall()}
    types = {"VARCHAR": "string", "DATE": "date"}
    table = ibis.table({name: types[kind] for name, kind in kinds.items()}, name="cld")
    for metric, parameters in MEASURES:
        result = EXPRESSIONS[metric]({"cld": table}, parameters)
        five = result.select("group_", "period_start", "part", "numerator", "denominator")
        yield connection.execute(str(ibis.to_sql(five, dialect="duckdb"))).fetchall()


def by_pandas(events: Path) -> Iterable[Counts]:
    """Yield the counts of each measure from pandas."""
    from rows_pandas import measures  # noqa: PLC0415  # each way loads what it needs

    yield from measures(events)


def load(events: Path, _output: Path) -> None:
    """Load the events as the program does, with people's identifiers hashed."""
    from cqc_evidence.data.contracts import CONTRACTS  # noqa: PLC0415  # only for this task
    from cqc_evidence.engine.connect import open_duckdb  # noqa: PLC0415
    from cqc_evidence.engine.elsewhere import Unavailable  # noqa: PLC0415
    from cqc_evidence.engine.load import create, load_file  # noqa: PLC0415
    from cqc_evidence.model.data import DataFile  # noqa: PLC0415
    from cqc_evidence.model.project import MetricSettings  # noqa: PLC0415

    file = DataFile(file=events.name, table="cld", sha256="", size=events.stat().st_size)
    with open_duckdb(MEMORY, THREADS) as connection:
        if isinstance(connection, Unavailable):
            sys.exit(connection.says)
        create(connection, CONTRACTS["cld"])
        told = load_file(connection, events.parent, file, b"specimen", MetricSettings())
    if told.failure or not told.rows:
        sys.exit(f"the events were not loaded: {told}")


def write(counts: Iterable[Counts], output: Path) -> None:
    """Write the counts of all measures, in an order of their own, one a line."""
    lines = [json.dumps([index, *row], default=str) for index, rows in enumerate(counts) for row in rows]
    output.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


WAYS: dict[str, Callable[[Path], Iterable[Counts]]] = {"hand": by_hand, "ibis": by_ibis, "pandas": by_pandas}


def main() -> None:
    """Do the task."""
    task, events, output = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if task == "make":
        make(events, int(output))
    elif task == "load":
        load(events, Path(output))
    else:
        write(WAYS[task](events), Path(output))


if __name__ == "__main__":
    main()
