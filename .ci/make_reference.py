"""Make the house template `templates/reference.docx`: styles only, inert, the same bytes each time.

Run from the repository root: `python .ci/make_reference.py`. With `--check` nothing is written and
the exit code says whether the file is the one this script makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "templates" / "reference.docx"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONTS = (("Calibri", "swiss", "020F0502020204030204"), ("Cambria", "roman", "02040503050406030204"),
         ("Consolas", "modern", "020B0609020204030204"))  # fmt: skip
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1247" w:bottom="1247" '
    'w:left="1247" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr>'
)
WORDS = (
    "This file gives the pack its styles, page size and margins. Change a style in Word and save: "
    "the next build uses it. These words are not used."
)


def main(arguments: list[str]) -> int:
    """Write the template, or compare it; return the exit code."""
    sys.path.insert(0, str(ROOT))
    data = reference()
    if "--check" in arguments:
        return 0 if TARGET.is_file() and TARGET.read_bytes() == data else 1
    TARGET.write_bytes(data)
    return 0


def reference() -> bytes:
    """Return the bytes of the house template."""
    from cqc_evidence.write.docx.package import zip_parts  # noqa: PLC0415 - found only after the path is set

    return zip_parts({name: (HEAD + xml).encode() for name, xml in _parts().items()})


def _parts() -> dict[str, str]:
    from cqc_evidence.write.docx.shell import settings_xml  # noqa: PLC0415 - found only after the path is set

    words = f'<w:p><w:r><w:t xml:space="preserve">{WORDS}</w:t></w:r></w:p>'
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", "word/document.xml"),
            ("core", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _relationships(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
        ),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{words}{PAGE}</w:body></w:document>',
        "word/fontTable.xml": _fonts(),
        "word/settings.xml": settings_xml(),
        "word/styles.xml": _styles(),
    }


def _content_types() -> str:
    kinds = {
        "/word/document.xml": f"{TYPES}.document.main+xml",
        "/word/styles.xml": f"{TYPES}.styles+xml",
        "/word/settings.xml": f"{TYPES}.settings+xml",
        "/word/fontTable.xml": f"{TYPES}.fontTable+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    kinds = {"core": f"{PACKAGE}/relationships/metadata/core-properties"}
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds.get(kind, f"{OFFICE}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>House template</dc:title>'
        "<dc:creator>cqc-evidence</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _fonts() -> str:
    rows = "".join(
        f'<w:font w:name="{name}"><w:panose1 w:val="{panose}"/><w:charset w:val="00"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{"fixed" if family == "modern" else "variable"}"/></w:font>'
        for name, family, panose in FONTS
    )
    return f'<w:fonts xmlns:w="{WORD}">{rows}</w:fonts>'


def _styles() -> str:
    from cqc_evidence.write.docx.house import HOUSE, house_ids, style_xml  # noqa: PLC0415 - found only after the path is set

    ids = house_ids()
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    styles = "".join(style_xml(style, ids) for style in HOUSE)
    return f'<w:styles xmlns:w="{WORD}">{defaults}{styles}</w:styles>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
