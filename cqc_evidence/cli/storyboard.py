"""`storyboard`: one page a statement, for staff who will be asked about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cqc_evidence.model.evidence import Edition
    from cqc_evidence.model.framework import Statement
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.model.project import Project
    from cqc_evidence.write.templates import Templates

_FORMATS = ("docx", "html")


@click.command("storyboard")
@click.argument("statements", nargs=-1)
@click.option("--format", "forms", default="docx,html", show_default=True, help="docx, html, or both with a comma.")
@click.option("--edition", type=click.Choice(["internal", "cqc", "public"]), default="internal", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder; else out/storyboards.")
@global_options
@click.pass_obj
def command(context: Context, statements: tuple[str, ...], forms: str, edition: Edition, out: Path | None) -> int:
    """Write a story-board of each statement: one page with what we can say, the evidence, and who can speak to it.

    Name statements, such as equity, for these alone. The cqc and public editions refuse on errors, and when personal data
    would reach them.
    """
    from cqc_evidence.check import find_problems  # noqa: PLC0415  # not for --help
    from cqc_evidence.cli.gate import stop_leaks  # noqa: PLC0415
    from cqc_evidence.compile.storyboard import compile_storyboard  # noqa: PLC0415
    from cqc_evidence.compile.view import View  # noqa: PLC0415
    from cqc_evidence.measure import measure_coverage, measure_project  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415

    formats = _formats(forms)
    project = load(context)
    chosen = _chosen(project, statements)
    coverage = measure_coverage(project)
    measured = measure_project(project, coverage)
    templates = find_templates(project.root)
    found = (*find_problems(project, coverage), *templates.problems, *measured.problems)
    errors = sum(1 for one in found if one.severity.value == "error")
    if errors and edition != "internal":
        tell(
            context,
            f"The {edition} edition was not written: {counted(errors, 'error')}. cqc-evidence check lists them.",
        )
        return 1
    view = View(project, coverage, found, edition, measured.results)
    files: dict[str, bytes] = {}
    for statement in chosen:
        board = compile_storyboard(view, statement)
        if stop_leaks(context, project, board, found, templates):
            return 1
        files |= {f"{statement.id}.{name}": _written(name, board, templates) for name in formats}
    _put(out or project.root / "out" / "storyboards", files)
    tell(context, f"{counted(len(chosen), 'story-board')}, one page each, {edition} edition.")
    for name, data in files.items():
        say(context, f"  {name}  {len(data) / 1000:,.0f} kB")
    return 0


def _formats(forms: str) -> tuple[str, ...]:
    """Return the formats that are named, each once.

    Raises:
        click.UsageError: when one is not known, or none is named.
    """
    formats = tuple(dict.fromkeys(name.strip() for name in forms.split(",") if name.strip()))
    if not formats or any(name not in _FORMATS for name in formats):
        message = f"“{forms}” is not docx, html, or both with a comma"
        raise click.UsageError(message)
    return formats


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, all or none.

    Raises:
        click.ClickException: when one is open in another program, or the folder cannot be written to.
    """
    from cqc_evidence.store.atomic import FileInUseError, write_all  # noqa: PLC0415  # not for --help

    try:
        write_all(folder, files)
    except FileInUseError as error:
        message = f"{error.path.name} is open in another program. Close it there, and type the command again."
        raise click.ClickException(message) from error
    except OSError as error:
        message = f"the story-boards could not be written: {error.strerror or error}"
        raise click.ClickException(message) from error


def _written(name: str, board: Pack, templates: Templates) -> bytes:
    if name == "docx":
        from cqc_evidence.write.docx import write_docx  # noqa: PLC0415

        return write_docx(board, templates.docx, templates.css)
    from cqc_evidence.write.html import write_html  # noqa: PLC0415

    return write_html(board, templates.css)


def _chosen(project: Project, names: tuple[str, ...]) -> list[Statement]:
    """Return the named statements, or all.

    Raises:
        click.UsageError: when one is not known, with the nearest.
    """
    from cqc_evidence.read.problems import did_you_mean  # noqa: PLC0415  # not for --help

    known = {statement.id: statement for statement in project.framework.statements}
    for name in names:
        if name not in known:
            message = f"there is no quality statement “{name}”: {did_you_mean(name, known)}"
            raise click.UsageError(message)
    return [known[name] for name in names] if names else list(known.values())
