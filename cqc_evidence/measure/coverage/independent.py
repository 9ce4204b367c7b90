"""How many of a cell's items are independent of each other.

Two items are one source when they share kind, voice, date and source document, or when one is
derived from the other. The count is the size of the largest set without such a pair: more
evidence can only raise it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from cqc_evidence.model.evidence import Item

Graph = dict[str, frozenset[str]]
_Key = tuple[str, str, date | None, date | None, str]


def count_independent(items: Iterable[Item]) -> int:
    """Return how many of the items are independent."""
    return _largest(_graph({item.id: item for item in items}))


def same_source(one: Item, other: Item) -> bool:
    """Return whether two items count as one source."""
    derived = one.id in other.derived_from or other.id in one.derived_from
    return derived or _key(one) == _key(other)


def _key(item: Item) -> _Key:
    """Return what two accounts of one event share; a month and its first to last day are one date."""
    source = item.source
    return (
        item.kind,
        item.voice,
        item.date.start,
        item.date.end,
        source.document or source.citation or source.public_url,
    )


def _graph(items: dict[str, Item]) -> Graph:
    """Return who is one source with whom, leaving out items that can change nothing.

    Of several items with one key only one can be chosen. An item whose derivations lead
    nowhere that another's of its key do not lead as well is at least as good a choice.
    """
    links: defaultdict[str, set[str]] = defaultdict(set)
    for item in items.values():
        for old in item.derived_from:
            if old in items and old != item.id:
                links[item.id].add(old)
                links[old].add(item.id)
    groups: defaultdict[_Key, list[str]] = defaultdict(list)
    for item in items.values():
        groups[_key(item)].append(item.id)
    alone, near = list[str](), dict[str, set[str]]()
    for members in groups.values():
        free = next((name for name in members if name not in links), None)
        if free:
            alone.append(free)
            continue
        inside = set(members)
        chosen = _best({name: frozenset(links[name] - inside) for name in members})
        near.update({name: links[name].union(chosen) - {name} for name in chosen})
    graph = {name: frozenset(others & near.keys()) for name, others in near.items()}
    return {**dict.fromkeys(alone, frozenset[str]()), **graph}


def _best(links: dict[str, frozenset[str]]) -> set[str]:
    """Return one name for each set of links that holds no other's set."""
    names = {outside: name for name, outside in links.items()}
    return {name for outside, name in names.items() if not any(other < outside for other in names)}


def _largest(graph: Graph) -> int:
    """Return the size of a largest set without neighbours.

    An item with at most one neighbour can always be taken; only knots of derivations branch.
    """
    free = [name for name, near in graph.items() if not near]
    taken = len(free)
    graph = _without(graph, frozenset(free))
    while graph:
        name = min(graph, key=lambda each: len(graph[each]))
        if len(graph[name]) > 1:
            knot = max(graph, key=lambda each: len(graph[each]))
            with_it = 1 + _largest(_without(graph, graph[knot] | {knot}))
            return taken + max(with_it, _largest(_without(graph, frozenset((knot,)))))
        graph = _without(graph, graph[name] | {name})
        taken += 1
    return taken


def _without(graph: Graph, gone: frozenset[str]) -> Graph:
    return {name: near - gone for name, near in graph.items() if name not in gone}
