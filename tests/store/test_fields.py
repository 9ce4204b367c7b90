"""Two people's changes of one thing: what only one changed is kept, and only what both changed is asked about."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.store.fields import merged

KEYS = st.sampled_from(["title", "date", "owner", "voice", "body", "n"])
VALUES = st.one_of(
    st.integers(2, 5), st.sampled_from(["a", "b", "ä"]), st.lists(st.integers(2, 3), min_size=1, max_size=2)
)
DATA = st.dictionaries(KEYS, VALUES)


@given(DATA, DATA, DATA)
def test_who_was_first_makes_no_difference_to_what_they_are_asked(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert {(clash.key, str(clash.mine), str(clash.theirs)) for clash in one.clashes} == {
        (clash.key, str(clash.theirs), str(clash.mine)) for clash in other.clashes
    }
    assert (set(one.mine), set(one.theirs)) == (set(other.theirs), set(other.mine))
    asked = {clash.key for clash in one.clashes}
    assert {key: value for key, value in one.data.items() if key not in asked} == {
        key: value for key, value in other.data.items() if key not in asked
    }


@given(DATA, DATA, DATA)
def test_each_field_is_asked_about_or_is_what_one_of_them_wanted(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    found = merged(base, mine, theirs)
    asked = {clash.key for clash in found.clashes}
    for key in base.keys() | mine.keys() | theirs.keys():
        old, my, their, now = (each.get(key) for each in (base, mine, theirs, found.data))
        assert (key in asked) == (my not in (old, their) and their != old)
        if key in asked:
            assert now == their, "until somebody chooses"
        elif my != old:
            assert now == my
        else:
            assert now == their


@given(DATA, DATA, DATA)
def test_changes_of_different_fields_both_survive_and_nobody_is_asked(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    mine = {**base, **{key: value for key, value in mine.items() if key in ("title", "date", "owner")}}
    theirs = {**base, **{key: value for key, value in theirs.items() if key not in ("title", "date", "owner")}}
    found = merged(base, mine, theirs)
    assert found.clashes == ()
    assert found.data == {**base, **{key: mine[key] for key in ("title", "date", "owner") if key in mine},
                          **{key: value for key, value in theirs.items() if key not in ("title", "date", "owner")}}  # fmt: skip


@given(DATA, DATA)
def test_with_nothing_changed_on_one_side_the_other_side_is_taken_as_it_is(
    base: dict[str, Any], other: dict[str, Any]
) -> None:
    for found in (merged(base, base, other), merged(base, other, base), merged(base, other, other)):
        assert found.clashes == ()
        assert found.data == other
