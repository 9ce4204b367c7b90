"""A workbook that this tool exported → changes to the items' own files."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cqc_evidence.intake.problems import at
from cqc_evidence.intake.taken import Taken
from cqc_evidence.intake.workbook.door import changes, is_ours, problem_copy, read_rows
from cqc_evidence.model.diagnostic import Diagnostic, has_errors
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.project import Project
from cqc_evidence.model.slug import free_name
from cqc_evidence.model.workbook import Clash, FieldChange, WorkbookChanges
from cqc_evidence.read.problems import unreadable_file
from cqc_evidence.store.edit import edited
from cqc_evidence.store.item_text import item_text
from cqc_evidence.store.journal import ABSENT, Change, ConflictError, OutsideError, commit

_MOST = 12
"""Lines that are told of one sort of change; more are counted."""
_LONGEST = 60


def is_workbook(path: Path, data: bytes) -> bool:
    """Return whether a file is a workbook that `export` wrote."""
    return path.suffix.lower() == ".xlsx" and is_ours(data)


def read_back(project: Project, path: Path, data: bytes, *, dry_run: bool, withdraw: bool) -> Taken:
    """Bring what was changed in a workbook into the items' files, all of it or nothing.

    A deleted row is a proposal to withdraw, and is followed only when `withdraw` says so. When cells cannot be
    taken in, a copy of the workbook is written to `out/` in which they are marked.
    """
    found = changes(read_rows(data, path.name), project.items)
    if has_errors(found.problems) and not (found.edited or found.new or found.deleted or found.unchanged):
        return Taken(path.name, "refused", notes=found.notes, problems=found.problems)
    planned, failed = _planned(project, found, withdraw=withdraw)
    problems = (*found.problems, *failed)
    notes = (*found.notes, *_notes(found, withdraw=withdraw))
    if not dry_run:
        problems += _commit(project.root, planned, path.name)
        if any(problem.location.place for problem in found.problems):
            notes += (_marked_copy(project.root, path, data, found.problems),)
    return Taken(path.name, "workbook", notes=notes, problems=problems)


def _commit(root: Path, planned: list[Change], name: str) -> tuple[Diagnostic, ...]:
    try:
        commit(root, planned)
    except ConflictError as error:
        return (unreadable_file(at(name), f"{', '.join(error.files)} was changed meanwhile; import it again"),)
    except OutsideError as error:
        return (unreadable_file(at(error.file), "a link leads out of the project"),)
    return ()


def _planned(
    project: Project, found: WorkbookChanges, *, withdraw: bool
) -> tuple[list[Change], tuple[Diagnostic, ...]]:
    items = {item.id: item for item in project.items}
    after = {one.item.id: one.item for one in found.edited}
    if withdraw:
        after |= {name: items[name].model_copy(update={"status": "withdrawn"}) for name in found.deleted}
    planned: list[Change] = []
    failed: list[Diagnostic] = []
    for name, item in after.items():
        file = items[name].location.file
        data = (project.root / file).read_bytes()
        try:
            planned.append(Change(file, edited(data, items[name], item), sha256(data).hexdigest()))
        except ValueError:
            failed.append(unreadable_file(at(file), "it is not saved as UTF-8, so it was not changed"))
    planned += _new(project.root, found)
    return planned, tuple(failed)


def _new(root: Path, found: WorkbookChanges) -> Iterator[Change]:
    taken: dict[str, set[str]] = {}
    for item in found.new:
        folder = root / "evidence" / item.kind
        names = taken.setdefault(item.kind, {path.stem for path in folder.glob("*.md")} if folder.is_dir() else set())
        name = free_name(item.id, names)
        names.add(name)
        yield Change(f"evidence/{item.kind}/{name}.md", item_text(_proposed(item)).encode(), ABSENT)


def _proposed(item: Item) -> Item:
    """Return a new item as nobody has reviewed it yet, whatever its row says."""
    return item.model_copy(update={"status": "proposed"}) if item.status == "accepted" else item


def _marked_copy(root: Path, path: Path, data: bytes, problems: tuple[Diagnostic, ...]) -> str:
    from cqc_evidence.store.atomic import write_all  # noqa: PLC0415  # only when something is wrong

    name = f"{path.stem}-problems.xlsx"
    write_all(root / "out", {name: problem_copy(data, problems)})
    return f"out/{name} is a copy in which the cells are marked: mend them there, save, and import it"


def _notes(found: WorkbookChanges, *, withdraw: bool) -> Iterator[str]:
    yield f"{found.unchanged} unchanged, {len(found.edited)} edited, {len(found.new)} new, {len(found.deleted)} deleted"
    for one in found.edited[:_MOST]:
        yield f"{one.item.id}: {'; '.join(_told(change) for change in one.changed)}"
    if len(found.edited) > _MOST:
        yield f"and {len(found.edited) - _MOST} more edited"
    for item in found.new[:_MOST]:
        yield f"new, proposed: {item.id}"
    if found.deleted:
        names = ", ".join(found.deleted[:_MOST]) + (" …" if len(found.deleted) > _MOST else "")
        yield (
            f"withdrawn: {names}"
            if withdraw
            else f"proposed for withdrawal, not withdrawn: {names}; --withdraw does it"
        )
    yield from (_clash(clash) for clash in found.clashes)


def _told(change: FieldChange) -> str:
    if not change.old and not change.new:
        return change.field
    return f"{change.field}: {_short(change.old)} → {_short(change.new)}"


def _clash(clash: Clash) -> str:
    what = f"{clash.field} of {clash.item}" if clash.field else clash.item
    place = f" ({clash.place})" if clash.place else ""
    both = (
        f": the workbook says {_short(clash.in_workbook)}, the project {_short(clash.in_project)}"
        if clash.in_workbook
        else ""
    )
    return f"changed in both, the project's stays: {what}{place}{both}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}”" if line else "nothing"
