"""The quality lead builds the pack and keeps the Word file: by keyboard alone, with script and without."""

from __future__ import annotations

import docx
import pytest
from playwright.sync_api import expect

from tests.web.conftest import SCRIPT, Coming
from tests.web.keyboard import Hands


@SCRIPT
def test_the_quality_lead_builds_and_downloads_the_pack(comes: Coming, tmp_path, script) -> None:
    page = comes("lee", script=script)
    page.goto("/")
    hands = Hands(page)
    hands.link("Packs")
    for name in ("HTML", "JSON"):
        hands.press(page.get_by_label(name, exact=True), "Space")
    hands.button("Build the pack")
    expect(page.get_by_role("heading", level=1)).to_have_text("Build the internal edition")
    page.evaluate("window.stayed = true")
    link = page.get_by_role("link", name="self-assessment.docx")
    expect(link).to_be_visible(timeout=60_000)
    assert page.evaluate("window.stayed === true") is script, (
        "with script nothing is loaded anew under somebody's hands"
    )
    with page.expect_download() as opened:
        hands.press(link)
    opened.value.save_as(tmp_path / "pack.docx")
    words = [paragraph.text for paragraph in docx.Document(str(tmp_path / "pack.docx")).paragraphs]
    assert any("Assessing needs" in text for text in words)


@pytest.mark.parametrize("who", ["mo", "rae"])
def test_only_the_quality_lead_is_offered_to_build(comes: Coming, who: str) -> None:
    page = comes(who)
    page.goto("/packs")
    expect(page.get_by_role("main")).to_contain_text("The quality lead builds packs.")
    assert page.get_by_role("button", name="Build the pack").count() == 0
