"""Tables that stay where they are: in a database or lakehouse of the council's own, or in local Spark."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from cqc_evidence.model.data import DATA_URL

URL_VARIABLE = DATA_URL
"""Where the tables are, as Ibis writes it: `postgres://…`. Only the environment says it, never a file of the project."""
PREFIX_VARIABLE = "CQC_EVIDENCE_DATA_PREFIX"
"""What the tables' names begin with there, before the contract's name."""
SAYS_NO_ENGINE = 'row-level tables need the extra: pip install "cqc-evidence[data]"'
SAYS_NO_SPARK = 'Spark needs the extra, and Java 17: pip install "cqc-evidence[spark]"'


class Unavailable(NamedTuple):
    """Why there is no engine, in words for the reader."""

    says: str


def data_url(environment: Mapping[str, str] | None = None) -> str:
    """Return the address of the council's own database, or nothing; it is never stored and never shown."""
    return (os.environ if environment is None else environment).get(URL_VARIABLE, "").strip()


def table_prefix(environment: Mapping[str, str] | None = None) -> str:
    """Return what the names of the tables there begin with, or nothing."""
    return (os.environ if environment is None else environment).get(PREFIX_VARIABLE, "").strip()


def connect_url(url: str) -> Any | Unavailable:  # noqa: ANN401  # an Ibis backend; each is a class of its own
    """Return a connection to the engine that a URL names, or why there is none.

    The reason never holds the URL or what the engine said of it, because both may hold a password.
    """
    try:
        import ibis  # noqa: PLC0415  # heavy
    except ImportError:
        return Unavailable(SAYS_NO_ENGINE)
    try:
        return ibis.connect(url)
    except ImportError:
        scheme = url.partition(":")[0]
        return Unavailable(f'{scheme} needs its own driver: pip install "ibis-framework[{scheme}]"')
    except Exception as problem:  # noqa: BLE001  # every engine raises its own, and the reader needs a sentence
        return Unavailable(
            f"no connection to what {URL_VARIABLE} names ({type(problem).__name__}): look at the address"
        )


def connect_spark() -> Any | Unavailable:  # noqa: ANN401  # an Ibis backend
    """Return local Spark as an engine, or why there is none."""
    try:
        import ibis  # noqa: PLC0415  # heavy
        from pyspark.sql import SparkSession  # noqa: PLC0415  # heavy
    except ImportError:
        return Unavailable(SAYS_NO_SPARK)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.appName("cqc-evidence").master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())
