"""The closed loops of Making it Happen → observations: days from raised to done, and whether it was reported back."""

from __future__ import annotations

from collections.abc import Sequence

from cqc_evidence.measure.coverage.parts import LOOP_STEPS
from cqc_evidence.measure.statistics import median_of, median_ranks
from cqc_evidence.model.coverage import Coverage, Loop
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from cqc_evidence.model.project import Project

MAKING_IT_HAPPEN = "making-it-happen"
_DONE, _REPORTED = LOOP_STEPS[2], LOOP_STEPS[3]


def loop_observations(project: Project, coverage: Coverage) -> tuple[Observation, ...]:
    """Return what the Making it Happen items tell: the middle number of days, and the share reported back.

    The period runs from the first day anything was raised to as-at; without any dated action there is none.
    """
    items = {item.id: item for item in project.items if item.kind == MAKING_IT_HAPPEN}
    loops = [loop for loop in coverage.loops if loop.item in items]
    starts = [
        action.raised.start
        for loop in loops
        if (action := items[loop.item].actions[loop.index]).raised and action.raised.start
    ]
    done = [loop for loop in loops if _DONE in loop.done_steps]
    if not done or not starts:
        return ()
    period = Period.parse(f"{min(starts)}/{max(project.as_at, min(starts))}")
    back = [loop for loop in done if _REPORTED in loop.done_steps]
    names = tuple(dict.fromkeys(loop.item for loop in done))
    share = Observation(
        metric="mih-reported-back", period=period, numerator=len(back), denominator=len(done),
        item=names[0] if len(names) == 1 else "",
    )  # fmt: skip
    return (share, *_days(period, done))


def _days(period: Period, done: Sequence[Loop]) -> tuple[Observation, ...]:
    days = sorted(float(loop.days) for loop in done if loop.days is not None)
    if not days:
        return ()
    ranks = median_ranks(len(days))
    ends = (days[ranks[0] - 1], days[ranks[1] - 1]) if ranks else (None, None)
    return (
        Observation(
            metric="mih-days-to-done", period=period, value=median_of(days), denominator=len(days), low=ends[0],
            high=ends[1], note="" if len(days) == len(done) else f"{len(done) - len(days)} more were done without exact days.",
        ),
    )  # fmt: skip
