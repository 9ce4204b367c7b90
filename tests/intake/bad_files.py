"""Every kind of bad file that people send, made in memory, each with the rule that must name it."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE document [<!ENTITY a "specimen">]>'
ENTITY = '<!DOCTYPE document [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LINK = '<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'


class BadFile(NamedTuple):
    """A bad file and what must be said of it."""

    label: str
    file: str
    make: Callable[[], bytes]
    rule: str
    by: Literal["guard", "importer"] = "guard"
    """Who must say it: the guard, before any parser, or the importer of the file."""


@lru_cache(maxsize=1)
def good_docx() -> bytes:
    """Return a Word document in which nothing is wrong."""
    import docx

    document = docx.Document()
    document.add_heading("Specimen huddle, 12 March 2026", 1)
    document.add_paragraph(
        "Two colleagues joined the Specimen team, and the wait for a first conversation fell at once."
    )
    return saved(document)


@lru_cache(maxsize=1)
def good_xlsx() -> bytes:
    """Return a workbook in which nothing is wrong."""
    from openpyxl import Workbook

    book = Workbook()
    for row in (["ID", "What went well?"], [1, "Somebody from the Specimen team rang back the same day."]):
        book.active.append(row)
    return saved(book)


def saved(document) -> bytes:
    """Return what a library saves."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(parts: Mapping[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP of parts."""
    target = io.BytesIO()
    with ZipFile(target, "w", how) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content, how)
    return target.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package with some parts added or replaced."""
    return packed({**parts_of(data), **parts})


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a package with one text replaced in one part."""
    content = parts_of(data)[part].decode()
    assert old in content
    return with_parts(data, {part: content.replace(old, new, 1).encode()})


def after_declaration(data: bytes, part: str, insert: str, codec: str = "utf-8") -> bytes:
    """Return a package with something put before a part's first element, saved in an encoding."""
    body = re.sub(r"^<\?xml.*?\?>\s*", "", parts_of(data)[part].decode())
    text = f'<?xml version="1.0" encoding="{codec}"?>\n{insert}{body}'
    return with_parts(data, {part: text.encode(codec)})


def linking(sort: str, target: str) -> bytes:
    """Return a document that leans on something outside."""
    return edited(
        good_docx(), "word/_rels/document.xml.rels", "</Relationships>", LINK.format(sort, target) + "</Relationships>"
    )


def _lying_size() -> bytes:
    """Return a document with a part that states a hundredth of its size."""
    bomb = with_parts(good_docx(), {"word/media/specimen.bin": noise(3 * MB)})
    return bomb.replace(struct.pack("<L", 3 * MB), struct.pack("<L", 30_000))


def _overlapping() -> bytes:
    """Return an archive whose list names the same stretch twice."""
    data = with_parts(good_docx(), {"word/media/a.bin": b"specimen"})
    at = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    again = data[at:end].replace(b"a.bin", b"b.bin")
    tail = bytearray(data[end:])
    disk, total, size = struct.unpack_from("<HHL", tail, 8)
    struct.pack_into("<HHL", tail, 8, disk + 1, total + 1, size + len(again))
    return data[:end] + again + bytes(tail)


def _repeated_name() -> bytes:
    """Return a document with two parts of one name."""
    data = with_parts(good_docx(), {"word/documenT.xml": b"<specimen/>"})
    return data.replace(b"word/documenT.xml", b"word/document.xml")


def _encrypted_entry() -> bytes:
    """Return a document whose parts say that they are encrypted."""
    data = bytearray(good_docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + offset] |= 1
    return bytes(data)


def ole(*names: str) -> bytes:
    """Return the beginning of an old Office file that holds streams of these names."""
    return OLE + bytes(504) + b"".join(name.encode("utf-16-le") + bytes(64) for name in names) + bytes(2048)


def _types(old: str, new: str) -> Callable[[], bytes]:
    return lambda: edited(good_docx(), "[Content_Types].xml", old, new)


