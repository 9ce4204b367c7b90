"""Plain text and Markdown as people write them."""

from __future__ import annotations

import pytest

from cqc_evidence.intake.plain.prose import read_prose
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.intake import Document

LONG = "The team rang back on the same day, and the person said that it helped them to plan the week ahead."
OTHER = "Nobody had to tell their story twice, because the worker who rang first stayed with them until the end."


def read(text: str | bytes, file: str = "notes.txt", **options) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return read_prose(data, file, ReadOptions(**options))


def headings(document: Document) -> list[tuple[str, str]]:
    return [(one.heading, one.locator) for one in document.extracts]


def test_markdown_headings_stand_above_their_passages() -> None:
    found = read(
        f"# Huddle, 12 March 2026\n\n{LONG}\n\n## What changed ##\n\n{OTHER}\n\n# Next\n\n{LONG}\n", "notes.md"
    )
    assert headings(found) == [
        ("Huddle, 12 March 2026", "paragraph 1"), ("Huddle, 12 March 2026 > What changed", "paragraph 2"), ("Next", "paragraph 3"),
    ]  # fmt: skip
    assert (found.title, found.kind, str(found.date)) == ("Huddle, 12 March 2026", "huddle", "2026-03-12")


def test_underlined_lines_and_short_lines_in_capitals_are_headings() -> None:
    found = read(f"Specimen notes\n==============\n{LONG}\n\nWHAT CHANGED:\n{OTHER}\n\nNext steps\n----\n{LONG}\n")
    assert [heading for heading, _ in headings(found)] == [
        "Specimen notes",
        "Specimen notes > WHAT CHANGED",
        "Specimen notes > Next steps",
    ]


def test_a_sentence_in_capitals_is_no_heading() -> None:
    assert headings(read(f"{LONG}\n\nWE WERE ALL VERY GLAD THAT IT WORKED OUT SO WELL.\n")) == [
        ("", "paragraphs 1 to 2")
    ]


def test_lines_broken_at_the_margin_are_one_paragraph() -> None:
    found = read(
        "We met on Tuesday, and two colleagues from the other site\ncame to hear how the first conversations go. Waits have\nfallen.\n"
    )
    assert [one.text.count("\n") for one in found.extracts] == [0]
    assert found.extracts[0].locator == "paragraph 1"


def test_lines_that_their_writer_ended_are_paragraphs_of_their_own() -> None:
    assert [one.locator for one in read(f"{LONG * 2}\n{OTHER * 2}\n").extracts] == ["paragraph 1", "paragraph 2"]


def test_list_items_stay_apart() -> None:
    (found,) = read("- Two colleagues joined.\n- Waits fell.\n1. Everyone was told.\n").extracts
    assert found.text == "- Two colleagues joined.\n\n- Waits fell.\n\n1. Everyone was told."


def test_a_table_stays_a_table() -> None:
    (found,) = read("| Who | What |\n|---|---|\n| Team | rang back the same day |\n", "notes.md").extracts
    assert found.text == "| Who | What |\n|---|---|\n| Team | rang back the same day |"


def test_front_matter_is_left_out_and_said_so() -> None:
    found = read(f"---\nauthor: Specimen\n---\n{LONG}\n", "notes.md")
    assert "Specimen" not in found.extracts[0].text
    assert found.notes == ('the lines between the two "---" at the top were left out',)


INTERVIEW = f"""Interview notes, March 2026

Interviewer: How was it before?
Person: Nobody rang back.

Interviewer: And now?
Person: {LONG}
It was the same worker each time.

Q: Anything else?
A: No, I did not think so.
"""


def test_a_question_stays_with_its_answer() -> None:
    first, second, third = read(INTERVIEW).extracts
    assert first.text == "Interviewer: How was it before?\n\nPerson: Nobody rang back."
    assert second.text.endswith("It was the same worker each time.")
    assert second.locator == "paragraphs 3 to 5"
    assert third.title == "No, I did not think so."


def test_a_title_is_what_was_answered_and_a_short_answer_stands_behind_its_question() -> None:
    first, second, _ = read(INTERVIEW).extracts
    assert first.title == "How was it before – Nobody rang back."
    assert second.title.startswith("The team rang back")


def test_a_voice_is_the_persons_only_where_the_notes_say_so() -> None:
    found = read(INTERVIEW)
    assert [one.voice for one in found.extracts] == ["person", "person", None]
    assert [one.reported_by for one in found.extracts] == ["interviewer", "interviewer", ""]
    assert found.voice is None
    assert found.kind == "interview"


def test_words_are_never_said_to_be_the_persons_own_by_themselves() -> None:
    assert not any(one.verbatim for one in read(INTERVIEW).extracts)


def test_two_questions_in_a_row_share_their_answer() -> None:
    (found,) = read("Q: How was it before?\nQ: And how is it now?\nA: Far better, as they ring back.\n").extracts
    assert found.locator == "paragraphs 1 to 3"


def test_two_who_answer_together_have_no_one_voice() -> None:
    (found,) = read("Q: How was it?\nPerson: It was good.\nCarer: It was hard for me at first.\n").extracts
    assert found.voice is None


def test_a_long_answer_is_cut_and_each_part_keeps_its_question() -> None:
    found = read("Q: How was it?\nCarer: " + "\n".join([f"{LONG} {OTHER}"] * 9) + "\n").extracts
    assert len(found) > 2
    assert all(one.text.startswith("Q: How was it?\n\n") for one in found)
    assert {one.voice for one in found} == {"carer"}


def test_what_stands_outside_the_talk_is_read_as_well() -> None:
    found = read(f"{OTHER}\n\nQ: How was it?\nA: {LONG}\n")
    assert [one.locator for one in found.extracts] == ["paragraph 1", "paragraphs 2 to 3"]


def test_a_colon_alone_makes_no_interview() -> None:
    assert read(f"Present: the Specimen team\n{LONG}\nAgreed: {OTHER}\n").kind == "staff-account"


def test_a_date_in_the_file_name_counts_when_the_text_has_none() -> None:
    assert str(read(LONG, "2026/huddle 2026-03-12.txt").date) == "2026-03-12"


def test_the_kind_that_the_person_named_counts() -> None:
    assert read(INTERVIEW, kind="reflection").kind == "reflection"


def test_windows_1252_is_read_and_named() -> None:
    found = read("The café at Specimen House costs £2 and helps people meet.".encode("cp1252"))
    assert "café" in found.extracts[0].text
    assert [one.rule for one in found.problems] == ["wrong-encoding"]


@pytest.mark.parametrize("text", ["# Only a heading\n", "12\n\n--\n"])
def test_a_text_that_says_nothing_is_named(text: str) -> None:
    assert [one.rule for one in read(text).problems] == ["nothing-found"]
