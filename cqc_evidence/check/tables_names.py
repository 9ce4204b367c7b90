"""Rules about the names in aggregate tables: metrics, parts, groups, items, and rows that stand twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.check.tables_known import at_most_ten, cell, known_of, rows_of, who
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.read.problems import did_you_mean

_ROW_LEVEL = ("conversations", "requests", "reviews", "packages")


@rule("repeated-observation", Severity.ERROR)
@at_most_ten
def repeated_observation(subject: Subject) -> Iterator[Finding]:
    """Two rows give the same metric, group, breakdown, period and part, so only the first would count.

    Often a file lies there twice, or a row was pasted again. Two definitions of one thing are two metrics; two groups
    need two names.
    """
    seen: dict[tuple[str, str, str, str, Period], Observation] = {}
    for one in subject.observations:
        first = seen.setdefault((one.metric, one.group, one.breakdown, one.part, one.period), one)
        if first is not one:
            part = f", {one.part}" if one.part else ""
            yield Finding(
                f"{one.metric}{part} ({who(one)}) stands twice",
                f"it is already given in {first.location}; only the first counts",
                "delete one of them, or name the group, the period or the part that is meant",
                cell(subject, one, "metric"),
                (cell(subject, first, "metric"),),
            )


@rule("unknown-metric", Severity.ERROR)
@at_most_ten
def unknown_metric(subject: Subject) -> Iterator[Finding]:
    """A row is about a metric that no definition has, so its numbers would reach no page.

    The column `metric` holds an id of framework/metrics.yaml, or what a formula there names as `rows`. A council adds
    a metric of its own in its copy of that file (`cqc-evidence copy metrics.yaml`).
    """
    known = known_of(subject)
    advice = _advice(known.names)
    for one in subject.observations:
        if one.metric not in known:
            yield Finding(
                f'no metric has the id "{one.metric}"',
                "numbers are worked out by the definitions in framework/metrics.yaml",
                advice(one.metric),
                cell(subject, one, "metric"),
            )


@rule("unknown-part", Severity.ERROR)
@at_most_ten
def unknown_part(subject: Subject) -> Iterator[Finding]:
    """A row is about a part that the metric's formula does not know, so it would be left out of the sum.

    Part rows stand under the name that the formula gives as `rows`, not under the id of each metric that uses them.
    """
    known = known_of(subject)
    advice = {name: _advice(known.spellings(name)) for name in known.rows}
    for one in subject.observations:
        metric = known.metric(one)
        if metric is None or metric.formula is None or not one.part:
            continue
        if one.metric not in known.rows:
            yield Finding(
                f'"{one.metric}" takes no parts in its own name',
                f"it is worked out from the part rows of {metric.formula.rows}",
                f'write "{metric.formula.rows}" in the column metric, or leave the part out',
                cell(subject, one, "part"),
            )
        elif not known.spelt(one):
            yield Finding(
                f'"{one.part}" is no part of {one.metric}',
                "a part that the formula does not know is left out of the sum",
                advice[one.metric](one.part),
                cell(subject, one, "part"),
            )


@rule("unknown-group", Severity.ERROR)
@at_most_ten
def unknown_group(subject: Subject) -> Iterator[Finding]:
    """A row is compared with a group or a period that has no rows of this metric, so no comparison would be made.

    The column `compared_with` holds the name of another group of the same metric, or an earlier period of the same
    group, written as it is in their own rows.
    """
    groups: dict[str, set[str]] = defaultdict(set)
    periods: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in subject.observations:
        groups[one.metric].add(one.group)
        periods[one.metric, one.group].add(one.period.text)
    sites = {
        str(row.values[column])
        for name in _ROW_LEVEL
        for _, row in rows_of(subject, name)
        for column in ("site", "team")
        if row.values.get(column) is not None
    }
    for one in subject.observations:
        own = periods[one.metric, one.group]
        if any(one.compared_with in names for names in (groups[one.metric], own, sites, ("",))):
            continue
        near = sorted((groups[one.metric] | own | sites) - {one.period.text})
        yield Finding(
            f'{one.metric} has no group and no period "{one.compared_with}"',
            "a comparison needs rows of the other side",
            did_you_mean(one.compared_with, near, "add its rows, or take this out"),
            cell(subject, one, "compared_with"),
        )


@rule("unknown-data-item", Severity.ERROR)
@at_most_ten
def unknown_data_item(subject: Subject) -> Iterator[Finding]:
    """A row belongs to an evidence item that is not there, so its number would stand beside no evidence.

    The column `item` holds the id of an item of `evidence/`; it may be empty.
    """
    advice = cache(lambda name: subject.nearest_item(name, "check the id, or leave the cell empty"))
    for one in subject.observations:
        if one.item and one.item not in subject.items:
            yield Finding(
                f'no item has the id "{one.item}"',
                "the column item names evidence items by their id",
                advice(one.item),
                cell(subject, one, "item"),
            )


def _advice(names: Iterable[str]) -> Callable[[str], str]:
    """Return advice for names, each looked up once: a table may repeat a slip ten thousand times."""
    known = tuple(names)
    return cache(lambda name: did_you_mean(name, known))
