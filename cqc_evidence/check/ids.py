"""Rules about ids, and about items that point at each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cqc_evidence.check.registry import Finding, Subject, rule
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.problems import did_you_mean


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
                (first.location,),
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
                    did_you_mean(name, subject.items, "check the id, or take it out"),
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
            item = subject.items[circle[0]]
            yield Finding(
                f"this item {'supersedes' if key == 'supersedes' else 'is derived from'} itself: {' → '.join((*circle, circle[0]))}",
                "the newer item supersedes the older, and an extract is derived from its source; never both ways",
                "take out the entry that points the wrong way",
                item.location.at(key),
                tuple(subject.items[name].location for name in circle[1:]),
            )


def _references(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in ("supersedes", "derived_from"):
        for index, name in enumerate(getattr(item, key)):
            yield (key, index), name
    for number, action in enumerate(item.actions):
        for index, name in enumerate(action.from_):
            yield ("actions", number, "from", index), name


def _circles(edges: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return each circle once, beginning with its first id."""
    indegree: defaultdict[str, int] = defaultdict(int)
    for targets in edges.values():
        for target in targets:
            indegree[target] += 1
    free = [name for name in edges if not indegree[name]]
    left = dict(edges)
    while free:
        name = free.pop()
        for target in left.pop(name, ()):
            indegree[target] -= 1
            if not indegree[target]:
                free.append(target)
    return _follow({name: tuple(target for target in targets if target in left) for name, targets in left.items()})


def _follow(edges: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in sorted(edges):
        path: list[str] = []
        name = start
        while name not in seen and edges.get(name):
            seen.add(name)
            path.append(name)
            name = edges[name][0]
        if name in path:
            circle = path[path.index(name) :]
            first = circle.index(min(circle))
            found.append((*circle[first:], *circle[:first]))
    return found


