"""Corrections to CQC's draft report, each with the evidence as it stood in a frozen snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cqc_evidence.compile import words
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.dates import in_words, period_in_words
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.pack import Block, Break, Cover, Inline, Pack, Paragraph, Section, Table, TableCell, Text
from cqc_evidence.model.project import AccuracyFile, Correction, Project
from cqc_evidence.model.snapshot import SnapshotManifest
from cqc_evidence.version import __version__

_WORKING_DAYS = 10
"""CQC's time for a factual-accuracy check."""
_SATURDAY = 5
_MOST_FIGURES = 3


def due_by(received: date) -> date:
    """Return the tenth working day after a draft came; bank holidays are not known here.

    >>> due_by(date(2026, 3, 2))
    datetime.date(2026, 3, 16)
    """
    day, left = received, _WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def compile_accuracy(
    project: Project,
    coverage: Coverage,
    accuracy: AccuracyFile,
    frozen: SnapshotManifest,
    items: Mapping[str, Item],
    labels: Mapping[str, str] | None = None,
) -> Pack:
    """Return the table of corrections as a document.

    Args:
        project: the council now.
        coverage: what a document carries with it; nothing of it is shown.
        accuracy: the corrections.
        frozen: what the snapshot says of itself.
        items: the items that the snapshot held and that may be sent today, by id.
        labels: how the pack in the snapshot names its items, such as `P1`, by id.
    """
    facts = [("Snapshot", f"{frozen.name}, digest {frozen.content[:16]}"), ("Evidence as at", in_words(frozen.as_at))]
    if accuracy.received:
        facts += [
            ("Draft received", in_words(accuracy.received)),
            ("Due", f"{in_words(due_by(accuracy.received))} (10 working days; bank holidays not counted)"),
        ]
    facts.append(("Compiled", f"{in_words(project.today)} with cqc-evidence {__version__}"))
    return Pack(
        cover=Cover(title="Factual accuracy: corrections to the draft report", council=project.settings.council, notice="", facts=tuple(facts)),
        edition="cqc", header=f"Factual accuracy · evidence as at {in_words(frozen.as_at)}", as_at=frozen.as_at, today=project.today,
        framework=project.framework.quality.id, tool_version=__version__,
        sections=(Section(id="corrections", level=1, title="Corrections", blocks=tuple(_blocks(accuracy, items, labels or {})), landscape=True, page_break=True),),
        evidence=(), coverage=coverage.model_copy(update={"gaps": (), "left_out": (), "cells": (), "loops": ()}),
    )  # fmt: skip


def _blocks(accuracy: AccuracyFile, items: Mapping[str, Item], labels: Mapping[str, str]) -> Iterator[Block]:
    number = words.count(len(accuracy.corrections), "correction")
    told = (
        f"{number}. Each shows how things stood at the time of the assessment, with the evidence as it was frozen then."
    )
    yield Paragraph(role="lead", inlines=words.plain(told))
    yield Table(
        id="table-corrections", caption="Corrections to the draft report",
        description="One row for each correction: the place in the draft, what it says, what it should say, and the dated evidence.",
        header=("Place in the draft", "The draft says", "Our correction", "Evidence as it stood", "Reference"),
        rows=tuple(_row(one, items, labels) for one in accuracy.corrections), widths=(11, 22, 25, 27, 15),
        empty="No correction is written in evidence/factual-accuracy.yaml.",
    )  # fmt: skip


def _row(one: Correction, items: Mapping[str, Item], labels: Mapping[str, str]) -> tuple[TableCell, ...]:
    shown = [items[name] for name in dict.fromkeys(one.items) if name in items]
    because = f" {one.because}" if one.because else ""
    return (
        TableCell(inlines=words.plain(one.place), header=True),
        TableCell(inlines=words.plain(one.draft)),
        TableCell(inlines=(words.strong(one.correction), Text(text=because))),
        TableCell(inlines=tuple(_evidence(shown, named=bool(one.items)))),
        TableCell(inlines=tuple(_references(shown, labels))),
    )


def _evidence(items: list[Item], *, named: bool) -> Iterator[Inline]:
    if not items:
        yield Text(text="The evidence cannot be shown." if named else "No evidence is named.", emphasis=True)
    for number, item in enumerate(items):
        if number:
            yield Break()
        yield Text(text=f"{item.title} ({period_in_words(item.date)})")
        for figure in item.figures[:_MOST_FIGURES]:
            yield Text(text=f"; {figure_words(figure)}")
        if len(item.figures) > _MOST_FIGURES:
            yield Text(text=f"; and {words.count(len(item.figures) - _MOST_FIGURES, 'more figure')}")


def figure_words(figure: Figure) -> str:
    """Return a figure with its name, its unit and what it was counted from, every digit kept."""
    counts = ""
    if figure.numerator is not None and figure.denominator:
        counts = f", {words.number(figure.numerator)} of {words.number(figure.denominator)}"
    return f"{figure.label or figure.id.replace('-', ' ')}: {words.with_unit(figure.value, figure.unit)}{counts}"


def _references(items: list[Item], labels: Mapping[str, str]) -> Iterator[Inline]:
    for number, item in enumerate(items):
        if number:
            yield Break()
        label = f"[{labels[item.id]}]" if item.id in labels else ""
        told = ", ".join(part for part in (item.source.citation, item.source.locator, item.id) if part)
        yield Text(text=f"{label} {told}".strip())
