"""Golden rules, I statements, topics and lenses of each statement, and the closed loops."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.measure.coverage.eligible import Counted, Evidence
from cqc_evidence.model.coverage import Loop, RuleCoverage, SubCoverage
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Action
from cqc_evidence.model.framework import Framework, Pair
from cqc_evidence.model.project import Project

PHASES = ("before", "during", "after")
LOOP_STEPS = ("raised", "agreed", "done", "reported back", "effect known")


def measure_rules(project: Project, evidence: Evidence) -> tuple[RuleCoverage, ...]:
    """Return each pair of the mapping with the items that keep and break the rule."""
    framework = project.framework
    order = {statement.id: statement.number for statement in framework.statements}
    pairs = [pair for pair in framework.mapping.pairs if pair.statement in order]
    names = rule_names(framework)
    return tuple(
        _rule(pair, names, evidence.by_statement.get(pair.statement, ()))
        for pair in sorted(pairs, key=lambda pair: order[pair.statement])
    )


def rule_names(framework: Framework) -> dict[str, frozenset[str]]:
    """Return, for each rule of the mapping, the names under which this project's tags may show it.

    In a variant with fewer rules a tag names the variant's rule, which is related to one or
    more of the mapping's.
    """
    names: dict[str, set[str]] = {pair.rule: {pair.rule} for pair in framework.mapping.pairs}
    for rule in framework.rules.rules:
        for related in rule.related:
            names.setdefault(related.rule, {related.rule}).add(rule.id)
    return {rule: frozenset(found) for rule, found in names.items()}


def _rule(pair: Pair, names: dict[str, frozenset[str]], tags: tuple[Counted, ...]) -> RuleCoverage:
    wanted = names[pair.rule]
    kept = [
        counted for counted in tags if not wanted.isdisjoint(counted.tag.rules) and counted.tag.stance != "challenges"
    ]
    broken = [counted for counted in tags if not wanted.isdisjoint(counted.tag.breaks)]
    phases: dict[str, str] = {}
    for phase in PHASES:
        for name in {counted.item.id for counted in (*kept, *broken) if counted.tag.phase == phase}:
            phases[name] = f"{phases[name]}, {phase}" if name in phases else phase
    return RuleCoverage(
        statement=pair.statement,
        rule=pair.rule,
        basis=pair.basis,
        kept_by=_ids(kept),
        broken_by=_ids(broken),
        phases=dict(sorted(phases.items())),
    )


def measure_i_statements(project: Project, evidence: Evidence) -> tuple[SubCoverage, ...]:
    """Return each I statement: evidenced only in the person's, carer's or family's own words."""
    found: list[SubCoverage] = []
    for statement in project.framework.statements:
        if not statement.i_statements:
            found.append(SubCoverage(statement=statement.id, id="", state="none-set", evidence=()))
        for wanted in statement.i_statements:
            tags = [
                counted
                for counted in evidence.by_statement.get(statement.id, ())
                if wanted.id in counted.tag.i_statements
            ]
            own = [counted for counted in tags if counted.item.in_own_words]
            state = "evidenced" if own else "reported" if tags else "missing"
            found.append(
                SubCoverage.model_validate(
                    {"statement": statement.id, "id": wanted.id, "state": state, "evidence": _ids(own or tags)}
                )
            )
    return tuple(found)


def measure_topics(project: Project, evidence: Evidence) -> tuple[SubCoverage, ...]:
    """Return each topic of each statement with the items that speak to it."""
    return tuple(
        _sub(statement.id, topic.id, evidence, lambda counted, name: name in counted.tag.topics)
        for statement in project.framework.statements
        for topic in statement.topics
    )


def measure_lenses(project: Project, evidence: Evidence) -> tuple[SubCoverage, ...]:
    """Return each lens where the framework looks for it."""
    lenses = project.framework.expectations.lenses
    return tuple(
        _sub(statement.id, lens.id, evidence, lambda counted, name: name in counted.item.lenses)
        for statement in project.framework.statements
        for lens in lenses
        if statement.id in lens.statements
    )


def _sub(statement: str, name: str, evidence: Evidence, speaks: Callable[[Counted, str], bool]) -> SubCoverage:
    tags = [counted for counted in evidence.by_statement.get(statement, ()) if speaks(counted, name)]
    return SubCoverage(statement=statement, id=name, state="evidenced" if tags else "missing", evidence=_ids(tags))


def measure_loops(project: Project, evidence: Evidence) -> tuple[Loop, ...]:
    """Return every closed loop of the items that count; what lies after as-at has not happened.

    A step without a date of its own has not happened either when one before it lies after as-at.
    """
    return tuple(
        _loop(item.id, index, action, project.as_at)
        for item in evidence.items.values()
        for index, action in enumerate(item.actions)
    )


def _loop(item: str, index: int, action: Action, as_at: date) -> Loop:
    back = action.reported_back
    agreed = not _later(action.raised, as_at)
    taken = (
        _happened(action.raised, as_at),
        agreed,
        _happened(action.done, as_at),
        back is not None and _happened(back.date, as_at),
        agreed and not _later(action.done, as_at) and action.effect in ("found", "none"),
    )
    return Loop(
        item=item,
        index=index,
        action=action.action,
        steps=sum(taken),
        of=len(LOOP_STEPS),
        done_steps=tuple(step for step, yes in zip(LOOP_STEPS, taken, strict=True) if yes),
        missing_steps=tuple(step for step, yes in zip(LOOP_STEPS, taken, strict=True) if not yes),
        days=_days(action, as_at),
    )


def _happened(when: Period | None, as_at: date) -> bool:
    return when is not None and when.known and not when.starts_after(as_at)


def _later(when: Period | None, as_at: date) -> bool:
    return when is not None and when.starts_after(as_at)


def _days(action: Action, as_at: date) -> int | None:
    """Return days from raised to done where both are exact days."""
    raised, done = action.raised, action.done
    if raised is None or done is None or not (raised.is_day and done.is_day) or not _happened(done, as_at):
        return None
    assert raised.start is not None and done.start is not None  # noqa: S101, PT018  # is_day says so
    return (done.start - raised.start).days


def _ids(tags: Iterable[Counted]) -> tuple[str, ...]:
    items = {counted.item.id: counted.item for counted in tags}
    return tuple(item.id for item in newest_first(items.values()))
