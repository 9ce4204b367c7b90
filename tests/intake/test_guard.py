"""No parser sees a file that could do harm, and each is named in words that help."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.intake import guard, read_document
from cqc_evidence.intake.safety.guard import ENDINGS, formula_cells
from cqc_evidence.model.diagnostic import Diagnostic, Severity, has_errors
from tests.intake import bad_files
from tests.intake.bad_files import BAD, BadFile, edited, good_docx, good_xlsx, linking, saved, with_parts


def rules(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.rule for one in found]


@pytest.mark.parametrize("bad", [one for one in BAD if one.by == "guard"], ids=lambda one: one.label)
def test_the_guard_names_what_is_wrong_with_a_bad_file(bad: BadFile) -> None:
    found = guard(bad.make(), bad.file)
    assert rules(found) == [bad.rule]
    assert has_errors(found) == (bad.rule != "outside-link")
    assert found[0].location.file == bad.file
    assert found[0].help


@pytest.mark.parametrize("bad", [one for one in BAD if one.by == "importer"], ids=lambda one: one.label)
def test_the_guard_leaves_to_the_importer_what_only_it_can_see(bad: BadFile) -> None:
    assert guard(bad.make(), bad.file) == ()


@pytest.mark.parametrize(("data", "file"), [
    (good_docx, "notes.docx"), (good_xlsx, "log.xlsx"), (lambda: b"a,b\n1,2\n", "a.csv"), (lambda: "£".encode("cp1252"), "a.txt"),
    (lambda: "# Specimen".encode("utf-16"), "a.md"), (lambda: b"\n\n%PDF-1.7\n", "a.PDF"), (lambda: b"Subject: \x81\n\nhello", "a.eml"),
])  # fmt: skip
def test_a_good_file_passes(data, file: str) -> None:
    assert guard(data(), file) == ()


@pytest.mark.parametrize("make", [good_docx, good_xlsx])
def test_a_file_cut_short_anywhere_is_damaged(make) -> None:
    ending = ".docx" if make is good_docx else ".xlsx"
    for cut in bad_files.truncated(make()):
        assert rules(guard(cut, f"cut{ending}")) == ["damaged-file"]


def test_a_workbook_behind_a_chart_is_ordinary() -> None:
    assert guard(with_parts(good_docx(), {"word/embeddings/Microsoft_Excel_Sheet.xlsx": good_xlsx()}), "a.docx") == ()


def test_an_embedded_object_that_holds_only_data_is_ordinary() -> None:
    assert (
        guard(with_parts(good_docx(), {"word/embeddings/oleObject1.bin": bad_files.ole("Equation Native")}), "a.docx")
        == ()
    )


def test_a_drawing_that_opens_with_a_document_type_is_only_shown() -> None:
    assert guard(with_parts(good_docx(), {"word/media/logo.svg": b"<!DOCTYPE svg><svg/>"}), "a.docx") == ()


def test_a_drawing_that_says_it_is_a_part_of_the_text_is_not_only_shown() -> None:
    parts = with_parts(good_docx(), {"word/media/logo.svg": b"<!DOCTYPE svg><svg/>"})
    types = '<Override PartName="/word/media/logo.svg" ContentType="application/xml"/></Types>'
    assert rules(guard(edited(parts, "[Content_Types].xml", "</Types>", types), "a.docx")) == ["doctype-inside"]


def test_links_to_click_are_no_problem() -> None:
    assert guard(linking("hyperlink", "https://specimen.invalid/"), "a.docx") == ()


def test_what_a_document_leans_on_is_told_once_with_its_number() -> None:
    data = linking("image", "http://specimen.invalid/a.png")
    link = bad_files.LINK.format("image", "b.png").replace("rId900", "rId901")
    more = edited(data, "word/_rels/document.xml.rels", "</Relationships>", link + "</Relationships>")
    (found,) = guard(more, "a.docx")
    assert found.severity is Severity.WARNING
    assert "(2 pictures)" in found.message


def test_an_old_format_under_a_new_ending_is_told_from_a_password() -> None:
    (old,) = guard(bad_files.ole("WordDocument"), "a.docx")
    assert "old format (.doc)" in old.message
    assert "save it as .docx" in old.help


@pytest.mark.parametrize(("name", "advice"), [
    ("a.doc", "save it as .docx"), ("a.XLS", "save it as .xlsx"), ("a.xlsm", "save it as .xlsx"), ("a.ppt", "PDF from PowerPoint"),
    ("a.msg", "type .eml"), ("a.zip", "unpack it"), ("a.rtf", "save it as .docx"), ("a.odt", "save it as .docx"), ("a.mp4", "what was said"),
    ("a.xyz", "can be taken in"), ("notes", "can be taken in"), ("~$notes.docx", "close the document"),
])  # fmt: skip
def test_a_wrong_ending_comes_with_the_right_advice(name: str, advice: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"Specimen")
    data, (found,) = read_document(tmp_path / name, name)
    assert (data, found.rule) == (b"", "wrong-extension")
    assert advice in found.help


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(good_docx())
    assert read_document(tmp_path / "a.docx", "a.docx", tmp_path) == (good_docx(), ())


def test_a_huge_file_is_refused_by_its_size_and_costs_no_memory(tmp_path: Path) -> None:
    path = bad_files.sparse(tmp_path)
    tracemalloc.start()
    data, (found,) = read_document(path, "video.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (data, found.rule) == (b"", "too-large")
    assert "200 MB" in found.message
    assert peak < 1_000_000


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    data, found = read_document(bad_files.link_out(folder), "notes.docx")
    assert (data, rules(found)) == (b"", ["link-elsewhere"])


def test_a_file_in_a_linked_folder_lies_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "out" / "a.txt").write_text("Specimen", encoding="utf-8")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    path = tmp_path / "in" / "folder" / "a.txt"
    assert rules(read_document(path, "folder/a.txt", tmp_path / "in")[1]) == ["link-elsewhere"]
    assert read_document(path, "folder/a.txt")[0] == b"Specimen"


def test_a_shortcut_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "notes.docx.lnk").write_bytes(b"L\0")
    assert rules(read_document(tmp_path / "notes.docx.lnk", "notes.docx.lnk")[1]) == ["link-elsewhere"]


def test_an_empty_a_missing_and_an_odd_file_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.docx").touch()
    (tmp_path / "folder.docx").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    assert rules(read_document(tmp_path / "empty.docx", "a")[1]) == ["empty-file"]
    assert rules(read_document(tmp_path / "missing.docx", "a")[1]) == ["unreadable-file"]
    assert rules(read_document(tmp_path / "folder.docx", "a")[1]) == ["wrong-extension"]
    assert rules(read_document(tmp_path / "pipe.txt", "a")[1]) == ["unreadable-file"]
    assert rules(read_document(tmp_path / "a\0.txt", "a")[1]) == ["unreadable-file"]


def test_a_file_that_grows_while_it_is_read_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Half of the", encoding="utf-8")
    opened = os.open

    def grows(name, flags: int) -> int:
        with path.open("a", encoding="utf-8") as more:
            more.write(" notes")
        return opened(name, flags)

    monkeypatch.setattr(os, "open", grows)
    data, (found,) = read_document(path, "notes.txt")
    assert (data, found.rule) == (b"", "unreadable-file")
    assert "changed while it was read" in found.message


def test_a_formula_is_named_by_its_sheet_and_cell() -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.formula import ArrayFormula

    book = Workbook()
    book.active.title = "Plain"
    book.active["A1"] = "no formula"
    second = book.create_sheet("Sums & more")
    second["B2"], second["AA10"] = "=1+1", "=SUM(A1:A2)"
    second["D1"] = ArrayFormula("D1:D3", "=A1:A3*2")
    assert formula_cells(saved(book)) == {"Sums & more": frozenset({"B2", "AA10", "D1", "D2", "D3"})}


def test_a_cell_that_does_not_say_where_it_stands_follows_the_one_before() -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>1</v></c><c><f>1</f></c></row><row><c><f>2</f></c></row></sheetData></worksheet>'
    assert formula_cells(with_parts(good_xlsx(), {"xl/worksheets/sheet1.xml": sheet})) == {
        "Sheet": frozenset({"B1", "A2"})
    }


def test_an_array_formula_over_a_whole_sheet_stays_small() -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row></sheetData></worksheet>'
    assert len(formula_cells(with_parts(good_xlsx(), {"xl/worksheets/sheet1.xml": sheet}))["Sheet"]) <= 10_001


FLIPS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8)


@settings(max_examples=150)
@given(st.sampled_from([good_docx, good_xlsx]), FLIPS, st.sampled_from(ENDINGS))
def test_any_bytes_are_looked_at_without_an_exception(make, flips: list[tuple[int, int]], ending: str) -> None:
    data = bytearray(make())
    for place, value in flips:
        data[place % len(data)] = value
    for one in guard(bytes(data), f"any{ending}"):
        assert one.message
        assert one.location.file == f"any{ending}"


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", bad_files.OLE, b"PK\x05\x06" + bytes(18)]),
    st.sampled_from(ENDINGS),
)
def test_bytes_out_of_nowhere_are_looked_at_without_an_exception(data: bytes, head: bytes, ending: str) -> None:
    guard(head + data, f"any{ending}")
