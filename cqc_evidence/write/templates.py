"""The house template and style sheet: the project's own first, then the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location
from cqc_evidence.read import shipped
from cqc_evidence.read.shipped import resolve

DOCX = "templates/reference.docx"
CSS = "templates/pack.css"


class Templates(NamedTuple):
    """What gives a pack its looks."""

    docx: bytes
    css: str
    problems: tuple[Diagnostic, ...]
    """Why a council's own copy was not used, if it was not."""
    files: dict[str, bytes]
    """What was read, for the manifest."""


def find_templates(root: Path) -> Templates:
    """Return the templates of a project; one that is unsafe or broken is reported and the shipped one stands in."""
    docx, docx_problems = _docx(root)
    css, css_problems = _css(root)
    return Templates(docx, css, (*docx_problems, *css_problems), {DOCX: docx, CSS: css.encode()})


def _docx(root: Path) -> tuple[bytes, tuple[Diagnostic, ...]]:
    own = shipped(DOCX).read_bytes()
    path = resolve(root, DOCX)
    data = path.read_bytes()
    if data == own:
        return own, ()
    from cqc_evidence.write.docx import template_problems, unusable_template  # noqa: PLC0415  # loads python-docx

    if reasons := unusable_template(data):
        return own, tuple(_problem("house-template", DOCX, why, Severity.ERROR) for why in reasons)
    return data, tuple(_problem("house-template", DOCX, why, Severity.WARNING) for why in template_problems(data))


def _css(root: Path) -> tuple[str, tuple[Diagnostic, ...]]:
    own = shipped(CSS).read_text(encoding="utf-8")
    text = resolve(root, CSS).read_text(encoding="utf-8", errors="replace")
    if text == own:
        return own, ()
    from cqc_evidence.write.html import contrast_problems, css_problems  # noqa: PLC0415  # only for a council's own copy

    if reasons := css_problems(text):
        return own, tuple(_problem("style-sheet", CSS, why, Severity.ERROR) for why in reasons)
    return text, tuple(_problem("style-sheet", CSS, why, Severity.WARNING) for why in contrast_problems(text))


def _problem(rule: str, file: str, why: str, severity: Severity) -> Diagnostic:
    return Diagnostic(
        rule=rule,
        severity=severity,
        message=why,
        because="a template gives looks only; it fetches nothing and runs nothing",
        help=f"mend {file}, or delete it to use the shipped one",
        location=Location(file=file),
    )
