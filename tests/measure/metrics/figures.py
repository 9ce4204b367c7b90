"""The projects with figures of published papers: their typed rows, and what the calculator makes of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from cqc_evidence.measure.metrics import measure_metrics, table_observations
from cqc_evidence.model.data import DataFile, DataTable, Row, Value
from cqc_evidence.model.dates import Period
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
    return measure_metrics(found, table_observations([_table(found, file) for file in found.data]))


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


def _table(of: Project, file: DataFile) -> DataTable:
    """Return a table as the contract types its cells: counts and values as numbers, `7%` as 0.07, periods as such."""
    with (of.root / file.file).open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    shaped = (
        Row(number=number, values={key: _cell(key, text) for key, text in row.items()})
        for number, row in enumerate(found, start=2)
    )
    return DataTable(file=file, columns=tuple(found[0]), rows=tuple(shaped))


def _cell(column: str, text: str) -> Value:
    if column == "period":
        return Period.parse(text)
    if column not in ("numerator", "denominator", "value", "rounded_to") or not text:
        return text or None
    number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    return int(number) if column == "rounded_to" else number


def typed(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every row of a project's tables with its place, as the file has it."""
    for path in sorted((folder / "evidence" / "data").glob("aggregate-*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), start=2):
                yield f"{path.name} > row {number}", row
