"""A problem, as a value: what, where, because, help."""

from __future__ import annotations

import re
from enum import StrEnum

from cqc_evidence.model.base import Noun
from cqc_evidence.model.location import Location


class Severity(StrEnum):
    """How much a problem matters to the pack."""

    ERROR = "error"
    """The pack would be wrong."""
    WARNING = "warning"
    """A reviewer would ask."""
    NOTE = "note"
    """Good to know."""


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Diagnostic(Noun):
    """One finding. It is returned with all the others, never raised."""

    rule: str
    """The rule's name: also its page, its test and what `explain` takes."""
    severity: Severity
    message: str
    """What is wrong, in lower case and plain words."""
    because: str
    """Which line of the framework or which promise of the pack it breaks."""
    help: str
    """What to do, with the nearest name or the text to type."""
    location: Location
    related: tuple[Location, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, int, str, str]:
        """Return the sort key: by file, line, column, row of a table, rule, message."""
        where = self.location
        row = _ROW.search(where.place)
        return (where.file, where.line, where.column, int(row[1] or row[2]) if row else 0, self.rule, self.message)


_ROW = re.compile(r"\brow (\d+)|![A-Z]+(\d+)$", re.ASCII)
"""The row that a place in a table names: "row 7, column end", "Sheet1!C14"."""


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Return whether any finding is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)
