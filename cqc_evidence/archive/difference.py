"""Two positions of a project → what changed for each statement. Compared by ids, whatever the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cqc_evidence.archive.changed_items import item_changes, loose_results, number_changes
from cqc_evidence.archive.position import Position
from cqc_evidence.model.coverage import Coverage, Gap
from cqc_evidence.model.difference import CellChange, Change, Detail, Difference, StatementDifference
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Claim, Narrative
from cqc_evidence.model.project import Improvement, Project, SelfScore
from cqc_evidence.model.region import fingerprint


def difference(before: Position, after: Position) -> Difference:
    """Return what changed from one position to another, in the order of the later framework's statements."""
    titles = {one.id: one.title.text for one in before.project.framework.statements}
    titles = {one.id: one.title.text for one in after.project.framework.statements} | titles
    each = tuple(_statement(before, after, name, title) for name, title in titles.items())
    elsewhere = (
        *item_changes(before.items, after.items, lambda item: _nowhere(item, titles)),
        *_improvements(before.project, after.project, lambda gap: not any(_of(gap, name) for name in titles)),
        *loose_results(before, after),
    )
    return Difference(
        before=before.side, after=after.side, statements=tuple(one for one in each if not one.nothing), elsewhere=elsewhere,
    )  # fmt: skip


def _nowhere(item: Item, statements: Iterable[str]) -> bool:
    return not {tag.statement for tag in item.tags} & set(statements)


def _of(gap: str, statement: str) -> bool:
    return gap.startswith(f"gap-{statement}-")


def _statement(before: Position, after: Position, name: str, title: str) -> StatementDifference:
    def tagged(item: Item) -> bool:
        return any(tag.statement == name for tag in item.tags)

    gaps = [{gap.id: gap for gap in one.coverage.gaps if gap.statement == name} for one in (before, after)]
    was, now = before.narrative(name), after.narrative(name)
    return StatementDifference(
        statement=name,
        title=title,
        items=tuple(item_changes(before.items, after.items, tagged)),
        claims=tuple(_claims(was, now)),
        judgement=(*_judgement(was, now), *_scores(before.project, after.project, name)),
        passages=tuple(_passages(was, now)),
        states=tuple(_states(before.coverage, after.coverage, name)),
        gaps_opened=_gaps(gaps[1], gaps[0], "new"),
        gaps_closed=_gaps(gaps[0], gaps[1], "gone"),
        gaps_changed=tuple(_gaps_changed(*gaps)),
        improvements=tuple(_improvements(before.project, after.project, lambda gap: _of(gap, name))),
        numbers=tuple(number_changes(before, after, tagged)),
    )


def _claims(was: Narrative | None, now: Narrative | None) -> Iterator[Change]:
    old, new = ({claim.id or _unnamed(claim): claim for claim in one.claims} if one else {} for one in (was, now))
    for name in _in_order(new, old):
        if name not in new:
            yield Change(name=name, title=old[name].text, sort="gone")
        elif name not in old:
            yield Change(name=name, title=new[name].text, sort="new")
        elif details := tuple(_reworded(old[name], new[name])):
            yield Change(name=name, title=new[name].text, sort="changed", details=details)


def _unnamed(claim: Claim) -> str:
    """Return how a claim without an id is known: by its words, so that a reworded one is one gone and one new."""
    return f"without id, {fingerprint(claim.text)}"


def _passages(was: Narrative | None, now: Narrative | None) -> Iterator[Change]:
    old, new = ({part.heading: part.text for part in one.passages} if one else {} for one in (was, now))
    for name in _in_order(new, old):
        if name not in new or name not in old:
            yield Change(name=name, sort="new" if name in new else "gone")
        elif details := tuple(details_of([("words", old[name], new[name])])):
            yield Change(name=name, sort="changed", details=details)


