"""axe-core, html-validate and the Nu checker find nothing on any page, wide or at 400 % zoom; nothing scrolls sideways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.checkers import html_validate, nu_checker, violations
from tests.support import write_files
from tests.web.served import Served, serving
from tests.web.tour import (
    ASKED,
    ITEM,
    PERSONAL,
    Shown,
    Visit,
    addresses,
    application,
    full_project,
    names_there,
    states,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CONFIG = Path(__file__).with_name(".htmlvalidate.json")
WHY_OFF = {
    "form-dup-name": "boxes of one group share their name",
    "long-title": "the title names page and council, both may be long; the rule is about search engines",
    "meta-refresh": "the page of a job is loaded anew where there is no script, and stands inside noscript",
    "prefer-native-element": "a scroll box is a div with role=region; a section would want its own heading",
}
"""Each rule of html-validate that is off or eased in .htmlvalidate.json, and why."""
WIDE, NARROW = 1280, 320
_OPEN = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
_SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a project in which every sort of page has something to show."""
    folder = tmp_path_factory.mktemp("full")
    with serving(full_project(folder / "project"), folder / "own") as one:
        yield one


@pytest.fixture(scope="module")
def contexts(browser: Browser, full: Served) -> Iterator[dict[str, BrowserContext]]:
    """Open a browser for each person."""
    with ExitStack() as stack:
        found = {}
        for who in ("lee", "mo", "rae", "ann", "nobody", ""):
            headers = {"X-Forwarded-User": who} if who else {}
            found[who] = browser.new_context(
                base_url=full.address,
                extra_http_headers=headers,
                bypass_csp=True,
                reduced_motion="reduce",
                viewport={"width": WIDE, "height": 900},
            )
            stack.callback(found[who].close)
        yield found


@pytest.fixture(scope="module")
def tour(contexts: dict[str, BrowserContext], full: Served, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Return every page and state as it is answered."""
    folder = tmp_path_factory.mktemp("tour")
    visits = {who: Visit(who, context.request) for who, context in contexts.items()}
    lee = visits["lee"]
    names = names_there(lee, full.root)
    app = application(full.root, folder / "cache")
    pages = [lee.get(address) for address in (*addresses(app, names), *ASKED)]
    assert {page.status for page in pages} == {200}, [page.address for page in pages if page.status != 200]
    roles = [visits["ann"].get(f"/item/{PERSONAL}", "a personal item for a reader"), visits["ann"].get("/packs", "403"),
             visits["ann"].get("/", "the start for a reader"), visits["rae"].get(f"/item/{ITEM}", "an item for a reviewer"),
             visits["mo"].get("/", "the start for a manager"), visits["nobody"].get("/", "somebody without a role"),
             visits[""].get("/", "nobody")]  # fmt: skip
    large = folder / "large.txt"
    large.write_bytes(b"x" * 1_500_000)
    client = app.test_client()
    client.get("/open?token=token", base_url="http://127.0.0.1:8042")
    reading = client.get("/", base_url="http://127.0.0.1:8042")
    met = list(states(lee, visits["mo"], names, large))
    return [
        page
        for page in (*pages, *roles, *met, Shown("still reading", "lee", "", reading.status_code, reading.text))
        if page.html
    ]


def faults(page: Page, node: Path, widths: tuple[int, ...]) -> list[str]:
    """Return what is wrong with the page that is open."""
    page.evaluate(_OPEN)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {one}" for one in violations(page, node, at_least=4)]
        over = page.evaluate(_SIDEWAYS)
        found += [f"{width}: scrolls sideways by {over}"] if over > 0 else []
    return found


def laid_open(page: Page, shown: Shown, address: str) -> None:
    """Show an answer at an address of the same place, so that its style sheets and scripts come too."""
    page.route(
        "**/laid-open",
        lambda route: route.fulfill(status=shown.status, body=shown.html, content_type="text/html; charset=utf-8"),
    )
    page.goto(f"{address}/laid-open")
    page.unroute("**/laid-open")


def test_axe_finds_nothing_on_any_page_wide_or_narrow_nor_in_any_state(
    contexts: dict[str, BrowserContext], tour: list[Shown], node: Path, full: Served
) -> None:
    page = contexts["lee"].new_page()
    found = {}
    for shown in tour:
        laid_open(page, shown, full.address)
        found[f"{shown.name} ({shown.who})"] = faults(
            page, node, (WIDE, NARROW) if shown.name == shown.path else (NARROW,)
        )
    page.close()
    assert len(found) > 45
    assert {name: those for name, those in found.items() if those} == {}


def test_the_states_of_the_tour_are_those_that_their_names_say(tour: list[Shown]) -> None:
    told = {shown.name: shown.status for shown in tour if shown.name[:3].isdigit()}
    assert len(told) > 10
    assert {name: status for name, status in told.items() if not name.startswith(str(status))} == {}


def test_html_validate_and_the_nu_checker_find_no_error_on_any_page(
    tour: list[Shown], node: Path, tmp_path: Path
) -> None:
    files = []
    for number, shown in enumerate(tour):
        path = tmp_path / f"{number:02d}.html"
        path.write_text(shown.html, encoding="utf-8")
        files.append(path)
    assert set(json.loads(CONFIG.read_text(encoding="utf-8"))["rules"]) == set(WHY_OFF)
    html_validate(node, *files, config=CONFIG)
    assert nu_checker(node, *files) == ""


EMPTY = ("/", "/gaps", "/inbox", "/items", "/review", "/history", "/packs", "/copies", "/search", "/metrics", "/import", "/statement/learning",
         "/statement/learning/edit", "/problems")  # fmt: skip


def test_axe_finds_nothing_in_a_project_without_evidence_on_ones_own_machine(
    browser: Browser, node: Path, tmp_path: Path
) -> None:
    root = write_files(tmp_path / "empty", {"project.yaml": "council: Testshire Council\nas_at: 2021-05-31\n"})
    with serving(root, tmp_path / "own", people=False) as one:
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce", base_url=one.address)
        page = context.new_page()
        page.goto(one.door)
        found = {}
        for address in EMPTY:
            page.goto(address)
            found[address] = faults(page, node, (NARROW,))
        context.clear_cookies()
        page.goto(one.door)
        found["a link that was used"] = faults(page, node, (NARROW,))
        context.close()
    assert {name: those for name, those in found.items() if those} == {}
