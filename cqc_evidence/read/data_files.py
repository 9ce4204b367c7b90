"""The tables of `evidence/data/`: which there are, and what they held when they were seen."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path, PurePosixPath

from cqc_evidence.model.data import TABLES, DataFile


def data_file(path: Path, file: str) -> DataFile:
    """Return what is known of a table without opening it.

    Raises:
        OSError: when the machine does not let us read it.
    """
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return DataFile(file=file, table=table_of(file), sha256=digest, size=path.stat().st_size)


def table_of(file: str) -> str:
    """Return the contract that a file's name begins with, or nothing.

    >>> table_of("evidence/data/aggregate-reviews-2020.csv"), table_of("evidence/data/notes.csv")
    ('aggregate', '')
    """
    stem = PurePosixPath(file).stem.casefold().replace("_", "-").replace(" ", "-")
    return next((name for name in TABLES if stem == name or stem.startswith(f"{name}-")), "")
