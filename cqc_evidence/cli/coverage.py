"""`coverage`: the grid and the gaps."""

from __future__ import annotations

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import counted, hanging, say, styled
from cqc_evidence.model.coverage import Cell, Coverage, Gap
from cqc_evidence.model.project import Project

_COLOURS = {"missing": "red", "stale": "yellow", "thin": "yellow", "unreviewed": "cyan", "covered": "green"}
_RISK_COLOURS = {"high": "red", "medium": "yellow", "low": "cyan"}
_SHAPES = {"missing": "▲", "stale": "◆", "thin": "◐", "unreviewed": "○", "covered": "●"}
_LIMIT = 10
_COLUMN = 16
_HEADS = {"people": "people", "staff-and-leaders": "staff, leaders", "partners": "partners", "processes": "processes"}


@click.command("coverage")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="For people or for programs."
)
@click.option("--gaps", is_flag=True, help="List every gap with its reason and what would close it.")
@global_options
@click.pass_obj
def command(context: Context, form: str, *, gaps: bool) -> int:
    """Show the grid of statements and categories, and the gaps.

    Covered means enough to judge by; it does not mean good.
    """
    from cqc_evidence.measure import measure_coverage  # noqa: PLC0415  # not for --help

    project = load(context)
    coverage = measure_coverage(project)
    if form == "json":
        click.echo(coverage.model_dump_json(indent=1))
    elif form == "csv":
        from cqc_evidence.write import tables  # noqa: PLC0415  # loads pandas

        table = tables.gap_table(coverage) if gaps else tables.coverage_table(coverage)
        click.echo(table.to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        _grid(context, project, coverage)
        _gaps(context, coverage, None if gaps else _LIMIT)
    return 0


def _grid(context: Context, project: Project, coverage: Coverage) -> None:
    """Print two lines a statement, 80 columns wide: the states, and below each what the evidence says."""
    columns = list(dict.fromkeys(cell.category for cell in coverage.cells))
    cells = {(cell.statement, cell.category): cell for cell in coverage.cells}
    say(context, f"As at {project.as_at}, {counted(len(project.items), 'evidence item')}.")
    say(context, "Above the state of each cell, below it what its evidence says.")
    say(context)
    say(context, _row("", [_HEADS.get(column, column) for column in columns]), bold=True)
    for statement in project.framework.statements:
        row = [cells.get((statement.id, column)) for column in columns]
        says = ["" if cell is None or cell.says == "nothing" else f"  {cell.says}" for cell in row]
        say(context, _row(statement.id, [_state(context, cell) for cell in row]))
        if any(says):
            say(context, _row("", says))
    say(context)


def _row(head: str, columns: list[str]) -> str:
    return (f"{head:{_COLUMN}}" + "".join(f"{column:{_COLUMN}}" for column in columns)).rstrip()


def _state(context: Context, cell: Cell | None) -> str:
    if cell is None:
        return f"{'-':{_COLUMN}}"
    words = f"{_SHAPES[cell.state]} {cell.state}"
    return styled(context, words, fg=_COLOURS[cell.state]) + " " * (_COLUMN - len(words))


def _gaps(context: Context, coverage: Coverage, most: int | None) -> None:
    shown = coverage.gaps if most is None else coverage.gaps[:most]
    fewer = len(shown) < len(coverage.gaps)
    say(context, counted(len(coverage.gaps), "gap") + (f"; the {len(shown)} heaviest:" if fewer else ":"), bold=True)
    say(context)
    for gap in shown:
        _gap(context, gap)
    if fewer:
        say(context, "All of them: cqc-evidence coverage --gaps")


def _gap(context: Context, gap: Gap) -> None:
    risk = styled(context, f"{gap.risk} risk", fg=_RISK_COLOURS[gap.risk], bold=True)
    say(context, f"{gap.id}  {gap.state}, {risk}" + ("  (accepted)" if gap.accepted else ""))
    for line in (
        *hanging("  ", gap.title),
        *hanging("  because:        ", gap.because),
        *hanging("  would close it: ", gap.help),
    ):
        say(context, line)
    say(context)
