"""A project: everything that was understood of one folder, at two dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Id, Noun
from cqc_evidence.model.data import DataFile
from cqc_evidence.model.dates import Day, Period
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.packs import PackRecord
from cqc_evidence.model.protect import ProtectSettings


class WordBudgets(Noun):
    """How many words each part of the pack should stay within."""

    statement: int = 700
    summary: int = 400


class Thresholds(Noun):
    """Numbers a council may set for its own pack."""

    newest_per_cell: int = Field(default=3, ge=0)
    """How many of the newest items a cell lists beside those that a claim cites."""


class LocalRisk(Noun):
    """A statement that weighs more here, with the council's reason."""

    statement: str
    reason: str


class Rebase(Noun):
    """A dated reason to begin a chart's limits anew."""

    metric: str
    begins: Period
    because: str
    group: str = ""
    """The group it is for; every group when not given."""


class Beside(Noun):
    """A group that is set beside another wherever both are counted, such as an innovation site and the old way."""

    group: str
    with_: str = Field(alias="with")


class MetricSettings(Noun):
    """How this council's metrics are worked out."""

    rebase: tuple[Rebase, ...] = ()
    compare: tuple[Beside, ...] = ()
    """Groups of row-level tables to set beside one another."""
    memory: str = "400MB"
    """The most memory the engine of row-level tables may take; it goes on in a folder on the disk beyond that."""
    allow_columns: tuple[str, ...] = ()
    """Headings that look like names or NHS numbers and are neither; these columns are still not read."""


class Settings(Noun):
    """`project.yaml`."""

    council: str
    title: str = "Adult social care self-assessment"
    notice: str = ""
    """A sentence that must stand on the cover, such as what the pack is not."""
    status: str = "Draft"
    as_at: Day | None = None
    framework: Id = "cqc-la-2025"
    rules: Id = "p4c-2024"
    edition: Edition = "internal"
    word_budgets: WordBudgets = WordBudgets()
    thresholds: Thresholds = Thresholds()
    local_risks: tuple[LocalRisk, ...] = ()
    protect: ProtectSettings = ProtectSettings()
    """What the search for personal data takes for what."""
    metrics: MetricSettings = MetricSettings()


class Improvement(Noun):
    """An area for improvement: `evidence/improvement.yaml`."""

    id: Id
    gap: str
    action: str
    why: str = ""
    owner: str = ""
    due: Period | None = None
    measure: str = ""
    baseline: str = ""
    target: str = ""
    latest: str = ""
    status: Literal["planned", "started", "done", "embedded"] = "planned"
    source: str = ""


class AcceptedGap(Noun):
    """A gap the council has decided to live with until a day; it stays a gap."""

    gap: str
    reason: str
    who: str
    until: Day


class AllowedFinding(Noun):
    """A problem the council has looked at and allows until a day."""

    rule: str
    file: str
    reason: str
    who: str
    until: Day


class SelfScore(Noun):
    """The council's own score of a statement, 1 to 4."""

    statement: str
    score: int = Field(ge=1, le=4)
    reason: str
    who: str


class EvidenceRequest(Noun):
    """Evidence asked for: `evidence/requests.yaml`."""

    who: str
    gap: str = ""
    topic: str = ""
    due: Period | None = None
    chased: Period | None = None
    received: Period | None = None


class ImprovementFile(Noun):
    """The shape of `evidence/improvement.yaml`."""

    improvements: tuple[Improvement, ...] = ()


class DecisionsFile(Noun):
    """The shape of `evidence/decisions.yaml`."""

    accepted_gaps: tuple[AcceptedGap, ...] = ()
    allowed: tuple[AllowedFinding, ...] = ()
    scores: tuple[SelfScore, ...] = ()


class RequestsFile(Noun):
    """The shape of `evidence/requests.yaml`."""

    requests: tuple[EvidenceRequest, ...] = ()


class Project(Noun):
    """What was read, with every problem found on the way.

    Items are in the order of their files' paths. A file that could not be understood is in
    `left_out` and in `problems`; nothing is dropped without a word.
    """

    root: Path = Field(exclude=True)
    """The folder with `project.yaml`; never part of anything that is written."""
    settings: Settings
    framework: Framework
    as_at: date
    today: date
    items: tuple[Item, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    decisions: DecisionsFile = DecisionsFile()
    requests: tuple[EvidenceRequest, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    left_out: tuple[str, ...] = ()
    """Evidence files that could not be understood at all."""
    inputs: dict[str, str] = Field(default_factory=dict)
    """File → sha256 of each input that was read."""
    documents: frozenset[str] = frozenset()
    """Files below `evidence/sources/`, relative to `evidence/`."""
    data: tuple[DataFile, ...] = ()
    """Tables of `evidence/data/`, not opened yet, in the order of their paths."""
    packs: tuple[PackRecord, ...] = Field(default=(), exclude=True)
    """Packs that were made before, oldest first."""
    deny: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """The council's deny list; never part of anything that is written."""

    def where(self, register: str, *path: str | int) -> Location:
        """Return the place of a key in one of the project's registers or in `project.yaml`."""
        return Location(file=register, path=path)
