"""A Word document → what stands in each region of it, its comments, and who changed what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from cqc_evidence.merge.runs import RunReader
from cqc_evidence.model.pack import Inline
from cqc_evidence.model.region import markdown_of

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LABEL = re.compile(r"[A-Z]\d+")
_OURS = ("gap_", "claim_", "table_", "_Toc", "heading_", "chart_", "evidence_")
"""What the bookmarks begin with that a pack puts on its own paragraphs."""
_TYPED = frozenset(
    ("", "normal", "body text", "claim", "so what", "lead", "list bullet", "list number", "list paragraph")
)
"""Styles of words that people write; Word gives them to what is typed behind such words."""
_REGION = re.compile(r"region_([0-9a-f]{12})_([0-9a-f]{8})_([0-9a-f]{8})")


@dataclass
class Paragraph:
    """One paragraph of the body, in the document's order."""

    inlines: list[Inline]
    style: str
    """Name of its style, in small letters."""
    bookmarks: list[str]
    comments: list[str]
    """Ids of the comments that begin or stand in it."""
    tracked: list[Tracked]
    in_table: bool = False


@dataclass(frozen=True)
class Tracked:
    """A change that Word wrote down instead of making it."""

    sort: str
    """`put in` or `taken out`."""
    who: str
    day: str
    text: str


@dataclass(frozen=True)
class Comment:
    """A comment, with the one it answers."""

    id: str
    who: str
    day: str
    paragraphs: tuple[str, ...]
    answers: str = ""
    """Id of the comment it replies to."""


@dataclass
class Returned:
    """A region as it came back."""

    mark: str
    """12 hex digits of the region's id."""
    base: str
    written: str
    paragraphs: list[list[Inline]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    tracked: list[Tracked] = field(default_factory=list)


@dataclass
class Document:
    """What a Word document holds for us."""

    paragraphs: list[Paragraph]
    regions: dict[str, Returned]
    comments: dict[str, Comment]


def read_word(data: bytes, items: Mapping[str, str], ours: Collection[str] = ()) -> Document:
    """Return what a Word document holds.

    A reference that somebody types, such as [P1], means what the document's own register says: since the pack was made
    the labels of the project may have moved on.

    Args:
        data: a .docx that was found safe to open.
        items: bookmark of a register entry → item id.
        ours: Markdown of the paragraphs that a pack writes outside its regions.

    Raises:
        ValueError: when a part is no well-formed XML or the body is missing.
    """
    from lxml import etree  # noqa: PLC0415  # only when a document comes back

    with ZipFile(BytesIO(data)) as package:
        names = set(package.namelist())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)

        def part(name: str) -> _Element | None:
            try:
                return etree.fromstring(package.read(name), parser) if name in names else None
            except etree.XMLSyntaxError as error:
                message = f"{name} is damaged"
                raise ValueError(message) from error

        body, styles = part("word/document.xml"), part("word/styles.xml")
        listed = part("word/_rels/document.xml.rels")
        links = {str(one.get("Id")): str(one.get("Target")) for one in (listed if listed is not None else ())}
        comments = _comments(part("word/comments.xml"), part("word/commentsExtended.xml"))
    if body is None:
        message = "it has no body"
        raise ValueError(message)
    kinds = _style_names(styles)
    reader = RunReader(kinds, links, items, _labels(body, items))
    paragraphs = [_paragraph(one, kinds, reader) for one in body.iter(f"{W}p")]
    return Document(paragraphs, _regions(paragraphs, frozenset(ours)), comments)


def _labels(body: _Element, items: Mapping[str, str]) -> dict[str, str]:
    """Return label → item id, as the document's own register has them."""
    found: dict[str, str] = {}
    for paragraph in body.iter(f"{W}p"):
        for mark in paragraph.iter(f"{W}bookmarkStart"):
            item = items.get(str(mark.get(f"{W}name")))
            label = "".join(map(str, paragraph.itertext(f"{W}t"))).strip()
            if item is not None and _LABEL.fullmatch(label):
                found[label] = item
    return found


def _style_names(styles: _Element | None) -> dict[str, str]:
    names: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        names[str(style.get(f"{W}styleId"))] = str(name.get(f"{W}val") if name is not None else "").lower()
    return names


