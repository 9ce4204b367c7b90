"""The register of the information return is written anew: whatever texts a list holds come back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.model.project import InformationReturn, IrItem
from cqc_evidence.read.registers import read_register
from cqc_evidence.store.listed import renewed

TRAPS = st.sampled_from(["1.10", "07", "no", "Yes", "null", "~", "12:30", "1_000", "2026-02-01", "# a", "a: b", "- a", "'", '"', "{a}", "&a", "*a", "!a", "%a", "@a", "0x1f", "1e3", ".5"])  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
TEXTS = TRAPS | st.lists(WORDS | TRAPS, min_size=1, max_size=4).map(" ".join)
ITEMS = st.lists(st.builds(IrItem, number=TEXTS, asks=TEXTS, owner=TEXTS | st.just("")), max_size=4, unique_by=lambda one: one.number)  # fmt: skip


def reread(folder: Path, data: bytes) -> tuple[IrItem, ...]:
    path = folder / "list.yaml"
    path.write_bytes(data)
    noun, _, problems = read_register(InformationReturn, path, "list.yaml")
    assert noun is not None
    assert problems == ()
    return noun.items


@given(first=ITEMS, second=ITEMS)
def test_any_list_over_any_other_is_read_back_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, first: list[IrItem], second: list[IrItem]
) -> None:
    folder = tmp_path_factory.mktemp("listed")
    once = renewed(b"", {"list": "a.csv"}, first)
    assert reread(folder, once) == tuple(first)
    twice = renewed(once, {"list": "b.csv"}, second)
    assert reread(folder, twice) == tuple(second)
    assert renewed(twice, {"list": "b.csv"}, second) == twice


@pytest.mark.parametrize(
    "before", [b"", b"# Only a comment\n", b"items:\n", b"items: []\n", b"\xef\xbb\xbfitems: []\r\n"]
)
def test_a_register_without_items_gets_them(tmp_path: Path, before: bytes) -> None:
    found = renewed(before, {"list": "a.csv"}, [IrItem(number="1.10", asks="Plan")])
    assert reread(tmp_path, found) == (IrItem(number="1.10", asks="Plan"),)
    assert (b"\r\n" in found) is (b"\r\n" in before)
    assert (b"# Only a comment" in found) is (b"Only a comment" in before)


@pytest.mark.parametrize("before", [b"items: [", b"\xff\xfe"])
def test_a_register_that_cannot_be_read_is_refused(before: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be changed as it stands"):
        renewed(before, {}, [])
