"""One file of `evidence/` → one item, keeping all that can be kept."""

from __future__ import annotations

import re
from typing import Any

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.location import Location
from cqc_evidence.read import front_matter, text, yaml_tree
from cqc_evidence.read.problems import bad_value, bad_yaml
from cqc_evidence.read.validate import error_paths, validate
from cqc_evidence.read.yaml_tree import Tree

_PERSONAL = re.compile(r"^sensitivity:\s*[\"']?personal", re.MULTILINE)
_LISTS = frozenset(("tags", "actions", "figures"))
_GUARDS = ("permission", "sensitivity", "status", "until", "basis", "scope")
"""Keys that keep evidence out of a pack: a fault near them leaves the item out."""
_NEAR = 0.6


def is_personal(raw: str) -> bool:
    """Return whether a file's text must not be printed."""
    return _PERSONAL.search(raw) is not None


def read_item(data: bytes, file: str) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    """Return the item and every problem; an item that cannot be trusted is not returned.

    One bad tag, action or figure is left out alone; the item goes on with the rest.
    """
    raw, found = text.decode(data, file)
    if not raw:
        return None, found
    parts, more = front_matter.split(raw, file)
    found += more
    if parts is None:
        return None, found
    tree = yaml_tree.parse(parts.head, file, first_line=1)
    found += tree.problems
    if not isinstance(tree.data, dict):
        return None, found or (bad_yaml(Location(file=file, line=2), "the front matter holds no keys"),)
    item, more = _to_item(tree.data, tree, file, parts.body)
    found += more
    if any(problem.rule == "repeated-key" for problem in found):
        item = None if _guarded(found) else item
    return item, found


def _to_item(data: dict[str, Any], tree: Tree, file: str, body: str) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    reserved = _reserved(data, tree)
    for problem in reserved:
        data.pop(str(problem.location.path[0]))
    data["body"] = body.strip("\n")
    data["location"] = Location(file=file, line=1)
    item, found = validate(Item, tree, data)
    if item is not None:
        return item, reserved
    return _salvage(data), reserved + found


def _reserved(data: dict[str, Any], tree: Tree) -> tuple[Diagnostic, ...]:
    return tuple(
        bad_value(tree.place((key,), key=True), f'"{key}" is not a key of an item')
        for key in ("body", "location")
        if key in data
    )


def _salvage(data: dict[str, Any]) -> Item | None:
    """Drop the bad entries of lists and the keys that are merely unknown; refuse anything else."""
    bad: dict[str, set[int]] = {}
    for path, kind in error_paths(Item, data):
        head = path[0]
        if head in _LISTS and len(path) > 1 and isinstance(path[1], int):
            bad.setdefault(str(head), set()).add(path[1])
        elif kind == "extra_forbidden" and len(path) == 1 and not _like_a_guard(str(head)):
            data.pop(str(head))
        else:
            return None
    for key, indexes in bad.items():
        data[key] = [entry for index, entry in enumerate(data[key]) if index not in indexes]
    return Item.model_validate(data)


def _like_a_guard(key: str) -> bool:
    from difflib import get_close_matches  # noqa: PLC0415  # only for a misspelt key

    return bool(get_close_matches(key.lower(), _GUARDS, n=1, cutoff=_NEAR))


def _guarded(found: tuple[Diagnostic, ...]) -> bool:
    words = " ".join(problem.message for problem in found if problem.rule == "repeated-key")
    return any(f'"{guard}"' in words for guard in _GUARDS)
