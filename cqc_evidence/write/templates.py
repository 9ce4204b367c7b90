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
PAGES = {
    "house-template": """Something about the council's own `templates/reference.docx` that a build works around.

A note names styles that are missing and are added: nothing needs mending. A warning names a link
that is left out of the pack, or says that no heading style is the template's own. When the file
cannot be used at all (no Word file, damaged, with a password or with macros), it is an error, and
the shipped template stands in.""",
    "style-sheet": """Something about the council's own `templates/pack.css` that makes the pack harder to read.

A warning names two colours that are too close to each other. When the file cannot be built into
one safe page, because it would fetch something, it is an error, and the shipped style sheet
stands in.""",
}
"""The pages of the two findings made here, for `cqc-evidence explain`: rule → text, the first line its summary."""


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
    return Templates(docx, css.decode("utf-8", "replace"), (*docx_problems, *css_problems), {DOCX: docx, CSS: css})


def _docx(root: Path) -> tuple[bytes, tuple[Diagnostic, ...]]:
    own = shipped(DOCX).read_bytes()
    path = resolve(root, DOCX)
    data = path.read_bytes()
    if data == own:
        return own, ()
    from cqc_evidence.write.docx import added_styles, unusable_template, worked_around  # noqa: PLC0415  # loads python-docx

    if reasons := unusable_template(data):
        return own, tuple(_problem("house-template", DOCX, why, Severity.ERROR) for why in reasons)
    doubts = tuple(_problem("house-template", DOCX, why, Severity.WARNING) for why in worked_around(data))
    return data, (*doubts, *(_problem("house-template", DOCX, why, Severity.NOTE) for why in added_styles(data)))


def _css(root: Path) -> tuple[bytes, tuple[Diagnostic, ...]]:
    own = shipped(CSS).read_bytes()
    data = resolve(root, CSS).read_bytes()
    if data == own:
        return own, ()
    text = data.decode("utf-8", "replace")
    from cqc_evidence.write.html import contrast_problems, css_problems  # noqa: PLC0415  # only for a council's own copy

    if reasons := css_problems(text):
        return own, tuple(_problem("style-sheet", CSS, why, Severity.ERROR) for why in reasons)
    return data, tuple(_problem("style-sheet", CSS, why, Severity.WARNING) for why in contrast_problems(text))


_MEND = "mend {file}, or delete it to use the shipped one"
_NOTHING_TO_MEND = "nothing needs mending; add the styles to {file} only to change how they look"


def _problem(rule: str, file: str, why: str, severity: Severity) -> Diagnostic:
    return Diagnostic(
        rule=rule,
        severity=severity,
        message=why,
        because="a template gives looks only; it fetches nothing and runs nothing",
        help=(_NOTHING_TO_MEND if severity is Severity.NOTE else _MEND).format(file=file),
        location=Location(file=file),
    )
