"""Whether every expression gives the same counts on DuckDB and on local Spark.

    python tests/spark/same_on_spark.py [--rows 300]

It needs Java 17 and both extras: pip install "cqc-evidence[data,spark]". It is no part of the plain test run, because
Spark takes half a minute to begin.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[2]))

from cqc_evidence.engine.elsewhere import Unavailable, connect_spark  # noqa: E402  # the path comes first
from cqc_evidence.engine.expressions import EXPRESSIONS  # noqa: E402
from tests.engine.tables import KINDS, MAKERS, Rows, fill  # noqa: E402

GRAINS = ("week", "month", "quarter", "year", "as-given")


def main() -> int:
    """Print one line a metric; 0 when all are the same."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=300, help="rows of each table")
    count = parser.parse_args().rows
    import ibis

    spark = connect_spark()
    if isinstance(spark, Unavailable):
        print(spark.says)  # noqa: T201  # a script
        return 2
    lot = Random  # the same lots each time
    tables = {name: make(lot(name), count) for name, make in MAKERS.items()}
    duck = ibis.duckdb.connect()
    fill(duck.con, tables)
    give(spark, tables)
    wrong = 0
    for metric, expression in EXPRESSIONS.items():
        for grain in GRAINS if metric in ("waiting", "new-lt-starts-per-week", "c3-share") else ("quarter",):
            one, other = (
                answer(expression({name: engine.table(name) for name in KINDS}, {"grain": grain}))
                for engine in (duck, spark)
            )
            wrong += one != other
            print(f"{metric}, {grain}: {'the same' if one == other else 'NOT THE SAME'}, {len(one)} rows", flush=True)  # noqa: T201  # a script
    return 1 if wrong else 0


def give(spark: Any, tables: dict[str, Rows]) -> None:
    """Make the tables known to Spark, with the columns that DuckDB has."""
    names = {"VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean", "DOUBLE": "double"}
    for name, kinds in KINDS.items():
        schema = ", ".join(f"`{column}` {names[kind]}" for column, kind in kinds.items())
        rows = [tuple(row[column] for column in kinds) for row in tables[name]]
        spark._session.createDataFrame(rows, schema).createOrReplaceTempView(name)


def answer(result: Any) -> list[tuple[Any, ...]]:
    """Return a result's rows in an order of their own; NaN, which pandas makes of null, as None."""
    rows = result.to_pyarrow().to_pylist()
    plain = [tuple(None if value != value else value for value in row.values()) for row in rows]  # noqa: PLR0124  # NaN
    return sorted(plain, key=str)


if __name__ == "__main__":
    sys.exit(main())
