"""The cache is a way to be quick, never a second truth, and never a place where words outlive their file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqc_evidence.model.evidence import Item
from cqc_evidence.read import cache as cache_module
from cqc_evidence.read.cache import ItemCache
from cqc_evidence.read.items import read_item
from cqc_evidence.read.shipped import shipped
from tests.support import item_text, make_project, read, write_files

WORDS = "Quite unmistakable words"
FULL = item_text(
    "full", "figures: [{id: a, value: 1.5, unit: percent, numerator: 3, denominator: 200, period: 2024-04/2025-03}]",
    "actions: [{action: Talk, raised: 2025-01, from: [a, b], done: unknown, reported_back: {to: staff, date: 2025}, effect: too-early}]",
    "permission: {basis: given, scope: [internal], until: 2026-01-01}", "review_by: 2026-01-01", "n: 3", body="Words – “£5” 😀",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project with an item that uses most keys."""
    return make_project(
        tmp_path / "project", {"evidence/full.md": FULL, "evidence/words.md": item_text("words", body=WORDS)}
    )


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with each file that is parsed rather than remembered."""
    files: list[str] = []

    def watch(data: bytes, file: str) -> object:
        files.append(file)
        return read_item(data, file)

    monkeypatch.setattr(cache_module, "read_item", watch)
    return files


def cache(tmp_path: Path, version: str = "1") -> ItemCache:
    """Return the cache of a test."""
    return ItemCache(tmp_path / "cache" / "items.sqlite", version)


def rows(tmp_path: Path) -> list[tuple[str, str, str]]:
    """Return what the cache's file holds."""
    with closing(sqlite3.connect(tmp_path / "cache" / "items.sqlite")) as database:
        return database.execute("SELECT key, seal, json FROM item").fetchall()


def change(tmp_path: Path, statement: str, *values: object) -> None:
    """Change the cache's file behind its back."""
    with closing(sqlite3.connect(tmp_path / "cache" / "items.sqlite")) as database, database:
        database.execute(statement, values)


def test_warm_equals_cold_and_parses_nothing(tmp_path, folder, parsed):
    cold = read(folder)
    first = read(folder, cache=cache(tmp_path))
    parsed.clear()
    warm = read(folder, cache=cache(tmp_path))
    assert parsed == []
    assert warm == first == cold
    assert warm.model_dump_json() == cold.model_dump_json()


def test_warm_equals_cold_for_the_worked_example(tmp_path, parsed):
    cold = read(shipped())
    read(shipped(), cache=cache(tmp_path))
    parsed.clear()
    assert read(shipped(), cache=cache(tmp_path)).model_dump_json() == cold.model_dump_json()
    assert parsed == []


def test_only_a_changed_file_is_parsed_again(tmp_path, folder, parsed):
    read(folder, cache=cache(tmp_path))
    write_files(folder, {"evidence/full.md": FULL.replace("Talk", "Listen")})
    parsed.clear()
    assert read(folder, cache=cache(tmp_path)).items[0].actions[0].action == "Listen"
    assert parsed == ["evidence/full.md"]


def test_a_file_that_moved_is_parsed_again_so_that_its_place_is_right(tmp_path, folder, parsed):
    read(folder, cache=cache(tmp_path))
    (folder / "evidence/full.md").rename(folder / "evidence/moved.md")
    parsed.clear()
    assert read(folder, cache=cache(tmp_path)).items[0].location.file == "evidence/moved.md"
    assert parsed == ["evidence/moved.md"]


def test_a_new_version_of_the_reader_trusts_no_old_entry(tmp_path, folder, parsed):
    read(folder, cache=cache(tmp_path))
    parsed.clear()
    read(folder, cache=cache(tmp_path, "2"))
    assert len(parsed) == 3
    assert len(rows(tmp_path)) == 3


def test_an_item_with_a_problem_is_never_stored_so_that_the_problem_is_told_again(tmp_path, folder):
    write_files(folder, {"evidence/full.md": FULL.replace("n: 3", "onwer: x")})
    first = read(folder, cache=cache(tmp_path))
    second = read(folder, cache=cache(tmp_path))
    assert [problem.rule for problem in first.problems] == ["unknown-key"]
    assert second == first
    assert len(rows(tmp_path)) == 2


@pytest.mark.parametrize("changes", [{"sensitivity": "personal"}, {"status": "withdrawn"}, {"status": "rejected"}, {"permission": "{basis: withdrawn}"}])  # fmt: skip
def test_a_personal_or_withdrawn_item_is_never_stored(tmp_path, folder, changes):
    write_files(folder, {"evidence/words.md": item_text("words", body=WORDS, **changes)})
    read(folder, cache=cache(tmp_path))
    assert WORDS not in "".join(row[2] for row in rows(tmp_path))
    assert len(rows(tmp_path)) == 2


@pytest.mark.parametrize("then", ["withdrawn", "personal", "deleted"])
def test_nothing_of_an_items_words_stays_in_the_file_once_it_is_gone(tmp_path, folder, then):
    read(folder, cache=cache(tmp_path))
    stored = tmp_path / "cache" / "items.sqlite"
    assert WORDS.encode() in stored.read_bytes(), "the test would see the words"
    if then == "deleted":
        (folder / "evidence/words.md").unlink()
    else:
        key = "status" if then == "withdrawn" else "sensitivity"
        write_files(folder, {"evidence/words.md": item_text("words", body=WORDS, **{key: then})})
    read(folder, cache=cache(tmp_path))
    left = b"".join(path.read_bytes() for path in stored.parent.iterdir())
    assert WORDS.encode() not in left
    assert len(rows(tmp_path)) == 2


