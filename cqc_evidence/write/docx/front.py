"""Cover, table of contents, headers and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.model.dates import in_words
from cqc_evidence.write.docx.paragraphs import paragraph_xml
from cqc_evidence.write.docx.xml import DECLARATION, NAMESPACES, field, run

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Cover, Pack
    from cqc_evidence.write.docx.draft import Draft, Page

EDITIONS = {"internal": "INTERNAL edition", "cqc": "CQC edition", "public": "Public edition"}
_LOW_TOP = 1134
_LOW_BOTTOM = 907
_LABELS = 1900
"""Width of the labels on the cover."""
_LONGEST_NAME = 72
"""What fits beside the edition and the date in a page's header."""


def cover_xml(draft: Draft, cover: Cover) -> str:
    """Return the first page: title, council, notice and facts."""
    parts = [
        paragraph_xml(draft.style("title"), _title(cover.title), before=3200),
        paragraph_xml(draft.style("subtitle"), run(cover.council)),
    ]
    if cover.notice:
        parts.append(paragraph_xml(draft.style("notice"), run(cover.notice), before=480, after=480))
    return "".join([*parts, _facts(draft, cover)])


def _title(text: str) -> str:
    """Return the title's runs; a large word such as "self-assessment" is not parted at its hyphen."""
    return "<w:r><w:noBreakHyphen/></w:r>".join(run(part) for part in text.split("-"))


def _facts(draft: Draft, cover: Cover) -> str:
    """Return the facts as a table without borders; its first column heads the rows."""
    if not cover.facts:
        return ""
    widths = (_LABELS, draft.page.text_width(landscape=False) - _LABELS)
    rows = "".join(_fact(draft, label, value, widths) for label, value in cover.facts)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{draft.style("cqc cover")}"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0680" w:firstRow="0" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="About this pack"/>'
        '<w:tblDescription w:val="One fact a row: its name, then what it is."/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{widths[0]}"/><w:gridCol w:w="{widths[1]}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _fact(draft: Draft, label: str, value: str, widths: tuple[int, int]) -> str:
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph_xml(draft.style(style), run(text))}</w:tc>"
        for width, style, text in zip(widths, ("cover label", "cover fact"), (label, value), strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def contents_xml(draft: Draft) -> str:
    """Return the table of contents, its entries in place and linked.

    The page numbers are fields without a result: nobody but a layout engine knows them, and a
    wrong number is worse than none. Word fills them when the fields are updated (Ctrl+A, F9).
    """
    heading = paragraph_xml(draft.style("toc heading"), run("Contents"), new_page=True)
    if not draft.contents:
        return heading
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        'TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = len(draft.contents) - 1
    entries = []
    for number, entry in enumerate(draft.contents):
        page = field(f"PAGEREF {entry.bookmark} \\h", "")
        inside = f"{run(entry.text)}<w:r><w:tab/></w:r>{page}"
        link = f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{inside}</w:hyperlink>'
        content = f"{opening if number == 0 else ''}{link}{closing if number == last else ''}"
        style = f"toc {entry.level}"
        entries.append(paragraph_xml(draft.style(style), content, tabs=_contents_stop(draft, style)))
    return heading + "".join(entries)


def header_xml(draft: Draft, pack: Pack, *, landscape: bool) -> bytes:
    """Return a header part: what the document is, its edition and its date."""
    edition = pack.header or f"{EDITIONS[pack.edition]} · as at {in_words(pack.as_at)}"
    content = f"{run(_name(pack.cover))}<w:r><w:tab/></w:r>{run(edition, '<w:b/><w:bCs/>')}"
    return _part(draft, "hdr", "header", content, landscape=landscape)


def footer_xml(draft: Draft, pack: Pack, *, landscape: bool) -> bytes:
    """Return a footer part: who made it, and which page of how many."""
    pages = run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    content = f"{run(_status(pack.cover))}<w:r><w:tab/></w:r>{pages}"
    return _part(draft, "ftr", "footer", content, landscape=landscape)


def _part(draft: Draft, tag: str, style: str, content: str, *, landscape: bool) -> bytes:
    """Return a header or footer with one tab stop at the right margin of its pages."""
    tabs = _right_stop(draft, style, draft.page.text_width(landscape=landscape))
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{draft.style(style)}"/>{tabs}</w:pPr>{content}</w:p>'
    return f"{DECLARATION}<w:{tag} {NAMESPACES}>{paragraph}</w:{tag}>".encode()


def _right_stop(draft: Draft, style: str, width: int) -> str:
    """Return one tab stop at the right margin, without those of the style: the first of them would take the tab."""
    clear = "".join(
        f'<w:tab w:val="clear" w:pos="{stop.place}"/>' for stop in draft.stops[style] if stop.place != width
    )
    return f'<w:tabs>{clear}<w:tab w:val="right" w:pos="{width}"/></w:tabs>'


def _contents_stop(draft: Draft, style: str) -> str:
    """Return the tab stop of a page number, unless the style has one on the paper: it may have leading dots."""
    width = draft.page.text_width(landscape=False)
    own = any(stop.kind in {"right", "end"} and stop.place <= width for stop in draft.stops[style])
    return "" if own else _right_stop(draft, style, width)


def _name(cover: Cover) -> str:
    full = f"{cover.council} · {cover.title}"
    return full if len(full) <= _LONGEST_NAME else _cut(cover.council)


def _status(cover: Cover) -> str:
    """Return the status the cover states, so that a loose page says whether it is a draft."""
    return _cut(next((value for label, value in cover.facts if label.lower() == "status"), ""))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"


def section_xml(page: Page, *, landscape: bool) -> str:
    """Return the `w:sectPr` of portrait or landscape pages."""
    kind = "Landscape" if landscape else "Portrait"
    if landscape:
        # A wide page is a low one: what stands on it should stay on one.
        page = page._replace(top=min(page.top, _LOW_TOP), bottom=min(page.bottom, _LOW_BOTTOM))
    size = (
        f'<w:pgSz w:w="{page.height}" w:h="{page.width}" w:orient="landscape"/>'
        if landscape
        else f'<w:pgSz w:w="{page.width}" w:h="{page.height}"/>'
    )
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader{kind}"/>'
        f'<w:footerReference w:type="default" r:id="rIdFooter{kind}"/><w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        f'w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/></w:sectPr>'
    )
