"""A Word file's body → lines and tables in the order in which a person reads them.

Deleted, hidden and placeholder text is not read, inserted text is; what stands in content controls,
links, fields and text boxes is.
Source: ECMA-376 part 1, sections 17.3 (paragraphs), 17.5.2 (content controls), 17.13 (changes), 17.16 (fields).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from cqc_evidence.intake.word.blocks import Block, Cell, Content, Line, Row, Table, flat_lines, tidy
from cqc_evidence.intake.word.parts import Parts, Style, attribute, child, local, numbered, outline_level, toggled

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOT_READ = frozenset(
    (
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "tblGrid",
        "tblPrEx",
        "trPr",
        "tcPr",
        "sectPr",
        "customXmlPr",
        "smartTagPr",
        "rt",
    )
)
"""Properties, and the small letters beside East Asian words."""
_BULLET = re.compile(r"(?:[•·▪◦●○‣∙➢►–—*-]|o(?=\t))\s+|\uf0b7\s*")
_NUMBER = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s+\S")
_TICKS = {
    "F0FC": "✓",
    "F0FB": "✗",
    "F0FE": "☒",
    "F0FD": "☒",
    "F0A8": "☐",
    "F06F": "☐",
    "F052": "☑",
    "F054": "☒",
    "F0E0": "→",
}
"""Signs of the Wingdings fonts that people tick with, and the arrow that Word makes of "-->"."""
_WIDEST = 63
"""Word has no wider table."""
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class _Paragraph:
    """What one paragraph holds, while it is read."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.texts: list[str] = []
        self.boxes: list[Element] = []
        self.letters = 0
        self.bold = 0
        self.fields: list[bool] = []
        """Open fields, and whether the result of each has begun."""

    def add(self, text: str, *, bold: bool) -> None:
        self.texts.append(text)
        weight = len(text.strip())
        self.letters += weight
        self.bold += weight if bold else 0


def read_content(parts: Parts) -> Content:
    """Return what a person would read in a document's body."""
    reader = Reader(parts.styles, parts.notes)
    blocks = tuple(reader.blocks(parts.body))
    return Content(blocks, reader.marks, reader.places)


def lines_of(parts: Parts, root: Element) -> tuple[str, ...]:
    """Return the lines of another part, such as a page header."""
    return tuple(one.text for one in Reader(parts.styles, {}).blocks(root) if isinstance(one, Line))


