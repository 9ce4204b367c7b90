"""The installed command as the computer starts it: consoles, pipes, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import DAY, REPO, process

OLD_CONSOLE = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(
    "command",
    [
        ("coverage",),
        ("check",),
        ("explain", "assessing-needs"),
        ("show", "evidence/narrative/equity.md"),
        ("build", "--format", "html"),
        ("schema", "item"),
        ("coverage", "--format", "csv"),
    ],
)
def test_an_old_windows_console_breaks_nothing(example: Path, command: tuple[str, ...]) -> None:
    ran = process("--today", DAY, *command, at=example, **OLD_CONSOLE)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode("utf-8")


def test_an_old_console_shows_errors_too(wrong: Path) -> None:
    (wrong / "evidence" / "zoë.md").write_text("---\nid: “quoted”\n---\n", encoding="utf-8")
    ran = process("check", at=wrong, **OLD_CONSOLE)
    assert ran.returncode == 1
    assert "“quoted”" in ran.stdout.decode("utf-8")
    assert ran.stderr == b""


def test_exit_codes_reach_the_shell(small: Path, wrong: Path, tmp_path: Path) -> None:
    assert process("check", at=small).returncode == 0
    assert process("check", at=wrong).returncode == 1
    assert process("chekc", at=small).returncode == 2
    assert process("check", at=tmp_path).returncode == 2


def test_a_pipe_that_closes_early_leaves_no_traceback(example: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cqc_evidence", "coverage", "--format", "json"], cwd=example,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(REPO)},
    ) as started:  # fmt: skip
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.read(10)
        started.stdout.close()
        assert b"Traceback" not in started.stderr.read()
        started.wait(30)


def test_two_processes_write_the_same_bytes_whatever_their_hash_seed(small: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        ran = process(
            "--today", DAY, "build", "--format", "all", "--out", tmp_path / seed, at=small, PYTHONHASHSEED=seed
        )
        assert ran.returncode == 0
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


def test_nothing_warns(small: Path) -> None:
    ran = process("build", "--format", "all", at=small, python=("-W", "error", "-X", "dev"))
    assert (ran.returncode, ran.stderr) == (0, b"")
