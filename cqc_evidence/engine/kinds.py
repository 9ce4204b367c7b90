"""The shapes that every expression shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import ibis.expr.types as ir

Parameters: TypeAlias = Mapping[str, int | float | str]
"""A metric's parameters, as `framework/metrics.yaml` has them."""
Value: TypeAlias = Any
"""A column or a single value of Ibis, whose own types are too many to name each."""
Table: TypeAlias = "ir.Table"
Tables: TypeAlias = Mapping[str, Table]
"""Row-level tables by the contract's name."""
Expression: TypeAlias = Callable[[Tables, Parameters], Table]
"""Counts of a metric from row-level tables; nothing is worked out until the result is asked for."""

RESULT = ("group_", "period_start", "part", "numerator", "denominator", "value", "low", "high")
"""Columns of every result: text, date, text, three whole numbers or none, and up to three numbers or none."""
LATE = "without full follow-up"
"""The part that says how many are left out, because the table ends before it can be known what followed."""
EARLY = "without full history"
"""The part that says how many are left out, because the table begins too late to know what went before."""
NO_SHARES = (LATE, EARLY)
"""Parts that belong to no share: how many were left out, and why."""
