"""What a file does to a library stays in one process apart; the other files go on."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.intake import ReadOptions, Worker, guard
from cqc_evidence.intake.safety.guard import ENDINGS
from cqc_evidence.intake.safety.importers import AT_HOME, IMPORTERS, importer_for
from cqc_evidence.intake.safety.worker import read_here
from cqc_evidence.model.diagnostic import has_errors
from cqc_evidence.model.intake import Document

ROOT = Path(__file__).parents[2]
NAMES = {
    name: f"tests.intake.naughty:{name}"
    for name in (
        "well",
        "raises",
        "hangs",
        "finds_far_too_much",
        "stops_reading",
        "dies",
        "leaves_a_trap",
        "eats_memory",
        "talks",
    )
}
OPTIONS = ReadOptions()


def naughty(seconds: int = 20, **limits: int) -> Worker:
    return Worker(NAMES.values(), seconds=seconds, **limits)


def read(worker: Worker, name: str, data: bytes = b"Specimen", file: str = "notes.docx") -> Document:
    return worker.read(NAMES[name], data, file, OPTIONS)


def rules(document: Document) -> list[str]:
    return [one.rule for one in document.problems]


def gone(pid: int) -> bool:
    """Return whether a process ends within a while."""
    for _ in range(100):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z":
                return True
            os.kill(pid, 0)
            time.sleep(0.05)
            continue
        return True
    return False


def test_a_document_comes_back_as_the_importer_made_it() -> None:
    with naughty() as worker:
        found = worker.read(NAMES["well"], bytes(3_000_000), "notes.docx", ReadOptions(kind="huddle"))
        assert found.extracts[0].text == f"3000000 bytes, process {worker.pid}"
        assert (found.title, found.kind, str(found.date)) == ("notes.docx", "huddle", "2026-03")
        assert worker.pid != os.getpid()


def test_all_files_are_read_in_one_process_which_ends_with_the_run() -> None:
    with naughty() as worker:
        read(worker, "well")
        first = worker.pid
        read(worker, "well")
        assert worker.pid == first
    assert first is not None
    assert gone(first)


def test_no_process_starts_before_a_file_needs_one() -> None:
    with Worker() as worker:
        worker.read(IMPORTERS[".txt"], b"We met in the Specimen library on Tuesday.", "notes.txt", OPTIONS)
        worker.read(IMPORTERS[".eml"], b"Subject: Specimen\n\nWe met on Tuesday.", "notes.eml", OPTIONS)
        assert worker.pid is None


@pytest.mark.parametrize("error", ["zip", "key", "zlib", "deep", "assert", "panic", "end", "unicode"])
def test_whatever_a_library_raises_the_file_is_damaged_and_the_process_stays(error: str) -> None:
    with naughty() as worker:
        read(worker, "well")
        before = worker.pid
        found = read(worker, "raises", error.encode(), "torn.docx")
        assert rules(found) == ["damaged-file"]
        assert found.problems[0].location.file == "torn.docx"
        assert worker.pid == before


def test_a_file_that_hangs_is_given_up_and_the_next_one_is_read() -> None:
    with naughty(seconds=1) as worker:
        read(worker, "well")
        before = worker.pid
        found = read(worker, "hangs")
        assert rules(found) == ["slow-file"]
        assert "more than 1 seconds" in found.problems[0].message
        assert before is not None
        assert gone(before)
        assert read(worker, "well").title == "notes.docx"


def test_a_process_that_stopped_reading_holds_nobody_up() -> None:
    with naughty(seconds=1) as worker:
        assert rules(read(worker, "stops_reading", b"stop")) == ["slow-file"]
        read(worker, "well")
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)
        assert rules(read(worker, "well", bytes(20_000_000))) == ["slow-file"]
        assert rules(read(worker, "well")) == []


def test_a_process_that_breaks_is_replaced() -> None:
    with naughty() as worker:
        assert rules(read(worker, "dies")) == ["slow-file"]
        assert rules(read(worker, "well")) == []
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        assert gone(worker.pid)
        assert rules(read(worker, "well")) == []


def test_a_document_of_far_too_many_passages_is_refused_whole() -> None:
    with naughty() as worker:
        assert len(read(worker, "finds_far_too_much", b"10000").extracts) == 10_000
        found = read(worker, "finds_far_too_much", b"10001")
    assert (found.extracts, rules(found)) == ((), ["too-large"])
    assert "10,001 passages" in found.problems[0].message


def test_a_file_is_not_blamed_for_what_the_one_before_it_broke() -> None:
    with naughty() as worker:
        assert rules(read(worker, "leaves_a_trap")) == []
        assert rules(read(worker, "well")) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other machines do not tell what is in use")
@pytest.mark.parametrize("limits", [{"memory": 10**12}, {"reserve": 10**12}], ids=["by reserve", "by use"])
def test_a_file_that_wants_too_much_memory_is_given_up_and_the_process_replaced(limits: dict[str, int]) -> None:
    with naughty(**limits) as worker:
        read(worker, "well")
        before = worker.pid
        assert rules(read(worker, "eats_memory", bytes(1000))) == ["slow-file"]
        assert worker.pid is None
        assert rules(read(worker, "well")) == []
        assert worker.pid != before


def test_only_importers_of_the_table_are_ever_run() -> None:
    with Worker() as worker:
        assert rules(worker.read("os:getcwd", b"", "notes.docx", OPTIONS)) == ["damaged-file"]
        assert rules(worker.read(NAMES["well"], b"", "notes.docx", OPTIONS)) == ["damaged-file"]
    assert rules(read_here("os:getcwd", b"", "notes.txt", OPTIONS)) == ["damaged-file"]


def test_a_library_does_not_speak_to_the_person(capfd: pytest.CaptureFixture[str]) -> None:
    with naughty() as worker:
        assert rules(read(worker, "talks")) == []
    assert capfd.readouterr() == ("", "")


PARENT = """
import sys, json
from cqc_evidence.intake import ReadOptions, Worker, guard
from tests.intake.test_worker import NAMES, OPTIONS
if __name__ == "__main__":
    worker = Worker(NAMES.values())
    worker.read(NAMES["well"], b"", "a.docx", OPTIONS)
    print(json.dumps(worker.pid), flush=True)
    worker.read(NAMES["hangs"], b"", "a.docx", OPTIONS)
