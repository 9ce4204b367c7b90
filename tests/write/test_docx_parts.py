"""Links, tables, lists and any text in the Word pack."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqc_evidence.model.pack import (
    Cite,
    CodeBlock,
    Link,
    ListBlock,
    Notice,
    Paragraph,
    Quote,
    TableCell,
    Text,
)
from cqc_evidence.write.clean import clean
from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.docx.ids import bookmark_name
from cqc_evidence.write.docx.inlines import safe_address
from cqc_evidence.write.docx.tables import column_widths
from tests.documents.docx_linter import lint_docx
from tests.write.docx_support import (
    BODY,
    TEMPLATE,
    W,
    body,
    body_of,
    gap,
    paragraphs,
    style_of,
    styled,
    table,
    text_of,
    words,
)
from tests.write.sample_pack import pack_of, sample_pack


@pytest.fixture(scope="module")
def sample() -> bytes:
    """Return the sample pack's document."""
    return write_docx(sample_pack(), TEMPLATE)


# Links


def test_a_reference_leads_to_its_row_and_back(sample: bytes) -> None:
    root = body_of(sample)
    row = bookmark_name("evidence", "evidence-interviews-early")
    mark = bookmark_name("cite", "cite-assessing-needs-1-1")
    links = {found.get(f"{W}anchor"): text_of(found) for found in root.iter(f"{W}hyperlink")}
    assert links[row] in {"[P1]", "[P1, p. 4]"}
    assert links[mark] == "claim 1"
    names = [found.get(f"{W}name") for found in root.iter(f"{W}bookmarkStart")]
    assert row in names
    assert mark in names


@pytest.mark.parametrize("href", ["#nowhere", "#", "javascript:alert(1)", "file:///c:/x", "http://", "https://[", ""])
def test_a_link_to_nowhere_is_plain_text(href: str) -> None:
    data = write_docx(pack_of(Paragraph(inlines=(Link(href=href, text="shown"),))), TEMPLATE)
    assert "shown" in paragraphs(data)
    assert b"r:id=" not in docx_parts(data)[BODY].split(b"<w:sectPr>")[0]
    assert lint_docx(data) == []


def test_a_reference_to_an_item_that_is_not_listed_is_plain_text() -> None:
    data = write_docx(pack_of(Paragraph(inlines=(Cite(item="unlisted", label="P9", mark="m"),))), TEMPLATE)
    assert "[P9]" in paragraphs(data)
    assert lint_docx(data) == []


def test_addresses_are_made_fit_for_word() -> None:
    assert safe_address("https://example.org/a b?c=[1]&d=é") == "https://example.org/a%20b?c=%5B1%5D&d=%C3%A9"
    assert safe_address("mailto:quality@example.org") == "mailto:quality@example.org"
    assert safe_address("HTTPS://Example.org") == "HTTPS://Example.org"
    assert safe_address("https://example.org/100%") == "https://example.org/100%25"
    assert safe_address("https://example.org/" + "a" * 3000) == ""
    assert safe_address("https://example.org:port/") == ""


@given(st.text(max_size=60))
def test_no_address_but_a_plain_one_is_linked(text: str) -> None:
    for href in (text, f"https://{text}", f"https://example.org/{text}", f"mailto:{text}"):
        address = safe_address(href)
        assert address == "" or address.lower().startswith(("http://", "https://", "mailto:"))
        assert address.isascii()
        assert " " not in address


def test_an_id_that_stands_twice_is_bookmarked_once() -> None:
    data = write_docx(pack_of(table(1, name="same"), table(1, name="same")), TEMPLATE)
    assert lint_docx(data) == []


# Tables and lists


def test_header_rows_repeat_and_rows_do_not_break(sample: bytes) -> None:
    tables = list(body_of(sample).iter(f"{W}tbl"))
    assert len(tables) == 5
    for found in tables[1:]:
        rows = found.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_the_facts_on_the_cover_have_no_borders(sample: bytes) -> None:
    sheet = docx_parts(sample)["word/styles.xml"].decode()
    assert "Borders" not in sheet.split('w:styleId="CQCCover"')[1].split("</w:style>")[0]
    assert next(body_of(sample).iter(f"{W}tblStyle")).get(f"{W}val") == "CQCCover"


def test_a_table_without_rows_says_so() -> None:
    empty = table(0).model_copy(update={"empty": "Nothing was asked."})
    assert styled(body(empty), "Note") == ["Nothing was asked."]


def test_captions_are_numbered_and_kept_with_their_table(sample: bytes) -> None:
    captions = styled(body_of(sample), "Caption")
    assert [found.split(". ")[0] for found in captions] == [f"Table {number}" for number in range(1, 6)]
    sheet = docx_parts(TEMPLATE)["word/styles.xml"].decode()
    assert "<w:keepNext/>" in sheet.split('w:styleId="Caption"')[1].split("</w:style>")[0]


