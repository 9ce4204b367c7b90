"""The information return's register, renewed from the council's list: what people wrote under a number stays, comments too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from cqc_evidence.model.project import IrItem

_MARK = "\ufeff"
_HEAD = "What CQC's information return asks for. Name the evidence here, or the number in an item's ir_refs."


def renewed(data: bytes, head: Mapping[str, str], items: Sequence[IrItem]) -> bytes:
    """Return a register's bytes with the items of a list, in the list's order.

    Of an item that is there already, by its number, only what the list says is changed; one that is not among `items` goes.

    Args:
        data: the file as it is; empty for one that is not there yet.
        head: the keys above the items, such as `list` and `sha256`.
        items: what the register holds afterwards.

    Raises:
        ValueError: when the file cannot be changed as it stands.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415  # only when a file is changed
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        text = data.decode("utf-8").removeprefix(_MARK)
        content = yaml.load(text.replace("\r\n", "\n"))
    except (YAMLError, UnicodeDecodeError) as error:
        message = "this file cannot be changed as it stands"
        raise ValueError(message) from error
    if content is None:
        content = CommentedMap()
        said = [line.lstrip("# ") for line in text.splitlines() if line.strip()]
        content.yaml_set_start_comment("\n".join(said or [_HEAD]))
    there = dict(zip(_numbers(yaml.compose(StringIO(text))), content.get("items") or (), strict=True))
    content.update(head)
    listed = CommentedSeq(_entry(there.get(one.number), one, CommentedMap) for one in items)
    old = content.get("items")
    if isinstance(old, CommentedSeq):
        listed.ca.comment = old.ca.comment
    content["items"] = listed
    out = StringIO()
    yaml.dump(content, out)
    written = out.getvalue()
    return (written.replace("\n", "\r\n") if "\r\n" in text else written).encode()


def _numbers(tree: Any) -> Iterator[str]:  # noqa: ANN401  # ruamel's own nodes
    """Yield the items' numbers as they are written: 1.10 is no 1.1, and 07 is no 7."""
    for key, those in tree.value if tree is not None else ():
        if key.value == "items" and isinstance(those.value, list):
            for one in those.value:
                yield next(value.value for name, value in one.value if name.value == "number")


def _entry(there: Any, item: IrItem, new: type[dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401  # ruamel's own mapping
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted  # noqa: PLC0415  # only when a file is changed

    entry: dict[str, Any] = there if there is not None else new(number=Quoted(item.number))
    for key in ("asks", "statement", "owner"):
        value = getattr(item, key)
        if entry.get(key, "") != value:
            entry[key] = value
    return entry
