"""Tables written down in a test as people have them, and what one rule says of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from io import StringIO

from cqc_evidence.check import Finding, Subject
from cqc_evidence.measure.metrics.from_tables import table_observations
from cqc_evidence.model.data import DataFile, DataTable, Observation, Row, Value
from cqc_evidence.model.dates import Period
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project, shipped
from tests.support import TODAY

_NUMBERS = {"numerator", "denominator", "value", "gross_weekly"}
_DAYS = {
    "start",
    "end",
    "received",
    "first_conversation",
    "from",
    "to",
    "Event_Start_Date",
    "Event_End_Date",
}
_LETTERS = "ABCDEFGHIJKLMNOP"


class Made(Subject):
    """A subject whose tables were never in a file."""

    def __init__(self, project: Project, tables: tuple[DataTable, ...], framework: Framework | None = None) -> None:
        super().__init__(project.model_copy(update={"framework": framework or project.framework}))
        self.made = tables

    @property
    def tables(self) -> tuple[DataTable, ...]:
        """Return the tables as they were made."""
        return self.made

    @property
    def observations(self) -> tuple[Observation, ...]:  # type: ignore[override]
        """Return their rows as observations."""
        return table_observations(self.made)


@cache
def worked_example() -> Project:
    """Return the worked example: its definitions and its items are there to be named."""
    return read_project(shipped(), today=TODAY)


def table(name: str, text: str, file: str = "", sheet: str = "") -> DataTable:
    """Return a table as reading makes it from the lines of a file, its cells typed by their columns."""
    file = file or f"evidence/data/{name}.csv"
    head, *rows = csv.reader(StringIO("\n".join(line.strip() for line in text.splitlines() if line.strip())))
    return DataTable(
        file=DataFile(file=file, table=name, sha256="", size=0),
        sheet=sheet,
        columns=tuple(head),
        letters=dict(zip(head, _LETTERS, strict=False)) if sheet else {},
        rows=tuple(
            Row(number=number, values={key: _typed(key, words) for key, words in zip(head, row, strict=True)})
            for number, row in enumerate(rows, start=2)
        ),
    )


def _typed(column: str, words: str) -> Value:
    if not words:
        return None
    if column in _NUMBERS:
        return float(words.removesuffix("%")) / (100 if words.endswith("%") else 1)
    if column in _DAYS:
        return date.fromisoformat(words)
    if column == "already_known":
        return words == "yes"
    if column == "rounded_to":
        return int(words)
    return Period.parse(words) if column == "period" else words


def aggregate(text: str, file: str = "", sheet: str = "") -> DataTable:
    """Return an aggregate table."""
    return table("aggregate", text, file, sheet)


Check = Callable[[Subject], Iterable[Finding]]


def found(check: Check, *tables: DataTable, framework: Framework | None = None) -> list[Finding]:
    """Return what a rule finds in some tables of the worked example's council."""
    return list(check(Made(worked_example(), tables, framework)))


def told(check: Check, *tables: DataTable, framework: Framework | None = None) -> list[str]:
    """Return where a rule finds something, without the folder, and what it says."""
    return list(_lines(found(check, *tables, framework=framework)))


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{str(finding.location).removeprefix('evidence/data/')}: {finding.message}"
