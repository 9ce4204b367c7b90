"""The one place where words become XML text."""

from __future__ import annotations

from cqc_evidence.write.clean import clean

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'


def escape(text: str) -> str:
    """Return text that may stand in an element or between double quotes, without forbidden characters."""
    text = clean(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text or '"' in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def words(text: str) -> str:
    """Return a `w:t` element with the text, its spaces kept."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def run(text: str, properties: str = "") -> str:
    """Return one `w:r` of text; `properties` is the inside of its `w:rPr`."""
    if properties:
        return f"<w:r><w:rPr>{properties}</w:rPr>{words(text)}</w:r>"
    return f"<w:r>{words(text)}</w:r>"


def field(instruction: str, shown: str, properties: str = "") -> str:
    """Return a field with the result that is shown until Word computes it."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    result = f"<w:r>{style}{words(shown)}</w:r>" if shown else ""
    return (
        f'<w:r>{style}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{style}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{style}<w:fldChar w:fldCharType="separate"/></w:r>{result}'
        f'<w:r>{style}<w:fldChar w:fldCharType="end"/></w:r>'
    )
