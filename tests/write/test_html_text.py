"""Any text survives the HTML pack, and stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from cqc_evidence.model.pack import (
    Badge,
    Cite,
    CodeBlock,
    GapBlock,
    Heading,
    Link,
    Paragraph,
    Table,
    TableCell,
    Text,
)
from cqc_evidence.write.clean import clean
from cqc_evidence.write.html import write_html
from cqc_evidence.write.html.parts import address, anchor
from tests.write.sample_pack import pack_of

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Block, Pack

CSS = (Path(__file__).parents[2] / "templates" / "pack.css").read_text(encoding="utf-8")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


class _Texts(HTMLParser):
    """Collects the text of every element that carries a given attribute value."""

    def __init__(self, tag: str, wanted: tuple[str, str]) -> None:
        super().__init__()
        self.tag, self.wanted, self.depth, self.found = tag, wanted, 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.tag and (self.depth or self.wanted in attrs):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == self.tag and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found += data


def text_of(pack: Pack, tag: str, attribute: str, value: str) -> str:
    """Return the exact text inside one element."""
    reader = _Texts(tag, (attribute, value))
    reader.feed(write_html(pack, CSS).decode())
    reader.close()
    return reader.found


@given(ANY_TEXT)
def test_any_text_survives_in_a_paragraph(any_text: str) -> None:
    block = Paragraph(inlines=(Text(text=any_text), Text(text=any_text, strong=True, emphasis=True, code=True)), id="p")
    assert text_of(pack_of(block), "p", "id", "p") == clean(any_text) * 2


@given(ANY_TEXT)
def test_any_text_survives_in_code_with_its_first_empty_lines(any_text: str) -> None:
    page = write_html(pack_of(CodeBlock(text=any_text)), CSS).decode()
    shown = re.search(r'<pre dir="auto">\n(.*?)</pre>', page, re.DOTALL)
    assert shown is not None
    assert _unescape(shown[1]) == clean(any_text)


def _unescape(escaped: str) -> str:
    reader = _Texts("i", ("id", "x"))
    reader.feed(f'<i id="x">{escaped}</i>')
    reader.close()
    return reader.found


@given(ANY_TEXT)
def test_any_text_survives_in_headings_cells_and_the_cover(any_text: str) -> None:
    cell = TableCell(inlines=(Text(text=any_text),), id="cell", sort=any_text)
    table = Table(id="t", caption=any_text, description=any_text, header=(any_text,), rows=((cell,),), widths=(1,))
    pack = pack_of(Heading(level=3, text=any_text, id="h"), table)
    pack = pack.model_copy(update={"cover": pack.cover.model_copy(update={"title": any_text})})
    expected = clean(any_text)
    assert text_of(pack, "h3", "id", "h") == expected
    assert text_of(pack, "td", "id", "cell") == expected
    assert text_of(pack, "caption", "dir", "auto") == expected
    assert text_of(pack, "h1", "id", "pack-title") == expected


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_survives_in_gaps_and_links_and_adds_no_element(any_text: str, other: str) -> None:
    blocks: tuple[Block, ...] = (
        GapBlock(
            id="gap-x", title=any_text, state="thin", state_word=any_text, risk="low", risk_because=any_text,
            because=any_text, help=any_text, owner=any_text, accepted=any_text,
        ),
        Paragraph(
            inlines=(
                Link(href=other, text=any_text),
                Cite(item=other, label=any_text, locator=other, mark=other),
                Badge(mark="low", word=any_text),
            ),
        ),
    )  # fmt: skip
    page = write_html(pack_of(*blocks), CSS)
    tree: Any = lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))
    (main,) = tree.xpath("//main")
    usual = {"main", "section", "h2", "div", "p", "span", "strong", "dl", "dt", "dd", "a"}
    assert {element.tag for element in main.iter()} <= usual
    assert not any(name.startswith("on") or name == "style" for e in tree.iter() for name in e.attrib)
    assert set(main.xpath(".//a/@href")) <= {f"#evidence-{anchor(other)}", address(other)}


@given(st.text(st.characters()))
def test_clean_text_holds_nothing_that_xml_forbids_and_is_stable(any_text: str) -> None:
    cleaned = clean(any_text)
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_clean_keeps_tabs_newlines_emoji_and_arabic() -> None:
    assert clean("a\tb\nc 👩🏽‍🦽 مرحبا\x0b\ud800!") == "a\tb\nc 👩🏽‍🦽 مرحبا!"
