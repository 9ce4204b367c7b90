"""Why a Word document cannot be brought home, with what to do."""

from __future__ import annotations

from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

RULE = "not-our-pack"
PAGES = {
    RULE: """A Word document was not written by this project's `build`, or nothing of it can be found again.

`merge` finds its way by bookmarks that a pack brings with it. Word and LibreOffice keep them. They are lost when the text
is pasted into a new document.""",
}
"""Rule → its page for `cqc-evidence explain`; the first line is its summary."""


def not_ours(file: str, message: str, help_: str) -> Diagnostic:
    """Return why nothing of a document comes back."""
    return Diagnostic(
        rule=RULE, severity=Severity.ERROR, message=message, help=help_,
        because="merge finds each claim by a bookmark that the pack brings with it", location=Location(file=file, place="the document"),
    )  # fmt: skip
