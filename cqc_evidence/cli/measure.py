"""`measure`: what the metrics come to, with interval, comparison, chart verdict and one sentence each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, hanging, say, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.model.coverage import Coverage
    from cqc_evidence.model.diagnostic import Diagnostic
    from cqc_evidence.model.framework import Framework
    from cqc_evidence.model.project import Project
    from cqc_evidence.model.result import Result

_COLUMNS = (
    "metric", "part", "group", "breakdown", "period", "unit", "value", "numerator", "denominator", "low", "high", "beside",
    "beside_value", "difference", "difference_low", "difference_high", "verdict", "basis", "latest", "sentence",
)  # fmt: skip


@click.command("measure")
@click.argument("metrics", nargs=-1, metavar="[METRIC]...")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, metrics: tuple[str, ...], form: str) -> int:
    """Work out the metrics from the tables in evidence/data/ and from Making it Happen.

    Each value comes with its counts, its 95 % interval, what it stands beside, and one sentence that claims no more
    than the data. Name metrics to see only those. Exit code 1 when a table has errors.
    """
    from cqc_evidence.measure import measure_coverage, measure_project  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.diagnostic import has_errors  # noqa: PLC0415

    project = load(context)
    _known(project.framework, metrics)
    coverage = measure_coverage(project)
    found = measure_project(project, coverage)
    results = [one for one in found.results if not metrics or one.metric in metrics]
    if form == "json":
        click.echo(json.dumps([as_json(one) for one in results], ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(_as_csv(results), nl=False)
    else:
        _print(context, project.framework, results)
    told = (*found.problems, *_of_tables(project, coverage))
    for problem in told:
        show_problem(context, problem, err=form != "text")
    return int(has_errors(told))


def _of_tables(project: Project, coverage: Coverage) -> Iterator[Diagnostic]:
    """Yield the errors that stand in the project's tables: a number may be missing for each."""
    from cqc_evidence.check import find_problems  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.diagnostic import Severity  # noqa: PLC0415

    files = {file.file for file in project.data}
    for problem in sorted(find_problems(project, coverage), key=lambda one: one.order):
        if problem.severity is Severity.ERROR and problem.location.file in files:
            yield problem


def _known(framework: Framework, metrics: Sequence[str]) -> None:
    from cqc_evidence.read.problems import did_you_mean  # noqa: PLC0415  # only when a metric is named

    names = [one.id for one in framework.metrics.metrics]
    for name in metrics:
        if name not in names:
            message = f'there is no metric "{name}": {did_you_mean(name, names)}'
            raise click.UsageError(message)


def as_json(one: Result) -> dict[str, object]:
    """Return a result as machines read it; shares run from 0 to 1."""
    return one.model_dump(mode="json", by_alias=True)


def _as_csv(results: Sequence[Result]) -> str:
    target = io.StringIO()
    rows = csv.DictWriter(target, _COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(_row(one) for one in results)
    return target.getvalue()


def _row(one: Result) -> dict[str, object]:
    beside = one.comparison
    low, high = one.interval or ("", "")
    difference = (beside.interval if beside else None) or ("", "")
    plain = {name: getattr(one, name) for name in _COLUMNS if name in type(one).model_fields}
    return {
        **{name: "" if value is None else value for name, value in plain.items()},
        "low": low,
        "high": high,
        "beside": beside.with_ if beside else "",
        "beside_value": beside.value if beside else "",
        "difference": beside.difference if beside else "",
        "difference_low": difference[0],
        "difference_high": difference[1],
        "sentence": _safe(one.sentence),
        "group": _safe(one.group),
        "breakdown": _safe(one.breakdown),
        "part": _safe(one.part),
    }


def _safe(text: str) -> str:
    """Return a text that Excel does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _print(context: Context, framework: Framework, results: Sequence[Result]) -> None:
    if not results:
        tell(context, "Nothing to measure: evidence/data/ holds no table for it. Make one: cqc-evidence new aggregate")
        return
    for metric in framework.metrics.metrics:
        own = [one for one in results if one.metric == metric.id]
        if not own:
            continue
        say(context, f"\n{metric.title}  [{metric.id}]")
        shown = _worth_printing(own)
        for one in shown:
            _lines(context, "  ", one.sentence)
        if len(own) > len(shown):
            more = counted(len(own) - len(shown), "more value")
            _lines(context, "    ", f"{more}, earlier or of a part of a group: --format csv lists them.")
        caveats = dict.fromkeys(caveat for one in shown for caveat in one.caveats)
        for caveat in caveats:
            _lines(context, "    Caveat: ", caveat)
    say(context)
    tell(context, f"{counted(len(results), 'value')}. Associations only; none of them shows what came of what.")


def _worth_printing(own: Sequence[Result]) -> list[Result]:
    """Return the latest values, of parts of a group only where there is none of the whole."""
    whole = {(one.part, one.group, one.period) for one in own if not one.breakdown}
    return [one for one in own if one.latest and (not one.breakdown or (one.part, one.group, one.period) not in whole)]


def _lines(context: Context, label: str, text: str) -> None:
    for line in hanging(label, text):
        say(context, line)
