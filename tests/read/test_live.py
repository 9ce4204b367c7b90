"""Items held in memory between two readings: always what a reading without any memory would give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.read import items as items_room
from cqc_evidence.read import live as live_room
from cqc_evidence.read import read_project
from cqc_evidence.read.cache import ItemCache
from cqc_evidence.read.live import LiveItems
from tests.support import TODAY, item_text, make_project, write_files

FILES = ("evidence/a.md", "evidence/b/c.md", "evidence/z.md", "evidence/weekly-reflection.md", "evidence/comments.yaml")
CONTENTS = (
    item_text("one"), item_text("one", title="Other words"), item_text("two", body="Body."), item_text("two", kind="no-such-kind"),
    item_text("three", date="2025-13"), item_text("four", sensitivity="personal"), "no front matter", "", "---\nid: five\n",
    "\ufeff" + item_text("six").replace("\n", "\r\n"), "comments: []\n",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(FILES), st.none() | st.sampled_from(CONTENTS))
ROUND = st.lists(STEP, min_size=1, max_size=3)


def apply(root: Path, steps: list[tuple[str, str | None]]) -> None:
    for file, content in steps:
        if content is None:
            (root / file).unlink(missing_ok=True)
        else:
            write_files(root, {file: content})


@settings(max_examples=25, deadline=None)
@given(st.lists(ROUND, min_size=1, max_size=4), st.booleans())
def test_after_any_changes_the_project_is_the_one_that_a_first_reading_gives(
    tmp_path_factory: pytest.TempPathFactory,
    rounds: list[list[tuple[str, str | None]]],
    stored: bool,  # noqa: FBT001  # hypothesis gives it by place
) -> None:
    folder = tmp_path_factory.mktemp("live")
    root = make_project(folder / "project")
    live = LiveItems(ItemCache(folder / "items.sqlite", "1") if stored else ItemCache.none())
    assert read_project(root, today=TODAY, cache=live) == read_project(root, today=TODAY)
    for steps in rounds:
        apply(root, steps)
        assert read_project(root, today=TODAY, cache=live) == read_project(root, today=TODAY)


def test_only_what_changed_is_parsed_anew_and_the_rest_is_the_very_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path, {f"evidence/{n}.md": item_text(f"item-{n}") for n in range(5)})
    live = LiveItems(ItemCache.none())
    first = {item.id: item for item in read_project(root, today=TODAY, cache=live).items}
    parsed: list[str] = []

    def counted(data: bytes, file: str) -> object:
        parsed.append(file)
        return items_room.read_item(data, file)

    monkeypatch.setattr(live_room, "read_item", counted)
    write_files(root, {"evidence/3.md": item_text("item-3", title="Other words")})
    second = {item.id: item for item in read_project(root, today=TODAY, cache=live).items}
    assert parsed == ["evidence/3.md"]
    assert [name for name in first if first[name] is not second[name]] == ["item-3"]
    read_project(root, today=TODAY, cache=live)
    assert parsed == ["evidence/3.md"]


def test_what_was_taken_away_is_forgotten_and_a_file_of_the_same_bytes_elsewhere_has_its_own_place(
    tmp_path: Path,
) -> None:
    text = item_text("one")
    root = make_project(tmp_path, {"evidence/a.md": text})
    live = LiveItems(ItemCache.none())
    read_project(root, today=TODAY, cache=live)
    (root / "evidence/a.md").rename(root / "evidence/b.md")
    found = next(item for item in read_project(root, today=TODAY, cache=live).items if item.id == "one")
    assert found.location.file == "evidence/b.md"
    (root / "evidence/b.md").unlink()
    read_project(root, today=TODAY, cache=live)
    assert {file for file, _ in live._held} == {"evidence/weekly-reflection.md"}
