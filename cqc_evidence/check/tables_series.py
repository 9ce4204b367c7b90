"""Rules about groups side by side and about series over time."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise
from math import gcd
from typing import NamedTuple

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.check.tables_known import Known, Whole, at_most_ten, cell, known_of, number, percent, rows_of, wholes
from cqc_evidence.check.tables_rows import SPANS, day
from cqc_evidence.measure.metrics.beside import clearly_apart
from cqc_evidence.measure.metrics.counted import OPEN
from cqc_evidence.measure.metrics.series import before as is_before
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period, add_months, period_in_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.location import Location

_SERIES = 4
"""Periods from which rows are a series."""
_BUSY = 10
"""Rows a month beside a gap, on average, that make an empty month odd."""
_NAMED = 6
"""Missing periods that are named; more are counted."""
_MONTHS_A_YEAR = 12
_Key = tuple[str, str, str]
"""Metric, group and period."""


class _Tally(NamedTuple):
    """How much of a group's work is still open."""

    name: str
    open: float
    of: float
    place: Location

    @property
    def share(self) -> float:
        return self.open / self.of

    def __str__(self) -> str:
        return f"{percent(self.share)} in {self.name} ({number(self.open)} of {number(self.of)})"


@rule("unequal-follow-up", Severity.WARNING)
@at_most_ten
def unequal_follow_up(subject: Subject) -> Iterator[Finding]:
    """Groups are compared although clearly more of the work of one is still going on.

    What has not ended has no outcome yet, so a group with much open work shows fewer increases and fewer decreases.
    It is told where the shares still going on are more than 10 points apart and the 95 % interval of their difference
    (Newcombe) leaves out nought: in aggregate tables between a group and what it is compared with (by the table, by
    `project.yaml`, or the period before), in reviews between each site and all others.
    """
    for one, other in (*_compared(subject), *_sites(subject)):
        apart = one.share - other.share
        if clearly_apart((one.open, one.of), (other.open, other.of)):
            yield Finding(
                f"still going on: {one}, {other}; {percent(abs(apart)).removesuffix(' %')} points apart",
                "what is still going on has no outcome yet: these groups cannot be compared as equals",
                "count again when both have been followed up alike, or say so beside the numbers",
                one.place,
                (other.place,) if other.place != one.place else (),
            )


def _compared(subject: Subject) -> Iterator[tuple[_Tally, _Tally]]:
    """Yield each group of an aggregate table with the one it is compared with, where both have work still open.

    Of the other group the same period is taken where it has one, else its latest. Without a group to compare with, it is
    the period before, where the definition compares with that.
    """
    known = known_of(subject)
    found: dict[_Key, dict[str, tuple[_Tally, str]]] = defaultdict(dict)
    dated: dict[tuple[str, str], list[tuple[date, _Key]]] = defaultdict(list)
    for whole, parts in wholes(subject).items():
        tally = _tally(subject, known, whole, parts)
        if tally is not None:
            key = (whole.metric, whole.group, whole.period.text)
            beside = next((one.compared_with for one in parts.values() if one.compared_with), "")
            found[key][whole.breakdown] = (tally, beside)
            dated[key[:2]].append((whole.period.start or date.min, key))
    tallies = {key: _together([tally for tally, _ in rows.values()], rows.get("")) for key, rows in found.items()}
    of_project = {one.group: one.with_ for one in subject.project.settings.metrics.compare}
    for own, rows in found.items():
        metric, group, period = own
        wanted = next((beside for _, beside in rows.values() if beside), of_project.get(group, ""))
        choices = [(metric, wanted, period), max(dated.get((metric, wanted), ()), default=(date.min, own))[1]]
        choices += [(metric, group, wanted)] if wanted else _before(known, own, dated[metric, group])
        other = next((key for key in choices if key in tallies and key != own), None)
        if other is not None:
            named = tallies[other] if other[1] != group else _in_its_period(tallies[other], other)
            yield tallies[own], named


def _before(known: Known, own: _Key, dated: Sequence[tuple[date, _Key]]) -> list[_Key]:
    """Return the period before, where the definition sets a value beside it."""
    if not any(metric.comparator.kind == "before" for metric, _ in known.rows[own[0]]):
        return []
    period = Period.parse(own[2])
    found = [each for each in dated if is_before(Period.parse(each[1][2]), period)]
    return [max(found)[1]] if found else []


def _in_its_period(tally: _Tally, key: _Key) -> _Tally:
    """Return what is still open in another period of the same group, named by it."""
    return tally._replace(name=f"{tally.name}, {period_in_words(Period.parse(key[2]))}")


def _tally(subject: Subject, known: Known, whole: Whole, parts: dict[str, Observation]) -> _Tally | None:
    counts = known.counts(whole.metric, parts)
    if OPEN not in counts or not 0 <= counts[OPEN] <= sum(counts.values()) or not sum(counts.values()):
        return None
    return _Tally(whole.group, counts[OPEN], sum(counts.values()), cell(subject, parts[OPEN], "numerator"))


def _together(tallies: Sequence[_Tally], whole: tuple[_Tally, str] | None = None) -> _Tally:
    """Return the whole of a group: its own row, or its breakdowns added up."""
    if whole is not None:
        return whole[0]
    first = tallies[0]
    return first._replace(open=sum(one.open for one in tallies), of=sum(one.of for one in tallies))


