"""Shares: the interval of one, the interval of a difference, and how likely a count is under a given share."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cqc_evidence.measure.statistics.level import deviate
from cqc_evidence.model.result import Interval

_NOTHING = 1e-300
"""A share smaller than this is taken for 0: its odds could no longer be divided by."""


def wilson(count: float, of: float, level: float = 0.95) -> Interval:
    """Return the interval of a share, from 0 to 1, by Wilson's score method.

    It never leaves 0 to 1 and holds for small numbers and for shares near 0 or 1.

    Args:
        count: how many have it.
        of: out of how many.
        level: how often such intervals hold the true share.

    Raises:
        ValueError: when `of` is not above 0, or `count` is not from 0 to `of`, or `level` not between 0 and 1.

    Source: Wilson EB, J Am Stat Assoc 1927; 22: 209–212. It is the method of OHID's public health technical guidance
    (Fingertips), Proportions.

    Medway had 20 long-term packages among 388 people, 5.15 %:

    >>> low, high = wilson(20, 388)
    >>> f"{low:.2%} to {high:.2%}"
    '3.36% to 7.83%'
    """
    _check(count, of)
    z2 = deviate(level) ** 2
    middle = count + z2 / 2
    half = math.sqrt(z2 * (count * (of - count) / of + z2 / 4))
    high = 1.0 if count == of else (middle + half) / (of + z2)
    return (middle - half) / (of + z2), high


def newcombe(a: float, n: float, b: float, m: float, level: float = 0.95) -> Interval:
    """Return the interval of the difference a/n − b/m of two separate groups, as shares from −1 to 1.

    The groups must not share people: a group before and the same people after are not two separate groups.

    Args:
        a: how many have it in the first group.
        n: the size of the first group.
        b: how many have it in the second group.
        m: the size of the second group.
        level: how often such intervals hold the true difference.

    Raises:
        ValueError: as `wilson` for either group.

    Source: Newcombe RG, Statistics in Medicine 1998; 17: 873–890, method 10 (hybrid score, no continuity correction).

    His first example, 56 of 70 against 48 of 80:

    >>> low, high = newcombe(56, 70, 48, 80)
    >>> f"{low:.4f} to {high:.4f}"
    '0.0524 to 0.3339'
    """
    low1, high1 = wilson(a, n, level)
    low2, high2 = wilson(b, m, level)
    first, second = a / n, b / m
    difference = first - second
    low = difference - math.hypot(first - low1, high2 - second)
    high = difference + math.hypot(high1 - first, second - low2)
    return max(-1.0, low), min(1.0, high)


def binomial_tail(count: int, of: int, share: float) -> float:
    """Return how likely a count this far out is, on its own side, if the true share were `share`.

    Below the expected count it is the probability of `count` or fewer; above it, of `count` or more; where both agree,
    the smaller of the two. One-sided: double it before it is set against 5 % when the side was not named beforehand.
    Below about 1e-300 it is 0. Sound for millions: probabilities are summed relative to the likeliest count, by the
    ratio of each to its neighbour, so that no factorial is needed and nothing that matters underflows.

    Args:
        count: how many have it.
        of: out of how many.
        share: the share it is held against, from 0 to 1; taken as exact.

    Raises:
        ValueError: when `of` is not above 0, `count` is not from 0 to `of`, either is not whole, or `share` not from 0 to 1.

    Source: the binomial distribution, whose neighbours k and k + 1 stand as 1 to (n − k) / (k + 1) × share / (1 − share).

    Medway's 20 of 388 against 7 %, and 22 of 388 against 18 %:

    >>> round(binomial_tail(20, 388, 0.07), 3)
    0.088
    >>> f"{binomial_tail(22, 388, 0.18):.0e}"
    '7e-13'
    """
    _check(count, of)
    if count != int(count) or of != int(of):
        message = f"a binomial probability needs whole counts: {count} of {of} are not"
        raise ValueError(message)
    if not 0 <= share <= 1:
        message = f"a share lies from 0 to 1: {share} does not"
        raise ValueError(message)
    count, of = int(count), int(of)
    sides = []
    if count / of <= share:
        sides.append(_at_most(count, of, share, 1 - share))
    if count / of >= share:
        sides.append(_at_most(of - count, of, 1 - share, share))
    return min(sides)


def _at_most(count: int, of: int, share: float, rest: float) -> float:
    """Return the probability of `count` or fewer, for a count that is not above the expected one.

    `rest` is 1 − `share`, given apart so that a tiny share keeps its digits when the sides change places.
    """
    if share < _NOTHING:
        return 1.0
    if rest < _NOTHING:
        return float(count == of)
    start, odds = max(count, min(of, math.floor((of + 1) * share))), share / rest
    wanted = beside = 0.0
    for found, weight in _down(start, of, odds):
        if found <= count:
            wanted += weight
        else:
            beside += weight
    return wanted / (wanted + beside + sum(_up(start, of, odds)))


def _down(start: int, of: int, odds: float) -> Iterator[tuple[int, float]]:
    """Yield `start` and the counts below it with their weights, until these vanish; the weight of `start` is 1."""
    found, weight = start, 1.0
    while weight > 0:
        yield found, weight
        weight *= found / ((of - found + 1) * odds)
        found -= 1


def _up(start: int, of: int, odds: float) -> Iterator[float]:
    """Yield the weights of the counts above `start`, until these vanish."""
    found, weight = start, 1.0
    while weight > 0:
        weight *= (of - found) / (found + 1) * odds
        yield weight
        found += 1


def _check(count: float, of: float) -> None:
    if not (of > 0 and 0 <= count <= of and math.isfinite(of)):
        message = f"a share is a count out of a whole above 0: {count} of {of} is none"
        raise ValueError(message)
