"""An item as the text of its file, in the order and form that people know from the documents."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from cqc_evidence.model.evidence import Item

_FIRST = (
    "id", "kind", "title", "date", "owner", "submitted_by", "voice", "verbatim", "reported_by", "n", "invited",
    "method", "interviewer", "source", "ir_refs", "sites", "lenses", "sensitivity", "permission", "status",
    "reviews", "review_by", "next_due", "supersedes", "derived_from", "figures", "tags", "actions",
)  # fmt: skip
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_EXACT = 2**53
"""Whole numbers up to here are the same as a number with a point."""
_ALWAYS = frozenset(("sensitivity", "permission", "status", "tags", "verbatim"))
"""Keys that stand there even with their usual value: a reader looks for them."""
_NOT_IN_FILES = {"body", "location"}
_FLOW = frozenset(("permission", "reported_back", "ir_refs", "sites", "lenses", "supersedes", "derived_from", "rules",
                   "breaks", "topics", "i_statements", "scope", "from"))  # fmt: skip


def item_text(item: Item) -> str:
    """Return a new file's text for an item: front matter and body; keys without a value are left out."""
    return f"---\n{front_matter_text(item_data(item))}---\n" + (f"\n{item.body}\n" if item.body else "")


def item_data(item: Item) -> dict[str, Any]:
    """Return what an item's front matter holds, as plain values in the usual order."""
    bare = item.model_dump(mode="json", by_alias=True, exclude=_NOT_IN_FILES, exclude_defaults=True)
    whole = item.model_dump(mode="json", by_alias=True, include=set(_ALWAYS))
    whole["permission"] = {"basis": item.permission.basis, **bare.get("permission", {})}
    whole["tags"] = bare.get("tags", [])
    data = {**whole, **bare, "permission": whole["permission"]}
    return {key: _whole(data[key]) for key in _FIRST if key in data}


def _whole(value: Any) -> Any:  # noqa: ANN401  # plain values of any sort
    """Return a value whose whole numbers are written as 25, not as 25.0."""
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT else value


def front_matter_text(data: dict[str, Any]) -> str:
    """Return plain values as YAML that comes back as it was."""
    import yaml  # noqa: PLC0415  # only when an item is written

    text: str = yaml.dump(
        data, Dumper=_dumper(), sort_keys=False, allow_unicode=not is_odd(data), width=10_000, default_flow_style=False
    )
    return text


def is_odd(value: Any) -> bool:  # noqa: ANN401  # plain values of any sort
    """Return whether a value holds a character that YAML does not read back as it stands, so that it must be escaped."""
    if isinstance(value, str):
        return _ODD.search(value) is not None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(is_odd(one) for one in inner)


@lru_cache(maxsize=1)
def _dumper() -> Any:  # noqa: ANN401  # a class made from one of PyYAML's, which has no types
    """Return a dumper that leaves dates plain, as people write them, and short groups on one line."""
    import yaml  # noqa: PLC0415

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002  # PyYAML's own signature
            return super().increase_indent(flow, False)  # noqa: FBT003

        def represent_mapping(self, tag: str, mapping: Any, flow_style: Any = None) -> Any:  # noqa: ANN401
            node = super().represent_mapping(tag, mapping, flow_style)
            for key, value in node.value:
                if key.value in _FLOW or (isinstance(value, yaml.CollectionNode) and not value.value):
                    value.flow_style = True
            return node

    Dumper.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
        for first, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }
    return Dumper
