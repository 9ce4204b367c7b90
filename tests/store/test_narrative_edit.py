"""A narrative's file is changed where it is meant to be, and nowhere else; a register grows at its end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.read.narratives import read_narrative
from cqc_evidence.store.narrative import rewritten
from cqc_evidence.store.register import appended
from tests.merge.documents import NARRATIVE

FILE = "evidence/narrative/learning.md"
REGIONS = ("learning/judgement", "learning-1", "learning-1/so-what", "learning-2", "learning/passage-1/1", "learning/passage-1/2", "learning/passage-1/3")  # fmt: skip
RAW = {
    "learning-1": "Staff met *every* week [@weekly-reflection, p. 4] and shared **one** lesson.",
    "learning-1/so-what": "they tried new ways.",
    "learning-2": "Two colleagues\n  joined [@second]; nobody left.",
    "learning/passage-1/1": "First words of the text [@second].",
    "learning/passage-1/2": "one thing",
    "learning/passage-1/3": "another thing",
}
"""Region → its bytes in the file."""
WORDS = st.text(alphabet="abcdefghij KLMN0123456789éß“”–,;%()'£", min_size=1, max_size=60).map(
    lambda text: f"A{' '.join(text.split())}z"
)


def words_of(data: bytes) -> dict[str, str]:
    narrative, problems = read_narrative(data, FILE)
    assert narrative is not None
    assert [one for one in problems if one.severity == "error"] == []
    (passage,) = narrative.passages
    from cqc_evidence.read.narratives import chunks

    found = {"learning/judgement": narrative.judgement}
    for claim in narrative.claims:
        found[claim.id] = " ".join(claim.text.split())
        if claim.so_what:
            found[f"{claim.id}/so-what"] = claim.so_what
    for number, chunk in enumerate(chunks(passage.text), 1):
        found[f"learning/passage-1/{number}"] = chunk.text
    return found


@pytest.mark.parametrize("windows", [False, True])
@given(region=st.sampled_from(REGIONS), words=WORDS)
def test_the_new_words_are_there_and_no_other_words_changed(windows: bool, region: str, words: str) -> None:  # noqa: FBT001
    text = NARRATIVE.replace("\n", "\r\n") if windows else NARRATIVE
    data = ("\ufeff" * windows + text).encode()
    narrative, _ = read_narrative(data, FILE)
    assert narrative is not None
    new = rewritten(data, narrative, {region: words})
    assert words_of(new) == {**words_of(data), region: words}
    assert new.startswith(b"\xef\xbb\xbf") == windows
    assert (b"\r\n" in new) == windows
    if region in RAW:
        raw = RAW[region].replace("\n", "\r\n") if windows else RAW[region]
        assert new == data.replace(raw.encode(), words.encode(), 1), "every other byte stays"


def test_words_and_so_what_of_one_claim_change_together() -> None:
    narrative, _ = read_narrative(NARRATIVE.encode(), FILE)
    assert narrative is not None
    new = rewritten(
        NARRATIVE.encode(), narrative, {"learning-1": "One.", "learning-1/so-what": "Two.", "learning-2": "Three."}
    ).decode()
    assert "- {#learning-1} One. So what: Two.\n- {#learning-2} Three.\n" in new
    assert "So what: Four." in rewritten(NARRATIVE.encode(), narrative, {"learning-2/so-what": "Four."}).decode()


def test_a_region_that_is_not_there_is_refused() -> None:
    narrative, _ = read_narrative(NARRATIVE.encode(), FILE)
    assert narrative is not None
    with pytest.raises(ValueError, match="there is no learning-9"):
        rewritten(NARRATIVE.encode(), narrative, {"learning-9": "x"})


def test_a_register_grows_at_its_end_and_keeps_its_comments() -> None:
    before = b"# The plan.\r\nimprovements:\r\n  - {id: a, gap: gap-a}  # first\r\n"
    after = appended(before, "improvements", [{"id": "b", "gap": "gap-b"}]).decode()
    assert after.startswith("# The plan.\r\nimprovements:\r\n  - {id: a, gap: gap-a}  # first\r\n")
    assert after.endswith("  - id: b\r\n    gap: gap-b\r\n")
    assert appended(before, "improvements", []) == before
    assert appended(b"\xef\xbb\xbf" + before, "improvements", [{"id": "b"}]).startswith(b"\xef\xbb\xbf# The plan.\r\n")


@pytest.mark.parametrize("before", [b"", b"# Only a comment.\n", b"comments: []\n", b"other: 1\n"])
def test_a_register_that_holds_nothing_yet_gets_its_first_entry(before: bytes) -> None:
    after = appended(before, "comments", [{"about": "learning-1", "who": "A", "text": "Why?"}]).decode()
    assert "  - about: learning-1\n    who: A\n    text: Why?\n" in after
    assert ("# Only a comment." in after) == (b"comment." in before)
    assert ("other: 1" in after) == (b"other" in before)


@pytest.mark.parametrize("before", [b"a: [b\n", b"- a list\n"])
def test_what_is_no_register_is_left_alone(before: bytes) -> None:
    with pytest.raises(ValueError, match="this file"):
        appended(before, "comments", [{"about": "x"}])
