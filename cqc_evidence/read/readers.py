"""Readers that other packages bring for evidence files that are not Markdown."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Item

ItemReader = Callable[[bytes, str], tuple[Item | None, tuple[Diagnostic, ...]]]
"""A file's bytes and its path → the item, or nothing, and every problem."""


def reader_for(file: str) -> ItemReader | None:
    """Return the reader for a file's ending, or `None`.

    A package offers one through the entry points `cqc_evidence.readers`: the name is the ending
    without its dot, the value a plain function.
    """
    ending = file.rpartition(".")[2].lower()
    for entry in entry_points(group="cqc_evidence.readers", name=ending):
        reader: ItemReader = entry.load()
        return reader
    return None