def _scores(before: Project, after: Project, name: str) -> Iterator[Detail]:
    old, new = (
        next((one for one in project.decisions.scores if one.statement == name), None) for project in (before, after)
    )
    for key in SelfScore.model_fields:
        if key != "statement":
            yield from details_of(
                [(f"own score, {key.replace('_', ' ')}", getattr(old, key, ""), getattr(new, key, ""))]
            )


def _reworded(old: Claim, new: Claim) -> Iterator[Detail]:
    cited = [", ".join(dict.fromkeys(one.item for one in claim.citations)) for claim in (old, new)]
    pairs = (
        ("words", old.text, new.text),
        ("so what", old.so_what, new.so_what),
        ("evidence", cited[0], cited[1]),
        ("speaker", old.speaker, new.speaker),
    )
    yield from details_of(pairs)


def _judgement(was: Narrative | None, now: Narrative | None) -> Iterator[Detail]:
    keys = ("judgement", "confidence", "speaker")
    yield from details_of((key, getattr(was, key, ""), getattr(now, key, "")) for key in keys)


def details_of(pairs: Iterable[tuple[str, object, object]]) -> Iterator[Detail]:
    """Yield each pair whose two sides differ in more than their line breaks."""
    for what, before, after in pairs:
        old, new = (" ".join(str("" if value is None else value).split()) for value in (before, after))
        if old != new:
            yield Detail(what=what, before=old, after=new)


def _states(before: Coverage, after: Coverage, name: str) -> Iterator[CellChange]:
    was = {cell.category: cell.state for cell in before.cells if cell.statement == name}
    for cell in after.cells:
        if cell.statement == name and was.get(cell.category, "not asked") != cell.state:
            yield CellChange(
                category=cell.category, before=was.get(cell.category, "not asked"), after=cell.state,
                because="; ".join(cell.reasons),
            )  # fmt: skip
    now = {cell.category for cell in after.cells if cell.statement == name}
    for category, state in was.items():
        if category not in now:
            yield CellChange(category=category, before=state, after="not asked")


def _gaps(there: Mapping[str, Gap], other: Mapping[str, Gap], sort: str) -> tuple[Change, ...]:
    return tuple(
        Change.model_validate({"name": name, "title": gap.title, "sort": sort})
        for name, gap in there.items()
        if name not in other
    )


def _gaps_changed(was: Mapping[str, Gap], now: Mapping[str, Gap]) -> Iterator[Change]:
    for name, gap in now.items():
        if name in was and (details := tuple(details_of(_gap_pairs(was[name], gap)))):
            yield Change(name=name, title=gap.title, sort="changed", details=details)


def _gap_pairs(old: Gap, new: Gap) -> Iterator[tuple[str, object, object]]:
    for key in ("state", "risk", "action"):
        yield key, getattr(old, key), getattr(new, key)
    yield "accepted", _acceptance(old), _acceptance(new)


def _acceptance(gap: Gap) -> str:
    return f"{gap.accepted.reason} ({gap.accepted.who}, until {gap.accepted.until})" if gap.accepted else ""


_TOLD = tuple(key for key in Improvement.model_fields if key != "id")


def _improvements(before: Project, after: Project, chosen: Callable[[str], bool]) -> Iterator[Change]:
    def own(project: Project) -> dict[str, Improvement]:
        return {one.id: one for one in project.improvements if chosen(one.gap)}

    old, new = own(before), own(after)
    for ident in _in_order(new, old):
        if ident not in new:
            yield Change(name=ident, title=old[ident].action, sort="gone")
        elif ident not in old:
            yield Change(name=ident, title=new[ident].action, sort="new")
        else:
            pairs = ((key, _text(getattr(old[ident], key)), _text(getattr(new[ident], key))) for key in _TOLD)
            if details := tuple(details_of(pairs)):
                yield Change(name=ident, title=new[ident].action, sort="changed", details=details)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(getattr(value, "text", value) or "")


def _in_order(first: Iterable[str], then: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys((*first, *then)))
