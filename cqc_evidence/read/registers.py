"""YAML files that hold one thing each: the project's settings and registers, the framework's data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import (
    AccuracyFile,
    CommentsFile,
    DecisionsFile,
    ImprovementFile,
    InformationReturn,
    RequestsFile,
    SignOffsFile,
)  # fmt: skip
from cqc_evidence.read import text, yaml_tree
from cqc_evidence.read.salvage import faults, without
from cqc_evidence.read.validate import validate

NounT = TypeVar("NounT", bound=Noun)


class Register(NamedTuple):
    """A file of many entries, and where a project holds them."""

    model: type[Noun]
    key: str
    """Field of the project."""
    inner: str = ""
    """Field of the file's shape that the project holds; empty where it holds the whole."""

    def held(self, content: Noun) -> Any:  # noqa: ANN401  # whatever the field is
        """Return what a project holds of the file's content."""
        return getattr(content, self.inner) if self.inner else content


REGISTERS: Mapping[str, Register] = {
    "evidence/improvement.yaml": Register(ImprovementFile, "improvements", "improvements"),
    "evidence/decisions.yaml": Register(DecisionsFile, "decisions"),
    "evidence/requests.yaml": Register(RequestsFile, "requests", "requests"),
    "evidence/comments.yaml": Register(CommentsFile, "comments", "comments"),
    "evidence/sign-offs.yaml": Register(SignOffsFile, "sign_offs", "sign_offs"),
    "evidence/information-return.yaml": Register(InformationReturn, "information_return"),
    "evidence/factual-accuracy.yaml": Register(AccuracyFile, "accuracy"),
}
"""The registers of a project, by file."""


def read_register(model: type[NounT], path: Path, file: str) -> tuple[NounT | None, bytes, tuple[Diagnostic, ...]]:
    """Return the file's content, its bytes, and every problem.

    A list entry that cannot be understood is left out alone, and so is a key that need not be
    there. A file that holds only comments is one without keys.
    """
    data, found = text.read_bytes(path, file)
    if found:
        return None, data, found
    raw, found = text.decode(data, file)
    if not raw:
        return None, data, found
    tree = yaml_tree.parse(raw, file)
    found += tree.problems
    if tree.node is None and tree.problems:
        return None, data, found
    content = {} if tree.data is None else tree.data
    noun, more = validate(model, tree, content)
    if noun is None and isinstance(content, dict):
        noun = _salvage(model, content)
    return noun, data, found + more


def _salvage(model: type[NounT], content: dict[str, object]) -> NounT | None:
    """Drop the list entries that hold an error and the keys that can be done without."""
    bad = faults(model, content)
    fields = model.model_fields
    if any(key in fields and fields[key].is_required() for key in bad.keys):
        return None
    return model.model_validate(without(content, bad))