class Reader:
    """Reads one part; it counts paragraphs and tables as it goes."""

    def __init__(self, styles: Mapping[str, Style], notes: Mapping[str, Element]) -> None:
        """Prepare to read; nothing is read before `blocks`."""
        self.styles = styles
        self.notes = notes
        self.marks: Counter[str] = Counter()
        self.places: dict[str, str] = {}
        self._new: Counter[str] = Counter()
        self._paragraphs = 0
        self._tables = 0
        self._row = ""
        """The table and row that are being read, in words."""
        self._handlers: dict[str, Callable[[Element, _Paragraph], None]] = {
            "r": self._run,
            "fldChar": self._field,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "sym": self._sign,
            "AlternateContent": self._alternatives,
        }

    def blocks(self, container: Element) -> Iterator[Block]:
        """Yield the lines and tables of a body, a cell, a text box or a note."""
        waiting: _Paragraph | None = None
        for element in self._elements(container):
            if local(element) == "p":
                held = self._read(element, waiting)
                waiting = held if self._runs_on(element) else None
                if waiting is None:
                    yield from self._lines(element, held)
                continue
            if waiting is not None:
                yield from self._lines(container, waiting)
                waiting = None
            if local(element) == "tbl":
                yield self._table(element)
            else:
                self._mark("attached")
                self._settle(self._place())
        if waiting is not None:
            yield from self._lines(container, waiting)
        self._settle(self._place())

    def _elements(self, container: Element) -> Iterator[Element]:
        """Yield paragraphs, tables and attached parts, out of whatever they are wrapped in."""
        for element in container:
            name = local(element)
            if name in {"p", "tbl", "altChunk", "subDoc"}:
                yield element
            elif name == "AlternateContent":
                yield from self._elements(_choice(element))
            elif name not in _NOT_READ and not self._is_gone(element, name):
                yield from self._elements(element)

    def _is_gone(self, element: Element, name: str) -> bool:
        """Return whether an element's text is deleted, moved away or a form's own "click here"."""
        if name in {"del", "moveFrom"}:
            self._mark("deletion" if name == "del" else "move")
            return True
        if name == "ins":
            self._mark("insertion")
        return name == "sdt" and toggled(child(element, "sdtPr"), "showingPlcHdr") is True

    def _runs_on(self, element: Element) -> bool:
        """Return whether the end of a paragraph is deleted, so that the next one joins it."""
        mark = child(element, "pPr", "rPr", "del")
        if mark is not None and child(element, "del") is None:
            self._mark("deletion")
        return mark is not None

    def _read(self, element: Element, before: _Paragraph | None) -> _Paragraph:
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        style = self.styles.get(attribute(named) if named is not None else "", Style())
        held = _Paragraph(style)
        if before is not None:
            held.texts, held.boxes = before.texts, before.boxes
            held.letters, held.bold = before.letters, before.bold
        if child(properties, "rPr", "ins") is not None and child(element, "ins") is None:
            self._mark("insertion")
        self._walk(element, held)
        return held

    def _lines(self, element: Element, held: _Paragraph) -> Iterator[Block]:
        """Yield a paragraph that says something, then what stands in its text boxes."""
        text = "".join(held.texts).strip()
        if text and not self._row:
            self._paragraphs += 1
        self._settle(self._place(said=bool(text)))
        if text and not held.style.contents:
            yield self._line(element, held, text)
        for box in held.boxes:
            yield from self.blocks(box)

    def _line(self, element: Element, held: _Paragraph, text: str) -> Line:
        properties = child(element, "pPr")
        own = outline_level(properties)
        level = held.style.level if own is None or held.style.level == 0 else own or None
        item = numbered(properties)
        indent = child(properties, "numPr", "ilvl")
        bullet = _BULLET.match(text)
        rest = text[bullet.end() :] if bullet else text
        return Line(
            text=tidy(rest or text),
            number=0 if self._row else self._paragraphs,
            level=level,
            listed=level is None
            and bool((held.style.listed if item is None else item) or bullet or _NUMBER.match(text)),
            depth=int(attribute(indent)) if indent is not None and attribute(indent).isdigit() else 0,
            bold=held.letters > 0 and held.bold == held.letters,
        )

    def _walk(self, element: Element, held: _Paragraph) -> None:
        for one in element:
            name = local(one)
            handle = self._handlers.get(name)
            if handle is not None:
                handle(one, held)
            elif name == "txbxContent":
                held.boxes.append(one)
            elif name in {"commentReference", "blip", "imagedata", "relIds", "chart"}:
                self._mark("comment" if name == "commentReference" else "picture")
            elif name not in _NOT_READ and not self._is_gone(one, name):
                self._walk(one, held)

    def _run(self, run: Element, held: _Paragraph) -> None:
        properties = child(run, "rPr")
        named = child(properties, "rStyle")
        style = self.styles.get(attribute(named), Style()) if named is not None else Style()
        own = toggled(properties, "vanish")
        hidden = (style.hidden or held.style.hidden) if own is None else own
        heavy = toggled(properties, "b")
        bold = (style.bold or held.style.bold if heavy is None else heavy) or toggled(properties, "u") is True
        for one in run:
            name = local(one)
            if name == "t" or name in _BREAKS:
                if not hidden and all(held.fields):
                    held.add(_BREAKS.get(name) or one.text or "", bold=bold)
            elif not hidden or name in {"fldChar", "commentReference"}:
                self._inside(one, name, held)

    def _inside(self, one: Element, name: str, held: _Paragraph) -> None:
        """Read what else may stand in a run: a field's mark, a note, a sign, a drawing with text."""
        if name in self._handlers:
            self._handlers[name](one, held)
        elif name == "commentReference":
            self._mark("comment")
        elif name not in _NOT_READ:
            self._walk(one, held)

    def _field(self, one: Element, held: _Paragraph) -> None:
        """Follow a field; what stands before its result are instructions."""
        sort = attribute(one, "fldCharType")
        if sort == "begin":
            if shown := _form_value(child(one, "ffData")):
                held.add(shown, bold=False)
            held.fields.append(False)
        elif held.fields and sort == "separate":
            held.fields[-1] = True
        elif held.fields and sort == "end":
            held.fields.pop()

    def _note(self, one: Element, held: _Paragraph) -> None:
        sort = local(one).removesuffix("Reference")
        note = self.notes.get(f"{sort} {attribute(one, 'id')}")
        if note is None:
            return
        inner = Reader(self.styles, {})
        text = " ".join(line.text for line in flat_lines(inner.blocks(note)))
        self._new.update(inner.marks)
        if text:
            held.add(f" [{sort}: {text}]", bold=False)

    def _sign(self, one: Element, held: _Paragraph) -> None:
        held.add(_TICKS.get(attribute(one, "char").upper(), ""), bold=False)

    def _alternatives(self, one: Element, held: _Paragraph) -> None:
        """Read one of several ways to show the same thing, the newest that holds something."""
        before = len(held.texts), len(held.boxes)
        for way in one:
            self._walk(way, held)
            if (len(held.texts), len(held.boxes)) != before:
                return

    def _table(self, element: Element) -> Table:
        self._tables += 1
        number, outer = self._tables, self._row
        rows: list[Row] = []
        for counted, row in enumerate((one for one in self._wrapped(element, "tr") if not self._is_lost(one)), 1):
            self._row = f"table {number} row {counted}"
            self._settle(self._row)
            cells = tuple(self._cells(row))
            rows.append(Row(counted, cells, header=toggled(child(row, "trPr"), "tblHeader") is True))
        self._settle(f"table {number}")
        self._row = outer
        return Table(number, tuple(rows))

    def _is_lost(self, row: Element) -> bool:
        """Return whether a row is deleted or hidden."""
        properties = child(row, "trPr")
        if child(properties, "ins") is not None:
            self._mark("insertion")
        if child(properties, "del") is not None:
            self._mark("deletion")
            return True
        return toggled(properties, "hidden") is True

    def _wrapped(self, container: Element, wanted: str) -> Iterator[Element]:
        """Yield rows or cells, out of content controls and the like."""
        for element in container:
            name = local(element)
            if name == wanted:
                yield element
            elif name not in _NOT_READ and not self._is_gone(element, name):
                yield from self._wrapped(element, wanted)

    def _cells(self, row: Element) -> Iterator[Cell]:
        """Yield the cells of a row; one that is joined to that on its left widens it."""
        column = _number(child(row, "trPr", "gridBefore"), 0)
        held: Cell | None = None
        for cell in self._wrapped(row, "tc"):
            properties = child(cell, "tcPr")
            span = _number(child(properties, "gridSpan"), 1)
            merge = child(properties, "vMerge")
            continues = merge is not None and attribute(merge) != "restart"
            if not _is_swallowed(properties):
                if held is not None:
                    yield held
                held = Cell(column, span, continues, tuple(self.blocks(cell)))
            elif held is not None:
                held = held._replace(span=held.span + span)
            column += span
        if held is not None:
            yield held

    def _place(self, *, said: bool = True) -> str:
        if self._row:
            return self._row
        if said and self._paragraphs:
            return f"paragraph {self._paragraphs}"
        return f"after paragraph {self._paragraphs}" if self._paragraphs else "at the beginning"

    def _mark(self, what: str) -> None:
        self._new[what] += 1

    def _settle(self, place: str) -> None:
        """Give what was met since the last paragraph its place."""
        for what, number in self._new.items():
            self.marks[what] += number
            self.places.setdefault(what, place)
        self._new.clear()


