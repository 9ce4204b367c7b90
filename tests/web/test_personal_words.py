"""What a personal item says: a reader finds it on no page, and the trail holds it in no line."""

from __future__ import annotations

import json
import re

import pytest

from cqc_evidence.web.background import Known
from tests.support import NARRATIVE, item_text
from tests.web.council import Council, candidate, filled_in, opened
from tests.web.test_doors_of_every_page import DOORS
from tests.web.test_hidden_fields import fields

MARK = "Wrenfeather"
"""Stands in everything that a personal item says, and nowhere else."""


def personal(name: str, **changes: str) -> str:
    """Return an item with the mark in each of its texts."""
    return item_text(
        name,
        f"owner: {MARK} owner",
        f"reported_by: {MARK} reporter",
        f"method: {MARK} method",
        f"ir_refs: [{MARK}-ir]",
        f"sites: [{MARK}-site]",
        f"figures: [{{id: asked, label: {MARK} label, value: 25, unit: {MARK} units, comparator: {MARK} before}}]",
        f"actions: [{{raised: 2024-07, action: {MARK} action, owner: {MARK} doer, reported_back: {{to: {MARK} told}}}}]",
        f"reviews: [{{verdict: changes-wanted, who: reviewer@specimen.test, on: 2025-02-01, note: {MARK} note}}]",
        body=f"{MARK} said what nobody else should read.",
        **{
            "title": f"{MARK} is heard",
            "sensitivity": "personal",
            "permission": f"{{basis: given, names_checked_by: {MARK} checker}}",
            "source": f'{{citation: "{MARK} notes", locator: "{MARK} page", public_url: "https://specimen.test/{MARK}"}}',
            "tags": f"[{{statement: learning, says: {MARK} learned, so_what: {MARK} matters, rules: [no-hand-offs]}}, {{statement: equity, says: {MARK} too, breaks: [work-collaboratively]}}]",
            **changes,
        },
    )


FILES = {
    "evidence/heard.md": personal("heard"),
    "evidence/heard-early.md": personal("heard-early", date="2019-01"),
    "evidence/heard-wrong.md": personal("heard-wrong", status="proposed", kind="no-such-kind", tags=f"[{{statement: no-such-statement, says: {MARK} wrong}}]"),
    "evidence/leads-on.md": item_text("leads-on", "supersedes: [heard-early]", "derived_from: [heard]", body="It leads on."),
    "evidence/inbox/notes/passage-4.md": candidate("passage-4", body=f"{MARK} learned with us every week.", title=f"{MARK} in the inbox", sensitivity="personal"),
    "evidence/narrative/learning.md": NARRATIVE + "- {#learning-2} Somebody was heard [@heard].\n- {#learning-3} Long ago too [@heard-early].\n",
    "evidence/comments.yaml": f"comments:\n  - {{about: heard, who: Reviewer, text: {MARK} in a comment}}\n  - {{about: heard-wrong, who: Reviewer, text: {MARK} again}}\n",
    "evidence/heard-LAPTOP.md": personal("heard", date="2025-02"),
}  # fmt: skip
_FURTHER = (
    *(f"/item/{name}" for name in ("heard", "heard-early", "heard-wrong", "leads-on", "passage-4", "waits")), "/claim/learning-2", "/claim/learning-3", "/statement/equity", "/statement/equity/preview",
    "/gap/gap-learning-people", "/gap/gap-learning-staff-and-leaders", "/gap/gap-equity-staff-and-leaders", "/gap/gap-equity-people", "/rule/no-hand-offs", "/rule/work-collaboratively",
    f"/search?q={MARK}", f"/search?q={MARK[:5]}", "/search?q=heard", "/search?q=learning", f"/gaps?words={MARK}", f"/gaps.csv?words={MARK}", "/items?status=proposed", "/items.csv?statement=learning",
    "/problems?severity=error", "/problems?severity=warning", "/review?statement=learning", "/history?about=heard", "/copies/heard", "/document/notes.txt", "/inbox?statement=learning",
)  # fmt: skip


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("personal"), FILES) as one:
        found = one.web.background._checked()
        assert any("heard-wrong" in each["location"]["file"] for each in found)
        one.web.background.problems = Known(found, one.web.site.state)
        one.web.background.results()
        yield one


def pages() -> list[str]:
    return [*(filled_in(door.split()[1]) for door in DOORS if door.startswith("GET")), *_FURTHER]


@pytest.mark.parametrize("path", pages())
def test_a_reader_finds_no_word_of_a_personal_item(council: Council, path):
    answer = council.sender("reader").get(path)
    asked = f"“{MARK}”", f'value="{MARK}"', f"words={MARK}", f"“{MARK[:5]}”"  # what the reader typed comes back to them
    text = answer.text
    for words in asked if MARK in path or MARK[:5] in path else ():
        text = text.replace(words, "")
    around = [text[max(0, found.start() - 120) : found.end() + 60] for found in re.finditer(MARK, text, re.IGNORECASE)]
    assert around == []


def test_every_gap_and_statement_that_a_reader_opens_tells_no_word_of_it(council: Council):
    reader = council.sender("reader")
    coverage, _ = council.web.site.coverage()
    paths = [f"/gap/{gap.id}" for gap in coverage.gaps if gap.statement in ("learning", "equity")]
    for path in (*paths, "/statement/learning/preview", "/statement/learning"):
        answer = reader.get(path)
        assert (answer.status_code, MARK in answer.text) == (200, False), path


