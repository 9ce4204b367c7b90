"""Tables of `evidence/data/`: their contracts, and files read into typed rows with places."""

from __future__ import annotations

from secrets import token_bytes

from cqc_evidence.data.read import Tables, read_file
from cqc_evidence.model.project import Project

__all__ = ["Tables", "read_file", "read_tables"]


def read_tables(project: Project) -> Tables:
    """Return every table of a project that can be looked at row by row, and every problem.

    People's identifiers are hashed with a key that is made for this reading and forgotten after it.
    """
    key = token_bytes(32)
    read = [read_file(project.root, file, key, project.settings.metrics) for file in project.data]
    return Tables(
        tuple(table for table, _ in read if table.columns), tuple(problem for _, found in read for problem in found)
    )
