"""What an importer understands of somebody's document, before any of it is evidence."""

from __future__ import annotations

from typing import Literal

from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import Day, Period
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Action, Figure, Item, Source, Tag, Voice

UNKNOWN = Period.parse("unknown")
ColumnRole = Literal["identifying", "closed", "free", "date", "left-out"]


class Extract(Noun):
    """A passage, a table's row, an answer or a count, with its place in the document.

    An empty kind, voice or date is the document's own.
    """

    locator: str
    """The place as a person would say it: "table 1 row 4", "paragraph 12", "page 3", "Sheet1!C14"."""
    title: str = ""
    """What it shows, in a sentence of at most 120 characters; empty takes the first words of the text."""
    text: str = ""
    """Markdown."""
    heading: str = ""
    """The headings it stands under, from the outermost, joined with " > "."""
    kind: str = ""
    voice: Voice | None = None
    date: Period | None = None
    verbatim: bool = False
    reported_by: str = ""
    owner: str = ""
    method: str = ""
    n: int | None = None
    invited: int | None = None
    interviewer: Literal["independent", "team"] | None = None
    figures: tuple[Figure, ...] = ()
    actions: tuple[Action, ...] = ()
    tags: tuple[Tag, ...] = ()
    """Only what a person wrote into an evidence log; never a suggestion."""
    source: Source | None = None
    """What a log says of where its row came from; else the document itself."""
    sites: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    ir_refs: tuple[str, ...] = ()
    review_by: Day | None = None


class ColumnMap(Noun):
    """What each column of a survey holds, remembered under the hash of its header row."""

    header: str
    """sha256 of the column titles, joined by a unit separator."""
    columns: dict[str, ColumnRole]
    """Column title → what it holds; a person may change it in `evidence/columns.yaml`."""


class Document(Noun):
    """One file as an importer understood it."""

    kind: str = ""
    """The kind of evidence of extracts that name none."""
    title: str = ""
    date: Period = UNKNOWN
    voice: Voice | None = None
    extracts: tuple[Extract, ...] = ()
    notes: tuple[str, ...] = ()
    """What the person should know: columns left out, tracked changes, a formula's value taken."""
    problems: tuple[Diagnostic, ...] = ()
    columns: ColumnMap | None = None
    items: tuple[Item, ...] = ()
    """Items of a workbook that this tool exported, as they stand in it now."""


class CandidateRecord(Noun):
    """A candidate that an import proposed, by what it held; its text is not kept here."""

    id: str
    locator: str
    fingerprint: str
    """First 16 hex digits of the sha256 of what the extract holds."""
    sha256: str
    """Of the candidate's file as it was written."""


class Imported(Noun):
    """A line of `evidence/imports.jsonl`: one document that was taken in."""

    document: str
    """Where the original lies, below `evidence/`."""
    original: str
    """The name it came under, with the folders below the one that was imported."""
    sha256: str
    on: Day
    version_of: str = ""
    """sha256 of the earlier version."""
    candidates: tuple[CandidateRecord, ...] = ()


class ColumnsFile(Noun):
    """The shape of `evidence/columns.yaml`."""

    surveys: tuple[ColumnMap, ...] = ()