"""


def test_the_process_ends_by_itself_when_the_program_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout is not None
        pid = json.loads(parent.stdout.readline())
        assert not gone_now(pid)
        parent.kill()
    assert gone(pid)


def gone_now(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_every_ending_has_its_importer() -> None:
    assert set(IMPORTERS) == set(ENDINGS)
    assert importer_for("2026/Notes.DOCX", b"") == "cqc_evidence.intake.word.read:read_docx"
    assert set(IMPORTERS.values()) >= AT_HOME


@settings(max_examples=200)
@given(st.sampled_from([".txt", ".md", ".eml"]), st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_read_here_give_a_document_or_located_problems(ending: str, data: bytes) -> None:
    file = f"any{ending}"
    found = guard(data, file)
    if not has_errors(found):
        document = read_here(IMPORTERS[ending], data, file, OPTIONS)
        assert Document.model_validate_json(document.model_dump_json(by_alias=True)) == document
        assert "damaged-file" not in rules(document)
        assert document.extracts or document.problems
        assert all(one.location.file == file for one in document.problems)


HEADS = st.sampled_from(
    [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj\n<<", b"%PDF-1.4\ntrailer <</Root 1 0 R/Size 9>>\nstartxref\n9\n"]
)


def test_any_bytes_read_apart_give_a_document_or_located_problems() -> None:
    with Worker() as worker:

        @settings(max_examples=60)
        @given(st.sampled_from([".pdf", ".docx", ".xlsx", ".csv"]), HEADS, st.binary(max_size=300))
        def law(ending: str, head: bytes, data: bytes) -> None:
            file = f"any{ending}"
            whole = head + data if ending == ".pdf" else data
            if has_errors(guard(whole, file)):
                return
            document = worker.read(IMPORTERS[ending], whole, file, OPTIONS)
            assert document.extracts or document.problems
            assert all(one.location.file == file for one in document.problems)

        law()
