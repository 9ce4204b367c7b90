"""The workbook as Excel tables: what each sheet tells, what each edition may hold, and what other programs read."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cqc_evidence.model.coverage import Acceptance, Coverage, Gap, LeftOut, Loop, RuleCoverage
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import ClaimEntry, Definition, ImprovementEntry, Pack, RequestEntry
from cqc_evidence.model.result import Comparison, Provenance, Result
from cqc_evidence.write.excel import write_xlsx
from cqc_evidence.write.excel.sheets import sheets_of
from tests.write.sample_pack import sample_pack

PAGE = Path(__file__).parents[2] / "docs" / "excel.md"
GAP = "gap-equity-partners"
SECRETS = (
    "secretreason", "secrethelp", "secrettitle", "secretbecause", "secretrisk", "secretgaphelp", "secretsubject", "secretwho", "secretwhy",
    "secretweakness", "secretconfirmer", "secretrequest", "secrettopic", "secretnote", "secretloop", "secretrule", GAP,
)  # fmt: skip
"""One word in each field that is the council's own."""


def result(**changed: object) -> Result:
    """Return a share of people, beside another one."""
    beside = Comparison.model_validate(
        {"with": "the year before", "period": "2019", "value": 0.5, "difference": -0.25, "verdict": "clearly lower"}
    )
    whole = {
        "metric": "share-reviewed", "title": "Reviewed", "group": "North", "period": Period.parse("2020-04/2021-03"), "unit": "percent",
        "value": 0.25, "numerator": 10.0, "denominator": 40.0, "interval": (0.14, 0.4), "comparison": beside,
        "verdict": "clearly lower", "basis": "computed", "sentence": "A quarter.", "provenance": Provenance(engine="tables"),
    }  # fmt: skip
    return Result.model_validate(whole | changed)


def full_pack(edition: Edition = "internal") -> Pack:
    """Return a pack in which every sheet has a row, and every field of the council's own a word that can be found."""
    pack = sample_pack()
    gap = Gap(
        id=GAP, about="cell", statement="equity", category="partners", subject="secretsubject", title="secrettitle", state="missing",
        risk="high", risk_because="secretrisk", because="secretbecause", help="secretgaphelp", action="imp-partners",
        accepted=Acceptance.model_validate({"reason": "secretwhy", "who": "secretwho", "until": date(2022, 1, 31)}),
    )  # fmt: skip
    cells = tuple(
        one.model_copy(update={"reasons": ("secretreason",), "help": "secrethelp"}) for one in pack.coverage.cells
    )
    many = tuple(f"item-{number}" for number in range(20))
    rule = RuleCoverage(statement="equity", rule="secretrule", basis="marked", kept_by=many, broken_by=())
    loop = Loop(
        item="mih-open",
        index=0,
        action="secretloop",
        steps=2,
        done_steps=("raised",),
        missing_steps=("told",),
        days=None,
    )
    coverage: Coverage = pack.coverage.model_copy(
        update={
            "cells": cells, "gaps": (gap,), "rules": (rule,), "loops": (loop,), "left_out": (LeftOut(item="secretrequest", because="x"),),
        }
    )  # fmt: skip
    claim = ClaimEntry(
        id="equity-1", statement="equity", text="=1+1 People are heard.", so_what="It goes on.", speaker="Team manager",
        items=("interviews-early", "mih-open"), not_shown=1, marks=("secretweakness",), triangulated=True, triangulated_by="secretconfirmer",
    )  # fmt: skip
    plan = ImprovementEntry(
        id="imp-partners", statement="equity", gap=GAP, action="Ask partners", why="They are not heard", owner="Assistant director",
        due="2021-09", measure="Replies", baseline="0", target="6", latest="2", status="started", shown_by=("mih-open",),
    )  # fmt: skip
    asked = RequestEntry(
        id="request-1", who="secretrequest", gap=GAP, topic="secrettopic", due="2021-07", overdue=False, chased="2021-07", received="",
        note="secretnote", items=("mih-open",),
    )  # fmt: skip
    again = asked.model_copy(update={"id": "request-2", "due": "", "received": "2021-06-02"})
    return pack.model_copy(
        update={
            "edition": edition, "coverage": coverage, "claims": (claim,), "improvements": (plan,), "requests": (asked, again),
            "metrics": (result(), result(unit="a week", value=8.25, interval=None, comparison=None, hidden="a small number")),
            "definitions": (Definition(group="States", term="Covered", meaning="Enough to judge by."),),
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(write_xlsx(full_pack())))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """Return a sheet's rows by their titles."""
    head, *below = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in below]


