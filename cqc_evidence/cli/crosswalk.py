"""`crosswalk`: the information return, from the council's list to the evidence."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.keep import keep, plain_cell
from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, hanging, say, show_problem, tell

if TYPE_CHECKING:
    from cqc_evidence.intake.ir_list import Asked
    from cqc_evidence.measure.crosswalk import Crossed
    from cqc_evidence.model.project import IrItem, Project

FILE = "evidence/information-return.yaml"


@click.command("crosswalk")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--number", default="", help="The heading of the column with the numbers, where its words do not tell.")
@click.option("--asks", default="", help="The heading of the column that says what is asked for.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@global_options
@click.pass_obj
def command(context: Context, file: Path | None, number: str, asks: str, form: str) -> int:
    """Lead from CQC's information return to the evidence: number, what is asked for, item, section, link.

    With FILE, the council's own list in Excel or CSV is taken in (any numbering) and kept in
    evidence/information-return.yaml; evidence that you named there stays when the list comes again.
    """
    project = load(context)
    code = 0
    if file is not None:
        code = _take_in(context, project, file, (number, asks))
        if code == _NOTHING:
            return 1
        project = load(context)
    from cqc_evidence.measure.coverage.eligible import standing  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure.crosswalk import crosswalk  # noqa: PLC0415

    rows = crosswalk(project, standing(project)[0])
    if form == "json":
        click.echo(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(_as_csv(rows), nl=False)
    else:
        _tell(context, rows)
    return code


_NOTHING = -1


def _take_in(context: Context, project: Project, file: Path, headings: tuple[str, str]) -> int:
    """Write what a list asks for into the register; return 1 when the list has problems, `_NOTHING` when nothing came of it."""
    from cqc_evidence.intake.ir_list import read_ir_list  # noqa: PLC0415  # not for --help
    from cqc_evidence.intake.safety.guard import read_document  # noqa: PLC0415
    from cqc_evidence.model.diagnostic import Severity  # noqa: PLC0415

    data, found = read_document(file, file.name)
    problems = list(found)
    asked: tuple[Asked, ...] = ()
    if data:
        read = read_ir_list(data, file.name, *headings)
        asked = read.asked
        problems += read.problems
    for problem in problems:
        show_problem(context, problem)
    if not asked:
        tell(context, "Nothing was taken in.")
        return _NOTHING
    kept, gone = _merged(project, asked)
    _write(project, kept, file.name, sha256(data).hexdigest())
    tell(context, f"{FILE}: {counted(len(asked), 'item')} of {file.name}.")
    if gone:
        names = ", ".join(one.number for one in gone)
        tell(context, f"Not on the list any more, kept because you named evidence or a reason: {names}.")
    return int(any(problem.severity is not Severity.NOTE for problem in problems))


def _merged(project: Project, asked: tuple[Asked, ...]) -> tuple[list[IrItem], list[IrItem]]:
    """Return the new list with the evidence that people named, and what is only kept for that."""
    from cqc_evidence.intake.ir_list import statement_of  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.project import IrItem  # noqa: PLC0415

    titles = [
        (one.id, name)
        for one in project.framework.statements
        for name in (one.title.text, one.id, f"qs{one.number}", str(one.number), *(alias.text for alias in one.aliases))
    ]
    before = {one.number: one for one in reversed(project.information_return.items)}
    found = []
    for one in asked:
        old = before.pop(one.number, None)
        statement = statement_of(one.statement, titles) or (old.statement if old else "")
        new = {"asks": one.asks, "owner": one.owner or (old.owner if old else ""), "statement": statement}
        found.append(old.model_copy(update=new) if old else IrItem(number=one.number, **new))
    gone = [one for one in project.information_return.items if one.number in before and (one.evidence or one.not_held)]
    return [*found, *gone], gone


def _write(project: Project, items: list[IrItem], file: str, digest: str) -> None:
    import yaml  # noqa: PLC0415  # not for --help

    from cqc_evidence.store.journal import ABSENT, Change  # noqa: PLC0415

    path = project.root / FILE
    content = {
        "list": file, "sha256": digest,
        "items": [one.model_dump(mode="json", exclude_defaults=True) for one in items],
    }  # fmt: skip
    head = "# What CQC's information return asks for. Name the evidence here, or the number in an item's ir_refs.\n"
    text = head + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
    before = sha256(path.read_bytes()).hexdigest() if path.is_file() else ABSENT
    keep(project.root, lambda: [Change(FILE, text.encode(), before)])


def _as_json(row: Crossed) -> dict[str, object]:
    answers = [
        {"item": one.item.id, "title": _title(one.item.title, one.item.sensitivity), "locator": one.locator, "public_url": one.item.source.public_url}
        for one in row.answers
    ]  # fmt: skip
    asked = row.asked
    return {
        "number": asked.number, "asks": asked.asks, "statement": asked.statement, "owner": asked.owner, "state": row.state,
        "not_held": asked.not_held, "evidence": answers,
    }  # fmt: skip


def _title(title: str, sensitivity: str) -> str:
    return "" if sensitivity == "personal" else title


def _as_csv(rows: tuple[Crossed, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["number", "asks", "state", "item", "title", "locator", "public_url"])
    for row in rows:
        lead = [row.asked.number, row.asked.asks, row.state]
        for one in row.answers:
            told = [one.item.id, _title(one.item.title, one.item.sensitivity), one.locator, one.item.source.public_url]
            writer.writerow([plain_cell(cell) for cell in (*lead, *told)])
        if not row.answers:
            writer.writerow([plain_cell(cell) for cell in (*lead, "", row.asked.not_held, "", "")])
    return out.getvalue()


def _tell(context: Context, rows: tuple[Crossed, ...]) -> None:
    if not rows:
        tell(context, "There is no list yet. Take the council's own in: cqc-evidence crosswalk information-return.xlsx")
        return
    states = [row.state for row in rows]
    summary = ", ".join(f"{states.count(state)} {state}" for state in ("met", "not held", "unmet") if state in states)
    tell(context, f"Information return: {counted(len(rows), 'item')}, {summary}.")
    for row in rows:
        say(context)
        for line in hanging(f"{row.asked.number}  ", row.asked.asks):
            say(context, line, bold=True)
        if not row.answers:
            reason = f": {row.asked.not_held}" if row.asked.not_held else ""
            say(context, f"  ▲ {row.state}{reason}")
        for one in row.answers:
            where = ", ".join(part for part in (one.locator, one.item.source.public_url or "not public") if part)
            for line in hanging("  ● ", f"{one.item.id}, {where}"):
                say(context, line)
