"""Workbooks as people really have them: odd cells, other sheets, cells far away, and files that no reader may see."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cqc_evidence.data.contracts import CONTRACTS
from tests.data.tables import REVIEWS, lines, read, rules, values, workbook
from tests.intake.bad_files import BAD, LINK, edited, ole, parts_of, with_parts

DAY = date(2020, 3, 31)
ROW = ("P1", DAY, None, "planned", "increase", "North", "site")
SHEET = "xl/worksheets/sheet1.xml"


def with_number(written: str) -> bytes:
    """Return a workbook in whose cell B2, a day, another number is written."""
    data = workbook(REVIEWS, ROW)
    (cell,) = re.findall(r'<c r="B2"[^>]*><v>[^<]*', parts_of(data)[SHEET].decode())
    return edited(data, SHEET, cell, f"{cell.rpartition('>')[0]}>{written}")


def far(ref: str) -> bytes:
    """Return a workbook with one word far from its table."""
    book = load_workbook(io.BytesIO(workbook(REVIEWS, ROW)))
    book["reviews"][ref] = "x"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("number", ["INF", "-5", "0.5", "1e15", "1e300", "2958466", "9223372036854775807"])
def test_a_number_that_is_no_day_is_told_with_its_cell(tmp_path: Path, number: str) -> None:
    table, found = read(tmp_path, "reviews.xlsx", with_number(number))
    assert [(one.rule, str(one.location)) for one in found] == [("wrong-value", "reviews.xlsx > reviews!B2")]
    assert values(table)[0]["start"] is None


def test_a_number_that_breaks_the_reader_of_workbooks_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, found = read(tmp_path, "reviews.xlsx", with_number("-1e18"))
    assert rules(found) == ["unreadable-table"]
    capfd.readouterr()


@pytest.mark.parametrize("number", ["NaN", "INF", "-INF"])
@pytest.mark.parametrize("cell", ["A2", "F2"])
def test_what_is_no_number_among_texts_is_no_matter(tmp_path: Path, cell: str, number: str) -> None:
    data = workbook(REVIEWS, (7, DAY, None, "planned", None, 7))
    odd = edited(data, SHEET, f'<c r="{cell}" t="n"><v>7', f'<c r="{cell}" t="n"><v>{number}')
    table, found = read(tmp_path, "reviews.xlsx", odd)
    empty = number == "NaN"
    assert rules(found) == (["missing-value"] if empty and cell == "A2" else [])
    assert (values(table)[0]["person_id" if cell == "A2" else "team"] is None) == empty


def test_excel_days_count_from_1900_or_from_1904_as_the_workbook_says(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (REVIEWS, (*ROW[:2], datetime(2020, 4, 1, 23, 59), *ROW[3:])):  # noqa: DTZ001  # Excel has no zones
        book.active.append(list(row))
    table, found = read(tmp_path, "reviews.xlsx", saved(book))
    assert found == ()
    assert (values(table)[0]["start"], values(table)[0]["end"]) == (DAY, date(2020, 4, 1))


@pytest.mark.parametrize("ref", ["AA1048576", "XFD20000", "XFD1048576"])
def test_one_word_far_from_the_table_is_told_with_its_cell(tmp_path: Path, ref: str) -> None:
    table, found = read(tmp_path, "reviews.xlsx", far(ref))
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert f"something stands at {ref}" in found[0].message


@pytest.mark.parametrize("ref", ["A20000", "XFD3"])
def test_a_word_below_or_beside_the_table_leaves_the_table_readable(tmp_path: Path, ref: str) -> None:
    table, found = read(tmp_path, "reviews.xlsx", far(ref))
    assert "unreadable-table" not in rules(found)
    assert values(table)[0]["start"] == DAY


def test_colours_down_to_the_last_row_are_no_words_far_away(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(workbook(REVIEWS, ROW)))
    for column in (1, 40):
        book["reviews"].cell(1_048_576, column).style = "Good"
    table, found = read(tmp_path, "reviews.xlsx", saved(book))
    assert found == ()
    assert len(table.rows) == 1


@pytest.mark.parametrize("name", ["Reviews", " REVIEWS ", "reviews"])
def test_the_sheet_with_the_tables_name_is_read_wherever_it_stands(tmp_path: Path, name: str) -> None:
    table, found = read(tmp_path, "reviews-2020.xlsx", workbook(REVIEWS, ROW, sheet=name, other="Notes"))
    assert found == ()
    assert (table.sheet, len(table.rows)) == (name, 1)


def test_rows_and_columns_are_counted_from_the_first_of_the_sheet(tmp_path: Path) -> None:
    shifted = [(), ("", *REVIEWS), (), ("", *ROW), ("", "P2", "soon", None, "planned")]
    table, found = read(tmp_path, "reviews.xlsx", workbook(*shifted))
    assert [row.number for row in table.rows] == [4, 5]
    assert [str(one.location) for one in found] == ["reviews.xlsx > reviews!C5"]


@pytest.mark.parametrize(
    "bad",
    [one for one in BAD if one.by == "guard" and one.file.endswith(".xlsx") and one.rule != "outside-link"],
    ids=lambda one: one.label,
)
def test_no_reader_sees_a_workbook_that_the_guard_refuses(bad, tmp_path: Path) -> None:
    table, found = read(tmp_path, f"reviews-{bad.file}", bad.make())
    assert (table.rows, table.columns) == ((), ())
    assert rules(found) == (["unreadable-table"] if bad.rule == "empty-file" else [bad.rule])


def test_a_link_to_another_workbook_is_told_and_the_table_read(tmp_path: Path) -> None:
    link = LINK.format("externalLinkPath", "file:///s.xlsx")
    data = edited(workbook(REVIEWS, ROW), "xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>")
    table, found = read(tmp_path, "reviews.xlsx", data)
    assert (len(table.rows), rules(found)) == (1, ["outside-link"])


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: with_parts(workbook(REVIEWS, ROW), {"xl/vbaProject.bin": ole("VBA")}), "macros-inside"),
        (lambda: with_parts(workbook(REVIEWS, ROW), {"xl/media/a.bin": bytes(20_000_000)}), "unsafe-archive"),
        (lambda: ole("EncryptionInfo", "EncryptedPackage"), "password-protected"),
        (lambda: workbook(REVIEWS, ROW)[:-100], "damaged-file"),
    ],
    ids=["macros", "bomb", "password", "cut short"],
)  # fmt: skip
def test_a_table_in_a_harmful_workbook_is_not_read(make, rule: str, tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.xlsx", make())
    assert (table.rows, rules(found)) == ((), [rule])


_CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)), st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)),  # noqa: DTZ001  # Excel has no zones
    st.times(), st.timedeltas(min_value=datetime.resolution), st.sampled_from(("#N/A", "=1/0", "=A1", "'x", "7%", "£1,000", "P1")),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=15).filter(lambda text: not text.startswith("=")),
)  # fmt: skip


@settings(max_examples=60)
@given(st.sampled_from(sorted(CONTRACTS)), st.lists(st.lists(_CELLS, max_size=20), max_size=5), st.integers(0, 1))
def test_any_workbook_gives_a_table_or_problems_with_their_places(
    name: str, rows: list[list[object]], heads: int
) -> None:
    head = [[column.name for column in CONTRACTS[name].columns]] * heads
    with TemporaryDirectory() as folder:
        table, found = read(Path(folder), f"{name}.xlsx", workbook(*head, *rows, sheet=name))
    assert table.columns or found
    assert not heads or table.columns == tuple(head[0])
    assert all(one.location.file == f"{name}.xlsx" for one in found)
    assert all(2 <= row.number <= len(rows) + 1 for row in table.rows)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.from_regex(r"P[0-9]{1,6}", fullmatch=True), st.dates(date(1990, 1, 1), date(2099, 1, 1)),
            st.none() | st.dates(date(1990, 1, 1), date(2099, 1, 1)), st.sampled_from(("planned", "Unplanned", " PLANNED ")),
            st.none() | st.sampled_from(("increase", "No  change", "still_going_on")),
            st.none() | st.text("abc é£’,;\"'", min_size=1, max_size=9),
        ),
        max_size=8,
    ),
    st.sampled_from(("utf-8", "utf-8-sig")),
    st.sampled_from((",", ";", "\t")),
    st.sampled_from(("%Y-%m-%d", "%d/%m/%Y")),
)  # fmt: skip
def test_a_table_is_the_same_as_csv_and_as_workbook(
    rows: list[tuple[object, ...]], coding: str, separator: str, form: str
) -> None:
    texts = [[cell.strftime(form) if isinstance(cell, date) else cell for cell in row] for row in rows]
    with TemporaryDirectory() as folder:
        plain, told = read(Path(folder), "reviews.csv", lines(REVIEWS[:6], *texts, separator=separator).encode(coding))
        excel, found = read(Path(folder), "reviews.xlsx", workbook(REVIEWS[:6], *rows))
    assert (told, found) == ((), ())
    assert plain.rows == excel.rows
    assert len(plain.rows) == len(rows)


def test_a_time_of_day_is_no_day(tmp_path: Path) -> None:
    _, found = read(tmp_path, "reviews.xlsx", workbook(REVIEWS, ("P1", time(12, 30), None, "planned")))
    assert [one.message for one in found] == ["what stands here is not a day"]
