"""Story-boards, as a quality lead types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.documents.docx_linter import lint_docx
from tests.support import SETTINGS, item_text, make_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def page(root: Path, name: str = "learning.html") -> str:
    return (root / "out" / "storyboards" / name).read_text(encoding="utf-8")


def test_each_statement_gets_one_page_in_word_and_html(root: Path) -> None:
    typed = cqc("storyboard", "learning", "equity", at=root)
    assert typed.code == 0, typed.err
    assert "2 story-boards, one page each, internal edition." in typed.out
    folder = root / "out" / "storyboards"
    assert {path.name for path in folder.iterdir()} == {"learning.docx", "learning.html", "equity.docx", "equity.html"}
    html = page(root)
    assert "<h1" in html
    assert "Testshire Council: Story-board · INTERNAL" in html
    assert "Staff met every week" in html
    assert "nobody named yet" in html
    assert "What we must not claim" in html
    assert "<nav" not in html
    assert lint_docx((folder / "learning.docx").read_bytes()) == []


def test_all_statements_go_into_a_folder_of_one_s_own(root: Path, tmp_path: Path) -> None:
    assert cqc("storyboard", "--format", "html,html", "--out", tmp_path / "wall", at=root).code == 0
    assert len(list((tmp_path / "wall").iterdir())) == 9
    assert not (root / "out").exists()


def test_a_story_board_for_others_says_nothing_of_gaps(root: Path) -> None:
    cqc("storyboard", "learning", "--edition", "cqc", "--format", "html", at=root)
    assert "What we must not claim" not in page(root)
    assert "FOR CQC" in page(root)


def test_a_statement_or_a_form_that_is_not_there_is_told(root: Path) -> None:
    assert 'did you mean "equity"?' in cqc("storyboard", "equty", at=root).err
    assert "is not docx, html" in cqc("storyboard", "--format", "pdf", at=root).err
    assert "is not docx, html" in cqc("storyboard", "--format", ",", at=root).err


def test_personal_data_keeps_a_story_board_in_the_house(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"project.yaml": SETTINGS.replace("Testshire", "Ring 020 7946 0018 for")})
    typed = cqc("storyboard", "learning", "--edition", "public", at=root)
    assert typed.code == 1
    assert "personal data would reach it" in typed.out
    assert not (root / "out").exists()
    assert cqc("storyboard", "learning", at=root).code == 0, "the council's own people may read it"


def test_other_editions_refuse_on_errors_and_the_council_s_own_does_not(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"evidence/bad.md": item_text("bad", kind="no-such-kind")})
    typed = cqc("storyboard", "learning", "--edition", "cqc", at=root)
    assert typed.code == 1
    assert "The cqc edition was not written: 1 error. cqc-evidence check lists them." in typed.out
    assert not (root / "out").exists()
    assert cqc("storyboard", "learning", at=root).code == 0


def test_a_folder_that_cannot_be_written_to_is_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    typed = cqc("storyboard", "learning", "--out", tmp_path / "taken" / "wall", at=root)
    assert typed.code == 1
    assert "the story-boards could not be written" in typed.err


def test_a_file_that_is_open_in_word_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cqc_evidence.store import atomic

    def held(folder: Path, _files: object) -> None:
        raise atomic.FileInUseError(folder / "learning.docx")

    monkeypatch.setattr(atomic, "write_all", held)
    assert "learning.docx is open in another program" in cqc("storyboard", "learning", at=root).err
