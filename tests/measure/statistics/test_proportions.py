"""Shares and their differences come with the intervals that the papers print, and chance with its exact probability."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from cqc_evidence.measure.statistics import binomial_tail, newcombe, wilson

QUICK = settings(deadline=None, max_examples=150)
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.998])


@st.composite
def shares(draw: st.DrawFn, most: int = 5000) -> tuple[int, int]:
    """Return a count and its whole."""
    of = draw(st.integers(1, most))
    return draw(st.integers(0, of)), of


# One share


@pytest.mark.parametrize(("count", "of", "low", "high"), [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
])  # fmt: skip
def test_wilson_gives_the_intervals_that_newcombe_prints(count, of, low, high):
    """Newcombe RG, Statistics in Medicine 1998; 17: 857–872, Table I, method 3."""
    assert [round(end, 4) for end in wilson(count, of)] == [low, high]


@pytest.mark.parametrize(("count", "of", "level", "low", "high"), [
    (20, 388, 0.95, 0.033613033828452446, 0.07827267360189859),
    (22, 388, 0.95, 0.03773938640149038, 0.08435453128828191),
    (31, 289, 0.95, 0.07660327021992863, 0.14823326449016733),
    (20, 20, 0.95, 0.8388748419471806, 1.0),
    (65, 100, 0.998, 0.4954946574070448, 0.7783540614089687),
    (417144, 2085720, 0.95, 0.1994577024580659, 0.20054340261406625),
])  # fmt: skip
def test_wilson_agrees_with_another_program_to_nine_places(count, of, level, low, high):
    """Worked out with proportion_confint(method="wilson") of statsmodels 0.15.0."""
    assert wilson(count, of, level) == pytest.approx((low, high), abs=1e-9)


def test_medways_long_term_share_could_be_the_usual_seven_per_cent_and_its_reablement_share_not_eighteen():
    low, high = wilson(20, 388)
    assert low < 0.07 < high
    assert wilson(22, 388)[1] < 0.18


@QUICK
@given(shares(), LEVELS)
def test_wilson_agrees_with_scipy_on_any_share(share, level):
    found = binomtest(*share).proportion_ci(level, method="wilson")
    assert wilson(*share, level) == pytest.approx((found.low, found.high), abs=1e-9)


@QUICK
@given(shares(), LEVELS)
def test_the_interval_of_a_share_holds_it_and_stays_between_none_and_all(share, level):
    low, high = wilson(*share, level)
    assert 0 <= low <= share[0] / share[1] <= high <= 1


@QUICK
@given(shares(), LEVELS)
def test_those_without_have_the_mirrored_interval(share, level):
    count, of = share
    low, high = wilson(count, of, level)
    assert wilson(of - count, of, level) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@QUICK
@given(shares())
def test_a_higher_level_has_a_wider_interval(share):
    (low, high), (lower, higher) = wilson(*share, 0.9), wilson(*share, 0.99)
    assert lower <= low < high <= higher
    assert higher - lower > high - low


# A difference


@pytest.mark.parametrize(("counts", "low", "high"), [
    ((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((6, 7, 2, 7), 0.0582, 0.8062), ((5, 56, 0, 29), -0.0381, 0.1926),
    ((0, 10, 0, 20), -0.1611, 0.2775), ((0, 10, 0, 10), -0.2775, 0.2775), ((10, 10, 0, 20), 0.6791, 1.0), ((10, 10, 0, 10), 0.6075, 1.0),
])  # fmt: skip
def test_newcombe_gives_the_intervals_of_his_own_table(counts, low, high):
    """Newcombe RG, Statistics in Medicine 1998; 17: 873–890, Table II, method 10."""
    assert [round(end, 4) for end in newcombe(*counts)] == [low, high]


def test_newcombe_agrees_with_another_program_to_nine_places():
    """Harrow's increases; worked out with confint_proportions_2indep(method="newcomb") of statsmodels 0.15.0."""
    assert newcombe(31, 289, 121, 418) == pytest.approx((-0.23685774249409328, -0.12396188685887813), abs=1e-9)


@QUICK
@given(shares(), shares(), LEVELS)
def test_the_interval_of_a_difference_holds_it(first, second, level):
    low, high = newcombe(*first, *second, level)
    assert -1 <= low <= first[0] / first[1] - second[0] / second[1] <= high <= 1