def _sheet(*rows: list[object], merge: str = "") -> Callable[[], bytes]:
    def make() -> bytes:
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(row)
        if merge:
            book.active.merge_cells(merge)
        return saved(book)

    return make


def comment() -> str:
    """Return so much that what follows lies across the end of the first megabyte."""
    before = len('<?xml version="1.0" encoding="utf-8"?>\n<!---->')
    return "".join(f"{zlib.crc32(b'%d' % n):x}" for n in range(150_000))[: MB - before - 4]


def noise(size: int) -> bytes:
    """Return bytes of XML text that pack about four to one."""
    line = b"".join(b"%x " % zlib.crc32(b"%d" % n) for n in range(4_000))
    return (line * (size // len(line) + 1))[:size]


def many_pieces() -> bytes:
    """Return XML of a million elements that packs no better than any other."""
    return b"<a>" + b"".join(b"<b/>%x" % zlib.crc32(b"%d" % n) for n in range(1_010_000)) + b"</a>"


def big_xml(megabytes: int) -> bytes:
    """Return a document with one XML part of a size."""
    return with_parts(good_docx(), {"word/specimen.xml": b"<a>" + noise(megabytes * MB) + b"</a>"})


def total_bomb() -> bytes:
    """Return a workbook whose parts are each within bounds, but not together."""
    part = b"".join(b"%08x" % zlib.crc32(b"%d" % n) + bytes(400) for n in range(100_000))
    return with_parts(good_xlsx(), {f"xl/media/{n}.bin": part for n in range(8)})


def _wrong_checksum() -> bytes:
    """Return a document in which one byte of a stored part was changed."""
    data = packed({**parts_of(good_docx()), "word/media/a.txt": b"specimen"}, ZIP_STORED)
    return data.replace(b"specimen", b"spezimen", 1)


_MAIN = "wordprocessingml.document.main+xml"
_PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"
_CSV = "Question,Answer\nWhat did you find?,The Specimen team’s café costs £2\n"

BAD: tuple[BadFile, ...] = (
    BadFile("macros by their type", "macros.docx", _types(_MAIN, "wordprocessingml.document.macroEnabled.main+xml"), "macros-inside"),
    BadFile("a macro project", "project.docx", lambda: with_parts(good_docx(), {"word/vbaProject.bin": ole("VBA")}), "macros-inside"),
    BadFile("a macro project in a workbook", "p.xlsx", lambda: with_parts(good_xlsx(), {"xl/VBAPROJECT.bin": b"x"}), "macros-inside"),
    BadFile("an ActiveX control", "control.docx", lambda: with_parts(good_docx(), {"word/activeX/activeX1.xml": b"<ax/>"}), "macros-inside"),
    BadFile("an old macro sheet", "sheet.xlsx", lambda: with_parts(good_xlsx(), {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros-inside"),
    BadFile("an embedded program", "object.docx", lambda: with_parts(good_docx(), {"word/embeddings/oleObject1.bin": ole("Ole10Native") + b"C:\\specimen.exe\0MZ"}), "macros-inside"),
    BadFile("an embedded macro workbook", "x.docx", lambda: with_parts(good_docx(), {"word/embeddings/a.xlsm": good_xlsx()}), "macros-inside"),
    BadFile("a bomb by ratio", "ratio.docx", lambda: with_parts(good_docx(), {"word/media/a.bin": bytes(20 * MB)}), "unsafe-archive"),
    BadFile("a bomb by total", "total.xlsx", total_bomb, "unsafe-archive"),
    BadFile("a huge XML part", "xml.docx", lambda: big_xml(61), "unsafe-archive"),
    BadFile("more text than a document has", "text.docx", lambda: big_xml(25), "too-large"),
    BadFile("more pieces than a document has", "pieces.docx", lambda: with_parts(good_docx(), {"word/specimen.xml": many_pieces()}), "too-large"),
    BadFile("a CSV beyond all reason", "large.csv", lambda: b"a,b\n1,2\n" * 2_800_000, "too-large"),
    BadFile("a nested archive", "nested.docx", lambda: with_parts(good_docx(), {"word/media/a.zip": packed({"a": b"a"})}), "unsafe-archive"),
    BadFile("a nested archive under another name", "n.docx", lambda: with_parts(good_docx(), {"word/media/a.png": packed({"a": b"a"})}), "unsafe-archive"),
    BadFile("too many entries", "entries.docx", lambda: packed({f"word/{n}.xml": b"" for n in range(5_001)}), "unsafe-archive"),
    BadFile("a lying size", "lying.docx", _lying_size, "unsafe-archive"),
    BadFile("overlapping parts", "overlap.docx", _overlapping, "unsafe-archive"),
    BadFile("something before the first part", "before.docx", lambda: packed({"a": b"a"}) + good_docx(), "unsafe-archive"),
    BadFile("an absolute path", "absolute.docx", lambda: with_parts(good_docx(), {"/etc/specimen.xml": b"<a/>"}), "unsafe-archive"),
    BadFile("a path with dots", "dots.docx", lambda: with_parts(good_docx(), {"word/../../specimen.xml": b"<a/>"}), "unsafe-archive"),
    BadFile("a path with a backslash", "back.docx", lambda: with_parts(good_docx(), {"word\\specimen.xml": b"<a/>"}), "unsafe-archive"),
    BadFile("a path with a drive", "drive.docx", lambda: with_parts(good_docx(), {"C:specimen.xml": b"<a/>"}), "unsafe-archive"),
    BadFile("a repeated name", "twice.docx", _repeated_name, "unsafe-archive"),
    BadFile("encrypted entries", "encrypted.docx", _encrypted_entry, "password-protected"),
    BadFile("a DOCTYPE", "doctype.docx", lambda: after_declaration(good_docx(), "word/document.xml", DOCTYPE), "doctype-inside"),
    BadFile("an external entity", "entity.docx", lambda: after_declaration(good_docx(), "word/styles.xml", ENTITY), "doctype-inside"),
    BadFile("a DOCTYPE in relationships", "r.docx", lambda: after_declaration(good_docx(), "word/_rels/document.xml.rels", DOCTYPE), "doctype-inside"),
    BadFile("a DOCTYPE in UTF-16", "u.docx", lambda: after_declaration(good_docx(), "word/document.xml", DOCTYPE, "utf-16"), "doctype-inside"),
    BadFile("a DOCTYPE in UTF-16 without its mark", "v.xlsx", lambda: after_declaration(good_xlsx(), "xl/workbook.xml", DOCTYPE, "utf-16-be"), "doctype-inside"),
    BadFile("a DOCTYPE in a drawing", "w.xlsx", lambda: with_parts(good_xlsx(), {"xl/drawings/vml1.vml": DOCTYPE.encode()}), "doctype-inside"),
    BadFile("a DOCTYPE behind a long comment", "c.docx", lambda: after_declaration(good_docx(), "word/document.xml", f"<!--{comment()}--><!DOCTYPE document>"), "doctype-inside"),
    BadFile("a DOCTYPE in an encoding that hides it", "h.docx", lambda: with_parts(good_docx(), {"word/styles.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'}), "damaged-file"),
    BadFile("a DOCTYPE in EBCDIC", "e.docx", lambda: with_parts(good_docx(), {"word/styles.xml": f"<?xml version='1.0' encoding='cp037'?>{DOCTYPE}<a/>".encode("cp037")}), "damaged-file"),
    BadFile("a picture from outside", "picture.docx", lambda: linking("image", "http://specimen.invalid/a.png"), "outside-link"),
    BadFile("a template from outside", "template.docx", lambda: linking("attachedTemplate", "file:///specimen.dotm"), "outside-link"),
    BadFile("a workbook from outside", "linked.xlsx", lambda: edited(good_xlsx(), "xl/_rels/workbook.xml.rels", "</Relationships>", LINK.format("externalLinkPath", "file:///s.xlsx") + "</Relationships>"), "outside-link"),
    BadFile("a password", "locked.docx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "password-protected"),
    BadFile("a rights label", "label.xlsx", lambda: ole("\x06DataSpaces", "\x09DRMContent"), "password-protected"),
    BadFile("a .doc renamed", "old.docx", lambda: ole("Root Entry", "WordDocument"), "wrong-extension"),
    BadFile("a .xls renamed", "old.xlsx", lambda: ole("Root Entry", "Workbook"), "wrong-extension"),
    BadFile("a workbook renamed to .docx", "renamed.docx", good_xlsx, "wrong-extension"),
    BadFile("a document renamed to .xlsx", "renamed.xlsx", good_docx, "wrong-extension"),
    BadFile("a document renamed to .csv", "renamed.csv", good_docx, "wrong-extension"),
    BadFile("a document renamed to .pdf", "renamed.pdf", good_docx, "wrong-extension"),
    BadFile("a PDF renamed to .docx", "pdf.docx", lambda: _PDF, "wrong-extension"),
    BadFile("a PDF renamed to .md", "pdf.md", lambda: _PDF, "wrong-extension"),
    BadFile("a program renamed to .txt", "program.txt", lambda: b"MZ\x90\0\x03\0\0\0" + bytes(500), "wrong-extension"),
    BadFile("a program renamed to .eml", "program.eml", lambda: b"MZ\x90\0\x03\0\0\0" + bytes(500), "wrong-extension"),
    BadFile("a picture renamed to .xlsx", "picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "wrong-extension"),
    BadFile("a text renamed to .docx", "text.docx", lambda: b"We met on Tuesday.\n", "wrong-extension"),
    BadFile("a CSV renamed to .xlsx", "csv.xlsx", _CSV.encode, "wrong-extension"),
    BadFile("an archive renamed to .docx", "zip.docx", lambda: packed({"notes.txt": b"a"}), "wrong-extension"),
    BadFile("an OpenDocument text renamed", "odt.docx", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "wrong-extension"),
    BadFile("a macro document by its ending", "notes.docm", good_docx, "wrong-extension"),
    BadFile("nothing but zeros", "zeros.docx", lambda: bytes(4096), "damaged-file"),
    BadFile("no bytes at all", "nothing.xlsx", lambda: b"", "empty-file"),
    BadFile("a wrong checksum", "checksum.docx", _wrong_checksum, "damaged-file"),
    BadFile("a formula", "formula.xlsx", _sheet(["Question", "Answers"], ["What?", "=1+1"]), "formula-inside", "importer"),
    BadFile("a CSV in Windows-1252", "windows.csv", lambda: _CSV.encode("cp1252"), "wrong-encoding", "importer"),
    BadFile("a CSV with semicolons", "semicolons.csv", lambda: _CSV.replace(",", ";").encode(), "other-separator", "importer"),
    BadFile("merged cells in a header", "merged.xlsx", _sheet(["What", None, "Why"], ["a", "b", "c"], merge="A1:B1"), "merged-cells", "importer"),
    BadFile("an empty sheet", "empty.xlsx", _sheet(["Question", "Answer"]), "empty-sheet", "importer"),
)  # fmt: skip


def truncated(data: bytes, parts: int = 40) -> list[bytes]:
    """Return a file cut short at many points."""
    return [data[: len(data) * n // parts] for n in range(1, parts)]


def sparse(folder: Path, size: int = 200 * MB) -> Path:
    """Return a file that says it is large, and takes no room on the disk."""
    path = folder / "video.docx"
    with path.open("wb") as target:
        target.truncate(size)
    return path


def link_out(folder: Path) -> Path:
    """Return a link in a folder to a file outside it."""
    outside = folder.parent / "outside.docx"
    outside.write_bytes(good_docx())
    path = folder / "notes.docx"
    path.symlink_to(outside)
    return path
