"""Items → the texts of their cells, and the marks by which a changed cell or row is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from cqc_evidence.intake.workbook.columns import CHILDREN, ITEM_COLUMNS, NOBODY, Child, Column
from cqc_evidence.intake.workbook.text import joined
from cqc_evidence.model.base import Noun
from cqc_evidence.model.evidence import Item

_SHORT = 8
_ROW = 16
_PLAIN_UP_TO = 1e15
"""Whole numbers below are written without a full stop, and none loses a digit."""
EMPTY = joined([""])
"""Stands before a text that is there and blank, where a blank cell would mean that there is none."""
TOLD = "reported_back.to"


def item_cells(item: Item) -> dict[str, str]:
    """Return the text of each cell of an item's row, by the column's key."""
    return {
        key: _shown(_value(item, path)) if key != "permission.scope" else _scope(item) for key, path in _item_paths()
    }


def _scope(item: Item) -> str:
    return joined(item.permission.scope) or NOBODY


@cache
def _item_paths() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((column.key, column.path) for column in ITEM_COLUMNS)


def child_cells(child: Child, noun: Noun) -> dict[str, str]:
    """Return the text of each cell of a tag's, figure's or action's row."""
    cells = {column.key: _shown(_value(noun, column.path)) for column in child.columns}
    if getattr(noun, "reported_back", None) is not None:
        to = cells[TOLD]
        cells[TOLD] = EMPTY + to if not to.strip() or to.startswith(EMPTY) else to
    return cells


def children_cells(child: Child, item: Item) -> list[dict[str, str]]:
    """Return the cells of each row that an item has in a sheet."""
    return [child_cells(child, noun) for noun in getattr(item, child.field)]


def _value(noun: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401  # whatever the field holds
    for step in path:
        noun = getattr(noun, step) if noun is not None else None
    return noun


def _shown(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, tuple):
        return joined(value) if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_shown(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def number_shown(value: float) -> str:
    """Return a number with as many digits as it needs to come back.

    >>> number_shown(25.0), number_shown(0.1)
    ('25', '0.1')
    """
    plain = value.is_integer() and abs(value) < _PLAIN_UP_TO and str(value) != "-0.0"
    return str(int(value)) if plain else repr(value)


def mark(text: str) -> str:
    """Return the first digits of a text's sha256; nothing for an empty text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT] if text else ""


def list_mark(rows: Sequence[dict[str, str]]) -> str:
    """Return the mark of all rows that an item has in a sheet, in their order."""
    return mark(json.dumps([list(row.items()) for row in rows], sort_keys=False)) if rows else ""


def content_sha256(item: Item) -> str:
    """Return the sha256 of everything an item holds, wherever its file lies."""
    return sha256(item.model_dump_json(by_alias=True, exclude={"location"}).encode()).hexdigest()


def row_mark(sha: str) -> str:
    """Return the mark that stands in an item's row."""
    return sha[:_ROW]


def marks_of(item: Item) -> dict[str, str]:
    """Return the mark of each cell, and of each list of rows, that is not empty."""
    found = {key: mark(text) for key, text in item_cells(item).items()}
    found |= {child.field: list_mark(children_cells(child, item)) for child in CHILDREN}
    return {key: digits for key, digits in found.items() if digits}


def column_of(columns: Sequence[Column], key: str) -> Column:
    """Return a column by its key.

    Raises:
        StopIteration: when there is none.
    """
    return next(column for column in columns if column.key == key)
