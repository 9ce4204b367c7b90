"""What rests on an item: every line to mend when it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cqc_evidence.measure.claims.places import (
    claim_place,
    item_place,
    judgement_place,
    one_line,
    passage_place,
    result_place,
    row_place,
)
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.ledger import Place, Trace
from cqc_evidence.model.packs import held
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result
from cqc_evidence.read.narratives import citations_in

_DECISIONS, _IMPROVEMENT, _REQUESTS = "evidence/decisions.yaml", "evidence/improvement.yaml", "evidence/requests.yaml"


def trace_item(
    project: Project, coverage: Coverage, item: Item, observations: Sequence[Observation], results: Sequence[Result]
) -> Trace:
    """Return everything that rests on an item, and its source."""
    on_it = (
        *_narratives(project, item.id),
        *_numbers(item.id, observations, results),
        *_coverage(coverage, item.id),
        *_items(project, item.id),
        *_registers(project, item),
        *_packs(project, item.id),
    )
    title = "" if item.sensitivity == "personal" else item.title
    return Trace(subject=item.id, kind="item", title=title, rests_on_it=on_it, rests_on=tuple(sources(project, item)))


def _narratives(project: Project, name: str) -> Iterator[Place]:
    for narrative in project.narratives:
        if any(cited == name for cited, _ in citations_in(narrative.judgement)):
            yield judgement_place(narrative)
        for claim in narrative.claims:
            if any(citation.item == name for citation in claim.citations):
                yield claim_place(narrative, claim)
        for passage in narrative.passages:
            if any(citation.item == name for citation in passage.citations):
                yield passage_place(narrative, passage)


def _numbers(name: str, observations: Sequence[Observation], results: Sequence[Result]) -> Iterator[Place]:
    yield from (row_place(row) for row in observations if row.item == name)
    yield from (result_place(result) for result in results if name in result.items)


def _coverage(coverage: Coverage, name: str) -> Iterator[Place]:
    for cell in coverage.cells:
        if name in cell.evidence or name in cell.challenged_by:
            how = "challenges" if name in cell.challenged_by else "counts"
            text = f"{cell.category}: {cell.state}; it {how} as one of {len({*cell.evidence, *cell.challenged_by})}"
            yield Place(kind="cell", name=f"{cell.statement} × {cell.category}", statement=cell.statement, text=text)
    for rule in coverage.rules:
        if name in rule.kept_by or name in rule.broken_by:
            how = "shows it broken" if name in rule.broken_by else "shows it kept"
            yield Place(kind="golden rule", name=rule.rule, statement=rule.statement, text=how)


def _items(project: Project, name: str) -> Iterator[Place]:
    for other in project.items:
        if name in other.derived_from or name in other.supersedes:
            yield item_place(other)
        for index, action in enumerate(other.actions):
            if name in action.from_:
                text = "" if other.sensitivity == "personal" else one_line(action.action)
                yield Place(
                    kind="action", name=other.id, text=text, location=other.location.at("actions", index, "from")
                )


def _registers(project: Project, item: Item) -> Iterator[Place]:
    for index, one in enumerate(project.improvements):
        if item.id in one.shown_by:
            where = project.where(_IMPROVEMENT, "improvements", index, "shown_by")
            yield Place(kind="improvement", name=one.id, text=one_line(one.action), location=where)
    for index, request in enumerate(project.requests):
        if item.id in request.items:
            where = project.where(_REQUESTS, "requests", index, "items")
            yield Place(kind="request", name=request.who, text=request.topic or request.gap, location=where)
    for index, asked in enumerate(project.information_return.items):
        if asked.number in item.ir_refs or item.id in {one.item for one in asked.evidence}:
            where = project.where("evidence/information-return.yaml", "items", index)
            yield Place(kind="information return", name=asked.number, text=one_line(asked.asks), location=where)
    for index, correction in enumerate(project.accuracy.corrections):
        if item.id in correction.items:
            where = project.where("evidence/factual-accuracy.yaml", "corrections", index, "items")
            yield Place(kind="correction", name=correction.place, text=one_line(correction.correction), location=where)
    yield from _confirmed(project, item.id)


def _confirmed(project: Project, name: str) -> Iterator[Place]:
    citing = {
        claim.id
        for narrative in project.narratives
        for claim in narrative.claims
        if any(citation.item == name for citation in claim.citations)
    }
    for index, one in enumerate(project.decisions.triangulated):
        if one.claim in citing:
            where = project.where(_DECISIONS, "triangulated", index)
            yield Place(kind="confirmation", name=one.claim, text=f"triangulated, says {one.who}", location=where)


def _packs(project: Project, name: str) -> Iterator[Place]:
    for record, names in reversed(list(held(project.packs))):
        if name in names:
            text = f"{record.edition} edition of {in_words(record.built)}"
            yield Place(kind="pack", name=record.pack, text=text)


def sources(project: Project, item: Item) -> Iterator[Place]:
    """Yield what an item rests on: its source, and the items that it was made from."""
    source = item.source
    if item.sensitivity != "personal":
        text = ", ".join(part for part in (source.citation, source.locator, source.public_url) if part)
        yield Place(
            kind="source", name=source.document or "source", text=one_line(text), location=item.location.at("source")
        )
    names = {other.id: other for other in project.items}
    yield from (item_place(names[old]) for old in (*item.derived_from, *item.supersedes) if old in names)
