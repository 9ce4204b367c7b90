"""What a claim rests on, number by number, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cqc_evidence.measure.claims.places import claim_place, figure_place, item_place, one_line, result_place
from cqc_evidence.measure.claims.pool import held_by_figure, held_by_results
from cqc_evidence.measure.claims.said import Said, said_in_claim
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.ledger import Place, Trace
from cqc_evidence.model.narrative import Claim, Narrative
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result


def trace_claim(
    project: Project, narrative: Narrative, claim: Claim, results: Sequence[Result], problems: Sequence[Diagnostic] = ()
) -> Trace:
    """Return a claim's items with their tags, the figure behind each of its numbers, who can speak to it, and what was said of it.

    `problems` are what check found; those of the claim's own line are its marks.
    """
    items = {item.id: item for item in reversed(project.items)}
    cited = [items[name] for name in dict.fromkeys(one.item for one in claim.citations) if name in items]
    speaker = claim.speaker or narrative.speaker
    rests_on = (
        *(item_place(item) for item in cited),
        *(place for item in cited for place in _tags(item, narrative.statement)),
        *(place for said in said_in_claim(claim) for place in _number(said, items, results)),
        *((Place(kind="speaker", name=speaker, text="can speak to it"),) if speaker else ()),
    )
    return Trace(
        subject=claim.id, kind="claim", title=claim_place(narrative, claim).text,
        rests_on_it=(*_on_it(project, claim.id), *_marks(claim, problems)), rests_on=rests_on,
    )  # fmt: skip


def _tags(item: Item, statement: str) -> Iterator[Place]:
    for index, tag in enumerate(item.tags):
        if tag.statement == statement:
            text = "" if item.sensitivity == "personal" else one_line(f"{tag.stance}: {tag.says}")
            where = item.location.at("tags", index, "statement")
            yield Place(kind="tag", name=item.id, statement=statement, text=text, location=where)


def _marks(claim: Claim, problems: Sequence[Diagnostic]) -> Iterator[Place]:
    for problem in problems:
        if (problem.location.file, problem.location.line) == (claim.location.file, claim.location.line):
            yield Place(kind="mark", name=problem.rule, text=one_line(problem.message), location=problem.location)


def _number(said: Said, items: Mapping[str, Item], results: Sequence[Result]) -> Iterator[Place]:
    """Yield the figures that hold a number; else a metric that does; else that nothing does."""
    number = said.number
    figures = [
        figure_place(items[name], figure)
        for name in said.near
        if name in items
        for figure in items[name].figures
        if any(held.says(number) for held in held_by_figure(items[name], figure))
    ]
    found = figures or [
        result_place(result)
        for result in results
        if set(said.near) & set(result.items) and any(held.says(number) for held in held_by_results((result,)))
    ]
    if not found:
        yield Place(kind="number", name=number.text, text="no figure of its evidence holds this number")
    for place in found:
        yield place.model_copy(update={"text": one_line(f"{number.text} ← {place.text}")})


def _on_it(project: Project, name: str) -> Iterator[Place]:
    for index, one in enumerate(project.decisions.triangulated):
        if one.claim == name:
            where = project.where("evidence/decisions.yaml", "triangulated", index)
            yield Place(kind="confirmation", name=name, text=f"triangulated, says {one.who}", location=where)
    for index, comment in enumerate(project.comments):
        if comment.about == name:
            where = project.where("evidence/comments.yaml", "comments", index)
            yield Place(kind="comment", name=comment.who, text=one_line(comment.text), location=where)
