"""A bundle of documents: what must never be in it, and what happens when something goes wrong on the way."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cqc_evidence.write import bundle as made
from cqc_evidence.write.bundle import safe_name
from tests.cli.support import cqc
from tests.support import item_text, make_project

OPEN = "sensitivity: public"
LIST = 'items:\n  - {number: "1", asks: Minutes}\n'


def sourced(name: str, document: str, *lines: str, **changes: str) -> str:
    """Return an item that points into a document and answers number 1."""
    source = f'{{citation: "{name}", locator: "page 2", document: sources/{document}}}'
    return item_text(name, 'ir_refs: ["1"]', *lines, source=source, **changes)


def project(folder: Path, **files: str | bytes) -> Path:
    """Return a project with a list, an item `good` with a document, and further files: `x_md` is evidence, `x_txt` a document."""
    root = make_project(folder / "project", {
        "evidence/information-return.yaml": LIST,
        "evidence/good.md": sourced("good", "good.txt", OPEN), "evidence/sources/good.txt": "Good",
    })  # fmt: skip
    for name, content in files.items():
        stem, _, ending = name.rpartition("_")
        path = root / "evidence" / ("" if ending == "md" else "sources") / f"{stem}.{ending}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def said(root: Path, *more: str) -> str:
    return " ".join(cqc("--today", "2025-06-03", "bundle", *more, at=root).out.split())


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "out" / "bundle").iterdir() if not path.name.startswith("00 Index")}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("permission: {basis: given, until: 2025-01-01, names_checked_by: Lead}", "accepted"),
        ("permission: {basis: withdrawn}", "accepted"),
        ("permission: {scope: [internal]}", "accepted"),
        ("sensitivity: personal", "accepted"),
        ("sensitivity: personal", "proposed"),
        ("sensitivity: personal", "rejected"),
    ],
)
def test_a_document_never_leaves_while_somebody_s_item_forbids_it(tmp_path: Path, line: str, status: str) -> None:
    """Whether the item that forbids it was accepted yet, or its leave ended long ago, makes no difference."""
    source = "{citation: story, locator: page 2, document: sources/good.txt}"
    root = project(tmp_path, story_md=item_text("story", line, source=source, status=status))
    assert "Left out: good, for 1: its document also stands behind story, which may not be sent." in said(root)
    assert names(root) == set()


def test_a_copy_under_another_name_is_the_same_document(tmp_path: Path) -> None:
    source = "{citation: story, locator: page 2, document: sources/copy.txt}"
    root = project(tmp_path, story_md=item_text("story", "sensitivity: personal", source=source), copy_txt="Good")
    assert "its document also stands behind story" in said(root)
    assert names(root) == set()


def test_an_item_that_nobody_has_accepted_yet_does_not_keep_a_good_document_back(tmp_path: Path) -> None:
    source = "{citation: draft, locator: page 2, document: sources/good.txt}"
    root = project(tmp_path, draft_md=item_text("draft", OPEN, source=source, status="proposed"))
    said(root)
    assert names(root) == {"1-01 good.txt"}


def test_a_document_that_answers_a_number_twice_is_there_once(tmp_path: Path) -> None:
    root = project(tmp_path, other_md=sourced("other", "good.txt", OPEN))
    assert "bundle: 1 document and the index" in said(root)
    assert names(root) == {"1-01 good.txt"}
    with ZipFile(root / "out" / "bundle" / "00 Index.docx") as package:
        assert package.read("word/document.xml").decode().count("1-01 good.txt") == 2


def zipped(*inside: str) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name in inside:
            package.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("document", "data", "why"),
    [
        ("m.docx", zipped("word/document.xml", "word/vbaProject.bin"), "its document can run a program"),
        ("m.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "its document can run a program"),
        ("m.pdf", b"MZ\x90\x00 not a PDF", "its document can run a program"),
        ("m.HTML", b"<p>", "its document can run a program"),
        ("m.zip", zipped("a.txt"), "its document is an archive"),
        ("m.docx", zipped("word/document.xml"), ""),
        ("m.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 plain", ""),
        ("m.pptx", b"PK no zip at all", ""),
    ],
)  # fmt: skip
def test_what_can_run_is_left_out_whatever_its_name_says(tmp_path: Path, document: str, data: bytes, why: str) -> None:
    root = project(tmp_path, m_md=sourced("m", document, OPEN))
    (root / "evidence" / "sources" / document).write_bytes(data)
    assert (f"Left out: m, for 1: {why}" in said(root)) is bool(why)
    assert (f"1-02 {document}" in names(root)) is not bool(why)


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    root = project(tmp_path, m_md=sourced("m", "m.txt", OPEN))
    (tmp_path / "outside.txt").write_text("Outside", encoding="utf-8")
    try:
        (root / "evidence" / "sources" / "m.txt").symlink_to(tmp_path / "outside.txt")
    except OSError:
        pytest.skip("this machine makes no links")
    assert "its document is a link to a place outside the project" in said(root)
    assert names(root) == {"1-01 good.txt"}


def test_a_document_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path)
    plain = Path.open

    def refuse(self: Path, *args: object, **more: object) -> object:
        if self.name == "good.txt":
            raise PermissionError(13, "in use")
        return plain(self, *args, **more)  # type: ignore[call-overload]  # whatever it was called with

    monkeypatch.setattr(Path, "open", refuse)
    assert "its document cannot be read: in use" in said(root)


@pytest.mark.parametrize("line", ["permission: {basis: withdrawn}", "date: 2025-05"])
def test_what_is_out_of_use_is_named_and_what_was_settled_is_not(tmp_path: Path, line: str) -> None:
    changes = {"date": ""} if line.startswith("date") else {}
    root = project(tmp_path, m_md=sourced("m", "m.txt", OPEN, line, **changes), m_txt="M",
                   no_md=sourced("no", "no.txt", OPEN, status="rejected"), no_txt="No")  # fmt: skip
    told = said(root)
    assert "Left out: m, for 1: " in told
    assert "Left out: no" not in told
    assert names(root) == {"1-01 good.txt"}


def test_an_item_that_check_finds_an_error_in_is_left_out_and_the_index_does_not_tell_why(tmp_path: Path) -> None:
    root = project(tmp_path, m_md=sourced("m", "m.txt", OPEN, tags="[{statement: nonsense, says: A}]"), m_txt="M")
    assert "Left out: m, for 1: check finds an error in its file." in said(root)
    with ZipFile(root / "out" / "bundle" / "00 Index.docx") as package:
        index = package.read("word/document.xml").decode()
    assert "it is not ready to be sent" in index
    assert "check finds" not in index


@pytest.mark.parametrize("file", ["evidence/broken.md", "evidence/information-return.yaml"])
def test_what_cannot_be_read_stops_the_bundle(tmp_path: Path, file: str) -> None:
    """It may be the very item that says that a document must not be sent."""
    root = project(tmp_path)
    (root / file).write_text("---\nsensitivity: [personal\n---\n", encoding="utf-8")
    assert "Nothing was written. Mend this first" in said(root)
    assert not (root / "out" / "bundle").exists()


@pytest.mark.parametrize("form", [(), ("--zip", "--out", "out/bundle.zip")])
def test_a_document_that_changes_under_our_hands_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    root = project(tmp_path)
    plain = made.collect

    def collect(*given: object) -> made.Bundle:
        found = plain(*given)  # type: ignore[arg-type]  # whatever it was called with
        (root / "evidence" / "sources" / "good.txt").write_text("Other", encoding="utf-8")
        return found

    monkeypatch.setattr(made, "collect", collect)
    typed = cqc("--today", "2025-06-03", "bundle", *form, at=root)
    assert typed.code == 1
    assert "1-01 good.txt changed while the bundle was made; nothing was written." in " ".join(typed.err.split())
    assert list((root / "out").iterdir()) == []


@pytest.mark.parametrize("write", [made.write_folder, made.write_zip])
def test_what_came_meanwhile_is_not_overwritten(tmp_path: Path, write: object) -> None:
    target = tmp_path / "bundle"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write(target, made.Bundle((), (), {}), {"00 Index.txt": b"x"})  # type: ignore[operator]  # one of the two
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_zip_holds_the_documents_unchanged_in_one_order(tmp_path: Path) -> None:
    root = project(tmp_path)
    said(root, "--zip")
    with ZipFile(root / "out" / "bundle.zip") as package:
        assert package.namelist() == ["00 Index.docx", "00 Index.xlsx", "1-01 good.txt"]
        assert package.read("1-01 good.txt") == b"Good"


def test_a_path_that_windows_does_not_take_is_told(tmp_path: Path) -> None:
    root = project(tmp_path)
    told = said(root, "--out", "a" * 240)
    assert "The path is too long for Windows: 1-01 good.txt." in told


def test_a_name_holds_nothing_that_nobody_sees() -> None:
    assert safe_name("1-01 annex\u202excod.exe.docx") == "1-01 annexxcod.exe.docx"
    assert safe_name("e\u0301.docx") == "é.docx"
    assert safe_name("a very odd ending.numbersheet") == "a very odd ending.numbersheet"
