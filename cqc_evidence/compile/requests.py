"""Evidence that was asked for → a message for each person, ready to paste into an e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cqc_evidence.compile.words import count
from cqc_evidence.model.coverage import Coverage, Gap
from cqc_evidence.model.dates import in_words, period_in_words
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import EvidenceRequest, Project

_MOST_COME = 4
_ASK_GENTLY = (
    "Something you have already is best: please say which section or page to look at, and whether it is public. "
    "If there is nothing, please say so; that is worth knowing too."
)
_NAMES_OUT = "Before you send it, please take out names and anything else that tells who a person is."


class Message(NamedTuple):
    """What one person is to be sent."""

    who: str
    subject: str
    text: str
    open: int
    """How many things have not come."""
    overdue: int


def messages(project: Project, coverage: Coverage) -> tuple[Message, ...]:
    """Return a message for everybody who was asked for something that has not come, those with overdue ones first.

    What closes a gap that is closed in the meantime is not asked for again: see `not_needed`.
    """
    asked: dict[str, list[EvidenceRequest]] = defaultdict(list)
    for request in project.requests:
        asked[request.who].append(request)
    writer = _Writer(project, coverage)
    found = [writer.message(who, those) for who, those in asked.items()]
    return tuple(sorted((one for one in found if one.open), key=lambda one: (-one.overdue, one.who.casefold())))


def not_needed(project: Project, coverage: Coverage) -> tuple[EvidenceRequest, ...]:
    """Return what nobody sent and nobody needs any longer: its gap was closed by other evidence."""
    still = {gap.id for gap in coverage.gaps}
    known = gap_names(project.framework)
    return tuple(
        one
        for one in project.requests
        if not one.received and one.gap in known and one.gap not in still and not one.topic
    )


def is_overdue(request: EvidenceRequest, project: Project) -> bool:
    """Return whether something should have come by today and has not."""
    end = request.due.end if request.due else None
    return not request.received and end is not None and end < project.today


def by_date(request: EvidenceRequest) -> date:
    """Return the day by which something is due, to sort by; what has no such day comes last."""
    return request.due.end or date.max if request.due else date.max


def what_of(request: EvidenceRequest, names: Mapping[str, str]) -> str:
    """Return what is asked for in plain words: the topic, else the gap's name; nothing where neither is given."""
    return request.topic or names.get(request.gap, request.gap)


def gap_names(framework: Framework) -> dict[str, str]:
    """Return every gap that could be, by id, as people who do not know this program would call it."""
    titles = {one.id: one.title.text for one in framework.statements}
    categories = {one.id: one.title.text.lower() for one in framework.quality.categories}
    rules = {one.id: one.title for found in framework.conversations.rule_sets for one in found.rules}
    found = {
        f"gap-{cell.statement}-{cell.category}": f"{titles[cell.statement]}: {categories[cell.category]}"
        for cell in framework.expectations.cells
    }
    for pair in framework.mapping.pairs:
        name = f"the golden rule “{rules.get(pair.rule, pair.rule)}” in practice"
        found[f"gap-{pair.statement}-rule-{pair.rule}"] = f"{titles[pair.statement]}: {name}"
    for one in framework.statements:
        found |= {f"gap-{one.id}-i-{fact.id}": f"{titles[one.id]}: “{fact.text}”" for fact in one.i_statements}
        found |= {f"gap-{one.id}-topic-{fact.id}": f"{titles[one.id]}: {fact.text}" for fact in one.topics}
    for lens in framework.expectations.lenses:
        found |= {f"gap-{name}-lens-{lens.id}": f"{titles[name]}: {lens.title}" for name in lens.statements}
    return found


class _Writer:
    """Writes messages; holds what each needs to know."""

    def __init__(self, project: Project, coverage: Coverage) -> None:
        self.project = project
        self.names = gap_names(project.framework)
        self.gaps = {gap.id: gap for gap in coverage.gaps}
        self.dropped = not_needed(project, coverage)

    def message(self, who: str, requests: list[EvidenceRequest]) -> Message:
        waiting = sorted((one for one in requests if not one.received and one not in self.dropped), key=by_date)
        overdue = sum(1 for one in waiting if is_overdue(one, self.project))
        lines = [
            f"Dear {who},",
            "",
            f"For our adult social care self-assessment, please send us {_things(waiting)}:",
            "",
        ]
        for number, one in enumerate(waiting, 1):
            lines += self._asked(one, number)
        lines += [_ASK_GENTLY, "", _NAMES_OUT, "", *self._thanks([one for one in requests if one.received])]
        lines += ["Thank you,", self.project.settings.council]
        late = f", {overdue} overdue" if overdue else ""
        subject = f"Evidence for our self-assessment: {count(len(waiting), 'request')}{late}"
        return Message(who, subject, "\n".join(lines), len(waiting), overdue)

    def _asked(self, one: EvidenceRequest, number: int) -> list[str]:
        what = what_of(one, self.names) or "(what for is not written down yet)"
        lines = [f"{number}. {what[:1].upper()}{what[1:]}"]
        if gap := self.gaps.get(one.gap):
            lines.append(f"   What would help: {_would_help(gap)}.")
        if one.due and one.due.end:
            late = is_overdue(one, self.project)
            lines.append(f"   {'This was due by' if late else 'Please send it by'} {in_words(one.due.end)}.")
        if one.chased:
            lines.append(f"   We reminded you: {period_in_words(one.chased)}.")
        return [*lines, ""]

    def _thanks(self, come: list[EvidenceRequest]) -> list[str]:
        if not come:
            return []
        told = [what_of(one, self.names) or "what you sent" for one in come[-_MOST_COME:]]
        more = f"; and {len(come) - len(told)} more" if len(come) > len(told) else ""
        return [f"Thank you for what has come already: {'; '.join(told)}{more}.", ""]


def _things(waiting: list[EvidenceRequest]) -> str:
    return "this" if len(waiting) == 1 else f"these {len(waiting)} things"


def _would_help(gap: Gap) -> str:
    """Return what would close a gap for somebody who does not know this program."""
    if gap.about == "topic":
        return "a document, note or figures that show how this is done and what comes of it"
    return gap.help.partition(", tagged with ")[0].rstrip(".")
