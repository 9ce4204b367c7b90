"""What is packed in a Word or Excel file, looked at before anything parses it.

Sizes are counted while unpacking, because those that an archive states can be a lie.
Source: ECMA-376 part 2 (Open Packaging Conventions), and PKWARE's APPNOTE for ZIP.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cqc_evidence.intake import problems
from cqc_evidence.intake.problems import at
from cqc_evidence.intake.safety import contents
from cqc_evidence.model.diagnostic import Diagnostic

MB = 1024 * 1024
MOST_PARTS = 5_000
MOST_UNPACKED = 300 * MB
MOST_XML = 60 * MB
MOST_TEXT = {"docx": 24 * MB, "xlsx": 30 * MB}
"""Of all XML together. Measured: with it (and the next) reading takes less than 500 MB and 20 seconds."""
MOST_MARKS = {"docx": 1_000_000, "xlsx": 6_000_000}
"""Elements and attributes. A Word document stands in memory as a tree, of which each takes some 150 bytes."""
MOST_RATIO = 100
_RATIO_FROM = MB
_CHUNK = MB
_MOST_LISTS = 16 * MB
"""Content types and relationships: a few kilobytes in any ordinary document."""
_OVERLAP = 32
"""Longer than any mark that is looked for, so that none hides between two chunks."""
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1 | 0x40
_BAD_NAME = re.compile(r"^[/\\]|\\|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"MSCF",
)
_ARCHIVE_NAMES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab", ".iso", ".jar")
_PACKED_PICTURES = (".emz", ".wmz")
"""Windows pictures are packed with gzip; nothing unpacks them here."""
_EMBEDDED = re.compile(r"(?:word|xl)/embeddings/[^/]+\.(?:docx|xlsx|pptx|vsdx)", re.IGNORECASE)
"""The workbook behind a chart, say: it stays shut."""


class Part(NamedTuple):
    """One part of a package, as it really is."""

    name: str
    head: bytes
    """Its first bytes."""
    size: int
    marks: frozenset[str]
    """What was seen inside it while it was unpacked."""
    weight: int
    """Its elements and attributes, if it is XML."""


class _RefusedError(Exception):
    """Carries the one problem that ends the look at a package."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.rule)
        self.problem = problem


def check_package(data: bytes, file: str, sort: str) -> tuple[Diagnostic, ...]:
    """Return what speaks against parsing a ZIP as a document of a sort ("docx" or "xlsx").

    The first error ends the look: what is packed to do harm is not unpacked further.
    """
    try:
        with ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_listing(data, entries, package.comment, file)
    except _RefusedError as refused:
        return (refused.problem,)
    except (BadZipFile, ValueError, NotImplementedError, OSError, struct.error, RuntimeError, IndexError, EOFError):
        return (problems.damaged_file(at(file)),)
    try:
        parts = _unpack_all(data, [one for one in entries if not one.is_dir()], file)
        if too_much := _too_much(parts, file, sort):
            return (too_much,)
        return _checked(parts, _lists(data, entries, file), file, sort)
    except _RefusedError as refused:
        return (refused.problem,)


def too_many_entries(data: bytes) -> bool:
    """Return whether an archive lists more parts than any document has, without reading its list."""
    return data.count(b"PK\x01\x02") > MOST_PARTS


def _checked(parts: list[Part], lists: dict[str, bytes], file: str, sort: str) -> tuple[Diagnostic, ...]:
    """Return what the content of the parts says; of the errors only the first."""
    if any("doctype" in part.marks for part in parts):
        return (problems.doctype_inside(at(file)),)
    if any("encoding" in part.marks for part in parts):
        what = "this file is written in an encoding that Word and Excel do not use"
        return (problems.damaged_file(at(file), what),)
    types = next((lists.pop(name) for name in list(lists) if name.lower() == contents.TYPES), None)
    if found := contents.check_contents({part.name: part.marks for part in parts}, types, file, sort):
        return found
    if any(_is_archive(part) for part in parts):
        return (problems.unsafe_archive(at(file), "this file holds an archive inside an archive"),)
    return contents.outside_links(lists.items(), file)


def _too_much(parts: list[Part], file: str, sort: str) -> Diagnostic | None:
    """Return that a document holds more text than can be read with little memory, if it does."""
    if sum(part.size for part in parts if "xml" in part.marks) > MOST_TEXT[sort]:
        most = f"{MOST_TEXT[sort] // MB} MB of text"
        return problems.too_large(at(file), f"more than {most} without its pictures", most)
    if sum(part.weight for part in parts) > MOST_MARKS[sort]:
        most = f"{MOST_MARKS[sort]:,} pieces of text"
        return problems.too_large(at(file), f"more than {most}", most)
    return None


def _is_archive(part: Part) -> bool:
    name = part.name.lower()
    if _EMBEDDED.fullmatch(name) or name.endswith(_PACKED_PICTURES):
        return False
    return name.endswith(_ARCHIVE_NAMES) or part.head.startswith(_ARCHIVES)


def _unsafe(file: str, what: str) -> _RefusedError:
    return _RefusedError(problems.unsafe_archive(at(file), what))


