"""Several files change together, whatever happens, and never over somebody else's work."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cqc_evidence.store import journal
from cqc_evidence.store.journal import ABSENT, Change, ConflictError, OutsideError, commit, locked, unfinished
from tests.cli.support import contents


def sha(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "evidence" / "inbox" / "notes").mkdir(parents=True)
    (folder / "evidence" / "a.md").write_bytes(b"old a")
    (folder / "evidence" / "inbox" / "notes" / "b.md").write_bytes(b"old b")
    return folder


CHANGES = (
    Change("evidence/a.md", b"new a", sha(b"old a")),
    Change("evidence/inbox/notes/b.md", None, sha(b"old b")),
    Change("evidence/new/c.md", b"new c", ABSENT),
)
NEW = {"evidence/a.md": b"new a", "evidence/new/c.md": b"new c"}


def test_all_changes_are_made_and_nothing_is_left_behind(root: Path) -> None:
    with locked(root):
        commit(root, CHANGES)
    assert contents(root) == NEW
    assert not (root / "evidence/inbox/notes").exists(), "an empty folder of a document's own goes too"
    assert (root / "evidence/inbox").is_dir()


@pytest.mark.parametrize(
    "late",
    [
        Change("evidence/a.md", b"mine", sha(b"what I saw")),
        Change("evidence/a.md", b"mine", ABSENT),
        Change("evidence/gone.md", None, sha(b"what I saw")),
    ],
)
def test_a_file_that_somebody_else_changed_stops_all_changes(late: Change, root: Path) -> None:
    before = contents(root)
    with locked(root), pytest.raises(ConflictError) as caught:
        commit(root, [Change("evidence/z.md", b"z", ABSENT), late])
    assert caught.value.files == (late.file,)
    assert contents(root) == before


def test_a_link_out_of_the_project_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / "evidence" / "sources").symlink_to(tmp_path / "outside", target_is_directory=True)
    with locked(root), pytest.raises(OutsideError):
        commit(root, [Change("evidence/sources/x.docx", b"x", ABSENT)])
    with locked(root), pytest.raises(OutsideError):
        commit(root, [Change("../outside/x.docx", b"x", ABSENT)])
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_full_disk_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = contents(root)
    monkeypatch.setattr("cqc_evidence.store.journal.os.fsync", full)
    with locked(root), pytest.raises(OSError, match="No space"):
        commit(root, CHANGES)
    assert contents(root) == before


@pytest.mark.parametrize("broken_at", range(1, 4))
def test_what_broke_off_is_finished_by_whoever_comes_next(
    broken_at: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = journal._write_whole, []

    def stop(path: Path, data: bytes, *, sync: bool = True) -> None:
        seen.append(path)
        if len(seen) > broken_at:
            raise KeyboardInterrupt
        real(path, data, sync=sync)

    monkeypatch.setattr(journal, "_write_whole", stop)
    try:
        with locked(root):
            commit(root, CHANGES)
    except KeyboardInterrupt:
        assert unfinished(root)
    monkeypatch.setattr(journal, "_write_whole", real)
    with locked(root):
        assert contents(root) == NEW


def test_a_journal_that_was_not_written_whole_changes_nothing(root: Path) -> None:
    before = contents(root)
    (root / f".{journal._JOURNAL}.part").write_bytes(b"half of a jour")
    with locked(root):
        assert contents(root) == before


def test_a_damaged_journal_is_put_aside_and_stops_nobody(root: Path) -> None:
    (root / journal._JOURNAL).write_bytes(b"no zip at all")
    with locked(root):
        commit(root, CHANGES)
    assert (root / f"{journal._JOURNAL}.damaged").read_bytes() == b"no zip at all"
    assert contents(root).items() >= NEW.items()


def test_two_programs_do_not_change_a_project_at_once(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from cqc_evidence.store import journal\n"
        "journal._PATIENCE = 0.2\n"
        "try:\n"
        "    with journal.locked(Path(sys.argv[1])): print('in')\n"
        "except journal.BusyError: print('busy')\n"
    )

    def other() -> str:
        ran = subprocess.run(
            [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True, timeout=60
        )
        return ran.stdout.strip()

    with locked(root):
        assert other() == "busy"
    assert other() == "in"


def test_many_files_are_changed_in_one_go(root: Path) -> None:
    many = [Change(f"evidence/many/{number}.md", b"%d" % number, ABSENT) for number in range(150)]
    with locked(root):
        commit(root, many)
    assert len(list((root / "evidence/many").iterdir())) == 150


def test_nothing_to_change_writes_nothing(root: Path) -> None:
    before = contents(root)
    with locked(root):
        commit(root, [])
    assert contents(root) == before
