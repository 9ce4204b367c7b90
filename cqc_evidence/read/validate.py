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
_TYPES = {
    "int_parsing": "a whole number belongs here",
    "int_parsing_size": "a smaller number belongs here",
    "int_type": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "float_parsing": "a number belongs here",
    "float_type": "a number belongs here",
    "finite_number": "a number belongs here",
    "bool_parsing": "true or false belongs here",
    "bool_type": "true or false belongs here",
    "string_type": "one text belongs here",
    "tuple_type": "a list belongs here",
    "model_type": "a group of keys belongs here",
    "too_short": "at least one entry belongs here",
    "dict_type": "a group of keys belongs here",
}


def validate(model: type[NounT], tree: Tree, data: object, path: Sequence[Key] = ()) -> tuple[NounT | None, tuple[Diagnostic, ...]]:
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
    if kind == "value_error":
        why = str(error["ctx"]["error"])
        if "an id is" in why:
            return problems.bad_id(place, value)
        return _bad_date(place, why)
    wanted = _TYPES.get(kind) or str(error["msg"]).lower()
    return problems.bad_value(place, f"{wanted}{_shown(error['input'])}")


def _shown(value: object) -> str:
    return f', not "{value}"' if isinstance(value, str | int | float) else ""


def _missing(_model: type[Noun], tree: Tree, path: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    parents = [str(step) for step in error["loc"][:-1] if isinstance(step, str)]
    inside = f' in "{parents[-1]}"' if parents else ""
    place = tree.place(path[:-1])
    return problems.missing_key(place, str(path[-1]), inside)


def _extra(model: type[Noun], tree: Tree, path: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    known = known_keys(model, error["loc"][:-1])
    return problems.unknown_key(tree.place(path, key=True), str(path[-1]), known)


def _literal(_model: type[Noun], tree: Tree, path: tuple[Key, ...], error: ErrorDetails) -> Diagnostic:
    allowed = [part.strip().strip("'") for part in str(error["ctx"]["expected"]).replace(" or ", ", ").split(",")]
    return problems.unknown_value(tree.place(path), error["input"], allowed)


def _bad_date(place: Location, why: str) -> Diagnostic:
    """Say what to do about the date in question, not about dates in general."""
    what, _, advice = why.rpartition(": ")
    if not what:
        what, advice = why, "check it against the source: the first date is the earlier one, and a month has 28 to 31 days"
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
    inner = (_model_in(field.annotation) for field in model.model_fields.values())
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
