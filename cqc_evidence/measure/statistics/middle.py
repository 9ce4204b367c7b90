"""The middle of a list of values, such as days waited, and its interval without any assumed distribution."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from statistics import median

from cqc_evidence.measure.statistics.level import tail
from cqc_evidence.measure.statistics.proportions import binomial_tail


def median_ranks(n: int, level: float = 0.95) -> tuple[int, int] | None:
    """Return the ranks of the sorted values between which the true median lies, the smallest value having rank 1.

    The interval holds the true median at least as often as the level says, whatever the values are distributed like: the
    number of values below the true median is binomial with a share of one half.

    Args:
        n: how many values there are.
        level: how often such intervals hold the true median, at least.

    Returns:
        Two ranks, as far from the bottom as from the top; `None` when even the smallest and the largest value do not
        reach the level (for 95 %: with fewer than 6 values).

    Raises:
        ValueError: when `level` is not between 0 and 1.

    Source: Campbell MJ and Gardner MJ, BMJ 1988; 296: 1454–1456; the ranks here are the exact binomial ones.

    >>> median_ranks(20), median_ranks(6), median_ranks(5)
    ((6, 15), (1, 6), None)
    """
    low = bisect_right(range((n + 1) // 2), tail(level), key=lambda below: binomial_tail(below, n, 0.5))
    return (low, n + 1 - low) if low else None


def median_of(values: Iterable[float]) -> float | None:
    """Return the middle value, or halfway between the two middle ones; `None` when there are no values.

    >>> median_of([3, 1, 40]), median_of([3, 1, 40, 5]), median_of([])
    (3.0, 4.0, None)
    """
    found = list(values)
    return float(median(found)) if found else None
