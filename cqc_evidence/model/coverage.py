"""What the evidence covers, what it says, and what is missing: the shape of `coverage.json`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import Day
from cqc_evidence.model.framework import CellState, Level, Risk

Says = Literal["supports", "mixed", "concerns", "nothing"]
About = Literal["cell", "rule", "i_statement", "topic", "lens"]
STATES: tuple[CellState, ...] = ("missing", "stale", "thin", "unreviewed", "covered")
"""From worst to best."""


class Challenge(Noun):
    """An item that speaks against the council, and what was done about it."""

    item: str
    answered_by: tuple[str, ...] = ()


class Cell(Noun):
    """One quality statement × one evidence category."""

    statement: str
    category: str
    level: Level
    state: CellState
    reasons: tuple[str, ...]
    """Every reason for the state and for each worse or equal fault beside it."""
    faults: tuple[CellState, ...] = ()
    """Each state that has a reason, worst first."""
    says: Says
    evidence: tuple[str, ...]
    """Ids of the items that count, newest first."""
    challenged_by: tuple[str, ...]
    challenges: tuple[Challenge, ...] = ()
    independent: int
    """Size of the largest set of fresh items of which no two are one source."""
    wanted: int
    help: str


class RuleCoverage(Noun):
    """One mapped golden rule of a statement."""

    statement: str
    rule: str
    basis: Literal["marked", "inferred"]
    kept_by: tuple[str, ...]
    broken_by: tuple[str, ...]
    phases: dict[str, str] = Field(default_factory=dict)
    """Item → before, during or after, where the tag says."""


class SubCoverage(Noun):
    """An I statement, a topic or a lens of one statement."""

    statement: str
    id: str
    state: Literal["evidenced", "reported", "missing", "none-set"]
    """`reported`: spoken about, but not in the person's own words (I statements only)."""
    evidence: tuple[str, ...]


class Loop(Noun):
    """One closed loop: how many of its five steps are evidenced by as-at."""

    item: str
    index: int
    action: str
    steps: int
    of: int = 5
    done_steps: tuple[str, ...]
    missing_steps: tuple[str, ...]
    days: int | None
    """Days from raised to done, where both are exact days."""


class Acceptance(Noun):
    """Who lives with a gap, why, and until when."""

    reason: str
    who: str
    until: Day


class Gap(Noun):
    """One thing that nothing, or not enough, stands behind."""

    id: str
    about: About
    statement: str
    category: str = ""
    subject: str = ""
    """The rule, I statement, topic or lens."""
    title: str
    state: str
    risk: Risk
    risk_because: str
    because: str
    help: str
    accepted: Acceptance | None = None
    action: str | None = None
    """Id of the area for improvement that answers it."""


class LeftOut(Noun):
    """An item that no cell counts, and why."""

    item: str
    because: str


class Coverage(Noun):
    """The measured whole."""

    as_at: date
    framework: str
    rule_set: str
    cells: tuple[Cell, ...]
    rules: tuple[RuleCoverage, ...]
    i_statements: tuple[SubCoverage, ...]
    topics: tuple[SubCoverage, ...]
    lenses: tuple[SubCoverage, ...]
    loops: tuple[Loop, ...]
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...] = ()

    def cell(self, statement: str, category: str) -> Cell:
        """Return one cell.

        Raises:
            KeyError: when the framework expects nothing there.
        """
        for found in self.cells:
            if found.statement == statement and found.category == category:
                return found
        raise KeyError(statement, category)

    def gaps_of(self, statement: str, about: About) -> tuple[Gap, ...]:
        """Return a statement's gaps of one sort, in risk order."""
        return tuple(gap for gap in self.gaps if gap.statement == statement and gap.about == about)