@QUICK
@given(shares(), shares(), LEVELS)
def test_groups_that_change_places_mirror_the_interval(first, second, level):
    low, high = newcombe(*first, *second, level)
    assert newcombe(*second, *first, level) == pytest.approx((-high, -low), abs=1e-12)


@QUICK
@given(shares(), shares())
def test_a_higher_level_has_a_wider_interval_of_a_difference(first, second):
    (low, high), (lower, higher) = newcombe(*first, *second, 0.9), newcombe(*first, *second, 0.99)
    assert lower <= low <= high <= higher


# Chance


@pytest.mark.parametrize(("count", "of", "share", "chance"), [
    (20, 388, 0.07, 0.08833466242353517),
    (22, 388, 0.18, 7.041119803952015e-13),
    (31, 289, 121 / 418, 6.51797048024836e-14),
    (1_001_500, 2_000_000, 0.5, 0.016977168630731825),
    (3, 2_000_000, 1e-6, 0.32332358381691384),
])  # fmt: skip
def test_chance_agrees_with_another_program_to_nine_digits(count, of, share, chance):
    """Worked out with binom of scipy 1.17.1."""
    assert binomial_tail(count, of, share) == pytest.approx(chance, rel=1e-9)


@QUICK
@given(shares(), st.floats(0, 1))
def test_chance_agrees_with_scipy_on_any_share(share, true):
    count, of = share
    below, above = binom.cdf(count, of, true), binom.sf(count - 1, of, true)
    wanted = min(below, above) if count / of == true else below if count / of < true else above
    assert binomial_tail(count, of, true) == pytest.approx(wanted, rel=1e-8, abs=1e-290)


@pytest.mark.parametrize(("count", "of", "share", "chance"), [
    (0, 10, 0, 1), (1, 10, 0, 0), (9, 10, 1, 0), (10, 10, 1, 1), (0, 1, 0.5, 0.5), (1, 1, 0.5, 0.5), (1, 10, 1e-20, 1e-19), (10, 10, 0.5, 2**-10),
])  # fmt: skip
def test_chance_is_right_at_the_edges(count, of, share, chance):
    assert binomial_tail(count, of, share) == pytest.approx(chance, rel=1e-12)


def test_a_count_that_is_just_what_was_expected_has_the_smaller_side():
    assert binomial_tail(1, 2, 0.5) == pytest.approx(0.75)
    assert binomial_tail(7, 100, 0.07) == pytest.approx(0.5557197578390137, rel=1e-9)
    assert binomial_tail(93, 100, 0.93) == pytest.approx(0.5557197578390137, rel=1e-9)


@QUICK
@given(st.integers(1, 100_000), LEVELS)
def test_none_and_all_have_an_interval_that_ends_just_there(of, level):
    assert wilson(0, of, level)[0] == 0
    assert wilson(of, of, level)[1] == 1


@pytest.mark.parametrize("count", [0, 2_000_000])
def test_what_is_impossible_in_practice_is_nought_and_not_nonsense(count):
    assert binomial_tail(count, 2_000_000, 0.4) == 0


@QUICK
@given(shares(), st.integers(1, 63))
def test_those_without_are_as_likely_as_those_with(share, sixty_fourths):
    count, of = share
    true = sixty_fourths / 64
    assert binomial_tail(of - count, of, 1 - true) == pytest.approx(binomial_tail(count, of, true), rel=1e-9)


# What is no share


@pytest.mark.parametrize(("count", "of"), [(-1, 10), (11, 10), (0, 0), (5, float("inf")), (float("nan"), 10)])
def test_what_is_no_share_is_refused_with_its_numbers(count, of):
    for work_out in (
        lambda: wilson(count, of),
        lambda: newcombe(1, 2, count, of),
        lambda: binomial_tail(count, of, 0.5),
    ):
        with pytest.raises(ValueError, match=f"{count} of {of}"):
            work_out()


def test_parts_of_people_and_impossible_shares_and_levels_are_refused():
    with pytest.raises(ValueError, match="whole counts"):
        binomial_tail(2.5, 10, 0.5)
    with pytest.raises(ValueError, match=r"1\.5 does not"):
        binomial_tail(2, 10, 1.5)
    for level in (0, 1, 95):
        with pytest.raises(ValueError, match=r"such as 0\.95"):
            wilson(1, 10, level)
