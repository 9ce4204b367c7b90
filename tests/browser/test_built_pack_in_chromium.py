"""The page that a build writes, as a reader opens it from a folder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.checkers import html_validate, nu_checker, violations
from tests.documents.built import PROJECTS, SCRIPT, Built, build, odd_project, told, unharmed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REAL = ["example-internal", "example-public", "medway-2017-internal"]
EVERY = [*REAL, "odd-internal"]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Return the packs whose pages are opened."""
    folder = tmp_path_factory.mktemp("pages")
    built = {}
    for name in REAL:
        project, edition = name.rsplit("-", 1)
        built[name] = build(PROJECTS[project], folder / project, edition)
    return built | {"odd-internal": build(odd_project(folder / "odd" / "project"), folder / "odd" / "out")}


@pytest.mark.parametrize(
    ("name", "width"),
    [("example-internal", 1280), ("example-internal", 320), ("example-public", 1280), ("odd-internal", 320)],
)
def test_axe_finds_nothing_with_script(
    browser: Browser, node: Path, packs: dict[str, Built], name: str, width: int
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(packs[name].html.as_uri())
    assert page.locator("button.sort").count() > 0, "our script ran"
    assert violations(page, node) == []
    context.close()


@pytest.mark.parametrize("name", ["example-internal", "example-public"])
def test_axe_finds_nothing_when_our_script_is_taken_out(
    browser: Browser, node: Path, packs: dict[str, Built], name: str, tmp_path: Path
) -> None:
    whole = packs[name].html.read_text(encoding="utf-8")
    copy = tmp_path / "without.html"
    copy.write_text(
        whole[: whole.rindex("<script>")] + whole[whole.rindex("</script>") + len("</script>") :], encoding="utf-8"
    )
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(copy.as_uri())
    assert page.locator("script, button, input, select").count() == 0
    assert violations(page, node) == []
    context.close()


@pytest.mark.parametrize("name", EVERY)
def test_without_script_the_grid_and_every_gap_are_there_to_be_read(
    browser: Browser, packs: dict[str, Built], name: str
) -> None:
    coverage = json.loads(packs[name].coverage.read_text(encoding="utf-8"))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(packs[name].html.as_uri())
    assert page.locator("button, input, select").count() == 0
    rows = page.locator("#table-grid tbody tr")
    statements = list(dict.fromkeys(cell["statement"] for cell in coverage["cells"]))
    assert rows.count() == len(statements)
    for row, statement in zip(rows.all(), statements, strict=True):
        states = [words.split()[1].casefold() for words in row.locator("td").all_inner_texts()]
        assert states == [cell["state"] for cell in coverage["cells"] if cell["statement"] == statement]
        assert row.is_visible()
    if packs[name].suffix == "":
        for gap in coverage["gaps"]:
            place = page.locator(f"[id='{gap['id']}']")
            assert place.is_visible(), gap["id"]
            assert gap["id"] in place.inner_text()
    context.close()


@pytest.mark.parametrize("name", REAL)
def test_with_script_nothing_that_was_there_before_is_hidden(
    browser: Browser, packs: dict[str, Built], name: str
) -> None:
    page = browser.new_page()
    page.goto(packs[name].html.as_uri())
    count, hidden = page.evaluate(
        """() => {
            const places = [...document.querySelectorAll('main p, main li, main dd, main tbody tr, main h2, main h3, .gap, .gap-line')]
                .filter(one => !one.closest('.unseen, [role=status]'))
            const shown = one => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && one.getBoundingClientRect().height > 0
            return [places.length, places.filter(one => !shown(one)).map(one => one.outerHTML)]
        }"""
    )
    assert count > 100
    assert hidden == []
    page.close()


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_asked_of_any_network_and_the_page_obeys_its_own_policy(
    browser: Browser, packs: dict[str, Built], name: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', found => console.log(`policy: ${found.violatedDirective}`))"
    )
    page.goto(packs[name].html.as_uri())
    for button in page.locator("#table-grid button.sort").all():
        button.click()
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    assert asked == [packs[name].html.as_uri()]
    assert complaints == []
    page.close()


def test_the_policy_lets_no_other_script_run(browser: Browser, packs: dict[str, Built], tmp_path: Path) -> None:
    whole = packs["example-internal"].html.read_text(encoding="utf-8")
    copy = tmp_path / "tampered.html"
    copy.write_text(whole.replace("</body>", "<script>document.title = 'taken over'</script></body>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(copy.as_uri())
    assert "taken over" not in page.title()
    page.close()


@pytest.mark.parametrize("name", EVERY)
def test_every_link_inside_the_page_brings_its_target_into_view(
    browser: Browser, packs: dict[str, Built], name: str
) -> None:
    page = browser.new_page()
    page.goto(packs[name].html.as_uri())
    broken = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')]
            .filter(link => { const to = document.getElementById(link.getAttribute('href').slice(1)); return !to || !to.checkVisibility() })
            .map(link => link.outerHTML)"""
    )
    assert broken == []
    other = page.evaluate(
        "() => [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href')).filter(to => !to.startsWith('#'))"
    )
    assert all(re.match(r"https?://|mailto:", to) for to in other)
    page.close()


def test_odd_text_is_shown_as_it_was_typed_and_only_our_script_is_there(
    browser: Browser, packs: dict[str, Built]
) -> None:
    page = browser.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    page.goto(packs["odd-internal"].html.as_uri())
    words = " ".join(page.locator("body").evaluate("body => body.textContent").split())
    found = told(words)
    assert len(found) >= 40
    assert {field: said for field, said in found.items() if said != {unharmed(field)}} == {}
    assert SCRIPT in page.locator("h1").inner_text()
    assert SCRIPT in page.title()
    assert page.locator("script").count() == 1
    assert page.locator("[onerror], [onload], [onclick]").count() == 0
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", EVERY)
def test_no_page_scrolls_sideways(browser: Browser, packs: dict[str, Built], name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(packs[name].html.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_html_validate_finds_no_error(node: Path, packs: dict[str, Built]) -> None:
    html_validate(node, *(packs[name].html for name in EVERY))


def test_the_nu_checker_finds_no_error(node: Path, packs: dict[str, Built]) -> None:
    found = nu_checker(node, *(packs[name].html for name in EVERY)).splitlines()
    # It takes "img-src data:" for a ban on pictures that are built in; a browser shows them, as the next test sees.
    assert [
        line for line in found if "image “data:image/svg+xml;base64," not in line or " info warning: " not in line
    ] == []


@pytest.mark.parametrize("name", REAL)
def test_every_chart_is_shown_with_words_and_with_its_numbers_below(
    browser: Browser, packs: dict[str, Built], name: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(packs[name].html.as_uri())
    charts = page.locator("figure.chart")
    assert charts.count() >= 2
    assert page.evaluate("[...document.querySelectorAll('figure.chart img')].every(img => img.naturalWidth > 300)")
    assert page.evaluate("[...document.querySelectorAll('figure.chart img')].every(img => img.alt.length > 40)")
    assert page.evaluate(
        "[...document.querySelectorAll('figure.chart a')].every(link => document.querySelector(link.hash + ' tbody tr'))"
    )
    page.close()
