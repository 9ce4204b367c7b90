"""`export`: all items in a workbook, to edit in Excel and read back with `import`."""

from __future__ import annotations

from pathlib import Path

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, say, tell


@click.command("export")
@click.option(
    "--format", "form", type=click.Choice(["xlsx"]), default="xlsx", show_default=True, help="An Excel workbook."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The workbook; else out/evidence.xlsx in the project.",
)
@global_options
@click.pass_obj
def command(context: Context, form: str, out: Path | None) -> int:
    """Write all items into a workbook with drop-downs, to edit in Excel.

    Edit, add and delete rows, save, and read it back: "cqc-evidence import out/evidence.xlsx". A deleted row is only
    proposed for withdrawal. Personal items are not written into it.
    """
    from cqc_evidence.store.atomic import write_all  # noqa: PLC0415  # not for --help
    from cqc_evidence.write.workbook import write_workbook  # noqa: PLC0415

    project = load(context)
    target = out or project.root / "out" / f"evidence.{form}"
    workbook = write_workbook(project)
    write_all(target.parent, {target.name: workbook.data})
    say(context, f"{target}: {counted(workbook.items, 'item')}.")
    if workbook.personal:
        left = counted(workbook.personal, "item")
        tell(context, f"{left} marked personal left out; nothing happens to them when you read it back.")
    if workbook.repeated:
        tell(context, f"Only the first file of these ids is in it: {', '.join(workbook.repeated)}.")
    tell(context, f"Edit it in Excel, save it, then: cqc-evidence import {_typed(target)}")
    return 0


def _typed(path: Path) -> str:
    try:
        shown = str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        shown = str(path)
    return f'"{shown}"' if " " in shown else shown
