"""`import`: other people's documents become candidates in the inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.progress import Progress
from cqc_evidence.cli.render import as_json, counted, say, show_problem, tell, totals

if TYPE_CHECKING:
    from cqc_evidence.intake.taken import Outcome, Taken
    from cqc_evidence.model.diagnostic import Diagnostic

FREEDOM_OF_INFORMATION = (
    "Please note: what councils write down, the internal edition and this inbox included, can be asked for under the "
    "Freedom of Information Act. Write about people as you would if they read it."
)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@click.option("--kind", default="", help="The kind of evidence of these files; else it is guessed from each file.")
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="Keep a survey's column although it can tell who answered."
)
@click.option("--withdraw", is_flag=True, help="Withdraw the items whose rows were deleted from the workbook.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@global_options
@click.pass_obj
def command(  # noqa: PLR0913  # one argument an option
    context: Context,
    paths: tuple[Path, ...],
    kind: str,
    keep: tuple[str, ...],
    form: str,
    *,
    dry_run: bool,
    withdraw: bool,
) -> int:
    """Take in files and folders: Word, Excel, CSV, e-mail, PDF and text.

    Each original is kept unchanged in evidence/sources, and what was found in it is written to evidence/inbox, each
    candidate with its place in the original. Importing a file twice changes nothing. A workbook that
    "cqc-evidence export" wrote is read back into the items. Exit 1 when a file could not be taken in.
    """
    from cqc_evidence.intake.run import Intake, Wishes  # noqa: PLC0415  # not for --help
    from cqc_evidence.store.journal import BusyError  # noqa: PLC0415

    project = load(context)
    if kind and project.framework.kind(kind) is None:
        message = f'there is no kind of evidence "{kind}": cqc-evidence explain interview shows one'
        raise click.UsageError(message)
    first = not (project.root / "evidence" / "imports.jsonl").exists()
    watch = Progress("Taking in", slow_after=1)
    intake = Intake(project, Wishes(kind, keep, dry_run=dry_run, withdraw=withdraw), watch.count)
    try:
        taken = intake.run(paths)
    except BusyError as error:
        message = "another cqc-evidence is changing this project; try again when it is done"
        raise click.ClickException(message) from error
    finally:
        watch.done()
    problems = tuple(problem for one in taken for problem in one.problems)
    if form == "json":
        click.echo(_json(taken))
    else:
        if first and not dry_run:
            tell(context, FREEDOM_OF_INFORMATION)
            say(context)
        for one in taken:
            _tell(context, one)
        _total(context, taken, problems, dry_run=dry_run)
    return int(any(problem.severity.value == "error" for problem in problems))


def _json(taken: Iterable[Taken]) -> str:
    import json  # noqa: PLC0415  # only for programs

    return json.dumps(
        [
            {
                "file": one.file, "outcome": one.outcome, "document": one.document, "candidates": list(one.candidates),
                "notes": list(one.notes), "problems": json.loads(as_json(one.problems)),
            }
            for one in taken
        ],
        ensure_ascii=False, indent=1,
    )  # fmt: skip


def _tell(context: Context, one: Taken) -> None:
    words = {
        "new": f"taken in: evidence/{one.document}",
        "new-version": f"a new version, taken in: evidence/{one.document}",
        "known": f"already there: evidence/{one.document}",
        "workbook": "read back into the items",
        "refused": "not taken in",
    }
    say(context, f"{one.file}: {words[one.outcome]}", bold=True)
    for note in one.notes:
        for line in _indented(note):
            say(context, line)
    for problem in one.problems:
        show_problem(context, problem)


def _indented(note: str) -> list[str]:
    from cqc_evidence.cli.render import hanging  # noqa: PLC0415  # beside its only use

    return hanging("  ", note)


def _total(context: Context, taken: list[Taken], problems: tuple[Diagnostic, ...], *, dry_run: bool) -> None:
    outcomes = Counter(one.outcome for one in taken)
    found = sum(len(one.candidates) for one in taken)
    said: dict[Outcome, str] = {
        "new": "taken in",
        "new-version": "new version",
        "known": "already there",
        "workbook": "read back",
        "refused": "not taken in",
    }
    parts = ", ".join(f"{outcomes[key]} {words}" for key, words in said.items() if outcomes[key])
    if not taken:
        tell(context, "There is no file to take in.")
        return
    say(context)
    tell(context, f"{counted(len(taken), 'file')}: {parts}. {counted(found, 'new candidate')}; {totals(problems)}.")
    if dry_run:
        tell(context, "This was a trial: nothing was changed.")
    elif found:
        tell(context, "Next: cqc-evidence suggest --inbox")
