"""The coverage as tables, for CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cqc_evidence.model.coverage import Coverage

if TYPE_CHECKING:
    import pandas as pd


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


def _frame(rows: Sequence[object], columns: Iterable[str]) -> pd.DataFrame:
    """Return rows as a table of plain Python values, whatever pandas would make of texts where pyarrow is installed."""
    import pandas as pd  # noqa: PLC0415  # a second to load

    return pd.DataFrame(rows, columns=list(columns), dtype=object)
