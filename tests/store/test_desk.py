"""Several people and programs write into one project: turn by turn, and each change is in the trail."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from cqc_evidence.model.audit import AuditLine, Said
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.audit import broken_chains, chain_files, read_chain
from cqc_evidence.read.items import read_item
from cqc_evidence.store.desk import Desk, UnchangeableError, change_of, move_of, new_file_of, removal_of
from cqc_evidence.store.journal import ABSENT, Change, ConflictError
from tests.support import ITEM, item_text, write_files

REPO = Path(__file__).resolve().parents[2]
SHARED = "evidence/shared.txt"
SAVES = 6


def save_often(root: Path, machine: str, people: int) -> None:
    """Let some people of one program add a line each to one file, several times, and once to a file of their own."""
    desk = Desk(root, machine)

    def work(person: int) -> None:
        for number in range(SAVES):
            mark = f"{machine} {person} {number}\n".encode()
            while True:
                data = (root / SHARED).read_bytes()
                new = data + mark
                was, now = sha256(data).hexdigest(), sha256(new).hexdigest()
                said = Said(did="added", about=mark.decode(), file=SHARED, before=was, after=now)
                own = Change(f"evidence/{machine}-{person}-{number}.txt", mark, ABSENT)
                try:
                    desk.save([Change(SHARED, new, was), own], [said], f"person {person}")
                except ConflictError:
                    continue
                break

    threads = [threading.Thread(target=work, args=(person,)) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def lines_of(root: Path) -> list[AuditLine]:
    return [line for file in chain_files(root) for line in read_chain((root / file).read_bytes())]


def test_many_threads_of_two_programs_lose_nothing_and_leave_whole_chains(tmp_path: Path) -> None:
    write_files(tmp_path, {SHARED: ""})
    code = "import sys; from pathlib import Path; from tests.store.test_desk import save_often; save_often(Path(sys.argv[1]), sys.argv[2], 3)"
    others = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), machine], cwd=REPO) for machine in ("desk", "lap")
    ]
    assert [one.wait(100) for one in others] == [0, 0]
    expected = {
        f"{machine} {person} {number}" for machine in ("desk", "lap") for person in range(3) for number in range(SAVES)
    }
    assert Counter((tmp_path / SHARED).read_text().splitlines()) == dict.fromkeys(expected, 1)
    lines = lines_of(tmp_path)
    assert {line.said.about.strip() for line in lines} == expected
    assert len(chain_files(tmp_path)) == 6, "one chain a person and machine"
    assert broken_chains(tmp_path) == ()
    following = {line.said.before: line for line in lines}
    digest, seen = sha256(b"").hexdigest(), 0
    while digest in following:
        digest, seen = following[digest].said.after, seen + 1
    assert seen == len(lines), "across all people each change begins where another one ended"
    assert digest == sha256((tmp_path / SHARED).read_bytes()).hexdigest()
    assert len(list((tmp_path / "evidence").glob("*-*-*.txt"))) == len(expected)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path, {"evidence/a.md": ITEM})


def item_of(root: Path, file: str = "evidence/a.md") -> Item:
    item, found = read_item((root / file).read_bytes(), file)
    assert item is not None, found
    return item


def test_a_change_that_comes_too_late_is_in_no_file_and_no_trail(root: Path) -> None:
    data, before = (root / "evidence/a.md").read_bytes(), item_of(root)
    change, said = change_of("evidence/a.md", data, before, before.model_copy(update={"title": "Mine"}), "edited")
    (root / "evidence/a.md").write_bytes(data + b"\nTheirs.\n")
    with pytest.raises(ConflictError):
        Desk(root, "laptop").save([change], [said], "jo")
    assert (root / "evidence/a.md").read_bytes() == data + b"\nTheirs.\n"
    assert lines_of(root) == []


def test_the_trail_tells_what_was_there_before_and_after_of_each_sort_of_change(root: Path) -> None:
    desk = Desk(root, "laptop")
    data, before = (root / "evidence/a.md").read_bytes(), item_of(root)
    after = before.model_copy(update={"title": "Another"})
    change, said = change_of("evidence/a.md", data, before, after, "edited")
    (line,) = desk.save([change], [said], "jo")
    assert line.said.changes == {"title": ("Staff met every week", "Another")}
    assert line.said.after == sha256((root / "evidence/a.md").read_bytes()).hexdigest()
    changes, said = move_of(
        "evidence/a.md", "evidence/b.md", (root / "evidence/a.md").read_bytes(), after, before, "moved"
    )
    (line,) = desk.save(changes, [said], "jo")
    assert (line.said.file, line.said.moved_from) == ("evidence/b.md", "evidence/a.md")
    assert not (root / "evidence/a.md").exists()
    removal, said = removal_of("evidence/b.md", (root / "evidence/b.md").read_bytes(), before, "set aside")
    (line,) = desk.save([removal], [said], "jo")
    assert line.said.after == ""
    assert line.said.changes["title"] == ("Staff met every week", None)
    made, said = new_file_of("evidence/c.md", before, "undone")
    (line,) = desk.save([made], [said], "jo")
    assert line.said.before == ""
    assert item_of(root, "evidence/c.md").model_copy(update={"location": before.location}) == before
    assert [one.n for one in lines_of(root)] == [1, 2, 3, 4]


def test_no_word_of_a_personal_item_comes_into_the_trail_only_which_keys_changed(root: Path) -> None:
    text = item_text("told", sensitivity="personal", body="She said what nobody must read.")
    write_files(root, {"evidence/told.md": text})
    before = item_of(root, "evidence/told.md")
    for after in (
        before.model_copy(update={"body": "Other secret words.", "title": "A secret title"}),
        before.model_copy(update={"sensitivity": "official", "title": "A secret title"}),
    ):
        change, said = change_of("evidence/told.md", text.encode(), before, after, "edited")
        assert said.changes == {}
        assert "title" in said.keys
        assert "secret" not in said.model_dump_json()
        assert change.data is not None


def test_a_file_that_cannot_be_changed_as_it_stands_is_named_with_the_reason(root: Path) -> None:
    before = item_of(root)
    with pytest.raises(UnchangeableError, match="no front matter") as caught:
        change_of("evidence/a.md", b"Words alone.", before, before.model_copy(update={"title": "B"}), "edited")
    assert caught.value.file == "evidence/a.md"
