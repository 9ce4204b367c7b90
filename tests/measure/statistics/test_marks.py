"""Which points of a chart the four rules of Making Data Count mark."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.measure.statistics import Limits, marks, xmr

QUICK = settings(deadline=None, max_examples=150)
LINES = Limits(centre=10.0, lower=4.0, upper=16.0, mean_moving_range=6 / 2.66, screened=0)
"""Two thirds of the way to the limits are 6 and 14."""
OUTSIDE, ROW, TREND, NEAR = (
    "a point outside the limits", "7 points on one side", "7 points trending", "2 of 3 near a limit"
)  # fmt: skip


def marked(values: list[float], rule: str, limits: Limits = LINES) -> str:
    """Return a picture: x for each point that the rule marks, a dot for the others."""
    return "".join("x" if rule in rules else "." for rules in marks(values, limits))


def quiet(values: list[float]) -> bool:
    """Return whether no rule marks any point."""
    return not any(marks(values, LINES))


@pytest.mark.parametrize(("values", "picture"), [
    ([16.1, 9, 3.9, 11], "x.x."), ([16, 4, 16, 4], "...."), ([], ""),
])  # fmt: skip
def test_a_point_is_outside_when_it_is_beyond_a_limit_and_not_on_it(values, picture):
    assert marked(values, OUTSIDE) == picture


@pytest.mark.parametrize(("values", "picture"), [
    ([11] * 6, "......"), ([11] * 7, "xxxxxxx"), ([9] * 8 + [11], "xxxxxxxx."), ([11] * 6 + [9], "......."),
    ([11] * 3 + [10] + [11] * 4, "........"), ([10] * 9, "........."), ([10] + [9] * 7 + [10], ".xxxxxxx."),
])  # fmt: skip
def test_seven_in_a_row_on_one_side_are_marked_all_and_the_centre_breaks_the_row(values, picture):
    assert marked(values, ROW) == picture


@pytest.mark.parametrize(("values", "picture"), [
    ([7, 8, 9, 10, 11, 12], "......"), ([7, 8, 9, 10, 11, 12, 13], "xxxxxxx"), ([13, 12, 11, 10, 9, 8, 7], "xxxxxxx"),
    ([7, 8, 9, 9, 10, 11, 12], "......."), ([8, 7, 8, 9, 10, 11, 12, 13, 9], ".xxxxxxx."), ([7, 8, 9, 10, 11, 12, 11], "......."),
    ([7, 8, 9, 10, 11, 12, 13, 12, 11, 10, 9, 8, 7], "xxxxxxxxxxxxx"),
])  # fmt: skip
def test_seven_in_a_row_that_rise_or_fall_are_marked_all_and_two_alike_break_the_row(values, picture):
    assert marked(values, TREND) == picture


@pytest.mark.parametrize(("values", "picture"), [
    ([15, 11, 15], "x.x"), ([11, 15, 15], ".xx"), ([15, 15, 11], "xx."), ([15, 15, 15], "xxx"), ([5, 9, 5], "x.x"),
    ([15, 11, 11, 15], "...."), ([15, 11, 11, 15, 15], "...xx"),
    ([15, 9, 15], "..."), ([15, 10, 15], "..."), ([15, 5, 15], "..."), ([15, 15], ".."), ([14, 11, 14], "..."), ([9, 15, 15], "..."),
    ([15, 17, 11], "..."), ([15, 17, 15], "x.x"),
])  # fmt: skip
def test_two_of_three_near_a_limit_are_marked_as_the_nhs_r_community_marks_them(values, picture):
    """All three on one side of the centre; a point outside the limits does not count as near; only the near ones are marked."""
    assert marked(values, NEAR) == picture


def test_a_point_can_break_several_rules_and_they_come_in_one_order():
    assert marks([11, 12, 13, 14.1, 14.2, 14.3, 17], LINES)[3] == (ROW, TREND, NEAR)
    assert marks([11, 12, 13, 14.1, 14.2, 14.3, 17], LINES)[6] == (OUTSIDE, ROW, TREND)


def test_shares_that_equal_the_centre_by_arithmetic_lie_on_it():
    values = [0.1, 0.2, 0.3, 0.1 + 0.2, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3]
    shifted = Limits(0.2 + 1e-17, -0.1, 0.5, 0.1, 0)
    assert marked(values, ROW, shifted) == "." * 10
    assert not any(marks([0.1 * 3] * 9, Limits(0.3, 0.3, 0.3, 0.0, 0)))


@QUICK
@given(st.lists(st.sampled_from([9, 9.5, 10, 10.5, 11]), max_size=20))
def test_a_point_on_the_centre_is_only_ever_part_of_a_trend(values):
    for value, rules in zip(values, marks(values, LINES), strict=True):
        assert value != 10 or set(rules) <= {TREND}


@QUICK
@given(st.lists(st.integers(3, 17), max_size=25))
def test_a_chart_upside_down_and_one_read_backwards_have_the_same_marks(values):
    found = marks(values, LINES)
    assert marks([20 - value for value in values], LINES) == found
    assert marks(values[::-1], LINES) == found[::-1]


@QUICK
@given(st.lists(st.integers(-100, 100), min_size=4, max_size=25), st.integers(-50, 50), st.sampled_from([0.5, 4]))
def test_marks_do_not_depend_on_the_unit(values, up, times):
    other = [value * times + up for value in values]
    assert marks(other, xmr(other)) == marks(values, xmr(values))


def test_a_series_that_goes_up_and_down_around_its_centre_is_quiet():
    assert quiet([9, 11] * 12)


def test_about_one_stable_chart_in_six_has_a_mark_all_the_same():
    """2,000 series of 24 points that only chance moves: docs/statistics.md tells people that it is about 16 %."""
    chance = Random(20210531)  # noqa: S311  # no secret: the same series every time
    marked_ones = 0
    for _ in range(2000):
        values = [chance.gauss(50, 8) for _ in range(24)]
        marked_ones += any(marks(values, xmr(values)))
    assert 0.12 < marked_ones / 2000 < 0.20
