"""What changed between two positions of a project, statement by statement."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Noun

Sort = Literal["new", "gone", "changed"]


class Detail(Noun):
    """One thing about something that is not what it was."""

    what: str
    """`status`, `figure share`, `permission`, `words` …"""
    before: str
    after: str


class Change(Noun):
    """Something that is new, gone or changed."""

    name: str
    """Id of the item, claim, gap, area for improvement or metric."""
    title: str = ""
    sort: Sort
    details: tuple[Detail, ...] = ()


class CellChange(Noun):
    """A cell whose state changed."""

    category: str
    before: str
    after: str
    because: str = ""


class StatementDifference(Noun):
    """What changed for one quality statement."""

    statement: str
    title: str
    items: tuple[Change, ...] = ()
    claims: tuple[Change, ...] = ()
    judgement: tuple[Detail, ...] = ()
    """Judgement, confidence, speaker, and the council's own score."""
    passages: tuple[Change, ...] = ()
    """Parts of the narrative under headings of their own."""
    states: tuple[CellChange, ...] = ()
    gaps_opened: tuple[Change, ...] = ()
    gaps_closed: tuple[Change, ...] = ()
    gaps_changed: tuple[Change, ...] = ()
    """Gaps that are there both times with another state, risk or acceptance."""
    improvements: tuple[Change, ...] = ()
    numbers: tuple[Change, ...] = ()
    """Figures that are new, gone or changed, and metric results that have another value."""

    @property
    def nothing(self) -> bool:
        """Whether nothing changed for the statement."""
        return not any(
            (self.items, self.claims, self.judgement, self.passages, self.states, self.gaps_opened, self.gaps_closed,
             self.gaps_changed, self.improvements, self.numbers)
        )  # fmt: skip


class Side(Noun):
    """One of the two positions."""

    label: str
    """`snapshot submission-2026-03`, `this project now`, `git main~3`."""
    as_at: date
    council: str
    framework: str
    digest: str = ""
    """A snapshot's digest."""


class Difference(Noun):
    """What changed between two positions; only statements for which anything did."""

    before: Side
    after: Side
    statements: tuple[StatementDifference, ...] = ()
    elsewhere: tuple[Change, ...] = Field(default=())
    """What belongs to no statement: items without a tag, plans for no gap of a statement, metrics of no item."""

    @property
    def nothing(self) -> bool:
        """Whether nothing changed at all."""
        return not self.statements and not self.elsewhere
