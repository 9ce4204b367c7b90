"""Rules about the framework data itself, and what a council still has to verify in it."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.registry import Finding, Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.framework import Fact, NamedFact, Statement
from cqc_evidence.read.problems import did_you_mean

_Path = tuple[str | int, ...]


@rule("unknown-framework", Severity.ERROR)
def unknown_framework(subject: Subject) -> Iterator[Finding]:
    """project.yaml names a framework or a set of golden rules that is not there."""
    settings = subject.project.settings
    if settings.framework != subject.framework.quality.id:
        yield Finding(
            f'there is no framework "{settings.framework}"',
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

    The mapping and the expectations name statements, rules, categories and kinds that must
    exist. A statement × category must not be expected twice.
    """
    framework = subject.framework
    categories = [category.id for category in framework.quality.categories]
    rules = [found.id for one in framework.conversations.rule_sets for found in one.rules]
    seen: set[tuple[str, str]] = set()
    for index, pair in enumerate(framework.mapping.pairs):
        yield from _known(subject, "mapping", ("pairs", index, "statement"), pair.statement, subject.statements)
        yield from _known(subject, "mapping", ("pairs", index, "rule"), pair.rule, rules)
    for index, cell in enumerate(framework.expectations.cells):
        yield from _known(subject, "expectations", ("cells", index, "statement"), cell.statement, subject.statements)
        yield from _known(subject, "expectations", ("cells", index, "category"), cell.category, categories)
        if (cell.statement, cell.category) in seen:
            where = framework.location("expectations", "cells", index)
            yield Finding(
                f"{cell.statement} × {cell.category} is expected twice", "one cell has one expectation",
                "delete one of them", where,
            )  # fmt: skip
        seen.add((cell.statement, cell.category))


def _known(subject: Subject, role: str, path: _Path, name: str, known: tuple[str, ...] | list[str]) -> Iterator[Finding]:
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
                f'{slot.id}: {"empty" if not slot.text else "not verified"}',
                slot.note or "it was looked for and not found",
                "fill it from CQC's site if the pack needs it",
                framework.location("quality", "slots", index),
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
