"""A small project, its Word pack, and ways to change the pack as people do."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.evidence import Edition
from cqc_evidence.read import read_project
from cqc_evidence.write import find_templates
from cqc_evidence.write.docx import docx_parts, write_docx
from cqc_evidence.write.docx.package import zip_parts
from tests.support import TODAY, item_text, make_project

NARRATIVE = """\
---
# Who may change this: the quality lead.
statement: learning
judgement: "We learn from one another every week. We cannot yet say what people think of it."
confidence: partial   # reviewed in March
---

## Claims

- {#learning-1} Staff met *every* week [@weekly-reflection, p. 4] and shared **one** lesson. So what: they tried new ways.
- {#learning-2} Two colleagues
  joined [@second]; nobody left.

## How we know

First words of the text [@second].

- one thing
- another thing
"""
FILE = "evidence/narrative/learning.md"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def project(folder: Path, narrative: str = NARRATIVE) -> Path:
    """Write the small project."""
    return make_project(
        folder, {FILE: narrative, "evidence/second.md": item_text("second", "sensitivity: public", date="2025-02")}
    )


def word_pack(root: Path, edition: Edition = "internal") -> bytes:
    """Return the project's Word pack."""
    found = read_project(root, today=TODAY)
    templates = find_templates(root)
    return write_docx(compile_pack(found, measure_coverage(found), (), edition), templates.docx, templates.css)


def edited(data: bytes, change: Callable[[object], None]) -> bytes:
    """Return a document after python-docx has changed and saved it."""
    import docx

    document = docx.Document(BytesIO(data))
    change(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def with_xml(data: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """Return a document with one piece of XML changed."""
    parts = docx_parts(data)
    text = parts[part].decode()
    assert text.count(old) >= 1, old
    return zip_parts({**parts, part: text.replace(old, new, 1).encode()})


def with_parts(data: bytes, more: dict[str, bytes]) -> bytes:
    """Return a document with parts added or replaced."""
    return zip_parts({**docx_parts(data), **more})


def part(data: bytes, name: str) -> str:
    """Return one part of a document as text."""
    with ZipFile(BytesIO(data)) as package:
        return package.read(name).decode()
