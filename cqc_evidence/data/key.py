"""The key that people's identifiers are hashed with: on this machine only, never in a project."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from cqc_evidence.store.secret import kept_secret

FOLDER = "CQC_EVIDENCE_KEY_DIR"
"""Environment variable that names another folder, for a server."""
_NAME = "person-key"


def local_key() -> bytes:
    """Return this machine's key, which is made when it is first needed.

    The same person gets the same hash on this machine and another one elsewhere, so tables from two machines cannot be
    joined by it. Without the file the hashes mean nothing; a new key changes no result.

    Raises:
        OSError: when the key can neither be read nor made.
    """
    folder = Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else user_data_path("cqc-evidence")
    return kept_secret(folder / _NAME)
