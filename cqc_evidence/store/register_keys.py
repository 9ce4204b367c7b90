"""A register's file with keys set in entries that stand in it; comments, the order of keys and everything else stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

_MARK = "\ufeff"


def with_keys(
    data: bytes, key: str, chosen: Sequence[Mapping[str, str]], keys: Mapping[str, Any], *, unless: str = ""
) -> bytes:
    """Return a register's bytes with keys set in the chosen entries of one list.

    Args:
        data: the file as it is.
        key: the list, such as `requests`.
        chosen: what an entry holds that is meant; an empty text stands for a key that is absent or empty.
        keys: what to set: texts, numbers, days, lists.
        unless: a key; an entry that has it already is left as it is.

    Raises:
        ValueError: when the file cannot be changed as it stands.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415  # only when a file is changed
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    text = data.decode("utf-8")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True  # one day set in two entries is written twice
    try:
        content = yaml.load(text.removeprefix(_MARK).replace("\r\n", "\n"))
    except YAMLError as error:
        message = "this file cannot be changed as it stands"
        raise ValueError(message) from error
    entries = content.get(key) if isinstance(content, dict) else None
    if not isinstance(entries, list):
        message = "this file does not hold what a register holds"
        raise ValueError(message)  # noqa: TRY004  # one sort of refusal for whoever changes files
    for entry in entries:
        if isinstance(entry, dict) and not entry.get(unless) and any(_is_meant(entry, one) for one in chosen):
            _set(entry, keys)
    out = StringIO()
    yaml.dump(content, out)
    new = out.getvalue()
    mark = _MARK if text.startswith(_MARK) else ""
    return (mark + (new.replace("\n", "\r\n") if "\r\n" in text else new)).encode()


def _set(entry: Any, keys: Mapping[str, Any]) -> None:  # noqa: ANN401  # ruamel's own mapping
    """Set keys; what stands below an entry, such as a comment on the next one, stays below it."""
    from ruamel.yaml.tokens import CommentToken  # noqa: PLC0415  # only when a file is changed

    last = list(entry)[-1]
    entry.update(keys)
    token = entry.ca.items.get(last, [None] * 3)[2]
    if list(entry)[-1] == last or token is None:
        return
    beside, end, below = token.value.partition("\n")
    if below:
        entry.ca.items[list(entry)[-1]] = [None, None, CommentToken(f"\n{below}", token.start_mark), None]
        token.value = f"{beside}{end}"


def _is_meant(entry: Mapping[str, Any], one: Mapping[str, str]) -> bool:
    return all(" ".join(str(entry.get(name) or "").split()) == " ".join(value.split()) for name, value in one.items())
