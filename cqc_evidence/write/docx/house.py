"""The house styles of the Word pack: one list, from which the house template is made.

A council's own template may lack a style that the pack uses; then the style here is added to it,
so that a gap is a marked block in every council's dress. Styles are looked up by name, never by
id: ids differ between languages of Word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Sort = Literal["paragraph", "character", "table", "numbering"]

INK = "17324D"
"""Deep blue of headings."""
TEAL = "0B5D63"
"""Accent: links, smaller headings."""
GREY = "515B66"
"""Quiet words; 7:1 on white."""
RULE = "C5CFD6"
"""Hairlines."""
MIST = "EAF1F3"
"""Header rows and notices."""
AMBER = "A34A00"
SAND = "FDF4E7"
HEADINGS = '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:eastAsia="Cambria" w:cs="Times New Roman"/>'
MONO = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:eastAsia="Consolas" w:cs="Courier New"/>'


class Style(NamedTuple):
    """A style as the template defines it."""

    name: str
    id: str
    sort: Sort
    based: str = ""
    next: str = ""
    ppr: str = ""
    rpr: str = ""
    table: str = ""
    """What follows the run properties of a table style."""
    builtin: bool = True
    default: bool = False
    hidden: bool = False


def _paragraph(name: str, ppr: str, rpr: str = "", *, after: str = "") -> Style:
    """Return a paragraph style of our own."""
    return Style(name, name.replace(" ", ""), "paragraph", "Normal", after or name, ppr, rpr, builtin=False)


def _word(name: str, rpr: str) -> Style:
    """Return a character style of our own."""
    return Style(
        name, name.replace(" ", ""), "character", "Default Paragraph Font", rpr=rpr, builtin=False,
    )  # fmt: skip


def _built_in(name: str, ident: str, ppr: str, rpr: str = "", *, after: str = "Normal") -> Style:
    """Return one of Word's own paragraph styles in our dress."""
    return Style(name, ident, "paragraph", "Normal", after, ppr, rpr)


