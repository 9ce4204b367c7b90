"""The shell around the body: python-docx opens the template and keeps what styles need, no more.

Everything else of a template (its text, pictures, macros, settings, links to other files) stays
out of the pack, so that a template can give a pack its dress and nothing but its dress.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.docx.draft import Page, Stop
from cqc_evidence.write.docx.house import HOUSE, house_ids, style_xml
from cqc_evidence.write.docx.lists import numbering_xml
from cqc_evidence.write.docx.package import TEMPLATE_TYPE, WORD_TYPE, docx_parts, zip_parts
from cqc_evidence.write.docx.xml import DECLARATION, NAMESPACES, WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document
    from docx.opc.part import Part

    from cqc_evidence.write.docx.package import Picture

_KEPT = ("styles", "stylesWithEffects", "fontTable", "theme", "numbering")
"""Kinds of part that dress a document."""
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = "word/document.xml"


class Shell(NamedTuple):
    """An opened template: its document, the styles by name, its page, its first free list number."""

    document: Document
    styles: dict[str, str]
    page: Page
    bullets: int
    stops: dict[str, tuple[Stop, ...]]
    """Tab stops that the styles of headers, footers and contents have of their own."""


class Piece(NamedTuple):
    """A part that the writer made as text."""

    relation: str
    """Id of the relationship, as the body names it."""
    kind: str
    """`header`, `footer`, `comments`, …: the end of the relationship's type and of the content type."""
    file: str
    data: bytes


def open_shell(template: bytes) -> Shell:
    """Open a template and take from it what the pack needs.

    Raises:
        ValueError: when python-docx cannot read it.
    """
    import docx  # noqa: PLC0415 - loaded only to write Word

    document = docx.Document(io.BytesIO(as_document(template)))
    page = _page(document)
    _keep_only_dress(document)
    _set_language(document)
    styles = _styles(document)
    stops = {name: _stops(document, styles[name]) for name in ("header", "footer", "toc 1", "toc 2")}
    return Shell(document, styles, page, _first_free_number(document), stops)


def save_shell(
    shell: Shell,
    body: bytes,
    pieces: list[Piece],
    links: Mapping[str, str],
    ordered: int,
    pictures: Sequence[Picture] = (),
) -> bytes:
    """Return the finished .docx: the template's dress around our body and parts."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - loaded only to write Word

    part = shell.document.part
    _number(shell, ordered)
    settings = Piece("rIdSettings", "settings", "settings.xml", (DECLARATION + settings_xml()).encode())
    for piece in (settings, *pieces):
        made = _part(f"/word/{piece.file}", f"{_TYPES}.{piece.kind}+xml", piece.data)
        part.rels.add_relationship(f"{_RELATION}/{piece.kind}", made, piece.relation)
    for picture in pictures:
        made = _part(f"/word/media/{picture.file}", "image/png", picture.data)
        part.rels.add_relationship(f"{_RELATION}/image", made, picture.relation)
    for address, relation in links.items():
        # Added by hand: python-docx's own way compares each new link with all before it.
        part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)
    saved = io.BytesIO()
    shell.document.save(saved)
    parts = docx_parts(saved.getvalue())
    name = str(part.partname).lstrip("/")
    return zip_parts({**parts, name: body})


def settings_xml() -> str:
    """Return the settings of a document in today's Word, written in British English."""
    word = "http://schemas.microsoft.com/office/word"
    settings = {
        "compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1, "doNotFlipMirrorIndents": 1,
    }  # fmt: skip
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{word}" w:val="{value}"/>' for name, value in settings.items()
    )
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def as_document(template: bytes) -> bytes:
    """Return a .dotx as the .docx that python-docx opens."""
    parts = docx_parts(template)
    types = parts["[Content_Types].xml"]
    if TEMPLATE_TYPE not in types:
        return template
    return zip_parts({**parts, "[Content_Types].xml": types.replace(TEMPLATE_TYPE, WORD_TYPE)})


def _page(document: Document) -> Page:
    """Return the template's portrait page; what it does not say is as in the house template."""
    house = Page()
    if not len(document.sections):
        return house
    last = document.sections[-1]
    said = (
        last.page_width, last.page_height, last.top_margin, last.right_margin,
        last.bottom_margin, last.left_margin, last.header_distance, last.footer_distance,
    )  # fmt: skip
    page = Page(*[own if length is None else length.twips for length, own in zip(said, house, strict=True)])
    if page.width > page.height:
        page = page._replace(width=page.height, height=page.width)
    return page if page.text_width(landscape=False) > page.width // 3 else house


