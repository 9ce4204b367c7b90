"""Runs of a Word paragraph → words, references and links, as a pack's own paragraphs hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cqc_evidence.model.pack import Break, Cite, Inline, Link, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"\[([A-Z]\d+)(?:,\s*([^\[\]]+))?\]")
_PASSED_OVER = frozenset((f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}instrText", f"{W}fldSimple"))
_OFF = frozenset(("0", "false", "off", "none"))
_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_HARD = "\u00a0"
_SO_WHAT = re.compile(r"\s*So what:\s*")


class RunReader:
    """Reads the runs of one document."""

    def __init__(
        self, styles: Mapping[str, str], links: Mapping[str, str], items: Mapping[str, str], labels: Mapping[str, str]
    ) -> None:
        """Know the document's styles and links, and the project's items.

        Args:
            styles: style id → its name in small letters.
            links: relationship id → address.
            items: bookmark of a register entry → item id.
            labels: `P1` → item id.
        """
        self.styles = styles
        self.links = links
        self.items = items
        self.labels = labels

    def inlines(self, paragraph: _Element) -> Iterator[Inline]:
        """Yield a paragraph's words without what is ours: marks, and the label of a so-what. Tracked deletions are gone."""
        first = True
        for inline in self._inside(paragraph):
            if first and isinstance(inline, Text) and (found := _SO_WHAT.match(inline.text)):
                inline = inline.model_copy(update={"text": inline.text[found.end() :]})  # noqa: PLW2901  # the same words without our label
            first = first and isinstance(inline, Text) and not inline.text.strip()
            yield inline

    def _inside(self, element: _Element) -> Iterator[Inline]:
        for child in element:
            tag = str(child.tag)
            if tag in _PASSED_OVER:
                continue
            if tag == f"{W}r":
                yield from self._run(child)
            elif tag == f"{W}hyperlink":
                yield from self._hyperlink(child)
            else:
                yield from self._inside(child)

    def _run(self, run: _Element) -> Iterator[Inline]:
        style = self._character(run)
        if style in ("badge", "annotation reference", "footnote reference"):
            return
        text = _text(run)
        if not text or (text.startswith(_HARD) and text.endswith(_HARD) and len(text) > 1 and style == "badge"):
            return
        properties = run.find(f"{W}rPr")
        look = {
            "strong": _on(properties, "b"),
            "emphasis": _on(properties, "i"),
            "code": style == "code",
        }
        yield from self._with_references(text, look)

    def _character(self, run: _Element) -> str:
        style = run.find(f"{W}rPr/{W}rStyle")
        ident = str(style.get(f"{W}val")) if style is not None else ""
        return self.styles.get(ident, ident.lower())

    def _with_references(self, text: str, look: Mapping[str, bool]) -> Iterator[Inline]:
        """Yield words; a reference that somebody typed, such as [P1], is one when the pack has it."""
        at = 0
        for found in _REFERENCE.finditer(text):
            item = self.labels.get(found[1])
            if item is None:
                continue
            if found.start() > at:
                yield from _lines(text[at : found.start()], look)
            yield Cite(item=item, label=found[1], locator=(found[2] or "").strip())
            at = found.end()
        if at < len(text):
            yield from _lines(text[at:], look)

    def _hyperlink(self, link: _Element) -> Iterator[Inline]:
        inside = list(self._inside(link))
        words = "".join(
            one.text if isinstance(one, Text | Link) else f"[{one.label}]" if isinstance(one, Cite) else " "
            for one in inside
        )
        item = self.items.get(str(link.get(f"{W}anchor", "")))
        if item is not None:
            cited = next((one for one in inside if isinstance(one, Cite)), None)
            locator = cited.locator if cited else words.strip().strip("[]").partition(",")[2].strip()
            if words.strip():
                yield Cite(item=item, label=words.strip().strip("[]").partition(",")[0], locator=locator)
            return
        address = self.links.get(str(link.get(f"{_R}id", "")), "")
        if _SAFE.match(address) and words.strip():
            yield Link(href=address, text=words)
        else:
            yield from inside


def _lines(text: str, look: Mapping[str, bool]) -> Iterator[Inline]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Break()
        if line:
            yield Text.model_validate({"text": line, **look})


def _text(run: _Element) -> str:
    """Return a run's words; a tab is a space, a line break a new line."""
    parts = []
    for child in run:
        tag = str(child.tag)
        if tag == f"{W}t":
            parts.append(child.text or "")
        elif tag in (f"{W}tab", f"{W}ptab"):
            parts.append(" ")
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif tag == f"{W}noBreakHyphen":
            parts.append("\u2011")
    return "".join(parts)


def _on(properties: _Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and str(found.get(f"{W}val", "1")) not in _OFF
