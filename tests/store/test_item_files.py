"""An item's file is written and changed so that nothing of it is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.model.evidence import Item, Review
from cqc_evidence.read.items import read_item
from cqc_evidence.store.edit import edited
from cqc_evidence.store.item_text import item_text
from tests.intake.items import items

FILE = """\
---
# Who may change this: the quality lead.
id: notes
kind: reflection   # a team's own
title: 'Staff met every week'
date: 2025-03-12
voice: staff
source:
    citation: "Notes"   # the March ones
    locator: page 2
status: accepted
tags:
- statement: learning
  # what the tag says
  says: They met.
---

# A heading

Text.
"""


def in_a_file(item: Item) -> Item:
    """Return an item whose text is one that a file can hold: plain line ends, no empty lines around it, no zeros."""
    body = item.body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return item.model_copy(update={"body": body.strip("\n")})


ITEMS = items().map(in_a_file)


def bare(item: Item | None) -> dict[str, object]:
    assert item is not None
    return item.model_dump(exclude={"location"})


def read(data: bytes) -> Item:
    item, problems = read_item(data, "evidence/notes.md")
    assert item is not None
    assert problems == ()
    return item


@settings(max_examples=60)
@given(item=ITEMS)
def test_any_item_comes_back_from_its_file(item: Item) -> None:
    found, problems = read_item(item_text(item).encode(), "evidence/x.md")
    assert [one for one in problems if one.severity == "error"] == []
    assert bare(found) == bare(item)


@settings(max_examples=40)
@given(before=ITEMS, after=ITEMS)
def test_any_change_to_an_item_is_made_in_its_file(before: Item, after: Item) -> None:
    data = edited(item_text(before).encode(), before, after)
    found, _ = read_item(data, "evidence/x.md")
    assert bare(found) == bare(after)


@settings(max_examples=30)
@given(item=ITEMS)
def test_no_change_changes_no_byte(item: Item) -> None:
    data = item_text(item).encode()
    assert edited(data, item, item) == data


def test_what_was_not_changed_stays_as_somebody_wrote_it() -> None:
    before = read(FILE.encode())
    after = before.model_copy(update={"title": "Staff met daily", "status": "withdrawn", "owner": "Team manager"})
    text = edited(FILE.encode(), before, after).decode()
    for kept in (
        "# Who may change this: the quality lead.",
        "# a team's own",
        "# the March ones",
        "# what the tag says",
        "# A heading",
    ):
        assert kept in text
    assert "Staff met daily" in text
    assert text.index("owner: Team manager") < text.index("voice: staff"), "a new key stands where people look for it"
    assert bare(read(text.encode())) == bare(after)


@pytest.mark.parametrize("number", ["6.442386458672693e+16", "1.10", "0.5e-7", "2.5e+300", "-0.0"])
def test_a_number_that_was_not_changed_keeps_every_digit(number: str) -> None:
    lines = f"status: accepted\nfigures:\n- {{id: a, value: {number}, unit: count}}\n"
    data = FILE.replace("status: accepted\n", lines).encode()
    before = read(data)
    figure = before.figures[0]
    after = before.model_copy(update={"figures": (figure.model_copy(update={"unit": "people"}),)})
    text = edited(data, before, after).decode()
    assert f"value: {number}, unit: people" in text
    assert bare(read(text.encode())) == bare(after)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_byte_order_mark_stay(mark: bytes) -> None:
    data = mark + FILE.replace("\n", "\r\n").encode()
    before = read(data)
    changed = edited(data, before, before.model_copy(update={"body": "New.\n\nText."}))
    assert changed.startswith(mark + b"---\r\n")
    assert b"\n" not in changed.replace(b"\r\n", b"")
    assert read(changed).body == "New.\n\nText."


@pytest.mark.parametrize("data", [b"no front matter", "---\ntitle: caf\xe9\n---\n".encode("cp1252"), b"---\nid: x\n"])
def test_a_file_that_cannot_be_changed_is_refused(data: bytes) -> None:
    item = read(FILE.encode())
    with pytest.raises(ValueError, match=r"front matter|utf-8"):
        edited(data, item, item.model_copy(update={"title": "Other"}))


@given(
    st.sampled_from(
        ["true", "no", "12", "1e3", "2025-03-12", "- x", "# x", "a: b", "null", "~", "'", '"', "|", "x\ny", "é\u2028z"]
    )
)
def test_odd_titles_are_quoted_as_needed(title: str) -> None:
    item = read(FILE.encode()).model_copy(update={"title": title})
    found, _ = read_item(item_text(item).encode(), "evidence/x.md")
    assert found is not None
    assert found.title == title


def test_a_review_is_added_behind_the_status_and_every_other_key_stays() -> None:
    before = read(FILE.encode())
    review = Review(verdict="accepted", who="Bo Day", on=date(2025, 4, 1), note="Read twice.")
    data = edited(FILE.encode(), before, before.model_copy(update={"reviews": (review,)}))
    lines = [
        "status: accepted",
        "reviews:",
        "  - verdict: accepted",
        "    who: Bo Day",
        "    on: '2025-04-01'",
        "    note: Read twice.",
    ]
    assert "\n".join(lines) in data.decode()
    assert bare(read(data)) == {**bare(before), "reviews": (review.model_dump(),)}
    assert read(data).reviews == (review,)
