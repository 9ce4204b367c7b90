"""What a reader finds in the HTML pack, and what can never get into it."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from cqc_evidence.model.pack import (
    Badge,
    Heading,
    Link,
    ListBlock,
    Notice,
    Paragraph,
    Quote,
    Section,
    Table,
    TableCell,
)
from cqc_evidence.write.html import write_html
from cqc_evidence.write.html.css import css_string
from cqc_evidence.write.html.parts import SHAPES, Outline
from tests.write.sample_pack import MARKS, pack_of, sample_pack, text

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Mark, Pack

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "templates" / "pack.css").read_text(encoding="utf-8")


def parse(pack: Pack) -> lxml_html.HtmlElement:
    """Return a pack's page as a tree."""
    return lxml_html.document_fromstring(write_html(pack, CSS), parser=lxml_html.HTMLParser(encoding="utf-8"))


@cache
def sample() -> lxml_html.HtmlElement:
    """Return the sample's page as a tree; tests only read it."""
    return parse(sample_pack())


@cache
def source() -> str:
    """Return the sample's page as text."""
    return write_html(sample_pack(), CSS).decode()


def one(tree: lxml_html.HtmlElement, selector: str) -> lxml_html.HtmlElement:
    """Return the only element an XPath finds."""
    (found,) = tree.xpath(selector)
    return found


def words(element: lxml_html.HtmlElement) -> str:
    """Return an element's text with single spaces."""
    return " ".join(element.text_content().split())


# The page


def test_the_page_says_its_language_and_its_title_with_the_council() -> None:
    assert sample().get("lang") == "en-GB"
    title = one(sample(), "//title").text
    assert title == "Adult social care self-assessment \N{EN DASH} Borough of Exampleton & District"


def test_the_page_has_one_h1_and_its_landmarks_once() -> None:
    for tag in ("h1", "main", "nav", "body/header", "body/footer"):
        assert len(sample().xpath(f"//{tag}")) == 1, tag


def test_the_first_link_leads_to_the_text() -> None:
    first = sample().xpath("//a")[0]
    assert first.get("href") == "#pack-main"
    assert one(sample(), "//main").get("id") == "pack-main"


def test_the_cover_lists_its_facts_and_shows_the_notice() -> None:
    pairs = [(words(term), words(term.getnext())) for term in sample().xpath("//header//dt")]
    assert pairs == list(sample_pack().cover.facts)
    assert "It is not a submission." in words(one(sample(), "//header"))


def test_the_edition_stands_on_the_screen_and_in_the_print_header() -> None:
    assert words(sample().xpath("//header//p[@class='edition']")[0]) == "INTERNAL · as at 31 May 2021"
    assert f"@top-left{{content:{css_string('INTERNAL · as at 31 May 2021')}}}" in source()


def test_headings_never_skip_a_level() -> None:
    levels = [int(heading.tag[1]) for heading in sample().xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_are_h2_and_h3_and_headings_inside_stand_below_them() -> None:
    assert one(sample(), "//section[@id='theme-1']/*[1]").tag == "h2"
    assert one(sample(), "//section[@id='assessing-needs']/*[1]").tag == "h3"
    assert one(sample(), "//*[@id='assessing-needs-judgement']").tag == "h4"


def test_headings_of_one_level_in_a_section_look_alike() -> None:
    headings = (Heading(level=level, text=str(level)) for level in (4, 4, 5, 4))
    assert [h.tag for h in parse(pack_of(*headings)).xpath("//main//h3|//main//h4")] == [
        "h3",
        "h3",
        "h4",
        "h3",
    ]


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6))))
def test_no_order_of_headings_makes_a_page_skip_a_level(steps: list[tuple[bool, int]]) -> None:
    outline = Outline()
    last = outline.section(1)
    for is_section, level in steps:
        now = outline.section(min(level, 2)) if is_section else outline.heading(level)
        assert 2 <= now <= min(last + 1, 6)
        last = now


def test_the_contents_link_every_section_in_order() -> None:
    links = [(a.get("href"), words(a)) for a in sample().xpath("//nav//a")]
    assert links == [(f"#{section.id}", section.title) for section in sample_pack().sections]


