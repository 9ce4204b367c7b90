"""Small projects to test with: whole files over a base in which nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cqc_evidence.check import check_project
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project

TODAY = date(2025, 6, 1)
"""Governs permission and allowances."""
AS_AT = date(2025, 3, 31)
"""Governs evidence; the base project's `project.yaml` says the same."""

SETTINGS = "council: Testshire Council\nas_at: 2025-03-31\n"
ITEM = """\
---
id: weekly-reflection
kind: reflection
title: Staff met every week
date: 2025-01
voice: staff
source: {citation: "Notes, January 2025", locator: "page 1"}
status: accepted
tags:
  - statement: learning
    says: Staff met every week to reflect.
---

Staff met every week.
"""
NARRATIVE = """\
---
statement: learning
judgement: We learn from one another every week.
confidence: partial
---

## Claims

- {#learning-1} Staff met every week [@weekly-reflection]. So what: they tried new ways.
"""
BASE: dict[str, str | bytes] = {
    "project.yaml": SETTINGS,
    "evidence/weekly-reflection.md": ITEM,
    "evidence/narrative/learning.md": NARRATIVE,
}
"""A project without an error or a warning: one item and one narrative that cites it."""


def item_text(name: str, *lines: str, body: str = "", **changes: str) -> str:
    """Return a valid item's file with its id, some keys changed or (with an empty value) left out, and further lines."""
    keys = {
        "id": name,
        "kind": "reflection",
        "title": "Staff met every week",
        "date": "2025-01",
        "voice": "staff",
        "source": '{citation: "Notes, January 2025", locator: "page 1"}',
        "status": "accepted",
        "tags": "[{statement: learning, says: Staff met every week to reflect.}]",
        **changes,
    }
    head = [f"{key}: {value}" for key, value in keys.items() if value]
    return "\n".join(("---", *head, *lines, "---", "", body, ""))


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, text as UTF-8 with plain line ends; return the folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def make_project(root: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the base project with files laid over it; return its folder."""
    return write_files(root, {**BASE, **(files or {})})


def read(root: Path, **options: object) -> Project:
    """Return the project at the fixed dates."""
    return read_project(root, today=TODAY, **options)  # type: ignore[arg-type]


def findings(root: Path) -> tuple[Diagnostic, ...]:
    """Return every problem of the project at the fixed dates."""
    return check_project(read(root))


def project_of(tmp_path: Path, files: Mapping[str, str | bytes] | None = None) -> Project:
    """Return the base project with files laid over it, read at the fixed dates."""
    return read(make_project(tmp_path, files))


def underlined(root: Path, problem: Diagnostic) -> str:
    """Return the words under the caret, or what stands for them when the whole file is meant."""
    where = problem.location
    if (where.line, where.column, where.end_column) == (1, 1, 1):
        return "(the whole file)"
    lines = (root / where.file).read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    words = lines[where.line - 1][where.column - 1 : max(where.end_column, where.column + 1) - 1]
    return words if words.isprintable() else ascii(words)
