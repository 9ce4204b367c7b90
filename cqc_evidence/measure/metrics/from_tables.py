"""Rows of `aggregate` tables → observations."""

from __future__ import annotations

from collections.abc import Iterable

from cqc_evidence.model.data import AGGREGATE, DataTable, Observation, Row
from cqc_evidence.model.dates import Period

_NUMBERS = ("numerator", "denominator", "value")
_TEXTS = ("metric", "group", "breakdown", "part", "printed", "compared_with", "item", "source", "locator", "note")


def table_observations(tables: Iterable[DataTable]) -> tuple[Observation, ...]:
    """Return what the aggregate tables hold, row by row with its place; a row without metric or period is passed over.

    The checks tell of such rows; here they are no numbers.
    """
    return tuple(
        _observation(table, row)
        for table in tables
        if table.file.table == AGGREGATE
        for row in table.rows
        if row.values.get("metric") and isinstance(row.values.get("period"), Period)
    )


def _observation(table: DataTable, row: Row) -> Observation:
    values = row.values
    texts = {name: str(values[name]) for name in _TEXTS if values.get(name) not in (None, "")}
    numbers = {name: _number(values.get(name)) for name in _NUMBERS}
    rounded = values.get("rounded_to")
    return Observation.model_validate(
        {
            **texts,
            **numbers,
            "period": values["period"],
            "rounded_to": rounded if isinstance(rounded, int) else 0,
            "location": table.where(row.number),
        }
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
