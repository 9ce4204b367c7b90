"""How often somebody may ask, so that one person or program cannot stop the others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic
from typing import NamedTuple

_MINUTE = 60.0
_MOST_KEYS = 10_000
_NEARLY = 1e-9
"""What adding up parts of a second may lose."""


class _Bucket(NamedTuple):
    left: float
    at: float


class Limiter:
    """A bucket of tokens for each key, which fills up again in a minute. Kept in memory; several threads may ask at once."""

    def __init__(self, a_minute: int, *, clock: Callable[[], float] = monotonic, most_keys: int = _MOST_KEYS) -> None:
        """Allow each key `a_minute` tokens a minute, all at once or one by one.

        When there are more than `most_keys` keys, the one that has been quiet for longest is forgotten: its bucket has
        filled up most.

        Raises:
            ValueError: when nothing would ever be allowed.
        """
        if a_minute < 1 or most_keys < 1:
            message = "a limiter allows at least one thing a minute, for at least one key"
            raise ValueError(message)
        self._full = float(a_minute)
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def allow(self, key: str, cost: int = 1) -> bool:
        """Take tokens, and return whether there were enough; when there were not, none is taken.

        Raises:
            ValueError: when the cost is below one, which would fill the bucket.
        """
        if cost < 1:
            message = "whatever is asked for costs at least one token"
            raise ValueError(message)
        with self._lock:
            now = self._clock()
            left = self._left(key, now)
            enough = left + _NEARLY >= cost
            self._buckets[key] = _Bucket(max(left - cost, 0.0) if enough else left, now)
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._most_keys:
                self._buckets.popitem(last=False)
            return enough

    def wait(self, key: str, cost: int = 1) -> int:
        """Return in how many whole seconds as many tokens will be there: 0 when they are, a minute when they never will be."""
        with self._lock:
            missing = min(cost, self._full) - self._left(key, self._clock())
        return max(0, ceil((missing - _NEARLY) * _MINUTE / self._full))

    def _left(self, key: str, now: float) -> float:
        bucket = self._buckets.get(key)
        if bucket is None:
            return self._full
        return min(self._full, bucket.left + max(0.0, now - bucket.at) * self._full / _MINUTE)
