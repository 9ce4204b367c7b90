"""A copy of the workbook in which each problem stands where it belongs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from cqc_evidence.intake.workbook.door import changes, is_ours, problem_copy, read_rows
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from tests.intake.workbooks import FILE, column, edited, exported, put, read_back
from tests.measure.build import item, tag

ONE = item("specimen-one", tag(says="They were heard."), tag("equity", "processes"), owner="Lead")
LONG = ONE.model_copy(update={"body": "Specimen words. " * 5_000})
RED = "FFFF9C9C"


def problems_and_copy(item_: Item, *edits: Any) -> tuple[bytes, tuple[Diagnostic, ...], Workbook]:
    """Return an edited workbook, what is wrong with it, and the copy that says so."""
    data = edited(exported(item_), *edits)
    problems = read_back(data, item_).problems
    return data, problems, load_workbook(BytesIO(problem_copy(data, problems)))


def test_a_copy_shows_each_bad_cell_red_with_its_problem_in_the_row_and_in_a_list() -> None:
    _, problems, book = problems_and_copy(ONE, put("Tags", 3, "Statement", "equty"), put("Items", 2, "Voice", "persn"))
    for place, row in (("Items!E2", 2), ("Tags!C3", 3)):
        sheet, cell = place.split("!")
        assert book[sheet][cell].fill.fgColor.rgb == RED
        assert "did you mean" in book[sheet].cell(row, column(book[sheet], "Problem")).value
    assert book["Tags"]["C3"].value == "equty"
    assert [cell.value for cell in book["Problems"]["A"]] == ["Where", *(one.location.place for one in problems)]
    assert book["Tags"]["C2"].fill.fgColor.rgb != RED
    assert [book[name].sheet_state for name in ("Lists", "About")] == ["hidden", "hidden"]


def test_a_copy_can_be_corrected_and_imported_itself() -> None:
    data, problems, _ = problems_and_copy(
        LONG, put("Tags", 3, "Statement", "equty"), put("Items", 2, "Owner", "Director")
    )
    copy = problem_copy(data, problems)
    assert is_ours(copy)
    assert changes(read_rows(copy, FILE), (LONG,)) == changes(read_rows(data, FILE), (LONG,))
    found = read_back(edited(copy, put("Tags", 3, "Statement", "learning")), LONG)
    assert found.problems == ()
    assert [(one.field, one.new) for one in found.edited[0].changed] == [
        ("owner", "Director"),
        ("tags 2: statement", "learning"),
    ]
    assert problem_copy(problem_copy(copy, problems), problems) == problem_copy(copy, problems)


def test_a_formula_is_there_as_the_text_that_it_showed_and_extra_sheets_stay() -> None:
    def formula(book: Workbook) -> None:
        book["Items"]["B2"] = "=1+1"
        book.create_sheet("Mine")["A1"] = "A note to myself"

    _, problems, book = problems_and_copy(ONE, formula)
    assert [problem.location.place for problem in problems] == ["Items!B2"]
    assert book["Items"]["B2"].data_type != "f"
    assert book["Items"]["B2"].fill.fgColor.rgb == RED
    assert book["Mine"]["A1"].value == "A note to myself"


def test_a_file_that_cannot_be_read_comes_back_as_it_is() -> None:
    assert problem_copy(b"PK cut short", ()) == b"PK cut short"
