"""What is said of a claim beside its words: that nothing stands behind it, or that its evidence speaks against the council."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.narrative import Claim
from cqc_evidence.model.pack import Badge, Inline, Text


def weight_of(view: View, statement: Statement, claim: Claim) -> Iterator[Inline]:
    """Yield marks for a claim that rests on nothing, and for one whose evidence challenges the council."""
    items = [view.items[one.item] for one in claim.citations if one.item in view.items]
    if not items and not any(one.item in view.hidden for one in claim.citations):
        yield Text(text=" ")
        yield Badge(mark="unsupported", word="Unsupported: no evidence stands behind this claim")
    against = [tag for item in items for tag in view.tags(item, statement.id) if tag.stance == "challenges"]
    if against:
        broken = list(dict.fromkeys(_rule_title(view, name) for tag in against for name in tag.breaks))
        what = f"; breaks {words.listed([f'“{title}”' for title in broken])}" if broken else ""
        when = f", {words.BEFORE}" if {tag.phase for tag in against} == {"before"} else ""
        yield Text(text=" ")
        yield Badge(mark="challenge", word=f"Challenges{what}{when}")


def _rule_title(view: View, name: str) -> str:
    return next((rule.title for rule in view.framework.rules.rules if rule.id == name), name)
