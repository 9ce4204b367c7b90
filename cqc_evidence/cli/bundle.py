"""`bundle`: the documents that answer an information return, numbered, with an index."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.measure.crosswalk import Crossed
    from cqc_evidence.model.evidence import Edition
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.model.project import Project
    from cqc_evidence.write.bundle import Bundle

_WINDOWS = 260


@click.command("bundle")
@click.option(
    "--edition", type=click.Choice(["cqc", "public"]), default="cqc", show_default=True, help="Who will read it."
)
@click.option("--zip", "as_zip", is_flag=True, help="One zip file instead of a folder.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder or zip to make; else out/bundle in the project."
)
@click.option(
    "--folder-length", type=int, default=0, help="Characters of the address of the folder it will be uploaded to."
)
@global_options
@click.pass_obj
def command(context: Context, edition: Edition, out: Path | None, folder_length: int, *, as_zip: bool) -> int:
    """Put the documents that answer the information return into one numbered folder, with an index in Word and Excel.

    Nothing without permission is in it, no document that changed since it was taken in, and nothing that can run a
    program. What is left out is counted in the index and named here. Without a list, documents are numbered by statement.
    """
    from cqc_evidence.protect.gate import leaks, scanner_of  # noqa: PLC0415  # not for --help
    from cqc_evidence.write.bundle import MOST_PATH, collect, too_long  # noqa: PLC0415

    project = load(context)
    rows = _rows(project)
    bundle = collect(project, rows, edition)
    for one in bundle.left_out:
        tell(context, f"Left out: {one.item}, for {one.number}: {one.why}.")
    index = _index(project, bundle, rows)
    found = leaks(index, scanner_of(project))
    if found:
        for problem in found:
            show_problem(context, problem)
        tell(context, "The bundle was not written: personal data would reach its index.")
        return 1
    target = out or project.root / "out" / ("bundle.zip" if as_zip else "bundle")
    if target.exists():
        message = f"{target.name} is there already, and two bundles are never mixed. Move it away, or name another with --out."
        raise click.ClickException(message)
    long = too_long(
        bundle.data,
        "x" * folder_length if folder_length else str(target.resolve()),
        MOST_PATH if folder_length else _WINDOWS,
    )
    for name in long:
        tell(
            context,
            f"The path is too long for {'SharePoint' if folder_length else 'Windows'}: {name}. Put the bundle into a folder with a shorter path.",
        )
    if long:
        return 1
    files = _files(project, bundle, index)
    _put(target, files, as_zip=as_zip)
    tell(
        context,
        f"{target.name}: {counted(len(bundle.data), 'document')} and the index, {counted(len(bundle.left_out), 'item')} left out.",
    )
    say(context, f"  {target}")
    return int(bool(bundle.left_out))


def _rows(project: Project) -> tuple[Crossed, ...]:
    """Return what is asked for with everything that answers it; without a list, every statement with its documents."""
    from cqc_evidence.measure.coverage.eligible import standing  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure.crosswalk import Answer, Crossed, crosswalk  # noqa: PLC0415
    from cqc_evidence.model.project import IrItem  # noqa: PLC0415

    items, _ = standing(project)
    if project.information_return.items:
        return crosswalk(project, items)
    found = []
    for statement in project.framework.statements:
        those = [
            item
            for item in items.values()
            if item.source.document and any(tag.statement == statement.id for tag in item.tags)
        ]
        asked = IrItem(number=str(statement.number), asks=statement.title.text, statement=statement.id)
        found.append(Crossed(asked, tuple(Answer(item, item.source.locator) for item in those)))
    return tuple(found)


def _index(project: Project, bundle: Bundle, rows: tuple[Crossed, ...]) -> Pack:
    from cqc_evidence.compile.bundle_index import Line, compile_index  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415

    lines = [Line(one.number, one.asked, one.name, one.title, one.locator, one.link) for one in bundle.entries]
    answered = {one.number for one in bundle.entries}
    unmet = sum(1 for row in rows if row.asked.number not in answered)
    reasons = [
        one.why
        if "also stands behind" not in one.why
        else "its document also stands behind evidence that may not be sent"
        for one in bundle.left_out
    ]
    return compile_index(project, measure_coverage(project), lines, reasons, unmet)


def _files(project: Project, bundle: Bundle, index: Pack) -> dict[str, bytes]:
    from cqc_evidence.write import find_templates  # noqa: PLC0415  # not for --help
    from cqc_evidence.write.docx import write_docx  # noqa: PLC0415
    from cqc_evidence.write.excel import write_sheet  # noqa: PLC0415
    from cqc_evidence.write.excel.sheets import Column, Sheet  # noqa: PLC0415

    columns = (
        Column("number", width=10), Column("asked for", width=50), Column("file", width=50), Column("title", width=60),
        Column("section", width=36), Column("public link", width=50), Column("statement", width=30), Column("sha256", width=66),
    )  # fmt: skip
    rows = tuple(
        (one.number, one.asked, one.name, one.title, one.locator, one.link, one.statement, one.sha256)
        for one in bundle.entries
    )
    sheet = Sheet("Index", "tblIndex", "One document.", columns, rows)
    templates = find_templates(project.root)
    return {
        **bundle.data,
        "00 Index.docx": write_docx(index, templates.docx, templates.css),
        "00 Index.xlsx": write_sheet(sheet, index.cover.title, index.cover.council, project.as_at),
    }


def _put(target: Path, files: dict[str, bytes], *, as_zip: bool) -> None:
    """Write a zip, or a folder that is there only when all of it is."""
    from cqc_evidence.store.atomic import write_all, write_new  # noqa: PLC0415  # not for --help
    from cqc_evidence.write.bundle import zipped  # noqa: PLC0415

    target.parent.mkdir(parents=True, exist_ok=True)
    if as_zip:
        write_new(target, zipped(files))
        return
    waiting = Path(mkdtemp(prefix=".", suffix=".part", dir=target.parent))
    try:
        write_all(waiting, files)
        waiting.chmod(0o755)
        os.rename(waiting, target)  # noqa: PTH104  # fails where the target is there; Path.rename would replace a file
    finally:
        if waiting.exists():
            import shutil  # noqa: PLC0415  # only when something went wrong

            shutil.rmtree(waiting, ignore_errors=True)
