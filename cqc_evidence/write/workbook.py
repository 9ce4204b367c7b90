"""All items of a project → the workbook that managers edit and `import` reads back."""

from __future__ import annotations

from typing import NamedTuple

from cqc_evidence.intake.workbook.paint import paint
from cqc_evidence.model.project import Project
from cqc_evidence.write.workbook_sheets import sheets, standing


class WrittenWorkbook(NamedTuple):
    """The workbook, and what is in it."""

    data: bytes
    items: int
    personal: int
    """Items that are not in it because they are marked personal."""
    repeated: tuple[str, ...]
    """Ids that more than one file has: the first file's item is in the workbook, the others are not."""


def write_workbook(project: Project) -> WrittenWorkbook:
    """Return the round-trip workbook of a project, byte for byte the same for the same items.

    Personal items are left out, for a workbook travels further than a folder does; their ids are
    remembered, so that reading it back never takes them for deleted.
    """
    found = standing(project)
    title = f"Evidence items, {project.settings.council}"
    data = paint(sheets(project, found), title, project.as_at)
    return WrittenWorkbook(data, len(found.items), len(found.personal), found.repeated)
