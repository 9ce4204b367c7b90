"""The parts of a Word file as XML, and what its styles mean.

Names are compared without their namespace, because Word writes two sets of them: transitional and strict.
Source: ECMA-376 part 1 (WordprocessingML) and part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"toc(?: heading| \d)|table of figures", re.IGNORECASE)
_DEEPEST = 9
_OFF = frozenset(("0", "false", "off", "none"))
_BROKEN = (
    BadZipFile,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    SyntaxError,
    zlib.error,
)
"""What unpacking and parsing raise on a broken file; lxml's own error is a `SyntaxError`."""


class Style(NamedTuple):
    """What a style means to a reader."""

    level: int | None = None
    """1 to 9 for a heading, 0 for the title."""
    listed: bool = False
    hidden: bool = False
    bold: bool = False
    contents: bool = False
    """A line of the table of contents."""


class Parts(NamedTuple):
    """What is read of a Word file."""

    body: Element
    styles: dict[str, Style]
    notes: dict[str, Element]
    """Footnotes and endnotes: "footnote 2" → its element."""
    headers: tuple[Element, ...]
    title: str
    """As the file's properties state it."""
    unread: tuple[str, ...]
    """Parts that are broken."""


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str = "val") -> str:
    """Return an attribute's value whatever its namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child of a name, and of that the first of the next name."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def toggled(properties: Element | None, name: str) -> bool | None:
    """Return whether a property such as `w:b` is on or off; None where nothing is said."""
    found = child(properties, name)
    return None if found is None else attribute(found).lower() not in _OFF


def numbered(properties: Element | None) -> bool | None:
    """Return whether a paragraph is an item of a list; None where its style decides."""
    found = child(properties, "numPr", "numId")
    return None if found is None else attribute(found) != "0"


def outline_level(properties: Element | None) -> int | None:
    """Return the heading level that a paragraph or style is given outright, 0 for body text."""
    found = child(properties, "outlineLvl")
    if found is None or not attribute(found).isdigit():
        return None
    level = int(attribute(found)) + 1
    return level if level <= _DEEPEST else 0


def read_parts(data: bytes) -> Parts | None:
    """Return the parts of a Word file, or None where it cannot be read as one."""
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return _read(_Package(package))
    except _BROKEN:
        return None


class _Package:
    """An open ZIP whose names are found as Word finds them: in small letters or large."""

    def __init__(self, package: ZipFile) -> None:
        self.package = package
        self.names = {name.lower(): name for name in package.namelist()}
        self.unread: list[str] = []

    def parse(self, name: str) -> Element:
        from lxml import etree  # noqa: PLC0415  # only when a document is read

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(self.package.read(self.names[name.lower()]), parser)

    def parse_if_there(self, name: str) -> Element | None:
        if name.lower() not in self.names:
            return None
        try:
            return self.parse(name)
        except _BROKEN:
            self.unread.append(name)
            return None

    def targets(self, part: str) -> list[tuple[str, str]] | None:
        """Return the parts inside the file that a part leads to, each with the last word of its type.

        None where the list of them is lost.
        """
        folder, name = posixpath.split(part)
        relations = self.parse_if_there(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return None
        return [
            (attribute(one, "Type").rpartition("/")[2], _resolved(folder, attribute(one, "Target")))
            for one in relations
            if attribute(one, "TargetMode").lower() != "external"
        ]


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _read(package: _Package) -> Parts | None:
    top = package.targets("") or []
    main = next((name for sort, name in top if sort == "officeDocument"), "word/document.xml")
    body = child(package.parse(main), "body")
    if body is None:
        return None
    listed = package.targets(main)
    beside = _usual(main) if listed is None else listed
    styles = _part(package, beside, "styles")
    core = _part(package, [*top, ("core-properties", "docProps/core.xml")], "core-properties")
    title = child(core, "title")
    headers = [package.parse_if_there(name) for sort, name in beside if sort in {"header", "footer"}]
    return Parts(
        body=body,
        styles=styles_of(styles) if styles is not None else {},
        notes=dict(_notes(package, beside)),
        headers=tuple(one for one in headers if one is not None),
        title=" ".join(title.text.split()) if title is not None and title.text else "",
        unread=tuple(package.unread),
    )


def _usual(main: str) -> list[tuple[str, str]]:
    """Return where parts lie in a file that has lost its list of relationships."""
    folder = posixpath.dirname(main)
    return [(sort, posixpath.join(folder, f"{sort}.xml")) for sort in ("styles", "footnotes", "endnotes")]


def _part(package: _Package, targets: list[tuple[str, str]], wanted: str) -> Element | None:
    name = next((name for sort, name in targets if sort == wanted), None)
    return package.parse_if_there(name) if name else None


def _notes(package: _Package, beside: list[tuple[str, str]]) -> Iterator[tuple[str, Element]]:
    for sort in ("footnote", "endnote"):
        root = _part(package, beside, f"{sort}s")
        for note in root if root is not None else ():
            yield f"{sort} {attribute(note, 'id')}", note


def styles_of(root: Element) -> dict[str, Style]:
    """Return what each style means, by its id; under "" what a paragraph means that names none."""
    known = {attribute(one, "styleId"): one for one in root if local(one) == "style"}
    found: dict[str, Style] = {}
    for name, style in known.items():
        found[name] = _resolve(name, known, found)
        if attribute(style, "type") == "paragraph" and attribute(style, "default").lower() in {"1", "true", "on"}:
            found[""] = found[name]
    return found


def _resolve(name: str, known: Mapping[str, Element], found: Mapping[str, Style]) -> Style:
    """Return a style with what it takes from those it is based on; a circle ends where it closes."""
    chain: list[str] = []
    while name in known and name not in found and name not in chain:
        chain.append(name)
        based = child(known[name], "basedOn")
        name = attribute(based) if based is not None else ""
    style = found.get(name, Style()) if name and name not in chain else Style()
    for one in reversed(chain):
        style = _own(known[one], style)
    return style


def _own(element: Element, base: Style) -> Style:
    """Return a style's own words over those of its base."""
    named = child(element, "name")
    name = attribute(named).strip() if named is not None else ""
    paragraph, letters = child(element, "pPr"), child(element, "rPr")
    hidden, bold = toggled(letters, "vanish"), toggled(letters, "b")
    listed = numbered(paragraph)
    return Style(
        level=_level(name, paragraph, base),
        listed=base.listed or _LIST.match(name) is not None if listed is None else listed,
        hidden=base.hidden if hidden is None else hidden,
        bold=base.bold if bold is None else bold,
        contents=base.contents or _CONTENTS.fullmatch(name) is not None,
    )


def _level(name: str, paragraph: Element | None, base: Style) -> int | None:
    if found := _HEADING.fullmatch(name):
        return int(found.group(1))
    if name.lower() == "title":
        return 0
    own = outline_level(paragraph)
    return base.level if own is None else own or None
