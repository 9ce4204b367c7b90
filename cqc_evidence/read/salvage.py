"""Keeping all that can be kept of a file in which something is wrong."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from cqc_evidence.model.base import Noun
from cqc_evidence.read.validate import error_paths


class Faults(NamedTuple):
    """Where a file's errors lie, from the top."""

    entries: dict[str, set[int]]
    """Key → the entries of its list that hold an error."""
    keys: dict[str, str]
    """Key → pydantic's name of an error that lies in no list entry."""


def faults(model: type[Noun], data: object) -> Faults:
    """Return what would have to go so that the rest can stay."""
    found = Faults({}, {})
    for path, kind in error_paths(model, data):
        if len(path) > 1 and isinstance(path[1], int):
            found.entries.setdefault(str(path[0]), set()).add(path[1])
        elif path:
            found.keys[str(path[0])] = kind if len(path) == 1 else "inside"
    return found


def without(data: Mapping[str, Any], bad: Faults) -> dict[str, Any]:
    """Return the data without the faults."""
    kept = {key: value for key, value in data.items() if key not in bad.keys}
    for key, indexes in bad.entries.items():
        kept[key] = [entry for index, entry in enumerate(kept[key]) if index not in indexes]
    return kept


def place_in_file(index: int, left_out: Container[int]) -> int:
    """Return where the `index`-th entry that was kept stands in the file.

    >>> place_in_file(1, {0, 2})
    3
    """
    place = 0
    while index or place in left_out:
        index -= place not in left_out
        place += 1
    return place
