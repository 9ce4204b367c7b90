"""Two people change one item at once: what only one changed is kept of both, and where both changed the same, a person chooses."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from cqc_evidence.model.evidence import Item
from cqc_evidence.read.items import read_item
from tests.web.conftest import SCRIPT, Coming
from tests.web.keyboard import Hands
from tests.web.served import Served

ITEM = {True: "waits-one", False: "waits-two"}
TITLE = "What it shows, in one sentence"


def both_open(comes: Coming, name: str, *, script) -> tuple[Page, Page]:
    """Return one item's form, open before two people at once."""
    pages = comes("mo", script=script), comes("kit", script=script)
    for page in pages:
        page.goto(f"/item/{name}/edit")
    return pages


def write_and_save(page: Page, label: str, text: str) -> None:
    """Change one field by the keyboard and send the form with Enter."""
    hands = Hands(page)
    hands.write(label, text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def kept(served: Served, name: str) -> Item:
    """Return the item as its file is now."""
    item, _ = read_item(Path(served.root, "evidence", "notes", f"{name}.md").read_bytes(), name)
    assert item is not None
    return item


@SCRIPT
def test_two_people_change_different_fields_and_both_contributions_stay(
    comes: Coming,
    served: Served,
    script,
) -> None:
    name = ITEM[script]
    mo, kit = both_open(comes, name, script=script)
    write_and_save(mo, TITLE, f"Staff met daily {script}")
    expect(mo.get_by_role("status")).to_contain_text("Saved.")
    Hands(kit).write("Its text", f"They met round a table {script}.")
    kit.keyboard.press("Shift+Tab")
    with kit.expect_response(lambda answer: answer.request.method == "POST") as sent, kit.expect_navigation():
        kit.keyboard.press("Enter")
    assert sent.value.status == 409
    expect(kit.get_by_role("heading", level=1)).to_have_text("Somebody else changed it too")
    main = kit.get_by_role("main")
    expect(main).to_contain_text("Of yours, kept: body.")
    expect(main).to_contain_text("Of theirs, kept: title.")
    Hands(kit).button("Save both")
    expect(kit.get_by_role("status")).to_contain_text("Saved.")
    item = kept(served, name)
    assert (item.title, item.body.strip()) == (f"Staff met daily {script}", f"They met round a table {script}.")


@SCRIPT
def test_where_both_changed_the_same_field_the_second_sees_both_and_chooses(
    comes: Coming, served: Served, script
) -> None:
    name = ITEM[script]
    mo, kit = both_open(comes, name, script=script)
    write_and_save(mo, TITLE, f"Mo’s title {script}")
    write_and_save(kit, TITLE, f"Kit’s title {script}")
    expect(kit.get_by_role("group", name="title: choose one")).to_contain_text(f"Mo’s title {script}")
    expect(kit.get_by_role("group", name="title: choose one")).to_contain_text(f"Kit’s title {script}")
    hands = Hands(kit)
    hands.to(kit.get_by_role("radio").first)
    kit.keyboard.press("Space")
    expect(kit.get_by_role("radio", name=f"Yours Kit’s title {script}")).to_be_checked()
    hands.button("Save what I chose")
    expect(kit.get_by_role("status")).to_contain_text("Saved.")
    assert kept(served, name).title == f"Kit’s title {script}"


def test_a_clash_that_nobody_settled_is_asked_again_and_nothing_is_written(comes: Coming, served: Served) -> None:
    mo, kit = both_open(comes, "waits-own", script=False)
    write_and_save(mo, TITLE, "Mo was first")
    write_and_save(kit, TITLE, "Kit was second")
    form = kit.locator("form[action$='/edit']")
    sent = {name: form.locator(f"[name={name}]").input_value() for name in ("csrf_token", "base", "mine", "seen")}
    answer = kit.request.post("/item/waits-own/edit", form=sent)
    assert answer.status == 409
    assert "title: choose one" in answer.text()
    assert kept(served, "waits-own").title == "Mo was first"
