"""The council's deny list: names that must not reach a pack, kept outside the project."""

from __future__ import annotations

from pathlib import Path

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.model.protect import ProtectSettings
from cqc_evidence.read import problems, text


def read_deny_list(root: Path, settings: ProtectSettings) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the entries, or nothing and why; lines that begin with # are notes."""
    if not settings.deny_list:
        return (), ()
    where = Location(file="project.yaml", path=("protect", "deny_list"))
    path = (root / Path(settings.deny_list).expanduser()).resolve()
    if path.is_relative_to(root.resolve()):
        return (), (problems.deny_list(where, "lies inside the project"),)
    data, failed = text.read_bytes(path, "deny list")
    if failed:
        return (), (problems.deny_list(where, "could not be opened"),)
    raw, _ = text.decode(data, "deny list")
    lines = (line.strip() for line in raw.splitlines())
    entries = tuple(line for line in lines if line and not line.startswith("#"))
    return (entries, ()) if entries else ((), (problems.deny_list(where, "holds no name"),))
