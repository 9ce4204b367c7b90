"""Plain values → nouns; every pydantic complaint becomes a located problem in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import problems
from cqc_evidence.read.yaml_tree import Key, Tree

NounT = TypeVar("NounT", bound=Noun)
_WHOLE = ("a whole number belongs here", "write digits only, such as 12")
_NUMBER = ("a number belongs here", "write digits and a full stop only, such as 12.5; no sign, no comma")
_YES_OR_NO = ("true or false belongs here", "write true or false")
_GROUP = ("a group of keys belongs here", "write it as {{key: value}}, or as keys on indented lines below")
_TYPES = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": ("a smaller number belongs here", "check it against the source"),
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "less_than_equal": ("a number up to {le} belongs here", "write a number up to {le}"),
    "greater_than_equal": ("a number from {ge} belongs here", "write a number from {ge}"),
    "bool_parsing": _YES_OR_NO,
    "bool_type": _YES_OR_NO,
    "string_type": ("one text belongs here", "write one text, in quotation marks if it has brackets in it"),
    "tuple_type": ("a list belongs here", "write it as [one, two]"),
    "too_short": ("at least one entry belongs here", "add an entry, or delete the file to use the shipped one"),
    "model_type": _GROUP,
    "dict_type": _GROUP,
}
"""Pydantic's name of an error → what belongs there, and what to do."""


def validate(
    model: type[NounT], tree: Tree, data: object, path: Sequence[Key] = ()
) -> tuple[NounT | None, tuple[Diagnostic, ...]]:
    """Return the noun, or nothing and each reason with its place.

    `path` is where `data` stands in the tree.
    """
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(_explain(model, tree, tuple(path), found) for found in error.errors(include_url=False))


def error_paths(model: type[Noun], data: object) -> list[tuple[tuple[Key, ...], str]]:
    """Return the key path and pydantic's name of each error, for those who salvage the rest."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [(tuple(found["loc"]), found["type"]) for found in error.errors(include_url=False)]
    return []


def _explain(model: type[Noun], tree: Tree, base: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    loc: tuple[Key, ...] = error["loc"]
    path = (*base, *loc)
    kind: str = error["type"]
    handler = _HANDLERS.get(kind)
    if handler is not None:
        return handler(model, tree, path, error)
    place = tree.place(path)
    value = str(error["input"])
    if kind == "string_pattern_mismatch":
        return problems.bad_id(place, value)
    if kind == "value_error":
        why = str(error["ctx"]["error"])
        return _bad_date(place, why)
    wanted, advice = _TYPES.get(kind) or (
        str(error["msg"]).lower(),
        "check it against the form: cqc-evidence schema describes it",
    )
    limits = error.get("ctx") or {}
    return problems.bad_value(place, f"{wanted.format_map(limits)}{_shown(error['input'])}", advice.format_map(limits))


def _shown(value: object) -> str:
    return f', not "{value}"' if isinstance(value, str | int | float) else ""


def _missing(_model: type[Noun], tree: Tree, path: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    key = str(path[-1])
    if (found := tree.key(path)) is not None:
        return problems.key_without_value(found, key)
    parents = [str(step) for step in error["loc"][:-1] if isinstance(step, str)]
    if not parents:
        return problems.missing_key(Location(file=tree.file), key, "")
    return problems.missing_key(tree.place(path[:-1]), key, f' in "{parents[-1]}"')


def _extra(model: type[Noun], tree: Tree, path: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    known = known_keys(model, error["loc"][:-1])
    return problems.unknown_key(tree.place(path, key=True), str(path[-1]), known)


def _literal(_model: type[Noun], tree: Tree, path: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    allowed = [part.strip().strip("'") for part in str(error["ctx"]["expected"]).replace(" or ", ", ").split(",")]
    return problems.unknown_value(tree.place(path), error["input"], allowed)


def _bad_date(place: Location, why: str) -> Diagnostic:
    """Part what is wrong with the date in question from what to do about it."""
    what, _, advice = why.rpartition(": ")
    return problems.bad_date(place, what, advice)


_HANDLERS: dict[str, Callable[[type[Noun], Tree, tuple[Key, ...], ErrorDetails], Diagnostic]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
}


def known_keys(model: type[BaseModel], loc: Sequence[Key]) -> list[str]:
    """Return the keys allowed at a place inside a model."""
    current: type[BaseModel] = model
    for step in loc:
        if isinstance(step, int):
            continue
        inner = _field(current, str(step))
        if inner is None:
            return []
        current = inner
    return [field.alias or name for name, field in current.model_fields.items() if name not in _NOT_IN_FILES]


def all_keys(model: type[BaseModel]) -> frozenset[str]:
    """Return every key that a file of this model may hold, at any depth."""
    inner = (_model_in(field.annotation) for name, field in model.model_fields.items() if name not in _NOT_IN_FILES)
    return frozenset(known_keys(model, ())).union(*(all_keys(one) for one in inner if one is not None))


_NOT_IN_FILES = frozenset(("location", "body"))


def _field(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return _model_in(field.annotation)
    return None


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        if (inner := _model_in(part)) is not None:
            return inner
    return None
