"""What the parts of a Word or Excel file say of themselves: their types, programs inside, links to the outside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from cqc_evidence.intake import problems
from cqc_evidence.intake.problems import at
from cqc_evidence.model.diagnostic import Diagnostic

TYPES = "[content_types].xml"
_XML_NAMES = (".xml", ".rels", ".vml")
_PICTURES = (".svg", ".htm", ".html", ".xhtml")
"""Markup that is only ever shown, never parsed here, and may open with a document type."""
_PICTURE_TYPES = ("image/svg+xml", "text/html", "application/xhtml+xml")
_DECLARATIONS = tuple(
    mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be")
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)")
_PLAIN_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252", b"utf-16")
"""In the first of these a declaration stands in plain letters, so that a search finds it; UTF-16 is searched apart."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RUNNABLE = (
    "exe", "bat", "cmd", "com", "scr", "pif", "dll", "cpl", "msi", "msc", "js", "jse", "vbs", "vbe", "wsf", "wsh",
    "hta", "ps1", "lnk", "url", "reg", "jar", "chm", "iqy", "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm",
    "ppam", "settingcontent-ms", "application", "appref-ms",
)  # fmt: skip
"""Endings of files that Windows or Office would run."""


def _ends_in(ending: str, codec: str) -> bytes:
    """Return a pattern for a file name with an ending, as a packed object holds it."""
    return rb"\w\x00?" + re.escape(f".{ending}\0".encode(codec))


_RUNS = re.compile(
    b"|".join(
        [
            *(_ends_in(ending, codec) for ending in _RUNNABLE for codec in ("ascii", "utf-16-le")),
            re.escape("_VBA_PROJECT".encode("utf-16-le")),
            b"This program cannot be run",
        ]
    ),
    re.IGNORECASE,
)
_PROGRAM_NAMES = re.compile(rf"vbaproject|vbadata|activex/|macrosheets/|\.(?:{'|'.join(_RUNNABLE)})$", re.IGNORECASE)
_PROGRAM_TYPES = re.compile(r"macroenabled|vbaproject|activex|macrosheet", re.IGNORECASE)
_MAIN = {"docx": "wordprocessingml.document.main+xml", "xlsx": "spreadsheetml.sheet.main+xml"}
_OTHER_MAIN = {
    "wordprocessingml.document.main+xml": (
        "a Word document",
        'give it the ending ".docx", or save it as .docx from Word',
    ),
    "spreadsheetml.sheet.main+xml": ("an Excel workbook", 'give it the ending ".xlsx", or save it as .xlsx from Excel'),
    "presentationml.": ("a PowerPoint presentation", "save it as PDF from PowerPoint, and import that"),
    "wordprocessingml.template.main+xml": ("a Word template", "open it in Word and save it as .docx"),
    "spreadsheetml.template.main+xml": ("an Excel template", "open it in Excel and save it as .xlsx"),
    "visio": ("a Visio drawing", "save it as PDF from Visio, and import that"),
}
_PROGRAMS = {"docx": "Word document", "xlsx": "Excel workbook"}
_LINKED = {
    "image": "picture", "attachedTemplate": "template", "externalLinkPath": "workbook", "oleObject": "object",
    "frame": "frame", "subDocument": "part of the document", "video": "video", "audio": "sound", "media": "video",
    "package": "object", "mailMergeSource": "mail-merge list", "aFChunk": "part of the document",
}  # fmt: skip


class ContentTypes(NamedTuple):
    """The content type of every part, as the package states it."""

    defaults: dict[str, str]
    """By ending."""
    overrides: dict[str, str]
    """By name, without the leading slash."""

    def of(self, name: str) -> str:
        """Return a part's content type, empty when none is stated."""
        lower = name.lower()
        return self.overrides.get(lower) or self.defaults.get(lower.rpartition(".")[2], "")


def is_list(name: str) -> bool:
    """Return whether a part lists others: the content types, or relationships."""
    return name.lower() == TYPES or name.lower().endswith(".rels")


def is_xml(name: str, head: bytes) -> bool:
    """Return whether a part is XML by its name or its first bytes."""
    return name.lower().endswith(_XML_NAMES) or _opens_as_markup(head)


def _opens_as_markup(head: bytes) -> bool:
    plain = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip(b" \t\r\n\0")
    return plain.startswith(b"<")


class Looker:
    """Looks for marks in one part while it is unpacked, a chunk at a time."""

    def __init__(self, name: str) -> None:
        """Begin with a part of which nothing is seen yet."""
        self._name = name.lower()
        self._seen: set[str] = set()
        self._first = True
        self.weight = 0
        """Elements and attributes, as their signs tell: a little more than there are."""

    @property
    def marks(self) -> frozenset[str]:
        """Return what was seen: xml, doctype, encoding (one that documents do not use), runs, empty."""
        return frozenset({"empty"} if self._first else self._seen)

    def look(self, chunk: bytes) -> None:
        """Look through the next stretch, which begins with the end of the one before."""
        if self._first:
            self._look_at_head(chunk)
        if "xml" in self._seen:
            self.weight += chunk.count(b"<") - chunk.count(b"</") + chunk.count(b"=")
        if "xml" in self._seen and any(mark in chunk for mark in _DECLARATIONS):
            self._seen.add("shown-doctype" if self._name.endswith(_PICTURES) else "doctype")
        if "ole" in self._seen and _RUNS.search(chunk):
            self._seen.add("runs")

    def _look_at_head(self, chunk: bytes) -> None:
        self._first = False
        stated = _ENCODING.search(chunk[:400].replace(b"\0", b""))
        if is_xml(self._name, chunk[:4096]):
            self._seen.add("xml")
            if not _opens_as_markup(chunk[:4096]) or (stated and stated[1].lower() not in _PLAIN_ENCODINGS):
                self._seen.add("encoding")
        if chunk.startswith(_OLE) or "embeddings/" in self._name:
            self._seen.add("ole")


