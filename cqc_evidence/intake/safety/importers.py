"""Which importer reads which file; no other function is ever run on a document."""

from __future__ import annotations

from pathlib import Path

__all__ = ["AT_HOME", "IMPORTERS", "importer_for"]

IMPORTERS: dict[str, str] = {
    ".docx": "cqc_evidence.intake.word.read:read_docx",
    ".xlsx": "cqc_evidence.intake.tables.read:read_table_file",
    ".csv": "cqc_evidence.intake.tables.read:read_table_file",
    ".eml": "cqc_evidence.intake.plain.mail:read_mail",
    ".pdf": "cqc_evidence.intake.plain.pdf:read_pdf",
    ".txt": "cqc_evidence.intake.plain.prose:read_prose",
    ".md": "cqc_evidence.intake.plain.prose:read_prose",
}
"""Ending → "module:function"; each takes `(data, file, options)` and returns a `Document`."""
AT_HOME = frozenset(IMPORTERS[ending] for ending in (".eml", ".txt", ".md"))
"""Importers that need nothing but the standard library, and no process of their own."""


def importer_for(file: str, data: bytes) -> str:  # noqa: ARG001  # a later sort may have to be told by its bytes
    """Return the importer of a file that the guard has let through, as "module:function".

    Raises:
        KeyError: when the file's ending is none that can be taken in.
    """
    return IMPORTERS[Path(file).suffix.lower()]
