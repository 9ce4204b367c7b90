"""What is wrong with a council's template, in sentences its owner understands."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

from cqc_evidence.write.docx.package import TEMPLATE_TYPE, WORD_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = "[Content_Types].xml"
_LARGEST = 100_000_000
"""A template that unpacks to more is no template."""
_NAMED = 4
"""Styles that a sentence names."""
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
    return (*worked_around(template), *added_styles(template))


def worked_around(template: bytes) -> tuple[str, ...]:
    """Return what somebody should look at in a usable template: links to elsewhere, and no heading of its own.

    Raises:
        ValueError: when python-docx cannot read it.
    """
    lost = "the template has no heading style at all; the pack gets the house's headings. Is it the council's template?"
    return (*_outside(template), *(() if styles_of(template).headings else (lost,)))


def added_styles(template: bytes) -> tuple[str, ...]:
    """Return one sentence on the styles that are added to a usable template, or none.

    Nobody needs to mend that: Word itself writes a style into a file only when it was used once.

    Raises:
        ValueError: when python-docx cannot read it.
    """
    missing = styles_of(template).missing
    if not missing:
        return ()
    names = ", ".join(missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    many = "1 style" if len(missing) == 1 else f"{len(missing)} styles"
    return (
        f"the template lacks {many} that a pack uses ({names}{more}); the house's are added. cqc-evidence template lists them.",
    )


def unusable_template(template: bytes) -> tuple[str, ...]:
    """Return why a template cannot be used at all: no .docx or .dotx, too large, or with macros."""
    if template.startswith(_OLE):
        return (_LOCKED_OR_OLD,)
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


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a file of Word 97 begins with, and one that Word has encrypted."""
_LOCKED_OR_OLD = (
    "the template has a password, or is an old .doc. Open it in Word, take the password off (File > Info > "
    "Protect Document) and save it as .docx."
)
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


class Styles(NamedTuple):
    """Which of the styles that a pack uses a template has, by name."""

    there: tuple[str, ...]
    missing: tuple[str, ...]
    """These are added, as the house has them."""
    headings: int
    """How many of its heading styles are the template's own."""


def styles_of(template: bytes) -> Styles:
    """Return what a usable template has of the styles that a pack uses.

    Raises:
        ValueError: when python-docx cannot read it.
    """
    from docx import Document  # noqa: PLC0415 - loaded only to write Word

    from cqc_evidence.write.docx.house import HOUSE  # noqa: PLC0415 - loaded only to write Word
    from cqc_evidence.write.docx.shell import as_document, styles_there  # noqa: PLC0415 - loaded only to write Word

    there = styles_there(Document(io.BytesIO(as_document(template))))
    own = [style for style in HOUSE if not style.hidden]
    found = tuple(style.name for style in own if (style.name.lower(), style.sort) in there)
    missing = tuple(style.name for style in own if (style.name.lower(), style.sort) not in there)
    return Styles(found, missing, sum(1 for name in found if name.lower().startswith("heading")))


def ignored_parts(template: bytes) -> tuple[str, ...]:
    """Return what else is in a template, in words: it stays out of every pack."""
    with ZipFile(io.BytesIO(template)) as package:
        names = package.namelist()
        body = package.read("word/document.xml") if "word/document.xml" in names else b""
    looked = (
        ("text in its body", b"<w:t>" in body or b"<w:t " in body),
        ("headers and footers", any(re.match(r"word/(?:header|footer)\d*\.xml", name) for name in names)),
        ("pictures", any(name.startswith("word/media/") for name in names)),
        ("comments", "word/comments.xml" in names),
        ("document properties of its own", any(name.startswith(("customXml/", "docProps/custom")) for name in names)),
        ("embedded objects", any(name.startswith("word/embeddings/") for name in names)),
    )
    return tuple(words for words, there in looked if there)
