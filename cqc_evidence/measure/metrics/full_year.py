"""An average weekly change of cost, carried over a year, with what the rounding of the average allows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from cqc_evidence.measure.metrics.counted import Counted
from cqc_evidence.model.dates import Period
from cqc_evidence.model.metric import Metric

FULL_YEAR = "full-year effect"
"""The part row that holds the yearly sum as a source prints it."""
_WEEKS = 52
_DIGITS = re.compile(r"\.(\d+)")


def carry_over(
    metric: Metric, counted: Sequence[Counted], printed: dict[tuple[str, str, Period], str]
) -> list[Counted]:
    """Return averages as sums over a year, and the whole of each group that has several breakdowns.

    The sum is average × number measured × weeks. `low` and `high` are no statistical interval: they are what the
    rounding of a printed average allows.

    Args:
        metric: its parameter `weeks` says how many weeks a year has (52).
        counted: averages with the number they are the average of.
        printed: the yearly sum as the source prints it, by group, breakdown and period.
    """
    weeks = float(metric.parameters.get("weeks", _WEEKS))
    single = [
        _one(one, weeks, printed.get((one.group, one.breakdown, one.period), ""))
        for one in counted
        if one.value is not None and one.denominator
    ]
    groups: dict[tuple[str, Period], list[Counted]] = defaultdict(list)
    for one in single:
        if one.breakdown:
            groups[one.group, one.period].append(one)
    return [*single, *(_whole(found) for found in groups.values() if len(found) > 1)]


def _one(one: Counted, weeks: float, printed: str) -> Counted:
    """Return one average as a yearly sum; the average stays in the observations.

    Harrow, table 1a, innovation site: −24 × 37 × 52 = −46,176, printed −£46,000.
    """
    average, people = one.value or 0.0, one.denominator or 0.0
    half = _half(one.printed)
    low, high = ((average - half) * people * weeks, (average + half) * people * weeks) if half else (None, None)
    return one.model_copy(update={"value": average * people * weeks, "low": low, "high": high, "printed": printed})


def _half(printed: str) -> float:
    """Return half of the last digit that an average is printed to; nothing when it is not printed.

    >>> _half("−£24"), _half("£1.50"), _half("")
    (0.5, 0.005, 0.0)
    """
    if not printed:
        return 0.0
    found = _DIGITS.search(printed)
    return 0.5 * 10 ** -len(found[1]) if found else 0.5


def _whole(found: Sequence[Counted]) -> Counted:
    return found[0].model_copy(
        update={
            "breakdown": "",
            "value": sum(one.value or 0.0 for one in found),
            "denominator": sum(one.denominator or 0.0 for one in found),
            "low": _total([one.low for one in found]),
            "high": _total([one.high for one in found]),
            "printed": "",
            "observations": tuple(each for one in found for each in one.observations),
            "notes": tuple(dict.fromkeys(note for one in found for note in one.notes)),
        }
    )


def _total(ends: Sequence[float | None]) -> float | None:
    known = [end for end in ends if end is not None]
    return sum(known) if len(known) == len(ends) else None
