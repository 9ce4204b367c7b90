"""Rules about the project's settings and registers."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.framework import Framework
from cqc_evidence.read.problems import did_you_mean

DECISIONS = "evidence/decisions.yaml"
IMPROVEMENT = "evidence/improvement.yaml"
REQUESTS = "evidence/requests.yaml"


def possible_gaps(framework: Framework) -> tuple[str, ...]:
    """Return the id of every gap that could be."""
    cells = [f"gap-{cell.statement}-{cell.category}" for cell in framework.expectations.cells]
    rules = [f"gap-{pair.statement}-rule-{pair.rule}" for pair in framework.mapping.pairs if pair.basis == "marked"]
    facts = [f"gap-{one.id}-i-{fact.id}" for one in framework.statements for fact in one.i_statements]
    topics = [f"gap-{one.id}-topic-{fact.id}" for one in framework.statements for fact in one.topics]
    lenses = [f"gap-{one}-lens-{lens.id}" for lens in framework.expectations.lenses for one in lens.statements]
    return (*cells, *rules, *facts, *topics, *lenses)


def _named_gaps(subject: Subject) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    project = subject.project
    for index, accepted in enumerate(project.decisions.accepted_gaps):
        yield accepted.gap, DECISIONS, ("accepted_gaps", index, "gap")
    for index, improvement in enumerate(project.improvements):
        yield improvement.gap, IMPROVEMENT, ("improvements", index, "gap")
    for index, request in enumerate(project.requests):
        if request.gap:
            yield request.gap, REQUESTS, ("requests", index, "gap")


@rule("unknown-gap", Severity.ERROR)
def unknown_gap(subject: Subject) -> Iterator[Finding]:
    """A register names a gap that cannot be.

    A gap's id is gap-<statement>-<category>, or gap-<statement>-rule-, -i-, -topic- or -lens-
    with a name. `cqc-evidence coverage --gaps` lists those that are open.
    """
    known = possible_gaps(subject.framework)
    for name, file, path in _named_gaps(subject):
        if name not in known:
            yield Finding(
                f'there is no gap "{name}"',
                "a gap's id is gap-<statement>-<category>, or with rule, i, topic or lens and a name",
                did_you_mean(name, known, "cqc-evidence coverage --gaps lists the open ones"),
                subject.project.where(file, *path),
            )


@rule("expired-acceptance", Severity.WARNING)
def expired_acceptance(subject: Subject) -> Iterator[Finding]:
    """A gap was accepted until a day that has passed, so it is no longer accepted."""
    for index, accepted in enumerate(subject.project.decisions.accepted_gaps):
        if accepted.until < subject.project.today:
            yield Finding(
                f"the acceptance of {accepted.gap} ended on {in_words(accepted.until)}",
                "a gap is accepted for a time, never for ever",
                "close the gap, or decide again with a new end date",
                subject.project.where(DECISIONS, "accepted_gaps", index, "until"),
            )


@rule("acceptance-not-needed", Severity.NOTE)
def acceptance_not_needed(subject: Subject) -> Iterator[Finding]:
    """An accepted gap is closed: the evidence has come in."""
    is_open = {gap.id for gap in subject.coverage.gaps}
    known = possible_gaps(subject.framework)
    for index, accepted in enumerate(subject.project.decisions.accepted_gaps):
        if accepted.gap in known and accepted.gap not in is_open:
            yield Finding(
                f"{accepted.gap} is closed; its acceptance is no longer needed",
                "the evidence now covers it",
                "take the acceptance out",
                subject.project.where(DECISIONS, "accepted_gaps", index, "gap"),
            )


@rule("unknown-local-risk", Severity.ERROR)
def unknown_local_risk(subject: Subject) -> Iterator[Finding]:
    """A local risk or a self-score names a statement that the framework does not have."""
    project = subject.project
    named = [
        (risk.statement, "project.yaml", ("local_risks", index, "statement"))
        for index, risk in enumerate(project.settings.local_risks)
    ]
    named += [
        (score.statement, DECISIONS, ("scores", index, "statement"))
        for index, score in enumerate(project.decisions.scores)
    ]
    for name, file, path in named:
        if name not in subject.statements:
            yield Finding(
                f'unknown quality statement "{name}"',
                f"the quality statements stand in {subject.framework.files['quality']}",
                did_you_mean(name, subject.statements),
                project.where(file, *path),
            )


@rule("repeated-improvement", Severity.ERROR)
def repeated_improvement(subject: Subject) -> Iterator[Finding]:
    """Two areas for improvement have the same id."""
    seen: set[str] = set()
    for index, improvement in enumerate(subject.project.improvements):
        if improvement.id in seen:
            yield Finding(
                f'the id "{improvement.id}" stands twice',
                "a gap points at its area for improvement by id",
                "give one of them another id",
                subject.project.where(IMPROVEMENT, "improvements", index, "id"),
            )
        seen.add(improvement.id)