def test_those_who_work_with_it_do_see_it(council: Council):
    for role in ("reviewer", "manager", "quality-lead"):
        assert f"{MARK} said what" in council.sender(role).get("/item/heard-early").text
        assert f"{MARK} is heard" in council.sender(role).get(f"/search?q={MARK}").text


def test_nothing_of_it_lies_in_the_search_index(council: Council):
    council.sender("manager").get(f"/search?q={MARK}")
    lies = [
        path
        for path in council.root.parent.glob("search.sqlite*")
        if MARK.lower().encode() in path.read_bytes().lower()
    ]
    assert lies == []


def trail(council: Council) -> str:
    return "\n".join(path.read_text("utf-8") for path in (council.root / "evidence/audit").glob("*.jsonl"))


@pytest.fixture
def fresh(tmp_path):
    with opened(tmp_path, FILES) as one:
        yield one


def test_the_trail_holds_no_word_of_a_personal_item_that_is_changed_and_taken_back(fresh: Council):
    manager = fresh.sender("manager")
    form = fields(manager.get("/item/heard-early/edit").text)
    assert (
        manager.post(
            "/item/heard-early/edit", {**form, "title": f"{MARK} is heard again", "body": f"{MARK}!"}
        ).status_code
        == 303
    )
    line = next(json.loads(one) for one in trail(fresh).splitlines())
    assert line["said"]["keys"] == ["title", "body"]
    manager.post("/undo", {"line": line["hash"]})
    assert MARK not in trail(fresh)
    assert "What it said is not told" in manager.get("/history").text


def test_the_trail_holds_no_word_of_an_item_that_becomes_or_stops_being_personal(fresh: Council):
    manager = fresh.sender("manager")
    for name, new in (("heard-early", "official"), ("waits", "personal")):
        form = fields(manager.get(f"/item/{name}/edit").text)
        words = {
            key: value.replace("Staff", MARK)
            for key, value in form.items()
            if isinstance(value, str) and key not in ("base", "sha256")
        }
        assert manager.post(f"/item/{name}/edit", {**form, **words, "sensitivity": new}).status_code == 303
    assert trail(fresh).count("\n") == 2
    assert MARK not in trail(fresh)
    assert "Staff said so" not in trail(fresh)


def tag_form(sender, name: str, **more) -> dict:
    checked = sender.post(f"/tag/{name}", {"statement": "learning", "says": "Specimen", "step": "check", **more})
    assert checked.status_code == 200, re.findall(r"<li>(.*?)</li>", checked.text)
    return {
        "statement": "learning",
        "says": "Specimen",
        "step": "submit",
        "sha256": checked.text.partition('name="sha256" value="')[2][:64],
        **more,
    }


def test_the_trail_holds_no_word_of_a_personal_passage_that_is_tagged_or_set_aside(fresh: Council):
    manager = fresh.sender("manager")
    assert manager.post("/tag/passage-4", tag_form(manager, "passage-4")).status_code == 303
    assert "passage-4" in trail(fresh)
    (fresh.root / "evidence/inbox/notes/passage-5.md").write_text(
        FILES["evidence/inbox/notes/passage-4.md"].replace("passage-4", "passage-5"), "utf-8"
    )
    assert manager.post("/tag/passage-5/set-aside").status_code == 303
    assert "passage-5" in trail(fresh)
    assert MARK not in trail(fresh)
    assert MARK not in manager.get("/copies").text  # nor does what is told on the next page


def test_the_trail_holds_no_word_of_passages_joined_to_a_personal_item(fresh: Council):
    manager = fresh.sender("manager")
    (fresh.root / "evidence/inbox/notes/passage-2.md").write_text(
        candidate("passage-2", body=f"{MARK} learned here."), "utf-8"
    )
    refused = manager.post(
        "/tag/passage-3", {"statement": "learning", "step": "check", "with": "passage-4", "sensitivity": "official"}
    )
    assert (refused.status_code, "a passage that belongs to it is personal" in refused.text.lower()) == (422, True)
    form = tag_form(manager, "passage-1", **{"sensitivity": "personal", "with": "passage-2"})
    assert manager.post("/tag/passage-1", form).status_code == 303
    assert not (fresh.root / "evidence/inbox/notes/passage-2.md").exists()
    assert MARK not in trail(fresh)
    assert "We changed how first conversations begin" not in trail(fresh)


def test_the_trail_holds_no_word_of_a_copy_joined_to_a_personal_item(tmp_path):
    one_official = {"evidence/heard-LAPTOP.md": personal("heard", sensitivity="official")}
    with opened(tmp_path, {**FILES, **one_official}) as council:
        manager = council.sender("manager")
        form = dict.fromkeys(re.findall(r'name="(choose-[^"]+)"', manager.get("/copies/heard").text), "theirs")
        assert manager.post("/copies/heard", form).status_code == 303
        assert not (council.root / "evidence/heard-LAPTOP.md").exists()
        assert MARK not in trail(council)


def test_an_item_of_which_one_copy_is_personal_is_kept_from_readers(tmp_path):
    two = {"evidence/a.md": personal("heard", sensitivity="official"), "evidence/b.md": personal("heard")}
    with opened(
        tmp_path, {**two, "evidence/narrative/learning.md": FILES["evidence/narrative/learning.md"]}
    ) as council:
        for path in (
            "/item/heard",
            "/items",
            "/items.csv",
            "/claim/learning-2",
            "/search?q=notes",
            "/review",
            "/statement/learning",
        ):
            assert MARK not in council.sender("reader").get(path).text, path
