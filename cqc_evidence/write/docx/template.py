"""What is wrong with a council's template, in sentences its owner understands."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_TYPES = "[Content_Types].xml"
_LARGEST = 100_000_000
"""A template that unpacks to more is no template."""
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_TARGET = re.compile(rb"""Target\s*=\s*["']([^"']*)["']""")


def template_problems(template: bytes) -> tuple[str, ...]:
    """Return what a council should know about its template, as plain sentences; none when all is well.

    Either they say why `write_docx` refuses it (see `unusable_template`), or they name what it
    works around, and how.
    """
    refused = unusable_template(template)
    if refused:
        return refused
    return (*_outside(template), *_missing_styles(template))


def unusable_template(template: bytes) -> tuple[str, ...]:
    """Return why a template cannot be used at all: no .docx or .dotx, too large, or with macros."""
    try:
        with ZipFile(io.BytesIO(template)) as package:
            names = package.namelist()
            size = sum(info.file_size for info in package.infolist())
            if size > _LARGEST:
                return (f"the template unpacks to {size:,} bytes; at most {_LARGEST:,} are read.",)
            types = package.read(_TYPES) if _TYPES in names else b""
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return (_NO_WORD_FILE,)
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        return ("the template holds macros. Save it in Word as .docx or .dotx, without macros.",)
    if WORD_TYPE not in types and TEMPLATE_TYPE not in types:
        return (_NO_WORD_FILE,)
    return _unreadable(template)


_NO_WORD_FILE = "the template is no Word file. Save it in Word as .docx or .dotx."


def _unreadable(template: bytes) -> tuple[str, ...]:
    """Return a refusal when python-docx cannot open what looks like a Word file."""
    from cqc_evidence.write.docx.shell import open_shell  # noqa: PLC0415 - loaded only to write Word

    try:
        open_shell(template)
    except Exception:  # noqa: BLE001 - a damaged file fails in as many ways as it has parts
        return ("the template is a damaged Word file. Open it in Word, save it again and use the new file.",)
    return ()


def _outside(template: bytes) -> Iterator[str]:
    """Yield a sentence for each link of the template to another file or address."""
    with ZipFile(io.BytesIO(template)) as package:
        for name in sorted(package.namelist()):
            if not name.endswith(".rels"):
                continue
            for relation in _RELATION.findall(package.read(name)):
                if _EXTERNAL.search(relation):
                    target = _TARGET.search(relation)
                    shown = target.group(1).decode("utf-8", "replace") if target else "another file"
                    yield f"the template points at {shown} ({name}); the pack leaves that out."


def _missing_styles(template: bytes) -> Iterator[str]:
    from docx import Document  # noqa: PLC0415 - loaded only to write Word

    from cqc_evidence.write.docx.house import HOUSE  # noqa: PLC0415 - loaded only to write Word
    from cqc_evidence.write.docx.shell import as_document, styles_there  # noqa: PLC0415 - loaded only to write Word

    there = styles_there(Document(io.BytesIO(as_document(template))))
    for style in HOUSE:
        if not style.hidden and (style.name.lower(), style.sort) not in there:
            yield f'the template has no {style.sort} style "{style.name}"; the house style is used for it.'
