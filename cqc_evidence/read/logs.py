"""The logs that the tool itself keeps, a JSON object a line: what was taken in, and which packs were made."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import problems, text

IMPORTS = "evidence/imports.jsonl"
PACKS = "evidence/packs.jsonl"
COLUMNS = "evidence/columns.yaml"
NounT = TypeVar("NounT", bound=Noun)


def read_log(root: Path, file: str, model: type[NounT]) -> tuple[tuple[NounT, ...], tuple[Diagnostic, ...]]:
    """Return a log's lines in order, and each line that cannot be understood as a problem; no file is an empty log."""
    if not (root / file).is_file():
        return (), ()
    data, found = text.read_bytes(root / file, file)
    lines: list[NounT] = []
    bad: list[Diagnostic] = list(found)
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            lines.append(model.model_validate_json(line))
        except ValidationError:
            bad.append(problems.bad_log_line(Location(file=file, line=number, column=1, end_column=2)))
    return tuple(lines), tuple(bad)


def log_line(entry: Noun) -> bytes:
    """Return a log's line for an entry."""
    return entry.model_dump_json(exclude_defaults=True).encode() + b"\n"
