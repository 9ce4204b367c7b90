"""A table reads alike however it was saved, and whatever is wrong has its place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.data import read as reading
from cqc_evidence.data.cells import read_cell
from cqc_evidence.data.contracts import CONTRACTS
from cqc_evidence.model.data import Column
from cqc_evidence.model.dates import Period
from tests.data.tables import KEY, REVIEWS, lines, read, rules, values, workbook

ROW = ("P1", "31/03/2020", "2020-04-02", "Planned", "No  Change", "Wetherby Vale north", "site")
TYPED = {
    "start": date(2020, 3, 31), "end": date(2020, 4, 2), "planned": "planned", "outcome": "no change",
    "team": "Wetherby Vale north", "site": "site",
}  # fmt: skip


def column(of: str, name: str) -> Column:
    found = CONTRACTS[of].column(name)
    assert found is not None
    return found


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig"])
def test_a_csv_file_reads_alike_however_it_was_saved(tmp_path: Path, separator: str, coding: str) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ROW, separator=separator).encode(coding))
    assert found == ()
    (row,) = values(table)
    assert {name: row[name] for name in TYPED} == TYPED


def test_windows_letters_are_read_and_told(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, (*ROW[:5], "Café", "")).encode("cp1252"))
    assert rules(found) == ["wrong-encoding"]
    assert values(table)[0]["team"] == "Café"


def test_a_workbook_gives_the_rows_of_a_csv_file_with_the_places_of_excel(tmp_path: Path) -> None:
    plain, _ = read(tmp_path, "reviews.csv", lines(REVIEWS, ROW))
    excel = ("P1", datetime(2020, 3, 31), date(2020, 4, 2), "planned", "no change", "Wetherby Vale north", "site")  # noqa: DTZ001
    table, found = read(tmp_path, "reviews.xlsx", workbook(REVIEWS, excel, other="Notes"))
    assert found == ()
    assert values(table) == values(plain)
    assert str(table.where(2, "planned")) == "reviews.xlsx > reviews!D2"
    assert str(plain.where(2, "planned")) == "reviews.csv, row 2, column planned"


def test_the_first_sheet_is_read_where_none_bears_the_tables_name(tmp_path: Path) -> None:
    table, _ = read(
        tmp_path, "reviews.xlsx", workbook(REVIEWS, ("P1", date(2020, 1, 1), None, "planned"), sheet="Sheet1")
    )
    assert (table.sheet, len(table.rows)) == ("Sheet1", 1)


def test_rows_are_numbered_as_excel_counts_them_and_empty_ones_are_none(tmp_path: Path) -> None:
    table, found = read(
        tmp_path, "reviews.csv", lines(REVIEWS, ("",) * 7, ROW, ("P2", "soon", "", "planned", "", "", ""))
    )
    assert [row.number for row in table.rows] == [3, 4]
    assert [str(one.location) for one in found] == ["reviews.csv, row 4, column start"]


@pytest.mark.parametrize(
    ("of", "name", "raw", "value"),
    [
        ("reviews", "start", "2020-03-31", date(2020, 3, 31)), ("reviews", "start", "31/03/2020", date(2020, 3, 31)),
        ("reviews", "start", "1.4.20", date(2020, 4, 1)), ("reviews", "start", "2020-03-31 00:00:00", date(2020, 3, 31)),
        ("reviews", "start", "03/31/2020", None), ("reviews", "start", "31/02/2020", None), ("reviews", "start", 43921.0, None),
        ("packages", "gross_weekly", "£1,312.50", 1312.5), ("packages", "gross_weekly", "−24", -24.0), ("packages", "gross_weekly", 12, 12.0),
        ("packages", "gross_weekly", "12 a week", None), ("packages", "gross_weekly", True, None), ("packages", "gross_weekly", ".", None),
        ("packages", "gross_weekly", float("nan"), None), ("packages", "gross_weekly", "1,2", None),
        ("aggregate", "value", "7%", 0.07), ("aggregate", "value", "5.15 %", 0.0515), ("aggregate", "value", 0.07, 0.07),
        ("aggregate", "rounded_to", "5", 5), ("aggregate", "rounded_to", 5.0, 5), ("aggregate", "rounded_to", "2.5", None),
        ("aggregate", "period", "2020-21", Period.parse("2020-04/2021-03")), ("aggregate", "period", "2019/20", Period.parse("2019-04/2020-03")),
        ("aggregate", "period", "2020-22", None), ("aggregate", "period", "unknown", Period.parse("unknown")), ("aggregate", "period", "Q1 2020", None),
        ("aggregate", "period", date(2020, 1, 2), Period.parse("2020-01-02")), ("aggregate", "period", "2020-03", Period.parse("2020-03")),
        ("aggregate", "note", 12.0, "12"), ("aggregate", "note", datetime(2020, 1, 2), "2020-01-02"),  # noqa: DTZ001
        ("requests", "already_known", "Yes", True), ("requests", "already_known", "N", False), ("requests", "already_known", True, True),
        ("requests", "already_known", "maybe", None), ("reviews", "outcome", "NO_CHANGE", "no change"), ("reviews", "outcome", "increse", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_column_says(of: str, name: str, raw: object, value: object) -> None:
    cell = read_cell(column(of, name), raw, KEY)
    assert cell.value == value
    assert bool(cell.expected) == (value is None)


def test_advice_names_the_nearest_choice_or_all_of_them() -> None:
    assert read_cell(column("reviews", "outcome"), "increse", KEY).advice == 'did you mean "increase"?'
    assert read_cell(column("reviews", "planned"), "who knows", KEY).advice == "use one of: planned, unplanned"


def test_a_persons_number_is_nowhere_to_be_seen(tmp_path: Path) -> None:
    one, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ("P-417-SECRET", "soon", "", "planned", "", "", "")))
    assert "SECRET" not in one.model_dump_json() + "".join(problem.model_dump_json() for problem in found)
    again, _ = read(tmp_path, "reviews.csv", lines(REVIEWS, (" P-417-SECRET ", "", "", "planned", "", "", "")))
    other, _ = read(
        tmp_path, "reviews.csv", lines(REVIEWS, ("P-417-SECRET", "", "", "planned", "", "", "")), key=b"o" * 32
    )
    hashes = [values(table)[0]["person_id"] for table in (one, again, other)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert len(str(hashes[0])) == 16


def test_a_number_and_its_text_are_one_person() -> None:
    person = column("reviews", "person_id")
    assert read_cell(person, 417.0, KEY).value == read_cell(person, "417", KEY).value


def test_many_slips_in_one_column_are_told_in_part_and_counted(tmp_path: Path) -> None:
    rows = [(f"P{number}", "soon", "", "", "", "", "") for number in range(30)]
    _, found = read(tmp_path, "reviews.csv", lines(REVIEWS, *rows))
    assert rules(found).count("wrong-value") == 21
    assert rules(found).count("missing-value") == 21
    told = [one.message for one in found]
    assert "10 more cells of this column are not a day" in told
    assert '"planned (and 10 more cells of this column)" is empty in this row' in told


def test_a_row_that_says_how_columns_are_parted_is_no_heading(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", "sep=;\r\n" + lines(REVIEWS, ROW, separator=";"))
    assert (len(table.rows), found) == (1, ())


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_rows_in_silence(tmp_path: Path) -> None:
    text = lines(REVIEWS, ROW) + 'P2,2020-01-01,,planned,,"North,\nP3,2020-01-01,,planned,,,\n'
    table, found = read(tmp_path, "reviews.csv", text)
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert "never closed" in found[0].message


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 1e300])
def test_numbers_that_are_none_are_told_or_empty(value: float) -> None:
    assert read_cell(column("packages", "gross_weekly"), value, KEY).value in (None, 1e300)
    assert read_cell(column("aggregate", "rounded_to"), value, KEY) is not None
    assert read_cell(column("aggregate", "note"), value, KEY).value


def test_a_workbook_whose_one_cell_stands_far_away_is_not_filled_up(tmp_path: Path) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(workbook(REVIEWS, sheet="reviews")))
    book["reviews"]["XFD1048576"] = "x"
    target = BytesIO()
    book.save(target)
    table, found = read(tmp_path, "reviews.xlsx", target.getvalue())
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert "XFD1048576" in found[0].message


def test_a_large_table_is_left_to_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, *[ROW] * 5))
    assert (table.rows, rules(found)) == ((), ["large-table"])


def test_a_large_workbook_is_told_how_it_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    table, found = read(tmp_path, "reviews.xlsx", workbook(REVIEWS, ROW))
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert "too large; save the sheet as CSV" in found[0].message


def test_parquet_is_the_engines_and_no_problem(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.parquet", b"PAR1")
    assert (table.columns, found) == ((), ())


def test_totals_in_parquet_are_read_like_those_of_a_csv_file(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    from cqc_evidence.data import read_tables, read_totals
    from cqc_evidence.read import read_project
    from tests.support import write_files

    text = "metric,period,numerator,denominator,value\nc1-to-c3,2020-21,19,388,\nc3-share,2020,,,9%\n"
    write_files(tmp_path, {"project.yaml": "council: Testshire\n", "evidence/data/aggregate.csv": text})
    columns = {
        "metric": ["c1-to-c3", "c3-share"], "period": ["2020-21", "2020"], "numerator": [19, None], "denominator": [388, None],
        "value": [None, "9%"],
    }  # fmt: skip
    parquet.write_table(pa.table(columns), tmp_path / "evidence" / "data" / "aggregate-more.parquet")
    (tmp_path / "evidence" / "data" / "aggregate-bad.parquet").write_bytes(b"PAR1 damaged")
    project = read_project(tmp_path, today=date(2026, 1, 1))
    plain = read_tables(project)
    both = read_totals(project)
    assert (len(plain.tables), plain.problems) == (1, ())
    assert rules(both.problems) == ["unreadable-table"]
    assert values(both.tables[0]) == values(both.tables[1])


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("reviews.xlsx", b"", "unreadable-table"), ("reviews.csv", b"  \n", "unreadable-table"),
        ("reviews.csv", b"\0\0\0\1", "binary-file"), ("reviews.xlsx", b"PK\3\4 no zip", "damaged-file"),
        ("reviews.xls", b"\xd0\xcf\x11\xe0", "wrong-extension"), ("reviews.ods", b"x", "unreadable-table"),
        ("reviews.xlsx", workbook(), "unreadable-table"), ("reviews.csv", b'a,"' + b"x" * 200_000, "unreadable-table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_once(tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    table, found = read(tmp_path, name, data)
    assert table.rows == ()
    assert rules(found) == [rule]


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    read(tmp_path, "reviews.csv", "x")
    from cqc_evidence.data import read_file
    from cqc_evidence.model.data import DataFile

    (tmp_path / "reviews.csv").unlink()
    _, found = read_file(tmp_path, DataFile(file="reviews.csv", table="reviews", sha256="", size=1), KEY)
    assert rules(found) == ["unreadable-file"]


@given(st.binary(max_size=300), st.sampled_from(("reviews.csv", "cld.csv", "aggregate.xlsx", "packages.tsv")))
def test_any_bytes_give_a_table_or_a_problem_with_its_place(data: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        table, found = read(Path(folder), name, data)
    assert table.columns or found
    assert all(one.location.file == name for one in found)


@given(st.lists(st.lists(st.text(max_size=12), min_size=15, max_size=15), max_size=4))
def test_any_texts_in_any_cells_are_read_or_told(rows: list[list[str]]) -> None:
    head = [one.name for one in CONTRACTS["aggregate"].columns]
    with TemporaryDirectory() as folder:
        table, found = read(Path(folder), "aggregate.csv", lines(head, *rows).encode("utf-8", "surrogatepass"))
    assert table.columns == tuple(head) or found
    assert all(one.location.place or one.rule in ("binary-file", "wrong-encoding") for one in found)