def test_every_sheet_between_the_first_and_the_last_is_one_table_from_corner_to_corner(book: Workbook) -> None:
    for sheet in book.worksheets[1:-1]:
        ((name, place),) = sheet.tables.items()
        assert name.startswith("tbl")
        assert (place, sheet.freeze_panes) == (sheet.dimensions, "B2")
        assert sheet.tables[name].autoFilter.ref == place
        assert [column.name for column in sheet.tables[name].tableColumns] == [cell.value for cell in sheet[1]]


def test_every_sheet_prints_one_page_wide_with_its_heads_on_each(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        setup = sheet.page_setup
        assert (setup.orientation, setup.fitToHeight, sheet.print_title_rows) == ("landscape", 0, "$1:$1")
    assert str(book["Gaps"].print_area).endswith("$K$2"), "who acts is printed, what only programs need is not"
    paper = {name: str(book[name].page_setup.paperSize) for name in ("Gaps", "Links")}
    assert paper == {"Gaps": book["Gaps"].PAPERSIZE_A3, "Links": book["Links"].PAPERSIZE_A4}


def test_no_cell_is_a_formula_and_what_looks_like_one_stays_text_when_it_is_edited(book: Workbook) -> None:
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    cell = book["Claims"]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 People are heard.", "s", True)
    assert not book["Claims"]["D2"].quotePrefix


def test_a_gap_tells_who_acts_by_when_who_was_asked_and_who_lives_with_it(book: Workbook) -> None:
    (gap,) = rows(book["Gaps"])
    assert [gap[name] for name in ("action", "owner", "due by", "status", "plan")] == [
        "Ask partners", "Assistant director", datetime(2021, 9, 30), "started", "imp-partners",  # noqa: DTZ001  # Excel knows no zones
    ]  # fmt: skip
    assert [gap[name] for name in ("accepted", "accepted by", "accepted until", "accepted because")] == [
        "yes", "secretwho", datetime(2022, 1, 31), "secretwhy",  # noqa: DTZ001
    ]  # fmt: skip
    assert [gap[name] for name in ("asked of", "asked by", "received")] == [
        "secretrequest", datetime(2021, 7, 31), "2021-06-02",  # noqa: DTZ001
    ]  # fmt: skip


def test_ids_that_relate_two_tables_are_there_in_both(book: Workbook) -> None:
    def column(sheet: str, title: str) -> set[object]:
        return {row[title] for row in rows(book[sheet])}

    assert column("Links", "claim") <= column("Claims", "claim")
    assert column("Links", "item") == column("Evidence", "id") == column("Tags", "item")
    assert column("Tags", "statement") <= column("Grid", "statement")
    assert column("Gaps", "cell") | column("Tags", "cell") <= column("Cells", "cell")
    assert column("Gaps", "plan") <= column("Improvement plan", "id")
    for sheet, title in (("Grid", "statement"), ("Cells", "cell"), ("Claims", "claim"), ("Evidence", "id")):
        assert len(column(sheet, title)) == len(rows(book[sheet]))


def test_shares_look_like_percentages_differences_like_points_and_both_are_numbers(book: Workbook) -> None:
    share, weekly = rows(book["Numbers"])
    assert (share["value"], share["low"], share["difference"]) == (0.25, 0.14, -0.25)
    assert (weekly["value"], weekly["low"], weekly["not shown because"]) == (8.25, None, "a small number")
    assert (share["begins"], share["ends"]) == (datetime(2020, 4, 1), datetime(2021, 3, 31))  # noqa: DTZ001
    titles = [cell.value for cell in book["Numbers"][1]]
    looks = {
        title: book["Numbers"].cell(2, titles.index(title) + 1).number_format
        for title in ("value", "difference", "numerator")
    }
    assert looks == {"value": "0.0%", "difference": '0.0%" points"', "numerator": "#,##0"}
    assert book["Numbers"].cell(3, titles.index("value") + 1).number_format == "#,##0.0"
    assert share["id"] == "share-reviewed / North / 2020-04/2021-03"


def test_a_long_list_of_ids_is_counted_and_shortened(book: Workbook) -> None:
    (rule,) = rows(book["Golden rules"])
    assert (rule["kept"], rule["broken"]) == (20, 0)
    assert str(rule["kept by"]).endswith("item-7; and 12 more")


def test_cells_offer_the_words_of_their_column_and_hold_one_of_them(book: Workbook) -> None:
    offered = {}
    for sheet in book.worksheets[1:-1]:
        for rule in sheet.data_validations.dataValidation:
            (place,) = re.findall(r"Lists!\$([A-Z])\$2", rule.formula1)
            allowed = [cell.value for cell in book["Lists"][place][1:] if cell.value]
            (cells,) = rule.sqref.ranges
            assert (cells.min_row, cells.max_row) == (2, sheet.max_row)
            found = {sheet.cell(row, cells.min_col).value for row in range(2, sheet.max_row + 1)}
            assert found <= {*allowed, None}, (sheet.title, cells.coord)
            offered[sheet.title, sheet.cell(1, cells.min_col).value] = allowed
    assert offered["Improvement plan", "status"] == ["planned", "started", "done", "embedded"]
    assert offered["Gaps", "risk"] == ["high", "medium", "low"]
    assert offered["Gaps", "accepted"] == ["yes", "no"]
    assert "reported" in offered["Gaps", "state"]
    titles = [cell.value for cell in book["Lists"][1]]
    assert len(titles) == len(set(titles)) == len({tuple(found) for found in offered.values()})


def test_states_are_darker_the_more_is_missing_so_that_a_grey_copy_shows_them(book: Workbook) -> None:
    light = {}
    for row in book["Grid"].iter_rows(min_row=2):
        for cell in row:
            if cell.value in ("missing", "stale", "thin", "unreviewed", "covered"):
                red, green, blue = (int(cell.fill.fgColor.rgb[at : at + 2], 16) for at in (2, 4, 6))
                light[cell.value] = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert sorted(light, key=light.__getitem__)[:2] == ["missing", "stale"]
    assert max(light, key=light.__getitem__) == "covered"
    assert len(light) == 5


def test_the_first_sheet_says_what_it_is_and_counts_every_table(book: Workbook) -> None:
    told = {row[0]: row[1:] for row in book["Read me"].iter_rows(values_only=True) if row[0]}
    assert str(told["Edition"][0]).startswith("Internal")
    assert told["As at"][0] == "31 May 2021"
    assert told["Notice"][0] == sample_pack().cover.notice
    for one in sheets_of(full_pack()):
        assert told[one.name] == (one.about, one.table, len(one.rows))
    assert "stays in this copy" in str(told["What you may change"][0])
    assert "tblGaps[cell] to tblCells[cell]" in str(told["Power BI"][0])


def test_title_author_and_language_are_set_and_nothing_tells_when_or_where(book: Workbook) -> None:
    assert (book.properties.title, book.properties.creator) == (
        "Adult social care self-assessment",
        "Borough of Exampleton & District",
    )
    told = {one.name: one.value for one in book.custom_doc_props.props}
    assert told == {
        "Language": "en-GB",
        "Edition": "internal",
        "As at": "2021-05-31",
        "Framework": "cqc-la-2025",
    }
    assert write_xlsx(full_pack()) == write_xlsx(full_pack())


def text_of(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_what_is_the_council_s_own_is_in_the_internal_workbook() -> None:
    whole = text_of(write_xlsx(full_pack()))
    assert [word for word in SECRETS if word not in whole] == []


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_nothing_of_the_council_s_own_is_in_another_edition_even_if_a_pack_still_holds_it(edition: Edition) -> None:
    whole = text_of(write_xlsx(full_pack(edition)))
    assert [word for word in SECRETS if word in whole] == []
    assert "Ask partners" in whole
    assert "tblGaps" not in whole


def test_a_day_that_excel_does_not_know_is_left_out_and_its_words_stay() -> None:
    pack = full_pack()
    old = pack.evidence[0].model_copy(update={"date": "1871-05-01"})
    found = load_workbook(BytesIO(write_xlsx(pack.model_copy(update={"evidence": (old,)}))))
    (row,) = rows(found["Evidence"])
    assert (row["date"], row["begins"], row["ends"]) == ("1871-05-01", None, None)


def test_a_long_register_is_written_whole_without_lines_around_its_empty_cells() -> None:
    pack = sample_pack()
    many = tuple(pack.evidence[0].model_copy(update={"id": f"item-{number}"}) for number in range(2_001))
    found = load_workbook(BytesIO(write_xlsx(pack.model_copy(update={"evidence": many}))), read_only=True)
    ids = [row[0] for row in found["Evidence"].iter_rows(min_row=2, max_col=1, values_only=True)]
    assert (len(ids), ids[-1]) == (2_001, "item-2000")


def test_the_page_about_the_workbook_names_every_table_and_every_column() -> None:
    told = dict(re.findall(r"^\| `(tbl\w+)` \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    found = {one.table: ", ".join(column.title for column in one.columns) for one in sheets_of(full_pack())}
    grid = told.pop("tblGrid")
    assert found.pop("tblGrid").startswith(grid.partition(", then")[0])
    assert told == found
