"""How the contents of a snapshot are known again, on any machine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from cqc_evidence.model.snapshot import PACK, FileMark, SnapshotManifest

_ZIPPED = (".docx", ".xlsx")
_LARGEST = 1_000_000_000
_CHUNK = 1 << 20
_DAMAGED = (BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


def mark_of(name: str, data: bytes) -> FileMark:
    """Return how a file of a snapshot is known again; of a Word or Excel file of the pack, part by part."""
    parts = _parts(data) if name.startswith(PACK) and name.endswith(_ZIPPED) else {}
    return FileMark(sha256=sha256(data).hexdigest(), size=len(data), parts=parts)


def _parts(data: bytes) -> dict[str, str]:
    """Return the mark of each part of a zipped file; none where it is not as we write them: then all of its bytes count.

    Of two parts with one name two programs may read different ones, so neither stands for the file. Parts are read a
    piece at a time, and only in the two ways of packing whose pieces stay small: a bomb takes no memory.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            infos = package.infolist()
            plain = all(info.compress_type in (ZIP_STORED, ZIP_DEFLATED) for info in infos)
            alone = len({info.filename for info in infos}) == len(infos)
            if not (plain and alone) or sum(info.file_size for info in infos) > _LARGEST:
                return {}
            return {name: _read(package, name) for name in sorted(package.namelist())}
    except _DAMAGED:
        return {}


def _read(package: ZipFile, name: str) -> str:
    digest = sha256()
    with package.open(name) as part:
        while piece := part.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


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
