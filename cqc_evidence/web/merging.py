"""A clash as a person sees it: what only one changed is kept, what both changed is shown side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from cqc_evidence.store.fields import Merged, merged

_TOGETHER = ("tags", "figures", "actions")
"""Lists whose entries are compared one by one when nobody added or took any away."""
_GROUPS = ("source", "permission")
_DEEPEST = 4
_ODD = "the hidden field does not hold data"


def flat(data: Mapping[str, Any], like: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """Return data with groups and lists opened out: `tags/0/says`; a list whose length differs in `like` stays whole."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            found |= {f"{key}/{name}": inner for name, inner in value.items()}
        elif value and key in _TOGETHER and len({len(other.get(key) or []) for other in like}) == 1:
            for place, entry in enumerate(value):
                found |= {f"{key}/{place}/{name}": inner for name, inner in entry.items()}
        else:
            found[key] = value
    return found


def closed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return opened-out data as it was.

    >>> closed({"title": "A", "tags/0/says": "b", "source/citation": "c"})
    {'title': 'A', 'tags': [{'says': 'b'}], 'source': {'citation': 'c'}}
    """
    found: dict[str, Any] = {}
    for key, value in data.items():
        parts = key.split("/")
        if len(parts) == 1:
            found[key] = value
        elif parts[0] in _TOGETHER:
            entries = found.setdefault(parts[0], [])
            while len(entries) <= int(parts[1]):
                entries.append({})
            entries[int(parts[1])][parts[2]] = value
        else:
            found.setdefault(parts[0], {})[parts[1]] = value
    return found


class Meeting(NamedTuple):
    """Two changes of one thing, brought together."""

    merged: Merged
    data: dict[str, Any]
    """What comes of it, with theirs wherever both changed something."""


def meet(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Meeting:
    """Bring my change and theirs together, field by field."""
    like = (base, mine, theirs)
    found = merged(flat(base, like), flat(mine, like), flat(theirs, like))
    return Meeting(found, closed(found.data))


def chosen(meeting: Meeting, form: MultiDict[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what comes of a meeting with each clash settled as the form says, and those that it does not settle."""
    data = dict(meeting.merged.data)
    left = []
    for clash in meeting.merged.clashes:
        choice = form.get(f"choose-{clash.key}", "")
        if choice == "mine":
            if clash.mine is None:
                data.pop(clash.key, None)
            else:
                data[clash.key] = clash.mine
        elif choice != "theirs":
            left.append(clash.key)
    return closed(data), tuple(left)


def packed(data: Mapping[str, Any]) -> str:
    """Return data as a form's hidden field carries it."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def unpacked(text: str) -> dict[str, Any]:
    """Return what a hidden field carried.

    Raises:
        ValueError: when it is not what `packed` made.
    """
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError(_ODD) from error
    if not isinstance(data, dict) or not all(_fits(key, value) for key, value in data.items()):
        raise ValueError(_ODD)
    json.dumps(data, ensure_ascii=False, allow_nan=False).encode()  # what no file can hold is refused here
    return data


def _fits(key: str, value: object) -> bool:
    """Return whether a value can be opened out and closed again."""
    if not key or "/" in key:
        return False
    if key in _GROUPS:
        return _is_group(value)
    if key in _TOGETHER:
        return isinstance(value, list) and all(_is_group(entry) for entry in value)
    return not isinstance(value, dict) and not _deeper(value, _DEEPEST)


def _is_group(value: object) -> bool:
    return isinstance(value, dict) and all(
        key and "/" not in key and not _deeper(one, _DEEPEST) for key, one in value.items()
    )


def _deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(levels == 0 or _deeper(one, levels - 1) for one in inner)
