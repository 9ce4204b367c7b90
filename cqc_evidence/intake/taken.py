"""What becomes of one file of an import."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cqc_evidence.model.diagnostic import Diagnostic

Outcome = Literal["new", "known", "new-version", "workbook", "refused"]


class Taken(NamedTuple):
    """A file, and what was done with it."""

    file: str
    outcome: Outcome
    document: str = ""
    """Where the original lies, below `evidence/`."""
    candidates: tuple[str, ...] = ()
    """Ids of the candidates that it brought."""
    notes: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
