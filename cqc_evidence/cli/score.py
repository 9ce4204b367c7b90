"""`score`: the council's own scores, added up as CQC publishes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import say, tell

if TYPE_CHECKING:
    from cqc_evidence.measure.scores import OwnScores
    from cqc_evidence.model.framework import Framework
    from cqc_evidence.model.project import Project

OWN = "This is the council's own calculation. It does not predict what CQC will say."


@click.command("score")
@click.argument("scores", nargs=-1, type=int)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, scores: tuple[int, ...], form: str) -> int:
    """Add the council's own scores up: nine numbers from 1 to 4, or those in evidence/decisions.yaml.

    The percentage is rounded up, as CQC publishes it, and the rating follows from it. Both exist only when every
    statement is scored.
    """
    from cqc_evidence.measure.scores import add_up  # noqa: PLC0415  # not for --help

    project = None if scores else load(context)
    framework = _framework(context) if project is None else project.framework
    if framework.quality.scoring is None:
        message = f"{framework.quality.id} has no scoring: there is nothing to add up"
        raise click.ClickException(message)
    titles = [statement.title.text for statement in framework.statements]
    given: list[int | None] = list(scores) if project is None else _own(project)
    try:
        found = add_up(given, framework.quality.scoring, titles)
    except ValueError as error:
        message = f"{error}. In order: {', '.join(titles)}."
        raise click.UsageError(message) from error
    if form == "json":
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
        return 0
    _tell(context, found, len(titles), sum(1 for score in given if score is not None))
    if project is not None:
        _readers(context, project)
    return 0


def _framework(context: Context) -> Framework:
    """Return the project's framework, or the shipped one where there is no project."""
    from cqc_evidence.model.project import Settings  # noqa: PLC0415  # not for --help
    from cqc_evidence.read.framework import read_framework  # noqa: PLC0415
    from cqc_evidence.read.shipped import shipped  # noqa: PLC0415

    try:
        return load(context).framework
    except click.UsageError:
        return read_framework(shipped(), Settings(council="")).framework


def _own(project: Project) -> list[int | None]:
    scores = {score.statement: score.score for score in reversed(project.decisions.scores)}
    return [scores.get(statement.id) for statement in project.framework.statements]


def _tell(context: Context, found: OwnScores, wanted: int, given: int) -> None:
    if found.percent is None:
        tell(context, f"{given} of {wanted} statements are scored. There is an overall only when all are.")
    else:
        rating = found.rating or "below the lowest band"
        tell(context, f"{found.total} points, {found.percent} %: {rating}.")
    for flag in found.flags:
        tell(context, f"Note: {flag}.")
    tell(context, OWN)


def _readers(context: Context, project: Project) -> None:
    """Print each score with its reason, and the second reader's where it differs."""
    titles = {statement.id: statement.title.text for statement in project.framework.statements}
    for score in project.decisions.scores:
        say(context, "")
        tell(context, f"{titles.get(score.statement, score.statement)}: {score.score} ({score.who}). {score.reason}")
        if score.second_score is not None:
            differs = "" if score.second_score == score.score else " They differ."
            who = score.second_who or "second reader"
            tell(context, f"  Second reader: {score.second_score} ({who}).{differs} {score.second_reason}".rstrip())
