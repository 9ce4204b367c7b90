"""Rules about what the council says of each statement."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Citation, Narrative
from cqc_evidence.read.problems import did_you_mean


def _citations(subject: Subject) -> Iterator[tuple[Narrative, Citation]]:
    for narrative in subject.project.narratives:
        for citation in narrative.citations:
            yield narrative, citation


@rule("unknown-narrative", Severity.ERROR)
def unknown_narrative(subject: Subject) -> Iterator[Finding]:
    """A narrative is about a statement that the framework does not have, or that already has one."""
    seen: dict[str, Narrative] = {}
    for narrative in subject.project.narratives:
        where = narrative.location.at("statement")
        if narrative.statement not in subject.statements:
            yield Finding(
                f'unknown quality statement "{narrative.statement}"',
                f"the quality statements stand in {subject.framework.files['quality']}",
                did_you_mean(narrative.statement, subject.statements),
                where,
            )
        elif narrative.statement in seen:
            first = seen[narrative.statement].location
            yield Finding(
                f"{narrative.statement} already has a narrative",
                f"only {first.file} is in the pack",
                "put both into one file",
                where,
                (first,),
            )
        seen.setdefault(narrative.statement, narrative)


@rule("unknown-citation", Severity.ERROR)
def unknown_citation(subject: Subject) -> Iterator[Finding]:
    """A narrative cites an item that does not exist."""
    for _, citation in _citations(subject):
        if citation.item not in subject.items:
            yield Finding(
                f'no item has the id "{citation.item}"',
                "every claim leads to evidence",
                subject.nearest_item(citation.item, "check the id, or write the item first"),
                citation.location,
            )


@rule("withdrawn-citation", Severity.ERROR)
def withdrawn_citation(subject: Subject) -> Iterator[Finding]:
    """A narrative cites an item that no longer counts.

    It was withdrawn, rejected or superseded, its permission ended, or it begins after the date
    of the pack. The claim must be mended before it is shown.
    """
    gone = {
        left.item: left.because for left in subject.coverage.left_out if left.because != "another item has the same id"
    }
    for _, citation in _citations(subject):
        if citation.item in gone:
            yield Finding(
                f'"{citation.item}" cannot be cited: {gone[citation.item]}',
                "a claim rests only on evidence that may be used",
                "cite another item, or take the claim out",
                citation.location,
            )


@rule("unsupported-claim", Severity.WARNING)
def unsupported_claim(subject: Subject) -> Iterator[Finding]:
    """A claim cites nothing. It stays in the pack, marked as unsupported."""
    for narrative in subject.project.narratives:
        for claim in narrative.claims:
            if not claim.citations:
                yield Finding(
                    "this claim cites no evidence",
                    "every claim shows what it rests on",
                    "cite an item as [@item-id], or take the claim out",
                    claim.location,
                )


@rule("claim-beside-the-point", Severity.WARNING)
def claim_beside_the_point(subject: Subject) -> Iterator[Finding]:
    """A claim cites an item that is not tagged to the claim's statement.

    Either the item lacks a tag, or the claim stands under the wrong statement.
    """
    for narrative, citation in _citations(subject):
        item = subject.items.get(citation.item)
        if item is not None and narrative.statement not in {tag.statement for tag in item.tags}:
            yield Finding(
                f'"{citation.item}" is not tagged to {narrative.statement}',
                "a claim rests on evidence of its own statement",
                f"add a tag for {narrative.statement} to the item, or cite another",
                citation.location,
            )


@rule("repeated-claim-id", Severity.ERROR)
def repeated_claim_id(subject: Subject) -> Iterator[Finding]:
    """Two claims have the same id."""
    seen: dict[str, Location] = {}
    for narrative in subject.project.narratives:
        for claim in narrative.claims:
            if claim.id and claim.id in seen:
                yield Finding(
                    f'the claim id "{claim.id}" is already used',
                    f"it stands at {seen[claim.id]}",
                    "give one of them another number",
                    claim.location,
                    (seen[claim.id],),
                )
            elif claim.id:
                seen[claim.id] = claim.location


@rule("over-budget", Severity.WARNING)
def over_budget(subject: Subject) -> Iterator[Finding]:
    """A narrative is longer than the project allows.

    A self-assessment is meant to be short and purposeful. The budgets are `word_budgets` in
    project.yaml: `statement` for each narrative, `summary` for all judgements together, which
    fill the page that people read first.
    """
    yield from _long_summary(subject)
    budget = subject.project.settings.word_budgets.statement
    for narrative in subject.project.narratives:
        words = len(_words(narrative).split())
        if words > budget:
            yield Finding(
                f"this narrative has {words} words, {words - budget} more than its budget",
                f"project.yaml allows {budget} words a statement",
                "shorten it, or change word_budgets",
                narrative.location.at("statement"),
            )


def _long_summary(subject: Subject) -> Iterator[Finding]:
    budget = subject.project.settings.word_budgets.summary
    words = sum(len(narrative.judgement.split()) for narrative in subject.project.narratives)
    if words > budget:
        yield Finding(
            f"the judgements together have {words} words, {words - budget} more than the summary's budget",
            f"project.yaml allows {budget} words for the summary",
            "shorten them, or change word_budgets",
            subject.project.where("project.yaml", "word_budgets", "summary"),
        )


def _words(narrative: Narrative) -> str:
    claims = (f"{claim.text} {claim.so_what}" for claim in narrative.claims)
    return " ".join((narrative.judgement, *claims, *(passage.text for passage in narrative.passages)))


@rule("no-narrative", Severity.WARNING)
def no_narrative(subject: Subject) -> Iterator[Finding]:
    """A statement has evidence but no judgement.

    The pack says so in its place; nobody writes it for the council. A narrative that could not be
    read has its own problem and is not asked for again.
    """
    written = {narrative.statement for narrative in subject.project.narratives}
    tagged = {tag.statement for item in subject.project.items for tag in item.tags}
    for statement in subject.framework.statements:
        file = f"evidence/narrative/{statement.id}.md"
        if statement.id in tagged and statement.id not in written and file not in subject.project.left_out:
            yield Finding(
                f"{statement.id} has evidence but no narrative",
                "each statement answers with a judgement and claims",
                f"write {file}",
                subject.project.where("project.yaml"),
            )
