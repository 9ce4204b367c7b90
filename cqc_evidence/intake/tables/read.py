"""Workbooks and CSV files: what each sheet is, and what of it may become evidence."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.intake.problems import at, nothing_found
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.tables.header import Table, table_of
from cqc_evidence.intake.tables.log import read_evidence_log
from cqc_evidence.intake.tables.log_words import looks_like_a_log
from cqc_evidence.intake.tables.sheets import read_csv_grid, read_workbook_grids
from cqc_evidence.intake.tables.survey import MOST_FREE, read_survey
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.intake import UNKNOWN, Document

_ZIP = b"PK"
_FORMS = frozenset(("start time", "completion time"))
_ADVICE = "give each column a title in one row, each answer or item a row below it, and import the file again"


def read_table_file(data: bytes, file: str, options: ReadOptions) -> Document:
    """Return what a workbook or a CSV file holds: our own export, an evidence log, or a survey, sheet by sheet.

    Args:
        data: the file's bytes, which the guard has let through.
        file: what the file is called in messages.
        options: what the person wishes.
    """
    is_workbook = data.startswith(_ZIP)
    if is_workbook:
        from cqc_evidence.intake.workbook.door import is_ours, read_workbook  # noqa: PLC0415  # only for workbooks

        if is_ours(data):
            return read_workbook(data, file, options)
    found = read_workbook_grids(data, file) if is_workbook else read_csv_grid(data, file)
    problems = list(found.problems)
    tables: list[Table] = []
    for grid in found.grids:
        table, odd = table_of(grid)
        problems.extend(odd)
        tables.extend([table] if table is not None else [])
    document = _joined(list(_documents(tables, options)), [table.grid.sheet for table in tables])
    problems.extend(document.problems)
    if not document.extracts and not problems:
        problems.append(nothing_found(at(file), _ADVICE))
    return document.model_copy(update={"notes": (*found.notes, *document.notes), "problems": tuple(problems)})


def _documents(tables: list[Table], options: ReadOptions) -> Iterator[Document]:
    """Yield each table as what it is; answers in words are counted over all of them."""
    room = MOST_FREE
    for table in tables:
        if looks_like_a_log(table.titles) and not {title.casefold() for title in table.titles} >= _FORMS:
            yield read_evidence_log(table, options)
            continue
        document = read_survey(table, options, room)
        room -= sum(not extract.figures for extract in document.extracts)
        yield document


def _joined(documents: list[Document], sheets: list[str]) -> Document:
    """Return several sheets as one document; what they do not share goes to their extracts."""
    if len(documents) == 1:
        return documents[0]
    shared = _shared(documents)
    extracts = tuple(
        extract.model_copy(
            update={
                "kind": extract.kind or document.kind,
                "voice": extract.voice or document.voice,
                "date": extract.date or document.date,
            }
        )
        for document in documents
        for extract in document.extracts
    )
    problems: tuple[Diagnostic, ...] = tuple(one for document in documents for one in document.problems)
    notes = (f"{sheet}: {note}" for sheet, document in zip(sheets, documents, strict=True) for note in document.notes)
    columns = next((document.columns for document in documents if document.columns is not None), None)
    return shared.model_copy(
        update={"extracts": extracts, "notes": tuple(notes), "problems": problems, "columns": columns}
    )


def _shared(documents: list[Document]) -> Document:
    """Return the kind, date and voice that all documents have in common."""
    kinds, dates, voices = ({getattr(one, key) for one in documents} for key in ("kind", "date", "voice"))
    return Document(
        kind=kinds.pop() if len(kinds) == 1 else "",
        date=dates.pop() if len(dates) == 1 else UNKNOWN,
        voice=voices.pop() if len(voices) == 1 else None,
    )
