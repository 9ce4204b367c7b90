"""The conductor: from a pack and a template to the finished file."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from cqc_evidence.model.dates import in_words
from cqc_evidence.write.charts.colours import HOUSE, Colours
from cqc_evidence.write.clean import clean
from cqc_evidence.write.docx.body import sections_xml
from cqc_evidence.write.docx.draft import Draft
from cqc_evidence.write.docx.front import (
    EDITIONS,
    contents_xml,
    cover_xml,
    footer_xml,
    header_xml,
    section_xml,
)
from cqc_evidence.write.docx.gaps import comments_xml
from cqc_evidence.write.docx.ids import bookmark_names
from cqc_evidence.write.docx.shell import Piece, open_shell, save_shell
from cqc_evidence.write.docx.template import unusable_template
from cqc_evidence.write.docx.xml import DECLARATION, NAMESPACES

if TYPE_CHECKING:
    from docx.document import Document

    from cqc_evidence.model.pack import Pack

_LONGEST_PROPERTY = 255
"""Word's limit for a title or an author."""


def build(pack: Pack, template: bytes, colours: Colours = HOUSE) -> bytes:
    """Return the bytes of the .docx; see `write_docx`.

    Raises:
        ValueError: when the template cannot be used.
    """
    if found := unusable_template(template):
        raise ValueError(found[0])
    shell = open_shell(template)
    _set_properties(shell.document, pack)
    draft = Draft(shell.styles, bookmark_names(pack), shell.page, shell.bullets, shell.stops, colours=colours)
    body = _body(draft, pack)
    return save_shell(shell, body, _pieces(draft, pack), draft.links, draft.ordered, draft.pictures)


def _body(draft: Draft, pack: Pack) -> bytes:
    cover = "" if pack.sheet else cover_xml(draft, pack.cover)
    sections_xml(
        draft, pack.sections, lambda landscape: section_xml(draft.page, landscape=landscape), first_here=pack.sheet
    )
    # Only now are all headings known, and the contents stand before them.
    text = "".join(
        [
            f"{DECLARATION}<w:document {NAMESPACES}><w:body>",
            cover,
            "" if pack.sheet else contents_xml(draft),
            *draft.out,
            section_xml(draft.page, landscape=draft.landscape),
            "</w:body></w:document>",
        ],
    )
    return text.encode()


def _pieces(draft: Draft, pack: Pack) -> list[Piece]:
    pieces = []
    for number, landscape in enumerate((False, True), start=1):
        kind = "Landscape" if landscape else "Portrait"
        header = header_xml(draft, pack, landscape=landscape)
        footer = footer_xml(draft, pack, landscape=landscape)
        pieces.append(Piece(f"rIdHeader{kind}", "header", f"header{number}.xml", header))
        pieces.append(Piece(f"rIdFooter{kind}", "footer", f"footer{number}.xml", footer))
    if draft.comments:
        pieces.append(Piece("rIdComments", "comments", "comments.xml", comments_xml(draft, pack.today)))
    return pieces


def _set_properties(document: Document, pack: Pack) -> None:
    """State title, council and edition where Word and search look for them; the day is the pack's."""
    cover = pack.cover
    day = datetime.combine(pack.today, time())
    properties = document.core_properties
    properties.title = _property(cover.title)
    properties.author = _property(cover.council)
    properties.last_modified_by = "cqc-evidence"
    properties.subject = _property(pack.header or f"{EDITIONS[pack.edition]}, as at {in_words(pack.as_at)}")
    properties.comments = _property(cover.notice)
    properties.category = "Self-assessment"
    properties.keywords = ""
    properties.language = "en-GB"
    properties.version = pack.tool_version[:_LONGEST_PROPERTY]
    properties.revision = 1
    properties.created = day
    properties.modified = day


def _property(text: str) -> str:
    return clean(text)[:_LONGEST_PROPERTY]
