"""`find`: the evidence for a line, in a frozen snapshot or in the project as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import hanging, say, show_problem, tell
from cqc_evidence.cli.verify import snapshot_path

if TYPE_CHECKING:
    from cqc_evidence.model.project import Project
    from cqc_evidence.model.result import Result
    from cqc_evidence.suggest.nearest import Near


@click.command("find")
@click.argument("text")
@click.option("--snapshot", default="", help="Look in this snapshot: the evidence as it stood.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, text: str, snapshot: str, form: str) -> int:
    """Find the items, claims, figures and measured numbers that speak to a line, such as one of CQC's draft report.

    With --snapshot the evidence is looked at as it stood then: corrections must show how things were at the time of the
    assessment. Numbers weigh more than words.
    """
    with TemporaryDirectory(prefix="cqc-evidence-") as folder:
        looked = _looked_into(context, snapshot, Path(folder) / "inputs")
        if looked is None:
            return 1
        places = [*_places(looked.project), *_measured(looked.results)]
        from cqc_evidence.suggest.nearest import nearest  # noqa: PLC0415  # not for --help

        found = nearest(text, [place["text"] for place in places])
    if form == "json":
        click.echo(json.dumps([_as_json(places[one.at], one) for one in found], ensure_ascii=False, indent=1))
        return 0
    tell(context, f"In {looked.where}:")
    if not found:
        tell(context, "Nothing speaks to it. Try fewer words, or the number alone.")
    for one in found:
        _tell(context, places[one.at], one)
    return 0


class _Looked(NamedTuple):
    """What is looked into: the project as it is, or as it stood."""

    project: Project
    results: tuple[Result, ...]
    where: str


def _looked_into(context: Context, snapshot: str, folder: Path) -> _Looked | None:
    """Return what is looked into; nothing, with the problems on the screen, when the snapshot does not hold."""
    if not snapshot:
        from cqc_evidence.measure import measure_coverage, measure_project  # noqa: PLC0415  # not for --help

        project = load(context)
        results = measure_project(project, measure_coverage(project)).results
        return _Looked(project, results, "the project as it is now, not in a snapshot")
    from cqc_evidence.archive.read import metrics_of, open_snapshot, project_of  # noqa: PLC0415  # not for --help

    path = snapshot_path(context, snapshot)
    opened = open_snapshot(path)
    if opened.snapshot is None:
        for problem in opened.problems:
            show_problem(context, problem)
        return None
    manifest = opened.snapshot.manifest
    where = f"snapshot {manifest.name}, as at {manifest.as_at}, digest {manifest.content[:16]}"
    try:
        return _Looked(project_of(opened.snapshot, folder), metrics_of(opened.snapshot) or (), where)
    except ValueError as error:
        message = f"{path.name} cannot be looked into: {error}"
        raise click.ClickException(message) from error


def _measured(results: tuple[Result, ...]) -> Iterator[dict[str, str]]:
    """Yield what the metrics came to, each in its sentence."""
    for one in results:
        if one.value is not None and one.sentence:
            files = ", ".join(source.file for source in one.provenance.files) or ", ".join(one.items)
            yield {
                "kind": "number", "name": one.metric, "title": one.sentence, "date": one.period.text, "source": "; ".join(one.provenance.sources),
                "figures": "", "file": files, "text": f"{one.title} {one.sentence}",
            }  # fmt: skip


def _places(project: Project) -> Iterator[dict[str, str]]:
    """Yield everything that can speak to a line: items with their figures, and claims. Personal items are left out."""
    from cqc_evidence.compile.accuracy import figure_words  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure.coverage.eligible import standing  # noqa: PLC0415

    for item in standing(project)[0].values():
        if item.sensitivity == "personal":
            continue
        figures = "; ".join(map(figure_words, item.figures))
        says = " ".join(dict.fromkeys(tag.says for tag in item.tags if tag.says))
        source = ", ".join(part for part in (item.source.citation, item.source.locator) if part)
        yield {
            "kind": "item", "name": item.id, "title": item.title, "date": item.date.text, "source": source, "figures": figures,
            "file": item.location.file, "text": f"{item.title} {says} {figures} {item.body}",
        }  # fmt: skip
    for narrative in project.narratives:
        for claim in narrative.claims:
            yield {
                "kind": "claim", "name": claim.id, "title": " ".join(claim.text.split()), "date": "", "source": ", ".join(dict.fromkeys(one.item for one in claim.citations)),
                "figures": "", "file": f"{claim.location.file}:{claim.location.line}", "text": f"{claim.text} {claim.so_what}",
            }  # fmt: skip


def _as_json(place: dict[str, str], near: Near) -> dict[str, object]:
    told: dict[str, object] = {key: value for key, value in place.items() if key != "text"}
    return {**told, "shared": list(near.shared), "share": round(near.share, 2)}


def _tell(context: Context, place: dict[str, str], near: Near) -> None:
    say(context)
    say(context, f"{place['kind']} {place['name']}  {place['file']}", bold=True)
    day = f" ({place['date']})" if place["date"] else ""
    for line in hanging("  ", f"{place['title']}{day}"):
        say(context, line)
    for label, key in (("figures: ", "figures"), ("rests on: " if place["kind"] == "claim" else "source: ", "source")):
        if place[key]:
            for line in hanging(f"  {label}", place[key], more="    "):
                say(context, line)
    for line in hanging("  shares: ", ", ".join(near.shared), more="    "):
        say(context, line)
