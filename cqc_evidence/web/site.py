"""The open project: what was read of it, kept up with its files, and the one way to change them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.audit import AuditLine, Said
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from cqc_evidence.read.again import with_file
from cqc_evidence.read.cache import ItemCache
from cqc_evidence.read.inbox import INBOX
from cqc_evidence.read.live import LiveItems
from cqc_evidence.store.desk import Desk
from cqc_evidence.store.journal import Change
from cqc_evidence.web.files import Stamp, differing, stamps
from cqc_evidence.web.inbox import Inbox
from cqc_evidence.web.state import State

_QUICK = 0.25
"""Seconds a count of the coverage may take to be made while somebody waits for a page."""
_A_MOMENT = 0.25
"""Seconds after which a count begins that nobody waits for."""
_REST = 0.4
"""Seconds that files must have been at rest before they are read: a sync client may be in the middle of one."""


class Dates:
    """What governs evidence and permission, asked anew for each reading: a server stays up over midnight."""

    def __init__(self, as_at: date | None = None, today: date | None = None) -> None:
        """Hold what the command line fixed."""
        self.as_at = as_at
        self._today = today

    @property
    def today(self) -> date:
        """The day that governs permission."""
        return self._today or date.today()  # noqa: DTZ011  # people mean the day where they are

    @property
    def arguments(self) -> tuple[str, ...]:
        """These dates as a verb of the command line takes them."""
        as_at = ("--as-at", self.as_at.isoformat()) if self.as_at is not None else ()
        return ("--today", self.today.isoformat(), *as_at)


class Site:
    """One project, open for many readers and writers."""

    def __init__(self, root: Path, desk: Desk, cache: ItemCache, dates: Dates | None = None) -> None:
        """Prepare; nothing is read before `load`."""
        self.root = root
        self.desk = desk
        self.dates = dates or Dates()
        self.inbox = Inbox(root)
        self.read_of = (0, 0)
        """How many of how many items are read, while the project is being read for the first time."""
        self.failed = ""
        """Why the project could not be read, if it could not."""
        self.asked = time.monotonic()
        """When somebody last asked for a page."""
        self._live = LiveItems(cache)
        self._state: State | None = None
        self._stamps: dict[str, Stamp] = {}
        self._lock = threading.RLock()
        self._counting = threading.Lock()
        self._took = 0.0
        self._soon: State | None = None
        """What is going to be counted in a moment."""
        self._listeners: list[Callable[[], None]] = []

    @property
    def ready(self) -> bool:
        """Whether the project was read."""
        return self._state is not None

    @property
    def state(self) -> State:
        """What is known now; it never changes, a change makes another one.

        Raises:
            RuntimeError: before the project was read.
        """
        if self._state is None:
            message = "the project is not read yet"
            raise RuntimeError(message)
        return self._state if self._state.project.today == self.dates.today else self._next_day(self._state)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever what is known has changed."""
        self._listeners.append(listener)

    def load(self) -> None:
        """Read the whole project, and finish what a program that was stopped left unfinished."""
        self.desk.finish()
        found = stamps(self.root)
        state = State(self._read(), None)
        state.counted(self._count(state.project))
        self._swap(state, found)

    def coverage(self) -> tuple[Coverage, bool]:
        """Return the coverage, and whether it counts the last change already: in a large project that takes a moment."""
        state = self.state
        if state.coverage is None and (self._took < _QUICK or state.earlier is None):
            self._recount(state)
        elif state.coverage is None:
            self._recount_soon(state)
        known = state.coverage or state.earlier
        assert known is not None  # noqa: S101  # the first state is always counted
        return known, state.coverage is not None

    def _recount_soon(self, state: State) -> None:
        """Count once the page that asks has gone out: two threads that both work would make it wait for the count."""
        if self._soon is not state:
            self._soon = state
            timer = threading.Timer(_A_MOMENT, self._recount, args=(state,))
            timer.daemon = True
            timer.start()

    def scan(self) -> bool:
        """Look for files that others changed, once they rest, and read what is new; return whether there was anything."""
        found = stamps(self.root)
        if not differing(self._stamps, found):
            return False
        time.sleep(_REST)
        again = stamps(self.root)
        changed = differing(self._stamps, again)
        if not changed or any(found.get(file) != again.get(file) for file in changed):
            return False
        self.reread(again)
        return True

    def reread(self, found: dict[str, Stamp] | None = None) -> None:
        """Read the project's files; items whose bytes are as they were are not parsed again."""
        with self._lock:
            found = found or stamps(self.root)
            earlier = self.state
            self._swap(State(self._read(), earlier.coverage or earlier.earlier), found)

    def fresh(self, file: str) -> State:
        """Return the state with one item's file as it lies on the disk now."""
        path = self.root / file
        stamp = Stamp.of(path)
        if stamp != self._stamps.get(file):
            self._changed(file)
        return self.state

    def save(self, changes: Sequence[Change], said: Sequence[Said], who: str) -> tuple[AuditLine, ...]:
        """Change files, tell the trail, and know of it at once.

        Raises:
            ConflictError, BusyError, ValueError, OSError: as `Desk.save` says; nothing was changed then.
        """
        lines = self.desk.save(changes, said, who)
        others = [change.file for change in changes if not change.file.startswith(f"{INBOX}/")]
        if others:
            self._changed(*others)
        return lines

    def _next_day(self, state: State) -> State:
        """Return the project on the day that has begun; what was counted on the day before does not hold any more."""
        with self._lock:
            state, today = self._state or state, self.dates.today
            if state.project.today != today:
                as_at = self.dates.as_at or state.project.settings.as_at or today
                state = State(state.project.model_copy(update={"today": today, "as_at": as_at}), None)
                self._swap(state, self._stamps)
            return state

    def _changed(self, *files: str) -> None:
        """Know of single files as they lie on the disk now; where more hangs on one, read the whole project."""
        with self._lock:
            state, project = self.state, self.state.project
            now = {file: Stamp.of(self.root / file) for file in files}
            for file in files:
                known = with_file(project, file)
                if known is None:
                    self.reread()
                    return
                project = known
            kept = {file: stamp for file, stamp in self._stamps.items() if file not in now}
            kept |= {file: stamp for file, stamp in now.items() if stamp is not None}
            self._swap(State(project, state.coverage or state.earlier), kept)

    def _read(self) -> Project:
        def told(done: int, total: int) -> None:
            self.read_of = (done, total)

        return read_project(self.root, today=self.dates.today, as_at=self.dates.as_at, cache=self._live, progress=told)

    def _count(self, project: Project) -> Coverage:
        began = time.monotonic()
        coverage = measure_coverage(project)
        self._took = time.monotonic() - began
        return coverage

    def _recount(self, state: State) -> None:
        with self._counting:
            if state.coverage is None and (state is self._state or state.earlier is None):
                state.counted(self._count(state.project))

    def _swap(self, state: State, found: dict[str, Stamp]) -> None:
        self._state, self._stamps = state, found
        for listener in self._listeners:
            listener()
