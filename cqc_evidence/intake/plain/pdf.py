"""A PDF → passages by page, without what every page repeats."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cqc_evidence.intake.passages import Paragraph, kind_of, passages
from cqc_evidence.intake.plain.prose import name_of, stated_date
from cqc_evidence.intake.problems import at, no_pdf_reader, nothing_found, password_protected
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.intake import Document

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 500
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running header or footer."""
_REPEATED = 3
"""Pages from which on a line can be told to be repeated."""
_SHORT = 0.75
"""A line that ends a sentence below this part of the page's usual length ends a paragraph."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-z])|\u00ad\n?")
_ITEM = re.compile(r"(?:[•·‣▪●○\uf0b7–]|[-*]|\d{1,2}[.)])\s+\S")
_NUMBER = re.compile(r"\d+")
_ENDS = (".", "!", "?", ":", "”", '."')


def read_pdf(data: bytes, file: str, options: ReadOptions) -> Document:
    """Return the passages of a PDF, each with its page. Only text is read; a scan has none."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415  # an extra, and only for PDFs
    except ImportError:
        return Document(problems=(no_pdf_reader(at(file)),))
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not _opens(reader):
        return Document(problems=(password_protected(at(file)),))
    total = len(reader.pages)
    pages = [_lines(reader.pages[number].extract_text()) for number in range(min(total, MOST_PAGES))]
    extracts = passages(_paragraphs(_without_running(pages)))
    top = "\n".join(pages[0]) if pages else ""
    notes = (f"only the first {MOST_PAGES} of {total:,} pages were read",) if total > MOST_PAGES else ()
    return Document(
        kind=options.kind or kind_of(file, top),
        title=name_of(file),
        date=stated_date(top, file),
        extracts=extracts,
        notes=notes,
        problems=() if extracts else (nothing_found(at(file)),),
    )


def _opens(reader: PdfReader) -> bool:
    """Return whether a protected PDF opens without a password, as those that only forbid printing do."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001  # whatever its cipher lacks here, it does not open
        return False


def _lines(text: str) -> list[str]:
    """Return a page's lines; blank ones stay, they part paragraphs."""
    return [" ".join(line.split()) for line in text.replace("\0", "").splitlines()]


def _without_running(pages: Sequence[list[str]]) -> list[list[str]]:
    """Return the pages without the headers and footers that stand on most of them, whatever number they carry."""
    seen = Counter(words for lines in pages for words in {_alike(lines[number]) for number in _edges(lines)})
    often = {words for words, count in seen.items() if count >= _REPEATED and 2 * count > len(pages)}
    return [
        [line for number, line in enumerate(lines) if number not in _edges(lines) or _alike(line) not in often]
        for lines in pages
    ]


def _edges(lines: Sequence[str]) -> set[int]:
    filled = [number for number, line in enumerate(lines) if line]
    deep = min(_EDGE, len(filled) // 3)
    return {*filled[:deep], *filled[len(filled) - deep :]}


def _alike(line: str) -> str:
    return _NUMBER.sub("#", line.lower())


def _paragraphs(pages: Sequence[list[str]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of every page; one that goes on overleaf is told by where it begins."""
    waiting: Paragraph | None = None
    for page, lines in enumerate(pages, 1):
        for number, text in enumerate(_texts(lines), 1):
            if waiting and number == 1 and text[:1].islower() and not waiting.text.endswith(_ENDS):
                waiting = waiting._replace(text=_HYPHEN.sub("", f"{waiting.text}\n{text}").replace("\n", " "))
                continue
            if waiting:
                yield waiting
            waiting = Paragraph(number, text, page=page)
    if waiting:
        yield waiting


def _texts(lines: Sequence[str]) -> Iterator[str]:
    """Yield a page's paragraphs, their lines joined and their words whole."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    run: list[str] = []
    for line in lines:
        if run and (not line or _ITEM.match(line) or (run[-1].endswith(_ENDS) and len(run[-1]) < _SHORT * usual)):
            yield _joined(run)
            run = []
        if line:
            run.append(line)
    if run:
        yield _joined(run)


def _joined(lines: Sequence[str]) -> str:
    return " ".join(_HYPHEN.sub("", "\n".join(lines)).split())
