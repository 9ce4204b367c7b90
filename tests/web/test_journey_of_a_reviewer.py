"""A reviewer finds a gap, reads why, accepts and signs; what a manager changes afterwards lapses that, or does not."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.web.conftest import SCRIPT, Coming
from tests.web.keyboard import Hands
from tests.web.served import Served

ITEM = {True: "waits-one", False: "waits-two"}
STATEMENT = {True: "Learning, improvement and innovation", False: "Care provision, integration and continuity"}


def find_a_gap(hands: Hands) -> None:
    """Come from the start page to a gap, and read why it is one."""
    page = hands.page
    hands.follow(page.locator("ol.gaps a").first)
    why = page.get_by_role("region", name="Why it is a gap")
    expect(why.get_by_role("listitem").or_(why.locator("p")).first).to_contain_text(re.compile(r"\w+ \w+"))
    expect(page.get_by_role("region", name="What would close it").locator("p").first).to_contain_text(
        re.compile(r"\w+ \w+")
    )


@SCRIPT
def test_a_reviewer_finds_a_gap_reads_why_accepts_an_item_and_signs_a_statement(
    comes: Coming, served: Served, script
) -> None:
    page = comes("rae", script=script)
    page.goto("/")
    hands = Hands(page)
    find_a_gap(hands)
    hands.link("Review")
    name = ITEM[script]
    hands.link(f"Staff met every week ({name})")
    hands.choose("Accept")
    hands.button("Keep the verdict")
    expect(page.get_by_role("status")).to_contain_text("accepted")
    text = (served.root / "evidence" / "notes" / f"{name}.md").read_text(encoding="utf-8")
    assert "status: accepted" in text
    assert "who: rae" in text
    hands.link("Review")
    hands.link(STATEMENT[script])
    hands.button("Sign as statement lead")
    expect(page.get_by_role("status")).to_contain_text("Signed as statement lead")
    signing = page.get_by_role("region", name="Sign-off")
    expect(signing).to_contain_text("signed by rae on 1 June 2021")
    expect(signing).to_contain_text(
        "The next to sign is the head of service. You cannot: rae has signed as statement lead"
    )
    assert (served.root / "evidence" / "sign-offs.yaml").read_text(encoding="utf-8").count("who: rae") >= 1


def test_nobody_accepts_what_they_submitted_whatever_they_send(comes: Coming, served: Served) -> None:
    page = comes("lee")
    page.goto("/item/waits-own")
    expect(page.get_by_role("region", name="Your verdict")).to_contain_text("Nobody accepts what they submitted")
    expect(page.get_by_label("Accept", exact=True)).to_be_disabled()
    form = page.locator("form[action$='/review']")
    sent = {name: form.locator(f"[name={name}]").input_value() for name in ("csrf_token", "sha256")}
    file = served.root / "evidence" / "notes" / "waits-own.md"
    before = file.read_bytes()
    answer = page.request.post("/item/waits-own/review", form={**sent, "verdict": "accepted", "note": ""})
    assert answer.ok
    assert "nobody accepts what they submitted" in answer.text()
    assert file.read_bytes() == before


def sign_off(page: Page, about: str) -> str:
    """Return the words of a page's sign-off."""
    page.goto(about)
    return " ".join(page.get_by_role("region", name="Sign-off").inner_text().split())


@SCRIPT
def test_a_comma_lapses_no_sign_off_and_is_listed_and_a_changed_figure_lapses_it(comes: Coming, script) -> None:
    item, statement, figure = (
        ("/item/metric-conversation-three-share", "/statement/healthier-lives", "16"),
        ("/item/metric-reviews-still-open", "/statement/assessing-needs", "38"),
    )[script]
    reviewer, manager = comes("rae", script=script), comes("mo", script=script)
    hands = Hands(reviewer)
    for about in (item, statement):
        reviewer.goto(about)
        hands.button("Sign as reviewer" if about == item else "Sign as statement lead")
    hands = Hands(manager)
    manager.goto(item)
    title = manager.get_by_role("heading", level=1).inner_text()
    hands.link("Change it")
    hands.write("What it shows, in one sentence", title.replace(" ", ", ", 1))
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("status")).to_have_text(re.compile(r"^\s*Saved\.\s+(Undo)?\s*$"))
    words = sign_off(reviewer, item)
    assert "lapsed" not in words
    assert "Only the wording changed since, for you to look at: title." in words
    assert "lapsed" not in sign_off(reviewer, statement)
    hands.link("Change it")
    assert manager.locator("#f-figure-0-value").input_value().startswith(figure)
    hands.to(manager.locator("#f-figure-0-value"))
    manager.keyboard.press("Control+A")
    manager.keyboard.type("21")
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("status")).to_contain_text("so the sign-off of")
    words = sign_off(reviewer, item)
    assert "lapsed signed by rae" in words
    assert "Changed since: figures." in words
    assert "lapsed signed by rae" in sign_off(reviewer, statement)
