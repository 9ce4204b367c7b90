"""A snapshot: what a pack was made from and what it was, frozen in one file."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cqc_evidence.model.base import Noun
from cqc_evidence.model.evidence import Edition

MANIFEST = "manifest.json"
"""Name of the manifest inside a snapshot."""
INPUTS = "inputs/"
"""Where a snapshot keeps the project's files."""
PACK = "pack/"
"""Where a snapshot keeps what was made of them."""


class FileMark(Noun):
    """How a file is known again."""

    sha256: str
    size: int
    """Bytes."""
    parts: dict[str, str] = Field(default_factory=dict)
    """Part → sha256 of a Word or Excel file: two machines may zip the same parts differently."""


class Refused(Noun):
    """An edition that could not be made when the snapshot was."""

    edition: Edition
    because: str


class SnapshotManifest(Noun):
    """What a snapshot says of itself."""

    format: Literal["cqc-evidence snapshot 1"] = "cqc-evidence snapshot 1"
    name: str
    note: str = ""
    council: str
    made: date
    """The day it was made: `--today`, else the clock."""
    as_at: date
    framework: str
    rules: str
    tool_version: str
    editions: tuple[Edition, ...] = ()
    refused: tuple[Refused, ...] = ()
    errors: int = 0
    """Errors that `check` found in the project that day."""
    files: dict[str, FileMark] = Field(default_factory=dict)
    """Name inside the snapshot → how it is known again; the manifest itself is not among them."""
    content: str = ""
    """One digest over all of the above: the same project gives the same one on every machine."""
