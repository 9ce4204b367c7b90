"""What one run of the writer gathers: the text so far, and the parts the text refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.charts.colours import HOUSE, Colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cqc_evidence.model.pack import GapBlock
    from cqc_evidence.write.docx.package import Picture


class Page(NamedTuple):
    """A portrait page in twentieths of a point, as the template sets it."""

    width: int = 11906
    height: int = 16838
    top: int = 1418
    right: int = 1247
    bottom: int = 1247
    left: int = 1247
    header: int = 624
    footer: int = 567

    def text_width(self, *, landscape: bool) -> int:
        """Return the room between the margins."""
        return (self.height if landscape else self.width) - self.left - self.right

    def text_height(self, *, landscape: bool) -> int:
        """Return the room between the upper and the lower margin."""
        return (self.width if landscape else self.height) - self.top - self.bottom


class Stop(NamedTuple):
    """A tab stop of a style."""

    place: int
    """Twentieths of a point from the left margin."""
    kind: str
    """`left`, `center`, `right`, …, as Word names it."""


class Entry(NamedTuple):
    """A heading that the table of contents lists."""

    level: int
    text: str
    bookmark: str


@dataclass
class Draft:
    """The growing body of one document. Made, filled and dropped inside one call."""

    styles: Mapping[str, str]
    """Style name in lower case → id."""
    names: Mapping[str, str]
    """Id of a place → its bookmark."""
    page: Page
    bullets: int
    """The numbering that every bullet list shares; ordered lists take the numbers after it."""
    stops: Mapping[str, tuple[Stop, ...]]
    """Style name in lower case → its own tab stops."""
    out: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """Address → relationship id."""
    comments: list[GapBlock] = field(default_factory=list)
    contents: list[Entry] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    """Ids whose bookmark is set."""
    pictures: list[Picture] = field(default_factory=list)
    colours: Colours = HOUSE
    figures: int = 0
    bookmarks: int = 0
    tables: int = 0
    heading_at: int = 0
    """How long `out` was after the last heading."""
    gap_at: int = 0
    """How long `out` was after the last gap."""
    ordered: int = 0
    level: int = 0
    """Level of the last heading."""
    section_level: int = 1
    landscape: bool = False
    after_table: bool = False

    def style(self, name: str) -> str:
        """Return the id of a style by its name."""
        return self.styles[name.lower()]

    def bookmark(self, ident: str, inside: str) -> str:
        """Return `inside` with the bookmark of `ident` around it, once per id."""
        if not ident or ident in self.opened or ident not in self.names:
            return inside
        self.opened.add(ident)
        return self.named_bookmark(self.names[ident], inside)

    def named_bookmark(self, name: str, inside: str) -> str:
        """Return `inside` with a bookmark around it."""
        self.bookmarks += 1
        number = self.bookmarks
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'
        )  # fmt: skip

    def link(self, address: str) -> str:
        """Return the relationship id of an address."""
        return self.links.setdefault(address, f"rIdLink{len(self.links) + 1}")

    def new_ordered_list(self) -> int:
        """Return the numbering of a new ordered list, which starts at 1."""
        self.ordered += 1
        return self.bullets + self.ordered
