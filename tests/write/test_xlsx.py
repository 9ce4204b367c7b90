"""The workbook: everything is text or a number, whatever stands in the evidence."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from cqc_evidence.write.excel import write_xlsx
from tests.write.sample_pack import empty_coverage, sample_pack

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST = 32_767
NASTY = ("=1+1", "{=1+1}", "@SUM(1;1)", "+1", "-1", '=HYPERLINK("http://example.org")', "http://example.org", "mailto:a@example.org",
         "internal:Sheet1!A1", "external:c:\\x.xlsx", "007", "1e3", "_x0041_", "<b>&amp;</b>", "👩🏽‍🦽 مرحبا", "\t tabs \n lines", "'quoted")  # fmt: skip


class Book:
    """A workbook as a program that is not Excel reads it."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}
        roots = {name: etree.fromstring(part) for name, part in self.parts.items() if name.endswith((".xml", ".rels"))}
        strings = (
            ["".join(found.itertext()) for found in roots["xl/sharedStrings.xml"]]
            if "xl/sharedStrings.xml" in roots
            else []
        )
        files = {found.get("Id"): f"xl/{found.get('Target')}" for found in roots["xl/_rels/workbook.xml.rels"]}
        self.roots = roots
        self.sheets = {
            sheet.get("name"): [
                _in_columns(row, strings) for row in roots[files[sheet.get(RELATION)]].iter(f"{MAIN}row")
            ]
            for sheet in roots["xl/workbook.xml"].iter(f"{MAIN}sheet")
        }

    def column(self, sheet: str, title: str) -> list[object]:
        """Return the values below a title."""
        head, *rows = self.sheets[sheet]
        at = head.index(title)
        return [row[at] if len(row) > at else None for row in rows]


def _in_columns(row: etree._Element, strings: list[str]) -> list[object]:
    """Return a row's values, each in its column; cells that are not there are empty."""
    found: list[object] = []
    for cell in row:
        letters = cell.get("r").rstrip("0123456789")
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - 64
        found += [None] * (place - 1 - len(found))
        found.append(_value(cell, strings))
    return found


def _value(cell: etree._Element, strings: list[str]) -> object:
    found = cell.find(f"{MAIN}v")
    if found is None:
        return None
    text = found.text or ""
    return strings[int(text)] if cell.get("t") == "s" else float(text)


def with_titles(*titles: str) -> Pack:
    """Return a pack whose register holds an item a title."""
    pack = sample_pack()
    entry = pack.evidence[0]
    return pack.model_copy(update={"evidence": tuple(entry.model_copy(update={"title": title}) for title in titles)})


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(write_xlsx(sample_pack()))


def test_the_internal_workbook_has_a_sheet_for_each_question(book: Book) -> None:
    assert list(book.sheets) == [
        "Read me", "Grid", "Cells", "Gaps", "Claims", "Links", "Evidence", "Tags", "Improvement plan", "Requests", "Numbers",
        "Golden rules", "Loops", "Definitions", "Lists",
    ]  # fmt: skip


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_the_others_hold_no_gap_no_reason_and_no_loop(edition: Edition) -> None:
    pack = sample_pack().model_copy(update={"edition": edition})
    found = Book(write_xlsx(pack))
    assert list(found.sheets) == [
        "Read me", "Grid", "Claims", "Links", "Evidence", "Tags", "Improvement plan", "Numbers", "Definitions", "Lists",
    ]  # fmt: skip
    assert "gap" not in found.sheets["Improvement plan"][0]
    strings = found.parts["xl/sharedStrings.xml"].decode()
    assert not any(gap.id in strings or gap.because in strings for gap in pack.coverage.gaps)


def test_the_grid_has_every_cell_in_the_order_of_the_framework(book: Book) -> None:
    coverage = sample_pack().coverage
    head, *rows = book.sheets["Grid"]
    categories = list(dict.fromkeys(cell.category for cell in coverage.cells))
    assert head == ["statement", "title", *categories, *(f"{category} says" for category in categories)]
    assert [row[0] for row in rows] == list(dict.fromkeys(cell.statement for cell in coverage.cells))
    for row in rows:
        cells = [coverage.cell(str(row[0]), category) for category in categories]
        assert row[2:] == [*(cell.state for cell in cells), *(cell.says for cell in cells)]


def test_every_gap_and_every_item_is_listed(book: Book) -> None:
    pack = sample_pack()
    assert book.column("Gaps", "id") == [gap.id for gap in pack.coverage.gaps]
    assert book.column("Evidence", "id") == [entry.id for entry in pack.evidence]
    assert book.column("Cells", "independent") == [cell.independent for cell in pack.coverage.cells]


