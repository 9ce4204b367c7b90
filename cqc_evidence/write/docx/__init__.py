"""The Word writer: a pack and a template in, the bytes of a .docx out.

The body is written as WordprocessingML text and never built element by element: that keeps ten
thousand rows within a second. python-docx is the shell that opens the template, knows its styles
and saves the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.write.docx.package import docx_parts
from cqc_evidence.write.docx.template import added_styles, template_problems, unusable_template, worked_around

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Pack

__all__ = ["added_styles", "docx_parts", "template_problems", "unusable_template", "worked_around", "write_docx"]


def write_docx(pack: Pack, template: bytes, css: str = "") -> bytes:
    """Return the pack as a Word document in the template's styles; charts take the colours of the style sheet.

    The same pack and template give the same bytes. Styles that the template lacks are taken from
    the house; `template_problems` names them.

    Raises:
        ValueError: when the template is no Word file, is damaged or holds macros; the message is
            the sentence of `template_problems`.
    """
    from cqc_evidence.write.charts.colours import colours_of  # noqa: PLC0415 - loaded only to write Word
    from cqc_evidence.write.docx.document import build  # noqa: PLC0415 - loaded only to write Word

    return build(pack, template, colours_of(css))
