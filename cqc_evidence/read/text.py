"""Bytes → text, with a clear word when they are not UTF-8."""

from __future__ import annotations

from pathlib import Path

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import problems

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path, file: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a file's bytes, or nothing and the reason why the machine would not open it."""
    try:
        return path.read_bytes(), ()
    except OSError as error:
        why = error.strerror or type(error).__name__
        return b"", (problems.unreadable_file(Location(file=file), why),)


def decode(data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text with plain line ends, and what was odd about it; empty text when unusable."""
    if not data.strip():
        return "", (problems.empty_file(Location(file=file)),)
    if data.startswith(_UTF16_MARKS):
        return _decode_as("utf-16", "UTF-16", data, file)
    if b"\0" in data:
        return "", (problems.binary_file(Location(file=file)),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_as("cp1252", "Windows-1252", data, file)
    return _plain_lines(text, file)


def _decode_as(codec: str, name: str, data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return "", (problems.binary_file(Location(file=file)),)
    text, found = _plain_lines(text, file)
    return text, found or (problems.wrong_encoding(Location(file=file), name),)


def _plain_lines(text: str, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text with plain line ends; one that holds only a byte order mark or blanks is empty."""
    if not text or text.isspace():
        return "", (problems.empty_file(Location(file=file)),)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, ()
