"""How many items are independent: one meeting counted three times is one source."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.measure.coverage.independent import count_independent, same_source
from cqc_evidence.model.evidence import Item
from tests.measure.build import item

ONE_SOURCE = {"source": {"citation": "The paper", "document": "sources/paper.docx"}}


def test_items_of_different_sources_are_independent() -> None:
    assert count_independent([item("one"), item("two"), item("three")]) == 3
    assert count_independent([]) == 0


def test_one_meeting_counted_three_times_is_one_source() -> None:
    assert count_independent([item(name, **ONE_SOURCE) for name in ("one", "two", "three")]) == 1


@pytest.mark.parametrize("other", [
    {"kind": "co-production"}, {"voice": "carer"}, {"date": "2021-04"},
    {"source": {"citation": "The paper", "document": "sources/other.docx"}},
])  # fmt: skip
def test_one_paper_with_several_kinds_voices_dates_or_documents_is_several_sources(other: dict[str, object]) -> None:
    pair = [item("one", **ONE_SOURCE), item("two", **{**ONE_SOURCE, **other})]
    assert count_independent(pair) == 2
    assert not same_source(*pair)


def test_where_in_the_document_and_who_sent_it_make_no_second_source() -> None:
    other = {"source": {**ONE_SOURCE["source"], "locator": "p. 9"}, "owner": "Another", "sites": ["other"]}
    assert count_independent([item("one", **ONE_SOURCE), item("two", **other)]) == 1


@pytest.mark.parametrize("key", ["citation", "public_url"])
def test_without_a_document_the_citation_or_else_the_link_names_the_source(key: str) -> None:
    same = [item(name, source={key: "https://example.org/paper"}) for name in ("one", "two")]
    assert count_independent(same) == 1
    assert count_independent([same[0], item("two", source={key: "https://example.org/other"})]) == 2


def test_items_that_name_no_source_at_all_are_one() -> None:
    assert count_independent([item(name, source={}) for name in ("one", "two")]) == 1


def test_a_month_and_its_first_to_last_day_are_one_date() -> None:
    assert (
        count_independent(
            [item("one", date="2021-03", **ONE_SOURCE), item("two", date="2021-03-01/2021-03-31", **ONE_SOURCE)]
        )
        == 1
    )


@pytest.mark.parametrize("other", ["2021-03-01", "2021-03-31"])
def test_a_day_and_the_month_around_it_are_two_dates(other: str) -> None:
    assert count_independent([item("one", date="2021-03", **ONE_SOURCE), item("two", date=other, **ONE_SOURCE)]) == 2


def test_what_is_derived_from_another_is_one_source_with_it_both_ways_round() -> None:
    old, new = item("old"), item("new", derived_from=["old"])
    assert count_independent([old, new]) == count_independent([new, old]) == 1
    assert same_source(old, new)
    assert same_source(new, old)


def test_two_that_are_derived_from_a_third_are_independent_of_each_other() -> None:
    parent, children = item("parent"), [item(name, derived_from=["parent"]) for name in ("one", "two")]
    assert count_independent([parent, *children]) == 2


def test_a_chain_counts_every_other_link() -> None:
    chain = [item("a"), *(item(new, derived_from=[old]) for old, new in zip("abcd", "bcde", strict=True))]
    assert count_independent(chain) == 3


def test_a_ring_of_five_counts_two() -> None:
    ring = [item(new, derived_from=[old]) for old, new in zip("abcde", "bcdea", strict=True)]
    assert count_independent(ring) == 2


def test_a_derivation_from_an_item_that_is_not_here_or_from_itself_takes_nothing_away() -> None:
    assert count_independent([item("one", derived_from=["one", "elsewhere"]), item("two")]) == 2


def test_of_many_with_one_source_the_one_that_blocks_least_is_chosen() -> None:
    tied = item("tied", derived_from=["parent"], **ONE_SOURCE)
    free = item("free", **ONE_SOURCE)
    assert count_independent([item("parent"), tied]) == 1
    assert count_independent([item("parent"), tied, free]) == 2


def test_a_thousand_interviews_told_again_in_one_evaluation_are_counted_at_once() -> None:
    many = [item(f"one-{number}", derived_from=["evaluation"], **ONE_SOURCE) for number in range(1200)]
    assert count_independent([item("evaluation"), *many]) == 1
    assert (
        count_independent(
            [item("evaluation"), *(item(f"one-{number}", derived_from=["evaluation"]) for number in range(1200))]
        )
        == 1200
    )


def _by_force(items: list[Item]) -> int:
    """Return the size of the largest set without a pair of one source, by trying every set."""
    for size in range(len(items), 0, -1):
        for some in combinations(items, size):
            if not any(same_source(*pair) for pair in combinations(some, 2)):
                return size
    return 0


@st.composite
def _families(draw: st.DrawFn) -> list[Item]:
    names = [f"item-{number}" for number in range(draw(st.integers(1, 9)))]
    return [
        item(
            name,
            source={"citation": draw(st.sampled_from(["paper", f"paper {name}"]))},
            voice=draw(st.sampled_from(["person", "person", "carer"])),
            derived_from=draw(st.lists(st.sampled_from(names), max_size=3, unique=True)),
        )
        for name in names
    ]


@settings(deadline=None, max_examples=150)
@given(_families(), st.randoms(use_true_random=False))
def test_the_count_is_the_largest_set_of_independent_items_in_any_order(items: list[Item], random: object) -> None:
    wanted = _by_force(items)
    assert count_independent(items) == wanted
    random.shuffle(items)  # type: ignore[attr-defined]
    assert count_independent(items) == wanted
