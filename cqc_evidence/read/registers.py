"""YAML files that hold one thing each: the project's settings and registers, the framework's data."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.read import text, yaml_tree
from cqc_evidence.read.salvage import faults, without
from cqc_evidence.read.validate import validate

NounT = TypeVar("NounT", bound=Noun)


def read_register(model: type[NounT], path: Path, file: str) -> tuple[NounT | None, bytes, tuple[Diagnostic, ...]]:
    """Return the file's content, its bytes, and every problem.

    A list entry that cannot be understood is left out alone, and so is a key that need not be
    there. A file that holds only comments is one without keys.
    """
    data, found = text.read_bytes(path, file)
    if found:
        return None, data, found
    raw, found = text.decode(data, file)
    if not raw:
        return None, data, found
    tree = yaml_tree.parse(raw, file)
    found += tree.problems
    if tree.node is None and tree.problems:
        return None, data, found
    content = {} if tree.data is None else tree.data
    noun, more = validate(model, tree, content)
    if noun is None and isinstance(content, dict):
        noun = _salvage(model, content)
    return noun, data, found + more


def _salvage(model: type[NounT], content: dict[str, object]) -> NounT | None:
    """Drop the list entries that hold an error and the keys that can be done without."""
    bad = faults(model, content)
    fields = model.model_fields
    if any(key in fields and fields[key].is_required() for key in bad.keys):
        return None
    return model.model_validate(without(content, bad))
