"""Compiles tagged Three Conversations evidence into a CQC self-assessment pack, with every gap marked.

    from datetime import date
    from pathlib import Path
    import cqc_evidence as cqc

    project = cqc.read_project(Path("."), today=date.today())
    problems = cqc.check_project(project)
    coverage = cqc.measure_coverage(project)
    measured = cqc.measure_project(project, coverage)
    pack = cqc.compile_pack(project, coverage, problems, results=measured.results)
    cqc.write_pack(pack, Path("out"), cqc.find_templates(project.root))

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cqc_evidence.version import __version__

if TYPE_CHECKING:
    from cqc_evidence.check import Finding, Subject, check_project, rule
    from cqc_evidence.compile import compile_pack
    from cqc_evidence.measure import measure_coverage, measure_project
    from cqc_evidence.model.coverage import Coverage
    from cqc_evidence.model.diagnostic import Diagnostic, Severity
    from cqc_evidence.model.evidence import Item
    from cqc_evidence.model.framework import Framework
    from cqc_evidence.model.location import Location
    from cqc_evidence.model.narrative import Narrative
    from cqc_evidence.model.pack import Pack
    from cqc_evidence.model.project import Project
    from cqc_evidence.read import read_project
    from cqc_evidence.write import find_templates, write_pack

__all__ = [
    "Coverage",
    "Diagnostic",
    "Finding",
    "Framework",
    "Item",
    "Location",
    "Narrative",
    "Pack",
    "Project",
    "Severity",
    "Subject",
    "__version__",
    "check_project",
    "compile_pack",
    "find_templates",
    "measure_coverage",
    "measure_project",
    "read_project",
    "rule",
    "write_pack",
]

_HOMES = {
    "Coverage": "model.coverage",
    "Diagnostic": "model.diagnostic",
    "Finding": "check",
    "Framework": "model.framework",
    "Item": "model.evidence",
    "Location": "model.location",
    "Narrative": "model.narrative",
    "Pack": "model.pack",
    "Project": "model.project",
    "Severity": "model.diagnostic",
    "Subject": "check",
    "check_project": "check",
    "compile_pack": "compile",
    "find_templates": "write",
    "measure_coverage": "measure",
    "measure_project": "measure",
    "read_project": "read",
    "rule": "check",
    "write_pack": "write",
}


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first used."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found: object = getattr(import_module(f"cqc_evidence.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
