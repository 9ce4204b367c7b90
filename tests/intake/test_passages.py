"""Passages that a person can weigh: never across a heading, each with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.intake.passages import MOST_WORDS, Paragraph, date_of, kind_of, passages, title_of
from cqc_evidence.model.intake import Extract

LONG = "The team rang back on the same day, and the person said that it helped them to plan the week ahead."


def read(*texts: str, heading: str = "") -> tuple[Extract, ...]:
    return passages(Paragraph(number, text, heading) for number, text in enumerate(texts, 1))


def places(found: tuple[Extract, ...]) -> list[str]:
    return [one.locator for one in found]


def test_a_paragraph_that_can_stand_alone_is_one_passage() -> None:
    assert places(read(LONG, LONG)) == ["paragraph 1", "paragraph 2"]


def test_a_passage_has_its_first_sentence_as_title() -> None:
    (found,) = read("Waits fell. Two colleagues had joined the Specimen team in the week before that.")
    assert found.title == "Waits fell."


def test_short_paragraphs_are_joined_and_told_together() -> None:
    (found,) = read("Two colleagues joined.", "The wait for a first conversation fell.", "Everyone was told.")
    assert found.locator == "paragraphs 1 to 3"
    assert found.text == "Two colleagues joined.\n\nThe wait for a first conversation fell.\n\nEveryone was told."


def test_a_label_goes_with_what_follows_it() -> None:
    assert places(read(LONG, "What we learned", LONG)) == ["paragraph 1", "paragraphs 2 to 3"]


def test_a_last_short_line_goes_with_what_came_before() -> None:
    assert places(read(LONG, "Agreed by all.")) == ["paragraphs 1 to 2"]


def test_no_passage_goes_across_a_heading() -> None:
    found = passages(
        [Paragraph(1, "Short and early.", "A"), Paragraph(2, LONG, "A > B"), Paragraph(3, "Waits fell.", "C")]
    )
    assert [(one.locator, one.heading) for one in found] == [
        ("paragraph 1", "A"),
        ("paragraph 2", "A > B"),
        ("paragraph 3", "C"),
    ]


@pytest.mark.parametrize("line", ["", "  ", "12", "Page 3 of 9", "- 4 -", "Hi all,", "Dear Mrs Specimen,", "Kind regards", "Many thanks,", "Good morning everyone", "Sent from my iPhone", "______", "Best wishes"])  # fmt: skip
def test_lines_that_say_nothing_are_left_out(line: str) -> None:
    assert places(read(line, LONG, line)) == ["paragraph 2"]


@pytest.mark.parametrize("line", ["Thanks to the team the wait fell", "Hi-vis jackets were handed out to everybody who asked", "Best of all, waits fell at once"])  # fmt: skip
def test_lines_that_only_begin_like_a_greeting_stay(line: str) -> None:
    assert places(read(line)) == ["paragraph 1"]


def test_a_long_paragraph_is_cut_between_sentences_into_parts_of_about_equal_length() -> None:
    found = read(" ".join([LONG] * 15))
    assert places(found) == ["paragraph 1, part 1 of 3", "paragraph 1, part 2 of 3", "paragraph 1, part 3 of 3"]
    assert [len(one.text.split()) for one in found] == [105, 105, 105]
    assert all(one.text.endswith("ahead.") for one in found)


def test_pages_are_named_where_there_are_pages() -> None:
    found = passages(
        [Paragraph(2, LONG, page=3), Paragraph(3, "It goes on here.", page=3), Paragraph(1, "And overleaf.", page=4)]
    )
    assert places(found) == ["page 3, paragraph 2 to page 4, paragraph 1"]


@pytest.mark.parametrize(("text", "title"), [
    ("Mr. Specimen rang. He was heard.", "Mr. Specimen rang."),
    ("Costs fell to £2.50 a day. Good.", "Costs fell to £2.50 a day."),
    ("No end in sight", "No end in sight"),
    ("“Was it better?” “Yes.”", "“Was it better?”"),
    ("", ""),
])  # fmt: skip
def test_a_title_is_the_first_sentence(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    title = title_of("word " * 60)
    assert len(title) <= 100
    assert title.endswith("word…")
    assert len(title_of("x" * 500)) == 100


WORDS = st.lists(
    st.sampled_from(["care", "team", "waits", "fell.", "Why?", "Mrs.", "£2", "–", "x" * 30]), max_size=300
).map(" ".join)


@given(st.lists(st.tuples(WORDS | st.text(max_size=60), st.sampled_from(["", "A", "A > B"])), max_size=12))
def test_whatever_the_paragraphs_hold_no_passage_is_long_and_no_long_paragraph_is_lost(
    paragraphs: list[tuple[str, str]],
) -> None:
    given_ = [Paragraph(number, text, heading) for number, (text, heading) in enumerate(paragraphs, 1)]
    found = passages(given_)
    assert all(2 <= len(one.text.split()) <= 1.6 * MOST_WORDS for one in found)
    assert all(len(one.title) <= 100 for one in found)
    assert len(set(places(found))) == len(found)
    assert {one.heading for one in found} <= {heading for _, heading in paragraphs}
    kept = "".join(one.text for one in found)
    words = [word for text, _ in paragraphs if len(text.split()) > 20 for word in text.split()]
    assert all(word in kept for word in words)


@pytest.mark.parametrize(("name", "kind"), [
    ("MIH 12 March.docx", "making-it-happen"), ("Making_it_happen-minutes.docx", "making-it-happen"), ("Group reflection.docx", "reflection"),
    ("huddle.txt", "huddle"), ("Interview with P1.txt", "interview"), ("Stories of difference.docx", "story-of-difference"),
    ("StaffSurvey2025.xlsx", "staff-survey"), ("carers survey.csv", "people-survey"), ("ASCS 2024.xlsx", "people-survey"),
    ("partner feedback.eml", "partner-feedback"), ("File audit Q2.xlsx", "practice-audit"), ("Compliments.docx", "complaint-or-compliment"),
    ("Complaints policy.docx", "process-document"), ("notes.docx", "staff-account"), ("history.docx", "staff-account"), ("auditorium.docx", "staff-account"),
])  # fmt: skip
def test_a_file_name_tells_its_kind(name: str, kind: str) -> None:
    assert kind_of(name, "") == kind


def test_the_first_short_lines_tell_a_kind_when_the_name_does_not() -> None:
    assert kind_of("notes.docx", "Daily huddle\n\nWe talked.") == "huddle"
    assert (
        kind_of("notes.docx", "We heard in a long and winding first sentence that complaints had come down by a half.")
        == "staff-account"
    )
    assert kind_of("reflection.docx", "Daily huddle") == "reflection"


@pytest.mark.parametrize(("text", "date"), [
    ("Huddle, Thursday 12 March 2026", "2026-03-12"), ("12th of March, 2026", "2026-03-12"), ("12/03/2026", "2026-03-12"), ("1/4/26", "2026-04-01"),
    ("12.03.26", "2026-03-12"), ("March 2026", "2026-03"), ("Sept 2025", "2025-09"), ("2026-03-12", "2026-03-12"), ("2026-03", "2026-03"),
    ("MIH_12_March_2026", "2026-03-12"), ("20260312 huddle", "2026-03-12"), ("2026_03_12", "2026-03-12"), ("March 12, 2026", "2026-03-12"),
    ("12 March 2026 (12/03/2026)", "2026-03-12"), ("Notes\n\nDate: 12 Mar 2026\n13 March 2026", "2026-03-12"),
    ("Date of next meeting: 1 May 2026\nHeld on 12 March 2026", "2026-03-12"),
])  # fmt: skip
def test_a_date_is_read_as_sharp_as_it_is_written(text: str, date: str) -> None:
    assert str(date_of(text)) == date


@pytest.mark.parametrize("text", [
    "", "Huddle", "12/03/2026 and 13/03/2026", "12-14 March 2026", "12 and 13 March 2026", "March to May 2026", "April 2020 – March 2021",
    "03/25/2026", "31 February 2026", "Born 12 March 1950", "DOB: 12/03/1950", "Review due 12 March 2026", "Ring 01632 960123", "v1.02.2021", "2024-25",
    "In the first long sentence of the notes we hear that on 12 March 2019 she had moved.",
])  # fmt: skip
def test_a_date_that_is_not_plain_is_unknown(text: str) -> None:
    assert str(date_of(text)) == "unknown"


@given(st.text(max_size=80) | st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}\Z"))
def test_any_text_has_a_date_or_none(text: str) -> None:
    assert date_of(text).text
