"""Charts: any data gives a whole picture, the same bytes everywhere, and a warm build draws nothing."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cqc_evidence.model.pack import Chart, ChartLine, ChartPoint, ChartSeries, Pack, Section, Table
from cqc_evidence.write.charts import HOUSE, cache, chart_png, chart_svg, colours_of
from cqc_evidence.write.charts.colours import contrast, seen
from cqc_evidence.write.charts.draw import draw
from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.html import write_html
from tests.cli.support import REPO
from tests.write.sample_pack import sample_pack

TEMPLATE = (REPO / "templates" / "reference.docx").read_bytes()
CSS = (REPO / "templates" / "pack.css").read_text(encoding="utf-8")
PNG = b"\x89PNG\r\n\x1a\n"


def chart(kind: str = "over-time", **keys: object) -> Chart:
    """Return a small chart."""
    points = tuple(
        ChartPoint(label=f"March {2018 + year}", value=value) for year, value in enumerate((8.3, 7.2, 6.1, 5.5, 7.2))
    )
    shape = {
        "id": "chart-metric-starts", "kind": kind, "title": "Starts a week", "alt": "Line of 5 points, from 8.3 to 7.2.", "unit": "a week",
        "series": (ChartSeries(name="community", points=points),), "note": "A line of points without limits.", "table": "table-metric-starts",
    }  # fmt: skip
    return Chart.model_validate({**shape, **keys})


def with_charts(*charts: Chart, landscape: bool = False) -> Pack:
    """Return a pack with one section of charts."""
    section = Section(id="numbers", level=1, title="Numbers", blocks=charts, landscape=landscape)
    return sample_pack().model_copy(update={"sections": (section,)})


labels = st.text(max_size=60)
values = st.one_of(st.floats(-1e6, 1e6), st.sampled_from((0.0, 0.07, 1.0, -24.0)))
dots = st.builds(
    ChartPoint, label=labels, value=values, low=st.one_of(st.none(), values), high=st.one_of(st.none(), values), special=st.booleans(),
    day=st.one_of(st.none(), st.integers(700_000, 740_000)),
)  # fmt: skip
charts = st.builds(
    Chart, id=st.just("c"), kind=st.sampled_from(("over-time", "intervals", "parts")), title=labels, alt=labels,
    unit=st.sampled_from(("percent", "a week", "days", "GBP a year")),
    series=st.lists(st.builds(ChartSeries, name=labels, points=st.lists(dots, max_size=60).map(tuple)), max_size=3).map(tuple),
    lines=st.lists(
        st.builds(ChartLine, role=st.sampled_from(("centre", "limit", "comparator")), label=labels, value=values,
                  first=st.integers(0, 70), last=st.one_of(st.none(), st.integers(0, 70))), max_size=4,
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(charts, st.sampled_from(("svg", "png")))
def test_any_chart_gives_a_whole_picture(drawn: Chart, form: str) -> None:
    data = draw(drawn, HOUSE, form, 200)
    if form == "svg":
        root = etree.fromstring(data)
        assert etree.QName(root).localname == "svg"
        assert not root.xpath("//*[local-name() = 'script' or local-name() = 'image']")
    else:
        assert data.startswith(PNG)
        assert struct.unpack(">I", data[16:20])[0] > 1000
        assert zlib.crc32(data[12:29]) == struct.unpack(">I", data[29:33])[0]


@pytest.mark.parametrize("kind", ["over-time", "intervals", "parts"])
def test_a_picture_is_the_same_in_another_place_with_other_settings(kind: str, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: red\nsvg.fonttype: none\n", encoding="utf-8")
    code = (
        "import sys; from hashlib import sha256; from cqc_evidence.model.pack import Chart; from cqc_evidence.write.charts import HOUSE\n"
        "from cqc_evidence.write.charts.draw import draw; drawn = Chart.model_validate_json(sys.argv[1])\n"
        "print([sha256(draw(drawn, HOUSE, form, 200)).hexdigest() for form in ('svg', 'png')])\n"
    )
    told = set()
    for number, (zone, coding) in enumerate((("UTC", "C.UTF-8"), ("Pacific/Auckland", "de_DE.UTF-8"))):
        place = {"MPLCONFIGDIR": str(tmp_path)} if number else {}
        done = subprocess.run(
            [sys.executable, "-c", code, chart(kind).model_dump_json()], cwd=REPO, capture_output=True, text=True, check=True,
            env={**os.environ, "TZ": zone, "LC_ALL": coding, "PYTHONHASHSEED": str(number), **place},
        )  # fmt: skip
        told.add(done.stdout)
    assert len(told) == 1


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep pictures in a folder of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return cache.folder()


def test_a_picture_that_is_kept_is_the_picture_that_was_drawn(kept: Path) -> None:
    cold = chart_svg(chart()), chart_png(chart())
    assert len(list(kept.iterdir())) == 2
    assert (chart_svg(chart()), chart_png(chart())) == cold
    assert chart_svg(chart(title="Another title", alt="Other words")) == cold[0]
    assert chart_svg(chart(unit="days")) != cold[0]
    assert chart_svg(chart(), colours_of(":root { --accent: #702070; }")) != cold[0]


def test_a_damaged_picture_is_drawn_again(kept: Path) -> None:
    whole = chart_svg(chart())
    (path,) = kept.iterdir()
    for damage in (b"", b"short", path.read_bytes()[:-1], path.read_bytes()[:40] + b"x" + path.read_bytes()[41:]):
        path.write_bytes(damage)
        assert chart_svg(chart()) == whole


def test_a_folder_that_cannot_be_written_is_no_matter(kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("a file where the folder should be", encoding="utf-8")
    assert chart_png(chart()).startswith(PNG)


def test_the_oldest_pictures_make_room(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST", 1)
    chart_svg(chart())
    chart_png(chart())
    assert len(list(kept.iterdir())) == 1


def test_colours_can_be_seen_on_the_page() -> None:
    assert contrast(HOUSE.accent, HOUSE.paper) >= 4.5
    assert contrast(HOUSE.special, HOUSE.paper) >= 4.5
    assert contrast(HOUSE.quiet, HOUSE.paper) >= 4.5
    assert contrast(HOUSE.line, HOUSE.paper) >= 3 - 0.5
    for colour in ("#ffff00", "#ffffff", "#f0f0f0", "#00ff00"):
        assert contrast(colours_of(f":root {{ --accent: {colour}; --ink: {colour}; }}").accent, "#ffffff") >= 3
        assert contrast(seen(colour, 4.5), "#ffffff") >= 4.5
    assert colours_of("") == HOUSE
    assert colours_of(":root { --accent: #123456; }").accent == "#123456"


def test_a_page_shows_title_words_picture_note_and_the_way_to_the_numbers() -> None:
    numbers = Table(id="table-metric-starts", caption="Starts", description="", header=("A",), rows=(), widths=(1,))
    pack = with_charts(chart(alt='Five "points" & <more>'))
    shown = pack.sections[0].model_copy(update={"blocks": (*pack.sections[0].blocks, numbers)})
    page = write_html(pack.model_copy(update={"sections": (shown,)}), CSS).decode()
    figure = re.search(r'<figure class="chart" id="chart-metric-starts">.*?</figure>', page, re.DOTALL)
    assert figure
    assert '<figcaption dir="auto"><span>Starts a week</span></figcaption>' in figure[0]
    assert 'alt="Five &#34;points&#34; &amp; &lt;more&gt;"' in figure[0]
    assert 'src="data:image/svg+xml;base64,' in figure[0]
    assert "A line of points without limits." in figure[0]
    assert '<a href="#table-metric-starts">The numbers of this chart</a>' in figure[0]
    bare = write_html(with_charts(chart(note="", table="")), CSS).decode()
    assert "The numbers of this chart" not in bare


@pytest.mark.parametrize("landscape", [False, True])
def test_word_shows_a_captioned_picture_with_its_words(*, landscape: bool) -> None:
    data = write_docx(with_charts(chart(), landscape=landscape), TEMPLATE, CSS)
    document = Document(io.BytesIO(data))
    (shape,) = document.inline_shapes
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Figure 1. Starts a week" in texts
    assert "A line of points without limits." in texts
    properties = shape._inline.docPr
    assert (properties.get("descr"), properties.get("title")) == ("Line of 5 points, from 8.3 to 7.2.", "Starts a week")
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    assert 0 < shape.width <= room
    parts = docx_parts(data)
    (picture,) = [name for name in parts if name.startswith("word/media/")]
    assert parts[picture].startswith(PNG)
    assert b'ContentType="image/png"' in parts["[Content_Types].xml"]


def test_two_charts_alike_are_one_picture_in_the_file_and_two_in_the_text() -> None:
    data = write_docx(with_charts(chart(), chart(id="chart-other", note="")), TEMPLATE)
    assert len(Document(io.BytesIO(data)).inline_shapes) == 2
    assert len([name for name in docx_parts(data) if name.startswith("word/media/")]) == 1
