"""One process apart, in which documents are parsed: what a file does there stays there.

The process is started when the first file needs it, replaced when one hangs or breaks it, and never
outlives the program.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Collection
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Self

from pydantic import ValidationError

from cqc_evidence.intake.problems import at, damaged_file, slow_file
from cqc_evidence.intake.safety.child import GONE, READY, Limits, Order, read_behind_wall, serve
from cqc_evidence.intake.safety.importers import AT_HOME, IMPORTERS
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.intake import Document

__all__ = ["SECONDS", "Worker", "read_here"]

MB = 1024 * 1024
SECONDS = 20
"""For one file."""
MEMORY = 360 * MB
"""That the process may really use: with the program's own some 130 MB less than 500 MB in all."""
RESERVE = 700 * MB
"""Of address space on top of the bare process; twice the memory, as libraries reserve some that they never use."""
_START_SECONDS = 60
"""A virus scanner may look through every library first."""
_END_SECONDS = 2
_BROKEN = b"broken"
_LATE = b"late"


def read_here(name: str, data: bytes, file: str, options: ReadOptions) -> Document:
    """Return a document read in this process, behind the same wall; for importers that need no library."""
    return read_behind_wall(Order(name=name, file=file, options=options), data, AT_HOME, SECONDS)


class Worker:
    """Reads documents in one process apart. Use it in a `with` statement."""

    def __init__(
        self,
        importers: Collection[str] = frozenset(IMPORTERS.values()),
        seconds: int = SECONDS,
        memory: int = MEMORY,
        reserve: int = RESERVE,
    ) -> None:
        """Prepare; no process is started before a file needs it."""
        self._importers = importers
        self._limits = Limits(seconds=seconds, memory=memory, reserve=reserve)
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._sender: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, if there is one."""
        self._end()

    @property
    def pid(self) -> int | None:
        """Return the number of the process, if there is one."""
        return self._process.pid if self._process else None

    def read(self, name: str, data: bytes, file: str, options: ReadOptions) -> Document:
        """Return what an importer understood of a file, or the problem that stopped it.

        Args:
            name: the importer, as `importer_for` returns it.
            data: the file's bytes, which the guard has let through.
            file: what the file is called in messages.
            options: what the person wishes.
        """
        if name in AT_HOME:
            return read_here(name, data, file, options)
        order = Order(name=name, file=file, options=options)
        used = self._process is not None
        answer = self._answer(order, data)
        if answer == _BROKEN and used:
            # What broke may have been left by an earlier file: blame this one only in a fresh process.
            answer = self._answer(order, data)
        if answer in {_BROKEN, _LATE}:
            return Document(problems=(slow_file(at(file), self._limits.seconds),))
        document = _understood(answer, file)
        if any(one.rule == "slow-file" for one in document.problems):
            # It ran out of memory, and what a library then left behind nobody knows.
            self._end(kill=True)
        return document

    def _answer(self, order: Order, data: bytes) -> bytes:
        """Return the answer as JSON; without one the process is ended."""
        try:
            answer = self._ask(order, data)
        except (EOFError, OSError):
            answer = _BROKEN
        if answer in {_BROKEN, _LATE} and self._end(kill=True) == GONE:
            # It ended itself, because this file took too much memory.
            return _LATE
        return answer

    def _ask(self, order: Order, data: bytes) -> bytes:
        pipe = self._started()
        if pipe is None:
            return _LATE
        until = time.monotonic() + self._limits.seconds
        # A process that stopped does not read: sending waits apart, so that the clock still counts.
        self._sender = threading.Thread(target=_send, args=(pipe, order, data), daemon=True)
        self._sender.start()
        if not pipe.poll(until - time.monotonic()):
            return _LATE
        return pipe.recv_bytes()

    def _started(self) -> Connection | None:
        """Return the pipe to a process that is ready; start one if need be."""
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._end(kill=True)
        from multiprocessing import get_context  # noqa: PLC0415  # only when a file needs a process

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._pipe = ours
        self._process = context.Process(
            target=serve, args=(theirs, tuple(self._importers), self._limits), name="cqc-evidence reader", daemon=True
        )
        self._process.start()
        theirs.close()
        return ours if ours.poll(_START_SECONDS) and ours.recv_bytes() == READY else None

    def _end(self, *, kill: bool = False) -> int | None:
        """Let the process end, or end it, and return how it ended; nothing is left behind."""
        code = None
        process, pipe, sender = self._process, self._pipe, self._sender
        self._process = self._pipe = self._sender = None
        if process is not None and process.pid is not None:
            if kill:
                process.kill()
            elif pipe is not None:
                pipe.close()
            process.join(_END_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()
            code = process.exitcode
            process.close()
        if sender is not None:
            # Nobody reads any more, so sending ends; only then may the pipe be closed under it.
            sender.join(_END_SECONDS)
        if pipe is not None and not pipe.closed:
            pipe.close()
        return code


def _send(pipe: Connection, order: Order, data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):
        pipe.send_bytes(order.model_dump_json().encode())
        pipe.send_bytes(data)


def _understood(answer: bytes, file: str) -> Document:
    try:
        return Document.model_validate_json(answer)
    except ValidationError:
        return Document(problems=(damaged_file(at(file)),))
