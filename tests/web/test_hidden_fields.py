"""What a form carries unseen: nobody gets more by changing it, and nobody loses what they typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from cqc_evidence.read.items import read_item
from tests.support import item_text
from tests.web.council import Council, opened


@pytest.fixture
def council(tmp_path):
    mine = item_text("mine", "submitted_by: manager@specimen.test", status="proposed", body="Specimen words.")
    with opened(tmp_path, {"evidence/mine.md": mine}) as one:
        yield one


def fields(page: str) -> dict[str, Any]:
    """Return the fields of the form that changes an item, as a browser sends them."""
    form = next(one for one in html.fromstring(page).forms if one.action and one.action.endswith("/edit"))
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        if name != "csrf_token":
            found.setdefault(name, []).append((value or "").removeprefix("\n"))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def item(council: Council, file: str = "evidence/mine.md"):
    found, _ = read_item((council.root / file).read_bytes(), file)
    assert found is not None
    return found


@pytest.mark.parametrize("where", ["base", "mine", "draft"])
def test_a_manager_cannot_accept_their_own_item_by_a_hidden_field(council: Council, where):
    manager = council.sender("manager")
    form = fields(manager.get("/item/mine/edit").text)
    forged = json.loads(form["base"]) | {
        "status": "accepted",
        "submitted_by": "somebody@specimen.test",
        "title": "Another title",
        "reviews": [{"verdict": "accepted", "who": "reviewer@specimen.test", "on": "2025-05-01"}],
        "source": {"citation": "Notes", "document": "sources/notes.txt", "sha256": "0" * 64},
    }
    seen = form["sha256"]
    manager.post("/item/mine/edit", {**form, "title": "Another title", where: json.dumps(forged), "seen": seen})
    now = item(council)
    assert now.title == "Another title"
    assert (now.status, now.submitted_by, now.reviews) == ("proposed", "manager@specimen.test", ())
    assert (now.source.document, now.source.sha256) == ("", "")


def test_a_tag_and_a_figure_added_beside_a_mistake_are_there_after_it_is_mended(council: Council):
    manager = council.sender("manager")
    form = fields(manager.get("/item/mine/edit").text)
    added = {
        "tag-new-statement": "equity",
        "tag-new-says": "Specimen tag",
        "figure-new-label": "Asked",
        "figure-new-value": "25",
        "figure-new-unit": "people",
    }
    wrong = manager.post("/item/mine/edit", {**form, **added, "date": "yesterday"})
    assert wrong.status_code == 422
    assert manager.post("/item/mine/edit", {**fields(wrong.text), "date": "2025-02"}).status_code == 303
    now = item(council)
    assert [tag.says for tag in now.tags] == ["Staff met every week to reflect.", "Specimen tag"]
    assert [(figure.id, figure.value) for figure in now.figures] == [("asked", 25)]
    assert now.date.text == "2025-02"


def test_a_tag_taken_away_beside_a_mistake_stays_away(council: Council):
    manager = council.sender("manager")
    form = fields(manager.get("/item/mine/edit").text)
    added = {"tag-0-gone": "1", "tag-new-statement": "equity", "tag-new-says": "Specimen tag"}
    wrong = manager.post("/item/mine/edit", {**form, **added, "date": "yesterday"})
    manager.post("/item/mine/edit", {**fields(wrong.text), "date": "2025-02"})
    assert [tag.says for tag in item(council).tags] == ["Specimen tag"]


def test_whoever_submitted_under_their_address_still_accepts_nothing_of_their_own(council: Council):
    lead = council.sender("quality-lead")
    file = council.root / "evidence/mine.md"
    file.write_text(file.read_text().replace("manager@specimen.test", "quality-lead@specimen.test"))
    digest = html.fromstring(lead.get("/item/mine").text).xpath("//input[@name='sha256']/@value")[0]
    lead.post("/item/mine/review", {"verdict": "accepted", "sha256": digest})
    assert item(council).status == "proposed"
    assert "nobody accepts what they submitted" in lead.get("/item/mine").text.lower()


def test_a_text_too_long_for_its_field_is_refused_whole_and_never_cut(council: Council):
    reviewer, manager = council.sender("reviewer"), council.sender("manager")
    answer = reviewer.post("/comment/mine", {"text": "word " * 1_000})
    assert answer.status_code == 400
    assert "there is room for 4,000" in answer.text
    assert not (council.root / "evidence/comments.yaml").exists()
    form = fields(manager.get("/item/mine/edit").text)
    kept = (council.root / "evidence/mine.md").read_bytes()
    answer = manager.post("/item/mine/edit", {**form, "body": "word " * 120_000})
    assert answer.status_code == 422
    assert "at most 500,000 characters" in answer.text
    assert (council.root / "evidence/mine.md").read_bytes() == kept
    long = "word " * 90_000
    manager.post("/item/mine/edit", {**form, "body": long})
    assert item(council).body == long.strip()
