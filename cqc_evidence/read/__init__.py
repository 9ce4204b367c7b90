"""The project's own files → `Project`, with a place for every problem; nothing here ever stops at a bad file."""

from cqc_evidence.read.pinpoint import pinpoint
from cqc_evidence.read.project import find_root, read_project
from cqc_evidence.read.shipped import shipped

__all__ = ["find_root", "pinpoint", "read_project", "shipped"]
