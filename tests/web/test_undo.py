"""A change is taken back as long as nobody has changed the same since; and taking back can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cqc_evidence.model.audit import AuditLine
from cqc_evidence.model.evidence import Item, Review
from cqc_evidence.read.audit import broken_chains
from cqc_evidence.read.items import read_item
from cqc_evidence.store.desk import Desk, change_of, move_of, new_file_of, removal_of
from cqc_evidence.web.narrative_file import NarrativeText, narrative_change
from cqc_evidence.web.undo import NotUndoneError, may_be_undone, undo_of
from tests.support import ITEM, item_text, make_project, write_files

FILE, INBOX, STORY = "evidence/weekly-reflection.md", "evidence/inbox/notes/one.md", "evidence/story.md"
PERSONAL = item_text("story", sensitivity="personal", body="Words.")
CANDIDATE = item_text("one", status="proposed", tags="[]", body="Staff said so.")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path, {INBOX: CANDIDATE, STORY: PERSONAL})


def item_of(root: Path, file: str) -> Item:
    item, found = read_item((root / file).read_bytes(), file)
    assert item is not None, found
    return item


def change(root: Path, file: str, did: str = "edited", **new: Any) -> AuditLine:
    """Change an item as the page does."""
    before = item_of(root, file)
    data = {**before.model_dump(by_alias=True, mode="json"), **new}
    one, said = change_of(file, (root / file).read_bytes(), before, Item.model_validate(data), did)
    return Desk(root, "laptop").save([one], [said], "ann")[0]


def take_back(root: Path, line: AuditLine) -> AuditLine:
    changes, said = undo_of(root, line)
    return Desk(root, "laptop").save(changes, [said], "ann")[0]


def refused(root: Path, line: AuditLine) -> str:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(NotUndoneError) as caught:
        undo_of(root, line)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    return str(caught.value)


EDITS: dict[str, dict[str, Any]] = {
    "a title": {"title": "Other words"},
    "a text": {"body": "Other words.\n\n- And a list."},
    "a key that was not there": {"owner": "Project lead"},
    "a tag": {"tags": [{"statement": "equity", "says": "Other."}]},
    "a figure": {"figures": [{"id": "share", "value": 12.5, "unit": "percent"}]},
    "several keys": {"title": "Other", "date": "2025-02", "voice": "leader"},
    "a verdict": {"status": "changes-wanted", "reviews": [{"verdict": "changes-wanted", "who": "rita", "on": "2025-06-01", "note": "More."}]},
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_taken_back_and_the_item_is_what_it_was(root: Path, what: str) -> None:
    before = item_of(root, FILE)
    line = change(root, FILE, **EDITS[what])
    after = item_of(root, FILE)
    undone = take_back(root, line)
    assert item_of(root, FILE) == before
    assert (undone.said.did, undone.said.undoes) == ("undone", line.hash)
    take_back(root, undone)
    assert item_of(root, FILE) == after, "taking back is a change like any other"
    assert broken_chains(root) == ()


def test_what_others_changed_elsewhere_in_the_item_stays_when_a_change_is_taken_back(root: Path) -> None:
    line = change(root, FILE, title="Other words")
    change(root, FILE, owner="Project lead", date="2025-02")
    take_back(root, line)
    item = item_of(root, FILE)
    assert (item.title, item.owner, str(item.date)) == ("Staff met every week", "Project lead", "2025-02")


@pytest.mark.parametrize("what", EDITS)
def test_a_change_is_not_taken_back_when_the_same_was_changed_since(root: Path, what: str) -> None:
    line = change(root, FILE, **EDITS[what])
    key = next(iter(EDITS[what]))
    newer: dict[str, Any] = {
        "title": "Newer", "body": "Newer.", "owner": "Newer", "tags": [{"statement": "safe-systems"}], "figures": [], "status": "accepted",
    }  # fmt: skip
    change(root, FILE, **{key: newer[key]})
    assert refused(root, line) == f"{key} was changed again since"


def test_a_comment_in_the_file_and_an_edit_in_an_editor_stay(root: Path) -> None:
    write_files(root, {FILE: ITEM.replace("voice: staff", "voice: staff  # said so himself")})
    line = change(root, FILE, title="Other words")
    take_back(root, line)
    assert "voice: staff  # said so himself" in (root / FILE).read_text()


def tag(root: Path, target: str = "evidence/reflection/one.md") -> AuditLine:
    before = item_of(root, INBOX)
    after = Item.model_validate(
        {**before.model_dump(by_alias=True, mode="json"), "tags": [{"statement": "learning"}], "submitted_by": "ann"}
    )
    changes, said = move_of(INBOX, target, (root / INBOX).read_bytes(), before, after, "tagged")
    return Desk(root, "laptop").save(changes, [said], "ann")[0]


def test_a_passage_that_was_tagged_waits_in_the_inbox_again(root: Path) -> None:
    before = item_of(root, INBOX)
    line = tag(root)
    assert not (root / INBOX).exists()
    undone = take_back(root, line)
    assert item_of(root, INBOX) == before
    assert not (root / "evidence/reflection/one.md").exists()
    take_back(root, undone)
    assert item_of(root, "evidence/reflection/one.md").submitted_by == "ann"


def test_a_tagged_passage_does_not_go_back_over_another_candidate_or_when_it_is_gone(root: Path) -> None:
    line = tag(root)
    write_files(root, {INBOX: CANDIDATE})
    assert refused(root, line) == "another candidate has taken its place in the inbox"
    (root / INBOX).unlink()
    (root / "evidence/reflection/one.md").unlink()
    assert refused(root, line) == "the item is not there any more"


def test_a_tagged_passage_that_somebody_has_judged_does_not_go_back(root: Path) -> None:
    line = tag(root)
    file = "evidence/reflection/one.md"
    review = Review.model_validate({"verdict": "accepted", "who": "bea", "on": "2025-05-01"})
    change(root, file, "accepted", status="accepted", reviews=(review,))
    assert refused(root, line) == "somebody has given a verdict on it since"
    assert item_of(root, file).status == "accepted"


def test_what_was_set_aside_comes_back_unless_there_is_one_of_its_name(root: Path) -> None:
    before = item_of(root, INBOX)
    removal, said = removal_of(INBOX, (root / INBOX).read_bytes(), before, "set aside")
    (line,) = Desk(root, "laptop").save([removal], [said], "ann")
    assert not (root / INBOX).parent.exists()
    undone = take_back(root, line)
    assert item_of(root, INBOX).model_copy(update={"location": before.location}) == before
    assert refused(root, line) == "there is a file of that name again"
    assert may_be_undone(undone)


def test_what_came_back_is_set_aside_again_when_that_is_taken_back_too(root: Path) -> None:
    before = (root / INBOX).read_bytes()
    removal, said = removal_of(INBOX, before, item_of(root, INBOX), "set aside")
    (line,) = Desk(root, "laptop").save([removal], [said], "ann")
    undone = take_back(root, line)
    again = take_back(root, undone)
    assert not (root / INBOX).exists()
    assert refused(root, undone) == "it is not there any more"
    take_back(root, again)
    assert item_of(root, INBOX).id == "one"


def test_a_new_file_that_somebody_has_worked_on_since_is_not_taken_away(root: Path) -> None:
    made, said = new_file_of("evidence/new.md", item_of(root, FILE).model_copy(update={"id": "new"}), "made")
    (line,) = Desk(root, "laptop").save([made], [said], "ann")
    change(root, "evidence/new.md", owner="Project lead")
    assert refused(root, line) == "it was changed again since"


def rewrite(root: Path, **new: str) -> AuditLine:
    text = NarrativeText.read(root, "learning", None)
    one, said, wrong = narrative_change(text, {**text.fields, **new})
    assert one is not None, wrong
    return Desk(root, "laptop").save([one], [said], "ann")[0]


def test_a_narrative_is_taken_back_field_by_field(root: Path) -> None:
    before = NarrativeText.read(root, "learning", None).fields
    line = rewrite(root, judgement="We learn every day.", confidence="strong")
    rewrite(root, speaker="Director")
    undone = take_back(root, line)
    assert NarrativeText.read(root, "learning", None).fields == {**before, "speaker": "Director"}
    assert undone.said.undoes == line.hash
    assert refused(root, line) == "judgement, confidence was changed again since"


def test_a_narrative_that_was_begun_on_the_page_is_taken_away_again_and_comes_back(root: Path) -> None:
    text = NarrativeText.read(root, "equity", None)
    fields = {
        **text.fields,
        "judgement": "We treat people alike.",
        "confidence": "low",
        "text": "## Claims\n\n- {#equity-1} So it is.",
    }
    one, said, wrong = narrative_change(text, fields)
    assert one is not None, wrong
    (line,) = Desk(root, "laptop").save([one], [said], "ann")
    undone = take_back(root, line)
    assert not (root / one.file).exists()
    take_back(root, undone)
    assert NarrativeText.read(root, "equity", None).fields == fields


def test_nothing_of_a_personal_item_is_in_the_trail_so_it_cannot_be_taken_back(root: Path) -> None:
    line = change(root, STORY, title="Other words")
    assert not may_be_undone(line)
    assert refused(root, line) == "the trail does not hold what was there before"
    made_personal = change(root, FILE, sensitivity="personal")
    assert not may_be_undone(made_personal)