def _choice(alternatives: Element) -> Element:
    """Return the first of several ways to show the same thing that holds a paragraph or table, else the last."""
    holds = (way for way in alternatives if any(local(one) in {"p", "tbl"} for one in way.iter()))
    return next(holds, alternatives[-1] if len(alternatives) else alternatives)


def _number(element: Element | None, otherwise: int) -> int:
    value = attribute(element) if element is not None else ""
    return min(int(value), _WIDEST) if value.isascii() and value.isdigit() else otherwise


def _is_swallowed(properties: Element | None) -> bool:
    """Return whether a cell is deleted, or joined to the one on its left."""
    joined = child(properties, "hMerge")
    return child(properties, "cellDel") is not None or (joined is not None and attribute(joined) != "restart")


def _form_value(form: Element | None) -> str:
    """Return what an old form field shows: a ticked or empty box, the chosen entry of a list."""
    box = child(form, "checkBox")
    if box is not None:
        ticked = toggled(box, "checked")
        return "☒" if (toggled(box, "default") if ticked is None else ticked) else "☐"
    choices = child(form, "ddList")
    entries = [attribute(one) for one in choices if local(one) == "listEntry"] if choices is not None else []
    chosen = _number(child(choices, "result"), 0)
    return entries[chosen] if chosen < len(entries) else ""
