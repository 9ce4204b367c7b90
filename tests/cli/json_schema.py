"""Enough of JSON Schema (2020-12) to hold our files against our schemas, without another package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

SORTS: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,),
    "integer": (int,), "number": (int, float), "null": (type(None),),
}  # fmt: skip
UNDERSTOOD = {
    "$schema", "$id", "$defs", "$ref", "type", "properties", "required", "additionalProperties", "items", "prefixItems",
    "anyOf", "oneOf", "enum", "const", "pattern", "minimum", "maximum", "minItems", "maxItems", "minLength", "format",
    "title", "description", "default", "discriminator", "examples", "uniqueItems", "patternProperties", "propertyNames",
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """Yield in what way a value does not follow a schema.

    Raises:
        ValueError: when the schema uses a word that is not understood here.
    """
    root = root or schema
    if unknown := set(schema) - UNDERSTOOD:
        message = f"not understood: {unknown}"
        raise ValueError(message)
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
    for word in ("anyOf", "oneOf"):
        tried = [list(faults(value, one, root, at)) for one in schema.get(word, ())]
        if tried and all(tried):
            yield f"{at} follows none of {word}: {tried}"
    sort = schema.get("type")
    if sort and (not isinstance(value, SORTS[sort]) or (isinstance(value, bool) and sort != "boolean")):
        yield f"{at} is no {sort}: {value!r}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of {schema['enum']}: {value!r}"
    if "const" in schema and value != schema["const"]:
        yield f"{at} is not {schema['const']!r}: {value!r}"
    yield from _of_sort(value, schema, root, at)


def _of_sort(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, at)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, one in enumerate(value):
            yield from faults(one, schema["items"], root, f"{at}[{number}]")
    elif isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value):
            yield f"{at} does not look like {schema['pattern']}: {value!r}"
        if schema.get("format") == "date" and not _is_day(value):
            yield f"{at} is no day: {value!r}"
    elif isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at} is out of range: {value!r}"


def _of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at} lacks {key}" for key in schema.get("required", ()) if key not in value)
    for key, one in value.items():
        inside = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
        if inside is False:
            yield f"{at} has an unknown key {key}"
        elif isinstance(inside, dict):
            yield from faults(one, inside, root, f"{at}.{key}")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
