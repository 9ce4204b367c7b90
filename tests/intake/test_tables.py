"""Workbooks and CSV files, as people save them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables.read import read_table_file
from cqc_evidence.intake.tables.sheets import as_text, read_workbook_grids
from cqc_evidence.model.intake import Document
from tests.intake.sheets import (
    QUESTIONS,
    Rows,
    csv_file,
    log_rows,
    specimen_log,
    specimen_survey,
    survey_rows,
    workbook,
)

ASKED: Rows = (
    ("Do you feel trusted?", "What would help your team?"),
    ("Agree", "More time to reflect, together"),
    ("Disagree", "A quiet room for conversations"),
    ("Agree", "Fewer forms; more listening"),
)


def read(data: bytes, file: str = "survey.xlsx") -> Document:
    return read_table_file(data, file, ReadOptions())


def rules(document: Document) -> list[str]:
    return [found.rule for found in document.problems]


def places(document: Document) -> list[str]:
    return [str(found.location) for found in document.problems]


def without_places(document: Document) -> list[str]:
    return sorted(one.model_copy(update={"locator": ""}).model_dump_json() for one in document.extracts)


def test_an_answer_is_found_at_its_cell_in_a_workbook():
    found = read(workbook({"Sheet1": ASKED})).extracts
    assert [one.locator for one in found] == ["Sheet1!A, question 1", "Sheet1!B2", "Sheet1!B3", "Sheet1!B4"]


def test_an_answer_is_found_at_its_row_in_a_csv_file():
    found = read(csv_file(ASKED), "survey.csv").extracts
    assert [one.locator for one in found][:2] == ["question 1", "row 2, question 2"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_says_the_same_as_the_workbook_whatever_separates_its_columns(separator, encoding):
    found = read(csv_file(ASKED, separator, encoding), "survey.csv")
    assert without_places(found) == without_places(read(workbook({"Sheet1": ASKED})))
    assert ("other-separator" in rules(found)) == (separator != ",")


def test_a_csv_file_saved_by_an_old_editor_is_read_and_named():
    rows = [*ASKED, ("Agree", "Café talks cost £3")]
    found = read(csv_file(rows, encoding="cp1252"), "survey.csv")
    assert rules(found) == ["wrong-encoding"]
    assert any("Café talks cost £3" in one.text for one in found.extracts)


def test_the_line_that_names_the_separator_for_excel_is_no_row():
    found = read(b"sep=;\r\n" + csv_file(ASKED, ";"), "survey.csv")
    assert [one.locator for one in found.extracts][1] == "row 2, question 2"


def test_ticks_with_semicolons_between_them_are_no_columns():
    rows = ["Which?,Why?", *(f"Fewer forms;More time;Closer,Because reason {number} counts" for number in range(4))]
    found = read("\n".join(rows).encode(), "survey.csv")
    assert {one.heading for one in found.extracts} == {"Which?", "Why?"}


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_answers_without_a_word():
    found = read(b'Trusted?,Why?\nYes,"never closed\nNo,because of this\nNo,because of that\n', "survey.csv")
    assert rules(found) == ["damaged-file"]
    assert found.extracts == ()


def test_title_rows_above_the_header_are_no_answers():
    rows = [["Specimen: Wetherby Vale Council"], ["Spring 2026"], [], *ASKED]
    assert without_places(read(workbook({"Sheet1": rows}))) == without_places(read(workbook({"Sheet1": ASKED})))


def test_a_title_with_its_value_beside_it_is_no_header():
    wide = [[*row, "Because we meet and talk"] for row in ASKED]
    found = read(workbook({"Sheet1": [["Council", "Specimen: Wetherby Vale"], [], *wide]}))
    assert without_places(found) == without_places(read(workbook({"Sheet1": wide})))


def test_empty_rows_and_columns_do_not_move_places():
    rows = [["", "", *row] for row in (ASKED[0], ("", ""), *ASKED[1:])]
    assert [one.locator for one in read(workbook({"Sheet1": rows})).extracts][1] == "Sheet1!D3"


def test_a_title_over_several_columns_is_named_and_counts_for_each():
    rows = [
        ["Do you feel trusted?", "What would help your team?", None],
        *([*row, "Also a longer lunch"] for row in ASKED[1:]),
    ]
    found = read(workbook({"Sheet1": rows}))
    assert [(one.rule, str(one.location)) for one in found.problems] == [("merged-cells", "survey.xlsx > Sheet1!B1")]
    assert {one.heading for one in found.extracts} == {
        "Do you feel trusted?",
        "What would help your team?",
        "What would help your team? (2)",
    }


def test_a_formula_is_named_by_its_cell_and_its_value_is_not_taken():
    found = read(workbook({"Sheet1": ASKED}, formulas={"B3": "=A1", "B4": "=A2"}))
    assert (rules(found), places(found)) == (["formula-inside"], ["survey.xlsx > Sheet1!B3"])
    assert "and 1 more" in found.problems[0].message
    assert [one.locator for one in found.extracts] == ["Sheet1!A, question 1", "Sheet1!B2"]


def test_a_sheet_without_rows_is_named_and_the_others_are_read():
    found = read(workbook({"Answers": ASKED, "Sheet2": []}))
    assert (rules(found), places(found)) == (["empty-sheet"], ["survey.xlsx, Sheet2"])
    assert len(found.extracts) == 4


def test_a_header_without_rows_is_an_empty_sheet():
    assert rules(read(workbook({"Sheet1": ASKED[:1]}))) == ["empty-sheet"]


@pytest.mark.parametrize("title", ["Lists", "Instructions", "README", "Guidance"])
def test_a_sheet_of_instructions_is_passed_over_with_a_word(title):
    found = read(workbook({"Answers": ASKED, title: ASKED}))
    assert f'the sheet "{title}" was passed over' in found.notes
    assert len(found.extracts) == 4


def test_a_hidden_sheet_is_passed_over_with_a_word():
    found = read(workbook({"Answers": ASKED, "Names": ASKED}, hidden=["Names"]))
    assert 'the hidden sheet "Names" was passed over' in found.notes
    assert len(found.extracts) == 4


def test_every_other_sheet_is_read_as_what_it_is():
    found = read(workbook({"Answers": survey_rows(), "Log": log_rows()}))
    kinds = {one.locator.partition("!")[0].partition(" ")[0]: one.kind for one in found.extracts}
    assert kinds["Answers"] == "staff-survey"
    assert any(one.tags for one in found.extracts)
    assert any(note.startswith("Answers: left out") for note in found.notes)


def test_a_table_in_which_nothing_can_be_counted_or_quoted_says_so():
    assert rules(read(workbook({"Sheet1": [["Email"], ["one@specimen.example"]]}))) == ["nothing-found"]


def test_a_workbook_cut_short_is_named():
    assert rules(read(specimen_survey()[:3000])) == ["damaged-file"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (None, ""),
        (float("nan"), ""),
        (datetime(2026, 3, 4), "2026-03-04"),  # noqa: DTZ001  # Excel's days have no zone
        (datetime(2026, 3, 4, 14, 5), "2026-03-04 14:05"),  # noqa: DTZ001  # the same
        (" a\r\nb\x07 ", "a\nb"),
    ],
)
def test_a_value_is_read_as_the_person_sees_it(value, shown):
    assert as_text(value) == shown


def test_a_day_of_excel_is_never_read_month_first():
    grid = read_workbook_grids(workbook({"Sheet1": [[datetime(2026, 3, 4)]]}), "log.xlsx").grids[0]  # noqa: DTZ001  # the same
    assert grid.rows == [("2026-03-04",)]


def test_the_specimens_are_read_without_a_problem_but_the_two_that_they_hold():
    assert read(specimen_survey()).problems == ()
    assert rules(read(specimen_log())) == ["bad-cell", "bad-cell"]


def test_the_questions_of_the_specimen_are_counted_or_quoted():
    found = read(specimen_survey())
    assert {one.heading for one in found.extracts} == set(QUESTIONS)


# Control characters and half of a surrogate pair cannot stand in a cell at all.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30) | st.sampled_from(
    (
        "",
        "Yes",
        "No",
        "12/03/2026",
        "one@specimen.example",
        "QS1",
        "Evidence",
        "Date",
        "Summary",
        "More time with people",
    )
)
GRIDS = st.lists(st.lists(TEXT, min_size=1, max_size=6), max_size=8)


@given(GRIDS)
@settings(max_examples=150)
def test_any_grid_of_any_text_gives_a_document(rows):
    assert isinstance(read(csv_file(rows), "any.csv"), Document)


@given(GRIDS)
@settings(max_examples=40)
def test_any_workbook_of_any_text_gives_a_document(rows):
    assert isinstance(read(workbook({"Sheet1": rows})), Document)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document(data):
    assert isinstance(read(data, "any.csv"), Document)
    assert isinstance(read(b"PK\x03\x04" + data), Document)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=2, max_size=8))
@settings(max_examples=40)
def test_one_table_says_the_same_in_every_form(rows):
    table = [("Do you feel trusted?", "Why is that?", "What next?"), *rows]
    forms = [read(csv_file(table, one), "any.csv") for one in ",;\t"]
    wanted = without_places(read(workbook({"Sheet1": table}), "any.xlsx"))
    assert [without_places(one) for one in forms] == [wanted] * 3
