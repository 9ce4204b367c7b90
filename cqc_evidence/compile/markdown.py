"""Markdown → blocks, by one walk over python-markdown's own tree; raw HTML stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from cqc_evidence.model.pack import (
    Badge,
    Block,
    Blocks,
    Break,
    Cite,
    CodeBlock,
    Heading,
    Inline,
    Inlines,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Table,
    TableCell,
    Text,
)  # fmt: skip
from cqc_evidence.read.narratives import citation_parts

if TYPE_CHECKING:
    from markdown import Markdown

Citer = Callable[[str, str], Inline]
"""Item id and locator → what stands in its place."""
_SAFE_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_CITATION = r"\[(@[^\[\]]+)\]"
_LOWEST = 6
_PLAIN = re.compile(r"[A-Za-z“‘(£][A-Za-z0-9 ,;.'’“”‘()%£–−/?-]*[A-Za-z0-9.)”’?%]")
"""One line in which nothing can be Markdown; most words of a pack are such, and need no reader."""
_BRACKET = re.compile(r"\]\(|[\[\])]")
_MOST_OPEN = 100
_DEEPEST = 40
"""Elements inside each other: a list in a list has two more."""
_STASH = re.compile("\x02[^\x03]*\x03")
"""What python-markdown leaves for a later step of its own, such as a footnote's way back."""


class _Style(NamedTuple):
    strong: bool = False
    emphasis: bool = False
    code: bool = False


class MarkdownReader:
    """Turns Markdown into blocks; one for a whole pack, since making it takes longer than using it."""

    def __init__(self) -> None:
        """Set python-markdown up without anything that passes HTML through."""
        self._tables = 0
        self._begin()

    def _begin(self) -> None:
        from markdown import Markdown  # noqa: PLC0415  # only builds need it

        self._markdown = Markdown(extensions=["tables", "sane_lists", "attr_list", "footnotes", "def_list"])
        _without_html(self._markdown)
        self._root = _hand_over(self._markdown)

    def blocks(self, text: str, cite: Citer, *, level: int = 4, role: str = "body") -> Blocks:
        """Return a text's blocks; its headings begin at `level`, its paragraphs have `role`.

        A text whose parts lie deeper in each other than any that a person writes is returned as it stands.
        """
        if not text.strip():
            return ()
        if _PLAIN.fullmatch(text) or not self._converted(text):
            return (Paragraph.model_validate({"role": role, "inlines": (Text(text=text),)}),)
        walk = _Walk(cite, level, role, self)
        return tuple(walk.blocks(self._root[0]))

    def _converted(self, text: str) -> bool:
        """Make the tree of a text; return whether its parts lie no deeper in each other than can be shown."""
        self._root.clear()
        self._markdown.reset()
        if _many_open_brackets(text):
            return False
        try:
            self._markdown.convert(text)
        except RecursionError:
            self._begin()
            return False
        return not _deeper(self._root[0], _DEEPEST)

    def inlines(self, text: str, cite: Citer) -> Inlines:
        """Return a text's words in one line; blocks are parted by line breaks."""
        return tuple(_lines(self.blocks(text, cite)))

    def next_table(self) -> int:
        """Return a number that no other table of this pack has."""
        self._tables += 1
        return self._tables


def _many_open_brackets(text: str) -> bool:
    """Return whether so many brackets are open at once that python-markdown would look for their ends for minutes."""
    for block in text.split("\n\n"):
        words, addresses = 0, 0
        for found in _BRACKET.finditer(block):
            words = words + 1 if found[0] == "[" else max(0, words - 1) if "]" in found[0] else words
            addresses = addresses + 1 if found[0] == "](" else max(0, addresses - 1) if found[0] == ")" else addresses
            if max(words, addresses) > _MOST_OPEN:
                return True
    return False


def _deeper(element: Element, levels: int) -> bool:
    return levels == 0 or any(_deeper(inner, levels - 1) for inner in element)


