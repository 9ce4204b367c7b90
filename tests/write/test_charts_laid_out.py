"""What a reader of a picture never sees: a label on another label, or cut off at the edge."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqc_evidence.model.pack import Chart, ChartLine, ChartPoint, ChartSeries
from cqc_evidence.write.charts import HOUSE, cache
from cqc_evidence.write.charts.draw import _DRAWERS, _by_itself
from cqc_evidence.write.charts.sheet import WIDTH, Box, Ruler
from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.html import write_html
from tests.write.docx_support import BODY, TEMPLATE
from tests.write.sample_pack import pack_of

_WORDS = st.text(alphabet="abc deWM£−%", max_size=70)
_VALUES = st.one_of(
    st.floats(-1.5, 1.5, allow_nan=False), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from((0.0, 0.5))
)
_POINTS = st.builds(
    ChartPoint, label=_WORDS, value=_VALUES, low=st.none() | _VALUES, high=st.none() | _VALUES,
    day=st.none() | st.integers(700_000, 740_000), words=st.just("") | _WORDS, special=st.booleans(),
)  # fmt: skip
_SERIES = st.builds(ChartSeries, name=_WORDS, points=st.lists(_POINTS, max_size=12).map(tuple))
_LINES = st.builds(
    ChartLine, role=st.sampled_from(("centre", "limit", "comparator")), label=_WORDS, value=_VALUES, words=_WORDS,
    first=st.integers(-1, 9), last=st.none() | st.integers(-1, 12),
)  # fmt: skip
_CHARTS = st.builds(
    Chart, id=st.just("c"), kind=st.sampled_from(("over-time", "intervals", "parts")), title=st.just(""),
    alt=st.just(""), unit=st.sampled_from(("percent", "days", "GBP a year", "a week")),
    series=st.lists(_SERIES, max_size=4).map(tuple), lines=st.lists(_LINES, max_size=5).map(tuple),
)  # fmt: skip


def labels_of(chart: Chart) -> tuple[list[tuple[Box, str]], Box]:
    """Return each label of a picture with its room, and the room of the sheet."""
    with _by_itself():
        ruler = Ruler()
        sheet = _DRAWERS[chart.kind](chart, ruler, HOUSE)
        found = []
        for text in sheet.figure.texts:
            size = text.get_fontsize()
            wide = ruler.width(text.get_text(), size, bold="Bold" in str(text.get_fontproperties().get_file()))
            left, low = text.get_position()
            left -= {"left": 0.0, "center": wide / 2, "right": wide}[text.get_horizontalalignment()]
            if wide:
                found.append((Box(left, low, left + wide, low + 0.72 * size / 72), text.get_text()))
    return found, Box(0, 0, WIDTH, sheet.height)


def rows(count: int, kind: str = "intervals") -> Chart:
    """Return a chart of so many groups with long names."""
    points = tuple(
        ChartPoint(label=f"Council number {n} with a long-ish name", value=n / 100, low=0, high=1) for n in range(count)
    )
    series = (ChartSeries(name="all", points=points),)
    return Chart(id="chart-rows", kind=kind, title="Rows", alt="Rows.", unit="percent", series=series, table="none")  # type: ignore[arg-type]


def check(chart: Chart) -> None:
    labels, sheet = labels_of(chart)
    for room, text in labels:
        inside = room.left >= -0.01 and room.right <= sheet.right + 0.01 and room.bottom >= 0 and room.top <= sheet.top
        assert inside, (text, room, sheet)
    for (one, first), (two, second) in combinations(labels, 2):
        assert not one.meets(two), (first, second)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(_CHARTS)
def test_no_label_stands_on_another_or_leaves_the_picture(chart: Chart) -> None:
    check(chart)


@pytest.mark.parametrize("kind", ["over-time", "intervals", "parts"])
@pytest.mark.parametrize("count", [0, 1, 2, 60, 90])
def test_few_and_many_groups_have_room(kind: str, count: int) -> None:
    check(rows(count, kind))


@pytest.mark.parametrize("kind", ["intervals", "parts"])
def test_names_of_many_groups_keep_to_their_column(kind: str) -> None:
    labels, _ = labels_of(rows(60, kind))
    names = [room.right for room, text in labels if text.startswith("Council")]
    axis = min(room.left for room, text in labels if text == "0 %")
    assert len(names) > 40
    assert max(names) < axis


@pytest.mark.parametrize("landscape", [False, True])
def test_in_word_a_tall_picture_fits_its_page(*, landscape: bool) -> None:
    pack = pack_of(rows(60))
    pack = pack.model_copy(update={"sections": (pack.sections[0].model_copy(update={"landscape": landscape}),)})
    text = docx_parts(write_docx(pack, TEMPLATE))[BODY].decode()
    across, up = (int(found) / 914_400 for found in re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', text).groups())  # type: ignore[union-attr]
    assert up < (6.5 if landscape else 9.9)
    assert across <= WIDTH


def test_in_word_a_chart_can_be_linked_to() -> None:
    assert b'w:name="chart_' in docx_parts(write_docx(pack_of(rows(2)), TEMPLATE))[BODY]


def test_a_page_points_at_no_table_that_is_not_there() -> None:
    assert "The numbers of this chart" not in write_html(pack_of(rows(2)), "").decode()


def test_a_picture_under_another_s_name_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    right = cache.chart_svg(rows(2))
    (kept,) = cache.folder().glob("*.svg")
    other = kept.read_bytes()
    kept.unlink()
    wrong = cache.chart_svg(rows(3))
    (second,) = cache.folder().glob("*.svg")
    second.write_bytes(other)
    assert cache.chart_svg(rows(3)) == wrong != right
