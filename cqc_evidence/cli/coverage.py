"""`coverage`: the grid and the gaps."""

from __future__ import annotations

import click

from cqc_evidence.cli.load import load
from cqc_evidence.cli.main import Context, global_options
from cqc_evidence.cli.render import say, styled
from cqc_evidence.model.coverage import Coverage, Gap
from cqc_evidence.model.project import Project

_COLOURS = {"missing": "red", "stale": "yellow", "thin": "yellow", "unreviewed": "cyan", "covered": "green"}
_RISK_COLOURS = {"high": "red", "medium": "yellow", "low": "cyan"}
_SHAPES = {"missing": "▲", "stale": "◆", "thin": "◐", "unreviewed": "○", "covered": "●"}
_LIMIT = 10
_HEADS = {"people": "people", "staff-and-leaders": "staff, leaders", "partners": "partners", "processes": "processes"}


@click.command("coverage")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="For people or for programs.")
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
    columns = list(dict.fromkeys(cell.category for cell in coverage.cells))
    say(context, f"As at {project.as_at}, {len(project.items):,} evidence items. The mark is the state; then what the evidence says.")
    say(context)
    say(context, f"{'':18}" + "".join(f"{_HEADS.get(column, column):22}" for column in columns).rstrip(), bold=True)
    for statement in project.framework.statements:
        line = f"{statement.id:18}"
        for column in columns:
            cell = next((one for one in coverage.cells if (one.statement, one.category) == (statement.id, column)), None)
            words = f"{_SHAPES[cell.state]} {cell.state}, {cell.says}" if cell else "-"
            words = words.removesuffix(", nothing")
            line += styled(context, f"{words:22}", fg=_COLOURS[cell.state] if cell else None)
        say(context, line.rstrip())
    say(context)


def _gaps(context: Context, coverage: Coverage, most: int | None) -> None:
    shown = coverage.gaps if most is None else coverage.gaps[:most]
    say(context, f"{len(coverage.gaps)} gaps" + (f"; the {len(shown)} heaviest:" if len(shown) < len(coverage.gaps) else ":"), bold=True)
    say(context)
    for gap in shown:
        _gap(context, gap)
    if len(shown) < len(coverage.gaps):
        say(context, "All of them: cqc-evidence coverage --gaps")


def _gap(context: Context, gap: Gap) -> None:
    risk = styled(context, f"{gap.risk} risk", fg=_RISK_COLOURS[gap.risk], bold=True)
    say(context, f"{gap.id}  {gap.state}, {risk}" + ("  (accepted)" if gap.accepted else ""))
    say(context, f"  {gap.title}")
    say(context, f"  because:        {gap.because}")
    say(context, f"  would close it: {gap.help}")
    say(context)
