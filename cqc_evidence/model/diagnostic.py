"""A problem, as a value: what, where, because, help."""

from __future__ import annotations

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
    def order(self) -> tuple[str, int, int, str, str]:
        """Return the sort key: by file, line, column, rule, message."""
        where = self.location
        return (where.file, where.line, where.column, self.rule, self.message)


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Return whether any finding is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)
