"""A line of the audit trail: who changed what, when, and what it was before and after."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from cqc_evidence.model.base import Noun


class Said(Noun):
    """What is said of one change, before it has its place in a chain."""

    did: str
    """What was done, in a word or two: `edited`, `accepted`, `signed`."""
    about: str
    """Id of the item, statement, gap or claim."""
    file: str = ""
    """The changed file, from the project's root."""
    before: str = ""
    """sha256 of the file before; empty for a new file."""
    after: str = ""
    """sha256 of the file afterwards; empty for one that was taken away."""
    changes: dict[str, tuple[Any, Any]] = Field(default_factory=dict)
    """Key → its value before and after; empty for a personal item, whose text is in no trail."""
    keys: tuple[str, ...] = ()
    """Names of the changed keys where their values are not told."""
    moved_from: str = ""
    """Where the file lay before, when it was moved."""
    undoes: str = ""
    """Hash of the line that this change takes back."""


class AuditLine(Noun):
    """One line of a chain; a person has one chain on each machine."""

    prev: str
    """Hash of the line before; empty in the first line."""
    n: int
    """The line's number in its chain, from 1."""
    when: str
    """Time in UTC, as 2026-11-25T14:30:21Z."""
    who: str
    machine: str
    said: Said
    hash: str = ""
    """sha256 of the line up to this key."""
