"""Numbering definitions: one for all bullets, and a number of its own for each ordered list."""

from __future__ import annotations

from cqc_evidence.write.docx.xml import NAMESPACES

_STEP = 340
_LEVELS = 9
_BULLETS = ("•", "–", "▪")
_NUMBERS = (("decimal", "%{}."), ("lowerLetter", "%{}."), ("lowerRoman", "%{}."))


def numbering_xml(template: bytes, first: int, ordered: int) -> bytes:
    """Return the numbering part: the template's lists, then our bullets and `ordered` ordered lists.

    `first` is the number of the bullets; the ordered lists follow, and each begins at 1.
    """
    from docx.oxml import parse_xml  # noqa: PLC0415 - loaded only to write Word
    from docx.oxml.ns import qn  # noqa: PLC0415 - loaded only to write Word
    from lxml import etree  # noqa: PLC0415 - loaded only to write Word

    root = parse_xml(template or f"<w:numbering {NAMESPACES}/>".encode())
    forms = [int(found.get(qn("w:abstractNumId"), "0")) for found in root.findall(qn("w:abstractNum"))]
    bullets = max(forms, default=-1) + 1
    ours = parse_xml(
        f"<w:numbering {NAMESPACES}>{_form(bullets, ordered=False)}{_form(bullets + 1, ordered=True)}"
        f'<w:num w:numId="{first}"><w:abstractNumId w:val="{bullets}"/></w:num>'
        f"{''.join(_number(first + number, bullets + 1) for number in range(1, ordered + 1))}</w:numbering>",
    )
    # The schema wants every definition before every number.
    at = next((index for index, found in enumerate(root) if found.tag == qn("w:num")), None)
    end = next((index for index, found in enumerate(root) if found.tag == qn("w:numIdMacAtCleanup")), len(root))
    children = list(ours)
    root[end:end] = children[2:]
    place = end if at is None else at
    root[place:place] = children[:2]
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _form(ident: int, *, ordered: bool) -> str:
    levels = "".join(_level(level, ordered=ordered) for level in range(_LEVELS))
    return (
        f'<w:abstractNum w:abstractNumId="{ident}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )  # fmt: skip


def _level(level: int, *, ordered: bool) -> str:
    if ordered:
        kind, sign = _NUMBERS[level % len(_NUMBERS)]
        sign, font = sign.format(level + 1), ""
    else:
        kind, sign = "bullet", _BULLETS[level % len(_BULLETS)]
        font = '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:hint="default"/></w:rPr>'
    indent = f'<w:pPr><w:ind w:left="{_STEP * (level + 1)}" w:hanging="{_STEP}"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/>{indent}{font}</w:lvl>'
    )


def _number(number: int, form: int) -> str:
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(_LEVELS)
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{form}"/>{starts}</w:num>'
