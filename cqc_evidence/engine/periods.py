"""Periods as the counts have them: a first day and a grain → the period that people write."""

from __future__ import annotations

from datetime import date, timedelta

from cqc_evidence.model.dates import Period, add_months

_MONTHS = {"quarter": 3, "year": 12}
_WEEK = timedelta(days=6)


def period_of(start: date, grain: str, last: date | None) -> Period:
    """Return the period that begins on a day.

    Args:
        start: its first day.
        grain: `week`, `month`, `quarter`, `year` (a financial year); anything else is one period up to `last`.
        last: the last day that the table tells of.

    >>> str(period_of(date(2020, 4, 1), "year", None)), str(period_of(date(2020, 1, 1), "quarter", None))
    ('2020-04/2021-03', '2020-01/2020-03')
    >>> str(period_of(date(2020, 3, 2), "week", None)), str(period_of(date(2020, 3, 1), "month", None))
    ('2020-03-02/2020-03-08', '2020-03')
    """
    if grain == "month":
        return Period.parse(f"{start:%Y-%m}")
    if grain in _MONTHS:
        return Period.parse(f"{start:%Y-%m}/{add_months(start, _MONTHS[grain] - 1):%Y-%m}")
    end = start + _WEEK if grain == "week" else max(start, last or start)
    return Period.parse(f"{start}/{end}" if end > start else f"{start}")
