"""CSV files as other programs write them, and what goes wrong in them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.data.cells import read_cell
from cqc_evidence.data.contracts import CONTRACTS
from tests.data.tables import KEY, REVIEWS, lines, read, rules

ROW = ("P1", "31/03/2020", "", "planned", "", "North", "site")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_first_line_that_names_the_separator_is_no_row(tmp_path: Path, separator: str) -> None:
    text = f"sep={separator}\r\n" + lines(REVIEWS, ROW, ("P2", "soon", "", "planned"), separator=separator)
    table, found = read(tmp_path, "reviews.csv", text)
    assert [row.number for row in table.rows] == [2, 3]
    assert [str(one.location) for one in found] == ["reviews.csv, row 3, column start"]


def test_a_quotation_mark_that_is_never_closed_is_told_before_it_swallows_rows(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ROW) + 'P2,2020-01-01,,planned,,"North,\nP3,,,,,,\n')
    assert (table.rows, rules(found)) == ((), ["unreadable-table"])
    assert "a quotation mark in it is never closed" in found[0].message


def test_line_ends_and_quotation_marks_inside_a_cell_are_the_cells(tmp_path: Path) -> None:
    rows = (
        ("P1", "2020-01-01", "", "planned", "", 'the "North"\nteam, old', ""),
        ("P2", "2020-01-02", "", "planned", "", "", ""),
    )
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, *rows))
    assert found == ()
    assert [(row.number, row.values["team"]) for row in table.rows] == [(2, 'the "North" team, old'), (3, None)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_any_system_give_the_same_rows(tmp_path: Path, end: str) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ROW, ROW).replace("\n", end))
    assert (len(table.rows), found) == (2, ())


def test_rows_that_are_too_short_or_too_long_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ROW[:4], (*ROW, "more", "more")))
    assert (len(table.rows), found) == (2, ())


def test_rows_of_which_nothing_is_read_are_no_rows_and_no_problems(tmp_path: Path) -> None:
    table, found = read(tmp_path, "reviews.csv", lines((*REVIEWS, "mood"), *[("",) * 7 + ("good",)] * 50, ROW))
    assert (len(table.rows), rules(found)) == (1, ["unknown-column"])


@pytest.mark.parametrize("cell", ["jo.specimen@example.org", "943 476 5919", "Ring 01632 960123"])
def test_a_cell_that_tells_of_somebody_is_not_shown(tmp_path: Path, cell: str) -> None:
    _, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ("P1", cell, "", "planned")))
    assert [one.message for one in found] == ["what stands here is not a day"]


def test_a_long_cell_is_shown_in_part(tmp_path: Path) -> None:
    _, found = read(tmp_path, "reviews.csv", lines(REVIEWS, ("P1", "soon " * 50, "", "planned")))
    assert len(found[0].message) < 80


@given(
    st.from_regex(r"[A-Z]{3}-[0-9]{6}", fullmatch=True),
    st.text(st.characters(exclude_characters="\r"), max_size=10),
    st.binary(min_size=32, max_size=32),
)
def test_a_persons_number_is_in_no_table_and_in_no_problem(person: str, other: str, key: bytes) -> None:
    text = lines(REVIEWS, (person, other, other, other, other, "", ""), (f" {person}  ", "2020-01-01", "", "planned"))
    with TemporaryDirectory() as folder:
        table, found = read(Path(folder), "reviews.csv", text.encode("utf-8", "surrogatepass"), key=key)
        again, _ = read(Path(folder), "reviews.csv", text.encode("utf-8", "surrogatepass"), key=KEY)
    assert person not in repr(table) + table.model_dump_json() + repr(found)
    hashes = {row.values["person_id"] for row in table.rows}
    assert len(hashes) <= 1
    assert key == KEY or hashes.isdisjoint(row.values["person_id"] for row in again.rows)


@pytest.mark.parametrize("name", sorted(CONTRACTS))
@given(data=st.data())
def test_any_value_in_any_column_is_read_or_told_and_never_both(name: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(CONTRACTS[name].columns))
    raw = data.draw(
        st.none()
        | st.text(max_size=20)
        | st.floats()
        | st.integers(-(2**63), 2**63)
        | st.booleans()
        | st.dates()
        | st.datetimes()
    )
    cell = read_cell(column, raw, KEY)
    assert cell.value is None or not cell.expected
    assert bool(cell.expected) == bool(cell.advice)
    assert column.type not in ("person", "text") or not cell.expected
