"""A key path → the line and column a person looks at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.location import Location
from cqc_evidence.model.project import (
    AccuracyFile,
    CommentsFile,
    DecisionsFile,
    ImprovementFile,
    InformationReturn,
    RequestsFile,
    Settings,
    SignOffsFile,
)
from cqc_evidence.read import front_matter, text, yaml_tree
from cqc_evidence.read.framework import model_of
from cqc_evidence.read.privacy import hush, is_personal
from cqc_evidence.read.salvage import faults, place_in_file
from cqc_evidence.read.shipped import resolve
from cqc_evidence.read.yaml_tree import Key, Tree

_LONGEST = 500
_PLAIN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")
"""Characters that would move a screen's cursor or break a line."""
_UNSHOWN = frozenset(("personal-data",))
"""Rules that tell where something stands which must not be printed."""
_LISTS: dict[str, type[Noun]] = {
    "project.yaml": Settings,
    "evidence/decisions.yaml": DecisionsFile,
    "evidence/improvement.yaml": ImprovementFile,
    "evidence/requests.yaml": RequestsFile,
    "evidence/comments.yaml": CommentsFile,
    "evidence/information-return.yaml": InformationReturn,
    "evidence/factual-accuracy.yaml": AccuracyFile,
    "evidence/sign-offs.yaml": SignOffsFile,
}
"""Files whose bad list entries are left out alone, so that the others move up."""


def pinpoint(root: Path, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems in the order of files and lines, each with line, column and the line's text.

    Files are read again here, and only those that have a problem. The text of a personal item
    is never shown.
    """
    files: dict[str, _File] = {}

    def place(where: Location) -> Location:
        if where.file not in files:
            files[where.file] = _File(root, where.file)
        return files[where.file].place(where)

    placed = []
    for problem in found:
        where, related = place(problem.location), tuple(place(one) for one in problem.related)
        shown = hush(problem) if files[where.file].hidden else problem
        if problem.rule in _UNSHOWN:
            where = where.model_copy(update={"snippet": ""})
        placed.append(_tidy(shown).model_copy(update={"location": where, "related": related}))
    return tuple(sorted(placed, key=lambda problem: problem.order))


def pinpoint_places(root: Path, places: Iterable[Location]) -> tuple[Location, ...]:
    """Return places in their order, each with its line and column; files are read again here."""
    files: dict[str, _File] = {}
    return tuple(files.setdefault(where.file, _File(root, where.file)).place(where) for where in places)


def _tidy(problem: Diagnostic) -> Diagnostic:
    """Keep a value that stands in a sentence from breaking the screen."""
    words = {key: _short(_one_line(getattr(problem, key))) for key in ("message", "because", "help")}
    return problem.model_copy(update=words)


def _one_line(words: str) -> str:
    return words if words.isprintable() else words.translate(_PLAIN)


def _short(words: str) -> str:
    half = _LONGEST // 2
    return words if len(words) <= _LONGEST else f"{words[:half]} … {words[-half:]}"


class _File:
    """A file's lines and, when it is YAML, its tree."""

    def __init__(self, root: Path, name: str) -> None:
        data, failed = text.read_bytes(resolve(root, name), name)
        raw = "" if failed else text.decode(data, name)[0]
        self.name = name
        self.lines = raw.split("\n")
        self.raw = raw
        self.hidden = _is_markdown(name) and is_personal(raw)

    def place(self, where: Location) -> Location:
        """Return the place with its line, column and text; of a problem of the whole file, no text."""
        placed = (where.line, where.column, where.end_column) != (1, 1, 1)
        if not placed and not where.path:
            return where
        if not placed:
            where = (
                self._in_body(where)
                or self._simple(where)
                or (self.tree.place(self._path(where.path)) if self.tree else where)
            )
        line = self.lines[where.line - 1] if where.line <= len(self.lines) else ""
        return where.model_copy(update={"snippet": "" if self.hidden else _one_line(line)})

    def _in_body(self, where: Location) -> Location | None:
        """Return the place of some letters of an item's text, given as `("body", first, last)`."""
        match where.path:
            case ("body", int() as first, int() as last) if _is_markdown(self.name):
                parts = front_matter.split(self.raw, self.name)[0]
                if parts is None:
                    return None
                skipped = len(parts.body) - len(parts.body.lstrip("\n"))
                before = parts.body[: skipped + first]
                column = len(before) - before.rfind("\n")
                until = column + max(1, last - first)
                line = parts.body_line + before.count("\n")
                return where.model_copy(update={"line": line, "column": column, "end_column": until})
        return None

    @cached_property
    def tree(self) -> Tree | None:
        """The file's YAML; read only for a place that cannot be found more simply."""
        return _tree(self.raw, self.name)

    def _simple(self, where: Location) -> Location | None:
        """Return the place of a one-word value of a key of the item itself, without reading the YAML."""
        match where.path:
            case (str() as key,) if _is_markdown(self.name):
                found = re.search(rf"^{key}: +([a-z][\w-]*) *(?:#.*)?$", self.raw.partition("\n---")[0], re.MULTILINE)
                if found:
                    line = self.raw.count("\n", 0, found.start()) + 1
                    column = found.start(1) - found.start() + 1
                    return Location(
                        file=self.name,
                        line=line,
                        column=column,
                        end_column=column + len(found.group(1)),
                        path=where.path,
                    )
        return None

    def _path(self, path: tuple[Key, ...]) -> tuple[Key, ...]:
        """Count the entries of a list as the file has them, with those that were left out."""
        match path:
            case (str() as key, int() as index, *rest) if key in self._left_out:
                return (key, place_in_file(index, self._left_out[key]), *rest)
        return path

    @cached_property
    def _left_out(self) -> dict[str, set[int]]:
        model = Item if _is_markdown(self.name) else _LISTS.get(self.name) or model_of(self.name)
        return faults(model, self.tree.data).entries if self.tree is not None else {}


def _tree(raw: str, name: str) -> Tree | None:
    if name.endswith(".yaml"):
        return yaml_tree.parse(raw, name)
    parts = front_matter.split(raw, name)[0] if _is_markdown(name) else None
    return yaml_tree.parse(parts.head, name, first_line=1) if parts else None


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(".md")
