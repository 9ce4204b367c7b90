"""Keys set in entries of a register; everything else stays as somebody wrote it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.store.register_keys import with_keys

DAY = date(2025, 6, 1)
TEXT = """\
# Head.
requests:
  - {who: A, topic: 'One'} # side
  - who: B
    topic: a long topic # beside

  # about the next one
  - just words
  - who: C
    topic: >-
      a folded
      topic
    due: 2025-02
    # about the last one
  - {who: A, topic: Two, received: 2025-01-01}
"""


def test_only_the_entries_that_are_meant_change() -> None:
    chosen = [
        {"who": "A", "topic": "One"},
        {"who": "B", "topic": "a long  topic"},
        {"who": "C", "topic": "a folded topic"},
        {"who": "A", "topic": "Two"},
    ]
    after = with_keys(TEXT.encode(), "requests", chosen, {"chased": DAY}, unless="received").decode()
    assert after == (
        TEXT.replace("'One'}", "'One', chased: 2025-06-01}")
        .replace("# beside\n", "# beside\n    chased: 2025-06-01\n")
        .replace("2025-02\n", "2025-02\n    chased: 2025-06-01\n")
    )
    again = with_keys(after.encode(), "requests", chosen, {"chased": date(2025, 6, 9)}, unless="received").decode()
    assert again == after.replace("chased: 2025-06-01", "chased: 2025-06-09")
    assert "&" not in after, "a day set twice is written twice"


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_windows_line_ends_and_the_mark_at_the_start_stay(start: str) -> None:
    data = (start + TEXT.replace("\n", "\r\n")).encode()
    after = with_keys(data, "requests", [{"who": "A", "topic": "One"}], {"chased": DAY}).decode()
    assert after.startswith(f"{start}# Head.\r\n")
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize("text", ["requests: [", "- a list", "", "requests: none\n"])
def test_what_is_no_register_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="this file"):
        with_keys(text.encode(), "requests", [{"who": "A"}], {"chased": DAY})


@given(st.lists(st.sampled_from(["A", "B", "C"]), max_size=6))
def test_where_nothing_is_meant_nothing_changes(who: list[str]) -> None:
    text = (
        "requests:\n" + "".join(f"  - {{who: {name}, topic: Minutes}}\n" for name in who) if who else "requests: []\n"
    )
    assert with_keys(text.encode(), "requests", [{"who": "D"}], {"chased": DAY}) == text.encode()
