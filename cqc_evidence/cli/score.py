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
    from cqc_evidence.model.project import Project, SelfScore

OWN = "The council's own calculation, not a prediction of CQC's rating:"
_NONE = "Nothing is scored yet. Give nine numbers, or write scores in evidence/decisions.yaml."


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
    from cqc_evidence.measure.scores import add_up, differences  # noqa: PLC0415  # not for --help

    project = None if scores else load(context)
    framework = _framework(context) if project is None else project.framework
    if framework.quality.scoring is None:
        message = f"{framework.quality.id} has no scoring: there is nothing to add up"
        raise click.ClickException(message)
    titles = {statement.id: statement.title.text for statement in framework.statements}
    own = _own(project) if project else {}
    given = [own[name].score if name in own else None for name in titles] if project else _typed(scores, len(titles))
    try:
        found = add_up(given, framework.quality.scoring, list(titles.values()))
    except ValueError as error:
        message = f"{error}. In order: {', '.join(titles.values())}."
        raise click.UsageError(message) from error
    found = found.model_copy(update={"flags": (*found.flags, *differences(own.values(), titles))})
    if form == "json":
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
        return 0
    _tell(context, found, dict(zip(titles.values(), given, strict=True)))
    _readers(context, own, titles)
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


def _own(project: Project) -> dict[str, SelfScore]:
    """Return the first score of each statement, in the framework's order."""
    scores = {score.statement: score for score in reversed(project.decisions.scores)}
    return {one.id: scores[one.id] for one in project.framework.statements if one.id in scores}


def _typed(scores: tuple[int, ...], wanted: int) -> list[int | None]:
    """Return typed scores; where there are too few, the last statements have none."""
    return [*scores, *(None for _ in range(wanted - len(scores)))]


def _tell(context: Context, found: OwnScores, scores: dict[str, int | None]) -> None:
    missing = [title for title, score in scores.items() if score is None]
    if len(missing) == len(scores):
        tell(context, _NONE)
        return
    tell(context, OWN)
    if found.percent is None:
        number = len(scores) - len(missing)
        tell(context, f"{number} of {len(scores)} statements are scored. There is an overall only when all are.")
        tell(context, f"Not scored: {'; '.join(missing)}.")
    else:
        rating = found.rating or "below the lowest band"
        tell(context, f"{found.total} points, {found.percent} %: {rating}.")
    for flag in found.flags:
        tell(context, f"Note: {flag}.")


def _readers(context: Context, own: dict[str, SelfScore], titles: dict[str, str]) -> None:
    """Print each score with its reason, and the second reader's."""
    for score in own.values():
        say(context, "")
        tell(context, f"{titles[score.statement]}: {score.score} ({score.who}). {score.reason}")
        if score.second_score is not None:
            who = score.second_who or "second reader"
            tell(context, f"  Second reader: {score.second_score} ({who}). {score.second_reason}".rstrip())
