"""A Word document as text that a person can read and compare."""

from __future__ import annotations

import io
from zipfile import ZipFile

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{WORD}}}"


def outline(data: bytes) -> str:
    """Return one line a paragraph or table row, with style, links, bookmarks, comments and page turns."""
    with ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    roots = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    reader = _Reader(roots)
    lines: list[str] = []
    for name in sorted(roots):
        if name.startswith(("word/header", "word/footer")):
            lines += [f"[{name}] {reader.inline(found)}" for found in roots[name].iter(f"{W}p")]
    lines.append("")
    for element in roots["word/document.xml"][0]:
        lines += reader.block(element)
    comments = roots.get("word/comments.xml")
    for comment in [] if comments is None else comments:
        lines += ["", f"[comment {comment.get(f'{W}id')} by {comment.get(f'{W}author')}]"]
        lines += [f"  {reader.inline(found)}" for found in comment.iter(f"{W}p")]
    return "\n".join(lines) + "\n"


class _Reader:
    """Knows the names of styles and the addresses of links."""

    def __init__(self, roots: dict[str, etree._Element]) -> None:
        self._styles = {
            style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
            for style in roots["word/styles.xml"].iter(f"{W}style")
        }
        self._addresses = {found.get("Id"): found.get("Target") for found in roots["word/_rels/document.xml.rels"]}

    def block(self, element: etree._Element) -> list[str]:
        """Return the lines of a paragraph, table or section end."""
        if element.tag == f"{W}tbl":
            return self._table(element)
        if element.tag == f"{W}sectPr":
            return [self._turn(element)]
        section = element.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            return [self._turn(section)]
        style = element.find(f"{W}pPr/{W}pStyle")
        name = "normal" if style is None else self._styles[style.get(f"{W}val")]
        number = element.find(f"{W}pPr/{W}numPr")
        if number is not None:
            level, list_number = (found.get(f"{W}val") for found in number)
            name += f", list {list_number} level {level}"
        if element.find(f"{W}pPr/{W}pageBreakBefore") is not None:
            name += ", new page"
        return [f"[{name}] {self.inline(element)}".rstrip()]

    def _table(self, table: etree._Element) -> list[str]:
        title, about = (table.find(f"{W}tblPr/{W}{tag}").get(f"{W}val") for tag in ("tblCaption", "tblDescription"))
        widths = "+".join(found.get(f"{W}w") for found in table.iter(f"{W}gridCol"))
        lines = [f"[table {title!r}: {about} ({widths})]"]
        for row in table.iter(f"{W}tr"):
            head = "*" if row.find(f"{W}trPr/{W}tblHeader") is not None else "|"
            cells = [" ¶ ".join(self.inline(found) for found in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
            lines.append(f"  {head} " + " | ".join(cells))
        return lines

    def _turn(self, section: etree._Element) -> str:
        orient = section.find(f"{W}pgSz").get(f"{W}orient", "portrait")
        return f"--- end of {orient} pages ---"

    def inline(self, element: etree._Element) -> str:
        """Return the words of a paragraph with marks for what cannot be seen in them."""
        parts = []
        for found in element.iter():
            if found.tag == f"{W}t":
                parts.append(found.text or "")
            elif found.tag == f"{W}tab" and found.getparent().tag == f"{W}r":
                parts.append("⇥")
            elif found.tag == f"{W}br":
                parts.append("↵")
            elif found.tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif found.tag == f"{W}bookmarkStart":
                parts.append(f"⟨{found.get(f'{W}name')}⟩")
            elif found.tag == f"{W}hyperlink":
                target = found.get(f"{W}anchor")
                parts.append(f"→⟨{target or self._addresses[found.get(f'{{{OFFICE}}}id')]}⟩")
            elif found.tag == f"{W}instrText":
                parts.append(f"{{{(found.text or '').strip()}}}")
            elif found.tag == f"{W}commentReference":
                parts.append(f"⟦comment {found.get(f'{W}id')}⟧")
        return "".join(parts).replace("\u00a0", "~")
