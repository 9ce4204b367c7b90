"""Importers that do what a bad file makes a library do; the worker is told their names."""

from __future__ import annotations

import os
import signal
import sys
import time
import warnings
import zlib
from zipfile import BadZipFile

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.dates import Period
from cqc_evidence.model.intake import Document, Extract


class PanicError(BaseException):
    """What a library in Rust raises when it gives up."""


def well(data: bytes, file: str, options: ReadOptions) -> Document:
    """Tell what arrived, and in which process."""
    text = f"{len(data)} bytes, process {os.getpid()}"
    return Document(
        title=file, kind=options.kind, date=Period.parse("2026-03"), extracts=(Extract(locator="page 1", text=text),)
    )


def raises(data: bytes, file: str, options: ReadOptions) -> Document:
    """Raise what the file's first word names."""
    errors = {
        "zip": BadZipFile, "key": KeyError, "zlib": zlib.error, "deep": RecursionError, "assert": AssertionError,
        "panic": PanicError, "end": EOFError, "unicode": UnicodeError, "memory": MemoryError,
    }  # fmt: skip
    raise errors[data.decode()](file, options)


def finds_far_too_much(data: bytes, file: str, options: ReadOptions) -> Document:
    """Find more passages than anybody would weigh."""
    del file, options
    return Document(extracts=(Extract(locator="page 1", text="Specimen"),) * int(data))


def hangs(data: bytes, file: str, options: ReadOptions) -> Document:
    """Never return."""
    del data, file, options
    while True:
        time.sleep(1)


def stops_reading(data: bytes, file: str, options: ReadOptions) -> Document:
    """Answer, then read nothing any more."""
    os.kill(os.getpid(), signal.SIGSTOP) if data == b"stop" else None
    return well(data, file, options)


def dies(data: bytes, file: str, options: ReadOptions) -> Document:
    """End as a library that breaks the process does."""
    del data, file, options
    os.kill(os.getpid(), signal.SIGKILL)
    return Document()


def leaves_a_trap(data: bytes, file: str, options: ReadOptions) -> Document:
    """Break something that the next file will need."""
    found = well(data, file, options)
    globals()["well"] = dies
    return found


def eats_memory(data: bytes, file: str, options: ReadOptions) -> Document:
    """Want a gigabyte, a little at a time."""
    del file, options
    return Document(notes=(str(sum(map(len, [bytearray(4_000_000) for _ in range(len(data))]))),))


def talks(data: bytes, file: str, options: ReadOptions) -> Document:
    """Write where the person would see it."""
    print("a library speaks")  # noqa: T201  # that is the point
    sys.stderr.write("a library complains\n")
    os.write(2, b"a library in C complains\n")
    warnings.warn("a library warns", stacklevel=1)
    return well(data, file, options)
