"""The improvement plan, the requests and the definitions as lists, for the JSON and Excel files."""

from __future__ import annotations

from cqc_evidence.compile import words
from cqc_evidence.compile.plan import status_of
from cqc_evidence.compile.requests import is_overdue
from cqc_evidence.compile.view import View
from cqc_evidence.model.dates import Period
from cqc_evidence.model.pack import Definition, ImprovementEntry, RequestEntry
from cqc_evidence.model.project import Improvement


def improvement_entries(view: View) -> tuple[ImprovementEntry, ...]:
    """Return the areas for improvement in their file's order; only the internal edition names gaps."""
    statements = [statement.id for statement in view.framework.statements]
    return tuple(
        ImprovementEntry(
            id=one.id,
            statement=next((name for name in statements if one.gap.startswith(f"gap-{name}-")), ""),
            gap=one.gap if view.internal else "",
            due=one.due.text if one.due else "",
            shown_by=tuple(name for name in one.shown_by if name in view.items),
            **{
                name: getattr(one, name)
                for name in ("action", "why", "owner", "measure", "baseline", "target", "latest")
            },
            status=_status(view, one),
        )
        for one in view.project.improvements
    )


def request_entries(view: View) -> tuple[RequestEntry, ...]:
    """Return what was asked for, in the order of its file; nothing outside the internal edition."""
    if not view.internal:
        return ()
    return tuple(
        RequestEntry(
            id=f"request-{number}",
            who=one.who,
            gap=one.gap,
            topic=one.topic,
            due=_written(one.due),
            overdue=is_overdue(one, view.project),
            chased=_written(one.chased),
            received=_written(one.received),
            note=one.note,
            items=tuple(name for name in one.items if name in view.items),
        )
        for number, one in enumerate(view.project.requests, 1)
    )


def definition_entries(view: View) -> tuple[Definition, ...]:
    """Return each word of the pack with its meaning."""
    groups = (
        ("States", [(words.STATE_WORDS[mark], text) for mark, text in words.STATE_MEANINGS]),
        ("What the evidence says", [(words.SAYS_WORDS[mark], text) for mark, text in words.SAYS_MEANINGS]),
        ("Confidence", list(words.CONFIDENCE_MEANINGS)),
        ("Golden rules", [(rule.title, rule.meaning.text) for rule in view.framework.rules.rules]),
    )
    return tuple(
        Definition(group=group, term=term.capitalize() if group != "Golden rules" else term, meaning=meaning)
        for group, entries in groups
        for term, meaning in entries
    )


def _written(date: Period | None) -> str:
    return date.text if date else ""


def _status(view: View, one: Improvement) -> str:
    """Return the status in one word: an action that nothing shows to be embedded is done."""
    return "done" if one.status == "embedded" and status_of(view, one) != "embedded" else one.status
