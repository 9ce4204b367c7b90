"""Whether independent evidence of several categories says the same as a claim, and whether a person confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cqc_evidence.measure.coverage.eligible import category_of
from cqc_evidence.measure.coverage.independent import count_independent
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.narrative import Claim
from cqc_evidence.model.project import Project, Triangulation
from cqc_evidence.model.region import fingerprint

_SOURCES = 2
PEOPLE = "people"


class Confirmed(NamedTuple):
    """A person's confirmation of a claim, and why it does not hold, if it does not."""

    by: Triangulation
    claim: Claim | None
    """The claim; nothing when no claim has that id."""
    lapsed: bool
    """Whether the claim was changed since."""
    lacks: tuple[str, ...]
    """What the evidence would have to have."""

    @property
    def holds(self) -> bool:
        """Whether the claim is triangulated."""
        return self.claim is not None and not self.lapsed and not self.lacks


def confirmations(project: Project, items: Mapping[str, Item]) -> tuple[Confirmed, ...]:
    """Return every confirmation of `evidence/decisions.yaml` in its order, held against the claim as it stands.

    Args:
        project: what was read.
        items: the items that count, by id.
    """
    claims = {
        claim.id: (narrative.statement, claim)
        for narrative in reversed(project.narratives)
        for claim in reversed(narrative.claims)
        if claim.id
    }
    found = []
    for by in project.decisions.triangulated:
        statement, claim = claims.get(by.claim, ("", None))
        lapsed = claim is not None and bool(by.text) and by.text != mark_of(claim)
        cited = [items[one.item] for one in claim.citations if one.item in items] if claim else []
        lacks = lacking(cited, statement, project.framework) if claim else ()
        found.append(Confirmed(by, claim, lapsed, lacks))
    return tuple(found)


def mark_of(claim: Claim) -> str:
    """Return the fingerprint of a claim's words, its references among them."""
    return fingerprint(f"{claim.text} {claim.so_what}")


def lacking(cited: list[Item], statement: str, framework: Framework) -> tuple[str, ...]:
    """Return what a claim's evidence lacks to be triangulated: categories, people, independent sources, one topic."""
    tags = [(item, tag) for item in cited for tag in item.tags if tag.statement == statement]
    categories = {category_of(tag, item, framework) for item, tag in tags}
    found = []
    if len(categories) < _SOURCES:
        found.append("evidence of a second category")
    if PEOPLE not in categories:
        found.append("people's experience")
    if count_independent(cited) < _SOURCES:
        found.append("a second independent source")
    topics = [
        {topic for tag in item.tags if tag.statement == statement for topic in tag.topics}
        for item in {item.id: item for item, _ in tags}.values()
    ]
    if topics and not set.intersection(*topics):
        found.append("one topic that all of it is tagged to")
    return tuple(found)
