"""A clash as a person sees it: opened out, put together again, nothing lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from cqc_evidence.web.merging import chosen, closed, flat, meet, packed, unpacked

WORDS = st.text(min_size=1, max_size=8)
TAG = st.fixed_dictionaries(
    {"statement": WORDS}, optional={"says": WORDS, "rules": st.lists(WORDS, min_size=1, max_size=2)}
)
FIGURE = st.fixed_dictionaries(
    {"id": WORDS, "value": st.integers()}, optional={"scope": st.dictionaries(WORDS, WORDS, min_size=1)}
)
ITEM = st.fixed_dictionaries(
    {"title": WORDS, "tags": st.lists(TAG, max_size=3)},
    optional={
        "figures": st.lists(FIGURE, min_size=1, max_size=3),
        "source": st.fixed_dictionaries({"citation": WORDS}, optional={"locator": WORDS}),
        "permission": st.fixed_dictionaries({"basis": WORDS, "scope": st.lists(WORDS, max_size=2)}),
        "lenses": st.lists(WORDS, min_size=1),
        "body": WORDS,
    },
)


@settings(max_examples=50, deadline=None)
@given(ITEM, ITEM, ITEM)
def test_data_that_is_opened_out_and_put_together_is_what_it_was(
    one: dict[str, Any], other: dict[str, Any], third: dict[str, Any]
) -> None:
    for like in ((one,), (one, other), (one, other, third)):
        assert closed(flat(one, like)) == one


@settings(max_examples=50, deadline=None)
@given(ITEM, ITEM)
def test_with_nothing_changed_on_one_side_the_other_side_comes_out_whole(
    base: dict[str, Any], other: dict[str, Any]
) -> None:
    for mine, theirs in ((base, other), (other, base), (other, other)):
        found = meet(base, mine, theirs)
        assert found.merged.clashes == ()
        assert found.data == other


@settings(max_examples=50, deadline=None)
@given(ITEM, ITEM, ITEM)
def test_whoever_is_chosen_everywhere_has_their_words_in_every_clash(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    found = meet(base, mine, theirs)
    like = (base, mine, theirs)
    for name, side in (("mine", mine), ("theirs", theirs)):
        form = MultiDict({f"choose-{clash.key}": name for clash in found.merged.clashes})
        data, left = chosen(found, form)
        assert left == ()
        opened = flat(data, like)
        assert {key: opened.get(key) for key in (clash.key for clash in found.merged.clashes)} == {
            clash.key: flat(side, like).get(clash.key) for clash in found.merged.clashes
        }
    assert chosen(found, MultiDict())[1] == tuple(clash.key for clash in found.merged.clashes)


def test_one_changes_a_tag_and_the_other_a_figure_and_both_are_kept() -> None:
    base = {"tags": [{"statement": "learning", "says": "A."}], "figures": [{"id": "f", "value": 1}]}
    mine = {**base, "tags": [{"statement": "learning", "says": "B."}]}
    theirs = {**base, "figures": [{"id": "f", "value": 2}]}
    assert meet(base, mine, theirs).data == {"tags": mine["tags"], "figures": theirs["figures"]}


def test_an_item_without_tags_keeps_its_empty_list_of_tags() -> None:
    base = {"title": "A", "tags": []}
    found = meet(base, {**base, "title": "B"}, {**base, "body": "C"})
    assert found.data == {"title": "B", "tags": [], "body": "C"}


@settings(max_examples=50, deadline=None)
@given(ITEM)
def test_what_a_hidden_field_carries_comes_back_as_it_was(data: dict[str, Any]) -> None:
    assert unpacked(packed(data)) == data


@pytest.mark.parametrize("text", ["", "x", "[]", "1", "null", '"a"', "{"])
def test_a_hidden_field_that_somebody_made_up_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(text)
