"""A count of one to seven people is seen in prose and in metrics; labels, times, things and shares are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.protect.small import is_small, small_counts


def told(text: str) -> list[str]:
    """Return the text of each place."""
    return [text[start:end] for start, end in small_counts(text)]


@pytest.mark.parametrize("count", [
    "3 people", "two carers", "one person", "6 residents", "Two older people", "5 of 24 staff", "2 of the 9 carers", "one of 6 managers", "two of the managers",
    "three social workers", "7 unpaid carers", "two members of staff", "4 team members", "2-3 people", "two or three people", "seven\npeople", "3 (12%) people",
    "3\u00a0people", "one family", "two occupational therapists", "5 very unhappy adults", "2 out of 6 staff", "4 more people", "6 deaths",
])  # fmt: skip
def test_a_count_of_up_to_seven_people_is_seen(count):
    assert told(f"We heard that {count}, in the spring.") == [count]


@pytest.mark.parametrize(("text", "count"), [
    ("Of 24 staff, 5 said no.", "5 said"), ("Of those, two told us so.", "two told"), ("four of them left", "four of them"), ("(n = 5)", "n = 5"), ("n=3", "n=3"),
    ("3 (12%) agreed", "3 (12%) agreed"), ("**3** people", "3** people"), ("last week three staff left", "three staff"), ("this week 2 people rang", "2 people"),
    ("In April two people joined", "two people"), ("falls in 3 people", "3 people"), ("told that 3 people fell", "3 people"), ("two people care for him", "two people"),
])  # fmt: skip
def test_a_count_is_seen_however_it_is_told(text, count):
    assert told(text) == [count]


@pytest.mark.parametrize("text", [
    "on 1 April", "Conversation 2", "Conversation 2 people", "Conversation two people", "page 3", "two weeks", "step 4 of 5", "phase 2", "phase 2 staff",
    "3 of the 9 statements", "week 3 staff", "question 4 respondents", "rule 1 people are experts", "site 2 staff", "Three Conversations people",
])  # fmt: skip
def test_a_label_a_time_and_a_thing_are_no_count_of_people(text):
    assert told(f"See {text} here.") == []


@pytest.mark.parametrize("text", [
    "8 people", "13 people", "1,003 people", "2.5 people", "24 people", "24/7 staff", "2:1 staff", "£3 people", "103 carers", "v2 people", "zero people", "ten carers",
])  # fmt: skip
def test_a_number_that_is_not_one_to_seven_is_no_small_count(text):
    assert told(text) == []


@pytest.mark.parametrize("text", [
    "one in three people", "1 in 5 carers", "fewer than 5 people", "up to six carers", "at least two people", "more than 3 staff", "two or more people", "per 1 person",
])  # fmt: skip
def test_a_share_and_a_bound_tell_no_count(text):
    assert told(text) == []


@pytest.mark.parametrize("text", [
    "two staff meetings", "one carer's assessment", "one adult social care plan", "three staff surveys", "two carers groups", "one family home", "2 person-centred plans",
])  # fmt: skip
def test_a_word_for_people_in_front_of_a_thing_counts_the_thing(text):
    assert told(text) == []


def test_one_of_the_managers_points_at_somebody_without_a_count():
    assert told("one of the managers said so") == []
    assert told("one of the 4 managers said so") == ["one of the 4 managers"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_count_is_found_whatever_stands_around_it(before, after):
    text = f"{before}. We met two carers, {after}"
    start = len(before) + len(". We met ")
    assert (start, start + len("two carers")) in small_counts(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "one",
                "2",
                " ",
                "of",
                "the",
                "people",
                "staff",
                "\n",
                "*",
                "&nbsp;",
                "(",
                "%)",
                "said",
                "n",
                "=",
                "week",
                "more",
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_places_stand_in_the_text_in_order(text):
    places = small_counts(text)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@pytest.mark.parametrize("unit", ["people", "staff", "carers", "reviews", "conversations", "", "somethings", "Count"])
def test_a_metric_that_counts_one_to_seven_is_small(unit):
    assert [value for value in (-3, 0, 0.4, 1, 3, 7, 8, 250) if is_small(value, unit)] == [1, 3, 7]


@pytest.mark.parametrize("unit", ["percent", "per cent", "%", "weeks", "days", "month", "£", "FTE", "teams", "workshops", "questions", "bids", "rate", "per 1,000 people", "% of staff"])  # fmt: skip
def test_shares_times_money_and_things_are_never_small_counts(unit):
    assert not is_small(3, unit)


def test_no_value_is_no_small_count():
    assert not is_small(None, "people")
    assert not is_small(float("nan"), "people")


@pytest.mark.parametrize("unit", ["1 ", "one of ", "2 more other ", "n ="])
def test_a_megabyte_of_numbers_is_read_to_its_end(unit):
    assert small_counts(unit * (1_000_000 // len(unit))) == []
