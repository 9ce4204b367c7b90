"""`storyboard`: one page a statement, for staff who will be asked about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.model.evidence import Edition
    from cqc_evidence.model.framework import Statement
    from cqc_evidence.model.project import Project

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

    Name statements, such as equity, for these alone.
    """
    from cqc_evidence.compile.storyboard import compile_storyboard  # noqa: PLC0415  # not for --help
    from cqc_evidence.compile.view import View  # noqa: PLC0415
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415
    from cqc_evidence.protect.gate import leaks, scanner_of  # noqa: PLC0415
    from cqc_evidence.store.atomic import write_all  # noqa: PLC0415
    from cqc_evidence.write import find_templates  # noqa: PLC0415

    formats = [name.strip() for name in forms.split(",") if name.strip()]
    if not formats or any(name not in _FORMATS for name in formats):
        message = f"“{forms}” is not docx, html, or both with a comma"
        raise click.UsageError(message)
    project = load(context)
    chosen = _chosen(project, statements)
    view = View(project, measure_coverage(project), (), edition)
    templates = find_templates(project.root)
    files: dict[str, bytes] = {}
    for statement in chosen:
        board = compile_storyboard(view, statement)
        found = leaks(board, scanner_of(project)) if edition != "internal" else ()
        if found:
            for problem in found:
                show_problem(context, problem)
            tell(context, "No story-board was written: personal data would reach one of them.")
            return 1
        for name in formats:
            files[f"{statement.id}.{name}"] = _written(name, board, templates.docx, templates.css)
    folder = out or project.root / "out" / "storyboards"
    write_all(folder, files)
    tell(context, f"{counted(len(chosen), 'story-board')}, one page each, {edition} edition.")
    for name, data in files.items():
        say(context, f"  {name}  {len(data) / 1000:,.0f} kB")
    return 0


def _written(name: str, board: object, template: bytes, css: str) -> bytes:
    from cqc_evidence.model.pack import Pack  # noqa: PLC0415  # not for --help

    assert isinstance(board, Pack)  # noqa: S101  # named here only so that --help need not load it
    if name == "docx":
        from cqc_evidence.write.docx import write_docx  # noqa: PLC0415

        return write_docx(board, template, css)
    from cqc_evidence.write.html import write_html  # noqa: PLC0415

    return write_html(board, css)


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