def flat(block: Block) -> Iterator[Inline]:
    """Yield a block's words without its shape."""
    if isinstance(block, Paragraph):
        yield from block.inlines
    elif isinstance(block, Heading):
        yield Text(text=block.text, strong=True)
    elif isinstance(block, CodeBlock):
        yield Text(text=block.text, code=True)
    elif isinstance(block, ListBlock):
        yield from _flat_list(block)
    elif isinstance(block, Quote):
        yield from _lines(block.blocks)
    elif isinstance(block, Table):
        yield Text(text=" | ".join(block.header))
        for row in block.rows:
            yield Break()
            for number, cell in enumerate(row):
                yield from (Text(text=" | "),) if number else ()
                yield from cell.inlines


def _lines(blocks: Blocks) -> Iterator[Inline]:
    for number, block in enumerate(blocks):
        if number:
            yield Break()
        yield from flat(block)


def _flat_list(block: ListBlock) -> Iterator[Inline]:
    for number, entry in enumerate(block.entries, 1):
        if number > 1:
            yield Break()
        yield Text(text=f"{number}. " if block.ordered else "• ")
        yield from _lines(entry)


def words(inlines: Inlines) -> Iterator[str]:
    """Yield the plain words of inlines in one line; a reference has none."""
    for inline in inlines:
        if isinstance(inline, Text | Link):
            yield inline.text
        elif isinstance(inline, Break):
            yield " "


def _without_html(markdown: Markdown) -> None:
    """Take out every processor that lets HTML or entities through."""
    markdown.preprocessors.deregister("html_block")
    for name in ("html", "entity", "automail"):
        markdown.inlinePatterns.deregister(name)


def _hand_over(markdown: Markdown) -> list[Element]:
    """Add the citation pattern, and a last step that gives the finished tree away."""
    from markdown.inlinepatterns import InlineProcessor  # noqa: PLC0415
    from markdown.treeprocessors import Treeprocessor  # noqa: PLC0415

    holder: list[Element] = []

    class Citation(InlineProcessor):
        def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
            element = Element("cite")
            element.set("inside", self.unescape(m.group(1)))
            return element, m.start(0), m.end(0)

    class HandOver(Treeprocessor):
        def run(self, root: Element) -> Element:
            holder.append(root)
            return Element("div")

    markdown.inlinePatterns.register(Citation(_CITATION, markdown), "citation", 185)
    markdown.treeprocessors.register(HandOver(markdown), "hand-over", -10)
    return holder


