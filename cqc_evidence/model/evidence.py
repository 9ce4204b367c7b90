"""An evidence item, as one file in `evidence/` holds it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Id, Noun
from cqc_evidence.model.dates import Day, Period
from cqc_evidence.model.location import Location

Voice = Literal["person", "carer", "family", "staff", "leader", "partner", "provider", "organisation"]
Sensitivity = Literal["public", "official", "personal"]
Status = Literal["proposed", "accepted", "changes-wanted", "rejected", "withdrawn"]
Phase = Literal["before", "during", "after"]
Stance = Literal["supports", "challenges", "context"]
Effect = Literal["found", "none", "too-early"]
Edition = Literal["internal", "cqc", "public"]
Basis = Literal["computed", "quoted"]
Verdict = Literal["accepted", "changes-wanted", "rejected"]

OWN_VOICES: tuple[Voice, ...] = ("person", "carer", "family")
"""The voices of people who draw on care and support, and of those close to them."""


class Source(Noun):
    """Where the evidence comes from, so that a reader finds the very place."""

    citation: str = ""
    locator: str = ""
    """The place inside the source: a heading, a page, "table 1 row 4"."""
    document: str = ""
    """A file below `evidence/`, such as `sources/minutes.docx`; it must exist."""
    sha256: str = ""
    public_url: str = ""


class Permission(Noun):
    """Leave to use the evidence (not the legal basis for holding it)."""

    basis: Literal["not-needed", "given", "withdrawn"] = "not-needed"
    scope: tuple[Edition, ...] = ("internal", "cqc", "public")
    until: Day | None = None
    names_checked_by: str = ""


class Figure(Noun):
    """A number that a claim may lean on."""

    id: Id
    label: str = ""
    value: float
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    period: Period | None = None
    comparator: str = ""
    basis: Basis = "computed"
    """`quoted` when the source prints the number but not what it was worked out from."""


class Tag(Noun):
    """What an extract says about one quality statement."""

    statement: str
    category: str = ""
    """The evidence category; empty means the kind's usual one."""
    rules: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    phase: Phase | None = None
    topics: tuple[str, ...] = ()
    i_statements: tuple[str, ...] = ()
    stance: Stance = "supports"
    says: str = ""
    so_what: str = ""


class ReportedBack(Noun):
    """Who was told what was done, and when."""

    to: str
    date: Period | None = None


class Action(Noun):
    """One turn of the closed loop: raised, agreed, done, reported back, effect."""

    action: str
    raised: Period | None = None
    from_: tuple[Id, ...] = Field(default=(), alias="from")
    owner: str = ""
    done: Period | None = None
    reported_back: ReportedBack | None = None
    effect: Effect | None = None


class Review(Noun):
    """What somebody decided about an item after reading it."""

    verdict: Verdict
    """What was decided."""
    who: str
    """Who decided. It is never printed in a pack."""
    on: Day
    """The day of the decision."""
    note: str = ""
    """Why, or what has to be changed. It is never printed in a pack."""


class Item(Noun):
    """One piece of evidence with its tags."""

    id: Id
    kind: str
    title: str
    date: Period
    voice: Voice
    source: Source
    tags: tuple[Tag, ...]
    owner: str = ""
    submitted_by: str = ""
    verbatim: bool = False
    reported_by: str = ""
    ir_refs: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    sensitivity: Sensitivity = "official"
    permission: Permission = Permission()
    status: Status = "proposed"
    reviews: tuple[Review, ...] = ()
    """Who read it and what they decided, oldest first. Never printed in a pack."""
    review_by: Day | None = None
    next_due: Day | None = None
    """When the next publication of an official statistic is due."""
    supersedes: tuple[Id, ...] = ()
    derived_from: tuple[Id, ...] = ()
    figures: tuple[Figure, ...] = ()
    actions: tuple[Action, ...] = ()
    n: int | None = None
    invited: int | None = None
    method: str = ""
    interviewer: Literal["independent", "team"] | None = None
    body: str = ""
    """The Markdown below the front matter."""
    location: Location = Location(file="")

    @property
    def in_own_words(self) -> bool:
        """Return whether it holds the person's, carer's or family's own words."""
        return self.verbatim and self.voice in OWN_VOICES
