"""One file of a project read again: the rest of what is known of the project stays."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.project import Project
from cqc_evidence.read.items import read_item
from cqc_evidence.read.narratives import read_narrative
from cqc_evidence.read.registers import REGISTERS, Register, read_register

NARRATIVES = "evidence/narrative/"
_ELSEWHERE = ("evidence/inbox/", "evidence/audit/", "evidence/sources/", "evidence/data/")
_IGNORED = "readme.md"
PlacedT = TypeVar("PlacedT", Item, Narrative)


def with_file(project: Project, file: str) -> Project | None:
    """Return a project with one file as it lies on the disk now, be it changed, new or gone.

    Nothing is returned for a file on which more hangs than itself, such as `project.yaml` or framework data: then the
    whole project has to be read. What comes of it is what reading the whole would give.

    Raises:
        OSError: when the file is there and cannot be read.
    """
    if file in REGISTERS:
        return _with_register(project, file, REGISTERS[file])
    if (
        not file.startswith("evidence/")
        or file.startswith(_ELSEWHERE)
        or not file.endswith(".md")
        or file.lower().endswith(f"/{_IGNORED}")
    ):
        return None
    data = _data(project.root / file)
    if file.startswith(NARRATIVES):
        narrative, found = read_narrative(data, file) if data is not None else (None, ())
        return _known_anew(project, file, data, found, narratives=_placed(project.narratives, file, narrative))
    item, found = read_item(data, file) if data is not None else (None, ())
    return _known_anew(project, file, data, found, items=_placed(project.items, file, item))


def _with_register(project: Project, file: str, register: Register) -> Project:
    path = project.root / file
    content, data, found = read_register(register.model, path, file) if path.is_file() else (register.model(), None, ())
    values = {register.key: register.held(content or register.model())}
    known = _known_anew(project, file, data or None, found, **values)
    return known if content is not None else known.model_copy(update={"left_out": _sorted(known.left_out, file)})


def _known_anew(
    project: Project,
    file: str,
    data: bytes | None,
    found: tuple[Diagnostic, ...],
    **values: Any,  # noqa: ANN401  # fields of the project
) -> Project:
    problems = [one for one in project.problems if one.location.file != file]
    others = tuple(name for name in project.left_out if name != file)
    unread = data is not None and file not in REGISTERS and not _holds(values, file)
    return project.model_copy(
        update={
            **values,
            "problems": tuple(sorted((*problems, *found), key=lambda one: one.order))
            if found or len(problems) < len(project.problems)
            else project.problems,
            "left_out": _sorted(others, file) if unread else others,
            "inputs": _with_input(project.inputs, file, sha256(data).hexdigest() if data is not None else ""),
        }
    )


def _holds(values: Mapping[str, Any], file: str) -> bool:
    return any(one.location.file == file for those in values.values() for one in those)


def _sorted(names: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(sorted({*names, one}))


def _data(path: Path) -> bytes | None:
    """Return a file's bytes, or nothing when it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _placed(those: tuple[PlacedT, ...], file: str, one: PlacedT | None) -> tuple[PlacedT, ...]:
    """Return things in the order of their files, with another one, or none, in the place of what a file held."""
    found = list(those)
    place = next((number for number, each in enumerate(found) if each.location.file == file), None)
    if place is not None:
        del found[place]
    if one is not None:
        insort(found, one, key=_file_of)
    return tuple(found)


def _file_of(one: Item | Narrative) -> str:
    return one.location.file


def _with_input(inputs: Mapping[str, str], file: str, digest: str) -> dict[str, str]:
    """Return fingerprints by file, in the files' order, with another one, or none, of one file."""
    found = {**inputs, file: digest}
    if not digest:
        del found[file]
    return found if file in inputs or not digest else dict(sorted(found.items()))
