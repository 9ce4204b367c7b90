"""A council's own looks: theirs win when they are safe, and when not it is told why."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.read import shipped
from cqc_evidence.write import find_templates
from cqc_evidence.write.templates import CSS, DOCX, PAGES
from tests.cli.support import cqc
from tests.support import make_project

SHIPPED_DOCX = shipped(DOCX).read_bytes()
SHIPPED_CSS = shipped(CSS).read_bytes()


def changed_docx(old: str, new: str) -> bytes:
    """Return the house template with a word of its styles changed."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(SHIPPED_DOCX)) as package, ZipFile(buffer, "w") as changed:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/styles.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            changed.writestr(name, data)
    return buffer.getvalue()


def with_macros() -> bytes:
    buffer = io.BytesIO(SHIPPED_DOCX)
    with ZipFile(buffer, "a") as package:
        package.writestr("word/vbaProject.bin", b"Sub AutoOpen")
    return buffer.getvalue()


OWN_DOCX = changed_docx('w:ascii="Calibri"', 'w:ascii="Arial"')
WITHOUT_A_STYLE = changed_docx('w:name w:val="Title"', 'w:name w:val="Council Title"')
OWN_CSS = SHIPPED_CSS + b"\nh1 { letter-spacing: .01em }\n"
FAINT = b":root { --ink: #777777; --paper: #888888; }\n"


def test_without_files_of_its_own_a_project_gets_the_shipped_ones(tmp_path: Path) -> None:
    found = find_templates(make_project(tmp_path))
    assert (found.docx, found.css.encode(), found.problems) == (SHIPPED_DOCX, SHIPPED_CSS, ())


def test_a_council_s_own_files_win(tmp_path: Path) -> None:
    found = find_templates(make_project(tmp_path, {DOCX: OWN_DOCX, CSS: OWN_CSS}))
    assert (found.docx, found.css.encode()) == (OWN_DOCX, OWN_CSS)
    assert found.problems == ()
    assert found.files == {DOCX: OWN_DOCX, CSS: OWN_CSS}


def test_one_own_file_is_enough(tmp_path: Path) -> None:
    found = find_templates(make_project(tmp_path, {CSS: OWN_CSS}))
    assert (found.docx, found.css.encode(), found.problems) == (SHIPPED_DOCX, OWN_CSS, ())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no Word file"),
        (b"a letter", "no Word file"),
        (SHIPPED_DOCX[:-200], "no Word file"),
        (with_macros(), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "a password"),
    ],
)
def test_a_template_that_cannot_be_used_is_an_error_and_the_shipped_one_stands_in(
    tmp_path: Path, data: bytes, why: str
) -> None:
    found = find_templates(make_project(tmp_path, {DOCX: data}))
    assert found.docx == SHIPPED_DOCX
    (problem,) = found.problems
    assert (problem.rule, problem.severity, problem.location.file) == ("house-template", Severity.ERROR, DOCX)
    assert why in problem.message
    assert DOCX in problem.help
    assert found.files[DOCX] == SHIPPED_DOCX, "the manifest names what was used"


def test_a_template_that_lacks_a_style_is_used_and_the_style_is_named(tmp_path: Path) -> None:
    found = find_templates(make_project(tmp_path, {DOCX: WITHOUT_A_STYLE}))
    assert found.docx == WITHOUT_A_STYLE
    assert [(problem.rule, problem.severity) for problem in found.problems] == [("house-template", Severity.NOTE)]
    assert found.problems[0].help.startswith("nothing needs mending")
    assert "lacks 1 style that a pack uses (Title)" in found.problems[0].message


def test_a_template_without_a_heading_of_its_own_is_used_with_a_warning(tmp_path: Path) -> None:
    renamed = changed_docx('w:name w:val="heading ', 'w:name w:val="Council level ')
    found = find_templates(make_project(tmp_path, {DOCX: renamed}))
    assert found.docx == renamed
    assert [problem.severity for problem in found.problems] == [Severity.WARNING, Severity.NOTE]
    assert "no heading style at all" in found.problems[0].message


@pytest.mark.parametrize(
    "css",
    [
        b"@import 'x.css';",
        b"h1 { background: url(https://example.org/a.png) }",
        b"</style><script>alert(1)</script>",
        b"h1 { \x00 }",
    ],
)
def test_an_unsafe_style_sheet_is_an_error_and_the_shipped_one_stands_in(tmp_path: Path, css: bytes) -> None:
    found = find_templates(make_project(tmp_path, {CSS: css}))
    assert found.css.encode() == SHIPPED_CSS
    assert {(problem.rule, problem.severity, problem.location.file) for problem in found.problems} == {
        ("style-sheet", Severity.ERROR, CSS)
    }
    assert found.files[CSS] == SHIPPED_CSS


def test_faint_colours_are_used_and_told(tmp_path: Path) -> None:
    found = find_templates(make_project(tmp_path, {CSS: FAINT}))
    assert found.css.encode() == FAINT
    assert {(problem.rule, problem.severity) for problem in found.problems} == {("style-sheet", Severity.WARNING)}


def test_a_style_sheet_that_is_not_utf_8_does_no_harm(tmp_path: Path) -> None:
    found = find_templates(make_project(tmp_path, {CSS: "/* Café */ h1 { margin: 0 }".encode("cp1252")}))
    assert found.problems == ()
    assert "h1 { margin: 0 }" in found.css
    assert cqc("build", "--format", "html", at=tmp_path).code == 0


@pytest.mark.parametrize(("file", "data"), [(DOCX, b"a letter"), (CSS, b"@import 'x.css';")])
def test_a_build_goes_on_and_tells(tmp_path: Path, file: str, data: bytes) -> None:
    project = make_project(tmp_path, {file: data})
    rule = "house-template" if file == DOCX else "style-sheet"
    internal = cqc("build", at=project)
    assert internal.code == 1
    assert f"[{rule}]" in internal.out
    assert f"{file}:1:1" in internal.out
    assert file in (project / "out" / "self-assessment.html").read_text(encoding="utf-8"), "the honesty page lists it"
    refused = cqc("build", "--edition", "cqc", at=project)
    assert refused.code == 1
    assert not (project / "out" / "self-assessment-cqc.docx").exists()


@pytest.mark.parametrize("rule", ["house-template", "style-sheet"])
def test_both_findings_have_a_page_in_the_manual(rule: str) -> None:
    out = cqc("explain", rule).out
    assert out.startswith(f"{rule} (warning or error)\n\n")
    assert " ".join(PAGES[rule].split()) in " ".join(out.split())
    assert PAGES[rule].split("\n", 1)[0].endswith(".")