def test_short_rows_are_filled_with_empty_cells() -> None:
    ragged = table(0).model_copy(
        update={"rows": ((TableCell(),), tuple(TableCell(inlines=(Text(text="x"),)) for _ in range(5)))},
    )
    assert lint_docx(write_docx(pack_of(ragged), TEMPLATE)) == []


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=12),
    st.lists(st.text("abc ", max_size=40), min_size=1, max_size=12),
)
def test_column_widths_fill_the_page_and_none_vanishes(widths: list[int], header: list[str]) -> None:
    made = table(0).model_copy(update={"widths": tuple(widths), "header": tuple(header)})
    found = column_widths(made, len(header), 9412)
    assert sum(found) == 9412
    assert min(found) > 0


def test_a_narrow_column_has_room_for_its_longest_word() -> None:
    made = table(0).model_copy(update={"widths": (1, 40), "header": ("Unreviewed", "Reason")})
    assert column_widths(made, 2, 9412)[0] > 1000


def test_each_ordered_list_starts_at_one() -> None:
    block = ListBlock(ordered=True, entries=((words("a"),), (words("b"),)))
    data = write_docx(pack_of(block, words("between"), block), TEMPLATE)
    numbers = [found.get(f"{W}val") for found in body_of(data).iter(f"{W}numId")]
    assert numbers == ["2", "2", "3", "3"]
    assert docx_parts(data)["word/numbering.xml"].decode().count('<w:startOverride w:val="1"/>') == 18


def test_lists_nest_and_their_further_paragraphs_bear_no_sign() -> None:
    inner = ListBlock(entries=((words("inner"),),))
    root = body(ListBlock(ordered=True, entries=((words("outer"), words("more"), inner),)))
    levels = {text_of(found): found.find(f"{W}pPr/{W}numPr/{W}ilvl") for found in root.iter(f"{W}p") if text_of(found)}
    assert levels["outer"].get(f"{W}val") == "0"
    assert levels["inner"].get(f"{W}val") == "1"
    assert levels["more"] is None


def test_lists_in_lists_in_lists_are_sound() -> None:
    block = ListBlock(entries=((words("deepest"),),))
    for depth in range(12):
        block = ListBlock(ordered=bool(depth % 2), entries=((words(f"at {depth}"), block),))
    assert lint_docx(write_docx(pack_of(block), TEMPLATE)) == []


def test_quotes_notices_and_code_keep_their_dress() -> None:
    root = body(
        Quote(blocks=(words("We listen."),), source="The council"),
        Notice(title="Mind", blocks=(words("This."), ListBlock(entries=((words("and this"),),)))),
        CodeBlock(text="a\n\tb"),
    )
    assert styled(root, "Quote") == ["We listen."]
    assert styled(root, "QuoteSource") == ["— The council"]
    assert styled(root, "NoticeTitle") == ["Mind"]
    assert styled(root, "Notice")[1:] == ["This.", "and this"]  # the first stands on the cover
    assert styled(root, "CodeBlock") == ["ab"]
    code = next(found for found in root.iter(f"{W}p") if style_of(found) == "CodeBlock")
    assert [len(list(code.iter(W + tag))) for tag in ("br", "tab")] == [1, 1]


# Any text

PLACES = st.text(max_size=80) | st.sampled_from(
    [
        "&<>\"'", "pasted\x0bfrom Word", "{{ 7 * 7 }} {% raw %}", "👩🏽\u200d🦽 ✨", "مرحبا \u202eبالعالم\u202c",
        "w" * 10_000, "]]>", "<!-- -->", "\ud800 lone", "\ufffe\uffff", "a\r\nb\rc", "  spaces  ", "tab\tstop", "\x00\x1f",
    ],
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(PLACES)
def test_any_text_survives_word(text: str) -> None:
    cell = TableCell(inlines=(Text(text=text),))
    made = table(0).model_copy(update={"rows": ((cell, cell, cell),), "caption": text, "header": (text,)})
    data = write_docx(pack_of(words(text), gap(because=f"{text}."), made), TEMPLATE)
    from docx import Document

    document = Document(io.BytesIO(data))
    assert clean(text) in [found.text for found in document.paragraphs]
    assert clean(f"{text}.") in [found.text for found in document.paragraphs]
    assert document.tables[-1].rows[1].cells[0].text == clean(text)
    assert document.tables[-1].rows[0].cells[0].text == clean(text)
    if clean(text).strip():
        assert lint_docx(data) == []


@settings(deadline=None, max_examples=30)
@given(PLACES)
def test_any_cover_gives_a_sound_document(text: str) -> None:
    pack = pack_of()
    cover = pack.cover.model_copy(
        update={"title": f"T{text}", "council": text, "notice": text, "facts": ((text, text), ("Status", text))},
    )
    assert lint_docx(write_docx(pack.model_copy(update={"cover": cover}), TEMPLATE)) == []


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=40))
def test_any_id_gives_a_bookmark_that_word_takes(text: str) -> None:
    name = bookmark_name("evidence", text)
    assert re.fullmatch(r"[a-z][A-Za-z0-9_]{1,39}", name)