def _paragraph(element: _Element, kinds: Mapping[str, str], reader: RunReader) -> Paragraph:
    style = element.find(f"{W}pPr/{W}pStyle")
    ident = str(style.get(f"{W}val")) if style is not None else ""
    marks = [str(one.get(f"{W}name")) for one in element.iter(f"{W}bookmarkStart")]
    comments = [
        str(one.get(f"{W}id")) for tag in ("commentRangeStart", "commentReference") for one in element.iter(f"{W}{tag}")
    ]
    tracked = [
        Tracked(
            sort,
            str(one.get(f"{W}author", "")),
            str(one.get(f"{W}date", ""))[:10],
            "".join(map(str, one.itertext(f"{W}{text}"))),
        )
        for tag, sort, text in (("ins", "put in", "t"), ("del", "taken out", "delText"))
        for one in element.iter(f"{W}{tag}")
        if one.find(f".//{W}{text}") is not None
    ]
    inlines = list(reader.inlines(element))
    in_table = next(element.iterancestors(f"{W}tbl"), None) is not None
    return Paragraph(inlines, kinds.get(ident, ident.lower()), marks, list(dict.fromkeys(comments)), tracked, in_table)


def _regions(paragraphs: list[Paragraph], ours: frozenset[str]) -> dict[str, Returned]:
    """Return each region with all paragraphs that its bookmark reaches over, and what was typed right beside it.

    Somebody who types at a bookmark's end types outside it. So the whole paragraph is the region; what is ours in it
    (labels, marks) is known by its style.
    """
    found: dict[str, Returned] = {}
    last: Returned | None = None
    for paragraph in paragraphs:
        names = [named for mark in paragraph.bookmarks if (named := _REGION.fullmatch(mark))]
        if names:
            mark, base, written = names[0].groups()
            if mark in found:
                continue
            last = found[mark] = Returned(mark, base, written)
        elif last is None or not _goes_on(paragraph, ours):
            last = None
            continue
        last.paragraphs.append(paragraph.inlines)
        last.comments += paragraph.comments
        last.tracked += paragraph.tracked
    return found


def _goes_on(paragraph: Paragraph, ours: frozenset[str]) -> bool:
    """Return whether a paragraph without a mark of its own was typed behind a region, or parted from it by the Enter key.

    Word gives such a paragraph the style of the one it was cut from, or the one that comes next. What a pack writes there
    itself has a mark or a style of its own, but for claims that have no id.
    """
    if paragraph.in_table or paragraph.style not in _TYPED or any(one.startswith(_OURS) for one in paragraph.bookmarks):
        return False
    return any(True for _ in _words(paragraph.inlines)) and markdown_of(paragraph.inlines) not in ours


def _words(inlines: list[Inline]) -> Iterator[str]:
    return (text for inline in inlines if (text := getattr(inline, "text", getattr(inline, "label", "")).strip()))


def _comments(part: _Element | None, extended: _Element | None) -> dict[str, Comment]:
    if part is None:
        return {}
    parents = {
        str(one.get(f"{_W15}paraId")): str(one.get(f"{_W15}paraIdParent"))
        for one in (extended.iter(f"{_W15}commentEx") if extended is not None else ())
        if one.get(f"{_W15}paraIdParent")
    }
    paragraph_of: dict[str, str] = {}
    found: dict[str, Comment] = {}
    for comment in part.iter(f"{W}comment"):
        ident = str(comment.get(f"{W}id"))
        own = [str(one.get(f"{_W14}paraId")) for one in comment.iter(f"{W}p") if one.get(f"{_W14}paraId")]
        paragraph_of.update(dict.fromkeys(own, ident))
        texts = tuple("".join(map(str, one.itertext(f"{W}t"))).strip() for one in comment.iter(f"{W}p"))
        answered = next((parents[name] for name in own if name in parents), "")
        found[ident] = Comment(
            ident, str(comment.get(f"{W}author", "")), str(comment.get(f"{W}date", ""))[:10],
            tuple(text for text in texts if text), answered,
        )  # fmt: skip
    return {
        name: Comment(one.id, one.who, one.day, one.paragraphs, paragraph_of.get(one.answers, ""))
        for name, one in found.items()
    }
