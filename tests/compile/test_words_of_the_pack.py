"""Numbers, units, counts and states as a reader sees them."""

from __future__ import annotations

import pytest

from cqc_evidence.compile import words
from cqc_evidence.model.coverage import STATES
from cqc_evidence.model.framework import Expectation
from tests.measure.build import cell, framework, item, tag


@pytest.mark.parametrize(("value", "text"), [
    (25.0, "25"), (5.5, "5.5"), (696000, "696,000"), (1234.5, "1,234.50"), (21.25, "21.25"), (0.1 + 0.2, "0.3"), (0.00001, "0.00001"),
    (-0.0, "0"), (0, "0"), (999.9999999, "1000"), (10.0**16, "10,000,000,000,000,000"), (float("nan"), "not a number"), (float("inf"), "not a number"),
])  # fmt: skip
def test_a_number_reads_as_british_people_print_it(value: float, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(("value", "unit", "text"), [
    (25, "percent", "25 %"), (-18.2, "percentage points", "−18.2 points"), (696000, "GBP", "£696,000"), (-24, "GBP per week", "−£24 a week"),
    (388, "count", "388"), (2, "staff", "2 staff"), (3, "{odd}", "3 {odd}"),
])  # fmt: skip
def test_a_value_carries_its_unit(value: float, unit: str, text: str) -> None:
    assert words.with_unit(value, unit) == text


def test_counts_and_lists_are_sentences() -> None:
    assert [words.count(number, "item") for number in (0, 1, 2, 1200)] == [
        "0 items",
        "1 item",
        "2 items",
        "1,200 items",
    ]
    assert words.count(2, "story", "stories") == "2 stories"
    assert [words.listed(["a", "b", "c"][:number]) for number in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_the_worst_state_stands_in_capitals_and_the_others_after_it() -> None:
    place = ("assessing-needs", "staff-and-leaders")
    found = cell(item("old", tag(*place), date="2019", voice="staff"), place=place)
    assert words.faults(found) == "STALE, thin"


def test_every_state_and_voice_has_words() -> None:
    assert set(STATES) <= set(words.STATE_WORDS)
    assert [state for state, _ in words.STATE_MEANINGS] == list(STATES)
    assert set(words.VOICE_WORDS) == set(Expectation.model_fields["voices"].annotation.__args__[0].__args__)  # type: ignore[union-attr]
    assert framework().expectations.risk.rule in words.RISK_WORDS


def test_words_become_inlines() -> None:
    assert words.plain("") == ()
    assert words.plain("a")[0].text == "a"  # type: ignore[union-attr]
    assert words.strong("a").strong
    assert words.emphasis("a").emphasis
