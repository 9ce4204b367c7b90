"""A metric's definition: `framework/metrics.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from cqc_evidence.model.base import Id, Noun
from cqc_evidence.model.fact import Fact

MetricKind = Literal["share", "parts", "rate", "count", "median", "full-year", "quoted"]
"""What is worked out: a share of a whole; several parts of one whole; a count over weeks; a count; a middle value;
an average weekly change carried over a year; or nothing at all (`quoted`)."""
Grain = Literal["week", "month", "quarter", "year", "as-given"]
Direction = Literal["lower", "higher", "none"]
IntervalMethod = Literal["wilson", "byar", "order-statistics", "none"]
TableName = Literal["conversations", "requests", "reviews", "packages", "cld", "aggregate", "making-it-happen"]


def _as_number(value: object) -> object:
    """Return a number where one is written: the reader of YAML leaves that to the key."""
    if not isinstance(value, str):
        return value
    for form in (int, float):
        try:
            return form(value)
        except ValueError:
            continue
    return value


Parameter = Annotated[int | float | str, BeforeValidator(_as_number)]
"""A setting of a definition, such as `window_days: 91`."""


_WORDS = frozenset(("variant", "grain", "group", "first_day", "last_day"))
"""Parameters that hold words; all others hold numbers."""


class Formula(Noun):
    """How a value comes out of the part rows of an `aggregate` table.

    The value is the sum of the `numerator` parts over the sum of the `denominator` parts, less the sum of the `less`
    parts. A `parts` metric has one share for each numerator part.
    """

    rows: Id
    """What stands in the rows' column `metric`."""
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    less: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    """Parts of the printed total that belong to no share, such as work still going on."""
    total: str = "total"
    """The part that holds the printed total, to hold the sum of the others against."""


class Comparator(Noun):
    """What a value is set beside."""

    kind: Literal["group", "before", "none"]
    """Another group of the same metric, an earlier period of the same group, or nothing."""
    note: str = ""


class SpcSettings(Noun):
    """How a series over time is charted in the NHS manner."""

    use: bool = False
    screen: bool = False
    """Leave moving ranges above 3.267 times their mean out of the limits."""
    trial_below: int = Field(default=12, ge=2)
    """With fewer points than this, the limits are called trial limits."""


class Suppression(Noun):
    """What the public edition hides: counts from 1 to `hide_below` − 1; it rounds all other counts to `round_to`."""

    hide_below: int = Field(default=8, ge=1)
    round_to: int = Field(default=5, ge=1)


class Metric(Noun):
    """What is measured, of whom, how, and what it must never be taken to say."""

    id: Id
    title: str
    kind: MetricKind
    counts: str
    """What is counted, in plain words: the numerator."""
    of: str = ""
    """Of what: the denominator, in plain words."""
    unit: str = "percent"
    """`percent` (values are shares from 0 to 1), `a week`, `days`, `people`, `GBP`, `GBP a year`."""
    part_units: dict[str, str] = Field(default_factory=dict)
    """Units of parts that have their own, such as days among numbers of people."""
    grain: Grain = "as-given"
    tables: tuple[TableName, ...]
    """The tables it can be worked out from, best first."""
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    formula: Formula | None = None
    statements: tuple[Id, ...]
    rules: tuple[Id, ...] = ()
    direction: Direction
    balancing: tuple[Id, ...] = ()
    """Metrics to read beside it; needed where lower is better."""
    comparator: Comparator
    interval: IntervalMethod
    spc: SpcSettings = SpcSettings()
    suppression: Suppression = Suppression()
    caveats: tuple[str, ...] = ()
    """What every reader is told beside the number."""
    source: Fact = Fact()

    @field_validator("parameters")
    @classmethod
    def _numbers(cls, parameters: dict[str, Parameter]) -> dict[str, Parameter]:
        """Refuse words where a number must stand."""
        for name, value in parameters.items():
            if isinstance(value, str) and name not in _WORDS:
                kind, words = "metric_parameter", 'the parameter {name} must be a number, not "{value}"'
                raise PydanticCustomError(kind, words, {"name": name, "value": value})
        return parameters

    def unit_of(self, part: str) -> str:
        """Return the unit of a part, which is the metric's own where nothing else is said."""
        return self.part_units.get(part, self.unit)


class MetricsFile(Noun):
    """The shape of `framework/metrics.yaml`."""

    source: Fact
    metrics: tuple[Metric, ...]