class _Walk:
    """One walk over one text's tree."""

    def __init__(self, cite: Citer, level: int, role: str, reader: MarkdownReader) -> None:
        self.cite = cite
        self.level = level
        self.role = role
        self.reader = reader

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield the blocks of an element; loose words become a paragraph."""
        loose: list[Inline] = list(self.text(parent.text, _Style()))
        for child in parent:
            if child.tag in _BLOCKS:
                yield from self.paragraph(loose)
                loose = []
                yield from self.block(child)
            else:
                loose.extend(self.inline(child, _Style()))
            loose.extend(self.text(child.tail, _Style()))
        yield from self.paragraph(loose)

    def paragraph(self, inlines: list[Inline]) -> Iterator[Block]:
        """Yield a paragraph when there is anything in it."""
        if any(not isinstance(one, Text) or one.text.strip() for one in inlines):
            yield Paragraph.model_validate({"role": self.role, "inlines": _trimmed(inlines)})

    def block(self, element: Element) -> Iterator[Block]:
        """Yield what one block element becomes."""
        tag = element.tag
        if tag == "p":
            yield from self.paragraph(self.inside(element, _Style()))
        elif tag in _HEADINGS:
            level = min(_LOWEST, self.level + int(tag[1]) - 1)
            inlines = self.inside(element, _Style())
            yield Heading(level=level, text="".join(words(tuple(inlines))).strip())
            yield from self.paragraph(_references(inlines))
        elif tag in ("ul", "ol"):
            entries = tuple(tuple(self.blocks(child)) for child in element)
            yield ListBlock(ordered=tag == "ol", entries=entries)
        elif tag == "blockquote":
            yield Quote(blocks=tuple(self.blocks(element)))
        elif tag == "pre":
            yield CodeBlock(text=unescape("".join(element.itertext())).rstrip("\n"))
        elif tag == "table":
            yield from self.table(element)
        elif tag == "dl":
            yield from self.definitions(element)
        elif tag == "div":
            yield from self.blocks(element)

    def table(self, element: Element) -> Iterator[Block]:
        """Yield a Markdown table, then the references of its header, which holds words only."""
        rows = [[self.inside(cell, _Style()) for cell in row] for row in element.iter("tr")]
        header = tuple("".join(words(tuple(cell))).strip() for cell in rows[0])
        yield Table(
            id=f"table-in-text-{self.reader.next_table()}",
            caption="Table in the text",
            description=f"A table with the columns {', '.join(header)}.",
            header=header,
            rows=tuple(tuple(TableCell(inlines=_trimmed(cell)) for cell in row) for row in rows[1:]),
            widths=(1,) * len(header),
        )
        yield from self.paragraph([one for cell in rows[0] for one in _references(cell)])

    def definitions(self, element: Element) -> Iterator[Block]:
        """Yield terms in bold, each followed by what it means."""
        for child in element:
            if child.tag == "dt":
                yield from self.paragraph(self.inside(child, _Style(strong=True)))
            else:
                yield from self.blocks(child)

    def inside(self, element: Element, style: _Style) -> list[Inline]:
        """Return the words of an element."""
        found = list(self.text(element.text, style))
        for child in element:
            found.extend(self.inline(child, style))
            found.extend(self.text(child.tail, style))
        return found

    def inline(self, element: Element, style: _Style) -> Iterator[Inline]:
        """Yield what one inline element becomes."""
        tag = element.tag
        if tag == "cite":
            for item, locator in citation_parts(element.get("inside", "")):
                yield self.cite(item, locator)
        elif tag == "br":
            yield Break()
        elif tag == "a":
            yield from self.link(element, style)
        elif tag == "img":
            yield from self.text(element.get("alt"), style)
        else:
            yield from self.inside(element, _styled(tag, style))

    def link(self, element: Element, style: _Style) -> Iterator[Inline]:
        """Yield a link when its address is safe, else its words."""
        if "footnote-backref" in (element.get("class") or ""):
            return
        href = element.get("href") or ""
        inlines = self.inside(element, style)
        label = "".join(words(tuple(inlines))).strip()
        if "footnote-ref" in (element.get("class") or ""):
            yield Text(text=f"[{label}]")
        elif _SAFE_LINK.match(href):
            yield Link(href=href, text=label or href)
            yield from _references(inlines)
        else:
            yield from inlines

    def text(self, raw: str | None, style: _Style) -> Iterator[Inline]:
        """Yield plain words; a line end inside a paragraph is a space."""
        raw = _STASH.sub("", raw or "")
        if raw:
            kept = unescape(raw) if style.code else raw.replace("\n", " ")
            yield Text(text=kept, **style._asdict())


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(("p", "ul", "ol", "blockquote", "pre", "table", "dl", "div", "hr", *_HEADINGS))


def _references(inlines: list[Inline]) -> list[Inline]:
    """Return what stands in the place of citations."""
    return [one for one in inlines if isinstance(one, Cite | Badge)]


def _styled(tag: str, style: _Style) -> _Style:
    if tag == "strong":
        return style._replace(strong=True)
    if tag == "em":
        return style._replace(emphasis=True)
    if tag == "code":
        return style._replace(code=True)
    return style


def _trimmed(inlines: list[Inline]) -> Inlines:
    """Take the white space off both ends."""
    found = list(inlines)
    while found and isinstance(found[0], Text) and not found[0].text.strip():
        found.pop(0)
    while found and isinstance(found[-1], Text) and not found[-1].text.strip():
        found.pop()
    if found and isinstance(found[0], Text):
        found[0] = found[0].model_copy(update={"text": found[0].text.lstrip()})
    if found and isinstance(found[-1], Text):
        found[-1] = found[-1].model_copy(update={"text": found[-1].text.rstrip()})
    return tuple(found)
