"""Row-level tables → observations: load, lock, count. Rows stay here; only counts leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.engine.connect import Store, duckdb_store, lock, open_duckdb, open_elsewhere
from cqc_evidence.engine.elsewhere import Unavailable, data_url, table_prefix
from cqc_evidence.engine.expressions import BESIDE, EXPRESSIONS, NEEDS, last_day
from cqc_evidence.engine.fill import Filled, fill, row_problems
from cqc_evidence.engine.kinds import Parameters
from cqc_evidence.engine.periods import period_of
from cqc_evidence.engine.problems import no_engine, not_counted
from cqc_evidence.model.data import DataFile, Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.project import MetricSettings

ROW_LEVEL = ("conversations", "requests", "reviews", "packages", "cld")
ROOM = "give it more room in project.yaml, such as metrics: {memory: 2GB}, or look at the table"
NOTES = {"longest wait": "one person's wait"}


class Observed(NamedTuple):
    """What row-level tables came to."""

    observations: tuple[Observation, ...] = ()
    engine: str = ""
    """`duckdb`, or the council's own database; empty when nothing was counted."""
    version: str = ""
    problems: tuple[Diagnostic, ...] = ()


class Job(NamedTuple):
    """One metric to count from one table."""

    metric: Metric
    table: str
    names: tuple[str, ...]
    """The table, and those beside it."""


def observe_rows(
    root: Path, files: Sequence[DataFile], metrics: Sequence[Metric], settings: MetricSettings, key: bytes
) -> Observed:
    """Return every metric's counts from the project's row-level tables, with every problem on the way.

    Each metric takes the first of its tables that there is; several files of one table count together. Where the
    environment names a database of the council's own, its tables are counted in place of the files.

    Args:
        root: the project's folder.
        files: of `evidence/data/`; those of other tables are left alone.
        metrics: the framework's.
        settings: the council's.
        key: what people's identifiers are hashed with.
    """
    rows = [file for file in files if file.table in ROW_LEVEL]
    counted = [metric for metric in metrics if metric.id in EXPRESSIONS]
    if url := data_url():
        with open_elsewhere(url, table_prefix(), ROW_LEVEL) as store:
            if isinstance(store, Unavailable):
                return Observed(problems=(no_engine(store.says, "project.yaml"),))
            return _observed(
                store, counted, Filled({name: tuple(table.columns) for name, table in store.tables.items()})
            )
    if not rows or not counted:
        return Observed()
    with open_duckdb(settings.memory) as connection:
        if isinstance(connection, Unavailable):
            return Observed(problems=(no_engine(connection.says, rows[0].file),))
        filled = fill(connection, root, rows, key, settings)
        lock(connection)
        return _observed(duckdb_store(connection, filled.contracts), counted, filled)


def _observed(store: Store, metrics: Sequence[Metric], filled: Filled) -> Observed:
    found: list[Observation] = []
    problems = [*filled.problems, *row_problems(store, filled)]
    for metric in metrics:
        job = job_of(metric, filled)
        if isinstance(job, Diagnostic):
            problems.append(job)
        elif job is not None:
            counts = _count(store, job, filled)
            if isinstance(counts, Unavailable):
                problems.append(
                    not_counted(
                        metric.title, f"the engine stopped at it ({counts.says})", ROOM, filled.place(job.table)
                    )
                )
            else:
                found += counts
    return Observed(tuple(found), store.engine, store.version, tuple(problems))


def job_of(metric: Metric, filled: Filled) -> Job | Diagnostic | None:
    """Return what to count a metric from: the first of its tables that has what it needs.

    None when there is no such table at all; a diagnostic when there is one but a column is missing.
    """
    missing: Diagnostic | None = None
    for name in metric.tables:
        if name not in filled.columns:
            continue
        beside = tuple(other for other in BESIDE.get(metric.id, ()) if other in filled.columns)
        if metric.id in BESIDE and not beside:
            continue
        lacking = [one for one in NEEDS.get(metric.id, {}).get(name, ()) if one not in filled.columns[name]]
        if not lacking:
            return Job(metric, name, (name, *beside))
        if missing is None:
            why = f"there is no column {lacking[0]} in the {name} table"
            missing = not_counted(metric.title, why, f"add {lacking[0]} to the export", filled.place(name))
    return missing


def _count(store: Store, job: Job, filled: Filled) -> list[Observation] | Unavailable:
    metric = job.metric
    parameters: Parameters = {"grain": metric.grain, **metric.parameters}
    tables = {name: store.tables[name] for name in job.names}
    answer = store.ask(EXPRESSIONS[metric.id](tables, parameters))
    if isinstance(answer, Unavailable):
        return answer
    last = _last(store, job, parameters) if parameters["grain"] == "as-given" and answer else None
    where = Location(file=filled.place(job.table))
    rows = sorted(answer, key=lambda row: (row[0] != "all", row[0], row[1], row[2]))
    return [_observation(metric, row, period_of(row[1], str(parameters["grain"]), last), where) for row in rows]


def _last(store: Store, job: Job, parameters: Parameters) -> date | None:
    answer = store.ask(last_day(job.table, {name: store.tables[name] for name in job.names}, parameters))
    return None if isinstance(answer, Unavailable) or not answer else answer[0][0]


def _observation(metric: Metric, row: Sequence[object], period: Period, where: Location) -> Observation:
    group, _, part, *numbers = row
    names = ("numerator", "denominator", "value", "low", "high")
    return Observation.model_validate(
        {
            "metric": metric.id,
            "group": group,
            "period": period,
            "part": part,
            "note": NOTES.get(str(part), ""),
            "location": where,
            **{name: _number(value) for name, value in zip(names, numbers, strict=True)},
        }
    )


def _number(value: object) -> float | None:
    """Return a number; what pandas makes of nothing (NaN) is nothing again."""
    return None if value is None or value != value else float(str(value))  # noqa: PLR0124  # only NaN is not itself
