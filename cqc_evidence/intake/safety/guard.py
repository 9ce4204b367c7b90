"""The guard before every parser: what may be read at all, and what never is.

Nothing here parses a document. A file is looked at from outside first (its name, its size), then
its bytes; any error means that no parser sees it.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from cqc_evidence.intake import problems
from cqc_evidence.intake.problems import at
from cqc_evidence.intake.safety import package
from cqc_evidence.intake.safety.formulas import formula_cells
from cqc_evidence.model.diagnostic import Diagnostic, has_errors
from cqc_evidence.read.problems import empty_file, unreadable_file
from cqc_evidence.read.text import decode

__all__ = ["ENDINGS", "MOST_BYTES", "MOST_TEXT", "formula_cells", "guard", "read_document"]

ENDINGS = (".docx", ".xlsx", ".csv", ".eml", ".pdf", ".txt", ".md")
MB = 1024 * 1024
MOST_BYTES = 50 * MB
MOST_TEXT = 5 * MB
"""Of .txt and .md: a book has one."""
_MOST = {".txt": MOST_TEXT, ".md": MOST_TEXT, ".csv": 20 * MB, ".eml": 35 * MB}
"""Measured: within these, reading takes less than 500 MB and 20 seconds. Mail servers refuse larger mails too."""
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BY_WORD = "open it in Word and save it as .docx"
_BY_EXCEL = "open it in Excel and save it as .xlsx"
_BY_POWERPOINT = "save it as PDF from PowerPoint, and import that"
_ADVICE = {
    **dict.fromkeys((".doc", ".dot", ".rtf", ".odt", ".docm", ".dotx", ".dotm", ".wps", ".pages"), _BY_WORD),
    **dict.fromkeys((".xls", ".xlt", ".ods", ".xlsm", ".xlsb", ".xltx", ".xltm", ".numbers"), _BY_EXCEL),
    **dict.fromkeys((".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".odp", ".key"), _BY_POWERPOINT),
    **dict.fromkeys((".msg", ".oft"), "in Outlook choose File, Save as, and the type .eml, or copy its text into Word"),
    **dict.fromkeys((".pst", ".ost", ".mbox"), "save the one e-mail that matters as .eml"),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz", ".tar"), "unpack it, and import the documents in it one by one"),
    **dict.fromkeys((".htm", ".html", ".mht", ".xml"), "open it in Word and save it as .docx, or print it to PDF"),
    **dict.fromkeys((".tsv", ".tab"), "open it in Excel and save it as .csv"),
    **dict.fromkeys((".one", ".onetoc2"), "in OneNote choose File, Export, and the type .docx or PDF"),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".heic", ".bmp"),
        "type what it shows into a Word document; a picture has no text to read",
    ),
    **dict.fromkeys(
        (".mp3", ".mp4", ".m4a", ".wav", ".mov", ".avi"), "write down what was said in a Word document, and import that"
    ),
}
_OTHERWISE = "Word (.docx), Excel (.xlsx), .csv, e-mail (.eml), PDF, .txt and .md can be taken in"
_LINKS = (".lnk", ".url", ".website", ".webloc")
_WORD_OWNS = "~$"
"""Word and Excel mark a file that is open with a small one of this beginning."""


def read_document(path: Path, file: str, inside: Path | None = None) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a file's bytes, or nothing and the one reason why they were not read.

    Args:
        path: the file.
        file: what it is called in a message.
        inside: the folder in which the file must really lie, if there is one.
    """
    try:
        found = path.lstat()
        if refused := _refused(path, found, file, inside):
            return b"", (refused,)
        return _read(path, found, file)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it could not be found"
        return b"", (unreadable_file(at(file), why),)


def _refused(path: Path, found: os.stat_result, file: str, inside: Path | None) -> Diagnostic | None:
    """Return why a file is not even opened, by its name and its size."""
    ending = path.suffix.lower()
    leaves = inside is not None and not path.resolve().is_relative_to(inside.resolve())
    if leaves or stat.S_ISLNK(found.st_mode) or ending in _LINKS:
        return problems.link_elsewhere(at(file))
    if stat.S_ISDIR(found.st_mode):
        return problems.wrong_extension(at(file), "this is a folder, not a document", "name the documents in it")
    if path.name.startswith(_WORD_OWNS):
        what = "this file only marks that a document is open in Word or Excel"
        return problems.wrong_extension(at(file), what, "close the document, and import the document itself")
    if ending not in ENDINGS:
        what = f'files with the ending "{ending}" cannot be taken in' if ending else "this file has no ending"
        return problems.wrong_extension(at(file), what, _ADVICE.get(ending, _OTHERWISE))
    if not stat.S_ISREG(found.st_mode):
        return unreadable_file(at(file), "it is no ordinary file")
    most = _MOST.get(ending, MOST_BYTES)
    if found.st_size > most:
        return problems.too_large(at(file), f"{-(-found.st_size // MB):,} MB", f"{most // MB} MB")
    return None if found.st_size else empty_file(at(file))


