"""The round-trip workbook as a manager opens it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cqc_evidence.intake.safety.guard import guard
from cqc_evidence.write.workbook import WrittenWorkbook, write_workbook
from tests.measure.build import framework, item, project, tag

FORMULA_LIKE = (
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-1",
    "@x",
    "{=1}",
    "http://example.org",
    "<r><t>x</t></r>",
    "007",
)
ITEMS = (
    item("specimen-one", tag(says="They were heard."), tag("equity", "processes"), title="=1+1", sites=["north", "south"],
         figures=[{"id": "share", "value": 25.5, "unit": "percent"}], actions=[{"action": "Mend it", "from": ["specimen-two"]}]),
    item("specimen-two", permission={"scope": []}, body="x" * 40_000),
    item("specimen-secret", sensitivity="personal", title="Nobody may read this", body="Nor this"),
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> WrittenWorkbook:
    return write_workbook(project(*ITEMS))


@pytest.fixture(scope="module")
def book(found: WrittenWorkbook) -> Workbook:
    return load_workbook(BytesIO(found.data))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """Return a sheet's rows by their titles, without empty cells."""
    titles = [cell.value for cell in sheet[1]]
    return [
        {title: cell for title, cell in zip(titles, row, strict=True) if cell is not None}
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def test_each_sheet_has_its_place_and_the_machinery_is_hidden(book: Workbook) -> None:
    assert {name: book[name].sheet_state for name in book.sheetnames} == {
        "Guide": "visible", "Items": "visible", "Tags": "visible", "Figures": "visible", "Actions": "visible",
        "Long texts": "visible", "Lists": "hidden", "About": "hidden",
    }  # fmt: skip


def test_an_item_is_a_row_and_a_tag_figure_or_action_is_a_row(book: Workbook) -> None:
    first = rows(book["Items"])[0]
    assert first["Item id"] == "specimen-one"
    assert (first["Title"], first["Sites"], first["Own words"]) == ("=1+1", "north; south", "no")
    assert [(row["Item id"], row["Statement"]) for row in rows(book["Tags"])] == [
        ("specimen-one", "learning"), ("specimen-one", "equity"), ("specimen-two", "learning"),
    ]  # fmt: skip
    assert [(row["Figure id"], row["Value"]) for row in rows(book["Figures"])] == [("share", "25.5")]
    assert [(row["Action"], row["From"]) for row in rows(book["Actions"])] == [("Mend it", "specimen-two")]


def test_what_a_manager_edits_first_comes_first(book: Workbook) -> None:
    titles = [cell.value for cell in book["Items"][1]]
    assert titles[:9] == ["Item id", "Title", "Kind", "Date", "Voice", "Owner", "Status", "Sensitivity", "Permission"]


def test_a_permission_for_no_edition_is_not_an_empty_cell(book: Workbook) -> None:
    assert rows(book["Items"])[1]["Permission for"] == "none"


def test_personal_items_are_left_out_counted_and_remembered(found: WrittenWorkbook, book: Workbook) -> None:
    assert (found.items, found.personal, found.repeated) == (2, 1, ())
    assert "1 item marked personal is not in this workbook" in str(book["Guide"]["A10"].value)
    everything = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not any("Nobody may" in str(cell) or "Nor this" in str(cell) for cell in everything)
    assert [row[1].value for row in book["About"].iter_rows() if row[0].value == "specimen-secret"] == ["not exported"]


def test_of_two_files_with_one_id_the_first_is_written_and_a_personal_one_hides_both() -> None:
    twice = write_workbook(
        project(
            item("same", title="First"),
            item("same", title="Second"),
            item("mine"),
            item("mine", sensitivity="personal"),
        )
    )
    assert twice[1:] == (1, 1, ("same",))
    assert [row["Title"] for row in rows(load_workbook(BytesIO(twice.data))["Items"])] == ["First"]


def test_the_guide_is_ten_lines_and_says_that_nothing_is_deleted(book: Workbook) -> None:
    lines = [str(cell.value) for cell in book["Guide"]["A"]]
    assert len(lines) == 11
    assert [line.split(".")[0] for line in lines[1:]] == [str(number) for number in range(1, 11)]
    assert "nothing is deleted" in lines[7]
    assert "cqc-evidence import FILE" in lines[10]


@pytest.mark.parametrize(
    ("sheet", "title", "words"),
    [
        ("Items", "Kind", [kind.id for kind in framework().conversations.kinds]),
        ("Items", "Own words", ["yes", "no"]),
        ("Items", "Status", ["proposed", "accepted", "changes-wanted", "rejected", "withdrawn"]),
        ("Items", "Sensitivity", ["public", "official", "personal"]),
        ("Items", "Interviewer", ["independent", "team"]),
        ("Tags", "Statement", [statement.id for statement in framework().statements]),
        ("Tags", "Phase", ["before", "during", "after"]),
        ("Actions", "Effect", ["found", "none", "too-early"]),
    ],
)
def test_a_cell_offers_the_words_that_are_allowed_also_below_the_last_row(
    book: Workbook, sheet: str, title: str, words: list[str]
) -> None:
    letter = get_column_letter(next(cell.column for cell in book[sheet][1] if cell.value == title))
    (offer,) = [one for one in book[sheet].data_validations.dataValidation if f"{letter}500" in one.sqref]
    name, _, cells = book.defined_names[offer.formula1.lstrip("=")].attr_text.partition("!")
    assert (offer.type, name) == ("list", "Lists")
    assert [cell.value for (cell,) in book["Lists"][cells.replace("$", "")]] == words


def test_heads_and_ids_stay_in_view_and_rows_can_be_filtered(book: Workbook) -> None:
    for name in ("Items", "Tags", "Figures", "Actions"):
        assert book[name].freeze_panes == "C2"
        assert book[name].auto_filter.ref.startswith("A1:")


def test_marks_are_hidden_and_ids_look_as_if_they_were_not_to_be_changed(book: Workbook) -> None:
    for name in ("Items", "Tags", "Figures", "Actions"):
        hidden = [cell.value for cell in book[name][1] if book[name].column_dimensions[cell.column_letter].hidden]
        assert "Row mark" in hidden
        assert book[name]["A2"].fill.fgColor.rgb != book[name]["C2"].fill.fgColor.rgb


def test_a_text_that_no_cell_holds_is_in_parts_and_its_cell_says_so(book: Workbook) -> None:
    assert str(rows(book["Items"])[1]["Text"]).endswith("… whole text in sheet Long texts")
    parts = rows(book["Long texts"])
    assert [(row["Item id"], row["Field"], row["Part"]) for row in parts] == [
        ("specimen-two", "body", f"{at} of 3") for at in (1, 2, 3)
    ]
    assert "".join(str(row["Text"]) for row in parts) == "x" * 40_000


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_no_text_becomes_a_formula_a_link_a_number_or_markup(text: str) -> None:
    data = write_workbook(project(item("specimen-one", title=text, body=text))).data
    cell = load_workbook(BytesIO(data))["Items"]["B2"]
    assert (cell.data_type, str(cell.value).replace("\u2060\u2063", "")) == ("s", text)
    with ZipFile(BytesIO(data)) as package:
        sheets = b"".join(package.read(name) for name in package.namelist() if name.startswith("xl/worksheets"))
    assert not any(mark in sheets for mark in (b"<f>", b"<f ", b"hyperlink"))


def test_nothing_in_it_comes_from_the_clock_or_the_machine(found: WrittenWorkbook) -> None:
    assert write_workbook(project(*ITEMS)).data == found.data
    with ZipFile(BytesIO(found.data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.read("docProps/core.xml").count(b"2021-05-31T00:00:00Z") == 2


def test_the_guard_of_imports_lets_it_in(found: WrittenWorkbook) -> None:
    assert guard(found.data, "evidence.xlsx") == ()


def test_a_project_without_items_gives_a_workbook_to_begin_with() -> None:
    empty = write_workbook(project())
    assert empty[1:] == (0, 0, ())
    assert [cell.value for cell in load_workbook(BytesIO(empty.data))["Items"][1]][:2] == ["Item id", "Title"]
