"""Observations → results: the conductor of metrics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cqc_evidence.measure.metrics.beside import decreases_too, unequal_follow_up
from cqc_evidence.measure.metrics.counted import Counted, count_metric, starts
from cqc_evidence.measure.metrics.full_year import FULL_YEAR, carry_over
from cqc_evidence.measure.metrics.sentences import sentence
from cqc_evidence.measure.metrics.series import Point, back_at, before, chart_over_time, not_begun_anew
from cqc_evidence.measure.metrics.values import Other, compare, other_of, value_of
from cqc_evidence.model.data import AGGREGATE, Observation
from cqc_evidence.model.data import TABLES as TABLE_NAMES
from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Comparison, Provenance, Result, SourceFile, Spc
from cqc_evidence.version import __version__

TABLES, ITEMS = "tables", "items"
"""Engines of what needs none: aggregate tables, and the project's own items."""


def measure_metrics(
    project: Project,
    observations: Sequence[Observation],
    *,
    engine: str = "",
    engine_version: str = "",
) -> tuple[Result, ...]:
    """Return every metric's results, in the order of `framework/metrics.yaml`, oldest period first.

    Args:
        project: the definitions, the files' hashes and the council's own settings.
        observations: the rows of aggregate tables, counts from row-level tables and from items.
        engine: what counted the row-level tables, such as `duckdb`; with its version.
        engine_version: the version of that engine.
    """
    counter = _Measured(project, engine, engine_version)
    known = [one for one in observations if counter.known_by_as_at(one)]
    by_rows: dict[str, list[Observation]] = defaultdict(list)
    for one in known:
        by_rows[one.metric].append(one)
    found: list[Result] = []
    for metric in project.framework.metrics.metrics:
        names = dict.fromkeys((metric.id, *((metric.formula.rows,) if metric.formula else ())))
        found += counter.results(metric, [one for name in names for one in by_rows.get(name, ())])
    return tuple(found)


