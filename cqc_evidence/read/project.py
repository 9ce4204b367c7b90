"""A folder → `Project`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from cqc_evidence.model.base import Noun
from cqc_evidence.model.data import DataFile
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.packs import PackRecord
from cqc_evidence.model.project import Project, Settings
from cqc_evidence.read import problems, text
from cqc_evidence.read.cache import ItemCache
from cqc_evidence.read.data_files import data_file
from cqc_evidence.read.deny import read_deny_list
from cqc_evidence.read.framework import read_framework
from cqc_evidence.read.logs import COLUMNS, IMPORTS, PACKS, read_log
from cqc_evidence.read.narratives import read_narrative
from cqc_evidence.read.readers import reader_for
from cqc_evidence.read.registers import REGISTERS, read_register

PROJECT_FILE = "project.yaml"
_NOT_ITEMS = ("evidence/inbox/", "evidence/narrative/", "evidence/audit/")
_IGNORED_NAMES = frozenset(("desktop.ini", "thumbs.db", "readme.md"))
_KEPT_ELSEWHERE = frozenset((*REGISTERS, COLUMNS, IMPORTS, PACKS))
RegisterT = TypeVar("RegisterT", bound=Noun)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `project.yaml`, or `None`."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    return None


def read_project(
    root: Path,
    *,
    today: date,
    as_at: date | None = None,
    cache: ItemCache | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Project:
    """Read everything below `root`; a bad file is a problem in the result, never a crash.

    Args:
        root: the folder that holds `project.yaml`.
        today: governs permission and allowances.
        as_at: governs evidence; else `project.yaml` says, else it is `today`.
        cache: parsed items of earlier runs, keyed by content.
        progress: told now and then how many of how many items are read.

    Raises:
        FileNotFoundError: when `root` holds no `project.yaml`.
    """
    if not (root / PROJECT_FILE).is_file():
        raise FileNotFoundError(root / PROJECT_FILE)
    settings, data, found = read_register(Settings, root / PROJECT_FILE, PROJECT_FILE)
    settings = settings or Settings(council="(council not named)")
    framework = read_framework(root, settings)
    reader = _Reader(root, cache or ItemCache.none(), progress)
    reader.read_all()
    registers: dict[str, Any] = {one.key: one.held(reader.register(one.model, file)) for file, one in REGISTERS.items()}
    packs, more = read_log(root, PACKS, PackRecord)
    deny, denied = read_deny_list(root, settings.protect)
    found = (*found, *more, *denied, *framework.problems, *reader.problems)
    return Project(
        root=root,
        settings=settings,
        framework=framework.framework,
        as_at=as_at or settings.as_at or today,
        today=today,
        items=tuple(reader.items),
        narratives=tuple(reader.narratives),
        problems=tuple(sorted(found, key=lambda problem: problem.order)),
        left_out=tuple(sorted(reader.left_out)),
        inputs=dict(sorted({PROJECT_FILE: sha256(data).hexdigest(), **framework.inputs, **reader.inputs}.items())),
        documents=frozenset(reader.documents),
        data=tuple(reader.data),
        packs=packs,
        deny=deny,
        **registers,
    )


class _Reader:
    """Collects what a walk through `evidence/` finds."""

    def __init__(self, root: Path, cache: ItemCache, progress: Callable[[int, int], None]) -> None:
        self.root = root
        self.cache = cache
        self.progress = progress
        self.items: list[Item] = []
        self.narratives: list[Narrative] = []
        self.problems: list[Diagnostic] = []
        self.left_out: list[str] = []
        self.inputs: dict[str, str] = {}
        self.documents: list[str] = []
        self.data: list[DataFile] = []

    def read_all(self) -> None:
        """Read every file in the order of its path, so that nothing depends on the disk."""
        waiting: list[tuple[str, bytes]] = []
        for file in sorted(self._walk(self.root / "evidence", "evidence")):
            if file.startswith("evidence/sources/"):
                self.documents.append(file.removeprefix("evidence/"))
            elif file.startswith("evidence/data/"):
                self._data(file)
            elif _ignored(file):
                continue
            elif file.startswith("evidence/narrative/") and file.endswith(".md"):
                self._narrative(file)
            elif file in _KEPT_ELSEWHERE or (file.startswith(_NOT_ITEMS) and not file.endswith(".md.txt")):
                continue
            elif file.lower().endswith(".md"):
                if (data := self._bytes(file)) is not None:
                    waiting.append((file, data))
            else:
                self._other(file)
        self._items(waiting)

    def _data(self, file: str) -> None:
        """Note a table, which is opened only when metrics are worked out."""
        if _ignored(file):
            return
        try:
            self.data.append(data_file(self.root / file, file))
        except OSError as error:
            self._not_opened(file, error)
        else:
            self.inputs[file] = self.data[-1].sha256

    def _other(self, file: str) -> None:
        """Read a file of another sort, when some package brings a reader for it."""
        reader = reader_for(file)
        if reader is None:
            self.problems.append(problems.not_read(Location(file=file)))
        elif (data := self._bytes(file)) is not None:
            self._keep(file, *reader(data, file))

    def _keep(self, file: str, item: Item | None, found: tuple[Diagnostic, ...]) -> None:
        self.problems.extend(found)
        if item is None:
            self.left_out.append(file)
        else:
            self.items.append(item)

    def _walk(self, folder: Path, prefix: str) -> Iterator[str]:
        """Yield every file below a folder as a path from the root; hidden ones are passed over.

        A link to a folder is not followed, lest it lead in a circle or out of the project.
        """
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith((".", "~$"))]
        except FileNotFoundError:
            return
        except OSError as error:
            self._not_opened(prefix, error)
            return
        for entry in found:
            file = f"{prefix}/{entry.name}"
            if not _can_be_written(entry.name):
                self._not_opened(f"{prefix}/{_shown_name(entry.name)}", OSError("its name holds no proper letters"))
            elif entry.is_dir(follow_symlinks=False):
                yield from self._walk(Path(entry.path), file)
            elif entry.is_file():
                yield file
            elif entry.is_symlink():
                self._not_opened(file, OSError("it is a link to a folder or to nothing"))

    def _not_opened(self, file: str, error: OSError) -> None:
        self.problems.append(problems.unreadable_file(Location(file=file), error.strerror or str(error)))
        self.left_out.append(file)

    def _items(self, waiting: list[tuple[str, bytes]]) -> None:
        for file, item, found in self.cache.read_items(waiting, self.inputs, self.progress):
            self._keep(file, item, found)

    def _narrative(self, file: str) -> None:
        data = self._bytes(file)
        if data is None:
            return
        narrative, found = read_narrative(data, file)
        self.problems.extend(found)
        if narrative is None:
            self.left_out.append(file)
        else:
            self.narratives.append(narrative)

    def _bytes(self, file: str) -> bytes | None:
        data, found = text.read_bytes(self.root / file, file)
        if found:
            self.problems.extend(found)
            self.left_out.append(file)
            return None
        self.inputs[file] = sha256(data).hexdigest()
        return data

    def register(self, model: type[RegisterT], file: str) -> RegisterT:
        """Return a register; a file that is not there is an empty one."""
        if not (self.root / file).is_file():
            return model()
        content, data, found = read_register(model, self.root / file, file)
        if data:
            self.inputs[file] = sha256(data).hexdigest()
        self.problems.extend(found)
        if content is None:
            self.left_out.append(file)
            return model()
        return content


def _can_be_written(name: str) -> bool:
    """Return whether a file's name can stand in a pack; a machine allows names that are no text."""
    return name == _shown_name(name)


def _shown_name(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _ignored(file: str) -> bool:
    return file.rsplit("/", 1)[-1].lower() in _IGNORED_NAMES
