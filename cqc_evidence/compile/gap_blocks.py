"""Gaps as blocks, in the place where the evidence would stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Gap
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.pack import GapBlock


def full(view: View, gaps: Iterable[Gap]) -> Iterator[GapBlock]:
    """Yield gaps as boxes."""
    for gap in gaps:
        yield _block(view, gap, compact=False)


def compact(view: View, gaps: Iterable[Gap]) -> Iterator[GapBlock]:
    """Yield gaps as single lines."""
    for gap in gaps:
        yield _block(view, gap, compact=True)


def _block(view: View, gap: Gap, *, compact: bool) -> GapBlock:
    cell = view.cells.get((gap.statement, gap.category)) if gap.about == "cell" else None
    return GapBlock.model_validate(
        {
            "id": gap.id,
            "title": f"I statement “{gap.subject}”" if gap.about == "i_statement" else gap.title,
            "state": gap.state,
            "state_word": words.faults(cell) if cell else _state_word(gap),
            "risk": gap.risk,
            "risk_because": gap.risk_because,
            "because": _sentence(gap.because),
            "help": _sentence(gap.help),
            "owner": _owner(view, gap),
            "accepted": _accepted(gap),
            "compact": compact,
        }
    )


def _state_word(gap: Gap) -> str:
    return "REPORTED" if gap.state == "reported" else gap.state.upper()


def _sentence(text: str) -> str:
    """Return a reason as a sentence."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _owner(view: View, gap: Gap) -> str:
    """Return who answers for it and by when, from the improvement plan or a request."""
    for improvement in view.project.improvements:
        if improvement.id == gap.action:
            due = f", due {improvement.due.text}" if improvement.due else ", due date not set"
            return f"{improvement.owner or 'owner not set'}{due}: {improvement.action}"
    for request in view.project.requests:
        if request.gap == gap.id:
            due = f", due {request.due.text}" if request.due else ""
            return f"asked of {request.who}{due}"
    return ""


def _accepted(gap: Gap) -> str:
    if gap.accepted is None:
        return ""
    accepted = gap.accepted
    return f"{accepted.who}, until {in_words(accepted.until)}: {accepted.reason}"
