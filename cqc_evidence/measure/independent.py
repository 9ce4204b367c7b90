"""How many of a cell's items are independent of each other.

Two items are one source when they share kind, voice, date and source document, or when one is
derived from the other. The count is the size of the largest set without such a pair: more
evidence can only raise it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cqc_evidence.model.evidence import Item

Graph = dict[str, frozenset[str]]


def count_independent(items: Iterable[Item]) -> int:
    """Return how many of the items are independent."""
    return _largest(_graph({item.id: item for item in items}))


def same_source(one: Item, other: Item) -> bool:
    """Return whether two items count as one source."""
    derived = one.id in other.derived_from or other.id in one.derived_from
    return derived or _key(one) == _key(other)


def _key(item: Item) -> tuple[str, str, str, str]:
    source = item.source
    return (item.kind, item.voice, item.date.text, source.document or source.citation or source.public_url)


def _graph(items: dict[str, Item]) -> Graph:
    """Return who is one source with whom, leaving out twins that can change nothing.

    An item without any derivation here stands for all items of its key: choosing it never
    blocks a choice elsewhere.
    """
    derived = {item.id: {old for old in item.derived_from if old in items and old != item.id} for item in items.values()}
    linked = {name for name, olds in derived.items() if olds} | {old for olds in derived.values() for old in olds}
    groups: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for item in items.values():
        groups[_key(item)].append(item.id)
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    kept: set[str] = set()
    for members in groups.values():
        free = [name for name in members if name not in linked]
        chosen = free[:1] or members
        kept.update(chosen)
        for name in chosen:
            neighbours[name].update(other for other in chosen if other != name)
    for name, olds in derived.items():
        for old in olds:
            if name in kept and old in kept:
                neighbours[name].add(old)
                neighbours[old].add(name)
    return {name: frozenset(neighbours[name]) for name in sorted(kept)}


def _largest(graph: Graph) -> int:
    """Return the size of a largest set without neighbours.

    An item with at most one neighbour can always be taken; only knots of derivations branch.
    """
    taken = 0
    while graph:
        name = min(graph, key=lambda each: (len(graph[each]), each))
        if len(graph[name]) > 1:
            knot = max(graph, key=lambda each: (len(graph[each]), each))
            with_it = 1 + _largest(_without(graph, graph[knot] | {knot}))
            return taken + max(with_it, _largest(_without(graph, frozenset((knot,)))))
        graph = _without(graph, graph[name] | {name})
        taken += 1
    return taken


def _without(graph: Graph, gone: frozenset[str]) -> Graph:
    return {name: near - gone for name, near in graph.items() if name not in gone}
