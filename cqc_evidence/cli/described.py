"""What each key means, read from the docstrings below the fields: only for schemas and documents.

pydantic could do it when a noun is made, but reading the source of every noun would take a
fifth of the time of a short run.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

from pydantic import BaseModel

from cqc_evidence.model.base import Noun


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return field → what it means, for the fields that have a docstring."""
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if part is not Noun and isinstance(part, type) and issubclass(part, Noun):
            found.update(_own(part))
    return found


def _own(model: type[Noun]) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101  # the source of a class
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in zip(body.body, body.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }


def describe(schema: dict[str, Any], root: type[Noun]) -> dict[str, Any]:
    """Return a schema in which every key that has a meaning says it."""
    nouns = {noun.__name__: noun for noun in _nouns(Noun)}
    for name, part in ((root.__name__, schema), *schema.get("$defs", {}).items()):
        noun = nouns.get(name)
        for field, meaning in meanings(noun).items() if noun else ():
            key = noun.model_fields[field].alias or field if noun else field
            if key in part.get("properties", {}):
                part["properties"][key].setdefault("description", meaning)
    return schema


def _nouns(noun: type[Noun]) -> list[type[Noun]]:
    return [one for below in noun.__subclasses__() for one in (below, *_nouns(below))]
