"""Tables of `evidence/data/`: their contracts, and files read into typed rows with places."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_bytes

from cqc_evidence.data.read import Tables, read_file
from cqc_evidence.model.data import AGGREGATE, DataFile
from cqc_evidence.model.project import Project

__all__ = ["Tables", "read_file", "read_tables", "read_totals"]


def read_tables(project: Project) -> Tables:
    """Return every table of a project that can be looked at row by row, and every problem.

    People's identifiers are hashed with a key that is made for this reading and forgotten after it.
    """
    return _read(project, project.data)


def read_totals(project: Project) -> Tables:
    """Return the tables of totals, Parquet files among them, and every problem."""
    return _read(project, (file for file in project.data if file.table == AGGREGATE), parquet=True)


def _read(project: Project, files: Iterable[DataFile], *, parquet: bool = False) -> Tables:
    key = token_bytes(32)
    settings = project.settings.metrics
    read = [read_file(project.root, file, key, settings, parquet=parquet) for file in files]
    return Tables(
        tuple(table for table, _ in read if table.columns), tuple(problem for _, found in read for problem in found)
    )
