"""A secret that a program makes when it first needs one, and keeps in a file of the person's own."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from secrets import token_bytes, token_hex

_BYTES = 32


def kept_secret(path: Path, *, private: bool = False) -> bytes:
    """Return the 32 bytes that a file holds; they are made, whole or not at all, where there are none yet.

    Args:
        path: the file; only its owner can read one that is made here.
        private: whether a file that others can read is as good as none.

    Raises:
        OSError: when it can neither be read nor made.
    """
    if (kept := _read(path, private=private)) is not None:
        return kept
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}-{os.getpid()}-{token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(token_bytes(_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        _put(fresh, path, private=private)
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_bytes()


def _put(fresh: Path, path: Path, *, private: bool) -> None:
    """Give a new secret its name, unless another program was first with a good one."""
    if path.exists() and _read(path, private=private) is None:
        fresh.replace(path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a drive without links: the moment between looking and putting is all that is left open
        if _read(path, private=private) is None:
            fresh.replace(path)


def _read(path: Path, *, private: bool) -> bytes | None:
    """Return a whole secret; a broken one is as good as none."""
    try:
        open_to_others = private and os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return data if len(data) == _BYTES and not open_to_others else None
