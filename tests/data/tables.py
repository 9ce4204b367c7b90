"""Tables of `evidence/data/` written as people write them, and what reading them gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cqc_evidence.data import read_file
from cqc_evidence.model.data import DataFile, DataTable
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.project import MetricSettings
from cqc_evidence.read.data_files import table_of

KEY = b"k" * 32
REVIEWS = ("person_id", "start", "end", "planned", "outcome", "team", "site")


def read(
    folder: Path, name: str, data: bytes | str, *, key: bytes = KEY, allowed: Sequence[str] = ()
) -> tuple[DataTable, tuple[Diagnostic, ...]]:
    """Return what one file gives."""
    raw = data.encode() if isinstance(data, str) else data
    (folder / name).write_bytes(raw)
    file = DataFile(file=name, table=table_of(name), sha256=sha256(raw).hexdigest(), size=len(raw))
    return read_file(folder, file, key, MetricSettings(allow_columns=tuple(allowed)))


def lines(*rows: Sequence[object], separator: str = ",") -> str:
    """Return rows as the text of a CSV file."""
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator="\n").writerows(rows)
    return target.getvalue()


def workbook(*rows: Sequence[object], sheet: str = "reviews", other: str = "") -> bytes:
    """Return rows as a workbook, on a sheet behind another one where that is named."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    if other:
        page.title = other
        page.append(["nothing"])
        page = book.create_sheet(sheet)
    page.title = sheet
    for row in rows:
        page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def values(table: DataTable) -> list[dict[str, object]]:
    """Return the values of every row."""
    return [dict(row.values) for row in table.rows]


def rules(found: Sequence[Diagnostic]) -> list[str]:
    """Return the names of what was found."""
    return [one.rule for one in found]
