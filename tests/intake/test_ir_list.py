"""The council's own list, as councils write such lists."""

from __future__ import annotations

from io import BytesIO

import pytest

from cqc_evidence.intake.ir_list import IrList, read_ir_list, statement_of

Rows = list[list[object]]


def book(**sheets: Rows) -> bytes:
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def table(*rows: str) -> IrList:
    return read_ir_list("\n".join(rows).encode(), "list.csv")


def told(found: IrList) -> str:
    return "\n".join(f"{one.location}: {one.message}. {one.help}" for one in found.problems)


@pytest.mark.parametrize(
    ("heads", "number", "asks", "owner"),
    [
        ("Item number,Information owner,Evidence requested,Date requested", "a", "c", "b"),
        ("IR Ref.,Evidence owner,Evidence link,Description of request", "a", "d", "b"),
        ("Status,No.,Item,Lead officer", "b", "c", "d"),
        ("Item,Description,Evidence provided", "a", "b", ""),
        ("Reference number (CQC),What CQC asks,Title,Responsible", "a", "b", "d"),
        ("Question no,Question,Comments", "a", "b", ""),
        ("Ref,Evidence owner,Evidence", "a", "c", "b"),
        ("IR,Documents,Document location", "a", "b", ""),
        ("Date received,#,Information required", "b", "c", ""),
    ],
)
def test_columns_are_known_by_their_headings(heads: str, number: str, asks: str, owner: str) -> None:
    asked = table("Information return 2026", "", heads, "a,b,c,d").asked[0]
    assert (asked.number, asked.asks, asked.owner) == (number, asks, owner)


def test_all_sheets_are_read_and_each_that_is_passed_over_is_told() -> None:
    heads = ["Ref", "Evidence required"]
    data = book(
        **{"Theme 1": [["Information return"], [], heads, ["1.1", "Strategy"], heads, ["1.2", "Plan"]],
           "Theme 2": [heads, ["2.1", "Minutes"]], "Contacts": [["Name", "Telephone"], ["A", "B"]], "Empty": [], "Lists": [["x"]]}
    )  # fmt: skip
    found = read_ir_list(data, "list.xlsx")
    assert [one.number for one in found.asked] == ["1.1", "1.2", "2.1"]
    assert "the sheet “Contacts” was passed over" in told(found)
    assert 'the sheet "Lists" was passed over' in told(found)
    assert "Empty" not in told(found)
    assert all(one.severity == "note" for one in found.problems)


def test_a_row_that_heads_others_is_no_question_and_may_name_their_statement() -> None:
    found = table(
        "Ref,Evidence required", "Theme 1: Working with people,", ",Section 2", "1.1,Plan", "Providing support with integration,", "1.2,Minutes",
        "1.3,",
    )  # fmt: skip
    assert [(one.number, one.statement) for one in found.asked] == [
        ("1.1", "Section 2"),
        ("1.2", "Providing support with integration"),
        ("1.3", "Providing support with integration"),
    ]
    assert "1.3 asks for nothing" in told(found)


def test_a_row_without_a_number_is_told_and_kept() -> None:
    found = table("Ref,Evidence required,Lead", ",Nobody numbered this,", ",,", "1.1,Plan,", ",,Director")
    assert [one.number for one in found.asked] == ["no number: Nobody numbered this", "1.1"]
    assert "row 2: this row has no number: “Nobody numbered this”" in told(found)


def test_what_excel_makes_of_numbers_is_told() -> None:
    from datetime import date

    data = book(
        A=[["Ref", "Evidence required"], [1.1, "Plan"], [1.10, "Tenth"], [date(2026, 2, 1), "Day"], [7, "Seven"]]
    )
    found = read_ir_list(data, "list.xlsx")
    assert [one.number for one in found.asked] == ["1.1", "2026-02-01", "7"]
    assert "A!A3: the number 1.1 stands here and at A!A2" in told(found)
    assert "If one of them is 1.10, Excel dropped its nought: format the column as Text" in told(found)
    assert "the number is a day: 2026-02-01" in told(found)


def test_numbers_that_differ_only_in_their_letters_are_one() -> None:
    found = table("Ref,Evidence required", "IR07,Plan", "ir07,Plan again")
    assert [(one.number, one.asks) for one in found.asked] == [("IR07", "Plan")]
    assert "the number ir07 stands here and at row 2" in told(found)


@pytest.mark.parametrize(
    "asks", ["Case-tracking list", "A list of people with a review", "Case tracker", "Case file audit"]
)
def test_a_row_that_asks_for_people_s_records_is_told(asks: str) -> None:
    assert "asks for people's records: keep that list out of this project" in told(
        table("Ref,Evidence required", f"1,{asks}")
    )


@pytest.mark.parametrize("data", [b"", b"Ref,Lead\n1,A\n", b'Ref,"Evidence required\n1,A\n'])
def test_a_file_that_is_no_list_gives_a_problem_and_nothing_else(data: bytes) -> None:
    found = read_ir_list(data, "list.csv")
    assert found.asked == ()
    assert found.problems


def test_columns_that_are_named_are_taken_whatever_they_say() -> None:
    found = read_ir_list(b"What CQC  wants,Code,Evidence required\nPlan,A-3,No\n", "l.csv", "code", "what cqc wants")
    assert [(one.number, one.asks) for one in found.asked] == [("A-3", "Plan")]
    assert read_ir_list(b"Ref,Evidence required\n1,A\n", "l.csv", "Code").asked == ()


@pytest.mark.parametrize(
    "text", ["Learning", "QS9", "qs 9", "9", "9. Learning", "Quality statement 9: Learning", "learning"]
)
def test_a_statement_is_known_by_title_id_or_number(text: str) -> None:
    titles = [("learning", name) for name in ("Learning", "learning", "qs9", "9")]
    assert statement_of(text, titles) == "learning"


@pytest.mark.parametrize("text", ["", "Lead", "10"])
def test_what_is_no_statement_is_none(text: str) -> None:
    assert statement_of(text, [("learning", "Learning"), ("learning", "9")]) == ""
