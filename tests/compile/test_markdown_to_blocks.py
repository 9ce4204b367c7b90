"""What people write in Markdown, as blocks that Word and HTML show alike."""

from __future__ import annotations

import time

import pytest

from cqc_evidence.compile.markdown import MarkdownReader, flat
from cqc_evidence.model.pack import (
    Block,
    Break,
    Cite,
    CodeBlock,
    Heading,
    Inline,
    Link,
    ListBlock,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
)

READER = MarkdownReader()


def _cite(item: str, locator: str) -> Inline:
    return Cite(item=item, label=item.upper(), locator=locator)


def _blocks(text: str, level: int = 4) -> tuple[Block, ...]:
    return READER.blocks(text, _cite, level=level)


def _words(*inlines: Inline) -> str:
    return "".join(
        "\n" if isinstance(one, Break) else f"[{one.label}]" if isinstance(one, Cite) else one.text for one in inlines
    )  # type: ignore[union-attr]


def _line(text: str) -> str:
    return _words(*READER.inlines(text, _cite))


def _only(text: str) -> Block:
    (found,) = _blocks(text)
    return found


def _paragraph(text: str) -> tuple[Inline, ...]:
    found = _only(text)
    assert isinstance(found, Paragraph)
    return found.inlines


def test_words_keep_their_strength() -> None:
    assert _paragraph("a **b** *c* `d`") == (
        Text(text="a "), Text(text="b", strong=True), Text(text=" "), Text(text="c", emphasis=True), Text(text=" "), Text(text="d", code=True),
    )  # fmt: skip


def test_a_line_end_inside_a_paragraph_is_a_space_and_two_blanks_before_it_a_new_line() -> None:
    assert _words(*_paragraph("one\ntwo")) == "one two"
    assert Break() in _paragraph("one  \ntwo")


@pytest.mark.parametrize("html", [
    "<b>bold</b>", "<script>alert(1)</script>", "<!-- hidden -->", "<img src=x onerror=alert(1)>", "<br>", "&lt;b&gt; &amp; &#60;",
    "<person@example.org>",
])  # fmt: skip
def test_raw_html_stays_text(html: str) -> None:
    assert _words(*_paragraph(f"a {html} b")) == f"a {html} b"


def test_a_block_of_raw_html_stays_text() -> None:
    assert _words(*_paragraph("<div>\nx\n</div>")) == "<div> x </div>"


@pytest.mark.parametrize(
    "href",
    ["https://example.org/a?b=c&d=e", "http://example.org", "HTTPS://EXAMPLE.ORG", "mailto:a@example.org", "#register"],
)
def test_a_link_with_a_safe_address_is_a_link(href: str) -> None:
    assert _paragraph(f"see [the *page*]({href})")[1:] == (Link(href=href, text="the page"),)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "page.html",
        "vbscript:x",
        " javascript:x",
    ],
)
def test_any_other_address_leaves_the_words(href: str) -> None:
    found = _paragraph(f"see [the page](<{href}>)")
    assert not any(isinstance(one, Link) for one in found)
    assert _words(*found) == "see the page"


def test_a_bare_address_in_angle_brackets_is_a_link() -> None:
    assert _paragraph("<https://example.org>") == (Link(href="https://example.org", text="https://example.org"),)


def test_a_link_without_words_shows_its_address() -> None:
    assert _paragraph("[](https://example.org)") == (Link(href="https://example.org", text="https://example.org"),)


def test_a_picture_is_its_alternative_text() -> None:
    assert _words(*_paragraph("before ![a chart of waits](chart.png) after")) == "before a chart of waits after"
    assert _words(*_paragraph("before ![](chart.png) after")) == "before  after"


def test_a_picture_without_words_leaves_no_white_space_at_the_edge() -> None:
    assert _paragraph("![](a.png) *one*") == _paragraph("*one* ![](a.png)") == (Text(text="one", emphasis=True),)


def test_a_new_line_inside_the_words_of_a_link_is_a_space() -> None:
    (found,) = _paragraph("[one  \ntwo](https://example.org)")
    assert isinstance(found, Link)
    assert found.text.split() == ["one", "two"]


def test_a_list_keeps_its_nesting_and_order() -> None:
    found = _only("1. one\n    - inner\n    - other\n2. two")
    assert isinstance(found, ListBlock)
    assert found.ordered
    first, second = found.entries
    assert isinstance(first[1], ListBlock)
    assert (first[1].ordered, len(first[1].entries)) == (False, 2)
    assert second == (Paragraph(inlines=(Text(text="two"),)),)


def test_a_list_entry_may_hold_paragraphs() -> None:
    found = _only("- one\n\n    more\n\n- two")
    assert isinstance(found, ListBlock)
    assert [_words(*one.inlines) for one in found.entries[0] if isinstance(one, Paragraph)] == ["one", "more"]


def test_headings_start_below_the_sections_own_and_end_at_six() -> None:
    levels = [(one.level, one.text) for one in _blocks("# A\n\n## *B*\n\n###### C") if isinstance(one, Heading)]
    assert levels == [(4, "A"), (5, "B"), (6, "C")]


def test_code_keeps_its_lines_and_signs() -> None:
    assert _only("    if a < b & c:\n        go") == CodeBlock(text="if a < b & c:\n    go")
    assert _paragraph("`a < b &amp; c`") == (Text(text="a < b &amp; c", code=True),)


def test_a_quotation_and_a_rule() -> None:
    found = _only("> one\n>\n> two")
    assert isinstance(found, Quote)
    assert len(found.blocks) == 2
    assert len(_blocks("one\n\n* * *\n\ntwo")) == 2


