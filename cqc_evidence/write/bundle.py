"""The documents behind an information return: numbered, with names that Windows and SharePoint take, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cqc_evidence.measure.crosswalk import Crossed
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.project import Project
from cqc_evidence.protect.permission import why_hidden

MOST_NAME = 128
MOST_PATH = 400
"""What SharePoint takes for the address of a file inside a library; Windows often takes 260."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|#%&{}~\x00-\x1f\x7f]+')
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
_ACTIVE = (
    ".docm",
    ".xlsm",
    ".pptm",
    ".dotm",
    ".exe",
    ".bat",
    ".cmd",
    ".js",
    ".vbs",
    ".ps1",
    ".scr",
    ".msi",
    ".hta",
    ".lnk",
)


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
    data: Mapping[str, bytes]
    """Name in the bundle → the document, unchanged."""


def collect(project: Project, rows: Iterable[Crossed], edition: Edition = "cqc") -> Bundle:
    """Return the documents that answer a list, in its order; nothing without permission, nothing that was changed.

    Args:
        project: what was read.
        rows: what is asked for with all items that answer it, whether they may be shown or not.
        edition: whose readers the bundle is for.
    """
    entries: list[Entry] = []
    left: list[LeftOut] = []
    data: dict[str, bytes] = {}
    taken: set[str] = set()
    forbidden = _forbidden(project, edition)
    for row in rows:
        count = 0
        for answer in row.answers:
            item = answer.item
            why = why_hidden(item, edition, project.framework) or _why_not(project, item, forbidden)
            if why:
                left.append(LeftOut(row.asked.number, item.id, why))
                continue
            if not item.source.document:
                entries.append(_entry(row, item, answer.locator, "", ""))
                continue
            found = _document(project.root, item)
            if isinstance(found, str):
                left.append(LeftOut(row.asked.number, item.id, found))
                continue
            count += 1
            name = safe_name(f"{row.asked.number}-{count:02} {PurePosixPath(item.source.document).name}", taken)
            taken.add(name.casefold())
            data[name] = found
            entries.append(_entry(row, item, answer.locator, name, sha256(found).hexdigest()))
    return Bundle(tuple(entries), tuple(left), data)


def _forbidden(project: Project, edition: Edition) -> dict[str, str]:
    """Return document → the item that forbids sending it: one document may stand behind several items."""
    return {
        item.source.document: item.id
        for item in project.items
        if item.source.document
        and (item.sensitivity == "personal" or why_hidden(item, edition, project.framework))
        and item.status not in ("proposed", "rejected")
    }


def _why_not(project: Project, item: Item, forbidden: Mapping[str, str]) -> str:
    document = item.source.document
    if document in forbidden and forbidden[document] != item.id:
        return f"its document also stands behind {forbidden[document]}, which may not be sent"
    if document.lower().endswith(_ACTIVE):
        return "its document can run a program"
    if document and document not in project.documents:
        return "its document is missing"
    return ""


def _document(root: Path, item: Item) -> bytes | str:
    try:
        data = (root / "evidence" / item.source.document).read_bytes()
    except OSError as error:
        return f"its document cannot be read: {error.strerror or error}"
    if item.source.sha256 and sha256(data).hexdigest() != item.source.sha256.lower():
        return "its document is not the one that was taken in"
    return data


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
    stem, dot, ending = name.rpartition(".")
    ending = ending.strip()
    stem, ending = (stem, f".{ending}") if dot and 0 < len(ending) <= 5 and stem else (name, "")  # noqa: PLR2004  # .docx
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


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip, the same bytes for the same files."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in sorted(files):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            package.writestr(info, files[name])
    return target.getvalue()
