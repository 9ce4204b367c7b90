"""Charts: a caption, a picture in the text with its words for people who cannot see it, and its note."""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import TYPE_CHECKING

from cqc_evidence.write.docx.package import Picture
from cqc_evidence.write.docx.paragraphs import paragraph_xml
from cqc_evidence.write.docx.xml import escape, field, run

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart
    from cqc_evidence.write.docx.draft import Draft

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_PLACE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU = 914_400
"""Units of a drawing in an inch."""
_TWIPS = 635
"""Units of a drawing in a twentieth of a point."""
_DOTS = 200
_AROUND = 1440
"""Twentieths of a point that a caption and a note may need on the page of their picture."""
_LONGEST = 2000
"""Characters of a description; Word shows no more than a few lines."""


def chart_xml(draft: Draft, chart: Chart) -> str:
    """Return a chart's caption, picture and note; the picture is kept in the draft."""
    from cqc_evidence.write.charts import chart_png  # noqa: PLC0415  # only for a pack with charts

    draft.figures += 1
    number = run("Figure ") + field("SEQ Figure \\* ARABIC", str(draft.figures))
    caption = draft.bookmark(chart.id, number) + run(f". {chart.title}")
    below_heading = draft.heading_at == len(draft.out)
    head = paragraph_xml(draft.style("caption"), caption, keep_next=True, before=0 if below_heading else None)
    picture = _picture(draft, chart, chart_png(chart, draft.colours))
    note = paragraph_xml(draft.style("note"), run(chart.note)) if chart.note else ""
    return head + paragraph_xml("", picture, keep_next=bool(note), before=0, after=60) + note


def _picture(draft: Draft, chart: Chart, data: bytes) -> str:
    name = f"chart-{sha256(data).hexdigest()[:16]}.png"
    relation = f"rIdChart{len(draft.pictures) + 1}"
    found = next((one for one in draft.pictures if one.file == name), None)
    if found is None:
        found = Picture(relation, name, data)
        draft.pictures.append(found)
    page, landscape = draft.page, draft.landscape
    rooms = (page.text_width(landscape=landscape), page.text_height(landscape=landscape) - _AROUND)
    wide, high = _size(data, rooms[0] * _TWIPS, rooms[1] * _TWIPS)
    ident = draft.figures
    title, words = escape(chart.title), escape(chart.alt[:_LONGEST])
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_PLACE}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" '
        f'cy="{high}"/><wp:docPr id="{ident}" name="Figure {ident}" descr="{words}" title="{title}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{ident}" name="{name}" descr="{words}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{found.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _size(data: bytes, room_across: int, room_up: int) -> tuple[int, int]:
    """Return width and height of a PNG in the units of a drawing, no larger than the text of a page."""
    pixels_wide, pixels_high = struct.unpack(">II", data[16:24])
    wide = min(room_across, pixels_wide * _EMU // _DOTS, room_up * pixels_wide // pixels_high)
    return wide, wide * pixels_high // pixels_wide