def _read(path: Path, before: os.stat_result, file: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the bytes of the very file that was looked at; never more than it had then."""
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as source:
        opened = os.fstat(source.fileno())
        data = source.read(before.st_size + 1)
        after = os.fstat(source.fileno())
    sizes = {before.st_size, opened.st_size, after.st_size, len(data)}
    if len(sizes) > 1 or not os.path.samestat(before, opened) or opened.st_mtime_ns != after.st_mtime_ns:
        return b"", (unreadable_file(at(file), "it changed while it was read"),)
    return data, ()


def guard(data: bytes, file: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file's bytes; with any error among it, no parser may see them.

    `file` ends as the file's name does. The look is bounded: no size that a file states is believed.
    """
    ending = Path(file).suffix.lower()
    most = _MOST.get(ending, MOST_BYTES)
    if ending not in ENDINGS:
        what = f'files with the ending "{ending}" cannot be taken in'
        return (problems.wrong_extension(at(file), what, _ADVICE.get(ending, _OTHERWISE)),)
    if len(data) > most:
        return (problems.too_large(at(file), f"{-(-len(data) // MB):,} MB", f"{most // MB} MB"),)
    if not data.strip():
        return (empty_file(at(file)),)
    if not data.strip(b"\0"):
        return (problems.damaged_file(at(file), "this file holds nothing but zeros: a sync or a copy broke off"),)
    if ending in {".docx", ".xlsx"}:
        return _guard_package(data, file, ending[1:])
    return _guard_pdf(data, file) if ending == ".pdf" else _guard_text(data, file, ending)


_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_SORTS: tuple[tuple[str, str, str], ...] = (
    ("WordDocument", "a Word document of the old format (.doc)", _BY_WORD),
    ("Workbook", "an Excel workbook of the old format (.xls)", _BY_EXCEL),
    ("Book", "an Excel workbook of the old format (.xls)", _BY_EXCEL),
    ("PowerPoint Document", "a PowerPoint presentation of the old format (.ppt)", _BY_POWERPOINT),
    ("__substg1.0_", "an Outlook message (.msg)", _ADVICE[".msg"]),
)
_PROTECTED = ("EncryptedPackage", "EncryptionInfo", "DRMContent", "DataSpaces")
_SORTS: tuple[tuple[bytes, str, str], ...] = (
    (_ZIP, "a Word, Excel or ZIP file", "give it the ending it had, or save it anew from its own program"),
    (b"%PDF-", "a PDF", 'give it the ending ".pdf"'),
    (b"{\\rtf", "a Rich Text file", _BY_WORD),
    (b"\x89PNG", "a picture", _ADVICE[".png"]),
    (b"\xff\xd8\xff", "a picture", _ADVICE[".png"]),
    (b"GIF8", "a picture", _ADVICE[".png"]),
    (b"MZ", "a program", "do not open it; ask who sent it"),
    (b"\x7fELF", "a program", "do not open it; ask who sent it"),
    (b"\x1f\x8b", "an archive", _ADVICE[".zip"]),
    (b"Rar!", "an archive", _ADVICE[".zip"]),
    (b"7z\xbc\xaf", "an archive", _ADVICE[".zip"]),
    (b"<", "a web page or XML file", _ADVICE[".html"]),
)
"""First bytes → what such a file is."""


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def _sort_of(data: bytes) -> tuple[str, str] | None:
    """Return what a file is by its first bytes, and what to do with it; `None` when they do not tell."""
    if data.startswith(_OLE):
        for name, what, advice in _OLE_SORTS:
            if name.encode("utf-16-le") in data:
                return what, advice
        return "a file of an old Office format", "open it in its own program and save it as .docx or .xlsx"
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next(((what, advice) for mark, what, advice in _SORTS if head.startswith(mark)), None)


def _is_not(file: str, sort: tuple[str, str]) -> tuple[Diagnostic, ...]:
    return (problems.wrong_extension(at(file), f"this file is {sort[0]}, not what its ending says", sort[1]),)


def _guard_package(data: bytes, file: str, sort: str) -> tuple[Diagnostic, ...]:
    """Look at a Word or Excel file."""
    if data.startswith(_OLE) and any(name.encode("utf-16-le") in data for name in _PROTECTED):
        return (problems.password_protected(at(file)),)
    if not data.startswith(_ZIP):
        known = _sort_of(data)
        return _is_not(file, known) if known else _text_or_damaged(data, file)
    if package.too_many_entries(data):
        return (problems.unsafe_archive(at(file), f"this file holds more than {package.MOST_PARTS:,} parts"),)
    return package.check_package(data, file, sort)


def _text_or_damaged(data: bytes, file: str) -> tuple[Diagnostic, ...]:
    """Return that a file is plain text, or else that it is damaged."""
    text, found = decode(data, file)
    if text and not has_errors(found) and not _CONTROL.search(text[:1000]):
        return _is_not(file, ("plain text", 'give it the ending ".txt", or ".csv" if it is a table'))
    return (problems.damaged_file(at(file)),)


def _guard_pdf(data: bytes, file: str) -> tuple[Diagnostic, ...]:
    """Look at a PDF; its password is found by its reader."""
    if b"%PDF-" in data[:1024]:
        return ()
    known = _sort_of(data)
    return _is_not(file, known) if known else _text_or_damaged(data, file)


def _guard_text(data: bytes, file: str, ending: str) -> tuple[Diagnostic, ...]:
    """Look at what must be text."""
    known = _sort_of(data)
    if known and (b"\0" in data[:4096] or data.startswith((b"%PDF-", b"{\\rtf", _ZIP, _OLE))):
        return _is_not(file, known)
    text, found = decode(data, file)
    if text or any(one.rule == "empty-file" for one in found):
        return tuple(one for one in found if not text)
    if ending == ".eml" and b"\0" not in data:
        return ()
    return _is_not(file, ("not text", _OTHERWISE))
