"""The projects with figures of published papers: their typed rows, and what the calculator makes of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from cqc_evidence.data import read_tables
from cqc_evidence.measure.metrics import measure_metrics, table_observations
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result
from cqc_evidence.read import read_project
from tests.measure.build import ROOT

FOLDERS = {
    "harrow": ROOT,
    "medway": ROOT / "tests" / "projects" / "medway-2017",
    "partners": ROOT / "tests" / "projects" / "partners",
    "england": ROOT / "tests" / "projects" / "england",
}
"""Name → the project's folder."""
TODAY = date(2024, 12, 1)


@cache
def project(name: str) -> Project:
    """Return one of the four projects."""
    return read_project(FOLDERS[name], today=TODAY)


@cache
def results(name: str) -> tuple[Result, ...]:
    """Return everything that the project's own tables come to."""
    found = project(name)
    tables, problems = read_tables(found)
    assert problems == (), problems
    return measure_metrics(found, table_observations(tables))


def result(name: str, metric: str, group: str, part: str = "", breakdown: str = "", period: str = "") -> Result:
    """Return the one result that is meant; with several periods, the one named."""
    found = [
        one
        for one in results(name)
        if (one.metric, one.group, one.part, one.breakdown) == (metric, group, part, breakdown)
        and period in ("", str(one.period))
    ]
    assert len(found) == 1, [(one.part, one.breakdown, str(one.period)) for one in found]
    return found[0]


def rows(name: str, **wanted: str) -> list[dict[str, str]]:
    """Return the typed rows of a project whose cells are as wanted."""
    return [row for _, row in typed(FOLDERS[name]) if all(row[key] == value for key, value in wanted.items())]


def typed(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every row of a project's tables with its place, as the file has it."""
    for path in sorted((folder / "evidence" / "data").glob("aggregate-*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), start=2):
                yield f"{path.name} > row {number}", row
