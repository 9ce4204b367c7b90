"""Small pieces the templates ask for: shapes, addresses, heading levels, unique ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from cqc_evidence.write import marks
from cqc_evidence.write.clean import clean

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Mark, Table

_TONES: dict[Mark, str] = {
    "missing": "bad",
    "stale": "old",
    "thin": "thin",
    "unreviewed": "open",
    "covered": "good",
    "supports": "good",
    "mixed": "thin",
    "concerns": "bad",
    "nothing": "plain",
    "kept": "good",
    "broken": "bad",
    "high": "bad",
    "medium": "old",
    "low": "plain",
    "challenge": "old",
    "unsupported": "bad",
    "none-set": "plain",
    "evidenced": "good",
    "reported": "thin",
    "weak": "plain",
    "triangulated": "good",
}
SHAPES: dict[Mark, tuple[str, str]] = {mark: (marks.SHAPES[mark], tone) for mark, tone in _TONES.items()}
"""Mark → its shape and its tone; the tone is a class in pack.css."""

MANY_COLUMNS = 4
"""From here on a table may be wider than a small screen and gets its own scroll bar."""

_SPACE = re.compile(r"\s+")
_OUTSIDE = re.compile(r"https?://[^\s/?#]|mailto:[^\s]", re.IGNORECASE)
_URL_PUNCTUATION = "%/:?#@!$&'()*+,;=-._~"
_DEEPEST = 6


def anchor(text: str) -> str:
    """Return `text` as an HTML id or fragment: nothing forbidden, no white space."""
    return _SPACE.sub("-", clean(text).strip())


def evidence_at(item: str) -> str:
    """Return where a pack lists an item: an entry of the register on the same page."""
    return f"#evidence-{anchor(item)}"


def address(href: str) -> str:
    """Return a link's address when it may stand in a pack, else nothing.

    >>> address("https://example.org/a b"), address("#gap-equity-people"), address("javascript:alert(1)")
    ('https://example.org/a%20b', '#gap-equity-people', '')
    """
    href = clean(href).strip()
    if href.startswith("#"):
        name = anchor(href[1:])
        return f"#{name}" if name else ""
    return quote(href, safe=_URL_PUNCTUATION) if _OUTSIDE.match(href) else ""


def shares(table: Table) -> tuple[int, ...]:
    """Return the width of each column in per cent of the table; empty when none are given."""
    total = sum(table.widths)
    return tuple(round(100 * width / total) for width in table.widths) if total > 0 else ()


class Outline:
    """Keeps heading levels in order and ids unique while one page is written from top to bottom."""

    def __init__(self, *taken: str) -> None:
        """Begin a page on which the ids `taken` are already in use."""
        self._seen = set(taken)
        self._inside_level_1 = False
        self._open: list[tuple[int, int]] = []

    def anchor(self, wanted: str) -> str:
        """Return `wanted` as an id of this page, with a number where it is already taken."""
        name = unique = anchor(wanted)
        number = 1
        while unique in self._seen:
            number += 1
            unique = f"{name}-{number}"
        if unique:
            self._seen.add(unique)
        return unique

    def section(self, level: int) -> int:
        """Return the HTML heading level of a section: 2, or 3 below a section of level 1."""
        shown = 3 if level > 1 and self._inside_level_1 else 2
        self._inside_level_1 = self._inside_level_1 or level == 1
        self._open = [(0, shown)]
        return shown

    def heading(self, level: int) -> int:
        """Return the HTML heading level of a heading inside a section.

        It is one below the nearest heading above that has a smaller level, so that none is
        skipped and headings of one level look alike.
        """
        while self._open[-1][0] >= level:
            self._open.pop()
        shown = min(self._open[-1][1] + 1, _DEEPEST)
        self._open.append((level, shown))
        return shown
