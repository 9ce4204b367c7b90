"""Rules about the numbers of aggregate tables: counts, wholes and shares that cannot be as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.check.tables_known import (
    SHARES,
    SLACK,
    Known,
    Whole,
    at_most_ten,
    cell,
    conversations_3,
    known_of,
    number,
    percent,
    who,
    wholes,
)
from cqc_evidence.check.tables_rows import more_starts_in_rows
from cqc_evidence.measure.metrics.counted import LEFT_OUT
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.metric import Metric

_STARTS = "lt-conversion-new"
_THIRDS = "c1-to-c3"


@rule("parts-do-not-sum", Severity.WARNING)
@at_most_ten
def parts_do_not_sum(subject: Subject) -> Iterator[Finding]:
    """The parts of a whole do not add up to the total that stands beside them.

    In tables whose cells are rounded (the column `rounded_to`) each of the k parts and the total may be off by half
    of that, so a difference of up to half × (k + 1) is left alone; in a council's own tables every count is exact.
    Where a part has no row, the others may add up to less. A source may print such a sum: keep what it prints, and
    say so in the column `note`.
    """
    known = known_of(subject)
    for whole, parts in wholes(subject).items():
        total = parts.get(known.total(whole.metric))
        counts = known.counts(whole.metric, parts)
        if total is None or total.numerator is None or not counts:
            continue
        added, rounded = sum(counts.values()), max(one.rounded_to for one in parts.values())
        allowed = rounded / 2 * (len(counts) + 1)
        off = added - total.numerator
        less_for_a_reason = off < 0 and any(part not in counts for part in known.parts(whole.metric))
        if abs(off) > allowed + SLACK and not less_for_a_reason:
            yield Finding(
                f"the parts add up to {number(added)}, the total printed is {number(total.numerator)} ({who(whole)})",
                f"cells rounded to {rounded} allow a difference of {number(allowed)}, no more"
                if rounded
                else "parts of one whole add up to it, and this table is not rounded",
                "check each part against the source; if it prints them so, keep them and say so in the column note",
                cell(subject, total, "numerator"),
            )


@rule("numerator-above-denominator", Severity.ERROR)
@at_most_ten
def numerator_above_denominator(subject: Subject) -> Iterator[Finding]:
    """A share's numerator is larger than its denominator.

    Often the two are exchanged, or they count different things: people in one, conversations in the other. Where
    cells are rounded, a numerator may be above by one step of the rounding.
    """
    known = known_of(subject)
    for one in subject.observations:
        metric = known.metric(one)
        if metric is None or metric.kind not in SHARES or one.numerator is None or one.denominator is None:
            continue
        if one.numerator > one.denominator + one.rounded_to + SLACK:
            yield Finding(
                f"{number(one.numerator)} of {number(one.denominator)}: a part cannot be larger than its whole",
                f"{metric.id} is a share: everyone in the numerator is in the denominator",
                "exchange them, or check them against the source",
                cell(subject, one, "numerator"),
            )


@rule("negative-count", Severity.ERROR)
@at_most_ten
def negative_count(subject: Subject) -> Iterator[Finding]:
    """A count, or a value that is worked out from counts, is below nought.

    Only changes can be: an average weekly change and what it comes to over a year stand in the column `value`.
    """
    known = known_of(subject)
    for one in subject.observations:
        metric = known.metric(one)
        columns = ["numerator", "denominator"]
        if metric is not None and metric.kind not in ("full-year", "quoted"):
            columns.append("value")
        for column in columns:
            given = getattr(one, column)
            if given is not None and given < 0:
                yield Finding(
                    f"{number(given)} stands in the column {column}",
                    "nothing is counted below nought; only a change can be negative",
                    "check it against the source; an average change belongs in the column value of its own part",
                    cell(subject, one, column),
                )


@rule("share-above-one", Severity.ERROR)
@at_most_ten
def share_above_one(subject: Subject) -> Iterator[Finding]:
    """A share is above one, so that the pack would print more than 100 %.

    The column `value` holds shares from 0 to 1: 7 % is written 7% or 0.07. A change, such as 20 % more requests, is
    no share and may be above one.
    """
    known = known_of(subject)
    for one in subject.observations:
        metric = known.metric(one)
        share = metric is not None and metric.unit == "percent" and metric.kind in SHARES
        if share and one.value is not None and one.value > 1 + SLACK:
            yield Finding(
                f"the share {number(one.value)} would be printed as {percent(one.value, 1)}",
                "the column value holds shares from 0 to 1",
                f"write {number(one.value)}% or {number(one.value / 100)}"
                if one.value <= 100  # noqa: PLR2004  # per cent
                else "check it against the source",
                cell(subject, one, "value"),
            )


@rule("no-denominator", Severity.WARNING)
@at_most_ten
def no_denominator(subject: Subject) -> Iterator[Finding]:
    """A percentage stands without the number it is a percentage of.

    Without it nobody can tell two people from two hundred, and there is no interval. Where the source does not print
    it, ask whoever made it; where nobody can say any more, say so in the column `note` and expect the question. A count
    of a share without its whole, or of a rate without its weeks, is told as well: no value can be worked out from it.
    """
    known = known_of(subject)
    for whole, parts in wholes(subject).items():
        for one in parts.values():
            metric = known.metric(one)
            share = metric is not None and metric.unit == "percent" and metric.kind in SHARES
            if share and one.value is not None and one.denominator is None and not _counted(known, whole, one, parts):
                yield Finding(
                    f"{_named(one)} stands without the number it is a share of ({who(one)})",
                    "a reviewer asks how many people were counted, or were asked",
                    "fill in numerator and denominator; if the source does not print them, say so in the column note",
                    cell(subject, one, "denominator"),
                )
            if metric is not None and _bare(metric, one):
                weeks = metric.kind == "rate"
                yield Finding(
                    f"{number(one.numerator or 0)} stands without the number "
                    f"{'of weeks it was counted over' if weeks else 'it is a share of'} ({who(one)})",
                    "without it there is no value: the pack says that it is not available",
                    f"fill in denominator: {metric.of}" if metric.of else "fill in denominator",
                    cell(subject, one, "denominator"),
                )


def _bare(metric: Metric, one: Observation) -> bool:
    """Return whether a row has a count and nothing that makes a value of it; parts have their whole in other rows."""
    counts = metric.kind in (*SHARES, "rate") and not (metric.formula and one.part) and one.part not in LEFT_OUT
    return counts and one.numerator is not None and one.denominator is None and one.value is None


def _counted(known: Known, whole: Whole, one: Observation, parts: dict[str, Observation]) -> bool:
    """Return whether other rows of the same whole hold the counts that a share is worked out from."""
    metric = known.metric(one)
    formula = metric.formula if metric else None
    if formula is None or formula.rows != whole.metric or not one.part:
        return False
    return all(part in parts and parts[part].numerator is not None for part in formula.denominator)


def _named(one: Observation) -> str:
    value = one.printed or percent(one.value or 0, 1)
    return f"{value} ({one.part})" if one.part else value


@rule("more-starts-than-thirds", Severity.WARNING)
@at_most_ten
def more_starts_than_thirds(subject: Subject) -> Iterator[Finding]:
    """There are more starts of long-term support than conversations 3.

    Long-term support is planned in a conversation 3. In aggregate tables the numerators of lt-conversion-new and
    c1-to-c3 are held against each other, for one group and one period. In the log of conversations, for each site,
    so are the rows whose outcome is long-term support and the rows that are a conversation 3, over the whole log.
    """
    thirds: dict[tuple[str, str, Period], Observation] = {}
    for one in subject.observations:
        if one.metric == _THIRDS and not one.part:
            thirds.setdefault((one.group, one.breakdown, one.period), one)
    for one in subject.observations:
        other = thirds.get((one.group, one.breakdown, one.period))
        if one.metric != _STARTS or one.part or other is None or one.numerator is None or other.numerator is None:
            continue
        if one.numerator > other.numerator:
            yield Finding(
                f"{number(one.numerator)} starts of long-term support stand against "
                f"{conversations_3(other.numerator)} ({who(one)})",
                "long-term support is planned in a conversation 3",
                "check both counts; somebody may have had support planned in another way, or a conversation was not logged",
                cell(subject, one, "numerator"),
                (cell(subject, other, "numerator"),),
            )
    yield from more_starts_in_rows(subject)
