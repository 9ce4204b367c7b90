"""A project's files and its pack → one file that carries its own fingerprint."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from cqc_evidence.archive.contents import content_of, marks_of
from cqc_evidence.model.project import Project
from cqc_evidence.model.snapshot import INPUTS, MANIFEST, SnapshotManifest
from cqc_evidence.read.shipped import resolve

_STAMP = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_NOT_FROZEN = ("evidence/inbox/", "evidence/packs.jsonl", "evidence/imports.jsonl", "evidence/columns.yaml")
"""What waits to be accepted, and what the tool writes down for itself."""
_TEMPLATES = ("templates/reference.docx", "templates/pack.css")


def inputs_of(project: Project) -> dict[str, bytes]:
    """Return every file that a project is read from, shipped framework and templates too, by its name in a snapshot.

    Raises:
        OSError: when a file cannot be read.
    """
    root = project.root
    names = {name for name in project.inputs if name.startswith("framework/")} | {"project.yaml", *_TEMPLATES}
    names |= set(_evidence(root))
    return {f"{INPUTS}{name}": resolve(root, name).read_bytes() for name in sorted(names)}


def _evidence(root: Path) -> Iterator[str]:
    """Yield the files below `evidence/`; hidden ones, and links, are passed over as reading does."""
    for folder, folders, files in os.walk(root / "evidence"):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(folder, name)
            file = path.relative_to(root).as_posix()
            if not name.startswith((".", "~$")) and not file.startswith(_NOT_FROZEN) and path.is_file():
                yield file


def sealed(manifest: SnapshotManifest, files: Mapping[str, bytes]) -> SnapshotManifest:
    """Return a manifest that knows its files and its own digest."""
    known = manifest.model_copy(update={"files": marks_of(files), "content": ""})
    return known.model_copy(update={"content": content_of(known)})


def zipped(manifest: SnapshotManifest, files: Mapping[str, bytes]) -> bytes:
    """Return the snapshot's bytes: nothing squeezed, names in order, stamped 1980, the manifest first.

    It ends in a fingerprint of all that comes before it, so that a changed byte between the files is found too.
    """
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as package:
        package.comment = seal_of(b"")
        _add(package, MANIFEST, (manifest.model_dump_json(indent=1) + "\n").encode())
        for name in sorted(files):
            _add(package, name, files[name])
    body = target.getvalue()[: -len(package.comment)]
    return body + seal_of(body)


def seal_of(body: bytes) -> bytes:
    """Return what a snapshot ends in: 71 bytes, the zip file's comment."""
    return b"sha256:" + sha256(body).hexdigest().encode()


def _add(package: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name, _STAMP)
    info.create_system = _UNIX
    info.external_attr = 0o600 << 16
    package.writestr(info, data)