@pytest.mark.parametrize("garbage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 200, b"\0" * 4096])
def test_a_file_that_is_no_database_is_harmless(tmp_path, folder, garbage):
    write_files(tmp_path, {"cache/items.sqlite": garbage})
    assert read(folder, cache=cache(tmp_path)) == read(folder)
    assert read(folder, cache=cache(tmp_path)) == read(folder)
    assert len(rows(tmp_path)) == 3, "it is mended on the way"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40), st.booleans())
def test_a_damaged_file_is_harmless(tmp_path, folder, at, new, cut):
    cold = read(folder)
    read(folder, cache=cache(tmp_path))
    stored = tmp_path / "cache" / "items.sqlite"
    data = stored.read_bytes()
    stored.write_bytes(data[:at] if cut else data[:at] + new + data[at + len(new) :])
    assert read(folder, cache=cache(tmp_path)) == cold


@pytest.mark.parametrize("value", ["{}", "[]", "", "null", '{"id": "x"}', "],[", b"\xff", None, 7])
def test_an_entry_that_was_changed_is_not_believed(tmp_path, folder, value):
    read(folder, cache=cache(tmp_path))
    change(tmp_path, "UPDATE item SET json = ?", value)
    assert read(folder, cache=cache(tmp_path)) == read(folder)


def test_an_item_made_to_look_accepted_in_the_cache_is_not_believed(tmp_path, folder):
    write_files(folder, {"evidence/words.md": item_text("words", status="proposed")})
    read(folder, cache=cache(tmp_path))
    change(tmp_path, "UPDATE item SET json = replace(json, 'proposed', 'accepted')")
    assert [item.status for item in read(folder, cache=cache(tmp_path)).items if item.id == "words"] == ["proposed"]


def test_an_entry_of_another_shape_with_a_true_seal_is_thrown_away(tmp_path, folder):
    read(folder, cache=cache(tmp_path))
    key = rows(tmp_path)[0][0]
    text = '{"id": "x"}'
    change(
        tmp_path,
        "UPDATE item SET json = ?, seal = ? WHERE key = ?",
        text,
        sha256(f"{key}\0{text}".encode()).hexdigest(),
        key,
    )
    assert read(folder, cache=cache(tmp_path)) == read(folder)
    assert len(rows(tmp_path)) == 3


def test_two_entries_that_were_exchanged_are_not_believed(tmp_path, folder):
    read(folder, cache=cache(tmp_path))
    (one, seal, text), (other, *_), _ = rows(tmp_path)
    change(tmp_path, "UPDATE item SET json = ?, seal = ? WHERE key = ?", text, seal, other)
    assert one != other
    assert read(folder, cache=cache(tmp_path)) == read(folder)


def test_a_table_of_an_older_shape_is_thrown_away(tmp_path, folder):
    stored = tmp_path / "cache" / "items.sqlite"
    stored.parent.mkdir()
    with closing(sqlite3.connect(stored)) as database, database:
        database.execute("CREATE TABLE item (key TEXT PRIMARY KEY, json TEXT)")
    assert read(folder, cache=cache(tmp_path)) == read(folder)
    assert len(rows(tmp_path)) == 3


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path, folder):
    write_files(tmp_path, {"cache": "a file where the folder should be"})
    assert read(folder, cache=cache(tmp_path)) == read(folder)
    (tmp_path / "items.sqlite").mkdir()
    assert read(folder, cache=ItemCache(tmp_path / "items.sqlite", "1")) == read(folder)


def test_without_a_file_nothing_is_remembered(folder):
    assert ItemCache.none().path is None
    assert read(folder, cache=ItemCache.none()) == read(folder)


def test_a_damaged_cache_that_cannot_be_deleted_is_no_failure(tmp_path, folder, monkeypatch):
    write_files(tmp_path, {"cache/items.sqlite": "not a database"})

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    assert read(folder, cache=cache(tmp_path)) == read(folder)


def test_the_file_is_no_larger_than_what_it_remembers_needs(tmp_path, folder):
    for number in range(3):
        write_files(folder, {"evidence/words.md": item_text("words", body=f"{WORDS} {number}")})
        read(folder, cache=cache(tmp_path))
    assert len(rows(tmp_path)) == 3
    assert os.listdir(tmp_path / "cache") == ["items.sqlite"]  # noqa: PTH208  # a journal would show


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=20)


@settings(max_examples=30)
@given(title=words, body=words, value=st.floats(allow_nan=False, allow_infinity=False))
def test_an_item_survives_the_cache_letter_for_letter(title, body, value):
    item = Item.model_validate({"id": "a", "kind": "k", "title": title, "date": "2025", "voice": "staff", "source": {}, "tags": [], "body": body,
                                "figures": [{"id": "f", "value": value, "unit": "u"}], "actions": [{"action": "a", "from": ["b"]}]})  # fmt: skip
    assert Item.model_validate_json(item.model_dump_json(by_alias=True)) == item
