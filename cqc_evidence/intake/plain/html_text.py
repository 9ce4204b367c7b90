"""A message's HTML → its text, line by line; nothing in it is fetched or run."""

from __future__ import annotations

from html.parser import HTMLParser

MOST = 2 * 1024 * 1024
"""Characters: a long message with all its formatting has a tenth."""
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "blockquote",
        "hr",
        "section",
    )
)
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"))
"""Elements with a blank line around them."""
_HIDDEN = frozenset(("script", "style", "head", "title", "template"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its shape is given
        self._hidden += tag in _HIDDEN
        self._break(tag)
        self._quoted += tag == "blockquote"
        if tag == "li":
            self._add("- ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its shape is given
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        self._add(data.replace("\r", " ").replace("\n", " "))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n" if tag in _APART else "\n")

    def _add(self, text: str) -> None:
        if self._hidden or not text:
            return
        if self._quoted and (not self.pieces or self.pieces[-1].endswith("\n")):
            self.pieces.append("> ")
        self.pieces.append(text)


def html_text(html: str) -> str:
    """Return the text of HTML, with block quotes marked by "> " as in plain messages.

    >>> html_text("<p>Waits <b>fell</b>.<br>At once.</p><style>p {}</style>").split()
    ['Waits', 'fell.', 'At', 'once.']
    """
    parser = _Text()
    parser.feed(_without_declarations(html[:MOST]))
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(lines).strip("\n")


def _without_declarations(html: str) -> str:
    """Return HTML of tags and text only, in one pass.

    The parser takes time in proportion to the square of the length for comments, declarations and
    tags that never end: here none are left.
    """
    kept: list[str] = []
    start = 0
    while (opened := _next(html, start)) >= 0:
        kept.append(html[start:opened])
        end = "-->" if html.startswith("<!--", opened) else ">"
        closed = html.find(end, opened + 2)
        if closed < 0:
            return "".join(kept)
        start = closed + len(end)
    rest = html[start:]
    kept.append(rest[: rest.rfind(">") + 1] + rest[rest.rfind(">") + 1 :].replace("<", " "))
    return "".join(kept)


def _next(html: str, start: int) -> int:
    """Return where the next comment, declaration or instruction begins; -1 for none."""
    while (found := html.find("<", start)) >= 0:
        if html[found + 1 : found + 2] in {"!", "?"}:
            return found
        start = found + 1
    return -1
