"""YAML → plain values, with a place for every key.

Values stay text (`id: 0123` stays 0123, `no` stays no, `12:30` stays 12:30); the nouns turn
them into numbers and dates. Only an empty plain value is nothing, and then the key counts as
absent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import yaml

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import problems, yaml_words

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_C_PARSER: Any = getattr(yaml.cyaml, "CParser", None) if hasattr(yaml, "CSafeLoader") else None
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = ("&", "*", "!")
_DEEPEST = 40
"""Levels of nesting; a project's own files need six. The composer recurses in C and would end the program."""
_DEEP_INDENT = re.compile(rf"^[ \-?:\t]{{{_DEEPEST}}}", re.MULTILINE)
_LINE_ENDS = "\x85\u2028\u2029"
"""Ends of lines to the YAML reader, but not to an editor that shows line numbers."""
_Mark: TypeAlias = Any
"""A place of the reader; its two readers have two types for it."""
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
        """Return the place of a value, or of its key; the nearest thing above it when it is not there.

        A group of keys or a list that runs over several lines is shown by the key that holds it.
        """
        node, found_key = _walk(self.node, path)
        over_lines = isinstance(node, yaml.CollectionNode) and not _on_one_line(node)
        chosen = found_key if found_key is not None and (key or over_lines) else node
        return self.of(chosen, path)

    def key(self, path: Sequence[Key]) -> Location | None:
        """Return the place of a key, or `None` when it is not there."""
        above, _ = _walk(self.node, path[:-1])
        pairs = above.value if isinstance(above, yaml.MappingNode) else []
        return next((self.of(key, path) for key, _ in pairs if key.value == path[-1]), None)

    def of(self, node: yaml.Node | None, path: Sequence[Key] = ()) -> Location:
        """Return a node's place in the file; of one that runs over several lines, where it begins."""
        if node is None:
            return Location(file=self.file, line=self.first_line + 1, path=tuple(path))
        if not _on_one_line(node) and isinstance(node, yaml.MappingNode) and not node.flow_style:
            node = node.value[0][0]
        start, end = node.start_mark, node.end_mark
        column = start.column + 1
        last = end.column + 1 if _on_one_line(node) else column
        line = start.line + 1 + self.first_line
        return Location(file=self.file, line=line, column=column, end_column=last, path=tuple(path))


def _on_one_line(node: yaml.Node) -> bool:
    """Return whether a node's end is known and on the line of its beginning; a block's end is not."""
    closed = bool(node.flow_style) if isinstance(node, yaml.CollectionNode) else True
    return closed and node.start_mark.line == node.end_mark.line


def parse(text: str, file: str, first_line: int = 0) -> Tree:
    """Read one YAML document; every problem is in the result, none is raised."""
    for end in _LINE_ENDS:
        text = text.replace(end, " ")
    nothing = Tree(None, None, file, first_line, ())
    try:
        forbidden = _forbidden(text, nothing) if _suspicious(text) else ()
        if forbidden:
            return nothing._replace(problems=forbidden)
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        return nothing._replace(problems=(_broken(error, text, nothing),))
    except (yaml.YAMLError, ValueError) as error:
        return nothing._replace(problems=(_unreadable(error, text, nothing),))
    found: list[Diagnostic] = []
    tree = Tree(None, node, file, first_line, ())
    data = _build(node, tree, found) if node is not None else None
    return Tree(data, node, file, first_line, tuple(found))


def _composer() -> Any:  # noqa: ANN401  # two unrelated classes of PyYAML, neither of them typed
    """Return PyYAML's composer; the one in C without its search for the type of each value, which we do not use."""
    if _C_PARSER is None:
        return yaml.SafeLoader

    class Untyped(_C_PARSER):  # type: ignore[misc]
        def resolve(self, *_: object) -> str:
            return ""

        def descend_resolver(self, *_: object) -> None:
            """Do nothing: no type depends on where a value stands."""

        def ascend_resolver(self) -> None:
            """Do nothing."""

    return Untyped


_Composer: Any = _composer()


def _compose(text: str) -> yaml.Node | None:
    loader = _Composer(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _suspicious(text: str) -> bool:
    """Return whether a text may hold what must be found before it is composed: cheap, and never wrongly no."""
    if any(character in text for character in _SPECIAL):
        return True
    return text.count("[") + text.count("{") > _DEEPEST // 2 or _DEEP_INDENT.search(text) is not None


def _forbidden(text: str, tree: Tree) -> tuple[Diagnostic, ...]:
    """Find anchors, aliases, tags and bottomless nesting from the events, before anything is expanded."""
    found: list[Diagnostic] = []
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return (problems.bad_yaml(_mark(tree, event.start_mark), yaml_words.DEEP.why, yaml_words.DEEP.advice),)
        if anchor := getattr(event, "anchor", None):
            found.append(problems.yaml_alias(_mark(tree, event.start_mark, len(anchor) + 1), anchor))
        elif tag := getattr(event, "tag", None):
            found.append(problems.yaml_tag(_mark(tree, event.start_mark), str(tag).replace("tag:yaml.org,2002:", "!!")))
    return tuple(found)


def _mark(tree: Tree, mark: _Mark, width: int = 1) -> Location:
    column = mark.column + 1
    return Location(file=tree.file, line=mark.line + 1 + tree.first_line, column=column, end_column=column + width)


def _broken(error: yaml.MarkedYAMLError, text: str, tree: Tree) -> Diagnostic:
    words = yaml_words.words_for(error, text)
    mark = error.context_mark if words.opened and error.context_mark is not None else error.problem_mark
    where = _mark(tree, mark)
    last = text.count("\n") + 1 + tree.first_line
    return problems.bad_yaml(where.model_copy(update={"line": min(where.line, last)}), words.why, words.advice)


def _unreadable(error: Exception, text: str, tree: Tree) -> Diagnostic:
    """Place a character that YAML cannot hold; the reader gives only how far from the beginning it is."""
    before = text[: getattr(error, "position", 0)]
    line, column = before.count("\n"), len(before) - before.rfind("\n")
    where = Location(file=tree.file, line=line + 1 + tree.first_line, column=column, end_column=column + 1)
    return problems.bad_yaml(where, yaml_words.CONTROL.why, yaml_words.CONTROL.advice)


def _build(node: yaml.Node, tree: Tree, found: list[Diagnostic]) -> object:
    if isinstance(node, yaml.ScalarNode):
        value: str = node.value
        return None if value in _NOTHING and not node.style else value
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
                return node, key_node
            key_node, node = pair
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            key_node, node = None, node.value[step]
        else:
            return node, key_node
    return node, key_node
