"""A computer that dies in the middle of an import leaves the old state or the new one, never half an item."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cqc_evidence.model.intake import Imported
from cqc_evidence.read.inbox import read_inbox
from cqc_evidence.read.logs import IMPORTS, read_log
from cqc_evidence.store import journal
from tests.cli.support import REPO, contents, cqc
from tests.support import make_project

POINTS = 50
DOCUMENTS = 6
SEED = 20261125


@pytest.fixture(scope="module")
def incoming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return documents that each bring some candidates; no process of its own is needed to read them."""
    folder = tmp_path_factory.mktemp("incoming")
    words = random.Random(SEED)  # noqa: S311  # a test, not a secret
    for number in range(DOCUMENTS):
        lines = [f"Specimen notes {number}", ""]
        for heading in range(4):
            lines += [f"# Part {heading}", ""]
            lines += [
                f"Staff said in week {words.randrange(50)} that {words.randrange(10**9)} things had changed for the better.",
                "",
            ]
        (folder / f"notes {number}.md").write_text("\n".join(lines), encoding="utf-8")
    return folder


DIES = """\
import os, signal, sys, threading
project, number, later = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
done = 0
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def watch(event, args):
    global done
    if event == "open":
        writes = args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    else:
        writes = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
    if writes and str(args[0]).startswith(project):
        done += 1
        if done == number:
            threading.Timer(later, die).start() if later else die()
sys.addaudithook(watch)
sys.argv = ["cqc-evidence", "--today", "2026-03-31", "import", *sys.argv[4:]]
from cqc_evidence.cli.main import run
try:
    run()
finally:
    print(done)
"""
"""An import that ends itself as a power cut would, when it is about to change a file for the n-th time, or a moment later."""


def start(project: Path, incoming: Path, number: int = 0, later: float = 0.0) -> subprocess.CompletedProcess[str]:
    """Run an import that dies at the n-th change; 0 lets it live. Its last line is how many changes it made."""
    return subprocess.run(
        [sys.executable, "-c", DIES, str(project), str(number), str(later), str(incoming)], cwd=project, check=False,
        capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": str(REPO)},
    )  # fmt: skip


def seen(project: Path) -> dict[str, bytes]:
    """Return the files that a person sees."""
    return {name: data for name, data in contents(project).items() if not Path(name).name.startswith(".")}


def no_half_state(project: Path) -> None:
    """Check that every candidate and every original is whole, and that the log names only what is there."""
    by_document: dict[str, set[str]] = {}
    for one in read_inbox(project):
        assert one.item is not None, f"half an item: {one.file}"
        by_document.setdefault(one.item.source.sha256, set()).add(one.item.id)
        assert one.problems == ()
    for path in (project / "evidence/sources").glob("*"):
        if not path.name.startswith("."):
            assert path.read_bytes().endswith(b"better.\n"), f"half an original: {path.name}"
    imported, broken = read_log(project, IMPORTS, Imported)
    assert broken == ()
    if journal.unfinished(project):
        return
    logged = {one.sha256: {candidate.id for candidate in one.candidates} for one in imported}
    assert by_document == logged, "an original with some of its candidates, or none"
    originals = {sha256(path.read_bytes()).hexdigest() for path in (project / "evidence/sources").glob("*.md")}
    assert originals == set(logged)


def test_killed_at_fifty_points_an_import_leaves_no_half_state(incoming: Path, tmp_path: Path) -> None:
    whole = make_project(tmp_path / "whole")
    ended = start(whole, incoming)
    assert ended.returncode == 0, ended.stderr
    changes = int(ended.stdout.splitlines()[-1])
    wanted = seen(whole)
    moments = random.Random(SEED)  # noqa: S311  # a test, not a secret
    states: set[int] = set()
    killed = unfinished = 0
    for point in range(POINTS):
        project = make_project(tmp_path / f"killed-{point}")
        later = moments.random() * 0.002 if point % 3 == 0 else 0.0
        killed += start(project, incoming, moments.randint(1, changes), later).returncode == -signal.SIGKILL
        no_half_state(project)
        unfinished += journal.unfinished(project)
        states.add(len(list((project / "evidence/sources").glob("*.md"))))
        assert cqc("--today", "2026-03-31", "import", incoming, at=project).code == 0
        assert seen(project) == wanted, "what broke off is made good by the next import"
        assert not journal.unfinished(project)
        shutil.rmtree(project)
    assert killed >= POINTS - 5
    assert unfinished >= 5, "some must die after the journal and before its end"
    assert len(states) >= 4, f"killed too early or too late to tell anything: {states}"
