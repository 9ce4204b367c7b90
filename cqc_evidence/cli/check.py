"""`check`: every problem of a project."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import as_json, say, show_problem, totals


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or for programs.")
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

    project = load(context)
    found = [problem for problem in check_project(project) if _wanted(problem.location.file, paths, project.root)]
    if no_notes:
        found = [problem for problem in found if problem.severity is not Severity.NOTE]
    if form == "json":
        click.echo(as_json(found))
    else:
        for problem in found:
            show_problem(context, problem)
        say(context, f"{len(project.items):,} evidence items, {len(project.narratives)} narratives: {totals(found)}.")
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return int(any(problem.severity in bad for problem in found))


def _wanted(file: str, paths: tuple[Path, ...], root: Path) -> bool:
    if not paths:
        return True
    for path in paths:
        inside = os.path.relpath(path.resolve(), root).replace(os.sep, "/")
        if inside in (".", file) or file.startswith(f"{inside}/"):
            return True
    return False
