"""The documents behind an information return: numbered, with names that Windows and SharePoint take, and an index."""

from __future__ import annotations

import contextlib
import posixpath
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from errno import EEXIST
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from cqc_evidence.measure.crosswalk import Crossed
from cqc_evidence.measure.sending import why_not_sent
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.project import Project
from cqc_evidence.store.atomic import replace

MOST_NAME = 128
MOST_PATH = 400
"""What SharePoint takes for the address of a file inside a library; Windows often takes 260."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|#%&{}~\x00-\x1f\x7f]+')
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
_PROGRAMS = re.compile(
    r"\.(?:docm|dotm|xlsm|xltm|xlam|xla|pptm|potm|ppam|ppsm|sldm|exe|com|pif|scr|msi|msp|dll|cpl|bat|cmd|jse?|vb[se]|ws[fh]|hta|psm?1|"
    r"sh|py|jar|reg|lnk|url|iqy|slk|x?html?|mht(?:ml)?|svg|chm)"
)
"""Endings of files that can run a program where they are opened."""
_ARCHIVES = re.compile(r"\.(?:zip|7z|rar|t?gz|tar|iso|img|cab)")
_OLE, _OLE_MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "_VBA_PROJECT".encode("utf-16-le")
_MACROS = re.compile(r"vbaproject|vbadata|activex/|macrosheets/", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x80-\x9f]")
"""Characters that nobody sees, among them those that turn a name round so that its ending hides."""
_CHUNK = 1 << 20
_RUNS = "its document can run a program"
_ARCHIVE = "its document is an archive: put what is in it here one by one"
_CHANGED = "its document is not the one that was taken in"


class Entry(NamedTuple):
    """One document of a bundle."""

    number: str
    asked: str
    name: str
    """Its name in the bundle."""
    document: str
    """Its name below `evidence/`."""
    item: str
    title: str
    locator: str
    link: str
    statement: str
    sha256: str


class LeftOut(NamedTuple):
    """What answers something and is not in the bundle."""

    number: str
    item: str
    why: str


class Bundle(NamedTuple):
    """What a bundle holds, and what it does not."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    documents: Mapping[str, Path]
    """Name in the bundle → the document, which is taken over unchanged."""


class ChangedError(Exception):
    """A document changed while the bundle was made; nothing was written."""

    def __init__(self, name: str) -> None:
        """Name it as the bundle does."""
        super().__init__(f"{name} changed while the bundle was made; nothing was written. Try again")


def collect(project: Project, rows: Iterable[Crossed], reasons: Mapping[str, str], edition: Edition = "cqc") -> Bundle:
    """Return the documents that answer a list, in its order; nothing without permission, nothing that was changed.

    Args:
        project: what was read.
        rows: what is asked for with all items that answer it, whether they may be shown or not.
        reasons: why some of these items must not be in it at all, by id.
        edition: whose readers the bundle is for.
    """
    entries: list[Entry] = []
    left: list[LeftOut] = []
    taken: dict[str, Path] = {}
    gate = _Gate(project, edition, reasons)
    for row in rows:
        names: dict[str, str] = {}
        for answer in row.answers:
            item, document = answer.item, answer.item.source.document
            why, digest = gate.look(item)
            if why:
                left.append(LeftOut(row.asked.number, item.id, why))
                continue
            if document and document not in names:
                lowered = {name.casefold() for name in taken}
                ordinal = f"{row.asked.number}-{len(names) + 1:02}"
                names[document] = safe_name(f"{ordinal} {PurePosixPath(document).name}", lowered)
                taken[names[document]] = project.root / "evidence" / document
            entries.append(_entry(row, item, answer.locator, names.get(document, ""), digest))
    return Bundle(tuple(entries), tuple(left), taken)


class _Gate:
    """Looks at each item and its document before they are let in; a document that answers twice is read once."""

    def __init__(self, project: Project, edition: Edition, reasons: Mapping[str, str]) -> None:
        self.project, self.edition, self.reasons = project, edition, reasons
        self.looked: dict[str, tuple[str, str]] = {}
        self.forbidden: dict[str, str] = {}
        """Name or fingerprint of a document → the item that forbids sending it: one document may stand behind several."""
        for item in project.items:
            if item.source.document and self._forbids(item):
                for mark in (
                    _flat(item.source.document),
                    item.source.sha256.lower(),
                    self._read(item.source.document)[1],
                ):
                    if mark:
                        self.forbidden.setdefault(mark, item.id)

    def look(self, item: Item) -> tuple[str, str]:
        """Return why an item is kept out, and its document's fingerprint where it is not."""
        why = why_not_sent(item, self.edition, self.project.framework, self.project.today)
        why, digest = (why, "") if why else self._document(item)
        why = why or self.reasons.get(item.id, "")
        return why, "" if why else digest

    def _document(self, item: Item) -> tuple[str, str]:
        document = item.source.document
        if not document:
            return "", ""
        why, digest = self._read(document)
        owner = self.forbidden.get(_flat(document)) or self.forbidden.get(digest) or item.id
        if owner != item.id:
            return f"its document also stands behind {owner}, which may not be sent", ""
        if not why and item.source.sha256 and digest != item.source.sha256.lower():
            why = _CHANGED
        return why, digest

    def _forbids(self, item: Item) -> bool:
        """Return whether an item keeps its document from being sent; that nobody has accepted it yet does not."""
        judged = item.model_copy(update={"status": "accepted"}) if item.status in ("proposed", "rejected") else item
        return bool(why_not_sent(judged, self.edition, self.project.framework, self.project.today))

    def _read(self, document: str) -> tuple[str, str]:
        if document not in self.looked:
            self.looked[document] = _looked_at(self.project, document)
        return self.looked[document]


