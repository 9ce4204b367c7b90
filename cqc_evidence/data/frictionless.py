"""A table's contract → a Frictionless Table Schema, for whoever makes or checks tables with other tools."""

from __future__ import annotations

from cqc_evidence.model.data import Column, ColumnType, Contract

_TYPES: dict[ColumnType, str] = {
    "text": "string", "whole number": "integer", "number": "number", "date": "date", "period": "string",
    "choice": "string", "yes or no": "boolean", "person": "string",
}  # fmt: skip
_PERIOD = r"^(\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?|unknown)$"


def table_schema(contract: Contract) -> dict[str, object]:
    """Return a table's schema. Source: Frictionless Data, Table Schema 1.0."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": contract.name,
        "title": contract.title,
        "description": f"One row is {contract.row}.",
        "fields": [_field(column) for column in contract.columns],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.type == "period":
        constraints["pattern"] = _PERIOD
    words: dict[str, object] = {"trueValues": ["yes"], "falseValues": ["no"]} if column.type == "yes or no" else {}
    example: dict[str, object] = {"example": column.example} if column.example else {}
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.meaning,
        **words,
        **example,
        **({"constraints": constraints} if constraints else {}),
    }
