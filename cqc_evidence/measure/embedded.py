"""Whether an area for improvement is embedded: its measure moved, and later evidence shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cqc_evidence.measure.claims.numbers import PERCENT, Number, numbers_in
from cqc_evidence.measure.statistics import newcombe
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.project import Improvement
from cqc_evidence.model.result import Result


class Embedded(NamedTuple):
    """What speaks for a change that has lasted."""

    moved: bool
    """Whether the measure moved in the wanted direction."""
    shown: bool
    """Whether an accepted item of a later day shows it."""
    lacks: tuple[str, ...]
    """What is missing, in words: first of the measure, then of the evidence."""

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
    unmoved = _metric_unmoved(improvement, framework, results) if improvement.metric else _unmoved(improvement)
    unshown = _unshown(improvement, items, framework)
    return Embedded(not unmoved, not unshown, tuple(lack for lack in (unmoved, unshown) if lack))


def statement_of(gap: str, framework: Framework) -> str:
    """Return the quality statement that a gap's id names, or nothing."""
    return next((one.id for one in framework.statements if gap.startswith(f"gap-{one.id}-")), "")


def _unmoved(one: Improvement) -> str:
    """Hold the latest number against the baseline; the target says which way is better. Return what is missing."""
    before, now, wanted = (_told(text) for text in (one.baseline, one.latest, one.target))
    if before is None or now is None:
        return "a number as its baseline and one as its latest value"
    if wanted is None:
        return "a number as its target, which says what way is better"
    if len({before.sort, now.sort, wanted.sort}) > 1:
        return f"numbers of one sort: {before.text}, {now.text} and {wanted.text} cannot be compared"
    if before.value == now.value:
        return f"a measure that moved: it was {before.text} and is {now.text}"
    if (now.value - before.value) * (wanted.value - before.value) <= 0:
        return f"a measure that moved towards {wanted.text}: it was {before.text} and is {now.text}"
    return ""


def _told(text: str) -> Number | None:
    """Return the number of a text: its share, be it printed or given as “3 of 10”; else its first number.

    >>> [_told(text).value for text in ("29 of 100 (29%)", "3 of 10", "12 days")]
    [29.0, 30.0, 12.0]
    """
    numbers = numbers_in(text)
    if share := next((one for one in numbers if one.sort == PERCENT), None):
        return share
    if len(numbers) > 1 and text[numbers[0].end : numbers[1].start].strip() in ("of", "out of") and numbers[1].value:
        first, of = numbers[:2]
        value = 100 * first.value / of.value
        return Number(text[first.start : of.end], value, PERCENT, first.step, first.start, of.end)
    return numbers[0] if numbers else None


def _metric_unmoved(one: Improvement, framework: Framework, results: Sequence[Result]) -> str:
    """Hold the latest value of a metric against the last one from before the action was done; return what is missing."""
    metric = framework.metric(one.metric)
    if metric is None:
        return f"a metric: there is none called {one.metric}"
    if metric.direction == "none":
        return f"a metric of which one way is better: neither is of {metric.id}"
    series = _series(metric, results)
    found = series if isinstance(series, str) else _before_and_now(series, metric, one.done.end if one.done else None)
    if isinstance(found, str):
        return found
    before, now = found
    change = (now.value or 0) - (before.value or 0)
    if not change or (change < 0) != (metric.direction == "lower"):
        return f"a better value of {metric.id} than before"
    if _by_chance(metric, before, now):
        return f"a change of {metric.id} that is more than chance"
    return ""


def _series(metric: Metric, results: Sequence[Result]) -> list[Result] | str:
    """Return the values over time of the whole council, or of the one group that there is; else what is missing."""
    groups: defaultdict[str, list[Result]] = defaultdict(list)
    for one in results:
        if one.metric == metric.id and one.value is not None and one.period.end and not (one.part or one.breakdown):
            groups[one.group].append(one)
    long = {name: series for name, series in groups.items() if len(series) > 1}
    if "all" in long or len(long) == 1:
        return long.get("all") or next(iter(long.values()))
    if long:
        return f"one series of {metric.id}: several groups have their own"
    return f"two values of {metric.id}, an earlier and a later one"


def _before_and_now(series: list[Result], metric: Metric, done: date | None) -> tuple[Result, Result] | str:
    """Return the last value from before the action was done, and the latest; without a day, the first and the latest.

    Where all values are from one side of that day, return what is missing.
    """
    now = series[-1]
    if done is None:
        return series[0], now
    earlier = [one for one in series if one.period.end and one.period.end <= done]
    if not earlier:
        return f"a value of {metric.id} from before it was done"
    if earlier[-1] is now:
        return f"a value of {metric.id} from after it was done"
    return earlier[-1], now


def _by_chance(metric: Metric, before: Result, now: Result) -> bool:
    """Return whether a change could be chance: by its counts, else by the chart over time, else by what it is set beside."""
    counts = (now.numerator, now.denominator, before.numerator, before.denominator)
    known = [count for count in counts if count is not None]
    if metric.kind == "share" and len(known) == len(counts) and now.denominator and before.denominator:
        low, high = newcombe(*known)
        return low <= 0 <= high
    if now.spc is not None:
        end = before.period.end
        return not any(one.rules for one in now.spc.points if end and one.period.starts_after(end))
    return now.comparison is not None and now.comparison.verdict == "could be chance"


def _unshown(one: Improvement, items: Mapping[str, Item], framework: Framework) -> str:
    """Return what is missing for an item to show the change: nothing when one is accepted, later and in support."""
    named = [items[name] for name in one.shown_by if name in items]
    if not named:
        return "a later item that shows it (shown_by)"
    done = one.done.end if one.done else None
    if done is None:
        return "the date on which it was done"
    accepted = [item for item in named if item.status == "accepted" and item.date.starts_after(done)]
    if not accepted:
        return "an accepted item from after it was done"
    statement = statement_of(one.gap, framework)
    if not any(tag.statement == statement and tag.stance == "supports" for item in accepted for tag in item.tags):
        return f"an item that is tagged to {statement or 'its statement'} and supports it"
    return ""
