"""Words → ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 60


def slug(text: str, longest: int = LONGEST) -> str:
    """Return text as an id; accents go, everything else becomes hyphens; empty when nothing is left.

    >>> slug("Café talks: March 2026!")
    'cafe-talks-march-2026'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:longest].strip("-")


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return a name that `taken` does not hold: the wanted one, or the same with a number behind it.

    >>> free_name("notes", {"notes", "notes-2"})
    'notes-3'
    """
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
