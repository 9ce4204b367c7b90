"""What Microsoft's own validator lets pass, and a reader would stumble over.

`lint_docx` returns plain sentences, one a fault; none when the document is sound.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W = f"{{{WORD}}}"
R = f"{{{OFFICE}}}"
STORIES = ("word/document.xml", "word/header", "word/footer", "word/comments.xml")
ALLOWED = ("http://", "https://", "mailto:")


class File(NamedTuple):
    """An opened .docx: the root element of each XML part by name."""

    parts: dict[str, etree._Element]

    @property
    def body(self) -> etree._Element:
        """Return the document part, empty when there is none."""
        return self.parts.get("word/document.xml", etree.Element("none"))

    @property
    def stories(self) -> list[tuple[str, etree._Element]]:
        """Return each part that holds text."""
        return [(name, root) for name, root in self.parts.items() if name.startswith(STORIES)]

    def relations(self, part: str) -> dict[str, etree._Element]:
        """Return the relationships of a part by id."""
        folder, _, name = part.rpartition("/")
        root = self.parts.get(f"{folder}/_rels/{name}.rels")
        return {} if root is None else {found.get("Id", ""): found for found in root}


def lint_docx(data: bytes) -> list[str]:
    """Return what is wrong with a Word document, as sentences."""
    try:
        file, problems = _open(data)
    except BadZipFile:
        return ["the file is no zip file"]
    for check in CHECKS:
        problems.extend(check(file))
    return problems


def _open(data: bytes) -> tuple[File, list[str]]:
    parts: dict[str, etree._Element] = {}
    problems = []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        problems += [f"{name} is twice in the package" for name, count in Counter(names).items() if count > 1]
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                parts[name] = etree.fromstring(package.read(name), parser)
            except etree.XMLSyntaxError as error:
                problems.append(f"{name} is not well-formed: {error}")
        problems += [f"{name} is a macro" for name in names if name.lower().endswith("vbaproject.bin")]
    return File(parts), problems


def cells(file: File) -> Iterator[str]:
    """Every cell ends in a paragraph."""
    for _, root in file.stories:
        for cell in root.iter(f"{W}tc"):
            if not len(cell) or cell[-1].tag != f"{W}p":
                yield f"a table cell ends without a paragraph: {_text(cell)[:40]!r}"


def repeated_ids(file: File) -> Iterator[str]:
    """Bookmarks, content controls and drawings have ids of their own."""
    for what, tag, key in (
        ("bookmark id", f"{W}bookmarkStart", f"{W}id"),
        ("bookmark name", f"{W}bookmarkStart", f"{W}name"),
        ("comment id", f"{W}comment", f"{W}id"),
        ("drawing id", f"{{{DRAWING}}}docPr", "id"),
    ):
        found = Counter(element.get(key) for _, root in file.stories for element in root.iter(tag))
        yield from (f"{what} {ident} is used {count} times" for ident, count in found.items() if count > 1)
    controls = Counter(
        found.get(f"{W}val") for _, root in file.stories for found in root.iterfind(f".//{W}sdtPr/{W}id")
    )
    yield from (f"content-control id {ident} is used {count} times" for ident, count in controls.items() if count > 1)


def bookmarks(file: File) -> Iterator[str]:
    """Bookmarks end, and their names are ones that Word takes."""
    starts = {found.get(f"{W}id") for _, root in file.stories for found in root.iter(f"{W}bookmarkStart")}
    ends = {found.get(f"{W}id") for _, root in file.stories for found in root.iter(f"{W}bookmarkEnd")}
    yield from (f"bookmark {ident} never ends" for ident in sorted(starts - ends, key=str))
    yield from (f"bookmark {ident} ends but never starts" for ident in sorted(ends - starts, key=str))
    for name in _bookmark_names(file):
        if len(name) > 40 or not name.replace("_", "a").isalnum() or name[:1].isdigit():
            yield f"bookmark name {name!r} is none that Word takes"


def links(file: File) -> Iterator[str]:
    """Links lead somewhere."""
    names = _bookmark_names(file)
    for part, root in file.stories:
        relations = file.relations(part)
        for link in root.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor")
            relation = link.get(f"{R}id")
            if anchor is not None and anchor not in names:
                yield f"a link leads to bookmark {anchor}, which is nowhere: {_text(link)!r}"
            if relation is not None and relation not in relations:
                yield f"a link uses relationship {relation}, which {part} has not"
            if anchor is None and relation is None:
                yield f"a link leads nowhere: {_text(link)!r}"
        for code in root.iter(f"{W}instrText"):
            words = (code.text or "").split()
            if words[:1] in (["PAGEREF"], ["REF"]) and words[1] not in names:
                yield f"a field refers to bookmark {words[1]}, which is nowhere"


def styles(file: File) -> Iterator[str]:
    """Styles that are used exist."""
    root = file.parts.get("word/styles.xml")
    known = set() if root is None else {found.get(f"{W}styleId") for found in root.iter(f"{W}style")}
    used = {
        found.get(f"{W}val")
        for _, story in [*file.stories, *([("", root)] if root is not None else [])]
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
        for found in story.iter(W + tag)
    }
    yield from (f"style {name} is used but not defined" for name in sorted(used - known, key=str))


def alternatives(file: File) -> Iterator[str]:
    """Drawings have words for people who cannot see them."""
    for _, root in file.stories:
        for drawing in root.iter(f"{{{DRAWING}}}docPr"):
            if not (drawing.get("descr") or "").strip():
                yield f"drawing {drawing.get('id')} has no alternative text"


def tables(file: File) -> Iterator[str]:
    """Tables have heads, a title and a description; a head may be the first column."""
    for table in file.body.iter(f"{W}tbl"):
        title = table.find(f"{W}tblPr/{W}tblCaption")
        name = "" if title is None else title.get(f"{W}val", "")
        shown = name or _text(table)[:40]
        if not name.strip():
            yield f"a table has no title: {shown!r}"
        about = table.find(f"{W}tblPr/{W}tblDescription")
        if about is None or not (about.get(f"{W}val") or "").strip():
            yield f"a table has no description: {shown!r}"
        look = table.find(f"{W}tblPr/{W}tblLook")
        heads = look is not None and look.get(f"{W}firstRow") == "0" and look.get(f"{W}firstColumn") == "1"
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None and not heads:
            yield f"a table has no header row: {shown!r}"
        if {len(row.findall(f"{W}tc")) for row in table.iterfind(f"{W}tr")} != {
            len(table.findall(f"{W}tblGrid/{W}gridCol")),
        }:
            yield f"a table's rows and columns do not match: {shown!r}"


def headings(file: File) -> Iterator[str]:
    """No heading level is skipped."""
    levels = _outline_levels(file)
    last = 0
    for style in file.body.iter(f"{W}pStyle"):
        level = levels.get(style.get(f"{W}val", ""))
        if level is None:
            continue
        if level > last + 1:
            paragraph = style.getparent().getparent()
            yield f"heading {_text(paragraph)!r} jumps from level {last} to {level}"
        last = level


def properties(file: File) -> Iterator[str]:
    """The document says its title and its language."""
    core = file.parts.get("docProps/core.xml")
    for name in ("title", "language"):
        found = None if core is None else core.find(f"{{http://purl.org/dc/elements/1.1/}}{name}")
        if found is None or not (found.text or "").strip():
            yield f"the document's {name} is not set"
    sheet = file.parts.get("word/styles.xml")
    path = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"
    language = None if sheet is None else sheet.find(path)
    if language is None or not language.get(f"{W}val"):
        yield "the styles do not say the language of the text"


def comments(file: File) -> Iterator[str]:
    """Comments and their anchors belong together."""
    part = file.parts.get("word/comments.xml")
    written = set() if part is None else {found.get(f"{W}id") for found in part.iter(f"{W}comment")}
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        anchored = {found.get(f"{W}id") for found in file.body.iter(W + tag)}
        yield from (f"{tag} {ident} has no comment" for ident in sorted(anchored - written, key=str))
        yield from (f"comment {ident} has no {tag}" for ident in sorted(written - anchored, key=str))


def outside(file: File) -> Iterator[str]:
    """Nothing is fetched from elsewhere, and only plain addresses are linked."""
    for name, root in file.parts.items():
        if not name.endswith(".rels"):
            continue
        for relation in root:
            if relation.get("TargetMode") != "External":
                continue
            target = relation.get("Target", "")
            if not relation.get("Type", "").endswith("/hyperlink"):
                yield f"{name} fetches {target} from elsewhere"
            elif not target.lower().startswith(ALLOWED):
                yield f"{name} links to {target}"


def references(file: File) -> Iterator[str]:
    """Lists, headers and fields are whole."""
    sheet = file.parts.get("word/numbering.xml")
    numbers = set() if sheet is None else {found.get(f"{W}numId") for found in sheet.iter(f"{W}num")}
    used = {found.get(f"{W}val") for found in file.body.iter(f"{W}numId")} - {"0"}
    yield from (f"list {ident} is not defined" for ident in sorted(used - numbers, key=str))
    relations = file.relations("word/document.xml")
    for tag in ("headerReference", "footerReference"):
        for found in file.body.iter(W + tag):
            if found.get(f"{R}id") not in relations:
                yield f"{tag} {found.get(f'{R}id')} is not defined"
    for part, root in file.stories:
        kinds = Counter(found.get(f"{W}fldCharType") for found in root.iter(f"{W}fldChar"))
        if kinds["begin"] != kinds["end"]:
            yield f"{part} has {kinds['begin']} fields that begin and {kinds['end']} that end"


CHECKS = (cells, repeated_ids, bookmarks, links, styles, alternatives, tables, headings,
          properties, comments, outside, references)  # fmt: skip


def _bookmark_names(file: File) -> set[str]:
    return {found.get(f"{W}name", "") for _, root in file.stories for found in root.iter(f"{W}bookmarkStart")}


def _outline_levels(file: File) -> dict[str, int]:
    """Return the heading level of each style that is a heading."""
    sheet = file.parts.get("word/styles.xml")
    levels = {}
    for style in [] if sheet is None else sheet.iter(f"{W}style"):
        name = style.find(f"{W}name")
        words = "" if name is None else name.get(f"{W}val", "").lower()
        if words.startswith("heading ") and words[8:].isdigit():
            levels[style.get(f"{W}styleId", "")] = int(words[8:])
    return levels


def _text(element: etree._Element) -> str:
    return "".join(found.text or "" for found in element.iter(f"{W}t"))
