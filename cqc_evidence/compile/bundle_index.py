"""The index of a bundle, as a document and as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cqc_evidence.compile import words
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.pack import (
    Block,
    Cover,
    Inline,
    Link,
    ListBlock,
    Pack,
    Paragraph,
    Section,
    Table,
    TableCell,
    Text,
)
from cqc_evidence.model.project import Project
from cqc_evidence.version import __version__


class Line(NamedTuple):
    """One line of the index."""

    number: str
    asked: str
    name: str
    title: str
    locator: str
    link: str


def compile_index(
    project: Project, coverage: Coverage, lines: Sequence[Line], left_out: Iterable[str], unmet: int
) -> Pack:
    """Return the index of the documents that go with an information return.

    Args:
        project: the council and its dates.
        coverage: what a pack carries with it; nothing of it is shown here.
        lines: the documents in the order of their numbers.
        left_out: why each of those that are not in the bundle is not; only counts are shown.
        unmet: how many things are asked for that nothing answers.
    """
    reasons = Counter(left_out)
    told = [
        f"{words.count(number, 'document or item', 'documents or items')}: {why}"
        for why, number in sorted(reasons.items())
    ]
    documents = sum(1 for line in lines if line.name)
    blocks: list[Block] = [
        Paragraph(
            role="lead", inlines=words.plain(f"{words.count(documents, 'document')}, numbered as they were asked for.")
        ),
        _table(lines),
    ]
    if told or unmet:
        if unmet:
            told.append(
                f"{words.count(unmet, 'number')} of the list {'has' if unmet == 1 else 'have'} no document here"
            )
        blocks.append(Paragraph(role="label", inlines=words.plain("Not in this bundle")))
        blocks.append(ListBlock(entries=tuple((Paragraph(inlines=words.plain(f"{text}.")),) for text in told)))
    return Pack(
        cover=Cover(
            title="Information return: index of documents", council=project.settings.council, notice="",
            facts=(("As at", in_words(project.as_at)), ("Compiled", f"{in_words(project.today)} with cqc-evidence {__version__}")),
        ),
        edition="cqc", header=f"As at {in_words(project.as_at)}", as_at=project.as_at, today=project.today,
        framework=project.framework.quality.id, tool_version=__version__,
        sections=(Section(id="index", level=1, title="Documents", blocks=tuple(blocks), page_break=True, landscape=True),),
        evidence=(), coverage=coverage.model_copy(update={"gaps": (), "left_out": (), "cells": (), "loops": ()}),
    )  # fmt: skip


def _table(lines: Sequence[Line]) -> Table:
    return Table(
        id="table-index", caption="Documents by the number under which they were asked for",
        description="One row for each document: the number, what is asked for, the file, its title, the section and the public link.",
        header=("No.", "Asked for", "File", "Title and section", "Link"),
        rows=tuple(_row(line) for line in lines), widths=(8, 24, 26, 28, 14), empty="No document is in this bundle.",
    )  # fmt: skip


def _row(line: Line) -> tuple[TableCell, ...]:
    link: tuple[Inline, ...] = (Link(href=line.link, text="public link"),) if line.link else words.plain("not public")
    told = ", ".join(part for part in (line.title, line.locator) if part)
    return (
        TableCell(inlines=words.plain(line.number), header=True),
        TableCell(inlines=words.plain(line.asked)),
        TableCell(inlines=words.plain(line.name or "no file: see the link or the title")),
        TableCell(inlines=(Text(text=told),)),
        TableCell(inlines=link),
    )
