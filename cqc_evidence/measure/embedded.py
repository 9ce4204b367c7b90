"""Whether an area for improvement is embedded: its measure moved, and later evidence shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cqc_evidence.measure.claims.numbers import Number, numbers_in
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import Improvement
from cqc_evidence.model.result import Result


class Embedded(NamedTuple):
    """What speaks for a change that has lasted."""

    moved: bool
    """Whether the measure moved in the wanted direction."""
    shown: bool
    """Whether an accepted item of a later day shows it."""
    lacks: tuple[str, ...]
    """What is missing, in words."""

    @property
    def holds(self) -> bool:
        """Whether it may be called embedded."""
        return self.moved and self.shown


def embedded(
    improvement: Improvement, items: Mapping[str, Item], framework: Framework, results: Sequence[Result] = ()
) -> Embedded:
    """Return whether an improvement is embedded.

    Args:
        improvement: an area for improvement.
        items: the items that count, by id.
        framework: knows in which direction a metric is better.
        results: what the metrics came to, oldest first.
    """
    lacks: list[str] = []
    moved = _moved(improvement, framework, results, lacks)
    shown = _shown(improvement, items, lacks)
    return Embedded(moved, shown, tuple(lacks))


def _moved(one: Improvement, framework: Framework, results: Sequence[Result], lacks: list[str]) -> bool:
    if one.metric:
        return _metric_moved(one.metric, framework, results, lacks)
    before, now, wanted = (next(iter(numbers_in(text)), None) for text in (one.baseline, one.latest, one.target))
    if before is None or now is None:
        lacks.append("a number as its baseline and one as its latest value")
        return False
    if before.value == now.value:
        lacks.append(f"a measure that moved: it was {before.text} and is {now.text}")
        return False
    if wanted is not None and not _towards(before, now, wanted):
        lacks.append(f"a measure that moved towards {wanted.text}: it was {before.text} and is {now.text}")
        return False
    return True


def _towards(before: Number, now: Number, wanted: Number) -> bool:
    return (now.value - before.value) * (wanted.value - before.value) > 0


def _metric_moved(name: str, framework: Framework, results: Sequence[Result], lacks: list[str]) -> bool:
    """Return whether the latest value of a metric is better than the one before, beyond chance where that is known."""
    metric = next((one for one in framework.metrics.metrics if one.id == name), None)
    if metric is None:
        lacks.append(f"a metric: there is none called {name}")
        return False
    series = [one for one in results if one.metric == name and one.value is not None and not one.part]
    latest = next((one for one in reversed(series) if one.latest), None)
    if latest is None or len(latest.earlier) < 2:  # noqa: PLR2004  # a first value and a later one
        lacks.append(f"two values of {name}, an earlier and a later one")
        return False
    change = latest.earlier[-1][1] - latest.earlier[0][1]
    if metric.direction == "none" or not change or (change < 0) != (metric.direction == "lower"):
        lacks.append(f"a better value of {name} than at first")
        return False
    if latest.comparison is not None and latest.comparison.verdict == "could be chance":
        lacks.append(f"a change of {name} that is more than chance")
        return False
    return True


def _shown(one: Improvement, items: Mapping[str, Item], lacks: list[str]) -> bool:
    named = [items[name] for name in one.shown_by if name in items]
    if not named:
        lacks.append("a later item that shows it (shown_by)")
        return False
    done = one.done.end if one.done else None
    later = [item for item in named if item.status == "accepted" and _after(item, done)]
    if not later:
        lacks.append("an accepted item from after it was done" if done else "the date on which it was done")
        return False
    return True


def _after(item: Item, done: date | None) -> bool:
    return done is not None and item.date.start is not None and item.date.start > done
