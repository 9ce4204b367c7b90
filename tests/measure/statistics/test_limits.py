"""The limits of a chart over time are those of the NHS tools, screened or not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.measure.statistics import xmr

QUICK = settings(deadline=None, max_examples=150)
SERIES = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=40)
ONE_HIGH = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


@pytest.mark.parametrize(("screen", "upper", "centre", "lower"), [(True, 4.6, 1.94, -0.72), (False, 6.95, 1.94, -3.06)])
def test_the_limits_are_those_of_the_nhs_r_communitys_example(screen, upper, centre, lower):
    """NHSRplotthedots, page "Deviations from Excel defaults", 1: eighteen days with one high value."""
    limits = xmr(ONE_HIGH, screen=screen)
    assert [round(line, 2) for line in (limits.upper, limits.centre, limits.lower)] == [upper, centre, lower]


@pytest.mark.parametrize(("screen", "moving_range"), [(True, Fraction(15, 15)), (False, Fraction(15 + 8 + 9, 17))])
def test_the_limits_of_the_example_are_right_to_nine_places(screen, moving_range):
    """Worked out by hand in fractions: 35 in 18 days; of the 17 steps fifteen are 1, one is 8 up from 2 and one 9 down to 1."""
    centre, reach = Fraction(35, 18), Fraction(266, 100) * moving_range
    limits = xmr(ONE_HIGH, screen=screen)
    assert limits[:3] == pytest.approx((float(centre), float(centre - reach), float(centre + reach)), abs=1e-9)


def test_screening_tells_how_many_steps_it_left_out():
    assert xmr(ONE_HIGH).screened == 0
    assert xmr(ONE_HIGH, screen=True).screened == 2
    assert xmr(ONE_HIGH, screen=True).mean_moving_range == 1


def test_screening_is_done_once():
    """The mean step is 4.61, so that only 52 is left out; the 13 that is far out after that stays."""
    steps = [52, 13, *[1] * 18]
    values = [sum(steps[:end]) for end in range(len(steps) + 1)]
    assert xmr(values, screen=True).screened == 1
    assert xmr(values, screen=True).mean_moving_range == pytest.approx((13 + 18) / 19)


def test_a_series_that_never_changes_has_its_value_for_all_three_lines():
    for screen in (True, False):
        limits = xmr([0.1] * 11, screen=screen)
        assert (limits.lower, limits.centre, limits.upper, limits.screened) == (0.1, 0.1, 0.1, 0)


def test_a_lower_limit_below_nought_stays_as_the_arithmetic_gives_it():
    assert xmr([0, 3, 0, 3]).lower == pytest.approx(1.5 - 2.66 * 3)


@pytest.mark.parametrize("values", [[], [4.0]])
def test_one_value_has_no_limits(values):
    with pytest.raises(ValueError, match="two values"):
        xmr(values)


@QUICK
@given(SERIES, st.integers(-1000, 1000), st.booleans())
def test_a_series_that_is_moved_up_moves_its_lines(values, up, screen):
    before, after = xmr(values, screen=screen), xmr([value + up for value in values], screen=screen)
    assert after[:3] == pytest.approx([line + up for line in before[:3]], abs=1e-9)
    assert after[3:] == before[3:]


@QUICK
@given(SERIES, st.sampled_from([0.25, 2, 64, -1, -8]), st.booleans())
def test_a_series_in_other_units_has_its_lines_in_them(values, times, screen):
    before, after = xmr(values, screen=screen), xmr([value * times for value in values], screen=screen)
    low, high = sorted((before.lower * times, before.upper * times))
    assert after[:3] == pytest.approx((before.centre * times, low, high), abs=1e-9)
    assert after.screened == before.screened


@QUICK
@given(SERIES)
def test_screening_never_widens_the_limits(values):
    assert xmr(values, screen=True).mean_moving_range <= xmr(values).mean_moving_range + 1e-9
