"""The coverage as tables, for CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cqc_evidence.model.coverage import Cell, Coverage, Gap

if TYPE_CHECKING:
    import pandas as pd


CELL_COLUMNS = (
    "statement", "category", "level", "state", "reasons", "says", "independent", "wanted", "evidence", "challenged_by", "help",
)  # fmt: skip
GAP_COLUMNS = (
    "id", "risk", "risk because", "about", "statement", "category", "subject", "title", "state", "because", "help",
    "accepted until", "accepted by", "action",
)  # fmt: skip


def cell_rows(cells: Iterable[Cell]) -> list[tuple[object, ...]]:
    """Return one row a cell, under `CELL_COLUMNS`."""
    return [
        (
            cell.statement, cell.category, cell.level, cell.state, "; ".join(cell.reasons), cell.says,
            cell.independent, cell.wanted, " ".join(cell.evidence), " ".join(cell.challenged_by), cell.help,
        )
        for cell in cells
    ]  # fmt: skip


def gap_rows(gaps: Iterable[Gap]) -> list[tuple[object, ...]]:
    """Return one row a gap, under `GAP_COLUMNS`."""
    return [
        (
            gap.id, gap.risk, gap.risk_because, gap.about, gap.statement, gap.category, gap.subject, gap.title, gap.state, gap.because,
            gap.help, gap.accepted.until.isoformat() if gap.accepted else "", gap.accepted.who if gap.accepted else "", gap.action or "",
        )
        for gap in gaps
    ]  # fmt: skip


def coverage_table(coverage: Coverage) -> pd.DataFrame:
    """Return one row a cell: statement, category, state, reasons, what it says, counts, what would close it."""
    return _frame(cell_rows(coverage.cells), CELL_COLUMNS)


def gap_table(coverage: Coverage) -> pd.DataFrame:
    """Return one row a gap, in risk order."""
    return _frame(gap_rows(coverage.gaps), GAP_COLUMNS)


def _frame(rows: Sequence[object], columns: Iterable[str]) -> pd.DataFrame:
    """Return rows as a table of plain Python values, whatever pandas would make of texts where pyarrow is installed."""
    import pandas as pd  # noqa: PLC0415  # a second to load

    return pd.DataFrame(rows, columns=list(columns), dtype=object)
