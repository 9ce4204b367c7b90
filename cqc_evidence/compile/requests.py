"""Evidence that was asked for → a message for each person, ready to paste into an e-mail."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.dates import in_words, period_in_words
from cqc_evidence.model.project import EvidenceRequest, Project


class Message(NamedTuple):
    """What one person is to be sent."""

    who: str
    text: str
    open: int
    """How many things have not come."""
    overdue: int


def messages(project: Project, coverage: Coverage) -> tuple[Message, ...]:
    """Return a message for everybody who was asked for something that has not come, those with overdue ones first."""
    asked: dict[str, list[EvidenceRequest]] = defaultdict(list)
    for request in project.requests:
        asked[request.who].append(request)
    found = [_message(project, coverage, who, those) for who, those in asked.items()]
    return tuple(sorted((one for one in found if one.open), key=lambda one: (-one.overdue, one.who.casefold())))


def _message(project: Project, coverage: Coverage, who: str, requests: list[EvidenceRequest]) -> Message:
    waiting = sorted((one for one in requests if not one.received), key=_when)
    come = [one for one in requests if one.received]
    overdue = sum(1 for one in waiting if is_overdue(one, project))
    lines = [f"Dear {who},", ""]
    lines.append(
        f"for our self-assessment of adult social care we need the following from you{'' if len(waiting) == 1 else f' ({len(waiting)} things)'}:"
    )
    lines.append("")
    for number, one in enumerate(waiting, 1):
        lines += _asked(project, coverage, one, number)
    if come:
        told = "; ".join(_what(coverage, one) for one in come)
        lines += [f"Thank you for what has come already: {told}.", ""]
    lines += [
        "A document that you have already is best: please say which section, and whether it is public. Take names and anything that tells who somebody is out before you send it.",
        "",
        "Thank you,",
        project.settings.council,
    ]
    return Message(who, "\n".join(lines), len(waiting), overdue)


def _when(request: EvidenceRequest) -> str:
    return request.due.text if request.due else "9999"


def is_overdue(request: EvidenceRequest, project: Project) -> bool:
    """Return whether something should have come by today and has not."""
    end = request.due.end if request.due else None
    return not request.received and end is not None and end < project.today


def _asked(project: Project, coverage: Coverage, one: EvidenceRequest, number: int) -> list[str]:
    lines = [f"{number}. {_what(coverage, one)}"]
    gap = next((gap for gap in coverage.gaps if gap.id == one.gap), None)
    if gap is not None and gap.help:
        lines.append(f"   What would help: {gap.help}")
    if one.note:
        lines.append(f"   {one.note}")
    if one.due and one.due.end:
        late = " This date has passed." if is_overdue(one, project) else ""
        lines.append(f"   By {in_words(one.due.end)}.{late}")
    if one.chased:
        lines.append(f"   (We reminded you: {period_in_words(one.chased)}.)")
    lines.append("")
    return lines


def _what(coverage: Coverage, one: EvidenceRequest) -> str:
    gap = next((gap for gap in coverage.gaps if gap.id == one.gap), None)
    return one.topic or (gap.title if gap else one.gap) or "(what for is not written down)"
