"""`explain`: a page about a rule, quality statement, golden rule, kind of evidence or metric."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from inspect import getdoc
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.framework import find_framework
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import hanging, say

if TYPE_CHECKING:
    from cqc_evidence.model.framework import Framework
    from cqc_evidence.model.metric import Metric

Page = Callable[[], list[str]]


@click.command("explain")
@click.argument("name")
@global_options
@click.pass_obj
def command(context: Context, name: str) -> int:
    """Explain NAME: a rule, quality statement, golden rule, kind of evidence or metric."""
    pages = _pages(find_framework(context).framework)
    page = pages.get(name)
    if page is None:
        near = get_close_matches(name, pages, n=3, cutoff=0.5)
        hint = (
            f"Near to it: {', '.join(near)}."
            if near
            else "Try unknown-statement, assessing-needs, no-hand-offs or interview."
        )
        message = f'nothing is called "{name}". {hint}'
        raise click.UsageError(message)
    title, *lines = page()
    say(context, title, bold=True)
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        for part in hanging(indent, line.strip(), more=f"{indent}  " if indent else ""):
            say(context, part)
    return 0


def other_pages() -> dict[str, str]:
    """Return the pages of what single commands find: rule → text."""
    from cqc_evidence.archive.problems import PAGES as SNAPSHOTS  # noqa: PLC0415  # not for --help
    from cqc_evidence.intake.ir_list import PAGES as LISTS  # noqa: PLC0415
    from cqc_evidence.merge.problems import PAGES as MERGED  # noqa: PLC0415

    return {**SNAPSHOTS, **LISTS, **MERGED}


def _pages(framework: Framework) -> dict[str, Page]:
    from cqc_evidence.check import catalogue  # noqa: PLC0415  # not for --help
    from cqc_evidence.data.problems import LARGE  # noqa: PLC0415
    from cqc_evidence.engine.problems import PROBLEMS as COUNTING  # noqa: PLC0415
    from cqc_evidence.intake.problems import PROBLEMS  # noqa: PLC0415
    from cqc_evidence.write.templates import PAGES as LOOKS  # noqa: PLC0415

    pages: dict[str, Page] = {
        name: lambda name=name, text=text: [f"{name} (warning or error)", *_paragraphs(text)]  # type: ignore[misc]
        for name, text in {**LOOKS, **other_pages()}.items()
    }
    for name, problem in PROBLEMS.items():
        pages[name] = lambda name=name, problem=problem: [f"{name} (of import)", *_paragraphs(getdoc(problem) or "")]  # type: ignore[misc]
    for name, problem in (COUNTING | LARGE).items():
        pages[name] = lambda name=name, problem=problem: [f"{name} (of measure)", *_paragraphs(getdoc(problem) or "")]  # type: ignore[misc]
    for rule in catalogue().values():
        pages[rule.name] = lambda rule=rule: [f"{rule.name} ({rule.severity.value})", *_paragraphs(rule.text)]  # type: ignore[misc]
    for kind in framework.conversations.kinds:
        pages[kind.id] = lambda kind=kind: _kind(framework, kind.id)  # type: ignore[misc]
    for metric in framework.metrics.metrics:
        pages[metric.id] = lambda metric=metric: _metric(metric)  # type: ignore[misc]
    for rule_set in framework.conversations.rule_sets:
        for golden in rule_set.rules:
            pages[golden.id] = lambda name=golden.id: _golden(framework, name)  # type: ignore[misc]
    for statement in framework.statements:
        pages[statement.id] = lambda name=statement.id: _statement(framework, name)  # type: ignore[misc]
    return pages


def _paragraphs(text: str) -> list[str]:
    """Return each paragraph as one line, to be broken where the screen ends, after an empty one."""
    return [line for part in text.split("\n\n") for line in ("", " ".join(part.split()))]


def _statement(framework: Framework, name: str) -> list[str]:
    statement = next(one for one in framework.statements if one.id == name)
    lines = [
        f"{statement.title.text} (quality statement {statement.number})",
        "",
        f"“{statement.we.text}”",
        "  Care Quality Commission",
    ]
    lines += ["", "I statements:"] + ([f"  {one.id}: “{one.text}”" for one in statement.i_statements] or ["  none set"])
    lines += ["", "Topics (our words):"] + [f"  {one.id}: {one.text}" for one in statement.topics]
    lines += ["", "What counts as covered:"]
    for cell in framework.expectations.cells:
        if cell.statement == name:
            voices = f", voices: {', '.join(cell.voices)}" if cell.voices else ""
            lines.append(
                f"  {cell.category}: {cell.level}, {cell.items} independent from the last {cell.months} months{voices}"
            )
            lines += [
                f"    {one.help}"
                for one in framework.mapping.closes
                if (one.statement, one.category) == (name, cell.category)
            ]
    lines += ["", "Golden rules:"]
    lines += [
        f"  {pair.rule} ({pair.basis}): {pair.reason}" for pair in framework.mapping.pairs if pair.statement == name
    ]
    return lines


def _golden(framework: Framework, name: str) -> list[str]:
    rule_set, rule = next(
        (one, rule) for one in framework.conversations.rule_sets for rule in one.rules if rule.id == name
    )
    lines = [f"{rule.title} (golden rule)", "", rule.meaning.text, "", f"One of: {rule_set.title}"]
    if rule.related:
        lines += ["", "Related:"] + [f"  {one.relation}: {one.rule}" for one in rule.related]
    reach = {name, *(one.rule for one in rule.related)}
    pairs = [pair for pair in framework.mapping.pairs if pair.rule in reach]
    lines += ["", "Mapped to:"] + (
        [f"  {pair.statement} ({pair.basis}): {pair.reason}" for pair in pairs] or ["  no statement"]
    )
    return lines


def _kind(framework: Framework, name: str) -> list[str]:
    kind = framework.kind(name)
    assert kind is not None  # noqa: S101  # it comes from the framework itself
    lines = [
        f"{kind.title} (kind of evidence)",
        "",
        kind.worth_knowing,
        "",
        f"Counts as: {kind.category}, unless a tag says otherwise",
    ]
    if kind.also:
        lines.append(f"Often also: {', '.join(kind.also)}")
    if kind.own_words_for:
        lines.append(f"In the person's own words only: {', '.join(kind.own_words_for)}")
    if kind.wants:
        lines.append(f"A reviewer asks for: {', '.join(kind.wants)}")
    return [*lines, "", f"Write one: cqc-evidence new {kind.id}"]


def _metric(metric: Metric) -> list[str]:
    better = {"lower": "lower, with care", "higher": "higher", "none": "neither way by itself"}
    of = f", of {metric.of}" if metric.of else ""
    parts = [f"Parts: {', '.join(metric.formula.numerator)}"] if metric.formula else []
    settings = [f"  {name}: {value}" for name, value in metric.parameters.items()]
    return [
        f"{metric.title} (metric)",
        "",
        f"Counts: {metric.counts}{of}",
        *parts,
        f"Unit: {metric.unit}; by {metric.grain}",
        f"Better: {better[metric.direction]}",
        *([f"Set beside: {metric.comparator.note}"] if metric.comparator.note else []),
        f"Read beside it: {', '.join(metric.balancing) or 'nothing named'}",
        f"Interval: {metric.interval}",
        f"Worked out from: {', '.join(metric.tables)}",
        *(["Parameters:", *settings] if settings else []),
        f"Statements: {', '.join(metric.statements)}",
        *(["Never computed: shown as the source prints it."] if metric.kind == "quoted" else []),
        "",
        "Caveats:",
        *(f"  {caveat}" for caveat in metric.caveats),
    ]
