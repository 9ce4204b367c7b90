"""What is said of a claim beside its words: how it is supported, where it is weak, and what speaks against the council."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.narrative import Claim
from cqc_evidence.model.pack import Badge, Inline, Text

WEAKNESSES = {
    "claim-on-policies-only": "rests on policies only",
    "claim-on-stale-evidence": "nothing fresh behind it",
    "claim-on-one-source": "one source",
    "claim-on-one-voice": "one voice",
    "story-without-number": "a story without a number",
    "number-without-figure": "a number without its figure",
    "claim-beside-the-point": "its evidence is tagged elsewhere",
    "small-number": "a small number",
}
"""Rule that finds a claim weak → the words beside the claim, in the internal edition."""


def weaknesses(view: View, claim: Claim) -> tuple[str, ...]:
    """Return the names of the rules that find a claim weak; none outside the internal edition."""
    if not view.internal:
        return ()
    found = view.weak.get((claim.location.file, claim.location.line), ())
    return tuple(rule for rule in found if rule in WEAKNESSES or rule == "unsupported-claim")


def weight_of(view: View, statement: Statement, claim: Claim) -> Iterator[Inline]:
    """Yield marks for a claim: triangulated, resting on nothing, challenging the council, and where it is weak."""
    items = [view.items[one.item] for one in claim.citations if one.item in view.items]
    if not items and not any(one.item in view.hidden for one in claim.citations):
        yield Text(text=" ")
        yield Badge(mark="unsupported", word="Unsupported: no evidence stands behind this claim")
    if claim.id in view.triangulated:
        yield Text(text=" ")
        yield Badge(mark="triangulated", word="Triangulated")
    against = [tag for item in items for tag in view.tags(item, statement.id) if tag.stance == "challenges"]
    if against:
        broken = list(dict.fromkeys(_rule_title(view, name) for tag in against for name in tag.breaks))
        what = f"; breaks {words.listed([f'“{title}”' for title in broken])}" if broken else ""
        when = f", {words.BEFORE}" if {tag.phase for tag in against} == {"before"} else ""
        yield Text(text=" ")
        yield Badge(mark="challenge", word=f"Challenges{what}{when}")
    rules = [rule for rule in weaknesses(view, claim) if rule in WEAKNESSES]
    if "claim-on-one-source" in rules and "claim-on-one-voice" in rules:
        rules.remove("claim-on-one-voice")  # one source has one voice
    weak = [WEAKNESSES[rule] for rule in rules]
    if weak:
        yield Text(text=" ")
        yield Badge(mark="weak", word=f"Weak: {', '.join(weak)}")


def _rule_title(view: View, name: str) -> str:
    return next((rule.title for rule in view.framework.rules.rules if rule.id == name), name)
