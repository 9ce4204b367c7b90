"""How a rule is written and found.

A rule is a function with a docstring. `@rule("name", Severity.ERROR)` marks it; the function
yields findings and knows nothing of severities, allowances or files.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import PurePosixPath
from typing import NamedTuple

from cqc_evidence.check.finding import Finding
from cqc_evidence.data import Tables, read_tables
from cqc_evidence.data.problems import PROBLEMS as TABLE_PROBLEMS
from cqc_evidence.data.problems import SEVERITIES
from cqc_evidence.measure import measure_coverage
from cqc_evidence.measure.coverage.eligible import standing
from cqc_evidence.measure.metrics import measure_metrics, table_observations
from cqc_evidence.measure.metrics.from_items import loop_observations
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.data import DataTable, Observation
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.evidence import Item, Tag
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result
from cqc_evidence.read.problems import PROBLEMS, did_you_mean

_ROOMS = (
    "ids", "tags", "sources", "narratives", "registers", "items", "framework", "people", "metrics", "tables",
    "tables_names", "tables_printed", "tables_series", "tables_rows", "claims", "claim_numbers", "improvement", "scores", "submission", "signing",
)  # fmt: skip


class Subject:
    """What rules look at: the project, with what several of them need."""

    def __init__(self, project: Project, coverage: Coverage | None = None) -> None:
        """Hold a project; everything else is worked out when first asked for, coverage too unless it is given."""
        self.project = project
        if coverage is not None:
            self.coverage = coverage

    @property
    def framework(self) -> Framework:
        """The project's framework."""
        return self.project.framework

    @cached_property
    def coverage(self) -> Coverage:
        """The project's coverage."""
        return measure_coverage(self.project)

    @cached_property
    def _tables(self) -> Tables:
        return read_tables(self.project)

    @property
    def tables(self) -> tuple[DataTable, ...]:
        """The tables of `evidence/data/` that could be read."""
        return self._tables.tables

    @property
    def table_problems(self) -> tuple[Diagnostic, ...]:
        """What reading the tables found."""
        return self._tables.problems

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """The rows of aggregate tables."""
        return table_observations(self.tables)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What the metrics come to from tables of totals and from items; rows about people are left to `measure`."""
        observations = (*self.observations, *loop_observations(self.project, self.coverage))
        return measure_metrics(self.project, observations)

    @cached_property
    def counted(self) -> Mapping[str, Item]:
        """The items that count, by id."""
        return standing(self.project)[0]

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id; of two with one id, the first."""
        found: dict[str, Item] = {}
        for item in self.project.items:
            found.setdefault(item.id, item)
        return found

    @cached_property
    def tags(self) -> list[tuple[Item, int, Tag]]:
        """Every tag with its item and its place among the item's tags."""
        return [(item, index, tag) for item in self.project.items for index, tag in enumerate(item.tags)]

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Ids of the quality statements."""
        return tuple(statement.id for statement in self.framework.statements)

    def nearest_item(self, name: str, otherwise: str) -> str:
        """Return advice for an id that no item has: mend its file, take the nearest id, or `otherwise`."""
        broken = next((file for file in self.project.left_out if PurePosixPath(file).stem == name), None)
        if broken is not None:
            return f"mend {broken} first: it could not be read"
        return did_you_mean(name, self.items, otherwise)


Check = Callable[[Subject], Iterable[Finding]]


class RulePage(NamedTuple):
    """A rule as people read it: `cqc-evidence explain NAME`."""

    name: str
    severity: Severity
    summary: str
    text: str
    check: Check | None
    """`None` for rules that reading applies, and for those about allowances."""


def rule(name: str, severity: Severity) -> Callable[[Check], Check]:
    """Mark a function as the rule `name`.

    The function takes a `Subject` and yields `Finding`s; its docstring is the rule's page, the
    first line its summary.
    """

    def mark(function: Check) -> Check:
        function.__dict__["rule"] = (name, severity)
        return function

    return mark


def catalogue() -> dict[str, RulePage]:
    """Return every rule by name: those of reading, ours, and those that other packages bring."""
    pages = {
        name: _page(name, _READ_SEVERITY.get(name, Severity.ERROR), function, None)
        for name, function in PROBLEMS.items()
    }
    pages |= {name: _page(name, SEVERITIES[name], function, None) for name, function in TABLE_PROBLEMS.items()}
    for function in _checks():
        name, severity = function.__dict__["rule"]
        pages[name] = _page(name, severity, function, function)
    for name, allowance in import_module("cqc_evidence.check.allowances").RULES.items():
        pages[name] = _page(name, Severity.WARNING, allowance, None)
    return dict(sorted(pages.items()))


_READ_SEVERITY = {
    "wrong-encoding": Severity.WARNING,
    "claim-without-id": Severity.WARNING,
    "not-read": Severity.WARNING,
}


def _page(name: str, severity: Severity, function: Callable[..., object], check: Check | None) -> RulePage:
    text = inspect.getdoc(function) or ""
    return RulePage(name, severity, text.split("\n", 1)[0], text, check)


def _checks() -> list[Check]:
    found: list[Check] = []
    for room in _ROOMS:
        module = import_module(f"cqc_evidence.check.{room}")
        found += [
            member for member in vars(module).values() if callable(member) and "rule" in getattr(member, "__dict__", {})
        ]
    from importlib.metadata import entry_points  # noqa: PLC0415  # only when rules are run or shown

    found += [entry.load() for entry in entry_points(group="cqc_evidence.rules")]
    return found
