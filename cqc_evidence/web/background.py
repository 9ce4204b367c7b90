"""What takes longer than a page: problems, metrics, the words that tags teach. Each is worked out beside, and says of when it is."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from cqc_evidence.model.result import Result
from cqc_evidence.suggest.ranker import Ranker
from cqc_evidence.suggest.texts import accepted_texts
from cqc_evidence.web.site import Site
from cqc_evidence.web.state import State

_CHECK_SECONDS = 300
_CALM = 1.0
"""Seconds without a change before problems are looked for again."""
_IDLE = 90
"""Seconds after the last page from which on nobody looks for changed files."""
_SCAN_EVERY = 2.0
T = TypeVar("T")


class Known(NamedTuple, Generic[T]):
    """What was worked out, and of which state."""

    value: T
    state: State | None


class Background:
    """One thread that looks after a project while people read."""

    def __init__(self, site: Site, check: Callable[[], list[dict[str, Any]]] | None = None) -> None:
        """Prepare; nothing runs before `start`."""
        self.site = site
        self.problems: Known[list[dict[str, Any]]] = Known([], None)
        self._check = check or self._checked
        self._results: Known[tuple[Result, ...]] = Known((), None)
        self._ranker: Known[Ranker] | None = None
        self._ranking = threading.Lock()
        self._measuring = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._changed = 0.0
        site.on_change(self._note)

    def start(self) -> None:
        """Begin to look after the project."""
        threading.Thread(target=self._run, daemon=True, name="background").start()

    def stop(self) -> None:
        """Stop after what is being done."""
        self._stop.set()
        self._wake.set()

    @property
    def checked(self) -> bool:
        """Whether the problems are those of the project as it is now."""
        return self.problems.state is self.site.state

    def ranker(self) -> Ranker:
        """Return what suggests tags; what accepted evidence teaches is learned anew only when a tenth more is there."""
        state = self.site.state
        known = self._ranker
        if known is None or _much_newer(known.state, state):
            with self._ranking:
                if self._ranker is known:
                    self._ranker = Known(Ranker(state.framework, accepted_texts(state.project.items)), state)
        assert self._ranker is not None  # noqa: S101  # made above
        return self._ranker.value

    def results(self) -> tuple[tuple[Result, ...], bool]:
        """Return what the metrics come to, and whether that counts the last change; begins to count when it does not."""
        current = self._results.state is self.site.state
        if not current and self._measuring.acquire(blocking=False):
            threading.Thread(target=self._measure, daemon=True, name="measure").start()
        return self._results.value, current

    def _measure(self) -> None:
        from cqc_evidence.measure import measure_project  # noqa: PLC0415  # loads pandas

        try:
            state = self.site.state
            coverage, _ = self.site.coverage()
            self._results = Known(measure_project(state.project, coverage).results, state)
        finally:
            self._measuring.release()

    def _note(self) -> None:
        self._changed = time.monotonic()
        self._wake.set()

    def _run(self) -> None:
        looked = 0.0
        while not self._stop.is_set():
            self._wake.wait(_SCAN_EVERY)
            self._wake.clear()
            if self._stop.is_set() or not self.site.ready:
                continue
            try:
                now = time.monotonic()
                if now - looked > _SCAN_EVERY and now - self.site.asked < _IDLE:
                    self.site.scan()
                    looked = time.monotonic()
                if not self.checked and now - self._changed > _CALM:
                    state = self.site.state
                    self.problems = Known(self._check(), state)
                elif not self.checked:
                    time.sleep(_CALM / 4)
                    self._wake.set()
            except Exception as error:  # noqa: BLE001  # looking after must go on
                print(f"Looking after the project failed: {type(error).__name__}", file=sys.stderr, flush=True)  # noqa: T201  # for whoever started the program
                time.sleep(_SCAN_EVERY)

    def _checked(self) -> list[dict[str, Any]]:
        """Return every problem as `check --format json` prints it, from a process of its own: people go on reading."""
        arguments = ["check", "--format", "json", "--project", str(self.site.root), *self.site.dates.arguments]
        done = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "cqc_evidence", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=_CHECK_SECONDS, check=False,
        )  # fmt: skip
        found = json.loads(done.stdout or b"[]")
        return list(found)


def _much_newer(before: State | None, now: State) -> bool:
    if before is None:
        return True
    if before.framework is not now.framework and before.framework != now.framework:
        return True
    old, new = len(before.project.items), len(now.project.items)
    return abs(new - old) > max(5, old // 10)
