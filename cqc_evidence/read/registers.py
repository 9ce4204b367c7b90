"""YAML files that hold one thing each: the project's settings and registers, the framework's data."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.read import text, yaml_tree
from cqc_evidence.read.validate import error_paths, validate

NounT = TypeVar("NounT", bound=Noun)


def read_register(model: type[NounT], path: Path, file: str) -> tuple[NounT | None, bytes, tuple[Diagnostic, ...]]:
    """Return the file's content, its bytes, and every problem.

    A list entry that cannot be understood is left out alone.
    """
    data, found = text.read_bytes(path, file)
    if found:
        return None, data, found
    raw, found = text.decode(data, file)
    if not raw:
        return None, data, found
    tree = yaml_tree.parse(raw, file)
    found += tree.problems
    if tree.node is None:
        return None, data, found
    content = {} if tree.data is None else tree.data
    noun, more = validate(model, tree, content)
    if noun is None:
        noun = _salvage(model, content)
    return noun, data, found + more


def _salvage(model: type[NounT], content: object) -> NounT | None:
    """Drop the list entries that hold an error; give up when the error lies elsewhere."""
    if not isinstance(content, dict):
        return None
    bad: dict[str, set[int]] = {}
    for path, _ in error_paths(model, content):
        if len(path) > 1 and isinstance(path[0], str) and isinstance(path[1], int):
            bad.setdefault(path[0], set()).add(path[1])
        else:
            return None
    kept = dict(content)
    for key, indexes in bad.items():
        kept[key] = [entry for index, entry in enumerate(content[key]) if index not in indexes]
    return model.model_validate(kept)
