"""A Markdown file → its front matter and its body."""

from __future__ import annotations

import re
from typing import NamedTuple

from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.location import Location
from cqc_evidence.read import problems

FENCE = "---"
_END = re.compile(rf"^{FENCE}[^\S\n]*$", re.MULTILINE)


class Parts(NamedTuple):
    """The two halves of an item's file."""

    head: str
    """YAML between the fences; its first line is line 2 of the file."""
    body: str
    body_line: int
    """The file's line on which the body begins."""


def split(text: str, file: str) -> tuple[Parts | None, tuple[Diagnostic, ...]]:
    """Return the halves, or nothing and why there are none."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != FENCE:
        return None, (problems.no_front_matter(Location(file=file)),)
    if found := _END.search(rest):
        head = rest[: found.start()]
        return Parts(head, rest[found.end() + 1 :], head.count("\n") + 3), ()
    return None, (problems.front_matter_without_end(Location(file=file)),)
