"""A pack as tables, for Excel and CSV; pandas is loaded here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cqc_evidence.model.coverage import Coverage

if TYPE_CHECKING:
    import pandas as pd

    from cqc_evidence.model.pack import Pack


def coverage_table(coverage: Coverage) -> pd.DataFrame:
    """Return one row a cell: statement, category, state, reasons, what it says, counts, what would close it."""
    columns = (
        "statement",
        "category",
        "level",
        "state",
        "reasons",
        "says",
        "independent",
        "wanted",
        "evidence",
        "challenged_by",
        "help",
    )
    rows = [
        (
            cell.statement, cell.category, cell.level, cell.state, "; ".join(cell.reasons), cell.says,
            cell.independent, cell.wanted, " ".join(cell.evidence), " ".join(cell.challenged_by), cell.help,
        )
        for cell in coverage.cells
    ]  # fmt: skip
    return _frame(rows, columns)


def gap_table(coverage: Coverage) -> pd.DataFrame:
    """Return one row a gap, in risk order."""
    columns = (
        "id",
        "risk",
        "risk because",
        "about",
        "statement",
        "category",
        "subject",
        "title",
        "state",
        "because",
        "help",
        "accepted until",
        "accepted by",
        "action",
    )
    rows = [
        (
            gap.id, gap.risk, gap.risk_because, gap.about, gap.statement, gap.category, gap.subject, gap.title, gap.state, gap.because,
            gap.help, gap.accepted.until.isoformat() if gap.accepted else "", gap.accepted.who if gap.accepted else "", gap.action or "",
        )
        for gap in coverage.gaps
    ]  # fmt: skip
    return _frame(rows, columns)


def grid_table(coverage: Coverage) -> pd.DataFrame:
    """Return the grid: a row a statement, a column a category, states as words; the framework's order is kept."""
    table = coverage_table(coverage)
    statements = table["statement"].drop_duplicates()
    categories = table["category"].drop_duplicates()
    grid = table.pivot(index="statement", columns="category", values="state")  # noqa: PD010  # one state a cell: nothing to aggregate
    return grid.reindex(index=statements, columns=categories).reset_index().rename_axis(columns=None)


def rule_table(coverage: Coverage) -> pd.DataFrame:
    """Return one row for each golden rule of each statement."""
    rows = [
        (rule.statement, rule.rule, rule.basis, " ".join(rule.kept_by), " ".join(rule.broken_by))
        for rule in coverage.rules
    ]
    return _frame(rows, ("statement", "rule", "basis", "kept by", "broken by"))


def loop_table(coverage: Coverage) -> pd.DataFrame:
    """Return one row for each closed loop."""
    rows = [
        (
            loop.item,
            loop.action,
            f"{loop.steps} of {loop.of}",
            ", ".join(loop.missing_steps),
            "" if loop.days is None else loop.days,
        )
        for loop in coverage.loops
    ]
    return _frame(rows, ("item", "action", "steps", "nothing shows", "days"))


def register_table(pack: Pack) -> pd.DataFrame:
    """Return the full evidence register: one row an item that the edition may show."""
    rows = [
        {name: " ".join(value) if isinstance(value, tuple) else value for name, value in entry}
        for entry in pack.evidence
    ]
    return _frame(rows, type(pack).model_fields["evidence"].annotation.__args__[0].model_fields)  # type: ignore[union-attr]


def _frame(rows: Sequence[object], columns: Iterable[str]) -> pd.DataFrame:
    """Return rows as a table of plain Python values, whatever pandas would make of texts where pyarrow is installed."""
    import pandas as pd  # noqa: PLC0415  # a second to load

    return pd.DataFrame(rows, columns=list(columns), dtype=object)
