"""The round-trip workbook comes back: what `export` wrote and people edited is read, compared, and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.intake.workbook.changes import changes
from cqc_evidence.intake.workbook.copy import problem_copy
from cqc_evidence.intake.workbook.read import is_ours, read_rows
from cqc_evidence.model.intake import Document

if TYPE_CHECKING:
    from cqc_evidence.intake.safety.options import ReadOptions

__all__ = ["changes", "is_ours", "problem_copy", "read_rows", "read_workbook"]


def read_workbook(data: bytes, file: str, options: ReadOptions | None = None) -> Document:  # noqa: ARG001  # as every importer
    """Return the items of a workbook that this program exported, each as its rows alone tell it.

    Nothing is compared with a project: `changes` does that, and keeps what a workbook cannot hold.
    A row in which something needed is missing is no item but a problem.
    """
    rows = read_rows(data, file)
    alone = rows.model_copy(update={"exported": {}, "not_exported": frozenset(), "words": {}})
    found = changes(alone, ())
    return Document(title="Evidence items", items=found.new, notes=found.notes, problems=found.problems)
