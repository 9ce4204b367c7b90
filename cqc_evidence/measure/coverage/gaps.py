"""What is missing, why it matters, and what would close it: in risk order, with stable ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from cqc_evidence.measure.coverage.parts import rule_names
from cqc_evidence.model.coverage import Acceptance, Cell, Gap, RuleCoverage, SubCoverage
from cqc_evidence.model.framework import CellState, Risk, Statement
from cqc_evidence.model.project import Project

RISKS: tuple[Risk, ...] = ("high", "medium", "low")
_ABOUT_ORDER = {"cell": 0, "i_statement": 1, "lens": 2, "rule": 3, "topic": 4}


class Measured(NamedTuple):
    """Everything that gaps are read off from."""

    cells: tuple[Cell, ...]
    rules: tuple[RuleCoverage, ...]
    i_statements: tuple[SubCoverage, ...]
    topics: tuple[SubCoverage, ...]
    lenses: tuple[SubCoverage, ...]


def find_gaps(project: Project, measured: Measured) -> tuple[Gap, ...]:
    """Return every gap, the riskiest first.

    Order: risk, then required before expected, then what a statutory duty or a local risk
    raised, then the share of councils that fall short of the statement, then the framework's
    order.
    """
    finder = _Finder(project)
    found = [*finder.cells(measured.cells), *finder.rules(measured.rules), *finder.subs(measured)]
    return tuple(sorted(found, key=finder.order))


class _Finder:
    """Holds what every gap needs to know of the project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.framework = project.framework
        self.table = project.framework.expectations.risk
        self.statements: Mapping[str, Statement] = {found.id: found for found in self.framework.statements}
        self.levels = {(cell.statement, cell.category): cell.level for cell in self.framework.expectations.cells}
        self.local = {risk.statement: risk.reason for risk in project.settings.local_risks}
        self.accepted = _accepted(project, project.today)
        self.actions = {improvement.gap: improvement.id for improvement in project.improvements}
        self.places = {category.id: place for place, category in enumerate(self.framework.quality.categories)}

    def order(self, gap: Gap) -> tuple[object, ...]:
        statement = self.statements[gap.statement]
        required = self.levels.get((gap.statement, gap.category)) == "required"
        return (
            RISKS.index(gap.risk),
            not required,
            -len(self._raisers(gap.statement)),
            _ABOUT_ORDER[gap.about],
            -statement.shortfall_percent,
            statement.number,
            self.places.get(gap.category, 0),
            gap.id,
        )

    def cells(self, cells: tuple[Cell, ...]) -> Iterator[Gap]:
        for cell in cells:
            if cell.state == "covered":
                continue
            category = next(found for found in self.framework.quality.categories if found.id == cell.category)
            risk, because = self._cell_risk(cell)
            yield self._gap(
                f"gap-{cell.statement}-{cell.category}",
                about="cell", statement=cell.statement, category=cell.category,
                title=f"{self.statements[cell.statement].title.text}: {category.title.text.lower()}",
                state=cell.state, risk=risk, risk_because=because,
                because="; ".join(cell.reasons), help=cell.help,
            )  # fmt: skip

    def _cell_risk(self, cell: Cell) -> tuple[Risk, str]:
        row: Mapping[CellState, Risk] = self.table.required if cell.level == "required" else self.table.expected
        return self._raised(row.get(cell.state, "high"), cell.statement, f"{cell.level}, {cell.state}")

    def _raised(self, risk: Risk, statement: str, because: str) -> tuple[Risk, str]:
        """Raise a risk by one step for a statutory duty or a local risk, and say so."""
        reasons = self._raisers(statement)
        if not reasons:
            return risk, because
        return RISKS[max(0, RISKS.index(risk) - 1)], "; ".join((because, *reasons))

    def _raisers(self, statement: str) -> list[str]:
        reasons = []
        duty = self.statements[statement].duty.text
        if "duty" in self.table.raised_by and duty:
            reasons.append(f"statutory duty ({duty.partition(':')[0]})")
        if "local-risk" in self.table.raised_by and statement in self.local:
            reasons.append(f"local risk: {self.local[statement]}")
        return reasons

    def rules(self, rules: tuple[RuleCoverage, ...]) -> Iterator[Gap]:
        """Only pairs that the paper marks raise a gap, and only where the project's own rules could close it."""
        own = {rule.id for rule in self.framework.rules.rules}
        names = rule_names(self.framework)
        titles = {rule.id: rule.title for found in self.framework.conversations.rule_sets for rule in found.rules}
        for rule in rules:
            if rule.basis != "marked" or rule.kept_by or not names[rule.rule] & own:
                continue
            verb = "shows" if len(rule.broken_by) == 1 else "show"
            broken = f"; {len(rule.broken_by)} {verb} it broken" if rule.broken_by else ""
            yield self._gap(
                f"gap-{rule.statement}-rule-{rule.rule}",
                about="rule", statement=rule.statement, subject=rule.rule,
                title=f"Golden rule: {titles.get(rule.rule, rule.rule)}",
                state="missing", risk=self.table.rule, risk_because="a golden rule marked for this statement",
                because=f"no item shows this golden rule kept{broken}",
                help="a Making it Happen note, reflection, story or interview that shows the rule kept",
            )  # fmt: skip

    def subs(self, measured: Measured) -> Iterator[Gap]:
        for found in measured.i_statements:
            if found.state in ("missing", "reported"):
                yield self._i_statement(found)
        for found in measured.lenses:
            if found.state == "missing":
                yield self._lens(found)
        for found in measured.topics:
            if found.state == "missing":
                yield self._topic(found)

    def _i_statement(self, found: SubCoverage) -> Gap:
        text = next(fact.text for fact in self.statements[found.statement].i_statements if fact.id == found.id)
        because = "no item speaks to it"
        if found.state == "reported":
            because = "it is spoken about, but not in the person's own words"
        return self._gap(
            f"gap-{found.statement}-i-{found.id}",
            about="i_statement", statement=found.statement, subject=found.id, title=f"“{text}”",
            state=found.state, risk=self.table.i_statement, risk_because="an I statement of this quality statement",
            because=because, help="a person's, carer's or family's own words that speak to it, with permission",
        )  # fmt: skip

    def _lens(self, found: SubCoverage) -> Gap:
        lens = next(lens for lens in self.framework.expectations.lenses if lens.id == found.id)
        return self._gap(
            f"gap-{found.statement}-lens-{found.id}",
            about="lens", statement=found.statement, subject=found.id, title=lens.title,
            state="missing", risk=self.table.lens, risk_because=lens.because or "the framework looks for it here",
            because=f"no item here speaks of {lens.title.lower()}",
            help=f"evidence that shows the experience of {lens.title.lower()}, tagged with lens {lens.id}",
        )  # fmt: skip

    def _topic(self, found: SubCoverage) -> Gap:
        topic = next(fact for fact in self.statements[found.statement].topics if fact.id == found.id)
        return self._gap(
            f"gap-{found.statement}-topic-{found.id}",
            about="topic", statement=found.statement, subject=found.id, title=topic.text,
            state="missing", risk=self.table.topic, risk_because="a topic of this quality statement",
            because="no item here speaks to this topic", help="tag what you have with this topic, or ask for it",
        )  # fmt: skip

    def _gap(self, name: str, **parts: str) -> Gap:
        return Gap.model_validate(
            {"id": name, **parts, "accepted": self.accepted.get(name), "action": self.actions.get(name)}
        )


def _accepted(project: Project, today: date) -> dict[str, Acceptance]:
    """Return the acceptances in force; an ended one no longer speaks."""
    return {
        found.gap: Acceptance(reason=found.reason, who=found.who, until=found.until)
        for found in project.decisions.accepted_gaps
        if found.until >= today
    }
