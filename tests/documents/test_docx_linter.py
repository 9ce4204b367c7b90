"""The linter finds each fault that we put into a sound document."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.docx.package import zip_parts
from tests.documents.docx_linter import lint_docx
from tests.write.sample_pack import sample_pack

HERE = Path(__file__).resolve().parent
TEMPLATE = (HERE.parents[1] / "templates" / "reference.docx").read_bytes()
BODY = "word/document.xml"
DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="chart"/></wp:inline></w:drawing></w:r>'
)
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
PICTURE = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="https://example.org/tracker.png" TargetMode="External"/></Relationships>'
)
FAULTS = {
    "a cell without a paragraph": (BODY, "</w:p></w:tc>", "</w:p><w:tbl/></w:tc>", "ends without a paragraph"),
    "a bookmark id twice": (BODY, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"', "bookmark id 1 is used"),
    "a bookmark that never ends": (BODY, '<w:bookmarkEnd w:id="3"/>', "", "bookmark 3 never ends"),
    "a bookmark name with a hyphen": (BODY, 'w:name="gap_', 'w:name="gap-', "none that Word takes"),
    "a content control id twice": (BODY, "<w:body>", f"<w:body>{CONTROL}{CONTROL}", "content-control id 5"),
    "a drawing id twice": (BODY, "</w:p>", f"{DRAWING}{DRAWING}</w:p>", "drawing id 1 is used"),
    "a drawing without words": (BODY, "</w:p>", f"{DRAWING}</w:p>", "no alternative text"),
    "a link to nowhere": (BODY, 'w:anchor="evidence_', 'w:anchor="nowhere_', "which is nowhere"),
    "a link without its relationship": (BODY, 'r:id="rIdLink1"', 'r:id="rIdLink99"', "rIdLink99"),
    "a page reference to nowhere": (BODY, "PAGEREF _Toc00000001", "PAGEREF _Toc99999999", "_Toc99999999"),
    "an unknown style": (BODY, '<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Shout"/>', "style Shout is used"),
    "a table without a header row": (BODY, "<w:tblHeader/>", "", "has no header row"),
    "a table without a title": (BODY, "<w:tblCaption ", "<w:tblNoCaption ", "has no title"),
    "a table without a description": (BODY, "<w:tblDescription ", "<w:tblNoDescription ", "has no description"),
    "a row with a cell too few": (BODY, "<w:gridCol ", "<w:gridCol/><w:gridCol ", "do not match"),
    "a skipped heading level": (BODY, '"Heading1"', '"Heading3"', "jumps from level 0 to 3"),
    "no title": ("docProps/core.xml", "<dc:title>Adult social care self-assessment</dc:title>", "", "title is not set"),
    "no language": ("docProps/core.xml", "<dc:language>en-GB</dc:language>", "", "language is not set"),
    "no language of the text": ("word/styles.xml", "<w:lang ", "<w:tongue ", "language of the text"),
    "an anchor without a comment": ("word/comments.xml", '<w:comment w:id="0"', '<w:comment w:id="77"',
                                    "commentRangeStart 0 has no comment"),
    "a comment without an anchor": (BODY, '<w:commentReference w:id="0"/>', "", "comment 0 has no commentReference"),
    "a picture fetched from elsewhere": ("word/_rels/document.xml.rels", "</Relationships>", PICTURE,
                                         "fetches https://example.org/tracker.png"),
    "a link that runs a script": ("word/_rels/document.xml.rels", "https://example.org/framework",
                                  "javascript:framework", "links to javascript:"),
    "an undefined list": (BODY, '<w:numId w:val="2"/>', '<w:numId w:val="500"/>', "list 500 is not defined"),
    "an undefined header": (BODY, 'r:id="rIdHeaderPortrait"', 'r:id="rIdNone"', "headerReference rIdNone"),
    "a field that never ends": (BODY, '<w:fldChar w:fldCharType="end"/>', "", "fields that begin"),
    "text that is no XML": (BODY, "</w:body>", "", "not well-formed"),
}  # fmt: skip


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """Return the parts of the sample pack's document."""
    return docx_parts(write_docx(sample_pack(), TEMPLATE))


def test_a_sound_document_has_no_faults(parts: dict[str, bytes]) -> None:
    assert lint_docx(zip_parts(parts)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_each_fault_is_found(parts: dict[str, bytes], fault: str) -> None:
    name, sound, faulty, sentence = FAULTS[fault]
    text = parts[name].decode()
    assert sound in text
    found = lint_docx(zip_parts({**parts, name: text.replace(sound, faulty, 1).encode()}))
    assert any(sentence in line for line in found), found


def test_a_macro_is_found(parts: dict[str, bytes]) -> None:
    assert "word/vbaProject.bin is a macro" in lint_docx(zip_parts({**parts, "word/vbaProject.bin": b""}))


def test_a_file_that_is_no_zip_is_one_sentence() -> None:
    assert lint_docx(b"plain words") == ["the file is no zip file"]
