"""The inbox in memory: what waits is what lies on the disk, however little of it is looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cqc_evidence.suggest.ranker import Ranker
from cqc_evidence.web import inbox as inboxes
from cqc_evidence.web.inbox import Inbox
from tests.support import read

EXAMPLE = Path(__file__).resolve().parents[2]


def wait(root: Path, name: str, words: str = "A carer told us of a long wait.", file: str = "") -> Path:
    """Put a candidate into the inbox."""
    path = root / "evidence" / "inbox" / (file or f"{name}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\nid: {name}\nkind: reflection\ntitle: {words}\ndate: 2026-03\nvoice: staff\nsource: {{citation: Minutes}}\n"
        f"status: proposed\ntags: []\n---\n\n{words}\n",
        encoding="utf-8",
    )
    return path


def ids(inbox: Inbox) -> list[str]:
    return [one.item.id for one in inbox.candidates()]


def test_a_candidate_is_found_as_its_file_is_now(tmp_path: Path) -> None:
    path, inbox = wait(tmp_path, "one"), Inbox(tmp_path)
    assert ids(inbox) == ["one"]
    wait(tmp_path, "one", "Somebody has written other words.")
    found = inbox.find("one")
    assert found is not None
    assert found.item.title == "Somebody has written other words."
    path.unlink()
    assert inbox.find("one") is None


def test_a_candidate_that_came_since_the_last_look_is_found_and_one_that_was_renamed_too(tmp_path: Path) -> None:
    path, inbox = wait(tmp_path, "one"), Inbox(tmp_path)
    assert inbox.find("two") is None
    wait(tmp_path, "two")
    path.rename(path.with_name("elsewhere.md"))
    assert [one.file for name in ("one", "two") if (one := inbox.find(name))] == [
        "evidence/inbox/elsewhere.md",
        "evidence/inbox/two.md",
    ]


def test_what_is_looked_at_in_the_inbox_is_only_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wait(tmp_path, "one")
    inbox = Inbox(tmp_path)
    inbox.candidates()
    monkeypatch.setattr(inboxes, "walk", lambda *_, **__: pytest.fail("the whole inbox was looked through"))
    assert inbox.find("one") is not None


def test_passages_stand_in_the_order_of_their_numbers_whatever_signs_a_name_holds(tmp_path: Path) -> None:
    for name, file in (("c", "notes-10.md"), ("b", "notes-2.md"), ("a", "notes-1²3.md"), ("d", "9.md")):
        wait(tmp_path, name, file=file)
    assert ids(Inbox(tmp_path)) == ["d", "a", "b", "c"]


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a right that people on Windows do not have")
def test_links_hidden_files_and_what_cannot_be_read_do_not_wait(tmp_path: Path) -> None:
    path = wait(tmp_path, "one", file="minutes/one.md")
    wait(tmp_path, "two", file=".draft.md")
    (path.parent / "linked.md").symlink_to(path)
    (path.parent / "broken.md").write_text("---\nid: [\n", encoding="utf-8")
    (path.parent / "notes.txt").write_text("no candidate", encoding="utf-8")
    assert ids(Inbox(tmp_path)) == ["one"]


def test_once_more_is_learned_the_suggestions_are_others(tmp_path: Path) -> None:
    wait(tmp_path, "one", "The blue door was mentioned.")
    framework = read(EXAMPLE).framework
    taught = [("the blue door", ("equity",))] * 20 + [("a green gate", ("learning",))] * 20
    inbox = Inbox(tmp_path)
    (candidate,) = inbox.candidates()
    before = inbox.suggest(candidate, Ranker(framework))
    after = inbox.suggest(candidate, Ranker(framework, taught))
    assert "equity" not in [one.id for one in before.statements]
    assert after.statements[0].id == "equity"


def test_suggestions_for_candidates_that_are_gone_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "_GONE", 0)
    ranker, inbox = Ranker(read(EXAMPLE).framework), Inbox(tmp_path)
    for number in range(5):
        wait(tmp_path, "one", f"A carer told us of wait {number}.")
        inbox.queue(ranker)
    assert len(inbox._suggested) <= 3