def _damaged(file: str) -> _RefusedError:
    return _RefusedError(problems.damaged_file(at(file)))


def _check_listing(data: bytes, entries: list[ZipInfo], comment: bytes, file: str) -> None:
    """Refuse a package by its list alone."""
    names = [one.orig_filename for one in entries]
    if len(names) > MOST_PARTS:
        raise _unsafe(file, f"this file holds more than {MOST_PARTS:,} parts")
    if any(_BAD_NAME.search(name) for name in names):
        raise _unsafe(file, "a part of this file has a name that leads out of its folder")
    if len({name.lower() for name in names}) < len(names):
        raise _unsafe(file, "two parts of this file have the same name")
    if any(one.flag_bits & _ENCRYPTED for one in entries):
        raise _RefusedError(problems.password_protected(at(file)))
    if any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in entries):
        raise _unsafe(file, "a part of this file is packed in a way that Word and Excel never use")
    if b"PK\x05\x06" in comment or not _apart(entries, len(data)):
        raise _unsafe(file, "the parts of this file lie over one another")
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise _unsafe(file, f"this file unpacks to more than {MOST_UNPACKED // MB} MB")


def _apart(entries: list[ZipInfo], length: int) -> bool:
    """Return whether each part has its own stretch of the file, the first of them its beginning."""
    spans = sorted((one.header_offset, one.header_offset + _LOCAL.size + one.compress_size) for one in entries)
    begins = not spans or (spans[0][0] == 0 and spans[-1][1] <= length)
    return begins and all(before[1] <= after[0] for before, after in pairwise(spans))


def _unpack_all(data: bytes, entries: Iterable[ZipInfo], file: str) -> list[Part]:
    """Unpack every part once, a chunk at a time, and keep only what was seen."""
    parts: list[Part] = []
    total = 0
    for info in entries:
        part = _look(data, info, file, MOST_UNPACKED - total)
        total += part.size
        parts.append(part)
    return parts


def _look(data: bytes, info: ZipInfo, file: str, room: int) -> Part:
    """Return what one part really is."""
    looker = contents.Looker(info.filename)
    size = checksum = 0
    head = tail = b""
    for chunk in filter(None, _chunks(data, info, file)):
        size += len(chunk)
        head = head or chunk[:64]
        _check_size(info, size, room, head, file)
        checksum = zlib.crc32(chunk, checksum)
        looker.look(tail + chunk)
        tail = chunk[-_OVERLAP:]
    if size != info.file_size or checksum != info.CRC:
        raise _damaged(file)
    return Part(info.filename, head, size, looker.marks, looker.weight)


def _check_size(info: ZipInfo, size: int, room: int, head: bytes, file: str) -> None:
    """Refuse a part as soon as it grows beyond what a document needs, whatever size it states."""
    if size > room:
        raise _unsafe(file, f"this file unpacks to more than {MOST_UNPACKED // MB} MB")
    if size > MOST_XML and contents.is_xml(info.filename, head):
        raise _unsafe(file, f"a part of this file unpacks to more than {MOST_XML // MB} MB")
    if size > _RATIO_FROM and size > MOST_RATIO * max(info.compress_size, 1):
        raise _unsafe(file, f"a part of this file unpacks to more than {MOST_RATIO} times its size")
    if size > info.file_size:
        raise _unsafe(file, "a part of this file is larger than it says")


def _chunks(data: bytes, info: ZipInfo, file: str) -> Iterator[bytes]:
    """Yield a part's content from the file's own bytes, never more than a chunk at a time."""
    packed = _packed(data, info, file)
    if info.compress_type == ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _CHUNK):
            waiting: bytes | memoryview = packed[start : start + _CHUNK]
            while waiting and not machine.eof:
                yield machine.decompress(waiting, _CHUNK)
                waiting = machine.unconsumed_tail
        while not machine.eof and (rest := machine.decompress(b"", _CHUNK)):
            yield rest
    except zlib.error:
        raise _damaged(file) from None
    if not machine.eof:
        raise _damaged(file)


def _packed(data: bytes, info: ZipInfo, file: str) -> memoryview:
    """Return a part's packed bytes; its own header must name it as the list does."""
    try:
        header = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error:
        raise _damaged(file) from None
    mark, flags, method, name_length, extra_length = header[0], header[2], header[3], header[9], header[10]
    start = info.header_offset + _LOCAL.size
    name = data[start : start + name_length]
    stated = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")
    begin = start + name_length + extra_length
    alike = mark == b"PK\x03\x04" and name == stated and method == info.compress_type and not flags & _ENCRYPTED
    if not alike or begin + info.compress_size > len(data):
        raise _damaged(file)
    return memoryview(data)[begin : begin + info.compress_size]


def _lists(data: bytes, entries: Iterable[ZipInfo], file: str) -> dict[str, bytes]:
    """Return the parts that only list others; they are small in any ordinary document."""
    wanted = [one for one in entries if contents.is_list(one.filename)]
    if sum(one.file_size for one in wanted) > _MOST_LISTS:
        raise _unsafe(file, "the lists inside this file are far longer than in any document")
    return {one.filename: b"".join(_chunks(data, one, file)) for one in wanted}
