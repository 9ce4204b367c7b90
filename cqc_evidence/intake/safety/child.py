"""What happens inside the worker's process: one file after the other, each behind the same wall."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Collection
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NoReturn

from cqc_evidence.intake.problems import at, damaged_file, slow_file, too_large
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.base import Noun
from cqc_evidence.model.intake import Document

Importer = Callable[[bytes, str, ReadOptions], Document]
MOST_EXTRACTS = 10_000
GONE = 3
_LOOK_SECONDS = 0.2
_WIDE = 8
"""Bytes of a size on a machine of 64 bits."""
READY = b"ready"


class Order(Noun):
    """One file to read; its bytes follow."""

    name: str
    file: str
    options: ReadOptions


class Limits(Noun):
    """What reading one file may take."""

    seconds: int
    memory: int
    """Bytes that the process may really use."""
    reserve: int
    """Bytes of address space on top of what the process has when it begins; much of it is never used."""


def serve(pipe: Connection, importers: Collection[str], limits: Limits) -> None:
    """Read files until the parent has no more; ends by itself when the parent does."""
    _be_quiet()
    threading.Thread(target=_watch, args=(limits.memory,), daemon=True).start()
    _limit_memory(limits.reserve)
    pipe.send_bytes(READY)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            order = Order.model_validate_json(pipe.recv_bytes())
            data = pipe.recv_bytes()
            _limit_time(limits.seconds)
            answer = read_behind_wall(order, data, importers, limits.seconds)
            del data
            pipe.send_bytes(answer.model_dump_json(by_alias=True).encode())


def read_behind_wall(order: Order, data: bytes, importers: Collection[str], seconds: int) -> Document:
    """Return the document, or the one problem that stands for whatever a library did.

    Nothing that a document makes a library do may end the run: a panic of a library in Rust is not
    even an `Exception`. Only being told to stop goes on.
    """
    try:
        document = importer_of(order.name, importers)(data, order.file, order.options)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError:
        return Document(problems=(slow_file(at(order.file), seconds),))
    except BaseException:  # noqa: BLE001  # see above: this is the wall
        return Document(problems=(damaged_file(at(order.file)),))
    if len(document.extracts) > MOST_EXTRACTS:
        # Nobody weighs so many, and each of them is a file in the inbox.
        size, most = f"{len(document.extracts):,} passages", f"{MOST_EXTRACTS:,} passages"
        return Document(problems=(too_large(at(order.file), size, most),))
    return document


def importer_of(name: str, importers: Collection[str]) -> Importer:
    """Return the importer of a name that is in the table.

    Raises:
        LookupError: when the name is not in the table: nothing else is ever imported.
    """
    if name not in importers:
        message = f"{name} is no importer"
        raise LookupError(message)
    module, _, function = name.partition(":")
    importer: Importer = getattr(import_module(module), function)
    return importer


def _be_quiet() -> None:
    """Keep libraries from writing to the person's screen, and the person's Ctrl+C for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    # One thread of linear algebra is enough, and each further one reserves memory that is never used.
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, stream)


def _watch(memory: int) -> NoReturn:
    """End this process when its parent is gone, however it went, or when it uses too much memory."""
    parent = parent_process()
    while parent is not None and not wait([parent.sentinel], _LOOK_SECONDS) and memory_in_use() <= memory:
        pass
    os._exit(GONE)


if sys.platform == "win32":

    def memory_in_use() -> int:
        """Return the bytes of memory that this process really uses; 0 where the machine does not tell."""
        with contextlib.suppress(AttributeError, OSError, ValueError, ctypes.ArgumentError):
            counters = (ctypes.c_size_t * 10)()
            size = ctypes.sizeof(counters)
            # PROCESS_MEMORY_COUNTERS: two 32-bit numbers (its size, page faults), then eight sizes: peak, present, …
            ctypes.memmove(counters, size.to_bytes(4, "little"), 4)
            kernel = ctypes.WinDLL("kernel32")
            kernel.GetCurrentProcess.restype = ctypes.c_void_p
            kernel.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
            if kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), counters, size):
                return int(counters[2 if ctypes.sizeof(ctypes.c_size_t) == _WIDE else 3])
        return 0

    def _limit_memory(more: int) -> None:
        """Do nothing: Windows has no such limit; the watch and the sizes that the guard lets through must do."""

    def _limit_time(seconds: int) -> None:
        """Do nothing: the parent keeps the time."""

else:
    import resource

    def _limit_memory(more: int) -> None:
        """Make a library that wants too much memory fail; where it cannot be set, the guard's sizes must do."""
        with contextlib.suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_AS)
            limit = _address_space() + more
            resource.setrlimit(resource.RLIMIT_AS, (limit if most < 0 else min(limit, most), most))

    def _limit_time(seconds: int) -> None:
        """End this process even if it hangs where no thread of it can run and no parent is left to end it."""
        with contextlib.suppress(OSError, ValueError):
            used = resource.getrusage(resource.RUSAGE_SELF)
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            limit = int(used.ru_utime + used.ru_stime) + 2 * seconds + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit if most < 0 else min(limit, most), most))

    def memory_in_use() -> int:
        """Return the bytes of memory that this process really uses; 0 where the machine does not tell."""
        return _pages(1)

    def _address_space() -> int:
        return _pages(0)

    def _pages(which: int) -> int:
        """Return a figure of Linux about this process, in bytes; 0 on other machines."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(Path("/proc/self/statm").read_text("ascii").split()[which]) * resource.getpagesize()
        return 0
