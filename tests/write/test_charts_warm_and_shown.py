"""Charts in a build: none loads no drawing library, a kept one neither; and how they stand in Word and on a page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from matplotlib.lines import Line2D

from cqc_evidence.model.pack import Chart, ChartPoint, ChartSeries
from cqc_evidence.write.charts import HOUSE, chart_png, chart_svg, colours_of
from cqc_evidence.write.charts.colours import contrast
from cqc_evidence.write.charts.draw import _by_itself, draw
from cqc_evidence.write.charts.over_time import draw_over_time
from cqc_evidence.write.charts.sheet import SMALL, Ruler
from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.html import write_html
from tests.cli.support import REPO
from tests.support import make_project
from tests.write.test_pictures import CSS, PNG, TEMPLATE, chart, kept, with_charts

__all__ = ["kept"]
_MODULES = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
_DRAW = (
    "import sys; from cqc_evidence.model.pack import Chart; from cqc_evidence.write.charts import chart_png, chart_svg\n"
    "drawn = Chart.model_validate_json(sys.argv[1]); chart_svg(drawn); chart_png(drawn)\n"
)


def loaded(code: str, *arguments: str, cwd: Path = REPO, **environment: str) -> set[str]:
    """Return what a program has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", code + _MODULES, *arguments], cwd=cwd, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(REPO), **environment},
    )  # fmt: skip
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_picture_that_is_kept_loads_no_drawing_library(tmp_path: Path) -> None:
    place = {"XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    assert "matplotlib" in loaded(_DRAW, chart().model_dump_json(), **place)
    assert not {"matplotlib", "numpy"} & loaded(_DRAW, chart().model_dump_json(), **place)


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_build_without_a_chart_loads_no_drawing_library(form: str, tmp_path: Path) -> None:
    code = (
        "import sys; from cqc_evidence.cli.main import run\n"
        "sys.argv = ['cqc-evidence', 'build', *sys.argv[1:]]\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
    )
    root = make_project(tmp_path / "project")
    assert not {"matplotlib", "numpy"} & loaded(code, "--format", form, "--out", str(tmp_path / "out"), cwd=root)
    assert f".{form}" in {path.suffix for path in (tmp_path / "out").rglob("*")}


def test_a_folder_of_somebody_else_is_no_matter(kept: Path) -> None:
    kept.mkdir(parents=True)
    kept.chmod(0o500)
    assert chart_png(chart()).startswith(PNG)


def test_the_same_picture_comes_from_a_cold_and_a_warm_folder(kept: Path) -> None:
    for kind in ("over-time", "intervals", "parts"):
        drawn = chart(kind)
        assert chart_svg(drawn) == chart_svg(drawn) == draw(drawn, HOUSE, "svg", 200)
    assert not [path for path in kept.iterdir() if path.name.startswith(".")]


@given(st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True), st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True))
def test_any_colours_of_a_council_can_be_seen(accent: str, ink: str) -> None:
    found = colours_of(f":root {{ --accent: {accent}; --ink:{ink}; --quiet: {ink} }}")
    assert contrast(found.accent, "#ffffff") >= 3
    assert min(contrast(found.ink, "#ffffff"), contrast(found.quiet, "#ffffff")) >= 4.5
    if contrast(accent.lower(), "#ffffff") >= 3:
        assert found.accent == accent.lower()


def test_a_page_has_each_picture_once_and_no_script_for_it() -> None:
    page = write_html(with_charts(chart(), chart("parts", id="chart-other")), CSS).decode()
    figures = re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL)
    assert len(figures) == 2
    for figure in figures:
        root = etree.fromstring(figure, etree.HTMLParser())
        assert [len(root.findall(f".//{name}")) for name in ("img", "figcaption", "script")] == [1, 1, 0]
        assert not root.xpath("//@*[starts-with(name(), 'on')]")


def test_word_counts_its_pictures_and_each_has_a_number_of_its_own() -> None:
    parts = docx_parts(
        write_docx(with_charts(chart(), chart("parts", id="chart-b"), chart("intervals", id="chart-c")), TEMPLATE)
    )
    body = parts["word/document.xml"].decode()
    numbers = re.findall(r'<wp:docPr id="(\d+)"', body)
    assert len(set(numbers)) == 3
    relations = re.findall(r'<a:blip r:embed="([^"]+)"', body)
    targets = dict(
        re.findall(r'Id="([^"]+)"[^>]*Target="(media/[^"]+)"', parts["word/_rels/document.xml.rels"].decode())
    )
    targets |= {
        two: one
        for one, two in re.findall(
            r'Target="(media/[^"]+)"[^>]*Id="([^"]+)"', parts["word/_rels/document.xml.rels"].decode()
        )
    }
    assert len({targets[relation] for relation in relations}) == 3
    assert all(f"word/{targets[relation]}" in parts for relation in relations)


def test_odd_words_in_a_chart_leave_word_and_page_whole() -> None:
    odd = chart(title='<b>"A & B"</b> ]]>', alt="<script>alert(1)</script> & \"'", note="</p> & <w:r/>")
    body = docx_parts(write_docx(with_charts(odd), TEMPLATE))["word/document.xml"]
    assert etree.fromstring(body) is not None
    assert "<script>alert" not in write_html(with_charts(odd), CSS).decode()


def named(*names: str, kind: str = "intervals") -> Chart:
    """Return a chart of groups."""
    points = tuple(ChartPoint(label=name, value=0.1, low=0.0, high=0.3) for name in names)
    return Chart.model_validate(
        {**chart(kind).model_dump(), "unit": "percent", "series": (ChartSeries(name="all", points=points),)}
    )


def test_names_that_would_look_alike_keep_their_ends() -> None:
    with _by_itself():
        ruler = Ruler()
        long = [f"Innovation site of the north-western locality team {number}" for number in range(3)]
        found = ruler.told_apart([*long, "North", "A long name that nobody else has in this council"], 1.6, SMALL)
        assert all(ruler.width(text, SMALL) <= 1.6 for text in found)
    assert len(set(found)) == 5
    assert [
        text.startswith("Innovation") and text.endswith(f"team {number}") for number, text in enumerate(found[:3])
    ] == [True] * 3
    assert found[3] == "North"
    assert re.fullmatch("A long name.*…", found[4])


def test_two_groups_of_one_name_are_both_shown() -> None:
    assert draw(named(*["Innovation site of the north-western locality team"] * 60), HOUSE, "svg", 200)


def test_a_value_stands_beside_the_line_of_its_interval() -> None:
    points = (
        ChartPoint(label="2019", value=0.5, low=0.1, high=0.9, words="first"),
        ChartPoint(label="2020", value=0.52, low=0.2, high=0.8, words="second"),
    )
    shown = chart(unit="percent", series=(ChartSeries(name="all", points=points),))
    with _by_itself():
        ruler = Ruler()
        sheet = draw_over_time(shown, ruler, HOUSE)
        uprights = {
            line.get_xdata()[0]
            for line in sheet.figure.artists
            if isinstance(line, Line2D) and len(set(line.get_xdata())) == 1 and len(line.get_xdata()) == 2
        }
        words = [text for text in sheet.figure.texts if text.get_text() in ("first", "second")]
    assert (len(words), len(uprights)) == (2, 2)
    for text in words:
        half = ruler.width(text.get_text()) / 2
        middle = text.get_position()[0]
        assert not any(middle - half < place < middle + half for place in uprights), text.get_text()
