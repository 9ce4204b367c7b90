"""Rules about areas for improvement and evidence requests."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.embedded import Embedded, embedded
from cqc_evidence.model.data import AGGREGATE
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.project import Improvement

IMPROVEMENT = "evidence/improvement.yaml"
REQUESTS = "evidence/requests.yaml"
_OPEN = ("planned", "started")


@rule("embedded-not-shown", Severity.WARNING)
def embedded_not_shown(subject: Subject) -> Iterator[Finding]:
    """An action is called embedded, and nothing shows that it is.

    Embedded means: the measure moved in the wanted direction (`baseline`, `latest` and `target`, or a `metric` by more
    than chance), and an accepted item from after the day it was done supports it (`done`, `shown_by`). Until then the
    pack calls it done. `check` does not count rows about people; whether a metric worked out from them moved is told in
    the pack alone.
    """
    for index, one in enumerate(subject.project.improvements):
        found = _embedded(subject, one)
        lacks = found.lacks[1:] if not found.moved and _is_of_rows(subject, one.metric) else found.lacks
        if one.status == "embedded" and lacks:
            yield Finding(
                f"{one.id} is called embedded and lacks {'; and '.join(lacks)}",
                "a change is embedded when the measure moved and later evidence shows it",
                "add what is missing, or write status: done",
                subject.project.where(IMPROVEMENT, "improvements", index, "status"),
            )


@rule("could-be-embedded", Severity.NOTE)
def could_be_embedded(subject: Subject) -> Iterator[Finding]:
    """An action is called done, and everything that embedded needs is there: the measure moved, later evidence shows it.

    It is for the council to say so.
    """
    for index, one in enumerate(subject.project.improvements):
        if one.status == "done" and _embedded(subject, one).holds:
            yield Finding(
                f"{one.id} could be called embedded",
                "its measure moved, and accepted evidence from after it was done shows it",
                "write status: embedded, if you think that it will last",
                subject.project.where(IMPROVEMENT, "improvements", index, "status"),
            )


def _embedded(subject: Subject, one: Improvement) -> Embedded:
    return embedded(one, subject.counted, subject.framework, subject.results if one.metric else ())


def _is_of_rows(subject: Subject, metric: str) -> bool:
    """Return whether a metric may come from rows about people, which only a build counts."""
    rows = any(one.table and one.table != AGGREGATE for one in subject.project.data)
    known = subject.framework.metric(metric) is not None
    return known and rows and not any(one.metric == metric for one in subject.results)


@rule("improvement-overdue", Severity.WARNING)
def improvement_overdue(subject: Subject) -> Iterator[Finding]:
    """An action is past its date and not done."""
    for index, one in enumerate(subject.project.improvements):
        if one.status in _OPEN and one.due and one.due.end and one.due.end < subject.project.today:
            yield Finding(
                f"{one.id} was due by {in_words(one.due.end)} and is {one.status}",
                "a plan whose dates have passed convinces nobody",
                "say that it is done, or set a new date with the reason in why",
                subject.project.where(IMPROVEMENT, "improvements", index, "due"),
            )


@rule("done-without-date", Severity.NOTE)
def done_without_date(subject: Subject) -> Iterator[Finding]:
    """An action is done or embedded and nobody wrote when. Without the day no later evidence can show that it lasts."""
    for index, one in enumerate(subject.project.improvements):
        if one.status not in _OPEN and one.done is None:
            yield Finding(
                f"{one.id} is {one.status}, and nothing says when it was done",
                "later evidence has to be later than something",
                "write done: 2026-03",
                subject.project.where(IMPROVEMENT, "improvements", index, "status"),
            )


@rule("unknown-shown-by", Severity.ERROR)
def unknown_shown_by(subject: Subject) -> Iterator[Finding]:
    """An action or a request names an item that does not exist."""
    project = subject.project
    named = [
        (name, project.where(IMPROVEMENT, "improvements", index, "shown_by", place))
        for index, one in enumerate(project.improvements)
        for place, name in enumerate(one.shown_by)
    ]
    named += [
        (name, project.where(REQUESTS, "requests", index, "items", place))
        for index, request in enumerate(project.requests)
        for place, name in enumerate(request.items)
    ]
    for name, where in named:
        if name not in subject.items:
            yield Finding(
                f'no item has the id "{name}"',
                "an action that is embedded, and evidence that came, lead to items",
                subject.nearest_item(name, "check the id, or write the item first"),
                where,
            )


@rule("request-without-subject", Severity.WARNING)
def request_without_subject(subject: Subject) -> Iterator[Finding]:
    """A request names neither a gap nor a topic, so nobody knows what to send."""
    for index, request in enumerate(subject.project.requests):
        if not request.gap and not request.topic:
            yield Finding(
                f"the request to {request.who} does not say what for",
                "people send what they are asked for",
                "write gap: gap-… or topic: …",
                subject.project.where(REQUESTS, "requests", index, "who"),
            )


@rule("request-overdue", Severity.NOTE)
def request_overdue(subject: Subject) -> Iterator[Finding]:
    """Evidence that was asked for has not come by its date."""
    for index, request in enumerate(subject.project.requests):
        if not request.received and request.due and request.due.end and request.due.end < subject.project.today:
            yield Finding(
                f"{request.who} has not sent it; it was due by {in_words(request.due.end)}",
                "a gap stays open until the evidence is in",
                "“cqc-evidence requests” writes the reminder; note the day as chased",
                subject.project.where(REQUESTS, "requests", index, "due"),
            )


@rule("received-but-open", Severity.NOTE)
def received_but_open(subject: Subject) -> Iterator[Finding]:
    """Evidence came for a gap, and the gap is open still: no item was made of it, or it does not close the gap."""
    is_open = {gap.id for gap in subject.coverage.gaps}
    for index, request in enumerate(subject.project.requests):
        if request.received and request.gap in is_open:
            yield Finding(
                f"{request.gap} is still open, though {request.who} sent something",
                "a gap closes when an item is tagged, accepted, fresh and enough",
                "take it in as an item and tag it; “cqc-evidence coverage --gaps” says what is missing still",
                subject.project.where(REQUESTS, "requests", index, "gap"),
            )
