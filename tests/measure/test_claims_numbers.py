"""Numbers in prose: what is one, what is none, and how near a rounded one may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.measure.claims.apart import figures_apart
from cqc_evidence.measure.claims.numbers import numbers_in
from cqc_evidence.measure.claims.pool import Held, held_by_item, held_by_rows
from cqc_evidence.model.data import Observation
from cqc_evidence.model.dates import Period
from tests.measure.build import framework, item


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("25 % and 33 per cent", ["percent 25", "percent 33"]),
        ("£2,500, £1.2m and £450k", ["money 2500", "money 1.2e+06", "money 450000"]),
        ("7.2 a week, 121 of 418, 13 weeks", ["count 7.2", "count 121", "count 418", "count 13"]),
        ("from 3.36 to 7.83 %", ["percent 3.36", "percent 7.83"]),
        ("−23.7 to −12.4 points", ["points -23.7", "points -12.4"]),
        ("22, 7 and 17%", ["count 22", "count 7", "percent 17"]),
        ("In March 2020, on 3 May 2021, 2019–20, at 14:30", []),
        ("conversations 1, 2 and 3; Table 1a; week 12; section 42", []),
        ("95% interval, the 2nd time, [@paper, p. 4], B12, https://example.org/7", []),
        ("no digits at all", []),
    ],
)
def test_numbers_are_told_from_dates_names_and_references(text: str, found: list[str]) -> None:
    assert [f"{one.sort} {one.value:g}" for one in numbers_in(text)] == found


@pytest.mark.parametrize(
    ("text", "value", "fits"),
    [
        ("29%", 28.9, True),
        ("28.9%", 28.94, True),
        ("28.9%", 29.0, False),
        ("£1m", 700_000, False),
        ("18.2 points", -18.2, True),
    ],
)
def test_a_printed_number_is_as_exact_as_its_digits(text: str, value: float, *, fits: bool) -> None:
    assert numbers_in(text)[0].fits(value) is fits


def test_a_plain_number_stands_for_another_unit_only_when_it_is_the_very_same() -> None:
    (seven,) = numbers_in("7")
    assert Held("percent", 7.0).says(seven)
    assert not Held("percent", 7.4).says(seven)
    assert Held("count", 7.4).says(seven)


@given(st.integers(0, 10**7), st.sampled_from([0, 1, 2]))
def test_every_number_is_found_again_in_the_sentence_that_prints_it(whole: int, digits: int) -> None:
    text = f"{whole / 10**digits:,.{digits}f}%"
    (found,) = numbers_in(f"It was {text} then.")
    assert found.text == text
    assert found.fits(whole / 10**digits)


def test_how_many_answered_is_a_number_too_and_so_is_their_share() -> None:
    held = list(held_by_item(item("survey", n=30, invited=40)))
    assert held == [Held("count", 30.0), Held("count", 40.0), Held("percent", 75.0)]


def row(**keys: object) -> Observation:
    return Observation.model_validate(
        {"metric": "package-change", "period": Period.parse("2020"), "item": "counted", **keys}
    )


def test_a_row_holds_its_value_its_counts_their_share_and_what_is_printed() -> None:
    held = list(
        held_by_rows((row(value=0.25, numerator=5, denominator=20, printed="a 25 %"), row(value=7.5)), percent=True)
    )
    assert held[:5] == [
        Held("percent", 25.0),
        Held("count", 5.0),
        Held("count", 20.0),
        Held("percent", 25.0),
        Held("percent", 25.0),
    ]
    assert list(held_by_rows((row(value=7.5),), percent=False)) == [Held("count", 7.5)]


def test_a_share_that_the_rows_count_otherwise_is_named_with_its_rows() -> None:
    figures = [{"id": "share", "value": 30, "unit": "percent", "period": "2020"}]
    rows = [row(numerator=5, denominator=20)]
    (apart,) = figures_apart([item("counted", figures=figures)], rows, framework())
    assert (apart.what, apart.values) == ("30% here, and 25% in the table that rests on this item", (25.0,))


def test_nothing_is_told_of_a_personal_item_s_figures() -> None:
    figures = [{"id": "share", "value": 30, "unit": "percent", "period": "2020"}]
    secret = item("counted", figures=figures, sensitivity="personal")
    assert list(figures_apart([secret], [row(numerator=5, denominator=20)], framework())) == []
