"""The one file of others that the page sends is as its authors published it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cqc_evidence import web

STATIC = Path(web.__file__).parent / "static"
PUBLISHED = {"htmx-2.0.11.min.js": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"}
"""File → sha256 of `dist/htmx.min.js` in the npm package htmx.org of that version."""


def test_each_file_of_others_has_the_bytes_that_were_published():
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in STATIC.glob("*.min.js")}
    assert found == PUBLISHED


def test_every_page_asks_for_the_file_that_is_there():
    page = (STATIC.parent / "templates" / "base.html.j2").read_text(encoding="utf-8")
    assert all(f"filename='{name}'" in page for name in PUBLISHED)
