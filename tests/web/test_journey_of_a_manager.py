"""A manager takes in a Word minute and tags three passages: by keyboard alone, with script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cqc_evidence.read.items import read_item
from tests.web.conftest import SCRIPT, Coming
from tests.web.keyboard import Hands
from tests.web.served import DOCUMENTS, Served

MINUTES = {True: "MIH notes 12 March 2026.docx", False: "Reflection 5 March 2026.docx"}


def take_in(hands: Hands, name: str) -> None:
    """Take in a document from the start page, and wait for the job to tell of its end."""
    hands.link("Inbox")
    hands.link("Take in documents")
    hands.files("Choose files, or drop them here", DOCUMENTS / name)
    hands.button("Take them in")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("Take in 1 file")
    expect(hands.page.get_by_text(re.compile("taken in; [0-9]+ passages in the inbox"))).to_be_visible(timeout=30_000)


def tag_by_keys(hands: Hands, key: str) -> None:
    """Tag by a digit and Enter twice, as the page promises."""
    page = hands.page
    page.keyboard.press(key)
    assert page.locator(f"#pick-{key}").is_checked()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def skip(page: Page) -> None:
    """Leave a passage for later by its key."""
    first = page.url
    with page.expect_navigation():
        page.keyboard.press("s")
    assert page.url != first


def tag_by_tab(hands: Hands) -> None:
    """Tag by Tab, Space and Enter where there is no script: Enter sends a form from any of its choices."""
    page = hands.page
    hands.to(page.locator("#pick-1"))
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hands.button("Submit and go to the next")


@SCRIPT
def test_a_manager_takes_in_a_word_minute_and_tags_three_passages(comes: Coming, served: Served, script) -> None:
    page = comes("mo", script=script)
    page.goto("/")
    hands = Hands(page)
    take_in(hands, MINUTES[script])
    hands.link("Tag what came in")
    if script:
        skip(page)
    before = {path for path in (served.root / "evidence").rglob("*.md") if "inbox" not in path.parts}
    for key in ("1", "2", "3") if script else ("", "", ""):
        expect(page.get_by_role("heading", level=1)).to_have_text("Where does this belong?")
        tag_by_keys(hands, key) if script else tag_by_tab(hands)
        expect(page.get_by_role("status").filter(has_text="Tagged:")).to_be_visible()
    made = {path for path in (served.root / "evidence").rglob("*.md") if "inbox" not in path.parts} - before
    items = [read_item(path.read_bytes(), path.name)[0] for path in made]
    assert len(items) == 3
    assert {(item.status, item.submitted_by, len(item.tags)) for item in items if item} == {("proposed", "mo", 1)}


@pytest.mark.parametrize("name", ["holiday.exe", "minutes.docm"])
def test_a_file_of_another_kind_is_refused_on_the_page_and_the_focus_comes_to_why(
    comes: Coming, tmp_path, name: str
) -> None:
    page: Page = comes("mo")
    page.goto("/import")
    (tmp_path / name).write_bytes(b"MZ")
    hands = Hands(page)
    hands.files("Choose files, or drop them here", tmp_path / name)
    hands.button("Take them in")
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text(f"“{name}” is of a kind that is not taken in")
    assert wrong.evaluate("box => box === document.activeElement")
