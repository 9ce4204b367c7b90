"""The key that people's identifiers are hashed with: on this machine only, never in a project."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_bytes

from platformdirs import user_data_path

FOLDER = "CQC_EVIDENCE_KEY_DIR"
"""Environment variable that names another folder, for a server."""
_NAME = "person-key"
_BYTES = 32


def local_key() -> bytes:
    """Return this machine's key, which is made when it is first needed.

    The same person gets the same hash on this machine and another one elsewhere, so tables from two machines cannot be
    joined by it. Without the file the hashes mean nothing; a new key changes no result.

    Raises:
        OSError: when the key can neither be read nor made.
    """
    folder = Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else user_data_path("cqc-evidence")
    path = folder / _NAME
    if (kept := _read(path)) is not None:
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{_NAME}-{os.getpid()}-{token_bytes(4).hex()}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(token_bytes(_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        _put(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_bytes()


def _put(fresh: Path, path: Path) -> None:
    """Give a new key its name, unless another program was first: whoever is first has made the key of this machine."""
    if path.exists() and _read(path) is None:
        fresh.replace(path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a drive without links: the moment between looking and putting is all that is left open
        if _read(path) is None:
            fresh.replace(path)


def _read(path: Path) -> bytes | None:
    """Return a whole key; a broken one is as good as none."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return data if len(data) == _BYTES else None
