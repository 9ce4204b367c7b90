"""Long work: the same verbs as on the command line, each in a process of its own, one after the other."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

_LONGEST = 1_800
"""Seconds after which work is stopped."""
_KEPT = 50
_LINES = 400


@dataclass
class Job:
    """One piece of work and how far it has come."""

    id: str
    title: str
    who: str
    arguments: tuple[str, ...]
    then: Callable[[Job], None] | None = None
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    lines: list[str] = field(default_factory=list)
    """What it printed, for people."""
    code: int | None = None
    asked: float = field(default_factory=time.time)
    took: float = 0.0
    clean_up: Callable[[], None] = lambda: None
    result: object = None
    """What `then` made of what was printed."""

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in ("done", "failed")


class Jobs:
    """The queue of one program: whoever asks second waits for the first."""

    def __init__(self, root: Path) -> None:
        """Prepare an empty queue for a project."""
        self.root = root
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def start(self, job: Job) -> Job:
        """Put work into the queue and return at once."""
        with self._lock:
            for old in [one for one in self._jobs.values() if one.over][:-_KEPT]:
                del self._jobs[old.id]
            self._jobs[job.id] = job
        threading.Thread(target=self._run, args=(job,), daemon=True, name=f"job-{job.id}").start()
        return job

    def new(self, title: str, who: str, arguments: Sequence[str]) -> Job:
        """Return work that was not asked for yet."""
        return Job(secrets.token_hex(6), title, who, (*arguments, "--project", str(self.root)))

    def find(self, name: str) -> Job | None:
        """Return a piece of work by its id."""
        return self._jobs.get(name)

    def listed(self) -> list[Job]:
        """Return the pieces of work, the newest first."""
        return sorted(self._jobs.values(), key=lambda one: -one.asked)

    def _run(self, job: Job) -> None:
        with self._turn:
            job.state = "running"
            began = time.monotonic()
            try:
                job.code, printed = verb(job.arguments, _LONGEST)
                job.lines = printed.splitlines()
                if job.then is not None:
                    job.then(job)
                job.lines = job.lines[-_LINES:]
                job.state = "done" if job.code in (0, 1) else "failed"
            except subprocess.TimeoutExpired:
                job.lines.append("It took too long and was stopped. Nothing was written.")
                job.state = "failed"
            except (OSError, ValueError) as error:
                job.lines.append(f"It could not be done: {type(error).__name__}.")
                job.state = "failed"
            finally:
                job.took = time.monotonic() - began
                job.clean_up()


def verb(arguments: Sequence[str], longest: float) -> tuple[int, str]:
    """Run a verb of the command line, and return its exit code and what it printed for people.

    Raises:
        subprocess.TimeoutExpired: when it does not end in time; then it was stopped.
    """
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(  # noqa: S603  # our own program, with arguments that were checked
        [sys.executable, "-m", "cqc_evidence", *arguments, "--no-colour"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=longest, env=environment, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8", "replace")
