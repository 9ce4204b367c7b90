"""`trace`: what rests on an item, a claim, a figure or a number, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, hanging, say, tell

if TYPE_CHECKING:
    from cqc_evidence.model.ledger import Place, Trace

_MOST = 12
"""Places of one kind that the screen lists; the rest are counted."""
_MOST_PACKS = 4
_KINDS = {
    "claim": "Claims", "judgement": "Judgements", "passage": "Other parts of narratives", "sentence": "Sentences of items",
    "figure": "Figures", "table row": "Rows of tables", "metric": "Metrics", "cell": "Cells of the grid", "golden rule": "Golden rules",
    "item": "Items", "action": "Actions raised from it", "improvement": "Areas for improvement", "request": "Evidence requests",
    "information return": "Information return", "correction": "Corrections to CQC's draft", "confirmation": "Confirmations",
    "comment": "Comments", "tag": "What its items say here", "mark": "What check finds", "pack": "Packs", "source": "Source", "speaker": "Who can speak to it", "number": "Numbers without a figure",
}  # fmt: skip


@click.command("trace")
@click.argument("subject", metavar="ITEM|CLAIM|NUMBER")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, subject: str, form: str) -> int:
    """Show every place that rests on an item, a claim, a figure (ITEM.FIGURE) or a number, and what it rests on.

    So a story that is withdrawn, or a figure that is corrected, comes with the list of lines to mend.
    """
    from cqc_evidence.check import check_project  # noqa: PLC0415  # not for --help
    from cqc_evidence.data import read_totals  # noqa: PLC0415
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415
    from cqc_evidence.measure.claims.trace import known, trace  # noqa: PLC0415
    from cqc_evidence.measure.metrics import loop_observations, measure_metrics, table_observations  # noqa: PLC0415

    project = load(context)
    coverage = measure_coverage(project)
    rows = table_observations(read_totals(project).tables)
    results = measure_metrics(project, (*rows, *loop_observations(project, coverage)))
    claims = {claim.id for narrative in project.narratives for claim in narrative.claims}
    problems = check_project(project, coverage) if subject in claims else ()
    found = trace(project, coverage, subject, rows, results, problems)
    if found is None:
        from cqc_evidence.read.problems import did_you_mean  # noqa: PLC0415  # only for a misspelt name

        otherwise = "name an item, a claim, ITEM.FIGURE, or a number such as 25%"
        near = did_you_mean(subject, known(project), otherwise)
        message = f"nothing here is called “{subject}”: {near}"
        raise click.UsageError(message)
    found = _placed(project.root, found)
    if form == "json":
        click.echo(found.model_dump_json(indent=1))
    else:
        _tell(context, found)
    return 0


def _placed(root: Path, found: Trace) -> Trace:
    """Return a trace whose places have lines."""
    from cqc_evidence.read.pinpoint import pinpoint_places  # noqa: PLC0415  # not for --help

    def placed(places: Iterable[Place]) -> tuple[Place, ...]:
        each = tuple(places)
        where = iter(pinpoint_places(root, [one.location for one in each if one.location]))
        return tuple(one.model_copy(update={"location": next(where)}) if one.location else one for one in each)

    lists = ("rests_on_it", "rests_on", "elsewhere")
    return found.model_copy(update={name: placed(getattr(found, name)) for name in lists})


def _tell(context: Context, found: Trace) -> None:
    title = found.title if found.title and found.title != found.subject else ""
    say(context, f"{found.kind} {found.subject}" if found.kind != "number" else found.subject, bold=True)
    if title:
        tell(context, title)
    if found.kind == "number":
        _group(context, "Figures that hold it", found.rests_on)
        _group(context, "Places that print it", found.rests_on_it)
        return
    _group(context, "Rests on it", found.rests_on_it)
    _group(context, "It rests on", found.rests_on)
    if found.elsewhere:
        _group(context, "The same number elsewhere, tied to it by nothing else", found.elsewhere)
    mend = sum(1 for place in found.rests_on_it if place.location is not None and place.kind != "mark")
    say(context)
    tell(context, f"{counted(mend, 'line')} to look at when it changes." if mend else "No line has to change with it.")


def _group(context: Context, title: str, places: tuple[Place, ...]) -> None:
    say(context)
    say(context, title, bold=True)
    if not places:
        say(context, "  nothing")
    for kind, those in groupby(
        sorted(places, key=lambda place: list(_KINDS).index(place.kind)), lambda place: place.kind
    ):
        each = list(those)
        say(context, f"  {_KINDS[kind]} ({len(each)})")
        most = _MOST if kind != "pack" else _MOST_PACKS
        for place in each[:most]:
            for line in _lines(place):
                say(context, line)
        if len(each) > most:
            say(context, f"    … and {len(each) - most} more (--format json lists all)")


def _lines(place: Place) -> Iterator[str]:
    where = ""
    if place.location is not None:
        where = str(place.location) if place.location.place else f"{place.location.file}:{place.location.line}"
    statement = f", {place.statement}" if place.statement and place.statement not in place.name else ""
    yield f"    {place.name}{statement}{'  ' if where else ''}{where}"
    if place.text:
        yield from hanging("      ", place.text)