def test_every_id_is_there_once_and_every_inner_link_has_a_target() -> None:
    ids = sample().xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in sample().xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)


def test_an_id_used_twice_gets_a_number() -> None:
    tree = parse(pack_of(Heading(level=3, text="One", id="same"), Heading(level=3, text="Two", id="same")))
    assert [h.get("id") for h in tree.xpath("//section/h3")] == ["same", "same-2"]


def test_a_landscape_section_and_a_page_break_are_marked_for_print() -> None:
    assert "landscape" in one(sample(), "//section[@id='grid']").get("class").split()
    assert "page-break" in one(sample(), "//section[@id='summary']").get("class").split()


# Blocks


def test_a_table_has_caption_description_headers_and_row_headers() -> None:
    table = one(sample(), "//table[@id='table-grid']")
    assert words(one(table, "caption")).startswith("Quality statements by evidence category")
    assert words(one(sample(), f"//*[@id='{table.get('aria-describedby')}']")).startswith("One row")
    assert len(table.xpath("thead/tr/th[@scope='col']")) == 5
    assert words(table.xpath("tbody/tr/th[@scope='row']")[0]) == "Assessing needs"
    assert len(table.xpath("tbody/tr")) == 9


def test_a_cell_with_a_mark_carries_word_shape_and_tone() -> None:
    cell = sample().xpath("//table[@id='table-grid']/tbody/tr/td")[0]
    assert (cell.get("data-mark"), cell.get("class")) == ("missing", "state tone-bad")
    assert words(cell) == "▲ missing says: nothing"


def test_only_a_table_of_many_columns_gets_its_own_scroll_region() -> None:
    regions = [div.xpath("table/@id")[0] for div in sample().xpath("//div[@role='region']")]
    assert regions == ["table-grid", "table-numbers", "table-evidence"]
    assert all(div.get("tabindex") == "0" and div.get("aria-label") for div in sample().xpath("//div[@role='region']"))


def test_an_empty_table_says_so_in_its_own_words() -> None:
    assert words(one(sample(), "//table[@id='table-problems']/tbody")) == "No errors are left."


def test_a_short_row_is_filled_up() -> None:
    table = Table(
        id="t", caption="c", description="d", header=("a", "b", "c"), widths=(1, 1, 1),
        rows=((TableCell(inlines=text("only")),),),
    )  # fmt: skip
    assert len(parse(pack_of(table)).xpath("//tbody/tr/td")) == 3


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_is_a_word_with_a_shape_that_is_not_read_aloud(mark: Mark) -> None:
    badge = parse(pack_of(Paragraph(inlines=(Badge(mark=mark, word="the word"),)))).xpath("//span[@class][1]")[0]
    assert badge.text_content().endswith("the word")
    assert one(badge, "span[@aria-hidden='true']").text == SHAPES[mark][0]


def test_no_two_states_of_a_cell_share_a_shape() -> None:
    states: tuple[Mark, ...] = ("missing", "stale", "thin", "unreviewed", "covered")
    assert len({SHAPES[state][0] for state in states}) == len(states)


def test_a_gap_says_name_state_risk_reason_remedy_and_owner() -> None:
    box = one(sample(), "//*[@id='gap-assessing-needs-people']")
    assert "GAP gap-assessing-needs-people · STALE, thin" in words(box)
    facts = {words(term): words(term.getnext()) for term in box.xpath(".//dt")}
    assert facts["Risk"].endswith("high required, and a statutory duty (Care Act 2014, section 9)")
    assert facts["Why it is a gap"] == "The 2019 interviews exceed 12 months; no carer's voice."
    assert facts["Would close it"] == "Independent interviews, including carers."
    assert facts["Owner, due"] == "not set"
    assert "Accepted" not in facts


def test_a_gap_with_an_owner_and_an_acceptance_shows_both() -> None:
    box = words(one(sample(), "//*[@id='gap-assessing-needs-partners']"))
    assert "Owner, due Head of adult social care, due: September 2021" in box
    assert "Accepted Partners are asked in September" in box


