"""Counts and rates come with the intervals that public health uses: Byar's from ten events on, exact ones below."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm

from cqc_evidence.measure.statistics import byar, rate

QUICK = settings(deadline=None, max_examples=150)
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.998])


@pytest.mark.parametrize(("count", "level", "low", "high"), [
    (10, 0.95, 4.787449913967564, 18.391458605756473),
    (20, 0.95, 12.211428834875935, 30.88988036919706),
    (65, 0.95, 50.163187710459454, 82.84913854593984),
    (65, 0.998, 42.8802614714802, 94.000290844318),
    (350, 0.95, 314.28765544540965, 388.65840670439155),
])  # fmt: skip
def test_byar_gives_the_limits_of_the_public_health_formula(count, level, low, high):
    """Breslow and Day's formula as OHID's guidance gives it, worked out apart with the normal deviates of scipy 1.17.1."""
    assert byar(count, level) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(("count", "low", "high"), [
    (0, 0.0, 3.6888794541139354), (1, 0.025317807984289876, 5.571643390938898), (2, 0.24220927854396496, 7.22468766772396),
    (3, 0.6186721228956014, 8.767273069742323), (5, 1.6234863901184207, 11.66833207932267), (9, 4.115373097378334, 17.084803451419166),
])  # fmt: skip
def test_below_ten_events_the_limits_are_the_exact_ones(count, low, high):
    """Worked out with chi2.ppf of scipy 1.17.1."""
    assert byar(count) == pytest.approx((low, high), abs=1e-9)


@QUICK
@given(st.integers(0, 9), LEVELS)
def test_the_exact_limits_agree_with_scipys_chi_square_at_any_level(count, level):
    out = (1 - level) / 2
    low = chi2.ppf(out, 2 * count) / 2 if count else 0
    assert byar(count, level) == pytest.approx((low, chi2.ppf(1 - out, 2 * count + 2) / 2), rel=1e-9)


@QUICK
@given(st.integers(10, 10_000_000), LEVELS)
def test_byar_agrees_with_the_formula_on_any_count(count, level):
    z = norm.isf((1 - level) / 2)
    low = count * (1 - 1 / (9 * count) - z / (3 * count**0.5)) ** 3
    assert byar(count, level)[0] == pytest.approx(low, rel=1e-9)


def test_byar_is_close_to_the_exact_limits_where_it_takes_over():
    assert byar(10) == pytest.approx((chi2.ppf(0.025, 20) / 2, chi2.ppf(0.975, 22) / 2), rel=0.002)


@QUICK
@given(st.integers(0, 5000), LEVELS)
def test_the_interval_of_a_count_holds_it_and_is_never_below_nought(count, level):
    low, high = byar(count, level)
    assert 0 <= low <= count <= high


@QUICK
@given(st.integers(0, 5000))
def test_a_higher_level_has_a_wider_interval(count):
    (low, high), (lower, higher) = byar(count, 0.9), byar(count, 0.99)
    assert lower <= low
    assert high < higher


@QUICK
@given(st.integers(0, 3000))
def test_one_more_event_moves_both_limits_up(count):
    (low, high), (low_after, high_after) = byar(count), byar(count + 1)
    assert low < low_after
    assert high < high_after


def test_a_rate_is_its_count_over_the_weeks():
    assert rate(20, 13) == pytest.approx((12.211428834875935 / 13, 30.88988036919706 / 13), abs=1e-9)


@QUICK
@given(st.integers(0, 5000), st.integers(1, 64))
def test_twice_the_weeks_halve_the_rate(count, weeks):
    assert rate(count, 2 * weeks) == tuple(end / 2 for end in rate(count, weeks))


def test_what_is_no_count_and_no_exposure_is_refused():
    for count in (-1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="0 or more"):
            byar(count)
    with pytest.raises(ValueError, match="whole"):
        byar(8.3)
    for exposure in (0, -13, float("inf")):
        with pytest.raises(ValueError, match="above 0"):
            rate(20, exposure)
