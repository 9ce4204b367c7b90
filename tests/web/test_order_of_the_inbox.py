"""Passages of one document stand in the order in which the document has them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("flask")

from cqc_evidence.web.inbox import Inbox

CANDIDATE = "---\nid: {name}\nkind: reflection\ntitle: A passage\ndate: 2026-03\nvoice: staff\nsource: {{citation: Notes}}\ntags: []\n---\nIts text.\n"


def test_passages_are_listed_by_their_place_and_not_letter_by_letter(tmp_path: Path) -> None:
    names = ["notes-paragraphs-1-to-2", "notes-paragraph-3", "notes-paragraphs-4-to-5", "notes-paragraph-10"]
    folder = tmp_path / "evidence" / "inbox" / "notes"
    folder.mkdir(parents=True)
    for name in reversed(names):
        (folder / f"{name}.md").write_text(CANDIDATE.format(name=name), encoding="utf-8")
    assert [one.item.id for one in Inbox(tmp_path).candidates()] == names
