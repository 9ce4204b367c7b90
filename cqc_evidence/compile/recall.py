"""The recall note: which earlier packs hold evidence that may no longer be used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cqc_evidence.compile import words
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.dates import in_words, period_in_words
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.pack import Block, Cover, Pack, Paragraph, Section, Table, TableCell
from cqc_evidence.model.packs import PackRecord
from cqc_evidence.model.project import Project
from cqc_evidence.protect.gate import scanner_of
from cqc_evidence.protect.permission import asks_permission
from cqc_evidence.protect.scan import Scanner
from cqc_evidence.version import __version__

_EDITIONS = {"internal": "internal edition", "cqc": "CQC edition", "public": "public edition"}
Recalled = Iterable[tuple[Item, tuple[PackRecord, ...]]]


def compile_recall(project: Project, coverage: Coverage, recalled: Recalled) -> Pack | None:
    """Return the note as a document, or nothing when no pack has to be called back.

    It names items by their titles, as those who hold a pack see them. What somebody told is named by its kind, date and voice
    instead: the note must not carry on words that were taken back.
    """
    found = list(recalled)
    if not found:
        return None
    blocks: tuple[Block, ...] = (*_asked(), _table(project, found))
    return Pack(
        cover=Cover(
            title="Recall note",
            council=project.settings.council,
            notice="For those who hold one of the packs named here.",
            facts=(
                ("Written", in_words(project.today)),
                ("Packs named", str(len({one.pack for _, packs in found for one in packs}))),
            ),
        ),
        edition="internal",
        header=f"Written {in_words(project.today)}",
        as_at=project.as_at,
        today=project.today,
        framework=project.framework.quality.id,
        tool_version=__version__,
        sections=(
            Section(id="recall", level=1, title="Evidence that may no longer be used", blocks=blocks, page_break=True),
        ),
        evidence=(),
        coverage=coverage,
    )


def _asked() -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            role="lead",
            inlines=words.plain(
                "The council asks you not to use the evidence below any longer: the permission to use it has ended or was "
                "taken back, or it was withdrawn."
            ),
        ),
        Paragraph(
            inlines=words.plain(
                "Please delete each pack named here, printed copies too, ask those you gave it to for the same, and tell the "
                "council when it is done. The council will send you a new pack."
            )
        ),
    )


def _table(project: Project, found: list[tuple[Item, tuple[PackRecord, ...]]]) -> Table:
    scanner = scanner_of(project)
    rows = tuple(
        (
            TableCell(inlines=words.plain(_name(project, item, scanner)), header=True),
            TableCell(inlines=words.plain(_why(item, project.today))),
            TableCell(inlines=words.plain("; ".join(_pack(one) for one in packs))),
        )
        for item, packs in found
    )
    return Table(
        id="table-recall",
        caption="Evidence that may no longer be used, and the packs that hold it",
        description="One row for each piece of evidence: what it is, why it may no longer be used, and the packs that hold it.",
        header=("Evidence", "Why", "Packs that hold it"),
        rows=rows,
        widths=(40, 22, 38),
    )


def _name(project: Project, item: Item, scanner: Scanner) -> str:
    told = asks_permission(item, project.framework) or item.sensitivity == "personal"
    if not told and not scanner.find(item.title):
        return item.title
    kind = project.framework.kind(item.kind)
    return f"{kind.title if kind else item.kind}, {period_in_words(item.date)}, voice: {item.voice} ({item.id})"


def _why(item: Item, today: date) -> str:
    if item.permission.basis == "withdrawn":
        return "permission was taken back"
    if item.status == "withdrawn":
        return "it was withdrawn"
    if item.permission.until is not None and item.permission.until < today:
        return f"permission ended on {in_words(item.permission.until)}"
    return "it may no longer be shown in this edition"


def _pack(record: PackRecord) -> str:
    return f"{_EDITIONS[record.edition]}, built {in_words(record.built)}, as at {in_words(record.as_at)} (manifest {record.pack})"
