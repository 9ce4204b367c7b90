"""A key path → the line and column a person looks at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import front_matter, text, yaml_tree
from cqc_evidence.read.items import is_personal
from cqc_evidence.read.shipped import resolve
from cqc_evidence.read.yaml_tree import Tree


def pinpoint(root: Path, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems in the order of files and lines, each with line, column and the line's text.

    Files are read again here, and only those that have a problem. The text of a personal item
    is never shown.
    """
    files: dict[str, _File] = {}
    placed = []
    for problem in found:
        name = problem.location.file
        if name not in files:
            files[name] = _File.load(root, name)
        placed.append(problem.model_copy(update={"location": files[name].place(problem.location)}))
    return tuple(sorted(placed, key=lambda problem: problem.order))


class _File:
    """A file's lines and, when it is YAML, its tree."""

    def __init__(self, lines: list[str], tree: Tree | None, *, hidden: bool) -> None:
        self.lines = lines
        self.tree = tree
        self.hidden = hidden

    @classmethod
    def load(cls, root: Path, name: str) -> _File:
        data, failed = text.read_bytes(resolve(root, name), name)
        raw = "" if failed else text.decode(data, name)[0]
        return cls(raw.split("\n"), _tree(raw, name), hidden=is_personal(raw))

    def place(self, where: Location) -> Location:
        if where.path and self.tree is not None and where.line == 1:
            where = self.tree.place(where.path)
        line = self.lines[where.line - 1] if 0 < where.line <= len(self.lines) else ""
        return where.model_copy(update={"snippet": "" if self.hidden else line})


def _tree(raw: str, name: str) -> Tree | None:
    if name.endswith(".yaml"):
        return yaml_tree.parse(raw, name)
    if name.endswith(".md"):
        parts, _ = front_matter.split(raw, name)
        return yaml_tree.parse(parts.head, name, first_line=1) if parts else None
    return None
