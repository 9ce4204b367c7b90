"""Counts and rates: how far a count of things that happen one by one may vary by itself."""

from __future__ import annotations

import math

from cqc_evidence.measure.statistics.level import deviate, tail
from cqc_evidence.model.result import Interval

FEW = 10
"""Below this many events OHID works with exact limits."""


def byar(count: float, level: float = 0.95) -> Interval:
    """Return the interval of a count of events, by Byar's method; exact below 10 events.

    From 10 events on, Byar's approximation of 95 % limits is within 0.2 % of the exact Poisson limits. Below that OHID takes
    the exact limits from the chi-square distribution; so does this. They are found here as the means of the Poisson
    distributions that leave just the level's tail beyond the count, which is the same thing.

    Args:
        count: how many events there were.
        level: how often such intervals hold the true mean.

    Raises:
        ValueError: when `count` is below 0, or below 10 and not whole, or `level` is not between 0 and 1.

    Source: Breslow NE and Day NE, Statistical Methods in Cancer Research II, IARC 1987 (Byar); Armitage P and Berry
    G, Statistical Methods in Medical Research, 4th edition 2002 (exact); OHID's public health technical guidance, Rates.

    >>> low, high = byar(65)
    >>> f"{low:.2f} to {high:.2f}"
    '50.16 to 82.85'
    >>> low, high = byar(0)
    >>> f"{low:.0f} to {high:.2f}"
    '0 to 3.69'
    """
    if not 0 <= count < math.inf:
        message = f"a count is 0 or more: {count} is not"
        raise ValueError(message)
    if count < FEW:
        return _exact(count, level)
    z, more = deviate(level), count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return max(0.0, low), high


def rate(count: float, exposure: float, level: float = 0.95) -> Interval:
    """Return the interval of a rate: a count over weeks, or over people and years, that are known exactly.

    Args:
        count: how many events there were.
        exposure: over how much they were counted, such as 13 weeks; the rate is per unit of this.
        level: how often such intervals hold the true rate.

    Raises:
        ValueError: when `exposure` is not above 0, or as `byar`.

    Source: as `byar`.

    20 new long-term packages in 13 weeks are 1.54 a week:

    >>> low, high = rate(20, 13)
    >>> f"{low:.2f} to {high:.2f} a week"
    '0.94 to 2.38 a week'
    """
    if not 0 < exposure < math.inf:
        message = f"a rate needs something to count over: {exposure} is not above 0"
        raise ValueError(message)
    low, high = byar(count, level)
    return low / exposure, high / exposure


def _exact(count: float, level: float) -> Interval:
    whole, out = int(count), tail(level)
    if whole != count:
        message = f"the exact limits below {FEW} need a whole count: {count} is not"
        raise ValueError(message)
    low = _mean_that_leaves(1 - out, whole - 1) if whole else 0.0
    return low, _mean_that_leaves(out, whole)


def _mean_that_leaves(probability: float, count: int) -> float:
    """Return the mean of the Poisson distribution with this probability of `count` or fewer; by halving."""
    low, high = 0.0, 1.0
    while _at_most(count, high) > probability:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:
        if _at_most(count, middle) > probability:
            low = middle
        else:
            high = middle
    return high


def _at_most(count: int, mean: float) -> float:
    """Return the Poisson probability of `count` or fewer."""
    return math.exp(-mean) * math.fsum(mean**found / math.factorial(found) for found in range(count + 1))
