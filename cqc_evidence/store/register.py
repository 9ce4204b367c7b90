"""A register's file with entries added; what stands in it, its comments and its order stay."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Any

_MARK = "\ufeff"


def appended(data: bytes, key: str, entries: Sequence[dict[str, Any]]) -> bytes:
    """Return a register's bytes with entries added at the end of one list.

    Args:
        data: the file as it is; empty for one that is not there yet.
        key: the list, such as `improvements`.
        entries: plain values: texts, numbers, days, lists.

    Raises:
        ValueError: when the file cannot be changed as it stands.
    """
    if not entries:
        return data
    from ruamel.yaml import YAML  # noqa: PLC0415  # only when a file is changed
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    text = data.decode("utf-8")
    windows = "\r\n" in text
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        content = yaml.load(text.removeprefix(_MARK).replace("\r\n", "\n")) if text.strip() else CommentedMap()
    except YAMLError as error:
        message = "this file cannot be changed as it stands"
        raise ValueError(message) from error
    if content is None:
        # A file of comments alone: they stay at its top.
        content = CommentedMap()
        content.yaml_set_start_comment("\n".join(line.lstrip("# ") for line in text.splitlines() if line.strip()))
    if not isinstance(content, dict):
        message = "this file does not hold what a register holds"
        raise ValueError(message)  # noqa: TRY004  # one sort of refusal for whoever changes files
    those = content.get(key)
    if those is None:
        those = content[key] = CommentedSeq()
    if getattr(those, "fa", None) is not None and those.fa.flow_style() and not those:
        those.fa.set_block_style()
    those.extend(CommentedMap(entry) for entry in entries)
    out = StringIO()
    yaml.dump(content, out)
    new = out.getvalue()
    mark = _MARK if text.startswith(_MARK) else ""
    return (mark + (new.replace("\n", "\r\n") if windows else new)).encode()
