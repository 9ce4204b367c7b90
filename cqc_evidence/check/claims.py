"""Rules about what each claim rests on: evidence, voices, stories, and who confirmed it."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.claims.triangulate import PEOPLE, confirmations, mark_of
from cqc_evidence.measure.coverage.eligible import category_of
from cqc_evidence.measure.coverage.fresh import is_fresh
from cqc_evidence.measure.coverage.independent import same_source
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import OWN_VOICES, Item
from cqc_evidence.model.narrative import Claim, Narrative
from cqc_evidence.read.problems import did_you_mean

DECISIONS = "evidence/decisions.yaml"
_STORIES = frozenset(("story-of-difference", "complaint-or-compliment"))
_VOICES = {
    "person": "people",
    "carer": "carers",
    "family": "families",
    "leader": "leaders",
    "partner": "partners",
    "provider": "providers",
}


def _claims(subject: Subject) -> Iterator[tuple[Narrative, Claim, list[Item]]]:
    """Yield each claim that cites anything that counts, with those items."""
    for narrative in subject.project.narratives:
        for claim in narrative.claims:
            names = dict.fromkeys(citation.item for citation in claim.citations)
            items = [subject.counted[name] for name in names if name in subject.counted]
            if items:
                yield narrative, claim, items


@rule("claim-on-policies-only", Severity.WARNING)
def claim_on_policies_only(subject: Subject) -> Iterator[Finding]:
    """A claim rests on nothing but policies. They say what should happen, not what did."""
    for _, claim, items in _claims(subject):
        if all((kind := subject.framework.kind(item.kind)) is not None and kind.policy for item in items):
            yield Finding(
                "this claim rests on policies only",
                "a policy says what should happen, not what did",
                "cite something that shows it happening, or say that it is planned",
                claim.location,
            )


@rule("claim-on-stale-evidence", Severity.WARNING)
def claim_on_stale_evidence(subject: Subject) -> Iterator[Finding]:
    """A claim rests on nothing that is fresh for its statement.

    How long an item is fresh depends on the evidence category and stands in `framework/expectations.yaml`. A claim that
    says itself when it was (“In 2019 …”) may be right and still be old: allow it, or cite something newer.
    """
    for narrative, claim, items in _claims(subject):
        if not any(_fresh(subject, item, narrative.statement) for item in items):
            yield Finding(
                "this claim rests on evidence that is no longer fresh",
                "a reader asks how things stand now",
                "cite newer evidence, or say in the claim when it was so",
                claim.location,
            )


def _fresh(subject: Subject, item: Item, statement: str) -> bool:
    framework, as_at = subject.framework, subject.project.as_at
    wanted = {(cell.statement, cell.category): cell.months for cell in framework.expectations.cells}
    overrides = framework.expectations.fresh_until
    months = [
        wanted[statement, category]
        for tag in item.tags
        if tag.statement == statement and (statement, category := category_of(tag, item, framework)) in wanted
    ]
    return any(is_fresh(item, number, overrides, as_at) for number in months or [max(wanted.values(), default=0)])


@rule("claim-on-one-voice", Severity.NOTE)
def claim_on_one_voice(subject: Subject) -> Iterator[Finding]:
    """A claim rests on several items that all speak with one voice, such as staff alone.

    Two items from one voice are weaker than one each from two. Documents and figures have no voice of this sort and do
    not count here.
    """
    for _, claim, items in _claims(subject):
        voices = {item.voice for item in items}
        if len(items) > 1 and len(voices) == 1 and "organisation" not in voices:
            voice = items[0].voice
            yield Finding(
                f"only {_VOICES.get(voice, voice)} say this",
                "what several voices say is stronger than what one says twice",
                "ask somebody else who would know, or name the voice in the claim",
                claim.location,
            )


@rule("claim-on-one-source", Severity.NOTE)
def claim_on_one_source(subject: Subject) -> Iterator[Finding]:
    """A claim cites several items that are one source: one meeting told twice, or one item made from another."""
    for _, claim, items in _claims(subject):
        if len(items) > 1 and all(same_source(items[0], other) for other in items[1:]):
            yield Finding(
                f"the {len(items)} items of this claim are one source",
                "one meeting counted twice is one source",
                "cite one of them, and something independent beside it",
                claim.location,
            )


@rule("story-without-number", Severity.NOTE)
def story_without_number(subject: Subject) -> Iterator[Finding]:
    """A claim rests on a story alone, and nothing says how many people it is so for.

    A story shows what can happen; a number shows how often. Neither replaces the other.
    """
    for narrative, claim, items in _claims(subject):
        counted = any(item.figures or item.n is not None for item in items)
        if all(item.kind in _STORIES for item in items) and not counted:
            yield Finding(
                "this claim rests on a story and on no number",
                "a story shows what can happen, not how often it does",
                f"cite a figure or a survey of {narrative.statement} beside it, or say that it is one story",
                claim.location,
            )


@rule("strength-without-people", Severity.WARNING)
def strength_without_people(subject: Subject) -> Iterator[Finding]:
    """A judgement calls itself strong, and no claim under it rests on people's own experience.

    CQC looks for people's experience under every statement. A strength without it is the council's word alone.
    """
    for narrative in subject.project.narratives:
        if narrative.confidence != "strong" or not narrative.claims:
            continue
        cited = [subject.counted[one.item] for one in narrative.citations if one.item in subject.counted]
        if not any(_is_people(subject, item, narrative.statement) for item in cited):
            yield Finding(
                f"confidence is {narrative.confidence}, and no claim rests on people's experience",
                "CQC looks for people's experience under every statement",
                "cite what people or carers say, or write confidence: partial",
                narrative.location.at("confidence"),
            )


def _is_people(subject: Subject, item: Item, statement: str) -> bool:
    tags = [tag for tag in item.tags if tag.statement == statement]
    return item.voice in OWN_VOICES or any(category_of(tag, item, subject.framework) == PEOPLE for tag in tags)


@rule("unknown-triangulation", Severity.ERROR)
def unknown_triangulation(subject: Subject) -> Iterator[Finding]:
    """A confirmation in decisions.yaml names a claim that does not exist."""
    known = [claim.id for narrative in subject.project.narratives for claim in narrative.claims if claim.id]
    for index, found in enumerate(confirmations(subject.project, subject.counted)):
        if found.claim is None:
            yield Finding(
                f'no claim has the id "{found.by.claim}"',
                "a confirmation is about one claim",
                did_you_mean(found.by.claim, known, "check the id"),
                subject.project.where(DECISIONS, "triangulated", index, "claim"),
            )


@rule("lapsed-triangulation", Severity.WARNING)
def lapsed_triangulation(subject: Subject) -> Iterator[Finding]:
    """A claim was changed after somebody confirmed it, or the confirmation does not say which wording was meant.

    `text` holds the fingerprint of the claim as it was confirmed. When the claim changes, the confirmation lapses until
    somebody compares the evidence again.
    """
    for index, found in enumerate(confirmations(subject.project, subject.counted)):
        if found.claim is None or not (found.lapsed or not found.by.text):
            continue
        told = "was changed after it was confirmed" if found.lapsed else "was confirmed without its fingerprint"
        yield Finding(
            f"{found.by.claim} {told}",
            "a confirmation holds for the words that were read",
            f"compare the evidence again, then write text: {mark_of(found.claim)}",
            subject.project.where(DECISIONS, "triangulated", index, "text" if found.by.text else "claim"),
        )


@rule("weak-triangulation", Severity.WARNING)
def weak_triangulation(subject: Subject) -> Iterator[Finding]:
    """A claim is confirmed as triangulated and its evidence does not bear that.

    It takes two independent items of two categories, one of them people's experience, all tagged to one topic. The pack
    does not call the claim triangulated until then.
    """
    for index, found in enumerate(confirmations(subject.project, subject.counted)):
        if found.lacks:
            yield Finding(
                f"the evidence of {found.by.claim} lacks {', '.join(found.lacks)}",
                "triangulated means that independent evidence of several categories, people's experience among it, says the same",
                "cite what is missing, tag it to the topic, or take the confirmation out",
                subject.project.where(DECISIONS, "triangulated", index, "claim"),
            )
