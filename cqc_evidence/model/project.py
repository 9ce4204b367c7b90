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


class SigningSettings(Noun):
    """Who signs what, each step after the one before it."""

    statement: tuple[str, ...] = ("statement lead", "head of service", "director")
    """Roles that sign a statement, in their order."""
    item: tuple[str, ...] = ("reviewer",)
    """Roles that sign an evidence item, in their order."""


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
    sign_off: SigningSettings = SigningSettings()
    """Who signs statements and items: see [Signing off](signing-off.md)."""


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
    done: Period | None = None
    """When the action was done."""
    metric: str = ""
    """Id of the metric that measures it, where one does."""
    shown_by: tuple[Id, ...] = ()
    """Ids of later items that show the change: what makes a done action an embedded one."""
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
    """The council's own score of a statement, 1 to 4, and a second reader's."""

    statement: str
    score: int = Field(ge=1, le=4)
    reason: str
    who: str
    second_score: int | None = Field(default=None, ge=1, le=4)
    """What a second reader would give, who did not see the first score."""
    second_reason: str = ""
    """Why the second reader would."""
    second_who: str = ""
    """The second reader's role."""


class Triangulation(Noun):
    """A person's confirmation that independent evidence of several categories says the same as a claim."""

    claim: str
    """Id of the claim."""
    who: str
    """The role of the person who confirms it."""
    on: Day
    """The day of the confirmation."""
    text: str = ""
    """Fingerprint of the claim as it was confirmed; the confirmation lapses when the claim changes."""


class EvidenceRequest(Noun):
    """Evidence asked for: `evidence/requests.yaml`."""

    who: str
    gap: str = ""
    topic: str = ""
    due: Period | None = None
    chased: Period | None = None
    received: Period | None = None
    items: tuple[Id, ...] = ()
    """Ids of the items that came of it."""
    note: str = ""
    """Anything to remember."""


class Comment(Noun):
    """What a reader wrote about a claim, an item or a gap: `evidence/comments.yaml`."""

    about: str
    """Id of a claim, an item, a gap or a statement."""
    who: str
    """Who wrote it, as Word names them."""
    text: str
    """The comment."""
    date: Day | None = None
    """The day it was written."""
    file: str = ""
    """Name of the document it was written in."""


class IrEvidence(Noun):
    """Evidence for an item of the information return, and the place in it."""

    item: Id
    """Id of the item."""
    locator: str = ""
    """Overrides the item's own locator."""


class IrItem(Noun):
    """One thing that CQC's information return asks for, as the council's list has it."""

    number: str
    """Its number on the council's list, in any numbering."""
    asks: str
    """What is asked for."""
    statement: str = ""
    """Id of the quality statement it belongs to, where it belongs to one."""
    owner: str = ""
    """The role who brings the evidence."""
    evidence: tuple[IrEvidence, ...] = ()
    """What answers it, beside the items whose `ir_refs` name its number."""
    not_held: str = ""
    """Why the council has nothing to send; it stays unmet, with the reason."""


class InformationReturn(Noun):
    """The shape of `evidence/information-return.yaml`."""

    list: str = ""
    """Name of the file that the numbers come from."""
    sha256: str = ""
    """Fingerprint of that file."""
    items: tuple[IrItem, ...] = ()
    """What is asked for, in the list's order."""


class Correction(Noun):
    """One correction to CQC's draft report."""

    place: str
    """Where in the draft: a page, a heading, a line."""
    draft: str
    """What the draft says there."""
    correction: str
    """What it should say."""
    because: str = ""
    """Why, where the evidence does not speak for itself."""
    items: tuple[Id, ...] = ()
    """Evidence as it stood in the snapshot."""


class AccuracyFile(Noun):
    """The shape of `evidence/factual-accuracy.yaml`."""

    snapshot: str = ""
    """Name of the snapshot that the corrections are held against."""
    received: Day | None = None
    """When CQC's draft came; corrections are due 10 working days later."""
    corrections: tuple[Correction, ...] = ()
    """The corrections, in the draft's order."""


class SignOff(Noun):
    """One person's sign-off of a statement or an item, as it stood then."""

    about: str
    """Id of the statement or the item."""
    role: str
    """The step of the chain, as `sign_off` in project.yaml calls it."""
    who: str
    """Who signed. It is never printed in a pack."""
    on: Day
    """The day of the sign-off."""
    material: dict[str, str]
    """Parts that make the sign-off lapse when they change, each with its fingerprint."""
    wording: dict[str, str]
    """Parts whose changes are only told, each with its fingerprint."""


class SignOffsFile(Noun):
    """The shape of `evidence/sign-offs.yaml`."""

    sign_offs: tuple[SignOff, ...] = ()
    """The sign-offs, oldest first."""


class CommentsFile(Noun):
    """The shape of `evidence/comments.yaml`."""

    comments: tuple[Comment, ...] = ()
    """The comments, oldest first."""


class ImprovementFile(Noun):
    """The shape of `evidence/improvement.yaml`."""

    improvements: tuple[Improvement, ...] = ()


class DecisionsFile(Noun):
    """The shape of `evidence/decisions.yaml`."""

    accepted_gaps: tuple[AcceptedGap, ...] = ()
    allowed: tuple[AllowedFinding, ...] = ()
    scores: tuple[SelfScore, ...] = ()
    triangulated: tuple[Triangulation, ...] = ()


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
    comments: tuple[Comment, ...] = ()
    information_return: InformationReturn = InformationReturn()
    accuracy: AccuracyFile = AccuracyFile()
    sign_offs: tuple[SignOff, ...] = ()
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
