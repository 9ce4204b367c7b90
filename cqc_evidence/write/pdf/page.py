"""Our HTML, made ready for paper, and the PDF with the pack's day on it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cqc_evidence.write.html import write_html
from cqc_evidence.write.pdf.browser import print_page

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Pack

_FIGURE = re.compile(rb"<(/?)(figure|figcaption)\b")
_SCRIPT = re.compile(rb"<script>.*?</script>", re.DOTALL)
_BOXES = {b"figure": b"<div", b"figcaption": b'<div class="caption"'}
_STAMP = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([+\-Z][^)]{0,7})\)")


def write_pdf(pack: Pack, css: str, browser: Path) -> bytes:
    """Return a pack as a tagged PDF with title, language, outline and the alternative text of each picture.

    Its words and its stamps are the pack's; how a browser lays them down may differ in some bytes each time.

    Raises:
        NoBrowserError: when the browser prints nothing.
        ValueError: when the style sheet must not be used.
    """
    return stamped(print_page(for_paper(write_html(pack, css)), browser), pack.today)


def for_paper(html: bytes) -> bytes:
    """Return the page without its script, and with quotations and charts in plain boxes: in a PDF, only a picture is a figure.

    Browsers tag every `figure` as one, and a figure without an alternative text is an obstacle for people who listen.
    """
    html = _SCRIPT.sub(b"", html)
    return _FIGURE.sub(lambda found: b"</div" if found[1] else _BOXES[found[2]], html)


def stamped(pdf: bytes, day: date) -> bytes:
    """Return a PDF whose stamps say the pack's day instead of the minute in which it was printed; nothing moves."""
    day_text = f"{day:%Y%m%d}000000".encode()
    return _STAMP.sub(lambda found: found[1] + day_text + found[2] + b")", pdf)