def _colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _space(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _heading(level: int, space: tuple[int, int], rpr: str) -> Style:
    ppr = f'<w:keepNext/><w:keepLines/>{_space(*space, 252)}<w:outlineLvl w:val="{level - 1}"/>'
    return _built_in(f"heading {level}", f"Heading{level}", ppr, rpr)


def _bar(colour: str, fill: str, size: int = 36) -> str:
    """Return a bar on the left with a shade behind the words.

    The lines on the other sides are in the colour of the shade: they give the words air.
    """
    air = f'w:val="single" w:sz="24" w:space="3" w:color="{fill}"'
    return (
        f'<w:pBdr><w:top {air}/><w:left w:val="single" w:sz="{size}" w:space="10" w:color="{colour}"/>'
        f'<w:bottom {air}/><w:right {air}/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    )


_BOLD = "<w:b/><w:bCs/>"
_ITALIC = "<w:i/><w:iCs/>"
_KEEP = "<w:keepNext/><w:keepLines/>"
_LINES = "<w:keepLines/>"
_BOX = '<w:ind w:left="284" w:right="113"/>'
_CELL_MARGIN = (
    '<w:tblCellMar><w:top w:w="{y}" w:type="dxa"/><w:left w:w="{x}" w:type="dxa"/>'
    '<w:bottom w:w="{y}" w:type="dxa"/><w:right w:w="{x}" w:type="dxa"/></w:tblCellMar>'
)

_BASE = (
    Style("Normal", "Normal", "paragraph", ppr=_space(0, 120, 274), default=True),
    Style("Default Paragraph Font", "DefaultParagraphFont", "character", default=True, hidden=True),
    Style(
        "Normal Table", "TableNormal", "table", default=True, hidden=True,
        table=f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_CELL_MARGIN.format(y=0, x=108)}</w:tblPr>',
    ),
    Style("No List", "NoList", "numbering", default=True, hidden=True),
)  # fmt: skip

_TITLES = (
    _built_in("Title", "Title", f'{_KEEP}<w:pBdr><w:top w:val="single" w:sz="24" w:space="18" w:color="{TEAL}"/></w:pBdr>'
              f"{_space(0, 120, 228)}<w:contextualSpacing/>",
              f"{HEADINGS}{_BOLD}{_colour(INK)}{_size(68)}", after="Subtitle"),
    _built_in("Subtitle", "Subtitle", f"{_KEEP}{_space(0, 240)}", f"{_colour(TEAL)}{_size(32)}"),
    _heading(1, (440, 180), f"{HEADINGS}{_BOLD}{_colour(INK)}{_size(44)}"),
    _heading(2, (400, 140), f"{HEADINGS}{_BOLD}{_colour(INK)}{_size(32)}"),
    _heading(3, (300, 80), f"{_BOLD}{_colour(TEAL)}{_size(25)}"),
    _heading(4, (220, 60), f"{_BOLD}{_colour(INK)}{_size(22)}"),
    _built_in("TOC Heading", "TOCHeading", f"{_KEEP}{_space(0, 240)}",
              f"{HEADINGS}{_BOLD}{_colour(INK)}{_size(44)}"),
    _built_in("toc 1", "TOC1", f'<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>{_space(140, 40)}',
              f"{_BOLD}{_colour(INK)}"),
    _built_in("toc 2", "TOC2",
              f'<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>{_space(0, 40)}<w:ind w:left="284"/>'),
)  # fmt: skip

_TEXTS = (
    _paragraph("Lead", _space(0, 160, 288), f"{_colour(INK)}{_size(24)}", after="Normal"),
    _paragraph("Claim", f"{_LINES}{_space(80, 60, 274)}"),
    _paragraph("So What", f'{_LINES}{_space(0, 140)}<w:ind w:left="284"/>', f"{_ITALIC}{_colour(INK)}",
               after="Claim"),
    _paragraph("Meta", _space(0, 120), f"{_colour(GREY)}{_size(18)}"),
    _paragraph("Note", _space(0, 120), f"{_colour(GREY)}{_size(19)}"),
    _paragraph("Label", f"<w:keepNext/>{_space(200, 80)}",
               f'{_BOLD}<w:caps/>{_colour(TEAL)}<w:spacing w:val="16"/>{_size(17)}', after="Normal"),
    _paragraph("Code Block",
               f"{_LINES}{_bar(RULE, 'F3F5F6', 18)}{_space(120, 200, 252)}{_BOX}",
               f"{MONO}{_size(18)}"),
    _built_in("Quote", "Quote", f'{_LINES}<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" '
              f'w:color="{TEAL}"/></w:pBdr>{_space(0, 80)}<w:ind w:left="284" w:right="567"/>',
              f"{_ITALIC}{_colour(INK)}"),
    _paragraph("Quote Source", f'{_LINES}<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" '
               f'w:color="{TEAL}"/></w:pBdr>{_space(0, 180)}<w:ind w:left="284" w:right="567"/>',
               f"{_colour(GREY)}{_size(18)}", after="Normal"),
    _built_in("List Bullet", "ListBullet", _space(0, 40, 264), after="List Bullet"),
    _built_in("List Number", "ListNumber", _space(0, 40, 264), after="List Number"),
    _built_in("caption", "Caption", f"{_KEEP}{_space(240, 100)}", f"{_BOLD}{_colour(INK)}{_size(19)}"),
)  # fmt: skip

_BOXES = (
    _paragraph("Gap Title", f"{_KEEP}{_bar(AMBER, SAND)}{_space(140, 0, 274)}{_BOX}",
               f"{_BOLD}{_colour('7A3600')}{_size(20)}", after="Gap"),
    _paragraph("Gap", f"{_LINES}{_bar(AMBER, SAND)}{_space(0, 0, 274)}{_BOX}", _size(20)),
    _paragraph("Gap Small", f"{_LINES}{_bar(AMBER, 'FFFFFF', 12)}{_space(100, 100, 264)}{_BOX}", _size(19)),
    _paragraph("Notice Title", f"{_KEEP}{_bar(TEAL, MIST)}{_space(200, 0, 274)}{_BOX}",
               f"{_BOLD}{_colour(INK)}", after="Notice"),
    _paragraph("Notice", f"{_LINES}{_bar(TEAL, MIST)}{_space(0, 0, 274)}{_BOX}"),
)  # fmt: skip

_PAGES = (
    _built_in("header", "Header",
              f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="5" w:color="{RULE}"/></w:pBdr>{_space(0, 0, 240)}',
              f"{_colour(GREY)}{_size(17)}", after="header"),
    _built_in("footer", "Footer", _space(0, 0, 240), f"{_colour(GREY)}{_size(17)}", after="footer"),
    _built_in("annotation text", "CommentText", _space(0, 60, 240), _size(20), after="annotation text"),
)  # fmt: skip

_WORDS = (
    Style("Hyperlink", "Hyperlink", "character", "Default Paragraph Font",
          rpr=f'{_colour(TEAL)}<w:u w:val="single"/>'),
    Style("Strong", "Strong", "character", "Default Paragraph Font", rpr=_BOLD),
    Style("Emphasis", "Emphasis", "character", "Default Paragraph Font", rpr=_ITALIC),
    Style("annotation reference", "CommentReference", "character", "Default Paragraph Font", rpr=_size(16)),
    _word("Code", f"{MONO}{_size(19)}"),
    _word("Reference", f"{_BOLD}{_colour(TEAL)}"),
    _word("Badge", _BOLD),
)  # fmt: skip


def _line(side: str, size: int, colour: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'


_TABLES = (
    _paragraph("Table Text", _space(0, 0, 252), _size(18)),
    _paragraph("Table Header", f"<w:keepNext/>{_space(0, 0, 252)}", f"{_BOLD}{_colour(INK)}{_size(18)}"),
    _paragraph("Cover Label", _space(0, 0, 274), f"{_colour(GREY)}{_size(20)}"),
    _paragraph("Cover Fact", _space(0, 0, 274), f"{_BOLD}{_colour(INK)}{_size(20)}"),
    Style(
        "CQC Table", "CQCTable", "table", "Normal Table", builtin=False,
        table="<w:tblPr><w:tblBorders>"
        + _line("top", 8, INK) + _line("bottom", 8, INK) + _line("insideH", 4, RULE)
        + f"</w:tblBorders>{_CELL_MARGIN.format(y=42, x=85)}</w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
        + _line("bottom", 8, INK)
        + f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{MIST}"/><w:vAlign w:val="bottom"/></w:tcPr>'
        "</w:tblStylePr>",
    ),
    Style(
        "CQC Cover", "CQCCover", "table", "Normal Table", builtin=False,
        table=f"<w:tblPr>{_CELL_MARGIN.format(y=45, x=0)}</w:tblPr>",
    ),
)  # fmt: skip

HOUSE: tuple[Style, ...] = (*_BASE, *_TITLES, *_TEXTS, *_BOXES, *_PAGES, *_WORDS, *_TABLES)
"""Every style that the pack uses by name, each after the one it is based on."""


def style_xml(style: Style, ids: Mapping[str, str]) -> str:
    """Return one `w:style` element as text; `ids` gives the id of each style by its name in lower case."""
    head = f'<w:style w:type="{style.sort}"'
    head += ' w:default="1"' if style.default else ""
    head += "" if style.builtin else ' w:customStyle="1"'
    parts = [f'{head} w:styleId="{ids[style.name.lower()]}"><w:name w:val="{style.name}"/>']
    for tag, name in (("basedOn", style.based), ("next", style.next)):
        known = ids.get(name.lower(), "") if style.sort == "paragraph" or tag == "basedOn" else ""
        parts.append(f'<w:{tag} w:val="{known}"/>' if known else "")
    parts.append('<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>' if style.hidden else "<w:qFormat/>")
    parts.append(f"<w:pPr>{style.ppr}</w:pPr>" if style.ppr else "")
    parts.append(f"<w:rPr>{style.rpr}</w:rPr>" if style.rpr else "")
    return "".join([*parts, style.table, "</w:style>"])


def house_ids(taken: Iterable[str] = ()) -> dict[str, str]:
    """Return an id for each house style by its name in lower case, none of them in `taken`."""
    used = set(taken)
    ids: dict[str, str] = {}
    for style in HOUSE:
        ident = style.id
        while ident in used:
            ident += "CQC"
        ids[style.name.lower()] = ident
    return ids
