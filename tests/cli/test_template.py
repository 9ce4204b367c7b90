"""`cqc-evidence template`: what the council's own Word template brings."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from cqc_evidence.write.docx.template import template_problems
from tests.cli.support import cqc
from tests.support import make_project

SHIPPED = Path(__file__).parents[2] / "templates" / "reference.docx"


def without_headings() -> bytes:
    """Return Word's standard template with every heading style taken out."""
    import docx

    document = docx.Document()
    for style in list(document.styles):
        if style.name.startswith("Heading"):
            style.element.getparent().remove(style.element)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def with_macros() -> bytes:
    """Return the shipped template with a part as macros bring it."""
    saved = BytesIO()
    with ZipFile(SHIPPED) as old, ZipFile(saved, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return saved.getvalue()


def test_the_shipped_template_has_every_style(tmp_path: Path) -> None:
    typed = cqc("template", at=make_project(tmp_path))
    assert typed.code == 0
    assert "reference.docx" in typed.out
    assert "Added, as the house has them: none" in typed.out
    assert "210 × 297 mm" in typed.out


def test_a_template_without_headings_is_told_and_can_be_used(tmp_path: Path) -> None:
    own = tmp_path / "house.docx"
    own.write_bytes(without_headings())
    typed = cqc("template", str(own), at=make_project(tmp_path / "project"))
    assert typed.code == 0
    assert "the template has no heading style at all" in " ".join(typed.out.split())
    report = json.loads(cqc("template", str(own), "--format", "json", at=tmp_path / "project").out)
    assert "heading 1" in report["added"]
    assert "Normal" in report["styles"]


def test_a_build_adds_the_missing_headings_and_says_so_in_one_line(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"templates/reference.docx": without_headings()})
    typed = cqc("build", "--format", "docx", at=root)
    assert (root / "out" / "self-assessment.docx").is_file()
    told = [line for line in cqc("check", at=root).out.splitlines() if "[house-template]" in line]
    assert len(told) == 2, "one line for the headings, one for all that is added"
    assert typed.code == 0
    assert len([line for line in template_problems(without_headings()) if "house's are added" in line]) == 1


def test_a_template_with_macros_is_refused_and_the_shipped_one_stands_in(tmp_path: Path) -> None:
    own = tmp_path / "house.docx"
    own.write_bytes(with_macros())
    typed = cqc("template", str(own), at=make_project(tmp_path / "project"))
    assert typed.code == 1
    assert "the template holds macros" in typed.out


def test_what_a_pack_leaves_aside_is_named(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Text of the council's own.")
    document.sections[0].header.paragraphs[0].text = "A header"
    own = tmp_path / "house.docx"
    document.save(own)
    typed = cqc("template", str(own), at=make_project(tmp_path / "project"))
    assert "text in its body, headers and footers" in " ".join(typed.out.split())
