"""Observations → counts and values, one for each part, group and period of a metric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cqc_evidence.model.base import Noun
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.metric import Formula, Metric

OPEN = "still going on"
"""The part that holds what had not ended when it was counted."""
LEFT_OUT = ("without full follow-up", "without full history")
"""Parts that belong to no share: how many could not be counted, and why."""


class Key(NamedTuple):
    """What tells one value of a metric from another."""

    part: str
    group: str
    breakdown: str
    period: Period


class Counted(Noun):
    """A value with what it was counted from; quoted when it has no counts."""

    part: str
    group: str
    breakdown: str
    period: Period
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    printed: str = ""
    observations: tuple[Observation, ...]
    """What it was worked out from."""
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Return what tells this value from the others of its metric."""
        return Key(self.part, self.group, self.breakdown, self.period)

    @property
    def compared_with(self) -> str:
        """Return what the table sets it beside."""
        return next((one.compared_with for one in self.observations if one.compared_with), "")


def count_metric(metric: Metric, observations: Iterable[Observation]) -> list[Counted]:
    """Return a metric's values in the order of part, group, breakdown and period; breakdowns are added up as well."""
    observations = [_possible(one) for one in observations]
    found: dict[Key, Counted] = {}
    formula = metric.formula
    rows: list[Observation] = []
    for one in observations:
        if formula and one.metric == formula.rows and one.part:
            rows.append(one)
        if one.metric == metric.id and one.part not in LEFT_OUT and not (formula and one.part):
            found.setdefault(_key(one), _as_given(one))
    if formula:
        for counted in _from_parts(metric, formula, rows):
            found.setdefault(counted.key, counted)
    late = _left_out(metric, observations)
    values = [_with_late(counted, late) for counted in found.values()]
    return _sorted(metric, [*values, *_added_up(metric, values)])


def _possible(one: Observation) -> Observation:
    """Return an observation without counts that cannot be: below 0, or out of less than 1. The checks tell of them."""
    numerator = one.numerator if one.numerator is None or one.numerator >= 0 else None
    denominator = one.denominator if one.denominator is None or one.denominator >= 1 else None
    if (numerator, denominator) == (one.numerator, one.denominator):
        return one
    return one.model_copy(update={"numerator": numerator, "denominator": denominator})


def _key(one: Observation) -> Key:
    return Key(one.part, one.group, one.breakdown, one.period)


def _as_given(one: Observation) -> Counted:
    return Counted(
        part=one.part, group=one.group, breakdown=one.breakdown, period=one.period, numerator=one.numerator,
        denominator=one.denominator, value=one.value, low=one.low, high=one.high, printed=one.printed,
        observations=(one,), notes=(one.note,) if one.note else (),
    )  # fmt: skip


def _left_out(metric: Metric, observations: Iterable[Observation]) -> dict[tuple[str, Period], list[str]]:
    """Return, by group and period, how many could not be counted and why."""
    found: dict[tuple[str, Period], list[str]] = defaultdict(list)
    for one in observations:
        if one.metric == metric.id and one.part in LEFT_OUT and one.numerator:
            whose = "" if one.group == "all" else f"{one.group}: "
            found[one.group, one.period].append(f"{whose}{one.numerator:,.0f} left out, {one.part}.")
    return found


def _with_late(counted: Counted, late: dict[tuple[str, Period], list[str]]) -> Counted:
    more = late.get((counted.group, counted.period), [])
    return counted.model_copy(update={"notes": (*counted.notes, *more)}) if more else counted


def _from_parts(metric: Metric, formula: Formula, rows: Sequence[Observation]) -> Iterator[Counted]:
    """Yield what a formula makes of the part rows of each group, breakdown and period."""
    tables: dict[tuple[str, str, Period], dict[str, Observation]] = defaultdict(dict)
    for one in rows:
        tables[one.group, one.breakdown, one.period].setdefault(one.part, one)
    for (group, breakdown, period), parts in tables.items():
        shares = (
            [(name, (name,)) for name in formula.numerator] if metric.kind == "parts" else [("", formula.numerator)]
        )
        for name, wanted in shares:
            counted = _share(formula, parts, wanted)
            if counted is None:
                continue
            place = {"part": name, "group": group, "breakdown": breakdown, "period": period}
            notes = tuple(dict.fromkeys(one.note for one in counted.observations if one.note))
            yield counted.model_copy(update={**place, "notes": notes})


def _share(formula: Formula, parts: dict[str, Observation], wanted: tuple[str, ...]) -> Counted | None:
    """Return a share of the denominator's parts, or the value as it is printed where there are no counts."""
    own = [parts[name] for name in wanted if name in parts]
    if not own:
        return None
    whole = [parts[name] for name in (*formula.denominator, *formula.less) if name in parts]
    whole = whole or [one for one in parts.values() if one.numerator is not None]
    used = tuple(dict.fromkeys((*own, *whole)))
    first = own[0]
    empty = {"part": "", "group": "", "breakdown": "", "period": first.period, "observations": used}
    of = whole_of(formula, parts)
    less = _sum(parts, formula.less) if formula.less else 0.0
    if of is None or less is None or of <= less:
        return Counted(**empty, value=first.value, printed=first.printed) if first.value is not None else None
    value = first.value
    return Counted(
        **empty, numerator=_sum(parts, wanted), denominator=of - less, value=value,
        printed=first.printed if len(own) == 1 else "",
    )  # fmt: skip


def whole_of(formula: Formula, parts: Mapping[str, Observation]) -> float | None:
    """Return the denominator of one table of parts: as printed where the total is, else the sum of what is listed."""
    if formula.denominator != (formula.total,) or formula.total in parts:
        return _sum(parts, formula.denominator)
    listed = {*formula.numerator, *formula.less, *formula.outside}
    return _sum(parts, [name for name in parts if name in listed and parts[name].numerator is not None]) or None


def _sum(parts: Mapping[str, Observation], names: Iterable[str]) -> float | None:
    """Return the sum of the parts' counts; nothing when one that is wanted has no count."""
    counts = [parts[name].numerator if name in parts else None for name in names]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _added_up(metric: Metric, values: Sequence[Counted]) -> Iterator[Counted]:
    """Yield the whole of each group whose breakdowns all have counts and that has no row of its own."""
    groups: dict[tuple[str, str, Period], list[Counted]] = defaultdict(list)
    whole = {(one.part, one.group, one.period) for one in values if not one.breakdown}
    for one in values:
        if one.breakdown:
            groups[one.part, one.group, one.period].append(one)
    for place, found in groups.items():
        pairs = [(one.numerator, one.denominator) for one in found]
        known = [(a, n) for a, n in pairs if a is not None and n is not None]
        if place in whole or len(found) == 1 or len(known) < len(found) or metric.kind in ("median", "full-year"):
            continue
        yield found[0].model_copy(
            update={
                "breakdown": "",
                "numerator": sum(a for a, _ in known),
                "denominator": sum(n for _, n in known),
                "printed": "",
                "observations": tuple(one for each in found for one in each.observations),
                "notes": tuple(dict.fromkeys(note for each in found for note in each.notes)),
            }
        )


def _sorted(metric: Metric, values: Iterable[Counted]) -> list[Counted]:
    order = {part: place for place, part in enumerate(metric.formula.numerator if metric.formula else ())}
    return sorted(
        values,
        key=lambda one: (
            order.get(one.part, 0),
            one.part,
            one.group,
            one.breakdown,
            starts(one.period),
            one.period.text,
        ),
    )


def starts(period: Period) -> str:
    """Return what to sort a period by: unknown ones first."""
    return period.start.isoformat() if period.start else ""