def test_a_compact_gap_is_one_line_that_leaves_nothing_out() -> None:
    line = one(sample(), "//p[@id='gap-assessing-needs-lens-unpaid-carers']")
    for part in ("GAP", "THIN", "low risk", "Unpaid carers. One item only.", "A carers' survey."):
        assert part in words(line)


def test_a_cite_leads_to_the_register_and_the_register_leads_back() -> None:
    cite = one(sample(), "//a[@id='cite-assessing-needs-1-1']")
    assert (cite.get("href"), words(cite)) == ("#evidence-interviews-early", "[P1, p. 4]")
    row = one(sample(), "//tr[th[@id='evidence-interviews-early']]")
    assert "#cite-assessing-needs-1-1" in row.xpath(".//a/@href")


def test_a_quote_names_its_source_and_a_notice_its_title() -> None:
    quote = Quote(blocks=(Paragraph(inlines=text("Said.")),), source="CQC, 2025")
    tree = parse(pack_of(quote, Notice(title="Look here", blocks=(quote,))))
    assert [words(figure) for figure in tree.xpath("//figure/figcaption")] == ["CQC, 2025", "CQC, 2025"]
    assert words(one(tree, "//div[@role='note']")).startswith("Look here")


def test_lists_nest_and_keep_their_sort() -> None:
    inner = ListBlock(entries=((Paragraph(inlines=text("inner")),),))
    tree = parse(pack_of(ListBlock(ordered=True, entries=((Paragraph(inlines=text("outer")), inner),))))
    assert words(one(tree, "//main//ol/li/ul/li")) == "inner"


@pytest.mark.parametrize("href", ["https://example.org/a", "http://example.org", "mailto:a@example.org"])
def test_a_link_out_tells_the_other_side_nothing(href: str) -> None:
    link = one(parse(pack_of(Paragraph(inlines=(Link(href=href, text="out"),)))), "//main//a")
    assert (link.get("href"), link.get("rel")) == (href, "noopener noreferrer")


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", " vbscript:x", "file:///c:/x",
     "../a.docx", "//example.org", "", "#", "http://"],
)  # fmt: skip
def test_any_other_link_is_only_its_text(href: str) -> None:
    tree = parse(pack_of(Paragraph(inlines=(Link(href=href, text="the words"),))))
    assert tree.xpath("//main//a") == []
    assert words(one(tree, "//main//p")) == "the words"


# Alone and sealed


def test_the_policy_names_the_hashes_of_this_very_style_and_script() -> None:
    policy = one(sample(), "//meta[@http-equiv='Content-Security-Policy']").get("content")
    for tag in ("style", "script"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", source(), re.DOTALL)
        assert inline
        for content in inline:
            assert f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" in policy
    for part in ("default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"):
        assert part in policy
    assert "unsafe" not in policy


def test_nothing_is_fetched_from_anywhere() -> None:
    assert sample().xpath("//link|//img|//iframe|//object|//embed|//script[@src]|//form") == []
    assert sample().xpath("//@src|//@style|//@srcset|//@background") == []
    style = "".join(sample().xpath("//style/text()"))
    assert "url(" not in style.split("*/", 1)[1]
    assert "http" not in style
    assert "http" not in one(sample(), "//script").text


def test_the_same_pack_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, hashlib; from tests.write.sample_pack import sample_pack; "
        "from cqc_evidence.write.html import write_html; assert 'jinja2' not in sys.modules; "
        "css = open('templates/pack.css', encoding='utf-8').read(); "
        "print(hashlib.sha256(write_html(sample_pack(), css)).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == sha256(source().encode()).hexdigest()


def test_words_on_the_cover_cannot_leave_the_print_header() -> None:
    pack = sample_pack()
    nasty = '"}</style><script>alert(1)</script>\\'
    page = write_html(pack.model_copy(update={"cover": pack.cover.model_copy(update={"title": nasty})}), CSS).decode()
    assert page.count("</style>") == 2
    assert page.count("<script>") == 1


def test_a_section_without_an_id_can_still_be_reached() -> None:
    pack = pack_of().model_copy(update={"sections": (Section(id="", level=2, title="No name"),)})
    assert one(parse(pack), "//nav//a").get("href") == "#No-name"
