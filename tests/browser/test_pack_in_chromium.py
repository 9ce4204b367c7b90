"""What a reader meets when the pack is opened in a browser, straight from a folder."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cqc_evidence.model.pack import CodeBlock, GapBlock, Heading, Notice, Paragraph, Table, TableCell, Text
from cqc_evidence.write.html import write_html
from tests.browser.checkers import CONFIG, html_validate, nu_checker, run, violations
from tests.write.sample_pack import pack_of, sample_pack, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
CSS = (HERE.parents[1] / "templates" / "pack.css").read_text(encoding="utf-8")
WHY_OFF = {
    "long-title": "the title names pack and council, both may be long; the rule is about search engines",
    "prefer-native-element": "a scroll box is a div with role=region; a section would want its own heading",
}
"""Each rule of html-validate that is off or eased in .htmlvalidate.json, and why."""
EMOJI_AND_ARABIC = "Zoë 👩🏽‍🦽 مرحبا {{ 7 * 7 }} <b>&amp;</b> \u0085 \u2028 tab\tend"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the sample pack as a file."""
    path = tmp_path / "self-assessment.html"
    path.write_bytes(write_html(sample_pack(), CSS))
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """Return the sample pack opened in a wide window; any complaint of the browser fails the test."""
    complaints: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    opened.close()
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_axe_finds_nothing_with_script(browser: Browser, node: Path, file: Path, width: int) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("button.sort").count() > 0
    page.select_option("#table-grid-state", "stale")
    assert violations(page, node) == []
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_without_script(browser: Browser, node: Path, file: Path, width: int) -> None:
    without = re.sub(r"<script>.*</script>", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    file.write_text(without, encoding="utf-8")
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("button, input, select").count() == 0
    assert page.locator("#table-grid tbody tr").count() == 9
    assert violations(page, node) == []
    context.close()


def test_nothing_is_asked_of_any_network(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert asked == [file.as_uri()]
    page.close()


def column(page: Page, number: int) -> list[str]:
    """Return the shown words of one column of the grid."""
    cells = page.locator(f"#table-grid tbody tr:visible > :nth-child({number})")
    return [" ".join(words.split()) for words in cells.all_inner_texts()]


def test_a_column_sorts_up_then_down_then_back_by_keyboard(page: Page) -> None:
    before = column(page, 1)
    header = page.locator("#table-grid thead th").nth(0)
    header.locator("button").focus()
    second = page.locator("#table-grid thead th").nth(1)
    page.keyboard.press("Tab")
    assert second.locator("button").evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    assert second.get_attribute("aria-sort") == "ascending"
    assert [words.split()[1] for words in column(page, 2)] == [
        "missing", "missing", "stale", "stale", "thin", "thin", "unreviewed", "unreviewed", "covered",
    ]  # fmt: skip
    assert "Sorted by People's experience, ascending." in page.locator("#grid [role=status]").inner_text()
    page.keyboard.press("Space")
    assert second.get_attribute("aria-sort") == "descending"
    assert column(page, 2)[0].split()[1] == "covered"
    page.keyboard.press("Enter")
    assert second.get_attribute("aria-sort") is None
    assert column(page, 1) == before


def test_dates_sort_by_their_day_and_not_by_their_letters(page: Page) -> None:
    page.locator("#table-evidence thead button", has_text="Date").click()
    dates = page.locator("#table-evidence tbody tr > :nth-child(3)").all_inner_texts()
    assert dates == ["July 2019", "September 2019"]


def test_words_and_states_filter_rows_and_the_count_is_told(page: Page) -> None:
    status = page.locator("#grid [role=status]")
    assert status.inner_text() == "9 of 9 rows shown."
    page.get_by_label("Show rows with the words").first.fill("safe")
    assert column(page, 1) == ["Safe systems, pathways and transitions", "Safeguarding"]
    assert status.inner_text() == "2 of 9 rows shown."
    page.get_by_label("and a cell that is").select_option("missing")
    assert column(page, 1) == ["Safe systems, pathways and transitions", "Safeguarding"]
    page.get_by_label("Show rows with the words").first.fill("")
    assert all("missing" in row for row in page.locator("#table-grid tbody tr:visible").all_inner_texts())


def test_print_shows_every_row_even_while_a_filter_hides_some(page: Page) -> None:
    page.get_by_label("Show rows with the words").first.fill("safe")
    page.emulate_media(media="print")
    assert len(column(page, 1)) == 9


def test_a_reference_to_a_hidden_row_brings_the_row_back(page: Page) -> None:
    page.locator("#table-evidence-filter").fill("nothing has these words")
    assert not page.locator("#evidence-mih-open").is_visible()
    page.locator("#cite-assessing-needs-2-1").click()
    assert page.locator("#evidence-mih-open").is_visible()
    assert page.evaluate("location.hash") == "#evidence-mih-open"
    assert page.locator("#table-evidence-filter").input_value() == ""


def test_the_skip_link_is_the_first_stop_and_shows_itself(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "pack-main"


def test_the_contents_stay_in_view_on_a_wide_screen(page: Page) -> None:
    page.locator("#table-marks").scroll_into_view_if_needed()
    assert page.locator("nav.contents").evaluate("nav => nav.getBoundingClientRect().top") == 0


def hostile() -> bytes:
    """Return a pack with a word of 10,000 letters in every place."""
    long = "Donaudampfschiff" * 625
    cell = TableCell(inlines=text(long))
    tables = (
        Table(id=f"t{n}", caption=long, description="", header=(long,) * n, rows=((cell,) * n,), widths=(1,) * n)
        for n in (1, 2, 3, 4, 6)
    )
    gap = GapBlock(
        id="gap-x", title=long, state="stale", state_word=long, risk="high", risk_because=long, because=long,
        help=long, owner=long,
    )  # fmt: skip
    small = gap.model_copy(update={"id": "gap-y", "compact": True})
    pack = pack_of(
        Paragraph(inlines=text(long)), Heading(level=2, text=long), CodeBlock(text=long),
        Notice(title=long, blocks=(Paragraph(inlines=(Text(text=long, code=True),)),)), gap, small, *tables,
    )  # fmt: skip
    cover = pack.cover.model_copy(update={"title": long, "council": long, "facts": ((long, long),), "notice": long})
    return write_html(pack.model_copy(update={"cover": cover}), CSS)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("content", ["sample", "hostile"])
def test_no_page_scrolls_sideways(browser: Browser, file: Path, width: int, content: str) -> None:
    if content == "hostile":
        file.write_bytes(hostile())
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_any_text_is_shown_as_it_was_written(browser: Browser, file: Path) -> None:
    file.write_bytes(write_html(pack_of(Paragraph(inlines=text(EMOJI_AND_ARABIC), id="words")), CSS))
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.locator("#words").evaluate("p => p.textContent") == EMOJI_AND_ARABIC
    page.close()


def test_each_printed_page_after_the_cover_names_edition_and_number(page: Page, tmp_path: Path) -> None:
    if not (shutil.which("pdftotext") and shutil.which("pdfinfo")):
        pytest.skip("poppler is not installed")
    pdf = tmp_path / "pack.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    pages = run("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]
    for number, words in enumerate(pages[1:], start=2):
        assert "INTERNAL · as at 31 May 2021" in words
        assert f"Page {number} of {len(pages)}" in words
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+)", run("pdfinfo", "-f", "1", "-l", "99", str(pdf)))
    wide = ["Coverage at a glance" in words for words in pages]
    wide[1] = False
    assert [float(width) > float(height) for width, height in sizes] == wide


def test_html_validate_and_the_nu_checker_find_no_error(node: Path, file: Path) -> None:
    assert set(json.loads(CONFIG.read_text(encoding="utf-8"))["rules"]) == set(WHY_OFF)
    html_validate(node, file)
    assert nu_checker(node, file) == ""