def _flat(document: str) -> str:
    """Return a document's path as Windows compares it."""
    return posixpath.normpath(document.replace("\\", "/")).casefold()


def _looked_at(project: Project, document: str) -> tuple[str, str]:
    """Return why a document is kept out, whoever it belongs to, and its fingerprint."""
    if document not in project.documents:
        return "its document is missing", ""
    ending = PurePosixPath(document).suffix.lower()
    path = project.root / "evidence" / document
    if not path.resolve().is_relative_to(project.root.resolve()):
        return "its document is a link to a place outside the project", ""
    try:
        with path.open("rb") as file:
            digest = file_digest(file, sha256).hexdigest()
            file.seek(0)
            runs = bool(_PROGRAMS.fullmatch(ending)) or _runs(file)
    except OSError as error:
        return f"its document cannot be read: {error.strerror or type(error).__name__}", ""
    return (_RUNS if runs else _ARCHIVE if _ARCHIVES.fullmatch(ending) else ""), digest


def _runs(file: BinaryIO) -> bool:
    """Return whether a file is a program or holds macros, whatever its name says."""
    head = file.read(8)
    file.seek(0)
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        return True
    if head == _OLE:
        return _OLE_MACROS in file.read()
    if head.startswith(b"PK"):
        try:
            with ZipFile(file) as package:
                return any(_MACROS.search(name) for name in package.namelist())
        except (BadZipFile, ValueError, NotImplementedError, EOFError):
            return False
    return False


def _entry(row: Crossed, item: Item, locator: str, name: str, digest: str) -> Entry:
    return Entry(
        row.asked.number, row.asked.asks, name, item.source.document, item.id, item.title, locator, item.source.public_url,
        row.asked.statement or ", ".join(dict.fromkeys(tag.statement for tag in item.tags)), digest,
    )  # fmt: skip


def safe_name(name: str, taken: Iterable[str] = ()) -> str:
    """Return a file name that Windows and SharePoint take and that is not taken, whatever the case of its letters.

    >>> safe_name('1/2-01 What? "Minutes": March.docx')
    '1-2-01 What- Minutes - March.docx'
    >>> safe_name("CON.txt"), safe_name("a.docx", {"a.docx"})
    ('CON-.txt', 'a (2).docx')
    """
    stem, dot, ending = _UNSEEN.sub("", unicodedata.normalize("NFC", name)).rpartition(".")
    ending = ending.strip()
    stem, ending = (stem, f".{ending}") if dot and 0 < len(ending) <= 5 and stem else (f"{stem}{dot}{ending}", "")  # noqa: PLR2004  # .docx
    stem = _FORBIDDEN.sub("-", stem.replace('"', "")).strip(" .-") or "document"
    if stem.split(".", 1)[0].strip().lower() in _RESERVED:
        stem += "-"
    ending = _FORBIDDEN.sub("", ending)
    stem = stem[: MOST_NAME - len(ending) - 5].rstrip(" .")
    lowered = {one.casefold() for one in taken}
    for number in range(1, 10_000):
        found = f"{stem}{'' if number == 1 else f' ({number})'}{ending}"
        if found.casefold() not in lowered:
            return found
    raise AssertionError(stem)


def too_long(names: Iterable[str], folder: str, most: int = MOST_PATH) -> tuple[str, ...]:
    """Return the names that are too long together with the folder they will lie in."""
    return tuple(name for name in names if len(folder) + 1 + len(name) > most)


def write_folder(target: Path, bundle: Bundle, index: Mapping[str, bytes]) -> None:
    """Write a bundle's folder, which is there only when all of it is.

    Raises:
        ChangedError: when a document is not what it was when it was looked at.
        FileExistsError: when there is something of this name.
        OSError: when the folder cannot be written.
    """
    with _waiting(target) as waiting:
        waiting.mkdir()
        for name, digest in _digests(bundle).items():
            shutil.copyfile(bundle.documents[name], waiting / name)
            with (waiting / name).open("rb") as copy:
                if file_digest(copy, sha256).hexdigest() != digest:
                    raise ChangedError(name)
        for name, data in index.items():
            (waiting / name).write_bytes(data)
        if target.exists():
            raise FileExistsError(EEXIST, "there is something of this name already", str(target))
        waiting.rename(target)


def write_zip(target: Path, bundle: Bundle, index: Mapping[str, bytes]) -> None:
    """Write a bundle as one zip, the same bytes for the same documents; the errors are those of `write_folder`."""
    digests = _digests(bundle)
    with _waiting(target) as waiting:
        with ZipFile(waiting, "w", ZIP_DEFLATED) as package:
            for name in sorted((*digests, *index)):
                if name in index:
                    package.writestr(_entry_of(name), index[name])
                    continue
                found = sha256()
                with (
                    bundle.documents[name].open("rb") as source,
                    package.open(_entry_of(name), "w", force_zip64=True) as inside,
                ):
                    while chunk := source.read(_CHUNK):
                        found.update(chunk)
                        inside.write(chunk)
                if found.hexdigest() != digests[name]:
                    raise ChangedError(name)
        if target.exists():
            raise FileExistsError(EEXIST, "there is something of this name already", str(target))
        replace(waiting, target)


def _digests(bundle: Bundle) -> dict[str, str]:
    return {entry.name: entry.sha256 for entry in bundle.entries if entry.name}


@contextlib.contextmanager
def _waiting(target: Path) -> Iterator[Path]:
    """Give a path beside the target that is gone afterwards, whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".", suffix=".part", dir=target.parent) as folder:
        yield Path(folder) / target.name


def _entry_of(name: str) -> ZipInfo:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
