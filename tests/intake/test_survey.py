"""A survey's export: counted, quoted, and nobody named."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables.read import read_table_file
from cqc_evidence.intake.tables.survey import MOST_FREE, compare
from cqc_evidence.model.intake import Document, Extract
from tests.intake.sheets import (
    FORMS,
    QUESTIONS,
    Rows,
    csv_file,
    specimen_survey,
    specimen_survey_before,
    survey_rows,
    workbook,
)

TRUST = QUESTIONS[0]


def read(data: bytes, file: str = "export.xlsx", **wishes: object) -> Document:
    return read_table_file(data, file, ReadOptions.model_validate(wishes))


def asked(title: str, answers: list[str], file: str = "export.csv", **wishes: object) -> Document:
    return read(csv_file([["Team meeting?", title], *(["", one] for one in answers)]), file, **wishes)


def about(document: Document, question: str) -> Extract:
    return next(one for one in document.extracts if one.heading == question and one.figures)


def words(document: Document, question: str) -> list[str]:
    return [one.text for one in document.extracts if one.heading == question and not one.figures]


def shares(extract: Extract) -> dict[str, str]:
    return {one.label: f"{one.numerator:.0f} of {one.denominator:.0f}, {one.value} %" for one in extract.figures}


def test_who_answered_is_left_out_and_the_note_says_so():
    found = read(specimen_survey())
    assert "left out because they can tell who answered: ID, Start time, Email, Name" in found.notes
    assert "used only for the month: Completion time" in found.notes


@pytest.mark.parametrize("title", [
    "E-mail", "Full name", "Telephone number", "Your address", "What is your date of birth?", "Postcode", "NHS number",
    "Payroll No", "Staff ID", "IP Address", "Respondent ID", "Who is your line manager?", "ResponseID", "What is your postcode?", "First Name",
])  # fmt: skip
def test_a_column_that_can_tell_who_answered_is_known_by_its_title(title):
    found = asked(title, ["Yes", "No", "Yes"])
    assert found.columns is not None
    assert found.columns.columns[title] == "identifying"
    assert found.extracts == ()


@pytest.mark.parametrize(
    "values",
    [
        ["one@specimen.example", "two@specimen.example", "none"],
        ["HG9 9ZZ", "HG99 9ZZ", "no"],
        ["020 7946 0123", "07700900123", "+44 1632 960123"],
        ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
    ],
)
def test_a_column_that_can_tell_who_answered_is_known_by_what_stands_in_it(values):
    found = asked("Anything else", values)
    assert found.columns is not None
    assert found.columns.columns["Anything else"] == "identifying"


@pytest.mark.parametrize("title", [
    "Do you know their name?", "Can you name one thing that helped you this year?", "Does your manager address what you raise with them?",
    "Would you rather be rung by phone or seen at home?", "Do people say what they need in their own names and words?",
])  # fmt: skip
def test_a_question_that_has_name_or_address_in_it_stays_a_question(title):
    assert asked(title, ["Yes", "No", "Yes"]).extracts[0].heading == title


def test_a_column_that_the_person_wants_is_kept():
    rows = [[*FORMS, "Why?"], [1, "", "", "", "Early intervention team", "Because we meet and talk"]]
    assert words(read(workbook({"Sheet1": rows}), keep=("name",)), "Name") == ["Early intervention team"]


def test_a_name_in_an_answer_is_masked_when_it_stands_in_a_column_left_out():
    rows = [
        [*FORMS, "What helped?"],
        [1, "", "", "specimen.one@wetherby-vale.example", "Specimen One", "Talking with Specimen Two, and a walk"],
        [2, "", "", "", "Specimen Two", "Ring specimen.one@wetherby-vale.example or me. Specimen Two"],
    ]
    found = read(workbook({"Sheet1": rows}))
    assert words(found, "What helped?") == ["Talking with [left out] and a walk", "Ring [left out] or me. [left out]"]
    assert "what stands in a column that was left out was masked in 2 answers" in found.notes


def test_a_scale_of_agreement_leads_with_all_who_agree():
    extract = about(read(specimen_survey()), TRUST)
    assert extract.title == "Do you feel trusted by your manager? 18 of 24 agree (75 %)"
    assert extract.n == 24
    assert shares(extract) == {
        "Agree, all together": "18 of 24, 75.0 %",
        "Strongly agree": "8 of 24, 33.3 %",
        "Agree": "10 of 24, 41.7 %",
        "Neither agree nor disagree": "3 of 24, 12.5 %",
        "Disagree": "2 of 24, 8.3 %",
        "Strongly disagree": "1 of 24, 4.2 %",
    }
    assert extract.text.splitlines()[:3] == [
        "| Answer | Number | % |",
        "| --- | ---: | ---: |",
        "| Strongly agree | 8 | 33.3 |",
    ]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (["Very satisfied", "Quite satisfied", "Dissatisfied", "Neither"], "2 of 4 are satisfied (50 %)"),
        (["Always", "Most of the time", "Never"], "2 of 3 say always or often (67 %)"),
        (["Yes", "No", "no", "YES ", "Don't know"], "2 of 5 say yes (40 %)"),
        (["1 - Strongly disagree", "2 - Disagree", "4 - Agree"], "1 of 3 agree (33 %)"),
        (["Excellent", "Good", "Fair", "Poor"], "2 of 4 say good or better (50 %)"),
        (["Disagree", "Strongly disagree"], "0 of 2 agree (0 %)"),
        (["7", "7", "10"], "2 of 3 say “7” (67 %)"),
        (["Evenings", "Evenings", "Mornings", "mornings", "Evenings"], "3 of 5 say “Evenings” (60 %)"),
    ],
)
def test_a_question_with_set_answers_leads_with_its_share(answers, says):
    found = asked("How was it?", answers).extracts
    assert [one.title for one in found] == [f"How was it? {says}"]


def test_a_question_with_several_ticks_counts_people_not_ticks():
    extract = about(read(specimen_survey()), QUESTIONS[3])
    assert shares(extract)["More time with people"] == "12 of 24, 50.0 %"
    assert extract.text.endswith("More than one answer could be given.")


def test_an_answer_in_somebodys_own_words_is_not_listed_among_set_answers():
    own = "Something quite particular that only one person here would ever write"
    extract = about(asked("When?", ["Evenings"] * 9 + [own]), "When?")
    assert shares(extract) == {"Evenings": "9 of 10, 90.0 %", "Another answer": "1 of 10, 10.0 %"}


def test_numbers_of_every_size_are_neither_counted_nor_quoted():
    found = asked("Years in the job", [str(number) for number in range(3, 30)])
    assert found.extracts == ()
    assert any("Years in the job" in note for note in found.notes)


def test_answers_in_words_are_passages_and_short_ones_are_counted():
    found = asked("Why?", ["n/a", "None", "-", "Yes", "Less typing", "Because we meet twice a week", "N/A."])
    assert words(found, "Why?") == ["Because we meet twice a week"]
    assert found.extracts[0].title == "Because we meet twice a week"
    assert "2 answers of fewer than three words left out" in found.notes


def test_more_answers_than_anybody_reads_are_cut_with_a_word():
    found = asked("Why?", [f"Because of reason number {number}" for number in range(MOST_FREE + 3)])
    assert len(found.extracts) == MOST_FREE
    assert any("3 more were not" in note for note in found.notes)


@pytest.mark.parametrize(
    ("file", "title", "kind", "voice", "verbatim"),
    [
        ("export.csv", "What does your manager do for morale in the team?", "staff-survey", "staff", False),
        ("export.csv", "What does the care and support mean in your life?", "people-survey", "person", True),
        ("Carers survey 2026.csv", "What is it like?", "people-survey", "carer", True),
        ("export.csv", "What is it like?", "staff-survey", "staff", False),
    ],
)
def test_the_kind_and_voice_come_from_the_words(file, title, kind, voice, verbatim):
    found = read(csv_file([[title], ["Because they listen to me"]]), file)
    assert (found.kind, found.voice) == (kind, voice)
    assert [one.verbatim for one in found.extracts] == [verbatim]


def test_the_kind_that_the_person_names_wins():
    found = asked("Why?", ["Because they listen to me"], kind="partner-feedback")
    assert (found.kind, found.voice, found.extracts[0].verbatim) == ("partner-feedback", None, False)


@pytest.mark.parametrize(
    ("times", "date"),
    [
        (["03/02/2026 10:00", "28/02/2026 11:00"], "2026-02"),
        (["2026-02-03", "2026-03-01"], "2026-02/2026-03"),
        (["03/02/2026", "02/14/2026"], "unknown"),
        (["03/02/26", "04/02/26"], "unknown"),
        (["01/01/0001"], "0001-01"),
        ([], "unknown"),
    ],
)
def test_the_date_is_the_months_of_the_answers_and_never_guessed(times, date):
    rows = [["Completion time", "Do you agree?"], *([one, "Agree"] for one in times), ["", "Agree"]]
    assert read(csv_file(rows), "export.csv").date.text == date


def test_dates_of_excel_give_the_month():
    rows: Rows = [["Completion time", "Do you agree?"], [datetime(2026, 3, 4, 9, 0), "Agree"]]  # noqa: DTZ001  # Excel's days have no zone
    assert read(workbook({"Sheet1": rows})).date.text == "2026-03"


def test_what_the_columns_hold_is_remembered_and_obeyed():
    first = read(specimen_survey())
    assert first.columns is not None
    changed = {**first.columns.columns, QUESTIONS[0]: "left-out", QUESTIONS[6]: "left-out", QUESTIONS[5]: "closed"}
    known = first.columns.model_copy(update={"columns": changed})
    again = read(specimen_survey(), columns={known.header: known})
    assert {one.heading for one in again.extracts} == set(QUESTIONS[1:6])
    assert all(one.figures for one in again.extracts)
    assert again.columns == known


def test_a_question_that_nobody_has_answered_yet_is_not_remembered():
    found = asked("When?", ["Evenings", "Mornings"])
    assert found.columns is not None
    assert found.columns.columns == {}
    known = {found.columns.header: found.columns}
    later = csv_file([["Team meeting?", "When?"], *(["Yes", "Evenings"] for _ in range(9))])
    assert [one.heading for one in read(later, "export.csv", columns=known).extracts] == ["Team meeting?", "When?"]


def test_a_survey_asked_twice_is_compared_with_itself():
    found = compare(read(specimen_survey_before()), read(specimen_survey()))
    figures = {one.label: one.comparator for one in about(found, TRUST).figures}
    assert figures["Agree, all together"] == "52 % before (12 of 23)"
    assert figures["Strongly disagree"] == "9 % before (2 of 23)"


def test_nothing_is_compared_the_wrong_way_round_or_with_other_questions():
    before, after = read(specimen_survey_before()), read(specimen_survey())
    assert compare(after, before) == before
    other = asked("Do you agree?", ["Agree", "Disagree"])
    assert compare(other, after) == after
    assert compare(after, after) == after
    assert before.columns is not None
    otherwise = before.model_copy(update={"columns": before.columns.model_copy(update={"header": "another"})})
    assert compare(otherwise, after) == after


def test_a_question_without_counts_before_stays_as_it_is():
    before, after = read(specimen_survey_before()), read(specimen_survey())
    fewer = before.model_copy(update={"extracts": before.extracts[1:]})
    assert about(compare(fewer, after), TRUST) == about(after, TRUST)


ANSWERS = st.sampled_from(
    ("Agree", "agree ", "Strongly agree", "Disagree", "Yes", "No", "Don't know", "5", "Often", "")
)


@given(st.lists(ANSWERS, min_size=1, max_size=60))
def test_counts_always_add_up_to_those_who_answered(answers):
    for extract in asked("How was it?", answers).extracts:
        each = [one for one in extract.figures if not one.label.endswith(", all together")]
        assert sum(one.numerator or 0 for one in each) == extract.n == sum(map(bool, answers))
        assert abs(sum(one.value for one in each) - 100) <= 0.05 * len(each) + 1e-6


@given(st.permutations(range(12)))
@settings(max_examples=30)
def test_the_order_of_the_columns_changes_nothing_but_places(order):
    rows = survey_rows()
    plain, moved = (read(workbook({"Sheet1": table})) for table in (rows, [[row[at] for at in order] for row in rows]))
    held = [
        sorted(one.model_copy(update={"locator": ""}).model_dump_json() for one in document.extracts)
        for document in (plain, moved)
    ]
    assert held[0] == held[1]
    assert (plain.kind, plain.date) == (moved.kind, moved.date)


PERSON = st.integers(10**6, 10**7 - 1)


@given(
    st.lists(
        st.tuples(PERSON, st.sampled_from(("Agree", "No", "We talk and we listen, {}", "{}"))), min_size=1, max_size=9
    )
)
@settings(max_examples=50)
def test_nothing_of_a_column_that_is_left_out_stands_anywhere(people):
    rows: list[list[str | float | datetime | None]] = [[*FORMS, "Your phone", "What do you say?", "Anything else?"]]
    told = []
    for number, answer in people:
        who = (f"p{number}@specimen.example", f"Specimen Q{number}", f"01632 {number}")
        told.extend(who)
        rows.append([number, "", "", *who, answer.format(who[0]), answer.format(who[1])])
    shown = json.dumps(read(workbook({"Sheet1": rows})).model_dump(mode="json"))
    assert not [one for one in told if one in shown]
