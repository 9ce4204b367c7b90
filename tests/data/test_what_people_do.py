"""Tables as offices really have them: slipped rows, no headings, broken formulas, exports of databases, stray cells."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest
import xlsxwriter

from cqc_evidence.data import read_tables, read_totals
from cqc_evidence.data.cells import NO_RESULT, read_cell
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.data.headings import tells_who
from cqc_evidence.data.odd import odd_cells
from cqc_evidence.read import read_project
from tests.data.tables import KEY, REVIEWS, lines, read, rules, values, workbook
from tests.support import write_files

ROW = ("P1", "2020-03-31", "", "planned", "", "North", "")
TOTALS = ("metric", "period", "numerator", "denominator", "note")


def told(found: object) -> str:
    return " ".join(one.model_dump_json() for one in found)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "P-417-SPECIMEN,2020-01-01,,planned,,North,\n",
        "4177123,Mary Specimen,2020-01-01,planned\n",
        "Reviews of Mary Specimen\n" + lines(REVIEWS, ROW),
    ],
)
def test_a_first_row_without_headings_is_told_and_nothing_of_it_is_repeated(tmp_path: Path, text: str) -> None:
    table, found = read(tmp_path, "reviews.csv", text)
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert "first row does not hold the headings of reviews" in found[0].message
    assert not any(word in told(found) for word in ("417", "SPECIMEN", "Specimen"))


def test_a_row_of_values_with_a_word_like_a_heading_is_none(tmp_path: Path) -> None:
    _, found = read(tmp_path, "reviews.csv", lines(("4177123", "Stuart", "2020-01-01", "planned"), ROW[:4]))
    assert rules(found) == ["unreadable-table"]
    assert "Stuart" not in told(found)


def test_some_misspelt_headings_are_told_one_by_one(tmp_path: Path) -> None:
    _, found = read(tmp_path, "reviews.csv", lines(("person_id", "strat", "planned", "planed"), ROW[:4]))
    assert rules(found) == ["unknown-column"] * 2 + ["missing-column"]


@pytest.mark.parametrize(
    "slip",
    [
        "P-417-SPECIMEN",
        "4177123",
        "Mary Specimen",
        "MARY SPECIMEN",
        "P417",
        "A/4177",
        "jo@example.org",
        "mary specimen",
        "41",
    ],
)
def test_a_row_that_slipped_sideways_does_not_tell_who_it_is_about(tmp_path: Path, slip: str) -> None:
    _, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ("x", slip, "", slip, slip, "", "")))
    assert rules(found) == ["wrong-value"] * 3
    assert slip not in told(found)


@pytest.mark.parametrize("slip", ["soon", "29 of 388", "#N/A", "12 a week"])
def test_a_slip_of_the_pen_in_totals_is_shown(tmp_path: Path, slip: str) -> None:
    _, found = read(tmp_path, "aggregate.csv", lines(TOTALS, ("c1-to-c3", "2020", slip, 388, "")))
    assert f'"{slip}" is not' in found[0].message


def test_a_long_slip_is_cut_and_what_tells_of_somebody_is_not_shown(tmp_path: Path) -> None:
    rows = [("c1-to-c3", "2020", slip, 388, "") for slip in ("so " * 30, "jo@example.org")]
    _, found = read(tmp_path, "aggregate.csv", lines(TOTALS, *rows))
    assert [one.message for one in found] == [
        '"so so so so so so so so so so so so so s…" is not a number', "what stands here is not a number",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['"North,\nP2,2020-01-01,,planned,,,\n', '"North" team,\n', '"North\n'])
def test_a_quotation_mark_out_of_place_swallows_no_rows(tmp_path: Path, text: str) -> None:
    table, found = read(
        tmp_path, "reviews.csv", f"{lines(REVIEWS)}P1,2020-01-01,,planned,,{text}P3,2020-01-01,,planned,,,\n"
    )
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert "quotation mark" in found[0].message


def test_a_line_break_inside_quotation_marks_is_one_cell(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, (*ROW[:5], "North\nteam", ""), ROW))
    assert found == ()
    assert [row["team"] for row in values(table)] == ["North team", "North"]


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("31/03/2020 09:15", date(2020, 3, 31)), ("31/03/2020 9:15:07", date(2020, 3, 31)),
        ("2020-03-31 00:00:00.000", date(2020, 3, 31)), ("2020-03-31T23:15:00Z", date(2020, 3, 31)),
        ("2020-03-31T23:15:00+01:00", date(2020, 3, 31)), ("2020-03-31 noon", None), ("31/03/2020 9", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_passed_over(raw: str, day: date | None) -> None:
    column = CONTRACTS["reviews"].column("start")
    assert column is not None
    assert read_cell(column, raw, KEY).value == day


@pytest.mark.parametrize(
    ("raw", "text"),
    [("Unknown", "unknown"), ("2011/12", "2011-04/2012-03"), ("2019-20", "2019-04/2020-03"), ("2012-11", "2012-11"), ("2012-13", "2012-04/2013-03"),
     ("1999-00", "1999-04/2000-03"), ("2011–12", "2011-04/2012-03")],
)  # fmt: skip
def test_a_period_with_one_meaning_is_read(raw: str, text: str) -> None:
    column = CONTRACTS["aggregate"].column("period")
    assert column is not None
    assert str(read_cell(column, raw, KEY).value) == text


@pytest.mark.parametrize(("raw", "last"), [("2011-12", "31"), ("2010-11", "30"), ("2001-02", "28")])
def test_a_period_with_two_meanings_is_told_with_both(raw: str, last: str) -> None:
    column = CONTRACTS["aggregate"].column("period")
    assert column is not None
    cell = read_cell(column, raw, KEY)
    assert (cell.value, cell.expected) == (None, "a period")
    month, year = f"{raw}-01/{raw}-{last}", raw.replace("-", "/")
    assert cell.advice == f"write {month} for the month, {year} for the financial year"
    assert read_cell(column, month, KEY).value is not None
    assert read_cell(column, year, KEY).value is not None


@pytest.mark.parametrize(
    ("raw", "value"),
    [("29 388", None), ("£ 312.50", 312.5), ("− 24", -24.0), ("£ −24", -24.0), ("−£24", -24.0), (" 7 % ", 0.07)],
)
def test_two_numbers_in_a_cell_are_not_made_one(raw: str, value: float | None) -> None:
    column = CONTRACTS["packages"].column("gross_weekly")
    assert column is not None
    assert read_cell(column, raw, KEY).value == value


@pytest.mark.parametrize("raw", [float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize("name", CONTRACTS)
def test_no_number_breaks_a_column(name: str, raw: float) -> None:
    for column in CONTRACTS[name].columns:
        read_cell(column, raw, KEY)


def test_excel_may_be_told_the_separator_in_the_first_line(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", "sep=;\n" + lines(REVIEWS, ROW, separator=";"))
    assert found == ()
    assert [row.number for row in table.rows] == [2]


def test_commas_inside_a_heading_do_not_separate(tmp_path: Path) -> None:
    table, _ = read(
        tmp_path, "reviews.csv", 'person_id;start;planned;"mood, good, bad, none"\nP1;2020-01-01;planned;\n'
    )
    assert table.columns == ("person_id", "start", "planned")


def test_a_formula_without_a_result_and_an_error_are_told_not_taken_for_empty(tmp_path: Path) -> None:
    data = workbook(TOTALS, ("c1-to-c3", "2020", "=10+9", 388, "#REF!"), sheet="aggregate")
    table, found = read(tmp_path, "aggregate.xlsx", data)
    assert [(str(one.location), one.message) for one in found] == [
        ("aggregate.xlsx > aggregate!C2", '"=…" is not a value'), ("aggregate.xlsx > aggregate!E2", '"#REF!" is not a value'),
    ]  # fmt: skip
    assert values(table)[0]["numerator"] is None


def test_a_formula_with_its_result_is_its_result(tmp_path: Path) -> None:
    heads = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in TOTALS)
    row = (
        '<c t="inlineStr"><is><t>c1-to-c3</t></is></c><c><v>2020</v></c><c><f>10+9</f><v>19</v></c><c><v>388</v></c>'
        '<c t="str"><f>IF(TRUE,"","x")</f><v></v></c>'
    )
    table, found = read(tmp_path, "aggregate.xlsx", _book(f"<row>{heads}</row><row>{row}</row>"))
    assert found == ()
    assert (values(table)[0]["numerator"], values(table)[0]["note"]) == (19.0, None)


def test_an_error_in_a_persons_column_makes_nobody(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ("#N/A", *ROW[1:]), ("#N/A", *ROW[1:])))
    assert [row["person_id"] for row in values(table)] == [None, None]
    assert rules(found) == ["wrong-value"] * 2


def test_only_sheets_that_people_see_are_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    hidden, chart, page = book.add_worksheet("Lists"), book.add_chartsheet("Chart"), book.add_worksheet("Data")
    hidden.write(0, 0, "x")
    drawing = book.add_chart({"type": "line"})
    drawing.add_series({"values": "=Data!$A$1:$A$2"})
    chart.set_chart(drawing)
    page.activate()
    page.set_first_sheet()
    hidden.hide()
    page.write_row(0, 0, REVIEWS)
    page.write_row(1, 0, ROW)
    book.close()
    table, found = read(tmp_path, "reviews.xlsx", target.getvalue())
    assert (table.sheet, len(table.rows), found) == ("Data", 1, ())


def test_numbers_that_are_none_in_parquet_are_empty(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n"})
    (tmp_path / "evidence" / "data").mkdir(parents=True)
    columns = {"metric": ["c1-to-c3"], "period": [2020.0], "note": [float("nan")], "denominator": [388.0]}
    parquet.write_table(pa.table(columns), tmp_path / "evidence" / "data" / "aggregate.parquet")
    both = read_totals(read_project(tmp_path, today=date(2026, 1, 1)))
    assert both.problems == ()
    (row,) = values(both.tables[0])
    assert (str(row["period"]), row["note"], row["denominator"]) == ("2020", None, 388.0)


def test_rows_in_which_only_other_columns_are_filled_are_none(tmp_path: Path) -> None:
    head = (*REVIEWS, "mood")
    table, found = read(tmp_path, "reviews.csv", lines(head, ("",) * 7 + ("x",), (*ROW, ""), ("",) * 7 + ("x",)))
    assert ([row.number for row in table.rows], rules(found)) == ([3], ["unknown-column"])


@pytest.mark.parametrize("heading", ["NHSNo", "NHSNum", "NHSnumber", "Address1", "Postcode2", "D.O.B.", "Tel", "Email1", "Initials", "Next of kin",
                                     "House number", "NINO", "Hospital number", "Landline"])  # fmt: skip
def test_a_heading_that_tells_who_people_are_is_known_however_it_is_written(heading: str) -> None:
    assert tells_who(heading)


@pytest.mark.parametrize("name", CONTRACTS)
def test_no_heading_of_a_table_is_taken_for_a_persons(name: str) -> None:
    for column in CONTRACTS[name].columns:
        assert not any(map(tells_who, (column.name, *column.aliases)))


def test_odd_cells_are_found_among_cells_that_do_not_say_where_they_are() -> None:
    cells = (
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f></c></row><row r="5"><c t="inlineStr"><is><t>x</t></is></c>'
        '<c r="?9"><v>1</v></c></row>'
    )
    assert odd_cells(_book(cells), "reviews") == ({(1, 2): "#N/A", (1, 3): NO_RESULT}, "")


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>', '<row><c r="A99999999"><v>1</v></c></row>', '<row r="99999999999"><c><v>1</v></c></row>',
        f'<row r="1048576">{"<c><v>1</v></c>" * 16_384}</row>',
    ],
)  # fmt: skip
def test_places_that_would_take_all_memory_are_told_before_the_reader_of_values_sees_them(
    tmp_path: Path, row: str
) -> None:
    heads = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in REVIEWS)
    _, found = read(tmp_path, "reviews.xlsx", _book(f"<row>{heads}</row>{row}"))
    assert rules(found) == ["unreadable-table"]


@pytest.mark.parametrize("sheet", ["reviews", "none"])
@pytest.mark.parametrize("inside", ["<row><c>", '<row r="x"/>'])
def test_a_damaged_sheet_is_told(tmp_path: Path, sheet: str, inside: str) -> None:
    with pytest.raises((KeyError, ValueError, ExpatError)):
        odd_cells(_book(inside), sheet)
    if sheet == "reviews":
        _, found = read(tmp_path, "reviews.xlsx", _book(inside))
        assert rules(found) == ["unreadable-table"]


def test_a_workbook_of_charts_only_is_told(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    chart, page = book.add_chartsheet("Chart"), book.add_worksheet("Data")
    drawing = book.add_chart({"type": "line"})
    drawing.add_series({"values": "=Data!$A$1:$A$2"})
    chart.set_chart(drawing)
    chart.activate()
    page.hide()
    book.close()
    _, found = read(tmp_path, "reviews.xlsx", target.getvalue())
    assert rules(found) == ["unreadable-table"]


def test_checking_and_measuring_a_project_with_slipped_rows_tells_of_nobody(tmp_path: Path) -> None:
    text = lines(REVIEWS, ("x", "P-417-SPECIMEN", "", "planned", "", "", ""))
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n", "evidence/data/reviews.csv": text})
    found = read_tables(read_project(tmp_path, today=date(2026, 1, 1)))
    assert rules(found.problems) == ["wrong-value"]
    assert "SPECIMEN" not in told(found.problems)


def _book(cells: str) -> bytes:
    """Return a workbook whose one sheet has these cells, as Excel writes them or not."""
    from zipfile import ZipFile

    target = io.BytesIO()
    sheet = "xl/worksheets/sheet1.xml"
    with ZipFile(io.BytesIO(workbook(REVIEWS))) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == sheet:
                head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                data = head + cells.encode() + b"</sheetData></worksheet>"
            new.writestr(name, data)
    return target.getvalue()
