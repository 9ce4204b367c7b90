"""`check`: every problem of a project."""

from __future__ import annotations

from pathlib import Path

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import as_json, counted, say, show_problem, totals


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--no-notes", is_flag=True, help="Leave the notes out.")
@global_options
@click.pass_obj
def command(context: Context, paths: tuple[Path, ...], form: str, *, strict: bool, no_notes: bool) -> int:
    """List every problem, with its place and what to do.

    With PATHS, only the problems of those files and folders. Exit 1 when there are errors.
    """
    from cqc_evidence.check import check_project  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.diagnostic import Severity  # noqa: PLC0415
    from cqc_evidence.write.templates import find_templates  # noqa: PLC0415

    project = load(context)
    inside = [_inside(path, project.root) for path in paths]
    problems = (*check_project(project), *find_templates(project.root).problems)
    found = [
        problem for problem in sorted(problems, key=lambda one: one.order) if _wanted(problem.location.file, inside)
    ]
    if no_notes:
        found = [problem for problem in found if problem.severity is not Severity.NOTE]
    if form == "json":
        click.echo(as_json(found))
    else:
        for problem in found:
            show_problem(context, problem)
        read = f"{counted(len(project.items), 'evidence item')}, {counted(len(project.narratives), 'narrative')}"
        say(context, f"{read}: {totals(found)}.")
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return int(any(problem.severity in bad for problem in found))


def _inside(path: Path, root: Path) -> str:
    """Return a file or folder as the project names it: seen from here, else from the project's folder.

    Raises:
        click.UsageError: when it is not there. Nothing to find is not the same as no problem.
    """
    for base in (Path.cwd(), root):
        place = (base / path).resolve()
        if place.exists() and place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    message = f"there is no {path} in the project {root}"
    raise click.UsageError(message)


def _wanted(file: str, paths: list[str]) -> bool:
    return not paths or any(path in (".", file) or file.startswith(f"{path}/") for path in paths)