def check_contents(
    marks: Mapping[str, frozenset[str]], types: bytes | None, file: str, sort: str
) -> tuple[Diagnostic, ...]:
    """Return what speaks against a package: another sort of document, programs, hidden markup.

    Args:
        marks: what was seen in each part, by its name.
        types: the part that lists the content types; `None` when there is none.
        file: what the file is called in a message.
        sort: what it should be, "docx" or "xlsx".
    """
    if types is None:
        return (_no_document(list(marks), file, sort),)
    try:
        stated = _content_types(types)
    except expat.ExpatError:
        return (problems.damaged_file(at(file)),)
    if _holds_program(marks, stated):
        return (problems.macros_inside(at(file)),)
    if wrong := _wrong_sort(stated, file, sort):
        return (wrong,)
    return _hidden_markup(marks, stated, file)


def _holds_program(marks: Mapping[str, frozenset[str]], stated: ContentTypes) -> bool:
    return (
        any(_PROGRAM_NAMES.search(name) or "runs" in seen for name, seen in marks.items())
        or any(_PROGRAM_TYPES.search(one) for one in stated.overrides.values())
        or any(_PROGRAM_TYPES.search(stated.of(name)) for name in marks)
    )


def _wrong_sort(stated: ContentTypes, file: str, sort: str) -> Diagnostic | None:
    """Return that the main part is another program's, if it is."""
    types = [*stated.overrides.values(), *stated.defaults.values()]
    if any(_MAIN[sort] in one for one in types):
        return None
    for main, (what, advice) in _OTHER_MAIN.items():
        if any(main in one for one in types):
            return problems.wrong_extension(at(file), f"this file is {what}, not what its ending says", advice)
    return problems.damaged_file(at(file))


def _no_document(names: list[str], file: str, sort: str) -> Diagnostic:
    """Return what a ZIP without content types is."""
    if any(name.lower().startswith(("word/", "xl/")) for name in names):
        return problems.damaged_file(at(file))
    if "mimetype" in names:
        what = f"this file is an OpenDocument file, not a {_PROGRAMS[sort]}"
        return problems.wrong_extension(at(file), what, f"open it and save it as .{sort}")
    what = f"this file is a ZIP archive, not a {_PROGRAMS[sort]}"
    return problems.wrong_extension(at(file), what, "unpack it, and import the documents in it one by one")


def _hidden_markup(marks: Mapping[str, frozenset[str]], stated: ContentTypes, file: str) -> tuple[Diagnostic, ...]:
    """Return that a part which a parser would take for XML is not plain XML by its bytes."""
    for name, seen in marks.items():
        kind = stated.of(name).lower()
        if not kind.endswith(("+xml", "/xml")) or kind in _PICTURE_TYPES or "empty" in seen:
            continue
        if "shown-doctype" in seen:
            return (problems.doctype_inside(at(file)),)
        if "xml" not in seen:
            return (problems.damaged_file(at(file)),)
    return ()


def outside_links(lists: Iterable[tuple[str, bytes]], file: str) -> tuple[Diagnostic, ...]:
    """Return one warning that names what a document fetches from outside, if it does; links to click are none."""
    found: Counter[str] = Counter()
    for name, data in lists:
        try:
            rows = attributes_of(data, "Relationship")
        except expat.ExpatError:
            return (problems.damaged_file(at(file, name)),)
        for row in rows:
            sort = row.get("Type", "").rpartition("/")[2]
            if row.get("TargetMode", "").lower() == "external" and sort != "hyperlink":
                found[_LINKED.get(sort, "file")] += 1
    if not found:
        return ()
    return (problems.outside_link(at(file), ", ".join(_counted(word, n) for word, n in sorted(found.items()))),)


def _counted(word: str, n: int) -> str:
    """Return "2 pictures", "1 part of the document"."""
    first, _, rest = word.partition(" ")
    return f"{n:,} {first if n == 1 else first + 's'}{' ' + rest if rest else ''}"


def attributes_of(data: bytes, element: str) -> list[dict[str, str]]:
    """Return the attributes of every element of a name, whatever its namespace.

    Raises:
        xml.parsers.expat.ExpatError: when the XML is broken.
    """
    rows: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == element:
            rows.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(data, True)  # noqa: FBT003  # expat takes it by position only
    return rows


def _content_types(data: bytes) -> ContentTypes:
    defaults = {row.get("Extension", "").lower(): row.get("ContentType", "") for row in attributes_of(data, "Default")}
    overrides = {
        row.get("PartName", "").lstrip("/").lower(): row.get("ContentType", "")
        for row in attributes_of(data, "Override")
    }
    return ContentTypes(defaults, overrides)
