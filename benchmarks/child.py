"""One child process and what it cost: its own CPU time and peak memory, not those of whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_MEGA = 1_000_000


class Sample(NamedTuple):
    """What one run of a process cost."""

    cpu: float
    """User and system seconds of the child alone."""
    wall: float
    peak: float
    """Peak resident memory in megabytes."""


class Child(NamedTuple):
    """Runs Python in a surrounding in which nobody's own cache or settings count."""

    environment: Mapping[str, str]
    output: Path
    """Where what a child prints goes; read only when it fails."""

    def run(self, arguments: Sequence[str | Path], python: str | Path = sys.executable) -> Sample:
        """Run `python ARGUMENTS` to its end.

        Linux counts the memory of whoever starts a process towards that process, so the script
        that calls this must stay small: it makes and compares projects in children too.

        Raises:
            SystemExit: with what the child printed, when it did not end well. Specimens have no errors.
        """
        with self.output.open("wb") as printed:
            start = time.perf_counter()
            process = subprocess.Popen(
                [str(python), *map(str, arguments)], env=self.environment, stdout=printed, stderr=printed
            )
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{arguments} ended with {process.returncode}:\n{self.output.read_text(errors='replace')[-2000:]}")
        return Sample(used.ru_utime + used.ru_stime, wall, _megabytes(used.ru_maxrss))


def _megabytes(peak: int) -> float:
    """Return a peak in megabytes; macOS counts it in bytes, Linux in kilobytes."""
    return peak / _MEGA if sys.platform == "darwin" else peak * 1024 / _MEGA
