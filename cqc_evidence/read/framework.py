"""The seven files of `framework/`: the project's own copy first, then the shipped one, file by file."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.framework import (
    Expectations,
    Framework,
    Language,
    Mapping,
    QualityFramework,
    Signals,
    ThreeConversations,
)  # fmt: skip
from cqc_evidence.model.metric import MetricsFile
from cqc_evidence.model.project import Settings
from cqc_evidence.read.registers import read_register
from cqc_evidence.read.shipped import shipped

DEFAULT_FRAMEWORK = "cqc-la-2025"
_ROLES: dict[str, tuple[str, type[Noun]]] = {
    "conversations": ("three-conversations", ThreeConversations),
    "mapping": ("mapping", Mapping),
    "expectations": ("expectations", Expectations),
    "language": ("language", Language),
    "signals": ("signals", Signals),
    "metrics": ("metrics", MetricsFile),
}


class FrameworkRead(NamedTuple):
    """The framework with what reading it found."""

    framework: Framework
    inputs: dict[str, str]
    """Project or shipped file → sha256."""
    problems: tuple[Diagnostic, ...]


def model_of(file: str) -> type[Noun]:
    """Return what a file of `framework/` holds."""
    return next((model for name, model in _ROLES.values() if file == f"framework/{name}.yaml"), QualityFramework)


def read_framework(root: Path, settings: Settings) -> FrameworkRead:
    """Return the framework data a project works with.

    A project's own file that cannot be understood is reported and the shipped one stands in.
    """
    parts: dict[str, Noun] = {}
    files: dict[str, str] = {}
    inputs: dict[str, str] = {}
    borrowed: list[str] = []
    found: tuple[Diagnostic, ...] = ()
    roles: dict[str, tuple[str, type[Noun]]] = {"quality": (settings.framework, QualityFramework), **_ROLES}
    for role, (name, model) in roles.items():
        file = f"framework/{name}.yaml"
        part, data, own, more = _read_part(root, file, model)
        if part is None and role == "quality":
            file = f"framework/{DEFAULT_FRAMEWORK}.yaml"
            part, data, own, _ = _read_part(root, file, model)
        assert part is not None, f"the shipped {file} is broken"  # noqa: S101  # our own file: a bug, not a finding
        found += more
        parts[role], files[role] = part, file
        inputs[file] = sha256(data).hexdigest()
        if not own:
            borrowed.append(role)
    framework = Framework.model_validate(
        {**parts, "rule_set": settings.rules, "files": files, "shipped": tuple(borrowed)}
    )
    return FrameworkRead(_with_known_rules(framework), inputs, found)


def _read_part(root: Path, file: str, model: type[Noun]) -> tuple[Noun | None, bytes, bool, tuple[Diagnostic, ...]]:
    """Return the part, its bytes, whether it is the project's own, and what was found."""
    found: tuple[Diagnostic, ...] = ()
    if (root / file).is_file():
        part, data, found = read_register(model, root / file, file)
        if part is not None:
            return part, data, True, found
    if not shipped(file).is_file():
        return None, b"", False, found
    part, data, _ = read_register(model, shipped(file), file)
    return part, data, False, found


def _with_known_rules(framework: Framework) -> Framework:
    """Fall back to the first rule set when the project names one that is not there."""
    names = [found.id for found in framework.conversations.rule_sets]
    if framework.rule_set in names:
        return framework
    return framework.model_copy(update={"rule_set": names[0]})
