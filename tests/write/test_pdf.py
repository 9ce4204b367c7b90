"""The PDF: printed by a real browser, tagged, with title, language, outline and the alternative text of each picture."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.model.pack import Chart, ChartPoint, ChartSeries, Pack, Section
from cqc_evidence.write.html import write_html
from cqc_evidence.write.pdf import NoBrowserError, find_browser, write_pdf
from cqc_evidence.write.pdf.browser import print_page
from cqc_evidence.write.pdf.page import for_paper, stamped
from cqc_evidence.write.templates import find_templates
from tests.write.sample_pack import sample_pack

REPO = Path(__file__).parents[2]
LONG_TITLE = (
    "How the local authority ensures safety within the system and all that comes after it in the years to follow"
)
"""Takes two lines of a page."""


def pack_with_a_chart() -> Pack:
    """Return the sample with a chart and the table of its numbers behind it."""
    pack = sample_pack()
    points = (ChartPoint(label="before", value=0.3, words="30 %"), ChartPoint(label="after", value=0.2, words="20 %"))
    chart = Chart(
        id="chart-share", kind="intervals", title="Share", alt="The share was 30 % before and 20 % after.", unit="percent",
        series=(ChartSeries(name="Share", points=points),),
    )  # fmt: skip
    section = Section(id="charted", level=1, title=LONG_TITLE, blocks=(chart,))
    return pack.model_copy(update={"sections": (*pack.sections, section)})


@pytest.fixture(scope="module")
def css() -> str:
    return find_templates(REPO).css


@pytest.fixture(scope="module")
def printed(css: str) -> bytes:
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    return write_pdf(pack_with_a_chart(), css, find_browser("chromium"))


def elements(node: Any) -> Iterator[Any]:
    """Yield every structure element of a PDF below one."""
    import pikepdf

    waiting = [node]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, pikepdf.Dictionary):
            continue
        if "/S" in one:
            yield one
        inside = one.get("/K")
        if inside is not None:
            waiting += list(inside) if isinstance(inside, pikepdf.Array) else [inside]


def test_each_table_is_one_table_and_each_picture_has_its_text(printed: bytes, css: str) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
    html = write_html(pack_with_a_chart(), css).decode()
    with pikepdf.open(BytesIO(printed)) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        sorts = Counter(str(one["/S"]) for one in found)
        assert sorts["/Table"] == html.count("<table")
        assert sorts["/Table"] > 3
        figures = [one for one in found if str(one["/S"]) == "/Figure"]
        assert len(figures) == html.count("<img")
        assert figures
        assert all(str(one.get("/Alt", "")).strip() for one in figures)
        assert sorts["/H1"] == 1
        assert sorts["/TH"] > 0
        assert "/Form" not in sorts, "nothing to click on paper"


def test_it_says_its_title_its_language_and_its_outline(printed: bytes) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
    pack = sample_pack()
    with pikepdf.open(BytesIO(printed)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]).startswith(pack.cover.title)
        assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{pack.today:%Y%m%d}000000")
        assert str(pdf.docinfo["/Creator"]) == "cqc-evidence", "nothing of the machine it was printed on"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root] + [
                inside.title for entry in outline.root for inside in entry.children
            ]
        assert any(section.title in titles for section in pack.sections)
        assert LONG_TITLE in titles, "a heading of two lines keeps the space between them"


def test_on_paper_a_quotation_is_no_figure_and_nothing_runs() -> None:
    page = b'<figure class="quote"><p>x</p><figcaption dir="auto">y</figcaption></figure><script>run()</script>'
    assert for_paper(page) == b'<div class="quote"><p>x</p><div class="caption" dir="auto">y</div></div>'


def test_the_stamps_are_of_the_pack_s_day_and_nothing_moves() -> None:
    before = b"<</CreationDate (D:20261125120556+00'00')\n/ModDate (D:20261125120556+00'00')>> 20261125120556"
    after = stamped(before, sample_pack().today)
    day = f"{sample_pack().today:%Y%m%d}000000".encode()
    assert after.count(day) == 2
    assert after.endswith(b"20261125120556")
    assert len(after) == len(before)


def test_without_a_browser_people_are_told_what_else_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA", "CQC_EVIDENCE_BROWSER"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoBrowserError, match="Save as PDF in Word"):
        find_browser()


def test_edge_is_found_where_windows_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CQC_EVIDENCE_BROWSER", raising=False)
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path))
    # On Windows the parts below the folder are folders of their own; here they are one name.
    edge = tmp_path / r"Microsoft\Edge\Application\msedge.exe"
    edge.parent.mkdir(parents=True, exist_ok=True)
    edge.write_bytes(b"MZ")
    assert find_browser() == edge


def test_a_browser_named_in_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "browser"
    own.write_bytes(b"")
    monkeypatch.setenv("CQC_EVIDENCE_BROWSER", str(own))
    assert find_browser() == own
    with pytest.raises(NoBrowserError, match="there is no browser at"):
        find_browser(str(tmp_path / "other"))


@pytest.mark.parametrize(("script", "why"), [("exit 3", "printed nothing"), ("echo no > /dev/null", "printed nothing")])
def test_a_browser_that_prints_nothing_is_told(tmp_path: Path, script: str, why: str) -> None:
    fake = tmp_path / "fake-browser"
    fake.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    fake.chmod(0o755)
    with pytest.raises(NoBrowserError, match=why):
        print_page(b"<p>x</p>", fake)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the browser")
def test_a_browser_that_never_ends_is_stopped_with_all_it_started_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cqc_evidence.write.pdf.browser._SECONDS", 1)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    fake = tmp_path / "fake-browser"
    fake.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > '{tmp_path}/child'\nwait\n", encoding="utf-8")
    fake.chmod(0o755)
    with pytest.raises(NoBrowserError, match="took more than 1 seconds and was stopped"):
        print_page(b"<p>x</p>", fake)
    state = Path("/proc", (tmp_path / "child").read_text(encoding="utf-8").strip(), "stat")
    assert not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z"
    assert list(temporary.iterdir()) == []


def test_what_is_no_program_is_told(tmp_path: Path) -> None:
    fake = tmp_path / "notes.txt"
    fake.write_text("no program", encoding="utf-8")
    with pytest.raises(NoBrowserError, match="does not start"):
        print_page(b"<p>x</p>", fake)
