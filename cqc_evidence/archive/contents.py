"""How the contents of a snapshot are known again, on any machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from cqc_evidence.model.snapshot import PACK, FileMark, SnapshotManifest

_ZIPPED = (".docx", ".xlsx")


def mark_of(name: str, data: bytes) -> FileMark:
    """Return how a file of a snapshot is known again; of a Word or Excel file of the pack, part by part."""
    parts: dict[str, str] = {}
    if name.startswith(PACK) and name.endswith(_ZIPPED):
        try:
            with ZipFile(BytesIO(data)) as package:
                parts = {part: sha256(package.read(part)).hexdigest() for part in sorted(package.namelist())}
        except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            parts = {}
    return FileMark(sha256=sha256(data).hexdigest(), size=len(data), parts=parts)


def marks_of(files: Mapping[str, bytes]) -> dict[str, FileMark]:
    """Return the mark of each file, in the order of the names."""
    return {name: mark_of(name, files[name]) for name in sorted(files)}


def content_of(manifest: SnapshotManifest) -> str:
    """Return one digest over all that a manifest says: 64 hex digits.

    Of Word and Excel files that were made here only the parts count. How a machine squeezes them does not.
    """
    told = manifest.model_dump(mode="json", exclude={"content"})
    for mark in told["files"].values():
        if mark["parts"]:
            del mark["sha256"], mark["size"]
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