class _Measured:
    """Works out one metric after another for one project."""

    def __init__(self, project: Project, engine: str, engine_version: str) -> None:
        self.project = project
        self.engine = (engine, engine_version)
        self.files = {one.file: one for one in project.data}

    def known_by_as_at(self, one: Observation) -> bool:
        """Return whether a number could be known by as-at: totals once their period has begun, rows once it is over."""
        if one.period.starts_after(self.project.as_at):
            return False
        return not self._from_rows(one) or one.period.end is None or one.period.end <= self.project.as_at

    def _from_rows(self, one: Observation) -> bool:
        file = self.files.get(one.location.file)
        return file.table != AGGREGATE if file else one.location.file in TABLE_NAMES

    def results(self, metric: Metric, observations: Sequence[Observation]) -> Iterator[Result]:
        counted = count_metric(metric, observations)
        if metric.kind == "full-year":
            printed = {
                (one.group, one.breakdown, one.period): one.printed for one in observations if one.part == FULL_YEAR
            }
            counted = carry_over(metric, counted, printed)
        series = _series(metric, counted)
        for one in counted:
            other = self._other(metric, one, counted)
            result = self._result(metric, one, other, series[one.part, one.group, one.breakdown])
            beside = unequal_follow_up(metric, one, other, observations)
            more = (*decreases_too(metric, one, other, counted), *beside)
            yield result.model_copy(
                update={"caveats": (*result.caveats, *beside), "sentence": " ".join((result.sentence, *more))}
            )

    def _result(self, metric: Metric, one: Counted, other: Other | None, series: list[Point]) -> Result:
        value, interval, computed = value_of(metric, one)
        points = [point for point in series if starts(point[0]) <= starts(one.period)]
        comparison = compare(metric, one, *other) if other else None
        latest = points == series
        rebases = self.project.settings.metrics.rebase
        spc = chart_over_time(metric, points, one.group, rebases) if latest else None
        result = Result(
            metric=metric.id, title=metric.title, part=one.part, group=one.group, breakdown=one.breakdown,
            period=one.period, unit=metric.unit_of(one.part), value=value, numerator=one.numerator, denominator=one.denominator,
            interval=interval, comparison=comparison,
            verdict=_verdict(comparison, metric, spc, computed=computed), spc=spc, earlier=tuple(points), latest=latest,
            basis="computed" if computed else "quoted", printed=one.printed,
            caveats=(*metric.caveats, *one.notes, *_rounding(metric, one), *not_begun_anew(metric, spc, one.group, rebases)),
            items=tuple(dict.fromkeys(each.item for each in one.observations if each.item)),
            provenance=self._provenance(metric, one),
        )  # fmt: skip
        back = back_at(points) if len(points) > 1 and latest and spc is None else None
        return result.model_copy(update={"sentence": sentence(metric, result, back)})

    def _other(self, metric: Metric, one: Counted, counted: list[Counted]) -> Other | None:
        """Return what a value is set beside, and its name: by its table, by the project, or by the definition."""
        wanted = one.compared_with or self._of_project(one.group)
        if wanted:
            return other_of(one, counted, wanted)
        if metric.comparator.kind != "before":
            return None
        alike = [each for each in counted if each.key[:3] == one.key[:3] and before(each.period, one.period)]
        return Other(alike[-1], period_in_words(alike[-1].period)) if alike else None

    def _of_project(self, group: str) -> str:
        compared = self.project.settings.metrics.compare
        return next((each.with_ for each in compared if each.group == group), "")

    def _provenance(self, metric: Metric, one: Counted) -> Provenance:
        names = dict.fromkeys(each.location.file for each in one.observations)
        tables = [self.files[name] for name in names if name in self.files]
        rows = any(self._from_rows(each) for each in one.observations)
        engine, version = self.engine if rows else (TABLES if tables else ITEMS, __version__)
        return Provenance(
            files=tuple(SourceFile(file=each.file, sha256=each.sha256) for each in tables),
            parameters=metric.parameters,
            engine=engine,
            engine_version=version,
            tool_version=__version__,
            sources=tuple(dict.fromkeys(_source(each) for each in one.observations if each.source)),
        )


def _series(metric: Metric, counted: Sequence[Counted]) -> dict[tuple[str, str, str], list[Point]]:
    """Return the points over time of each part, group and breakdown, oldest first; undated ones have no place in it."""
    found: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for one in counted:
        value = value_of(metric, one).value
        series = found[one.part, one.group, one.breakdown]
        if value is not None and one.period.known:
            series.append((one.period, value))
    return found


def _verdict(comparison: Comparison | None, metric: Metric, spc: Spc | None, *, computed: bool) -> str:
    """Return what is found, in one phrase: by the comparison, and by the chart over time where there is one."""
    found = _of_comparison(comparison, metric, computed=computed)
    if spc is None:
        return found
    marked = "; ".join(spc.rules) or "no point stands out"
    return f"{found}; on the chart{' with trial limits' if spc.trial else ''}: {marked}"


def _of_comparison(comparison: Comparison | None, metric: Metric, *, computed: bool) -> str:
    if comparison and comparison.verdict != "not tested":
        return comparison.verdict
    if metric.kind == "quoted" or not computed:
        return "quoted, not computed"
    return "not tested" if comparison else "nothing to compare with"


def _rounding(metric: Metric, one: Counted) -> tuple[str, ...]:
    """Return what the rounding of a printed average allows."""
    if metric.kind != "full-year" or one.low is None or one.high is None:
        return ()
    low, high = (_pounds(end) for end in sorted((one.low, one.high)))
    return (f"The average is printed to whole pounds, which alone allows {low} to {high} a year.",)


def _pounds(value: float) -> str:
    return f"{'−' if value < 0 else ''}£{abs(value):,.0f}"


def _source(one: Observation) -> str:
    return f"{one.source}, {one.locator}" if one.locator else one.source
