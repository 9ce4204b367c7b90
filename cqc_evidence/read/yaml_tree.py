"""YAML → plain values, with a place for every key.

Values stay text (`id: 0123` stays 0123, `no` stays no, `12:30` stays 12:30); the nouns turn
them into numbers and dates. Only an empty plain value is nothing, and then the key counts as
absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import problems

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = ("&", "*", "!")
Key = str | int
Data = dict[str, Any]


class Tree(NamedTuple):
    """A YAML text as it was understood."""

    data: object
    """Mappings, lists, text and `None`."""
    node: yaml.Node | None
    file: str
    first_line: int
    """Lines of the file before the YAML begins."""
    problems: tuple[Diagnostic, ...]

    def place(self, path: Sequence[Key], *, key: bool = False) -> Location:
        """Return the place of a value, or of its key; the nearest thing above it when it is not there."""
        node, found_key = _walk(self.node, path)
        chosen = found_key if key and found_key is not None else node
        return self.of(chosen, path)

    def of(self, node: yaml.Node | None, path: Sequence[Key] = ()) -> Location:
        """Return a node's place in the file."""
        if node is None:
            return Location(file=self.file, line=self.first_line + 1, path=tuple(path))
        start, end = node.start_mark, node.end_mark
        column = start.column + 1
        single = isinstance(node, yaml.ScalarNode) and start.line == end.line
        last = end.column + 1 if single else column
        line = start.line + 1 + self.first_line
        return Location(file=self.file, line=line, column=column, end_column=last, path=tuple(path))


def parse(text: str, file: str, first_line: int = 0) -> Tree:
    """Read one YAML document; every problem is in the result, none is raised."""
    try:
        forbidden = _forbidden(text, file, first_line) if any(c in text for c in _SPECIAL) else ()
        node = None if forbidden else _compose(text)
    except yaml.MarkedYAMLError as error:
        return _broken(error, file, first_line)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        why = str(error).split("\n", maxsplit=1)[0] or "it is nested too deeply"
        where = Location(file=file, line=first_line + 1)
        return Tree(None, None, file, first_line, (problems.bad_yaml(where, why),))
    tree = Tree(None, node, file, first_line, ())
    found = list(forbidden)
    data = _build(node, tree, found) if node is not None else None
    return Tree(data, node, file, first_line, tuple(found))


def _compose(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _forbidden(text: str, file: str, first_line: int) -> tuple[Diagnostic, ...]:
    """Find anchors, aliases and tags from the events, before anything is expanded."""
    found: list[Diagnostic] = []
    for event in yaml.parse(text, Loader=_Loader):
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if (mark := event.start_mark) is None or not (anchor or tag):
            continue
        column = mark.column + 1
        where = Location(file=file, line=mark.line + 1 + first_line, column=column, end_column=column)
        found.append(problems.yaml_alias(where, anchor) if anchor else problems.yaml_tag(where, str(tag)))
    return tuple(found)


def _broken(error: yaml.MarkedYAMLError, file: str, first_line: int) -> Tree:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + 1 + first_line
    column = (mark.column if mark else 0) + 1
    where = Location(file=file, line=line, column=column, end_column=column)
    why = error.problem or "it is not YAML"
    return Tree(None, None, file, first_line, (problems.bad_yaml(where, why),))


def _build(node: yaml.Node, tree: Tree, found: list[Diagnostic]) -> object:
    if isinstance(node, yaml.ScalarNode):
        value: str = node.value
        return None if value in _NOTHING and node.style is None else value
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, tree, found) for child in node.value]
    return _build_mapping(node, tree, found)


def _build_mapping(node: yaml.Node, tree: Tree, found: list[Diagnostic]) -> Data:
    built: Data = {}
    seen: dict[str, yaml.Node] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            found.append(problems.bad_yaml(tree.of(key_node), "a key must be one word"))
            continue
        if key in seen:
            found.append(problems.repeated_key(tree.of(key_node), key, tree.of(seen[key])))
            continue
        seen[key] = key_node
        value = _build(value_node, tree, found)
        if value is not None:
            built[key] = value
    return built


def _walk(node: yaml.Node | None, path: Sequence[Key]) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Follow a key path as far as it goes; return the node and its key's node."""
    key_node: yaml.Node | None = None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                return node, None
            key_node, node = pair
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            key_node, node = None, node.value[step]
        else:
            return node, key_node
    return node, key_node
