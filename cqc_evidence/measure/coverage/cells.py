"""One quality statement × one evidence category: its state with every reason, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import itemgetter

from cqc_evidence.measure.coverage.eligible import Counted, Evidence
from cqc_evidence.measure.coverage.fresh import is_fresh, why_stale
from cqc_evidence.measure.coverage.independent import count_independent
from cqc_evidence.model.coverage import STATES, Cell, Challenge, Says
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import CellState, Expectation, Framework
from cqc_evidence.model.project import Project

Reason = tuple[CellState, str]
_VOICES = {
    "person": "no one who draws on care and support is heard",
    "carer": "no unpaid carer is heard",
    "family": "no family is heard",
    "staff": "no member of staff is heard",
    "leader": "no leader is heard",
    "partner": "no partner organisation is heard",
    "provider": "no care provider is heard",
    "organisation": "nothing comes from the council's own records",
}


def measure_cells(project: Project, evidence: Evidence) -> tuple[Cell, ...]:
    """Return every cell that the framework expects something of, in the framework's order."""
    answers = answers_to(evidence, project.as_at)
    order = {statement.id: statement.number for statement in project.framework.statements}
    columns = {category.id: place for place, category in enumerate(project.framework.quality.categories)}
    expected = {
        (order[cell.statement], columns[cell.category]): cell
        for cell in reversed(project.framework.expectations.cells)
        if cell.statement in order and cell.category in columns
    }
    return tuple(_cell(cell, project, evidence, answers) for _, cell in sorted(expected.items(), key=itemgetter(0)))


def answers_to(evidence: Evidence, as_at: date) -> Mapping[str, tuple[str, ...]]:
    """Return, for each item that an action was raised from, the items whose action was done by as-at."""
    found: dict[str, list[str]] = {}
    for item in evidence.items.values():
        for action in item.actions:
            done = action.done is not None and action.done.known and not action.done.starts_after(as_at)
            for origin in action.from_ if done else ():
                found.setdefault(origin, []).append(item.id)
    return {origin: tuple(sorted(set(names))) for origin, names in found.items()}


def newest_first(items: Iterable[Item]) -> list[Item]:
    """Return items from the latest end to the earliest; unknown dates last, ties by id."""
    return sorted(items, key=lambda item: (-(item.date.end or date.min).toordinal(), item.id))


def _cell(wanted: Expectation, project: Project, evidence: Evidence, answers: Mapping[str, tuple[str, ...]]) -> Cell:
    tags = evidence.by_cell.get((wanted.statement, wanted.category), ())
    supporting = _items(tags, "supports")
    challenging = _items(tags, "challenges")
    overrides = project.framework.expectations.fresh_until
    fresh = [item for item in supporting if is_fresh(item, wanted.months, overrides, project.as_at)]
    reasons = _reasons(wanted, supporting, challenging, fresh, project)
    faults = tuple(state for state in STATES if any(found == state for found, _ in reasons))
    return Cell(
        statement=wanted.statement,
        category=wanted.category,
        level=wanted.level,
        state=faults[0],
        reasons=tuple(words for _, words in reasons),
        faults=faults,
        says=_says(supporting, challenging),
        evidence=tuple(item.id for item in newest_first(supporting)),
        challenged_by=tuple(item.id for item in newest_first(challenging)),
        challenges=tuple(
            Challenge(item=item.id, answered_by=answers.get(item.id, ())) for item in newest_first(challenging)
        ),
        independent=count_independent(fresh),
        wanted=wanted.items,
        help=_help(wanted, project.framework),
    )


def _items(tags: tuple[Counted, ...], stance: str) -> list[Item]:
    return list({counted.item.id: counted.item for counted in tags if counted.tag.stance == stance}.values())


def _reasons(
    wanted: Expectation, supporting: list[Item], challenging: list[Item], fresh: list[Item], project: Project
) -> list[Reason]:
    """Return every reason, worst state first; `covered` with its reason when there is no other."""
    if not supporting:
        return [("missing", _why_missing(challenging))]
    if not fresh:
        stale: Reason = ("stale", why_stale(tuple(supporting), wanted.months, project.as_at))
        return [stale, *_short(wanted, supporting, None, project.framework)]
    recent = {item.id for item in fresh}
    older = [item for item in supporting if item.id not in recent]
    if short := _short(wanted, fresh, older, project.framework):
        return short
    accepted = count_independent(item for item in fresh if item.status == "accepted")
    return [("covered", f"{accepted} independent, fresh and accepted; {wanted.items} wanted")]


def _short(wanted: Expectation, items: list[Item], older: list[Item] | None, framework: Framework) -> list[Reason]:
    """Return how items fall short, apart from their age: too thin, or enough only with what nobody has accepted."""
    if thin := _thin(wanted, items, older, framework):
        return thin
    accepted = [item for item in items if item.status == "accepted"]
    if _thin(wanted, accepted, older, framework):
        waiting = _items_in_words(len(items) - len(accepted))
        return [("unreviewed", f"there are enough only with {waiting} not yet accepted")]
    return []


def _thin(wanted: Expectation, items: list[Item], older: list[Item] | None, framework: Framework) -> list[Reason]:
    """Return how items are too thin; `older` are those beside them that are no longer fresh, if these are."""
    found: list[Reason] = []
    number = count_independent(items)
    if number < wanted.items:
        word = "independent" if older is None else "fresh and independent"
        aged = f" ({_items_in_words(len(older))} no longer fresh)" if older else ""
        found.append(("thin", f"{number} of {wanted.items} {word} items{aged}"))
    heard, before = ({item.voice for item in some} for some in (items, older or ()))
    found += [
        ("thin", _VOICES[voice] + (" in what is fresh" if voice in before else ""))
        for voice in wanted.voices
        if voice not in heard
    ]
    if items and all(_is_policy(item, framework) for item in items):
        found.append(("thin", "only documents that say what should happen, nothing that shows what did"))
    return found


def _why_missing(challenging: list[Item]) -> str:
    if not challenging:
        return "no item is tagged here"
    verb = "challenges" if len(challenging) == 1 else "challenge"
    return f"no item supports it; {_items_in_words(len(challenging))} here {verb} it"


def _items_in_words(number: int) -> str:
    return "1 item" if number == 1 else f"{number} items"


def _is_policy(item: Item, framework: Framework) -> bool:
    kind = framework.kind(item.kind)
    return kind is not None and kind.policy


def _says(supporting: list[Item], challenging: list[Item]) -> Says:
    if challenging:
        return "mixed" if supporting else "concerns"
    return "supports" if supporting else "nothing"


def _help(wanted: Expectation, framework: Framework) -> str:
    for closer in framework.mapping.closes:
        if (closer.statement, closer.category) == (wanted.statement, wanted.category):
            return closer.help
    return f"{wanted.items} independent item{'' if wanted.items == 1 else 's'} from the last {wanted.months} months"
