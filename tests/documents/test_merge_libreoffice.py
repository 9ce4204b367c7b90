"""A pack that was edited and saved in LibreOffice comes home word for word."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.merge.documents import FILE, NARRATIVE, project, word_pack

MACRO = """\
Sub EditDocument
  Dim quiet(0) As New com.sun.star.beans.PropertyValue
  quiet(0).Name = "Hidden"
  quiet(0).Value = True
  letter = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, quiet())
  Call Change(letter, "Two colleagues joined", "Two “new” colleagues – née Smith joined")
  Call Change(letter, "they tried new ways", "they tried ten new ways")
  Call Change(letter, "another thing", "quite another thing")
  Call Change(letter, "We cannot yet say", "We can now say")
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  form(0).Value = "MS Word 2007 XML"
  letter.storeToURL("{target}", form())
  letter.close(True)
End Sub

Sub Change(letter As Object, was As String, becomes As String)
  search = letter.createReplaceDescriptor()
  search.SearchString = was
  search.ReplaceString = becomes
  letter.replaceAll(search)
End Sub
"""
LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>
"""
LIBRARIES = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
"""


def with_macro(profile: Path, source: Path, target: Path) -> None:
    """Put the macro for one document into a profile."""
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    macro = MACRO.replace("{source}", source.as_uri()).replace("{target}", target.as_uri())
    code = macro.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    module = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">'
        f"{code}</script:module>\n"
    )
    (basic / "Standard" / "Module1.xba").write_text(module, encoding="utf-8")


def office(folder: Path, *words: str) -> None:
    """Run LibreOffice without a window, in the fresh profile of a folder."""
    profile = folder / "profile"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *words],
        check=True, capture_output=True, timeout=180, cwd=folder,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pack as LibreOffice saves it, once unchanged and once edited by a macro."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    where = tmp_path_factory.mktemp("office")
    (where / "pack.docx").write_bytes(word_pack(project(where / "p")))
    saved, source, target = where / "saved", where / "pack.docx", where / "edited.docx"
    office(where, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(saved), str(source))
    # Only now: LibreOffice lays its own macros into a new profile.
    with_macro(where / "profile", source, target)
    office(where, "macro:///Standard.Module1.EditDocument")
    return where


def test_a_pack_that_was_only_saved_again_changes_no_byte(folder: Path) -> None:
    root = folder / "p"
    typed = cqc("--today", "2025-06-01", "merge", str(folder / "saved" / "pack.docx"), "--yes", at=root)
    assert typed.code == 0, typed.out + typed.err
    assert "7 parts of the narrative came back as it was." in " ".join(typed.out.split())
    assert (root / FILE).read_text(encoding="utf-8") == NARRATIVE


def test_a_pack_that_was_edited_comes_home_word_for_word(folder: Path, tmp_path: Path) -> None:
    assert (folder / "edited.docx").is_file(), "the macro has saved the pack"
    root = project(tmp_path / "p")
    typed = cqc("--today", "2025-06-01", "merge", str(folder / "edited.docx"), "--yes", at=root)
    assert typed.code == 0, typed.out + typed.err
    assert "Written: 4 changes." in typed.out
    found = (root / FILE).read_text(encoding="utf-8")
    expected = (
        NARRATIVE.replace("Two colleagues\n  joined", "Two “new” colleagues – née Smith joined")
        .replace("they tried new ways", "they tried ten new ways")
        .replace("- another thing", "- quite another thing")
        .replace("We cannot yet say", "We can now say")
    )
    assert found.split("---\n", 2)[2] == expected.split("---\n", 2)[2]
    assert "We can now say what people think of it." in found
    assert "confidence: partial   # reviewed in March" in found
