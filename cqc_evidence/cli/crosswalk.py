"""`crosswalk`: the information return, from the council's list to the evidence."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from cqc_evidence.cli.keep import keep
from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, hanging, say, show_problem, tell
from cqc_evidence.write.clean import plain_cell

if TYPE_CHECKING:
    from cqc_evidence.intake.ir_list import Asked
    from cqc_evidence.measure.crosswalk import Answer, Crossed
    from cqc_evidence.model.diagnostic import Diagnostic
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
        code = _take_in(_Told(context, err=form != "text"), project, file, (number, asks))
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


class _Told(NamedTuple):
    """Where sentences go: beside the answer where a machine reads that."""

    context: Context
    err: bool

    def tell(self, text: str) -> None:
        for line in hanging("", text):
            say(self.context, line, err=self.err)

    def show(self, problem: Diagnostic) -> None:
        show_problem(self.context, problem, err=self.err)


def _take_in(told: _Told, project: Project, file: Path, headings: tuple[str, str]) -> int:
    """Write what a list asks for into the register; return 1 when the list has problems, `_NOTHING` when nothing came of it."""
    from cqc_evidence.intake.ir_list import read_ir_list  # noqa: PLC0415  # not for --help
    from cqc_evidence.intake.safety.guard import read_document  # noqa: PLC0415
    from cqc_evidence.model.diagnostic import Severity  # noqa: PLC0415

    if _register_is_broken(told, project):
        return _NOTHING
    data, found = read_document(file, file.name)
    problems = list(found)
    asked: tuple[Asked, ...] = ()
    if data and file.suffix.lower() in (".csv", ".xlsx"):
        read = read_ir_list(data, file.name, *headings)
        asked = read.asked
        problems += read.problems
    for problem in problems:
        told.show(problem)
    if not asked:
        told.tell("Nothing was taken in. A list comes as .xlsx or .csv.")
        return _NOTHING
    items, kept, gone = _merged(project, asked)
    _write(project, items, file.name, sha256(data).hexdigest())
    told.tell(f"{FILE}: {counted(len(asked), 'item')} of {file.name}.")
    if kept:
        names = ", ".join(one.number for one in kept)
        told.tell(f"Not on the list any more, kept because you named evidence or a reason: {names}.")
    if gone:
        names = ", ".join(one.number for one in gone)
        told.tell(f"Not on the list any more, taken off: {names}.")
    return int(any(problem.severity is not Severity.NOTE for problem in problems))


def _register_is_broken(told: _Told, project: Project) -> bool:
    """Tell what is wrong with the register: what cannot be read in it would be lost when it is written anew."""
    from cqc_evidence.check import find_problems  # noqa: PLC0415  # not for --help
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415
    from cqc_evidence.model.diagnostic import Severity  # noqa: PLC0415
    from cqc_evidence.read import pinpoint  # noqa: PLC0415

    numbers = [one.number for one in project.information_return.items]
    found = [one for one in project.problems if one.location.file == FILE and one.severity is Severity.ERROR]
    if not found and len(set(numbers)) < len(numbers):
        every = find_problems(project, measure_coverage(project))
        found = [one for one in every if one.rule == "repeated-ir-number"]
    for problem in pinpoint(project.root, found):
        told.show(problem)
    if found:
        told.tell(f"Nothing was taken in. Mend {FILE} first, so that nothing you wrote there is lost.")
    return bool(found)


def _merged(project: Project, asked: tuple[Asked, ...]) -> tuple[list[IrItem], list[IrItem], list[IrItem]]:
    """Return the new list with the evidence that people named, what is only kept for that, and what is taken off."""
    from cqc_evidence.intake.ir_list import statement_of  # noqa: PLC0415  # not for --help
    from cqc_evidence.model.project import IrItem  # noqa: PLC0415

    titles = [
        (one.id, name)
        for one in project.framework.statements
        for name in (one.title.text, one.id, f"qs{one.number}", str(one.number), *(alias.text for alias in one.aliases))
    ]
    before = {one.number: one for one in project.information_return.items}
    found = []
    for one in asked:
        old = before.pop(one.number, None)
        statement = statement_of(one.statement, titles) or (old.statement if old else "")
        new = {"asks": one.asks, "owner": one.owner or (old.owner if old else ""), "statement": statement}
        found.append(old.model_copy(update=new) if old else IrItem(number=one.number, **new))
    kept = [one for one in before.values() if one.evidence or one.not_held]
    return [*found, *kept], kept, [one for one in before.values() if one not in kept]


def _write(project: Project, items: list[IrItem], file: str, digest: str) -> None:
    """Write the register, unless somebody changed it since it was read."""
    from cqc_evidence.store.journal import ABSENT, Change  # noqa: PLC0415  # not for --help
    from cqc_evidence.store.listed import renewed  # noqa: PLC0415

    path = project.root / FILE

    def changes() -> list[Change]:
        data = renewed(path.read_bytes() if path.is_file() else b"", {"list": file, "sha256": digest}, items)
        return [Change(FILE, data, project.inputs.get(FILE, ABSENT))]

    keep(project.root, changes)


def _as_json(row: Crossed) -> dict[str, object]:
    asked = row.asked
    names = ("item", "title", "locator", "public_url")
    return {
        "number": asked.number, "asks": asked.asks, "statement": asked.statement, "owner": asked.owner, "state": row.state,
        "not_held": asked.not_held, "evidence": [dict(zip(names, _shown(one), strict=True)) for one in row.answers],
    }  # fmt: skip


def _shown(answer: Answer) -> tuple[str, str, str, str]:
    """Return an answer's id, title, section and link; of a personal item nothing but its id."""
    item = answer.item
    if item.sensitivity == "personal":
        return item.id, "", "", ""
    return item.id, item.title, answer.locator, item.source.public_url


def _as_csv(rows: tuple[Crossed, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["number", "asks", "state", "item", "title", "locator", "public_url"])
    for row in rows:
        lead = [row.asked.number, row.asked.asks, row.state]
        for one in row.answers:
            writer.writerow([plain_cell(cell) for cell in (*lead, *_shown(one))])
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
            name, title, locator, url = _shown(one)
            told = (
                (title, locator, url or "not public")
                if one.item.sensitivity != "personal"
                else ("personal, not shown here",)
            )
            for line in hanging("  ● ", f"{name}: {', '.join(filter(None, told))}"):
                say(context, line)
