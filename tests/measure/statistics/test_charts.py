"""A chart over time: stretches with limits of their own, in the order of their dates, and none from too few points."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.measure.statistics import chart, marks, xmr
from cqc_evidence.model.dates import Period
from cqc_evidence.model.result import Spc

QUICK = settings(deadline=None, max_examples=100)


def when(text: str) -> Period:
    """Return a period."""
    return Period.parse(text)


def months(values: list[float], year: int = 2019) -> list[tuple[Period, float]]:
    """Return one value a month from January on."""
    return [(when(f"{year + at // 12}-{at % 12 + 1:02}"), float(value)) for at, value in enumerate(values)]


def stretches(spc: Spc | None) -> list[tuple[str, str, float]]:
    """Return where each stretch begins, why, and its centre."""
    assert spc is not None
    return [(str(found.begins), found.because, found.centre) for found in spc.segments]


STEADY = [8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_fewer_than_four_points_make_no_chart(count):
    assert chart(months(STEADY[:count])) is None


def test_four_points_make_a_chart_with_trial_limits():
    spc = chart(months(STEADY[:4]))
    assert spc is not None
    assert spc.trial
    assert [point.value for point in spc.points] == [8, 9, 8, 9]
    assert spc.segments[0].upper == pytest.approx(8.5 + 2.66)
    assert spc.segments[0].lower == pytest.approx(8.5 - 2.66)


@pytest.mark.parametrize(("count", "below", "trial"), [(11, 12, True), (12, 12, False), (4, 4, False), (12, 13, True)])
def test_limits_are_trial_limits_below_the_number_that_is_set(count, below, trial):
    spc = chart(months(STEADY[:count]), trial_below=below)
    assert spc is not None
    assert spc.trial is trial


def test_harrows_five_points_make_a_chart_that_marks_nothing_and_says_trial():
    points = list(
        zip(map(when, ("2018-09", "2019-03", "2019-09", "2020-03", "2021-03")), (8.3, 7.2, 6.1, 5.5, 7.2), strict=True)
    )
    spc = chart(points)
    assert spc is not None
    assert (spc.trial, spc.rules, round(spc.segments[0].centre, 2)) == (True, (), 6.86)


def test_a_rebase_begins_a_stretch_with_limits_and_reason_of_its_own():
    spc = chart(months([*STEADY, 3, 4, 3, 4]), [(when("2020-01"), "the front door moved")])
    assert stretches(spc) == [("2019-01", "", 8.5), ("2020-01", "the front door moved", 3.5)]
    assert spc is not None
    assert [point.segment for point in spc.points] == [0] * 12 + [1] * 4
    assert spc.rules == ()
    assert spc.trial, "the second stretch has four points"


def test_rows_of_points_do_not_reach_across_a_rebase():
    points = months([8, 9, 10, 11, 12, 13, 14, 15])
    whole, parted = chart(points), chart(points, [(when("2019-05"), "a new team")])
    assert whole is not None
    assert parted is not None
    assert "7 points trending" in whole.rules
    assert parted.rules == ()


@pytest.mark.parametrize(("date", "begins"), [
    ("2019-05-01", "2019-05"), ("2019-05-02", "2019-06"), ("2019-05", "2019-05"), ("2019-04-16/2019-09-30", "2019-05"), ("2018-06", None), ("unknown", None),
    ("2019-04", None), ("2019-09", "2019-09"), ("2019-10", None), ("2030", None),
])  # fmt: skip
def test_a_stretch_begins_with_the_first_point_that_starts_on_or_after_the_date(date, begins):
    """And never where one of the two would have fewer than four points."""
    found = stretches(chart(months(STEADY), [(when(date), "something changed")]))
    assert [start for start, _, _ in found] == ["2019-01", *([begins] if begins else [])]


def test_two_reasons_for_one_stretch_are_both_told_in_the_order_of_their_dates():
    rebases = [(when("2019-05-20"), "the second site"), (when("2019-05-03"), "the first site")]
    assert stretches(chart(months(STEADY), rebases))[1][:2] == ("2019-06", "the first site; the second site")


def test_of_two_rebases_too_close_together_the_first_one_holds():
    rebases = [(when("2019-07"), "two"), (when("2019-05"), "one"), (when("2019-09"), "three")]
    assert [why for _, why, _ in stretches(chart(months(STEADY), rebases))] == ["", "one", "three"]


def test_a_point_of_unknown_date_has_no_place():
    spc = chart([*months(STEADY[:4]), (when("unknown"), 400.0)])
    assert spc is not None
    assert len(spc.points) == 4
    assert chart([*months(STEADY[:3]), (when("unknown"), 8.0)]) is None


@pytest.mark.parametrize("screen", [True, False])
def test_the_chart_says_whether_it_was_screened_and_keeps_a_lower_limit_below_nought(screen):
    spc = chart(months([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]), screen=screen)
    assert spc is not None
    assert spc.screened is screen
    assert round(spc.segments[0].lower, 2) == (-0.72 if screen else -3.06)
    assert [str(point.period) for point in spc.points if point.rules] == ["2019-05"]
    assert spc.rules == ("a point outside the limits",)


@QUICK
@given(st.lists(st.integers(0, 60), min_size=4, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_changes_a_chart(values, chance: Random):
    """Not even where two rows have the same month."""
    points = [*months(values), *months(values[:3][::-1])]
    rebases = [(when("2019-08"), "one"), (when("2020-02"), "two")]
    shuffled, other = points[:], rebases[:]
    chance.shuffle(shuffled)
    chance.shuffle(other)
    assert chart(shuffled, other) == chart(points, rebases)


@QUICK
@given(st.lists(st.integers(0, 60), min_size=4, max_size=30), st.integers(0, 30))
def test_each_stretch_is_charted_as_if_it_were_alone(values, at):
    points = months(values)
    rebases = [(points[at][0], "a change")] if at < len(points) else []
    spc = chart(points, rebases)
    assert spc is not None
    for number, segment in enumerate(spc.segments):
        own = [point for point in spc.points if point.segment == number]
        limits = xmr([point.value for point in own])
        assert (segment.centre, segment.lower, segment.upper) == limits[:3]
        assert tuple(point.rules for point in own) == marks([point.value for point in own], limits)
        assert len(own) >= 4
