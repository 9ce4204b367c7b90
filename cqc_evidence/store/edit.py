"""One item's file with some keys changed: comments, the order of keys, line ends and everything else stay."""

from __future__ import annotations

from io import StringIO
from typing import Any

from cqc_evidence.model.evidence import Item
from cqc_evidence.store.item_text import is_odd, item_data

_MARK = "\ufeff"


def edited(data: bytes, before: Item, after: Item) -> bytes:
    """Return a file's bytes with what differs between two readings of its item changed, and nothing else.

    Args:
        data: the file as it is; it was read as `before`.
        before: the item that the file holds.
        after: the item that it shall hold.

    Raises:
        ValueError: when the file has no front matter that can be changed, or is not UTF-8.
    """
    text = data.decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    windows = "\r\n" in text
    head, body = halves(text.removeprefix(_MARK).replace("\r\n", "\n"))
    old, new = item_data(before), item_data(after)
    if old != new:
        head = edited_head(head, old, new)
    if before.body != after.body:
        body = f"\n{after.body}\n" if after.body else ""
    whole = f"{mark}---\n{head}---\n{body}"
    return (whole.replace("\n", "\r\n") if windows else whole).encode()


def halves(text: str) -> tuple[str, str]:
    """Return a file's front matter and what follows it.

    Raises:
        ValueError: when it has none.
    """
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:  # noqa: PLR2004  # a first and a second fence
        message = "this file has no front matter"
        raise ValueError(message)
    return "\n".join([*lines[1 : ends[1]], ""]), "\n".join(lines[ends[1] + 1 :])


def edited_head(head: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return YAML with what differs between two readings of it changed; comments and the order of keys stay.

    Raises:
        ValueError: when the YAML cannot be changed as it stands.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415  # only when a file is changed
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    yaml = YAML()
    _keep_numbers_as_written(yaml)
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.allow_unicode = not (is_odd(old) or is_odd(new))
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.version = (1, 2)
    try:
        loaded = yaml.load(head)
    except YAMLError as error:
        message = "this front matter cannot be changed as it stands"
        raise ValueError(message) from error
    _merge(loaded, old, new)
    out = StringIO()
    yaml.dump(loaded, out)
    return out.getvalue().removeprefix("%YAML 1.2\n---\n")


class _AsWritten(float):
    """A number with a decimal point, and how somebody wrote it."""

    text = ""


def _keep_numbers_as_written(yaml: Any) -> None:  # noqa: ANN401  # ruamel's own object
    """Let numbers with a decimal point be written as they were read: ruamel would work their digits out anew."""

    def read(constructor: Any, node: Any) -> _AsWritten:  # noqa: ANN401
        number = _AsWritten(constructor.construct_yaml_float(node))
        number.text = node.value
        return number

    def write(representer: Any, number: _AsWritten) -> Any:  # noqa: ANN401
        return representer.represent_scalar("tag:yaml.org,2002:float", number.text)

    yaml.constructor.add_constructor("tag:yaml.org,2002:float", read)
    yaml.representer.add_representer(_AsWritten, write)


def _merge(target: Any, old: dict[str, Any], new: dict[str, Any]) -> None:  # noqa: ANN401  # ruamel's own mapping
    """Set in a mapping what differs between two readings of it."""
    for key in old.keys() | new.keys():
        if key not in new:
            target.pop(key, None)
        elif key not in old or key not in target:
            if old.get(key) != new[key]:
                _put(target, key, new[key], list(new))
        elif old[key] != new[key]:
            target[key] = _merged(target[key], old[key], new[key])


def _merged(target: Any, old: Any, new: Any) -> Any:  # noqa: ANN401
    if isinstance(new, dict) and isinstance(old, dict):
        _merge(target, old, new)
        return target
    if isinstance(new, list) and isinstance(old, list) and len(target) == len(old):
        for index, value in enumerate(new[: len(old)]):
            if value != old[index]:
                target[index] = _merged(target[index], old[index], value)
        del target[len(new) :]
        target.extend(new[len(old) :])
        return target
    return new


def _put(target: Any, key: str, value: Any, order: list[str]) -> None:  # noqa: ANN401
    """Add a key behind the one that usually stands before it."""
    before = [name for name in order[: order.index(key)] if name in target]
    place = list(target).index(before[-1]) + 1 if before else 0
    target.insert(place, key, value)
