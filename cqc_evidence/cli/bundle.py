"""`bundle`: the documents that answer an information return, numbered, with an index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.measure.crosswalk import Crossed
    from cqc_evidence.model.diagnostic import Diagnostic
    from cqc_evidence.model.evidence import Edition
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.model.project import Project
    from cqc_evidence.write.bundle import Bundle

_WINDOWS = 259
"""Characters of a path that Windows takes: 260 with the one that ends it."""
_WAITING = len("/.12345678.part")
"""How much longer the path is while the folder is being written."""
_WRONG = "check finds an error in its file"
_SETTLED = ("it is rejected", "a newer item supersedes it")
"""Why an item is out of use for good: nobody expects its document in a bundle."""
RETURN = "evidence/information-return.yaml"


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
    from cqc_evidence.read import pinpoint  # noqa: PLC0415
    from cqc_evidence.write.bundle import collect  # noqa: PLC0415

    project = load(context)
    errors = _errors(project)
    stopping = [one for one in errors if one.location.file == RETURN or one.location.file in project.left_out]
    if stopping:
        for problem in pinpoint(project.root, stopping):
            show_problem(context, problem)
        tell(context, "Nothing was written. Mend this first: what cannot be read may be what must not be sent.")
        return 1
    rows, reasons = _rows(project, {one.location.file for one in errors})
    bundle = collect(project, rows, reasons, edition)
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
    long = _too_long(target, bundle, folder_length)
    for sentence in long:
        tell(context, sentence)
    if long:
        return 1
    _put(target, bundle, _files(project, bundle, index), as_zip=as_zip)
    tell(
        context,
        f"{target.name}: {counted(len(bundle.documents), 'document')} and the index, {counted(len(bundle.left_out), 'item')} left out.",
    )
    say(context, f"  {target}")
    return int(bool(bundle.left_out))


def _errors(project: Project) -> tuple[Diagnostic, ...]:
    """Return what check calls an error."""
    from cqc_evidence.check import find_problems  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415
    from cqc_evidence.model.diagnostic import Severity  # noqa: PLC0415

    return tuple(one for one in find_problems(project, measure_coverage(project)) if one.severity is Severity.ERROR)


def _rows(project: Project, wrong: set[str]) -> tuple[tuple[Crossed, ...], dict[str, str]]:
    """Return what is asked for with everything that answers it, and why some of that must not be sent.

    Without a list, every statement is asked for with its documents.

    Args:
        project: what was read.
        wrong: files in which check finds an error.
    """
    from cqc_evidence.measure.coverage.eligible import standing  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure.crosswalk import Answer, Crossed, crosswalk  # noqa: PLC0415
    from cqc_evidence.model.project import IrItem  # noqa: PLC0415

    counted, out = standing(project)
    reasons = {one.item: one.because for one in out if one.item not in counted and one.because not in _SETTLED}
    items = {**{item.id: item for item in reversed(project.items) if item.id in reasons}, **counted}
    for item in items.values():
        if item.location.file in wrong:
            reasons.setdefault(item.id, _WRONG)
    if project.information_return.items:
        return crosswalk(project, items), reasons
    found = []
    for statement in project.framework.statements:
        those = [
            item
            for item in sorted(items.values(), key=lambda one: one.id)
            if item.source.document and any(tag.statement == statement.id for tag in item.tags)
        ]
        asked = IrItem(number=str(statement.number), asks=statement.title.text, statement=statement.id)
        found.append(Crossed(asked, tuple(Answer(item, item.source.locator) for item in those)))
    return tuple(found), reasons


def _too_long(target: Path, bundle: Bundle, folder_length: int) -> list[str]:
    """Return a sentence for each path that Windows, or SharePoint where it will be uploaded, does not take."""
    from cqc_evidence.write.bundle import MOST_PATH, too_long  # noqa: PLC0415  # not for --help

    here, there = "x" * _WAITING + str(target.absolute()), "x" * folder_length
    names = {"Windows": too_long(bundle.documents, here, _WINDOWS)}
    if folder_length:
        names["SharePoint"] = too_long(bundle.documents, there, MOST_PATH)
    return [
        f"The path is too long for {place}: {name}. Put the bundle into a folder with a shorter path."
        for place, those in names.items()
        for name in those
    ]


def _index(project: Project, bundle: Bundle, rows: tuple[Crossed, ...]) -> Pack:
    from cqc_evidence.compile.bundle_index import Line, compile_index  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415

    lines = [Line(one.number, one.asked, one.name, one.title, one.locator, one.link) for one in bundle.entries]
    answered = {one.number for one in bundle.entries}
    unmet = sum(1 for row in rows if row.asked.number not in answered)
    reasons = [_for_readers(one.why) for one in bundle.left_out]
    return compile_index(project, measure_coverage(project), lines, reasons, unmet)


def _for_readers(why: str) -> str:
    """Return a reason as the index tells it: it names no other item and nothing of the council's own desk."""
    if "also stands behind" in why:
        return "its document also stands behind evidence that may not be sent"
    return "it is not ready to be sent" if why == _WRONG else why


def _files(project: Project, bundle: Bundle, index: Pack) -> dict[str, bytes]:
    from cqc_evidence.write import find_templates  # noqa: PLC0415  # not for --help
    from cqc_evidence.write.docx import write_docx  # noqa: PLC0415
    from cqc_evidence.write.excel import write_sheet  # noqa: PLC0415
    from cqc_evidence.write.excel.table import Column, Sheet  # noqa: PLC0415

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
        "00 Index.docx": write_docx(index, templates.docx, templates.css),
        "00 Index.xlsx": write_sheet(sheet, index.cover.title, index.cover.council, project.as_at),
    }


def _put(target: Path, bundle: Bundle, index: dict[str, bytes], *, as_zip: bool) -> None:
    """Write a zip, or a folder that is there only when all of it is."""
    from cqc_evidence.write.bundle import ChangedError, write_folder, write_zip  # noqa: PLC0415  # not for --help

    try:
        (write_zip if as_zip else write_folder)(target, bundle, index)
    except ChangedError as error:
        raise click.ClickException(str(error)) from error
