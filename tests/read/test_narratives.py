"""A narrative is claims, each with its id, its citations, its "so what" and its place."""

from __future__ import annotations

import pytest

from cqc_evidence.read.narratives import citation_parts, read_narrative

HEAD = "---\nstatement: learning\njudgement: We learn.\nconfidence: low\n---\n"
FILE = "evidence/narrative/learning.md"


def narrative(body: str, head: str = HEAD) -> object:
    """Return what was understood of a narrative."""
    return read_narrative((head + body).encode(), FILE)[0]


def test_a_claim_has_its_id_its_text_its_so_what_and_its_citations():
    (claim,) = narrative(
        "## Claims\n\n- {#learning-1} We meet [@notes, p. 4].\n  So what: people wait less [@survey].\n"
    ).claims
    assert (claim.id, claim.text, claim.so_what) == (
        "learning-1",
        "We meet [@notes, p. 4].",
        "people wait less [@survey].",
    )
    assert [(one.item, one.locator) for one in claim.citations] == [("notes", "p. 4"), ("survey", "")]
    assert [str(one.location) for one in claim.citations] == [f"{FILE}:8:26", f"{FILE}:9:30"]


@pytest.mark.parametrize(
    "so_what", ["So what: it helps.", "**So what:** it helps.", "*So what:* it helps.", "**So what: **it helps."]
)
def test_a_so_what_may_be_bold_or_slanted(so_what):
    (claim,) = narrative(f"## Claims\n\n- {{#a-1}} We meet. {so_what}").claims
    assert claim.text == "We meet."
    assert claim.so_what.strip("* ") == "it helps."


@pytest.mark.parametrize("bullet", ["- ", "* ", "+ ", "1. ", "12) ", "-   ", ""])
def test_any_bullet_or_none_begins_a_claim(bullet):
    (claim,) = narrative(f"## Claims\n\n{bullet}{{#a-1}} We meet.\n").claims
    assert (claim.id, claim.text) == ("a-1", "We meet.")
    assert claim.location.column == len(bullet) + 1


def test_bullets_without_blank_lines_are_claims_of_their_own():
    claims = narrative("## Claims\n- {#a-1} One\n  goes on.\n- {#a-2} Two\n\n{#a-3} Three\n").claims
    assert [claim.text for claim in claims] == ["One\ngoes on.", "Two", "Three"]
    assert [claim.location.line for claim in claims] == [7, 9, 11]


def test_text_under_other_headings_is_a_passage_with_its_place():
    found = narrative(
        "Before [@a].\n\n## Claims\n\n## What we cannot show ##\n\n\nWho was\n  asked [@b].\n\n### Smaller\n\nMore.\n"
    )
    assert [(one.heading, one.text) for one in found.passages] == [
        ("", "Before [@a]."), ("What we cannot show", "Who was\n  asked [@b].\n\n### Smaller\n\nMore."),
    ]  # fmt: skip
    assert [str(one.location) for one in found.citations] == [f"{FILE}:6:9", f"{FILE}:14:10"]


def test_two_parts_with_claims_are_one_list():
    found = narrative("## Claims\n\n{#a-1} One\n\n## Claims\n\n{#a-2} Two\n")
    assert [claim.id for claim in found.claims] == ["a-1", "a-2"]


def test_headings_need_a_blank_and_blanks_alone_are_no_passage():
    assert narrative("##Claims\n\n- {#a-1} One\n").claims == ()
    assert narrative("   \n\n## More\n  \n\t\n").passages == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("[@a]", ["a"]), ("[@a; @b, p. 2]", ["a", "b"]), ("[@a p. 2]", ["a"]), ("[see @a]", []), ("[@a][@b]", ["a", "b"]),
        ("[@a, heading: x@y.org]", ["a"]), ("[ @a]", []), ("@a", []), ("[@a,\nwrapped]", ["a"]), ("[@a\n\nnot]", []), ("[@A_b-C1]", ["A_b-C1"]),
    ],
)  # fmt: skip
def test_a_citation_is_what_pandoc_takes_for_one(text, items):
    found = narrative(f"## More\n\nx {text}\n")
    assert [one.item for one in found.citations] == items


def test_the_parts_of_a_citation_are_item_and_locator():
    assert list(citation_parts("@a, p. 4; @b;@c , x")) == [("a", "p. 4"), ("b", ""), ("c", "")]


@pytest.mark.parametrize("head", ["---\n---\n", "---\n- a\n---\n", "---\nstatement: [\n---\n", "---\nstatement: learning\n---\n",
                                  "---\nstatement: learning\njudgement: We learn.\nconfidence: high\n---\n", "", "---\nstatement: a\n"])  # fmt: skip
def test_front_matter_that_cannot_be_understood_leaves_the_narrative_out(head):
    found, problems = read_narrative((head + "\n## Claims\n").encode(), FILE)
    assert found is None
    assert problems


def test_a_repeated_and_an_unknown_key_are_told_and_the_narrative_stays():
    found, problems = read_narrative(f"{HEAD[:-4]}confidence: strong\nspeeker: x\n---\n".encode(), FILE)
    assert found.confidence == "low"
    assert [problem.rule for problem in problems] == ["repeated-key", "unknown-key"]


def test_an_empty_narrative_file_is_told():
    assert [problem.rule for problem in read_narrative(b"", FILE)[1]] == ["empty-file"]


def test_a_long_line_of_blanks_is_read_at_once():
    assert narrative("##" + " " * 200_000 + "x\n\n## Claims\n" + "[@" * 20_000).claims != ()