def _sites(subject: Subject) -> Iterator[tuple[_Tally, _Tally]]:
    """Yield each site of the reviews with all others together; of two sites only the one with more open work."""
    opened: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    firsts: dict[str, Location] = {}
    places: dict[str, Location] = {}
    for table, row in rows_of(subject, "reviews"):
        site, outcome = str(row.values.get("site") or ""), row.values.get("outcome")
        if not site:
            continue
        listed[site] += 1
        if site not in firsts:
            firsts[site] = table.where(row.number, "site")
        if outcome == OPEN or (outcome is None and row.values.get("end") is None):
            opened[site] += 1
            if site not in places:
                places[site] = table.where(row.number, "outcome")
    tallies = [_Tally(site, opened[site], listed[site], places.get(site, firsts[site])) for site in sorted(listed)]
    for one in tallies if len(tallies) > 1 else []:
        others = [other for other in tallies if other is not one]
        rest = _together(others)._replace(name="all other sites" if len(others) > 1 else others[0].name)
        if len(others) > 1 or one.share > rest.share:
            yield one, rest._replace(place=one.place) if len(others) > 1 else rest


@rule("gap-in-periods", Severity.WARNING)
@at_most_ten
def gap_in_periods(subject: Subject) -> Iterator[Finding]:
    """A series over time has periods without a row.

    A reader takes neighbouring points for neighbouring months, and a reviewer asks what was left out. In aggregate
    tables a series is four or more periods of one length and one metric, group and part, at even distances but for
    the gaps. In row-level tables a month without any row is told when the months beside it hold ten rows on average.
    """
    yield from _series_with_gaps(subject)
    yield from _months_without_rows(subject)


def _series_with_gaps(subject: Subject) -> Iterator[Finding]:
    series: dict[tuple[str, str, str, str, tuple[str, int]], dict[date, Observation]] = defaultdict(dict)
    for one in subject.observations:
        start, end = one.period.start, one.period.end
        if start is not None and end is not None:
            key = (one.metric, one.group, one.breakdown, one.part, _length(start, end))
            series[key].setdefault(start, one)
    for (metric, group, breakdown, part, length), points in series.items():
        missing = _missing(sorted(points)) if len(points) >= _SERIES else []
        if missing:
            name = ", ".join(word for word in (group, breakdown, part) if word)
            after = min(start for start in points if start > missing[0])
            yield Finding(
                f"{metric} ({name}) has no row for {_listed([_named(start, length) for start in missing])}",
                f"there are {len(points)} periods at even distances, and {len(missing)} more between them",
                "add what is missing; if nobody has it, say so in the column note",
                cell(subject, points[after], "period"),
            )


def _length(start: date, end: date) -> tuple[str, int]:
    """Return how long a period is, in whole months where it is made of them, else in days."""
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return "months", (end.year - start.year) * _MONTHS_A_YEAR + end.month - start.month + 1
    return "days", (end - start).days + 1


def _missing(starts: Sequence[date]) -> list[date]:
    """Return the starts that are missing in a series, or nothing where it has no even distances.

    The distance is the largest that all distances are multiples of, counted in months where every period begins on
    the same day of the month. Where more would be missing than is there, it is no even series.
    """
    in_months = len({start.day for start in starts}) == 1
    places = [start.year * _MONTHS_A_YEAR + start.month if in_months else start.toordinal() for start in starts]
    step = reduce(gcd, (later - earlier for earlier, later in pairwise(places)))
    grid = range(places[0], places[-1] + 1, step)
    if len(grid) - len(places) >= len(places):
        return []
    there = set(places)
    return [
        add_months(starts[0], place - places[0]) if in_months else date.fromordinal(place)
        for place in grid
        if place not in there
    ]


def _named(start: date, length: tuple[str, int]) -> str:
    """Return a missing period in words: `May 2020`, `April 2020 to June 2020`, `6 May 2020 to 12 May 2020`."""
    unit, count = length
    if unit == "months":
        first, last = f"{start:%Y-%m}", f"{add_months(start, count - 1):%Y-%m}"
    else:
        first, last = start.isoformat(), (start + timedelta(days=count - 1)).isoformat()
    return period_in_words(Period.parse(first if first == last else f"{first}/{last}"))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _months_without_rows(subject: Subject) -> Iterator[Finding]:
    for name, (first, _) in SPANS.items():
        counts: Counter[date] = Counter()
        places: dict[date, Location] = {}
        for table, row in rows_of(subject, name):
            start = day(row, first)
            if start is not None:
                month = start.replace(day=1)
                counts[month] += 1
                if month not in places:
                    places[month] = table.where(row.number, first)
        months = sorted(counts)
        for before, after in pairwise(months):
            empty = _between(before, after)
            beside = counts[before] + counts[after]
            if empty and beside >= 2 * _BUSY and min(counts[before], counts[after]) > 1:
                yield Finding(
                    f"no row begins in {_listed([_named(month, ('months', 1)) for month in empty])}",
                    f"the months beside hold {number(beside / 2)} rows on average",
                    "export the months that are missing; if there was no work, allow the finding in decisions.yaml",
                    places[after],
                )


def _between(before: date, after: date) -> list[date]:
    """Return the months between two months."""
    apart = (after.year - before.year) * _MONTHS_A_YEAR + after.month - before.month
    return [add_months(before, place) for place in range(1, apart)]
