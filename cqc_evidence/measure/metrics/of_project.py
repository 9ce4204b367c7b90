"""Metrics of a project: tables read, rows counted, results worked out."""

from __future__ import annotations

from os import environ
from typing import NamedTuple

from cqc_evidence.data import read_totals
from cqc_evidence.measure.metrics.from_items import loop_observations
from cqc_evidence.measure.metrics.from_tables import table_observations
from cqc_evidence.measure.metrics.results import measure_metrics
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.data import AGGREGATE, DATA_URL
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result


class Measured(NamedTuple):
    """What the metrics came to, with every problem that only counting finds."""

    results: tuple[Result, ...]
    problems: tuple[Diagnostic, ...]


def measure_project(project: Project, coverage: Coverage) -> Measured:
    """Return every metric's results from the project's tables and items.

    Row-level tables need the extra `data`; without it they are left out with a problem that says so. A project without
    row-level tables loads nothing heavy.

    Args:
        project: what was read.
        coverage: what was measured; its closed loops are counted.
    """
    tables = read_totals(project)
    observations = (*table_observations(tables.tables), *loop_observations(project, coverage))
    engine, version = "", ""
    problems = tuple(one for one in tables.problems if one.location.file.endswith(".parquet"))
    rows = [one for one in project.data if one.table and one.table != AGGREGATE]
    if rows or environ.get(DATA_URL):
        from cqc_evidence.data.key import local_key  # noqa: PLC0415  # only for tables with people's rows
        from cqc_evidence.engine import observe_rows  # noqa: PLC0415

        metrics, settings = project.framework.metrics.metrics, project.settings.metrics
        seen = observe_rows(project.root, rows, metrics, settings, local_key())
        observations = (*seen.observations, *observations)
        engine, version = seen.engine, seen.version
        problems = (*problems, *seen.problems)
    return Measured(measure_metrics(project, observations, engine=engine, engine_version=version), problems)
