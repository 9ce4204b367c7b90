"""The audit trail in memory: what was added to its chains since the last look is all that is read."""

from __future__ import annotations

import threading
from pathlib import Path

from cqc_evidence.model.audit import AuditLine
from cqc_evidence.read.audit import chain_files, read_chain


class Trail:
    """Every line of every chain of one project."""

    def __init__(self, root: Path) -> None:
        """Prepare; nothing is read before it is asked for."""
        self.root = root
        self._read: dict[str, int] = {}
        self._lines: list[AuditLine] = []
        self._about: dict[str, list[AuditLine]] = {}
        self._lock = threading.Lock()

    def newest(self) -> list[AuditLine]:
        """Return all lines, the newest first."""
        with self._lock:
            self._catch_up()
            return sorted(self._lines, key=lambda line: (line.when, line.n), reverse=True)

    def about(self, name: str) -> list[AuditLine]:
        """Return the lines about one item, statement, gap or claim, the newest first."""
        with self._lock:
            self._catch_up()
            return sorted(self._about.get(name, ()), key=lambda line: (line.when, line.n), reverse=True)

    def find(self, hashed: str) -> AuditLine | None:
        """Return the line with a hash."""
        with self._lock:
            self._catch_up()
            return next((line for line in reversed(self._lines) if line.hash == hashed), None)

    def _catch_up(self) -> None:
        for file in chain_files(self.root):
            path = self.root / file
            known, size = self._read.get(file, 0), path.stat().st_size
            if size < known:
                self._forget()
                self._catch_up()
                return
            if size == known:
                continue
            with path.open("rb") as chain:
                chain.seek(known)
                data = chain.read()
            data = data[: data.rfind(b"\n") + 1]
            self._read[file] = known + len(data)
            for line in read_chain(data):
                self._lines.append(line)
                self._about.setdefault(line.said.about, []).append(line)

    def _forget(self) -> None:
        """Begin anew: a chain became shorter, so what was read of it does not hold."""
        self._read, self._lines, self._about = {}, [], {}
