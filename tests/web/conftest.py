"""What the journeys share: Chromium, a served project, and people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.web.served import Served, example_project, serving, waiting_item

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
Coming = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    """Return the Chromium that all tests share."""
    return chromium


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the worked example, with some items that wait for a verdict, to people who come through a proxy."""
    folder = tmp_path_factory.mktemp("served")
    names = {"waits-one": "mo", "waits-two": "mo", "waits-own": "lee"}
    files = {f"evidence/notes/{name}.md": waiting_item(name, by) for name, by in names.items()}
    with serving(example_project(folder / "project", files), folder / "own") as one:
        yield one


@pytest.fixture
def comes(browser: Browser, served: Served) -> Iterator[Coming]:
    """Return what opens a browser for somebody; whatever it complains of fails the test."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def open_for(who: str, *, script: bool = True, width: int = 1280) -> Page:
            context = browser.new_context(
                base_url=served.address, extra_http_headers={"X-Forwarded-User": who}, java_script_enabled=script,
                viewport={"width": width, "height": 900}, reduced_motion="reduce",
            )  # fmt: skip
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield open_for
    odd = [one for one in complaints if "the server responded with a status of 4" not in one]
    assert odd == []
