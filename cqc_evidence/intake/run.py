"""The run of an import: file by file, each taken in whole before the next is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.intake.plan import SOURCES, Plan, Standing, after, known_as, plan_import
from cqc_evidence.intake.problems import at, person_in_file_name
from cqc_evidence.intake.safety.guard import guard, read_document
from cqc_evidence.intake.safety.importers import importer_for
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.safety.worker import Worker
from cqc_evidence.intake.taken import Taken
from cqc_evidence.model.diagnostic import Diagnostic, has_errors
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.intake import ColumnMap, ColumnsFile, Document, Imported
from cqc_evidence.model.project import Project
from cqc_evidence.protect.gate import scanner_of
from cqc_evidence.read.inbox import read_inbox
from cqc_evidence.read.logs import COLUMNS, IMPORTS, read_log
from cqc_evidence.read.problems import unreadable_file
from cqc_evidence.read.registers import read_register
from cqc_evidence.store.item_text import front_matter_text
from cqc_evidence.store.journal import Change, ConflictError, OutsideError, commit, digest, locked

_PASSED_OVER = frozenset(("desktop.ini", "thumbs.db", ".ds_store"))
_OWN = ("evidence/", "framework/", "templates/", "out/")
_TABLES = (".xlsx", ".csv")


class Wishes(NamedTuple):
    """What the person asked for."""

    kind: str
    keep: tuple[str, ...]
    dry_run: bool
    withdraw: bool


class _Given(NamedTuple):
    """A file to take in."""

    path: Path
    original: str
    """Its name, with the folders below the one that was named."""


class Intake:
    """One run of `import` over a project."""

    def __init__(self, project: Project, wishes: Wishes, progress: Callable[[int, int], None]) -> None:
        """Prepare a run; nothing is read before `run`."""
        self.project = project
        self.root = project.root
        self.wishes = wishes
        self.progress = progress
        self.scanner = scanner_of(project)
        self.kinds = {kind.id: kind for kind in project.framework.conversations.kinds}
        self.columns = self._remembered()
        self.held: Standing | None = None
        """What the project holds by now; read once, then kept up with what this run changes."""

    def run(self, paths: Iterable[Path]) -> list[Taken]:
        """Take in every file; what one file holds never stops the others.

        Raises:
            BusyError: when another program of ours is changing the project.
        """
        given = [one for path in paths for one in _files(path, self.root)]
        taken: list[Taken] = []
        with locked(self.root), Worker() as worker:
            documents = self._surveys(given, worker)
            for number, one in enumerate(given):
                self.progress(number, len(given))
                taken.append(self._take(one, worker, documents.get(one.path)))
        return taken

    def _take(self, one: _Given, worker: Worker, ready: Document | None) -> Taken:
        data, found = read_document(one.path, one.original, None)
        if not has_errors(found) and data:
            standing = self.held = self.held or self._standing()
            if (known := known_as(data, standing)) is not None:
                return Taken(one.original, "known", known.document)
            found += guard(data, one.original)
            if not has_errors(found):
                return self._read(one, data, worker, ready, standing, found)
        return Taken(one.original, "refused", problems=found)

    def _read(  # what is known of a file by then
        self,
        one: _Given,
        data: bytes,
        worker: Worker,
        ready: Document | None,
        standing: Standing,
        found: tuple[Diagnostic, ...],
    ) -> Taken:
        from cqc_evidence.intake.workbook.read_back import is_workbook, read_back  # noqa: PLC0415  # only when there is one

        if is_workbook(one.path, data):
            self.held = None
            return read_back(self.project, one.path, data, dry_run=self.wishes.dry_run, withdraw=self.wishes.withdraw)
        document = ready or self._document(one, data, worker)
        found += document.problems
        if has_errors(found) and not document.extracts:
            return Taken(one.original, "refused", notes=document.notes, problems=found)
        plan = plan_import(one.original, data, document, standing)
        changes = (*plan.changes, *self._column_change(document))
        notes = (*document.notes, *_notes(plan))
        candidates = tuple(item.id for item in plan.candidates)
        found += self._name_problems(one.original)
        if not self.wishes.dry_run and (refused := self._commit(one.original, changes)):
            self.held = None
            return Taken(one.original, "refused", notes=document.notes, problems=(*found, *refused))
        if not self.wishes.dry_run:
            self.held = after(standing, plan)
        return Taken(one.original, plan.outcome, plan.document, candidates, notes, found)

    def _document(self, one: _Given, data: bytes, worker: Worker) -> Document:
        options = ReadOptions(columns=self.columns, keep=self.wishes.keep, kind=self.wishes.kind)
        return worker.read(importer_for(one.original, data), data, one.original, options)

    def _commit(self, file: str, changes: tuple[Change, ...]) -> tuple[Diagnostic, ...]:
        try:
            commit(self.root, changes)
        except ConflictError as error:
            return (unreadable_file(at(file), f"{', '.join(error.files)} was changed meanwhile"),)
        except OutsideError as error:
            return (unreadable_file(at(error.file), "a link leads out of the project"),)
        return ()

    def _name_problems(self, original: str) -> tuple[Diagnostic, ...]:
        found = self.scanner.find(original)
        return tuple(person_in_file_name(at(original), one.sort) for one in found[:1])

    def _standing(self) -> Standing:
        imported, _ = read_log(self.root, IMPORTS, Imported)
        waiting = list(read_inbox(self.root))
        items: dict[str, Item] = {item.id: item for item in self.project.items}
        items.update({one.item.id: one.item for one in waiting if one.item is not None})
        log = (self.root / IMPORTS).read_bytes() if (self.root / IMPORTS).is_file() else b""
        inbox = {one.file: one.sha256 for one in waiting}
        return Standing(
            imported, log, self._sources(imported), inbox, items, self.kinds, self.scanner, self.project.today
        )

    def _sources(self, imported: tuple[Imported, ...]) -> dict[str, str]:
        """Return the names in `evidence/sources/`; only a file that no import knows is hashed."""
        known = {one.document.removeprefix("sources/"): one.sha256 for one in imported}
        folder = self.root / SOURCES
        names = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
        return {name: known.get(name) or digest(folder / name) for name in names}

    def _surveys(self, given: list[_Given], worker: Worker) -> dict[Path, Document]:
        """Read tables first when there are several: a survey asked twice is compared with itself."""
        tables = [one for one in given if one.path.suffix.lower() in _TABLES]
        if len(tables) < 2:  # noqa: PLR2004  # before and after
            return {}
        from cqc_evidence.intake.tables.survey import compare  # noqa: PLC0415  # only for surveys

        documents: dict[Path, Document] = {}
        for one in tables:
            data, found = read_document(one.path, one.original, None)
            if not has_errors((*found, *guard(data, one.original))) and data:
                document = self._document(one, data, worker)
                if document.columns is not None:
                    documents[one.path] = document
        return dict(_compared(documents, compare))

    def _remembered(self) -> dict[str, ColumnMap]:
        if not (self.root / COLUMNS).is_file():
            return {}
        content, _, _ = read_register(ColumnsFile, self.root / COLUMNS, COLUMNS)
        return {one.header: one for one in content.surveys} if content else {}

    def _column_change(self, document: Document) -> tuple[Change, ...]:
        """Remember what a survey's columns hold, unless it is known."""
        found = document.columns
        if found is None or found.header in self.columns:
            return ()
        self.columns[found.header] = found
        data = {"surveys": [one.model_dump(mode="json") for one in self.columns.values()]}
        return (Change(COLUMNS, (_COLUMNS_HEAD + front_matter_text(data)).encode(), digest(self.root / COLUMNS)),)


