"""Markdown of evidence → HTML that holds nothing but text: the pack's own reader and macros do it."""

from __future__ import annotations

from flask import current_app
from markupsafe import Markup

from cqc_evidence.compile.markdown import MarkdownReader
from cqc_evidence.model.pack import Cite, Inline
from cqc_evidence.web.look import page_outline


def prose(text: str) -> Markup:
    """Return Markdown as HTML, made as a pack makes it; references lead to the items' pages."""
    blocks = MarkdownReader().blocks(text, _cite)
    template = current_app.jinja_env.get_template("prose.html.j2")
    return Markup(template.render(blocks=blocks, outline=page_outline()))  # noqa: S704  # every text was escaped by the template


def _cite(item: str, locator: str) -> Inline:
    return Cite(item=item, label=item, locator=locator, mark="")
