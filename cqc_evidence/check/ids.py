"""Rules about ids, and about items that point at each other."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import pairwise

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Item


@rule("duplicate-id", Severity.ERROR)
def duplicate_id(subject: Subject) -> Iterator[Finding]:
    """Two items have the same id.

    A citation could mean either of them, so only the first (by file name) counts. SharePoint
    and OneDrive make such copies when two people save at once: compare both, keep the better
    one, and give the other a new id only if it is a different piece of evidence.
    """
    seen: dict[str, Item] = {}
    for item in subject.project.items:
        first = seen.setdefault(item.id, item)
        if first is not item:
            yield Finding(
                f'the id "{item.id}" is already used',
                f"it is the id of {first.location.file}; a citation could mean either",
                "give one of them another id, or delete the copy",
                item.location.at("id"),
                (first.location.at("id"),),
            )


@rule("unknown-reference", Severity.ERROR)
def unknown_reference(subject: Subject) -> Iterator[Finding]:
    """An item points at an item that is not there.

    `supersedes`, `derived_from` and an action's `from` name other items by id.
    """
    for item in subject.project.items:
        for path, name in _references(item):
            if name not in subject.items:
                yield Finding(
                    f'no item has the id "{name}"',
                    f'"{path[0]}" names other items by their id',
                    subject.nearest_item(name, "check the id, or take it out"),
                    item.location.at(*path),
                )


@rule("circular-reference", Severity.ERROR)
def circular_reference(subject: Subject) -> Iterator[Finding]:
    """Items supersede each other, or are derived from each other, in a circle.

    Of two items only one can be the newer, and only one the source of the other. Items that
    supersede each other in a circle all stop counting.
    """
    for key in ("supersedes", "derived_from"):
        edges = {name: tuple(getattr(item, key)) for name, item in subject.items.items()}
        for circle in _circles(edges):
            places = [
                subject.items[name].location.at(key, edges[name].index(target))
                for name, target in pairwise((*circle, circle[0]))
            ]
            yield Finding(
                f"this item {'supersedes' if key == 'supersedes' else 'is derived from'} itself: {' → '.join((*circle, circle[0]))}",
                "the newer item supersedes the older, and an extract is derived from its source; never both ways",
                "take out the entry that points the wrong way",
                places[0],
                tuple(places[1:]),
            )


def _references(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in ("supersedes", "derived_from"):
        for index, name in enumerate(getattr(item, key)):
            yield (key, index), name
    for number, action in enumerate(item.actions):
        for index, name in enumerate(action.from_):
            yield ("actions", number, "from", index), name


def _circles(edges: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return a circle through each item that lies on one not yet returned, beginning with its first id."""
    found: list[tuple[str, ...]] = []
    told: set[str] = set()
    for start in sorted(_knotted(edges)):
        circle = _way_back(start, edges) if start not in told else ()
        if circle:
            told.update(circle)
            found.append(circle)
    return found


def _knotted(edges: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the items that are on a circle or lead out of one: those that no end can be taken from."""
    indegree = Counter(target for targets in edges.values() for target in targets)
    free = [name for name in edges if not indegree[name]]
    left = set(edges)
    while free:
        name = free.pop()
        left.discard(name)
        for target in edges.get(name, ()):
            indegree[target] -= 1
            if not indegree[target]:
                free.append(target)
    return left


def _way_back(start: str, edges: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the shortest way from an item to itself, or nothing."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for target in edges.get(name, ()):
            if target == start:
                way = [name]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if target not in came_from:
                came_from[target] = name
                waiting.append(target)
    return ()
