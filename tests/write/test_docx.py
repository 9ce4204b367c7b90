"""What a reader of the Word pack sees: the whole, its headings and its gaps."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from lxml import etree

from cqc_evidence.model.pack import (
    GapBlock,
    Heading,
    Section,
)
from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.docx.ids import bookmark_name
from tests.documents.docx_linter import lint_docx
from tests.documents.docx_outline import outline
from tests.write.docx_support import (
    BODY,
    GOLDEN,
    ROOT,
    TEMPLATE,
    W,
    body,
    body_of,
    gap,
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


def test_a_sound_last_table_is_followed_by_a_paragraph() -> None:
    assert body(table(2))[0][-2].tag == f"{W}p"


def test_nothing_heavy_is_loaded_before_a_pack_is_written() -> None:
    code = "import sys, cqc_evidence.write.docx; print({'docx', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=60, check=True)
    assert done.stdout.decode().strip() == "set()"


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


def test_a_gap_says_accepted_once_and_ends_no_sentence_twice() -> None:
    root = body(gap(accepted="The director, until May", because="“Nothing stands here.”"))
    assert styled(root, "Gap")[1] == "“Nothing stands here.”"
    assert styled(root, "Gap")[-2] == "Accepted: The director, until May."


def test_two_gaps_do_not_run_into_one_box() -> None:
    styles = [style_of(found) for found in body(gap("gap-a"), gap("gap-b")).iter(f"{W}p")]
    assert styles[-7:] == ["", "GapTitle", "Gap", "Gap", "Gap", "Gap", "Gap"]


def test_a_gap_stays_together_on_a_page() -> None:
    keeps = [found for found in body(gap()).iter(f"{W}p") if "Gap" in style_of(found)]
    assert [found.find(f"{W}pPr/{W}keepNext") is not None for found in keeps[1:]] == [True] * 4 + [False]
    sheet = docx_parts(TEMPLATE)["word/styles.xml"].decode()
    for style in ("GapTitle", "Gap"):
        assert "<w:keepLines/>" in sheet.split(f'w:styleId="{style}"')[1].split("</w:style>")[0]


def test_a_compact_gap_is_one_paragraph_with_bookmark_and_comment() -> None:
    data = write_docx(pack_of(gap(compact=True)), TEMPLATE)
    root = body_of(data)
    assert styled(root, "GapSmall") == [
        (
            "▲ GAP gap-equity-partners · MISSING · risk high. Equity: partners. Nothing stands here. "
            "Would close it: Ask a partner. "
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
