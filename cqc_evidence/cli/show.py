"""`show`: what was understood of a file."""

from __future__ import annotations

from pathlib import Path

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import show_problem
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.project import Project
from cqc_evidence.read import pinpoint

_OF_PERSONAL = {"id", "kind", "date", "voice", "verbatim", "sensitivity", "status", "review_by", "next_due"}
"""What may be printed of a personal item: nothing that somebody wrote in words."""


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@global_options
@click.pass_obj
def command(context: Context, file: Path) -> int:
    """Show what was understood of an evidence or narrative FILE, as JSON.

    An item's id works as well. The text of a personal item is not printed. Problems of the
    file go to the error stream.
    """
    project = load(context, cached=False)
    wanted = _inside(file, project.root)
    nouns: tuple[Item | Narrative, ...] = (*project.items, *project.narratives)
    for noun in nouns:
        if noun.location.file == wanted or getattr(noun, "id", None) == str(file):
            personal = getattr(noun, "sensitivity", "") == "personal"
            shown = _OF_PERSONAL if personal else None
            click.echo(noun.model_dump_json(indent=1, by_alias=True, include=shown, exclude={"location"}))
            return _problems(context, project, noun.location.file)
    if not _problems(context, project, wanted):
        message = f"{file} is not an evidence or narrative file of this project, and no item has that id"
        raise click.UsageError(message)
    return 1


def _inside(file: Path, root: Path) -> str:
    for base in (Path.cwd(), root):
        path = (base / file).resolve()
        if path.is_file() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return file.as_posix()


def _problems(context: Context, project: Project, file: str) -> int:
    found = pinpoint(project.root, [problem for problem in project.problems if problem.location.file == file])
    for problem in found:
        show_problem(context, problem, err=True)
    return int(bool(found))