def test_text_that_looks_like_a_formula_a_link_or_a_number_stays_text() -> None:
    data = write_xlsx(with_titles(*NASTY))
    found = Book(data)
    assert found.column("Evidence", "title") == [text.replace("_x0041_", "_x005F_x0041_") for text in NASTY]
    for name, root in found.roots.items():
        assert list(root.iter(f"{MAIN}f", f"{MAIN}hyperlink")) == [], name
        assert "External" not in {relation.get("TargetMode") for relation in root}, name


def test_control_characters_are_left_out_and_the_rest_stays() -> None:
    pack = with_titles("pasted\x0b from\x00 Word\x1f\ud800")
    cover = pack.cover.model_copy(update={"title": "A\x0bpack & <more>", "council": "Bor\x00ough"})
    found = Book(write_xlsx(pack.model_copy(update={"cover": cover})))
    assert found.column("Evidence", "title") == ["pasted from Word"]
    properties = [element.text for element in found.roots["docProps/core.xml"]]
    assert {"Apack & <more>", "Borough"} <= set(properties)


@pytest.mark.parametrize("letter", ["x", "é", "👩"])
def test_a_very_long_text_is_cut_to_what_excel_holds_and_says_so(letter: str) -> None:
    (found,) = Book(write_xlsx(with_titles(letter * 40_000))).column("Evidence", "title")
    assert str(found) == letter * (len(str(found)) - 1) + "…"
    assert MOST - 1 <= len(str(found).encode("utf-16-le")) // 2 <= MOST


def test_a_text_that_just_fits_is_whole() -> None:
    assert Book(write_xlsx(with_titles("x" * MOST))).column("Evidence", "title") == ["x" * MOST]


def test_heads_stay_in_view_and_can_be_filtered(book: Book) -> None:
    sheets = [root for name, root in book.roots.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(book.sheets)
    assert all(root.find(f".//{MAIN}pane").get("state") == "frozen" for root in sheets[1:]), "all but the first"
    tables = [root for name, root in book.roots.items() if name.startswith("xl/tables/")]
    assert len(tables) == len(book.sheets) - 2, "all but the first, and the lists behind the drop-downs"
    assert all(root.find(f"{MAIN}autoFilter") is not None for root in tables)
    assert {root.get("name") for root in tables} >= {"tblGrid", "tblGaps", "tblClaims", "tblEvidence", "tblPlan"}


def test_cells_with_few_words_offer_them(book: Book) -> None:
    offered = {
        rule.findtext(f"{MAIN}formula1") for root in book.roots.values() for rule in root.iter(f"{MAIN}dataValidation")
    }
    assert offered
    assert all(str(place).startswith("Lists!$") for place in offered)
    words = book.sheets["Lists"]
    assert [row[0] for row in words] == ["state", "missing", "stale", "thin", "unreviewed", "covered"]


def test_exact_days_are_days_and_vaguer_dates_stay_words() -> None:
    pack = sample_pack()
    entry = pack.evidence[0]
    dates = ("2021-03-12", "2021-03", "unknown")
    entries = tuple(entry.model_copy(update={"date": text}) for text in dates)
    found = Book(write_xlsx(pack.model_copy(update={"evidence": entries})))
    assert found.column("Evidence", "date") == list(dates)
    head, *rows = found.sheets["Evidence"]
    begins = [row[head.index("begins")] if len(row) > head.index("begins") else None for row in rows]
    assert begins[0] == 44267.0, "12 March 2021, as Excel counts days"


def test_two_workbooks_of_one_pack_are_the_same_byte_for_byte() -> None:
    assert write_xlsx(sample_pack()) == write_xlsx(sample_pack())


def test_an_empty_pack_is_still_a_workbook_with_heads() -> None:
    pack = sample_pack().model_copy(update={"coverage": empty_coverage(), "evidence": ()})
    found = Book(write_xlsx(pack))
    assert found.sheets["Evidence"][0][:4] == ["id", "label", "title", "date"]
    assert found.sheets["Gaps"][0][:2] == ["id", "risk"]
    assert found.sheets["Claims"][0][:2] == ["claim", "statement"]


def test_nothing_in_it_comes_from_the_clock_or_the_machine() -> None:
    first, second = write_xlsx(sample_pack()), write_xlsx(sample_pack())
    assert first == second
    core = Book(first).parts["docProps/core.xml"].decode()
    assert core.count("2021-05-31T00:00:00Z") == 2
    with ZipFile(BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_holds_no_macros_and_no_links_to_other_files(book: Book) -> None:
    assert not [name for name in book.parts if "vba" in name.lower() or "externalLink" in name]
