"""What can be wrong with a snapshot, each with its place."""

from __future__ import annotations

from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

RULE = "snapshot"
PAGES = {
    RULE: """A snapshot is not what it was when it was made, or is no snapshot at all.

`verify` works out every fingerprint again: of each file inside, and of the whole, which stands at the end. A byte that
differs anywhere is found, and the message names the file inside. A snapshot that does not hold can defend nothing: take the
copy that you sent, or one from a backup, and verify that.""",
}
"""Rule → its page for `cqc-evidence explain`; the first line is its summary."""
BECAUSE = "a snapshot shows how things stood only while every byte is what it was"
TAKE_A_COPY = "take the copy you sent, or one from a backup, and verify that"


def broken(file: str, message: str, place: str = "", help_: str = TAKE_A_COPY) -> Diagnostic:
    """Return one thing that is wrong with a snapshot; `place` names the file inside."""
    return Diagnostic(
        rule=RULE, severity=Severity.ERROR, message=message, because=BECAUSE, help=help_,
        location=Location(file=file, place=place),
    )  # fmt: skip
