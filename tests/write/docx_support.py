"""What the tests of the Word pack share."""

from __future__ import annotations

import io
from pathlib import Path

from lxml import etree

from cqc_evidence.model.pack import (
    Block,
    GapBlock,
    Paragraph,
    Table,
    TableCell,
    Text,
)
from cqc_evidence.write.docx import docx_parts, write_docx
from tests.write.sample_pack import pack_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEMPLATE = (ROOT / "templates" / "reference.docx").read_bytes()
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
BODY = "word/document.xml"
GOLDEN = HERE / "golden" / "sample-outline.txt"


def words(text: str) -> Paragraph:
    """Return a body paragraph."""
    return Paragraph(inlines=(Text(text=text),))


def gap(name: str = "gap-equity-partners", **changes: object) -> GapBlock:
    """Return a gap, with changes."""
    made = GapBlock(
        id=name, title="Equity: partners", state="missing", state_word="MISSING", risk="high",
        risk_because="required", because="Nothing stands here.", help="Ask a partner.",
    )  # fmt: skip
    return made.model_copy(update=changes)


def table(rows: int, *, name: str = "table-long") -> Table:
    """Return a table of so many rows of three cells."""
    row = tuple(TableCell(inlines=(Text(text=word),)) for word in ("one", "two & three", "four"))
    return Table.model_construct(
        type="table", id=name, caption="Long", description="Rows.", header=("A", "B", "C"),
        rows=(row,) * rows, widths=(1, 2, 1), interactive=False, empty="",
    )  # fmt: skip


def body_of(data: bytes) -> etree._Element:
    """Return the document part."""
    return etree.fromstring(docx_parts(data)[BODY])


def body(*blocks: Block) -> etree._Element:
    """Return the document part of a pack of these blocks."""
    return body_of(write_docx(pack_of(*blocks), TEMPLATE))


def text_of(element: etree._Element) -> str:
    """Return the text below an element."""
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def styled(root: etree._Element, style: str) -> list[str]:
    """Return the text of each paragraph in a style."""
    return [
        text_of(found)
        for found in root.iter(f"{W}p")
        if (name := found.find(f"{W}pPr/{W}pStyle")) is not None and name.get(f"{W}val") == style
    ]


def paragraphs(data: bytes) -> list[str]:
    """Return what python-docx reads below the only section's heading."""
    from docx import Document

    texts = [found.text for found in Document(io.BytesIO(data)).paragraphs]
    return texts[len(texts) - texts[::-1].index("Only section") :]


def style_of(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))
