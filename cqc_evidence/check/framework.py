"""Rules about the framework data itself, and what a council still has to verify in it."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.fact import Fact, NamedFact
from cqc_evidence.model.framework import Statement
from cqc_evidence.read.problems import did_you_mean

_Path = tuple[str | int, ...]
_Names = tuple[str, ...]


@rule("unknown-framework", Severity.ERROR)
def unknown_framework(subject: Subject) -> Iterator[Finding]:
    """project.yaml names a framework or a set of golden rules that is not there."""
    settings = subject.project.settings
    if settings.framework != subject.framework.quality.id:
        yield Finding(
            f'no framework "{settings.framework}" could be read',
            f"the pack was measured against {subject.framework.quality.id} instead",
            did_you_mean(settings.framework, [subject.framework.quality.id]),
            subject.project.where("project.yaml", "framework"),
        )
    sets = [found.id for found in subject.framework.conversations.rule_sets]
    if settings.rules not in sets:
        yield Finding(
            f'there is no set of golden rules "{settings.rules}"',
            f"the pack was measured against {subject.framework.rule_set} instead",
            did_you_mean(settings.rules, sets),
            subject.project.where("project.yaml", "rules"),
        )


@rule("framework-reference", Severity.ERROR)
def framework_reference(subject: Subject) -> Iterator[Finding]:
    """The framework's files do not fit together.

    The mapping, the expectations and the kinds of evidence name statements, rules, categories and
    kinds that must exist. A statement × category must not be expected twice.
    """
    for role, path, name, known in _names(subject):
        yield from _known(subject, role, path, name, known)
    framework = subject.framework
    seen: set[tuple[str, str]] = set()
    for index, cell in enumerate(framework.expectations.cells):
        if (cell.statement, cell.category) in seen:
            where = framework.location("expectations", "cells", index, "category")
            yield Finding(
                f"{cell.statement} × {cell.category} is expected twice", "one cell has one expectation",
                "delete one of them", where,
            )  # fmt: skip
        seen.add((cell.statement, cell.category))


def _names(subject: Subject) -> Iterator[tuple[str, _Path, str, _Names]]:
    """Yield each name that one entry gives to another, with its file, its place and what it may be."""
    framework = subject.framework
    statements = subject.statements
    categories = tuple(category.id for category in framework.quality.categories)
    kinds = tuple(kind.id for kind in framework.conversations.kinds)
    rules = tuple(found.id for one in framework.conversations.rule_sets for found in one.rules)
    for index, kind in enumerate(framework.conversations.kinds):
        yield "conversations", ("kinds", index, "category"), kind.category, categories
    for index, pair in enumerate(framework.mapping.pairs):
        yield "mapping", ("pairs", index, "statement"), pair.statement, statements
        yield "mapping", ("pairs", index, "rule"), pair.rule, rules
    for index, closer in enumerate(framework.mapping.closes):
        yield "mapping", ("closes", index, "statement"), closer.statement, statements
        yield "mapping", ("closes", index, "category"), closer.category, categories
        for place, name in enumerate(closer.kinds):
            yield "mapping", ("closes", index, "kinds", place), name, kinds
    for index, cell in enumerate(framework.expectations.cells):
        yield "expectations", ("cells", index, "statement"), cell.statement, statements
        yield "expectations", ("cells", index, "category"), cell.category, categories
    for index, fresh in enumerate(framework.expectations.fresh_until):
        for place, name in enumerate(fresh.kinds):
            yield "expectations", ("fresh_until", index, "kinds", place), name, kinds
    for index, lens in enumerate(framework.expectations.lenses):
        for place, name in enumerate(lens.statements):
            yield "expectations", ("lenses", index, "statements", place), name, statements
    yield from _names_of_metrics(subject, rules)


def _names_of_metrics(subject: Subject, rules: _Names) -> Iterator[tuple[str, _Path, str, _Names]]:
    """Yield each statement and golden rule that a metric names."""
    for index, metric in enumerate(subject.framework.metrics.metrics):
        for place, name in enumerate(metric.statements):
            yield "metrics", ("metrics", index, "statements", place), name, subject.statements
        for place, name in enumerate(metric.rules):
            yield "metrics", ("metrics", index, "rules", place), name, rules


def _known(subject: Subject, role: str, path: _Path, name: str, known: _Names) -> Iterator[Finding]:
    if name not in known:
        yield Finding(
            f'"{name}" is not in the framework', "the framework's files name each other's entries",
            did_you_mean(name, known), subject.framework.location(role, *path),
        )  # fmt: skip


@rule("to-verify", Severity.NOTE)
def to_verify(subject: Subject) -> Iterator[Finding]:
    """A field of the framework data that the council should check against CQC's own pages.

    Shipped data says for each field where it was read and when. What was worked out, summarised
    or not found is marked unverified: copy the file into the project (`cqc-evidence copy`),
    look the field up, set the text and `verified: true`.
    """
    framework = subject.framework
    for index, statement in enumerate(framework.statements):
        for path, what, count in _open_facts(statement):
            number = f"{count} fields" if count > 1 else "one field"
            yield Finding(
                f"{statement.id}: {what} not verified ({number})",
                "it was not read on CQC's own page",
                "check it on CQC's site, then set verified: true in the project's own copy",
                framework.location("quality", "statements", index, *path),
            )
    for index, slot in enumerate(framework.quality.slots):
        if not slot.verified:
            yield Finding(
                f"{slot.id}: {'empty' if not slot.text else 'not verified'}",
                slot.note or "it was looked for and not found",
                "fill it from CQC's site if the pack needs it",
                framework.location("quality", "slots", index, "text"),
            )


def _open_facts(statement: Statement) -> Iterator[tuple[_Path, str, int]]:
    groups: tuple[tuple[str, str, tuple[Fact | NamedFact, ...]], ...] = (
        ("title", "title", (statement.title,)),
        ("we", "We statement", (statement.we,)),
        ("i_statements", "I statements", statement.i_statements),
        ("topics", "topics", statement.topics),
        ("legislation", "legislation", statement.legislation),
    )
    for key, what, facts in groups:
        number = sum(1 for fact in facts if not fact.verified)
        if number:
            yield (key,), what, number
