"""The middle value of a list, and between which of the sorted values the true middle lies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from cqc_evidence.measure.statistics import median_of, median_ranks

QUICK = settings(deadline=None, max_examples=100)


@pytest.mark.parametrize(("n", "ranks"), [
    (6, (1, 6)), (8, (1, 8)), (9, (2, 8)), (10, (2, 9)), (20, (6, 15)), (30, (10, 21)), (50, (18, 33)), (100, (40, 61)),
])  # fmt: skip
def test_the_ranks_are_the_exact_ones(n, ranks):
    """At 95 %; checked against binom of scipy 1.17.1."""
    assert median_ranks(n) == ranks


@pytest.mark.parametrize("n", [0, 1, 5])
def test_too_few_values_have_no_interval(n):
    assert median_ranks(n) is None


def test_a_higher_level_needs_more_values():
    assert median_ranks(6, 0.99) is None
    assert median_ranks(8, 0.99) == (1, 8)


@QUICK
@given(st.integers(1, 3000), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_ranks_hold_the_middle_at_least_as_often_as_they_say_and_no_closer_pair_does(n, level):
    low, high = median_ranks(n, level) or (0, n + 1)
    assert low + high == n + 1
    assert low <= high
    assert low == 0 or 2 * binom.cdf(low - 1, n, 0.5) <= 1 - level + 1e-12
    assert 2 * binom.cdf(low, n, 0.5) > 1 - level - 1e-12


def test_a_hundred_thousand_values_have_ranks_too():
    assert median_ranks(100_000) == (49_690, 50_311)


def test_the_middle_is_a_value_or_halfway_between_two_and_order_does_not_matter():
    assert median_of([40, 1, 3]) == 3
    assert median_of(iter([5, 40, 1, 3])) == 4
    assert median_of(()) is None


def test_an_impossible_level_is_refused():
    with pytest.raises(ValueError, match="95 does not"):
        median_ranks(20, 95)
