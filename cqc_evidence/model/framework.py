"""The framework as data: statements, rules, kinds, what counts as covered."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Id, Noun
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Voice
from cqc_evidence.model.fact import Fact, NamedFact
from cqc_evidence.model.location import Location
from cqc_evidence.model.metric import Metric, MetricsFile

CellState = Literal["missing", "stale", "thin", "unreviewed", "covered"]
Risk = Literal["high", "medium", "low"]
Level = Literal["required", "expected"]
Relation = Literal["equal", "subset", "superset", "intersects"]


class Theme(Noun):
    """One of CQC's themes."""

    id: Id
    number: int
    title: Fact


class Statement(Noun):
    """A quality statement."""

    id: Id
    number: int
    theme: Id
    title: Fact
    we: Fact
    variants: tuple[Fact, ...] = ()
    i_statements: tuple[NamedFact, ...] = ()
    aliases: tuple[Fact, ...] = ()
    topics: tuple[NamedFact, ...] = ()
    legislation: tuple[Fact, ...] = ()
    duty: Fact = Fact()
    """The statutory duty that makes a gap here weigh more; empty when there is none."""
    shortfall: Fact = Fact()
    """The share of councils at 2 or below, in words; `shortfall_percent` sorts."""
    shortfall_percent: float = 0


class Category(Noun):
    """An evidence category."""

    id: Id
    title: Fact
    letter: str
    """The letter of references in a pack: P1, S2."""
    used: bool
    """Whether CQC uses it for local authorities."""


class Band(Noun):
    """A rating with the lowest percentage that earns it."""

    rating: str
    at_least: int


class Scoring(Noun):
    """CQC's arithmetic, for the council's own calculation; may be absent."""

    scale: tuple[Fact, ...]
    bands: tuple[Band, ...]
    rule: Fact
    note: Fact = Fact()


class NamedSource(Noun):
    """A page or paper that the framework data was read from."""

    id: Id
    title: str
    url: str = ""
    checked_on: Period | None = None


class QualityFramework(Noun):
    """`framework/<id>.yaml`: CQC's side."""

    id: Id
    title: Fact
    themes: tuple[Theme, ...]
    statements: tuple[Statement, ...]
    categories: tuple[Category, ...]
    scoring: Scoring | None = None
    slots: tuple[NamedFact, ...] = ()
    """What was looked for and not found: for the council to fill."""
    sources: tuple[NamedSource, ...] = ()


class RelatedRule(Noun):
    """How a variant's rule stands to one of the rules the mapping uses."""

    rule: Id
    relation: Relation


class GoldenRule(Noun):
    """A golden rule of the Three Conversations."""

    id: Id
    title: str
    meaning: Fact
    related: tuple[RelatedRule, ...] = ()


class RuleSet(Noun):
    """A version of the golden rules."""

    id: Id
    title: str
    source: Fact
    rules: tuple[GoldenRule, ...]


class Conversation(Noun):
    """Conversation 1, 2 or 3."""

    id: Id
    number: int
    title: str
    meaning: Fact


class Kind(Noun):
    """A kind of evidence and where it usually counts."""

    id: Id
    title: str
    category: Id
    """The category a tag gets when it names none."""
    also: tuple[Id, ...] = ()
    own_words_for: tuple[Id, ...] = ()
    """Categories where this kind counts only in the person's own words."""
    asks_permission: bool = False
    """Whether it is accepted only with permission given and names checked, unless it is published."""
    policy: bool = False
    """A document that says what should happen, not what did."""
    wants: tuple[str, ...] = ()
    """Item keys that a reviewer would ask for, such as `n`."""
    default_voice: Voice = "organisation"
    worth_knowing: str = ""


class ThreeConversations(Noun):
    """`framework/three-conversations.yaml`."""

    conversations: tuple[Conversation, ...]
    rule_sets: tuple[RuleSet, ...] = Field(min_length=1)
    kinds: tuple[Kind, ...]


