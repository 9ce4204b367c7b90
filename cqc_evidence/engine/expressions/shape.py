"""Columns, periods, groups and results: what every expression is put together from.

Ibis is imported inside functions, so that nobody waits for it who has no row-level tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from cqc_evidence.engine.kinds import LATE, RESULT, Parameters, Table, Value

FINANCIAL_YEAR_STARTS = 4
"""April."""


def nothing(kind: str) -> Value:
    """Return an empty value of a kind: `date`, `string`, `int64`."""
    import ibis  # noqa: PLC0415  # heavy

    return ibis.null(kind)


def literal(value: object, kind: str) -> Value:
    """Return a value that is the same in every row."""
    import ibis  # noqa: PLC0415  # heavy

    return ibis.literal(value, type=kind)


def completed(table: Table, **kinds: str) -> Table:
    """Return a table with every one of these columns; those it has not are empty, of the kind that is given."""
    return table.mutate(**{name: nothing(kind) for name, kind in kinds.items() if name not in table.columns})


def said(value: Value, *words: str) -> Value:
    """Return whether a text is one of these words, however it is spelt in capitals; never null."""
    return value.strip().lower().isin(words).fill_null(False)  # noqa: FBT003  # the value to fill in


def grouped(table: Table, parameters: Parameters, otherwise: str = "site") -> Table:
    """Return a table with `group_`: who a row is about; null for nobody's.

    It is the site, or the column that the parameter `group` names.
    """
    name = str(parameters.get("group", otherwise))
    found = table[name].cast("string").strip().nullif("").nullif("all") if name in table.columns else nothing("string")
    return table.mutate(group_=found)


def days(later: Value, earlier: Value) -> Value:
    """Return the days from one day to another; less than 0 where the order is the other way round."""
    return later.delta(earlier, unit="day")


def number(parameters: Parameters, name: str, otherwise: int) -> int:
    """Return a parameter that is a whole number of days."""
    return int(parameters.get(name, otherwise))


def period_start(day: Value, grain: str) -> Value:
    """Return the first day of the period that a day falls in.

    Weeks begin on Monday, years are financial years that begin in April. For any other grain the whole table is one
    period that begins with its first day.
    """
    import ibis  # noqa: PLC0415  # heavy

    if grain == "year":
        year = day.year() - (day.month() < FINANCIAL_YEAR_STARTS).cast("int32")
        return ibis.date(year, FINANCIAL_YEAR_STARTS, 1)
    unit = {"week": "W", "month": "M", "quarter": "Q"}.get(grain)
    return truncated(day, unit) if unit else day.min().over(ibis.window())


def truncated(day: Value, unit: str) -> Value:
    """Return the first day of a day's week (`W`), month (`M`) or quarter (`Q`).

    Ibis takes a truncated day for a day, but DuckDB makes a moment of it: so it is a moment from the start.
    """
    return day.cast("timestamp").truncate(unit).cast("date")


def moved(day: Value, interval: Value) -> Value:
    """Return a day that much later, as a day: DuckDB makes a moment of it, as above."""
    return (day.cast("timestamp") + interval).cast("date")


def grain_of(parameters: Parameters, otherwise: str) -> str:
    """Return the grain that is wanted, or the metric's own."""
    return str(parameters.get("grain", otherwise))


def end_of(parameters: Parameters, name: str, found: Value) -> Value:
    """Return the table's first or last day: the one a parameter gives (2021-03-31), else what was found."""
    return literal(str(parameters[name]), "string").cast("date") if name in parameters else found


def with_all(counts: Table, names: Sequence[str]) -> Table:
    """Return counts by group and period with the sums over all groups beside them."""
    every = counts.group_by("period_start").aggregate(**{name: counts[name].sum() for name in names})
    whole = every.mutate(group_=literal("all", "string"))
    order = ("group_", "period_start", *names)
    return _whole_numbers(counts.filter(counts.group_.notnull()), order).union(_whole_numbers(whole, order))


def _whole_numbers(table: Table, order: Sequence[str]) -> Table:
    """Return the columns in order with sums as whole numbers; engines add whole numbers up into other types."""
    return table.select(*order[:2], **{name: table[name].cast("int64") for name in order[2:]})


def count(condition: Value) -> Value:
    """Return how often a condition holds."""
    return condition.cast("int64").sum()


def rows(table: Table, part: str, **values: Value) -> Table:
    """Return result rows of one part; columns that are not given are empty."""
    kinds = dict(zip(RESULT[3:], ("int64", "int64", "float64", "float64", "float64"), strict=True))
    numbers = {name: values[name].cast(kind) if name in values else nothing(kind) for name, kind in kinds.items()}
    return table.select("group_", "period_start", part=literal(part, "string"), **numbers)


def together(tables: Sequence[Table]) -> Table:
    """Return the rows of several tables of the same columns."""
    return reduce(lambda one, other: one.union(other), tables)


def followed(units: Table, gap: Value, room: Value, window: int, grain: str, late: str = LATE) -> Table:
    """Return the share of units that something followed, or preceded, within a window of days.

    A unit whose whole window the table does not hold can be known neither way, and is left out.

    Args:
        units: with `group_` and `day`.
        gap: days between a unit and what followed; null where nothing did.
        room: days of the table behind a unit, or before it.
        window: how many days count.
        grain: the length of a period.
        late: the part that says how many are left out.
    """
    hit = (gap <= window).fill_null(False)  # noqa: FBT003  # the value to fill in
    return share(
        units.select("group_", period_start=period_start(units.day, grain), hit=hit, full=room >= window), late
    )


def share(units: Table, late: str = LATE) -> Table:
    """Return a share by group and period, and how many units it leaves out.

    `units` has `group_`, `period_start`, `hit` (is it in the numerator?) and `full` (can it be known?).
    """
    by = units.group_by("group_", "period_start").aggregate(
        hits=count(units.hit & units.full), known=count(units.full), late=count(~units.full)
    )
    counts = with_all(by, ("hits", "known", "late"))
    known, without = counts.filter(counts.known > 0), counts.filter(counts.late > 0)
    return rows(known, "", numerator=known.hits, denominator=known.known).union(
        rows(without, late, numerator=without.late)
    )
