"""Lines added to a file's end are there whole or not at all, wherever the program is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cqc_evidence.store import journal
from cqc_evidence.store.journal import Change, ConflictError, commit, locked, unfinished

REPO = Path(__file__).resolve().parents[2]
LOG = "evidence/audit/jo.jsonl"
OLD, MORE = b"one\ntwo\n", b"three\nfour\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "evidence" / "audit").mkdir(parents=True)
    (tmp_path / "evidence" / "a.md").write_bytes(b"old")
    (tmp_path / LOG).write_bytes(OLD)
    return tmp_path


def both() -> list[Change]:
    return [Change("evidence/a.md", b"new", sha256(b"old").hexdigest()), Change(LOG, MORE, end=len(OLD))]


def test_a_line_is_added_and_what_stands_there_stays(root: Path) -> None:
    with locked(root):
        commit(root, both())
        commit(root, [Change("evidence/audit/new.jsonl", b"first\n", end=0)])
    assert (root / LOG).read_bytes() == OLD + MORE
    assert (root / "evidence/audit/new.jsonl").read_bytes() == b"first\n"


@pytest.mark.parametrize("end", [0, len(OLD) - 1, len(OLD) + 1])
def test_a_file_that_ends_elsewhere_than_expected_stops_all_changes(root: Path, end: int) -> None:
    with locked(root), pytest.raises(ConflictError) as caught:
        commit(root, [both()[0], Change(LOG, MORE, end=end)])
    assert caught.value.files == (LOG,)
    assert (root / LOG).read_bytes() == OLD
    assert (root / "evidence/a.md").read_bytes() == b"old"


KILLS = {
    "before the journal has its name": "journal.replace = lambda *_: die()",
    "when the journal is there": "journal._finish = lambda *_: die()",
    "when the first file is written": "journal._add = lambda *_: die()",
    "in the middle of the lines": """
def half(target, end, data):
    with target.open("r+b") as file:
        file.seek(end)
        file.write(data[:5])
    die()
journal._add = half""",
    "when all is written and the journal is still there": """
add = journal._add
def whole(*told):
    add(*told)
    die()
journal._add = whole""",
}
PROGRAM = """
import os, signal, sys
from pathlib import Path
from cqc_evidence.store import journal
from tests.store.test_added_at_the_end import both
def die(): os.kill(os.getpid(), signal.SIGKILL)
with journal.locked(Path(sys.argv[1])):
    exec(sys.argv[2])
    journal.commit(Path(sys.argv[1]), both())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this machine has no such signal")
@pytest.mark.parametrize("when", KILLS)
def test_a_program_that_is_killed_leaves_all_of_it_or_nothing(root: Path, when: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), KILLS[when]],
        cwd=REPO, env={**os.environ, "PYTHONPATH": str(REPO)}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    begun = unfinished(root)
    assert begun == (when != "before the journal has its name")
    for _ in range(2):  # whoever comes next finishes it; whoever comes after that has nothing to do
        with locked(root):
            assert not unfinished(root)
            assert (root / LOG).read_bytes() == (OLD + MORE if begun else OLD)
            assert (root / "evidence/a.md").read_bytes() == (b"new" if begun else b"old")
    assert [path for path in root.rglob("*") if path.name.endswith(".part") or "changes" in path.name] == []


@pytest.mark.parametrize("written", [0, 1])
def test_a_disk_that_refuses_after_the_journal_leaves_nothing_unless_a_file_was_written_already(
    root: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    real, files = journal._write_whole, []

    def full(path: Path, data: bytes, *, sync: bool = True) -> None:
        if path.name == "a.md":
            files.append(path)
            if written == 0:
                raise OSError(28, "No space left on device")
        real(path, data, sync=sync)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_write_whole", full)
    monkeypatch.setattr(journal, "_add", no_room)
    with locked(root), pytest.raises(OSError, match="No space"):
        commit(root, both())
    monkeypatch.undo()
    assert files, "the journal was written, and then the first file refused"
    assert unfinished(root) == bool(written)
    with locked(root):
        assert (root / LOG).read_bytes() == (OLD + MORE if written else OLD)
        assert (root / "evidence/a.md").read_bytes() == (b"new" if written else b"old")


def test_a_disk_that_refuses_a_change_whose_file_nobody_looked_at_before_leaves_it_to_be_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_take_away", no_room)
    with locked(root), pytest.raises(OSError, match="No space"):
        commit(root, [Change("evidence/a.md", None)])
    monkeypatch.undo()
    with locked(root):
        assert not (root / "evidence/a.md").exists()


def test_a_file_that_cannot_even_be_looked_at_after_a_refusal_leaves_the_change_to_be_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        def unseen(*_: object) -> bool:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(journal, "_as_expected", unseen)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_take_away", refuse)
    with locked(root), pytest.raises(OSError, match="No space"):
        commit(root, [Change("evidence/a.md", None, sha256(b"old").hexdigest())])
    assert unfinished(root)


def test_finishing_twice_adds_the_lines_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with locked(root):
        monkeypatch.setattr(journal, "_finish", lambda _root: None)
        commit(root, both())
        kept = (root / ".cqc-evidence-changes").read_bytes()
        monkeypatch.undo()
    for _ in range(3):
        (root / ".cqc-evidence-changes").write_bytes(kept)
        with locked(root):
            assert (root / LOG).read_bytes() == OLD + MORE