def _keep_only_dress(document: Document) -> None:
    part = document.part
    for relation in list(part.rels.values()):
        if relation.is_external or relation.reltype.rsplit("/", 1)[-1] not in _KEPT:
            del part.rels[relation.rId]
            continue
        inner = relation.target_part.rels
        for outside in [found.rId for found in inner.values() if found.is_external]:
            del inner[outside]
    package = part.package
    for relation in list(package.rels.values()) if package else []:
        if package and relation.reltype.rsplit("/", 1)[-1] not in {"officeDocument", "core-properties"}:
            del package.rels[relation.rId]


def _set_language(document: Document) -> None:
    """Make British English the language of every run that says no other."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - loaded only to write Word
    from docx.oxml.ns import qn  # noqa: PLC0415 - loaded only to write Word

    root = document.styles.element
    wanted = '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    place = root
    for tag in ("w:docDefaults", "w:rPrDefault", "w:rPr"):
        found = place.find(qn(tag))
        if found is None:
            found = parse_xml(f"<{tag} {NAMESPACES}/>")
            place.insert(0, found)
        place = found
    for old in place.findall(qn("w:lang")):
        place.remove(old)
    language = parse_xml(wanted.replace("<w:lang", f"<w:lang {NAMESPACES}"))
    after = [place.find(qn(tag)) for tag in ("w:eastAsianLayout", "w:specVanish", "w:oMath")]
    following = next((found for found in after if found is not None), None)
    if following is None:
        place.append(language)
    else:
        following.addprevious(language)


def _styles(document: Document) -> dict[str, str]:
    """Return the id of every style we use by its name, after adding those the template lacks."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - loaded only to write Word

    root = document.styles.element
    there = styles_there(document)
    ids = house_ids(style.style_id for style in document.styles)
    wanted = {(style.name.lower(), style.sort) for style in HOUSE}
    ids.update({name: ident for (name, sort), ident in there.items() if (name, sort) in wanted})
    has_default = {sort for _, sort in there}
    for style in HOUSE:
        if (style.name.lower(), style.sort) not in there:
            own = style._replace(default=style.default and style.sort not in has_default)
            added = style_xml(own, ids).replace("<w:style ", f"<w:style {NAMESPACES} ", 1)
            root.append(parse_xml(added))
    return ids


def _stops(document: Document, ident: str) -> tuple[Stop, ...]:
    """Return the tab stops of a style and of those it is based on, from the left."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - loaded only to write Word

    by_id = {found.get(qn("w:styleId")): found for found in document.styles.element.findall(qn("w:style"))}
    found: dict[int, Stop] = {}
    # A style is taken out when it is read, so that two based on each other end the walk.
    while (style := by_id.pop(ident, None)) is not None:
        for tab in style.findall(f"{qn('w:pPr')}/{qn('w:tabs')}/{qn('w:tab')}"):
            place = tab.get(qn("w:pos"), "")
            if place.isdecimal():
                found.setdefault(int(place), Stop(int(place), tab.get(qn("w:val"), "left")))
        based = style.find(qn("w:basedOn"))
        ident = "" if based is None else based.get(qn("w:val"), "")
    return tuple(stop for _, stop in sorted(found.items()) if stop.kind != "clear")


def styles_there(document: Document) -> dict[tuple[str, str], str]:
    """Return the id of each style in a document by name in lower case and sort."""
    sorts = {1: "paragraph", 2: "character", 3: "table", 4: "numbering"}
    return {
        ((style.name or "").lower(), sorts[int(style.type)]): style.style_id for style in document.styles
    }  # fmt: skip


def _numbering(document: Document) -> Part | None:
    return next(
        (found.target_part for found in document.part.rels.values() if found.reltype.endswith("/numbering")), None,
    )  # fmt: skip


def _first_free_number(document: Document) -> int:
    from docx.oxml import parse_xml  # noqa: PLC0415 - loaded only to write Word
    from docx.oxml.ns import qn  # noqa: PLC0415 - loaded only to write Word

    part = _numbering(document)
    if part is None:
        return 1
    numbers = [int(found.get(qn("w:numId"), "0")) for found in parse_xml(part.blob).findall(qn("w:num"))]
    return max(numbers, default=0) + 1


def _number(shell: Shell, ordered: int) -> None:
    """Give the document its lists, beside those that the template's styles use."""
    part = _numbering(shell.document)
    data = numbering_xml(part.blob if part else b"", shell.bullets, ordered)
    for relation in [found.rId for found in shell.document.part.rels.values() if found.reltype.endswith("/numbering")]:
        del shell.document.part.rels[relation]
    made = _part("/word/numbering.xml", f"{_TYPES}.numbering+xml", data)
    shell.document.part.rels.add_relationship(f"{_RELATION}/numbering", made, "rIdNumbering")


def _part(name: str, content_type: str, data: bytes) -> Part:
    from docx.opc.packuri import PackURI  # noqa: PLC0415 - loaded only to write Word
    from docx.opc.part import Part as NewPart  # noqa: PLC0415 - loaded only to write Word

    return NewPart(PackURI(name), content_type, data)