_COLUMNS_HEAD = """\
# What the columns of your surveys hold, remembered from the first import; change a word and import the next export.
# identifying: left out, it can tell who answered. closed: counted. free: each answer becomes a candidate.
# date: when it was answered. left-out: not wanted.
"""


def _compared(
    documents: dict[Path, Document], compare: Callable[[Document, Document], Document]
) -> Iterator[tuple[Path, Document]]:
    """Yield each survey, the later of two with the same columns compared with the earlier."""
    seen: dict[str, Document] = {}
    for path, document in sorted(documents.items(), key=lambda pair: (pair[1].date.text, str(pair[0]))):
        header = document.columns.header if document.columns else ""
        yield path, compare(seen[header], document) if header in seen else document
        seen[header] = document


def _files(path: Path, root: Path) -> Iterator[_Given]:
    """Yield the files of a path in the order of their names; what a project writes itself is passed over in a folder."""
    if not path.is_dir() or path.is_symlink():
        yield _Given(path, path.name)
        return
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        if any(part.startswith((".", "~$")) for part in parts) or file.name.lower() in _PASSED_OVER:
            continue
        if (file.is_file() or file.is_symlink()) and not _is_own(file, root):
            yield _Given(file, "/".join(parts))


def _is_own(file: Path, root: Path) -> bool:
    place = file.resolve()
    if not place.is_relative_to(root.resolve()):
        return False
    inside = place.relative_to(root.resolve()).as_posix()
    return inside == "project.yaml" or (inside.startswith(_OWN) and not inside.startswith(SOURCES))


def _notes(plan: Plan) -> Iterator[str]:
    kinds = Counter(
        "actions" if item.actions else "figures" if item.figures else "passages" for item in plan.candidates
    )
    if plan.candidates:
        told = ", ".join(
            f"{number} with {what}" if what != "passages" else f"{number} of text"
            for what, number in sorted(kinds.items())
        )
        folder = next(
            change.file for change in plan.changes if change.file.startswith("evidence/inbox/") and change.data
        ).rpartition("/")[0]
        yield f"{len(plan.candidates)} candidates ({told}) in {folder}"
    personal = sum(1 for item in plan.candidates if item.sensitivity == "personal")
    if personal:
        yield f"{personal} of them marked personal: something in them can tell who somebody is"
    if plan.unchanged:
        yield f"{plan.unchanged} stand as they did in the earlier version, and were not proposed again"
    replacing = sum(1 for item in plan.candidates if item.supersedes)
    if replacing:
        yield f"{replacing} would replace an item that was made from the earlier version"
