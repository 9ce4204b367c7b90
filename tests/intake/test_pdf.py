"""PDFs: text by page, without what every page repeats."""

from __future__ import annotations

import io
import sys

import pytest

from cqc_evidence.intake.plain.pdf import MOST_PAGES, read_pdf
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.intake import Document

LINES = [
    "The team rang back on the same day, and the person said that it helped them to plan",
    "the week ahead. Nobody had to tell their story twice.",
]

WORDS = ("kindly", "quickly", "calmly", "warmly")


def body(word: str) -> list[str]:
    """Return lines that differ from page to page."""
    return [f"{line.removesuffix('.')} {word}." for line in ("They rang back", *LINES, "It stayed so", "All were told")]


def pdf(*pages: list[str]) -> bytes:
    """Return a PDF with lines of text on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 800 Td {shown} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    target = io.BytesIO(b"")
    target.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(target.tell())
        target.write(f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252"))
    start = target.tell()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    target.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode())
    target.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return target.getvalue()


def locked(data: bytes, password: str, algorithm: str = "RC4-128") -> bytes:
    """Return a PDF that is protected."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password="specimen-owner", algorithm=algorithm)  # noqa: S106  # a specimen
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def read(data: bytes, file: str = "report.pdf") -> Document:
    return read_pdf(data, file, ReadOptions())


def test_text_is_told_by_its_page_and_paragraph() -> None:
    found = read(pdf(LINES, LINES))
    assert [one.locator for one in found.extracts] == ["page 1, paragraph 1", "page 2, paragraph 1"]
    assert found.extracts[0].text == " ".join(LINES)
    assert found.title == "report"


def test_a_word_cut_at_the_end_of_a_line_is_whole_again() -> None:
    found = read(
        pdf(
            [
                "The team rang back on the same day, and the per-",
                "son said that it helped them to plan the week ahead of them.",
            ]
        )
    )
    assert "the person said" in found.extracts[0].text


def test_what_every_page_repeats_is_left_out_whatever_its_number() -> None:
    pages = [["Specimen Council annual report", *body(word), f"Page {n} of 4"] for n, word in enumerate(WORDS, 1)]
    found = read(pdf(*pages))
    text = " ".join(" ".join(one.text.split()) for one in found.extracts)
    assert text == " ".join(" ".join(body(word)) for word in WORDS)


def test_what_stands_on_few_pages_stays() -> None:
    found = read(pdf(["Specimen Council", *LINES], *map(body, WORDS)))
    assert "Specimen Council" in found.extracts[0].text


def test_a_paragraph_that_goes_on_overleaf_is_one() -> None:
    found = read(pdf(LINES[:1], LINES[1:]))
    assert [(one.locator, one.text) for one in found.extracts] == [("page 1, paragraph 1", " ".join(LINES))]


def test_a_date_and_a_kind_stand_at_the_top() -> None:
    found = read(pdf(["Practice audit, March 2026", *LINES]))
    assert (found.kind, str(found.date)) == ("practice-audit", "2026-03")


def test_a_scan_has_nothing_to_read() -> None:
    assert [one.rule for one in read(pdf([])).problems] == ["nothing-found"]


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_a_pdf_with_a_password_is_named(algorithm: str) -> None:
    assert [one.rule for one in read(locked(pdf(LINES), "specimen", algorithm)).problems] == ["password-protected"]


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert read(locked(pdf(LINES), "")).extracts[0].text == " ".join(LINES)


def test_only_so_many_pages_are_read_and_it_says_so() -> None:
    found = read(pdf(*(body("x" * number) for number in range(1, MOST_PAGES + 3))))
    assert found.notes == (f"only the first {MOST_PAGES} of {MOST_PAGES + 2} pages were read",)
    assert found.extracts[-1].locator == f"page {MOST_PAGES}, paragraph 1"


def test_without_its_reader_a_pdf_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (problem,) = read(pdf(LINES)).problems
    assert problem.rule == "no-pdf-reader"
    assert "pip install" in problem.help