def test_a_table_has_its_columns_and_a_number_of_its_own() -> None:
    first, second = _only("| a | *b* |\n|---|---|\n| 1 | **2** |\n| 3 | |"), _only("| c |\n|---|\n| 4 |")
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert first.header == ("a", "b")
    assert [[_words(*cell.inlines) for cell in row] for row in first.rows] == [["1", "2"], ["3", ""]]
    assert (first.description, len(first.widths)) == ("A table with the columns a, b.", 2)
    assert first.id != second.id


def test_a_footnote_stands_below_with_its_number_and_no_way_back() -> None:
    first, second = _blocks("Fewer calls.[^1]\n\n[^1]: Counted by *hand*.")
    assert isinstance(first, Paragraph)
    assert isinstance(second, ListBlock)
    assert _words(*first.inlines) == "Fewer calls.[1]"
    assert _line("Fewer calls.[^1]\n\n[^1]: Counted by *hand*.") == "Fewer calls.[1]\n1. Counted by hand."


def test_a_definition_list_is_terms_in_bold_and_what_they_mean() -> None:
    term, meaning = _blocks("Huddle\n: A short *daily* meeting")
    assert term == Paragraph(inlines=(Text(text="Huddle", strong=True),))
    assert isinstance(meaning, Paragraph)
    assert _words(*meaning.inlines) == "A short daily meeting"


def test_attributes_do_nothing() -> None:
    assert _paragraph("[a](https://example.org){: onclick=x .footnote }") == (
        Link(href="https://example.org", text="a"),
    )


def test_nothing_becomes_nothing() -> None:
    assert _blocks(" \n\n") == ()
    assert READER.inlines("", _cite) == ()


def test_control_characters_do_not_pass_for_marks_of_the_parser() -> None:
    assert _line("a\x02klzzwxh:0000\x03b \x02amp\x03") == "aklzzwxh:0000b amp"


# Citations


def test_citations_stand_where_they_are_written_with_their_locators() -> None:
    found = _paragraph("So [@one, p. 4; @two] it is.")
    assert found == (
        Text(text="So "),
        Cite(item="one", label="ONE", locator="p. 4"),
        Cite(item="two", label="TWO"),
        Text(text=" it is."),
    )


def test_a_citation_in_code_is_code_and_code_in_a_locator_is_words() -> None:
    assert _paragraph("`[@one]`") == (Text(text="[@one]", code=True),)
    assert _paragraph("[@one, sheet `A`]") == (Cite(item="one", label="ONE", locator="sheet A"),)


def test_brackets_without_a_citation_stay() -> None:
    assert _words(*_paragraph("[sic] and [a@b]")) == "[sic] and [a@b]"


def test_a_citation_in_a_heading_or_the_head_of_a_table_follows_it() -> None:
    heading, after = _blocks("# Waits [@one]")
    assert heading == Heading(level=4, text="Waits")
    assert after == Paragraph(inlines=(Cite(item="one", label="ONE"),))
    table, after = _blocks("| a [@one] | b |\n|---|---|\n| 1 [@two] | 2 |")
    assert isinstance(table, Table)
    assert table.header == ("a", "b")
    assert table.rows[0][0].inlines[1] == Cite(item="two", label="TWO")
    assert after == Paragraph(inlines=(Cite(item="one", label="ONE"),))


@pytest.mark.parametrize("href", ["https://example.org", "page.html"])
def test_a_citation_inside_a_link_is_made_once_and_kept(href: str) -> None:
    made: list[str] = []

    def count(item: str, _: str) -> Inline:
        made.append(item)
        return Cite(item=item, label="P1")

    found = READER.inlines(f"[the page [@one]]({href})", count)
    assert made == ["one"]
    assert Cite(item="one", label="P1") in found


# In one line


@pytest.mark.parametrize(("text", "line"), [
    ("one\n\ntwo", "one\ntwo"),
    ("# Head\n\nbody", "Head\nbody"),
    ("> one\n>\n> two", "one\ntwo"),
    ("- a\n    1. b\n    2. c\n- d", "• a\n1. b\n2. c\n• d"),
    ("| a | b |\n|---|---|\n| 1 | x [@one] |\n| 2 | |", "a | b\n1 | x [ONE]\n2 | "),
    ("text\n\n    code < 1", "text\ncode < 1"),
])  # fmt: skip
def test_blocks_in_one_place_are_parted_by_line_breaks(text: str, line: str) -> None:
    assert _line(text) == line


def test_what_markdown_cannot_make_has_no_words() -> None:
    assert list(flat(Notice(title="Look", blocks=()))) == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000,
        "[a](" * 5_000,
        "> " * 2_000 + "deep",
        "* " * 3_000 + "deep",
        "\n".join(f"{'    ' * level}* deep" for level in range(60)),
    ],
)
def test_what_lies_deeper_in_itself_than_people_write_stands_as_it_was_written(text):
    began = time.monotonic()
    assert _blocks(text) == (Paragraph(role="body", inlines=(Text(text=text),)),)
    assert time.monotonic() - began < 20


def test_lists_and_quotations_as_deep_as_people_write_are_lists_and_quotations():
    assert isinstance(_blocks("> " * 12 + "Specimen")[0], Quote)
    assert isinstance(_blocks("\n".join(f"{'    ' * level}* Specimen" for level in range(8)))[0], ListBlock)


def test_a_list_of_many_references_is_still_read():
    text = " ".join("[a] [b](https://specimen.test)) [@c]" for _ in range(300))
    assert sum(isinstance(one, Link) for one in _blocks(text)[0].inlines) == 300


def test_after_a_text_that_is_too_deep_the_next_one_is_read_as_ever():
    before = _blocks("**Specimen** [^1]\n\n[^1]: note")
    _blocks("* " * 3_000 + "deep")
    assert _blocks("**Specimen** [^1]\n\n[^1]: note") == before
