"""Word documents to take in: made with python-docx, or from XML where Word writes what python-docx cannot."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document as WordDocument

from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.word.read import read_docx
from cqc_evidence.model.intake import Document

COUNCIL = "Specimen: Wetherby Vale Council"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Ours"><w:name w:val="Council heading"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Section"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="About"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="About"><w:name w:val="About"/><w:basedOn w:val="Round"/></w:style>'
)


def saved(document: WordDocument) -> bytes:
    """Return a python-docx document as a file."""
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def built(fill: Callable[[WordDocument], object]) -> bytes:
    """Return a file made with python-docx, with nothing in its properties."""
    document = docx.Document()
    document.core_properties.title = ""
    fill(document)
    return saved(document)


def raw(body: str, **parts: str) -> bytes:
    """Return a file from the XML inside its body; further parts by name, such as `footnotes`, from their inside."""
    given = {"styles": STYLES, **parts}
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        package.writestr("_rels/.rels", _relations([("officeDocument", "word/document.xml")]))
        package.writestr("word/document.xml", f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>")
        package.writestr("word/_rels/document.xml.rels", _relations([(_sort(name), f"{name}.xml") for name in given]))
        for name, inside in given.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {_NAMESPACES}>{inside}</w:{name}>")
    return held.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a file with each part as `change` makes it; None leaves it out."""
    held = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (inside := change(name, old.read(name))) is not None:
                new.writestr(name, inside)
    return held.getvalue()


def _sort(name: str) -> str:
    return "header" if name == "hdr" else name


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    held = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{sort}" Target="{target}"/>'
        for number, (sort, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{held}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph; what is no XML becomes a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    held = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{held}</w:p>"


def bullet(text: str, level: int = 0) -> str:
    """Return an item of a list."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return paragraph(text, properties=numbering)


def cell(*inside: str, properties: str = "") -> str:
    """Return a cell; what is no XML becomes a paragraph."""
    held = "".join(one if one.startswith("<") else paragraph(one) for one in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{held or paragraph()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row; what is no cell becomes one."""
    held = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{held}</w:tr>"


def table(*rows: str | Sequence[str]) -> str:
    """Return a table of rows, each as XML or as the texts of its cells."""
    return f"<w:tbl>{''.join(one if isinstance(one, str) else row(*one) for one in rows)}</w:tbl>"


def add_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """Add a table with python-docx."""
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for texts, cells in zip(rows, made.rows, strict=True):
        for text, one in zip(texts, cells.cells, strict=True):
            one.text = text


def read(data: bytes, file: str = "notes.docx", **options: object) -> Document:
    """Return what a person's import would take in."""
    return read_docx(data, file, ReadOptions.model_validate(options))


def outlined(document: Document) -> str:
    """Return what was taken in as a person would look through it, an extract a block."""
    return "\n\n".join(
        "\n".join(
            line
            for line in (f"[{one.locator}] {one.title}".strip(), f"({one.heading})" if one.heading else "", one.text)
            if line
        )
        for one in document.extracts
    )


ACTIONS = (
    ("Raised", "Action", "Who", "By when", "Update", "Reported back", "Effect"),
    (
        "Reflection, 5 March", "Two colleagues join the Larkfield site to take new conversations", "Team managers",
        "ASAP", "Done 16 March 2026", "Team huddle, 18 March", "Too early to say",
    ),
    (
        "Reflection, 5 March", "Let workers agree spends up to £250 without asking a panel", "Assistant director",
        "end of April", "Complete", "", "",
    ),
    (
        "Huddle, 3 March", "Laptops that start in under a minute", "B Specimen (IT)", "30/04/2026",
        "Ongoing: ten of forty replaced", "Not yet", "",
    ),
    ("12/02/2026", "Ask the Larkfield library for a room on Tuesdays", "BS", "", "Done 02/03/2026", "Staff", "No change"),
)  # fmt: skip


def specimen_making_it_happen() -> bytes:
    """Return the minutes of a Making it Happen meeting of a council that does not exist."""

    def fill(document: WordDocument) -> None:
        document.core_properties.title = "Specimen: Making it Happen, Larkfield site"
        document.add_heading("Specimen: Making it Happen, Larkfield site", 0)
        document.add_paragraph(COUNCIL)
        document.add_paragraph("Date: Thursday 12 March 2026")
        document.add_paragraph("Venue: Specimen House, Room 2")
        document.add_paragraph(
            "Present: A Specimen (chair), B Specimen, C Specimen, D Specimen, E Specimen, F Specimen and G Specimen"
        )
        document.add_paragraph("Apologies: H Specimen, I Specimen")
        document.add_heading("What the data says", 1)
        document.add_paragraph(
            "Open first conversations rose from 31 to 44 in four weeks. Workers said that nobody had been told when "
            "somebody would ring them back, and that two people had rung three times."
        )
        document.add_heading("What we learned", 1)
        for text in (
            "People ring again because nobody tells them when we will ring back.",
            "A laptop that takes ten minutes to start costs a visit a day.",
            "Families thank us when the same worker stays.",
        ):
            document.add_paragraph(text, style="List Bullet")
        document.add_heading("Actions", 1)
        add_table(document, ACTIONS)
        document.add_paragraph("Next meeting: 26 March 2026")

    return built(fill)


def specimen_reflection() -> bytes:
    """Return the notes of a reflection of a council that does not exist, as people write them without styles."""

    def fill(document: WordDocument) -> None:
        bold(document, COUNCIL)
        bold(document, "Reflection notes, Larkfield site")
        document.add_paragraph("Thursday 5 March 2026, 9.30am")
        add_table(
            document,
            [
                ("Present:", "A Specimen\nB Specimen\nC Specimen\nD Specimen\nE Specimen"),
                ("Apologies:", "None"),
                ("Notes by:", "C Specimen"),
            ],
        )
        bold(document, "A conversation we talked about")
        document.add_paragraph(
            "A worker told us about a man who had stopped going out after a fall. She did not fill in a form. She asked "
            "what a good week had looked like, and he spoke of the allotment. A neighbour now drives him there on "
            "Wednesdays, and he has asked for nothing else."
        )
        bold(document, "What we learned")
        for text in ("Ask about a good week first", "The neighbour had offered before; nobody had asked her"):
            document.add_paragraph(text, style="List Bullet")
        bold(document, "What got in the way")
        document.add_paragraph(
            "The form wants a level of need before it lets anybody write down what the person said. We write the "
            "conversation first and the form last, and take this to Making it Happen on 12 March 2026."
        )
        document.add_paragraph("Decisions:")
        for text in ("Write the conversation before the form", "Take the form to Making it Happen"):
            document.add_paragraph(text, style="List Bullet")

    return built(fill)


def specimen_minutes() -> dict[str, bytes]:
    """Return the specimen minutes by the names under which people would keep them."""
    return {
        "MIH notes 12 March 2026.docx": specimen_making_it_happen(),
        "Reflection 5 March 2026.docx": specimen_reflection(),
    }


def bold(document: WordDocument, text: str) -> None:
    """Add a line in bold, as people write headings."""
    document.add_paragraph().add_run(text).bold = True
