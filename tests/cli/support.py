"""Typing a command, and what comes back."""

from __future__ import annotations

import contextlib
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from click.testing import CliRunner

from cqc_evidence.cli.main import run

REPO = Path(__file__).resolve().parents[2]
DAY = "2021-06-15"
"""Governs permission wherever the worked example is built."""


class Typed(NamedTuple):
    """What a command gave back."""

    code: int
    out: str
    err: str


class _Door:
    """The installed command, in the shape that click's runner asks for."""

    name = "cqc-evidence"

    @staticmethod
    def main(args: tuple[str, ...], prog_name: str, **_: object) -> None:
        with patch.object(sys, "argv", [prog_name, *args]):
            run()


def cqc(*arguments: object, at: Path | None = None, colour: bool = False) -> Typed:
    """Type `cqc-evidence …` in a folder and return what a person sees."""
    apart = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
    with contextlib.chdir(at or Path.cwd()):
        result = CliRunner(**apart).invoke(_Door, [str(one) for one in arguments], color=colour)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Typed(result.exit_code, result.stdout, result.stderr)


def process(
    *arguments: object, at: Path, python: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m cqc_evidence …` for real."""
    return subprocess.run(
        [sys.executable, *python, "-m", "cqc_evidence", *map(str, arguments)],
        cwd=at, capture_output=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(REPO), **environment},
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def widest(text: str) -> int:
    """Return the length of the longest line."""
    return max(map(len, text.splitlines()), default=0)
