"""A snapshot's file → what it holds, once every byte is known to be what it was."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from pydantic import ValidationError

from cqc_evidence.archive.contents import content_of, mark_of
from cqc_evidence.archive.freeze import seal_of
from cqc_evidence.archive.problems import broken
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result
from cqc_evidence.model.snapshot import INPUTS, MANIFEST, PACK, SnapshotManifest
from cqc_evidence.read import read_project
from cqc_evidence.version import __version__

FOLDER = "out/snapshots"
FORMAT = "cqc-evidence snapshot 1"
PROJECT = f"{INPUTS}project.yaml"
_LARGEST = 4_000_000_000
_MOST_FILES = 200_000
_DAMAGED = (BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, KeyError)
"""All the ways in which a damaged zip shows."""


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that holds: what it says of itself, and its files by name."""

    manifest: SnapshotManifest
    files: Mapping[str, bytes]

    @property
    def coverage(self) -> Coverage | None:
        """The coverage as it was measured that day; nothing when this version cannot read it."""
        data = self.files.get(f"{PACK}coverage.json")
        try:
            return Coverage.model_validate_json(data) if data is not None else None
        except ValidationError:
            return None


def metrics_of(snapshot: Snapshot) -> tuple[Result, ...] | None:
    """Return what the metrics came to that day; nothing when this version cannot read it."""
    data = snapshot.files.get(f"{PACK}pack.json")
    if data is None:
        return None
    try:
        return tuple(Result.model_validate(one) for one in json.loads(data).get("metrics", ()))
    except (ValidationError, ValueError, AttributeError):
        return None


class Opened(NamedTuple):
    """A snapshot, or each reason why there is none."""

    snapshot: Snapshot | None
    problems: tuple[Diagnostic, ...]


def find_snapshot(root: Path, name: str) -> Path | None:
    """Return the file of a snapshot: `out/snapshots/NAME.zip` of a project, or the path itself."""
    for path in (root / FOLDER / f"{name}.zip", Path(name), root / FOLDER / name):
        if path.is_file():
            return path
    return None


def open_snapshot(path: Path) -> Opened:
    """Return what a snapshot holds after every hash was worked out again; else each thing that differs.

    No file is written, and nothing in it is run.
    """
    file = path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        return Opened(None, (broken(file, f"this file cannot be read: {error.strerror or error}"),))
    try:
        with ZipFile(BytesIO(data)) as package:
            infos = package.infolist()
            if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _LARGEST:
                return Opened(None, (broken(file, "this file unpacks to more than any snapshot holds"),))
            return _checked(file, data, package)
    except _DAMAGED as error:
        return Opened(None, (broken(file, _no_zip(data, error)),))


def _no_zip(data: bytes, error: Exception) -> str:
    if not data:
        return "this file is empty"
    if data[:4] != b"PK\x03\x04":
        return "this file is no snapshot: it does not begin as one"
    return "the end of this file is missing or damaged" if isinstance(error, BadZipFile) else "this file is damaged"


def _checked(file: str, data: bytes, package: ZipFile) -> Opened:
    found: list[Diagnostic] = []
    files = dict(_contents(file, package, found))
    manifest = _manifest(file, files.pop(MANIFEST, None), found)
    if manifest is None:
        return Opened(None, tuple(found))
    if PROJECT not in manifest.files:
        found.append(broken(file, "there is no project in this snapshot", PROJECT))
    known = {one.location.place for one in found}
    found += [one for one in _differences(file, manifest, files) if one.location.place not in known]
    seal = seal_of(b"")
    if not found and data != (body := data[: -len(seal)]) + seal_of(body):
        found.append(broken(file, "a byte is not what it was", "between the files inside"))
    return Opened(None if found else Snapshot(manifest, files), tuple(found))


def _contents(file: str, package: ZipFile, found: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """Yield each file inside; one that cannot be read whole is a problem and does not stop the others."""
    seen: set[str] = set()
    for info in package.infolist():
        shown = info.filename.encode("utf-8", "replace").decode()
        if info.filename in seen:
            found.append(broken(file, "this name stands twice", shown))
            continue
        seen.add(info.filename)
        if info.compress_type != ZIP_STORED or info.compress_size != info.file_size:
            found.append(broken(file, "this part is squeezed, and a snapshot squeezes nothing", shown))
            continue
        if _leads_out(info.filename):
            found.append(broken(file, "this name leads out of the snapshot", shown))
            continue
        try:
            yield info.filename, package.read(info)
        except _DAMAGED:
            found.append(broken(file, "this part is not what it was", shown))


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name


def _manifest(file: str, data: bytes | None, found: list[Diagnostic]) -> SnapshotManifest | None:
    if data is None:
        if not found:
            found.append(broken(file, "this file is no snapshot: it has no manifest"))
        return None
    try:
        manifest = SnapshotManifest.model_validate_json(data)
    except ValidationError:
        other = _told(data, "tool_version") not in ("", __version__) or _told(data, "format") not in ("", FORMAT)
        what = "this snapshot was made by another version of cqc-evidence" if other else "the manifest cannot be read"
        found.append(broken(file, what, MANIFEST))
        return None
    if content_of(manifest) != manifest.content:
        found.append(broken(file, "the manifest does not fit its own digest", MANIFEST))
    return manifest


def _told(data: bytes, key: str) -> str:
    """Return what a manifest that cannot be read whole still says under a key."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    return str(told.get(key, "")) if isinstance(told, dict) else ""


def _differences(file: str, manifest: SnapshotManifest, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name in sorted(manifest.files.keys() | files.keys()):
        if name not in files:
            yield broken(file, "this file is missing from the snapshot", name)
        elif name not in manifest.files:
            yield broken(file, "this file was not there when the snapshot was made", name)
        elif mark_of(name, files[name]) != manifest.files[name]:
            yield broken(file, "this file is not what it was", name)


def project_of(snapshot: Snapshot, folder: Path) -> Project:
    """Return the project as it was: its files are written below an empty folder and read at the snapshot's dates.

    No name leads out of the folder: `open_snapshot` gives no snapshot in which one would.

    Raises:
        OSError: when the folder cannot be written to.
    """
    for name, data in snapshot.files.items():
        if not name.startswith(INPUTS):
            continue
        path = folder.joinpath(*PurePosixPath(name.removeprefix(INPUTS)).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    manifest = snapshot.manifest
    return read_project(Path(os.path.realpath(folder)), today=manifest.made, as_at=manifest.as_at)