class Pair(Noun):
    """A quality statement mapped to a golden rule."""

    statement: Id
    rule: Id
    basis: Literal["marked", "inferred"]
    section: str
    reason: str


class Closer(Noun):
    """What usually closes a gap in one cell."""

    statement: Id
    category: Id
    kinds: tuple[Id, ...]
    help: str


class Mapping(Noun):
    """`framework/mapping.yaml`."""

    source: Fact
    pairs: tuple[Pair, ...]
    closes: tuple[Closer, ...] = ()


class Expectation(Noun):
    """What counts as covered in one cell."""

    statement: Id
    category: Id
    level: Level
    items: int
    """Independent items wanted."""
    months: int
    """Months for which an item is fresh."""
    voices: tuple[Voice, ...] = ()
    """Voices that must each be heard."""


class FreshUntil(Noun):
    """Kinds whose freshness follows a date of their own instead of months."""

    kinds: tuple[Id, ...]
    until: Literal["next_due", "review_by"]
    plus_months: int = 0


class Lens(Noun):
    """A group whose experience is looked for in certain statements."""

    id: Id
    title: str
    statements: tuple[Id, ...]
    because: str = ""


class RiskTable(Noun):
    """How much each kind of gap weighs before duty and local risk raise it."""

    required: dict[CellState, Risk]
    expected: dict[CellState, Risk]
    rule: Risk
    i_statement: Risk
    topic: Risk
    lens: Risk
    raised_by: tuple[Literal["duty", "local-risk"], ...] = ()


class Expectations(Noun):
    """`framework/expectations.yaml`."""

    source: Fact
    cells: tuple[Expectation, ...]
    fresh_until: tuple[FreshUntil, ...] = ()
    lenses: tuple[Lens, ...] = ()
    risk: RiskTable


class LanguageTerm(Noun):
    """A word the Three Conversations ask us not to use of people."""

    term: str
    forms: tuple[str, ...] = ()
    why: str
    instead: str
    unless: tuple[str, ...] = ()


class Language(Noun):
    """`framework/language.yaml`."""

    source: Fact
    terms: tuple[LanguageTerm, ...]


class Signal(Noun):
    """Words that point at a statement, rule or category."""

    about: Literal["statement", "rule", "category"]
    id: Id
    terms: tuple[str, ...]


class Signals(Noun):
    """`framework/signals.yaml`."""

    source: Fact
    signals: tuple[Signal, ...]


class Framework(Noun):
    """All framework data of a project, with the rule set it chose."""

    quality: QualityFramework
    conversations: ThreeConversations
    mapping: Mapping
    expectations: Expectations
    language: Language
    signals: Signals
    metrics: MetricsFile
    rule_set: str
    files: dict[str, str] = Field(default_factory=dict)
    """Role (`quality`, `mapping`, …) → the file it was read from, as shown to people."""
    shipped: tuple[str, ...] = ()
    """The roles read from the shipped copy, not from the project."""

    def location(self, role: str, *path: str | int) -> Location:
        """Return the place of a key in one of the framework's files."""
        return Location(file=self.files[role], path=path)

    @property
    def rules(self) -> RuleSet:
        """Return the golden rules that this project's tags use."""
        return next(found for found in self.conversations.rule_sets if found.id == self.rule_set)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the quality statements in CQC's order."""
        return self.quality.statements

    @property
    def used_categories(self) -> tuple[Category, ...]:
        """Return the categories CQC uses for local authorities."""
        return tuple(found for found in self.quality.categories if found.used)

    def kind(self, name: str) -> Kind | None:
        """Return a kind of evidence by its id, or `None`."""
        return self._kinds.get(name)

    def metric(self, name: str) -> Metric | None:
        """Return a metric's definition by its id, or `None`."""
        return next((found for found in self.metrics.metrics if found.id == name), None)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {kind.id: kind for kind in reversed(self.conversations.kinds)}
