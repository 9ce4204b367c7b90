"""The level of an interval, as a tail and as a normal deviate."""

from __future__ import annotations

from statistics import NormalDist


def tail(level: float) -> float:
    """Return the probability left out at either end of an interval.

    Args:
        level: how often such intervals hold the true value, such as 0.95.

    Raises:
        ValueError: when the level is not between 0 and 1.

    >>> round(tail(0.95), 6)
    0.025
    """
    if not 0 < level < 1:
        message = f"a level lies between 0 and 1, such as 0.95: {level} does not"
        raise ValueError(message)
    return (1 - level) / 2


def deviate(level: float) -> float:
    """Return how many standard errors an interval of this level reaches to either side.

    Raises:
        ValueError: when the level is not between 0 and 1.

    >>> round(deviate(0.95), 6)
    1.959964
    """
    return -NormalDist().inv_cdf(tail(level))
