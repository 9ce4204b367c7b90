"""What a metric came to: value, counts, interval, comparison, series, and one sentence."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import Period

Interval = tuple[float, float]
ComparisonVerdict = Literal["clearly lower", "clearly higher", "could be chance", "not tested"]
SpcRule = Literal["a point outside the limits", "7 points on one side", "7 points trending", "2 of 3 near a limit"]


class Comparison(Noun):
    """A value beside another: the difference is the value minus the other."""

    with_: str = Field(alias="with")
    """What it is set beside, in words: `usual way of working`, `March 2020`."""
    period: Period
    value: float
    numerator: float | None = None
    denominator: float | None = None
    difference: float
    interval: Interval | None = None
    """Of the difference (Newcombe), or the value's own interval less the other value where the other has no counts."""
    one_sided_p: float | None = None
    """Exact binomial probability of a value this far out, where the other is a fixed share."""
    verdict: ComparisonVerdict


class SpcPoint(Noun):
    """One point of a chart over time."""

    period: Period
    value: float
    rules: tuple[SpcRule, ...] = ()
    """The rules that mark this point."""
    segment: int = 0
    """Which stretch between rebases it belongs to."""


class SpcSegment(Noun):
    """A stretch of a chart with limits of its own."""

    centre: float
    lower: float
    upper: float
    begins: Period
    because: str = ""
    """The dated reason for a new stretch; empty for the first."""


class Spc(Noun):
    """A series charted in the NHS manner (XmR)."""

    points: tuple[SpcPoint, ...]
    segments: tuple[SpcSegment, ...]
    trial: bool
    """Whether there are too few points for settled limits."""
    screened: bool
    """Whether large moving ranges were left out of the limits."""
    rules: tuple[SpcRule, ...]
    """The rules that any point broke."""


class SourceFile(Noun):
    """A file that a result was worked out from."""

    file: str
    sha256: str


class Provenance(Noun):
    """How a number was made, so that somebody else makes the same one."""

    files: tuple[SourceFile, ...] = ()
    parameters: dict[str, int | float | str] = Field(default_factory=dict)
    engine: str
    """`tables` for aggregate tables, `items` for the project's own items, else the engine of the rows: `duckdb`."""
    engine_version: str = ""
    tool_version: str = ""
    sources: tuple[str, ...] = ()
    """Where the numbers were printed, with the place."""


class Result(Noun):
    """One value of one metric, of one group, in one period."""

    metric: str
    title: str
    part: str = ""
    group: str
    breakdown: str = ""
    period: Period
    unit: str
    value: float | None
    """Shares from 0 to 1; else in `unit`. `None` when it is not shown or cannot be worked out."""
    numerator: float | None = None
    denominator: float | None = None
    interval: Interval | None = None
    comparison: Comparison | None = None
    verdict: str
    """The comparison's, the chart's, or why there is none: one short phrase."""
    spc: Spc | None = None
    earlier: tuple[tuple[Period, float], ...] = ()
    """The series up to here, oldest first, this value last."""
    latest: bool = True
    """Whether this is the last available point of its group."""
    basis: Literal["computed", "quoted"]
    printed: str = ""
    hidden: str = ""
    """Why a public edition does not show the numbers."""
    caveats: tuple[str, ...] = ()
    sentence: str = ""
    items: tuple[str, ...] = ()
    """Evidence items that the numbers belong to."""
    provenance: Provenance

    @property
    def who(self) -> tuple[str, ...]:
        """Return what tells this value from the others of its metric, but for the period: part, group, breakdown."""
        group = "" if self.group == "all" else self.group
        return tuple(word for word in (self.part, group, self.breakdown) if word)
