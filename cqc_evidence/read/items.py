"""One file of `evidence/` → one item, keeping all that can be kept."""

from __future__ import annotations

from typing import Any

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.location import Location
from cqc_evidence.read import front_matter, text, yaml_tree
from cqc_evidence.read.privacy import hush, is_personal
from cqc_evidence.read.problems import FORM_ADVICE, bad_value, bad_yaml, key_without_value
from cqc_evidence.read.salvage import faults, without
from cqc_evidence.read.validate import validate
from cqc_evidence.read.yaml_tree import Tree

_LISTS = frozenset(("tags", "actions", "figures"))
_RESERVED = {
    "body": "write the text below the second line of three hyphens",
    "location": "take it out; where a source lies is said by its locator",
}
_GUARDS = ("permission", "sensitivity", "status", "until", "basis", "scope")
"""Keys that keep evidence out of a pack: a fault near them leaves the item out."""
_NEAR = 0.6


def read_item(data: bytes, file: str) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    """Return the item and every problem; an item that cannot be trusted is not returned.

    One bad tag, action or figure is left out alone; the item goes on with the rest. No problem of
    a personal item holds any of its words.
    """
    raw, found = text.decode(data, file)
    if not raw:
        return None, found
    item, more = _read(raw, file)
    found += more
    return item, tuple(hush(problem) for problem in found) if found and is_personal(raw) else found


def _read(raw: str, file: str) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    parts, found = front_matter.split(raw, file)
    if parts is None:
        return None, found
    tree = yaml_tree.parse(parts.head, file, first_line=1)
    if not isinstance(tree.data, dict):
        return None, tree.problems or (
            bad_yaml(Location(file=file, line=2), "the front matter holds no keys", FORM_ADVICE),
        )
    blank = _blank_guards(tree.data, tree)
    item, found = _to_item(tree.data, tree, file, parts.body)
    return None if blank or _guarded(tree.problems) else item, tree.problems + blank + found


def _to_item(data: dict[str, Any], tree: Tree, file: str, body: str) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    reserved = _reserved(data, tree)
    for problem in reserved:
        data.pop(str(problem.location.path[0]))
    data["body"] = body.strip("\n")
    data["location"] = Location(file=file)
    item, found = validate(Item, tree, data)
    if item is None:
        item = _salvage(data)
    return item, reserved + found


def _reserved(data: dict[str, Any], tree: Tree) -> tuple[Diagnostic, ...]:
    return tuple(
        bad_value(tree.place((key,), key=True), f'"{key}" is not a key of an item', advice)
        for key, advice in _RESERVED.items()
        if key in data
    )


def _salvage(data: dict[str, Any]) -> Item | None:
    """Drop the bad entries of lists and the keys that are merely unknown; refuse anything else."""
    bad = faults(Item, data)
    harmless = all(kind == "extra_forbidden" and not _like_a_guard(key) for key, kind in bad.keys.items())
    if not harmless or not bad.entries.keys() <= _LISTS:
        return None
    return Item.model_validate(without(data, bad))


def _like_a_guard(key: str) -> bool:
    from difflib import get_close_matches  # noqa: PLC0415  # only for a misspelt key

    return bool(get_close_matches(key.lower(), _GUARDS, n=1, cutoff=_NEAR))


def _blank_guards(data: dict[str, Any], tree: Tree) -> tuple[Diagnostic, ...]:
    """Find a guard that somebody began to write: nobody knows whether it would have let the item pass."""
    permission = data.get("permission")
    inside = permission if isinstance(permission, dict) else {}
    absent: list[tuple[str, ...]] = [(key,) for key in ("permission", "sensitivity") if key not in data]
    absent += [("permission", key) for key in ("basis", "scope") if key not in inside]
    places = ((tree.key(path), path[-1]) for path in absent)
    return tuple(key_without_value(place, key) for place, key in places if place is not None)


def _guarded(found: tuple[Diagnostic, ...]) -> bool:
    """Return whether a key that keeps evidence out of a pack stands twice."""
    words = " ".join(problem.message for problem in found if problem.rule == "repeated-key")
    return any(f'"{guard}"' in words for guard in _GUARDS)
