"""`cqc-evidence build`: the pack, whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cqc_evidence.store import atomic
from tests.cli.support import DAY, contents, cqc, widest
from tests.support import write_files

BUILD = ("--today", DAY, "build")
ALL = {"self-assessment.docx", "self-assessment.html", "coverage.xlsx", "coverage.json", "pack.json", "manifest.json"}


def names(folder: Path) -> set[str]:
    """Return the files of a folder, without the one that keeps them out of version control."""
    return {path.name for path in folder.iterdir()} - {".gitignore"}


def with_suffix(suffix: str) -> set[str]:
    return {name.replace(".", f"{suffix}.") for name in ALL}


def test_word_html_and_json_are_written_into_out_when_nothing_is_said(small: Path) -> None:
    typed = cqc(*BUILD, at=small)
    assert typed.code == 0, typed
    assert names(small / "out") == ALL - {"coverage.xlsx"}


def test_it_says_what_was_read_where_the_council_stands_and_what_was_written(small: Path) -> None:
    lines = cqc(*BUILD, at=small).out.splitlines()
    assert lines[0] == "Testshire Council: 1 evidence item, 1 narrative, as at 31 March 2025."
    assert lines[1].startswith("Coverage: 1 thin, 35 missing of 36. ")
    written = [line.split() for line in lines if line.startswith("  ")]
    assert [Path(name).name for name, _, _ in written] == [
        "self-assessment.docx",
        "self-assessment.html",
        "coverage.json",
        "pack.json",
        "manifest.json",
    ]
    for name, size, unit in written:
        assert (f"{(small / name).stat().st_size / 1000:,.0f}", "kB") == (size, unit)


def test_a_council_s_name_cannot_command_the_terminal(small: Path) -> None:
    write_files(small, {"project.yaml": 'council: "\\e[2J\\e]0;owned\\a"\nas_at: 2025-03-31\n'})
    out = cqc(*BUILD, "--format", "json", at=small, colour=True).out
    assert "owned" in out
    assert {found for found in out if not found.isprintable()} == {"\n"}


def test_it_fits_into_80_columns(example: Path) -> None:
    assert widest(cqc(*BUILD, at=example).out) <= 80


@pytest.mark.parametrize(("edition", "suffix"), [("internal", ""), ("cqc", "-cqc"), ("public", "-public")])
def test_each_edition_has_files_of_its_own(small: Path, tmp_path: Path, edition: str, suffix: str) -> None:
    typed = cqc(*BUILD, "--edition", edition, "--format", "all", "--out", tmp_path / "o", at=small)
    assert typed.code == 0
    assert names(tmp_path / "o") == with_suffix(suffix)
    assert json.loads((tmp_path / "o" / f"manifest{suffix}.json").read_text(encoding="utf-8"))["edition"] == edition


def test_the_project_says_which_edition_when_nobody_else_does(small: Path) -> None:
    write_files(small, {"project.yaml": "council: Testshire Council\nas_at: 2025-03-31\nedition: cqc\n"})
    cqc(*BUILD, "--format", "json", at=small)
    assert names(small / "out") == {"coverage-cqc.json", "pack-cqc.json", "manifest-cqc.json"}


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        ("docx", {"self-assessment.docx"}),
        ("html", {"self-assessment.html"}),
        ("xlsx", {"coverage.xlsx"}),
        ("json", {"coverage.json", "pack.json"}),
        (" html , docx,html,", {"self-assessment.docx", "self-assessment.html"}),
        ("all", ALL),
        ("html,all", ALL),
    ],
)
def test_formats_are_written_as_asked(small: Path, forms: str, wanted: set[str]) -> None:
    assert cqc(*BUILD, "--format", forms, at=small).code == 0
    assert names(small / "out") == wanted | {"manifest.json"}


@pytest.mark.parametrize("forms", ["odt", "docx,odt", "DOCX", ",", ""])
def test_an_unknown_format_is_wrong_use_and_writes_nothing(small: Path, forms: str) -> None:
    typed = cqc(*BUILD, "--format", forms, at=small)
    assert typed.code == 2
    assert "docx, html, xlsx, json, pdf, or all" in typed.err
    assert not (small / "out").exists()


def test_without_a_browser_the_other_formats_are_written_and_the_reason_is_told(small: Path) -> None:
    typed = cqc(*BUILD, "--format", "html,pdf", "--browser", "no-such-browser", at=small)
    assert typed.code == 1
    assert "The PDF was not written: there is no browser at no-such-browser." in " ".join(typed.out.split())
    assert names(small / "out") == {"self-assessment.html", "manifest.json"}
    alone = cqc(*BUILD, "--format", "pdf", "--browser", "no-such-browser", "--out", "alone", at=small)
    assert alone.code == 1
    assert "there is no browser" in alone.err
    assert not (small / "alone").exists()


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_an_edition_for_others_refuses_on_errors_and_leaves_earlier_files_alone(wrong: Path, edition: str) -> None:
    mended = wrong / "evidence" / "notes" / "misspelt.md"
    misspelt = mended.read_text(encoding="utf-8")
    mended.write_text(misspelt.replace("lerning", "learning"), encoding="utf-8")
    assert cqc(*BUILD, "--edition", edition, "--format", "all", at=wrong).code == 0
    before = contents(wrong / "out")
    mended.write_text(misspelt, encoding="utf-8")
    typed = cqc(*BUILD, "--edition", edition, "--format", "all", at=wrong)
    assert typed.code == 1
    assert "misspelt.md:9:20" in typed.out
    assert f"The {edition} edition was not written: 1 error." in typed.out
    assert contents(wrong / "out") == before


def test_the_internal_edition_is_written_in_spite_of_errors_and_lists_them(wrong: Path) -> None:
    typed = cqc(*BUILD, at=wrong)
    assert typed.code == 1
    assert "misspelt.md:9:20" in typed.out
    assert "1 error" in typed.out.splitlines()[-1]
    page = (wrong / "out" / "self-assessment.html").read_text(encoding="utf-8")
    assert "unknown quality statement" in page
    assert "evidence/notes/misspelt.md" in page


def test_what_it_counts_is_what_check_lists(example: Path) -> None:
    write_files(example, {"templates/pack.css": ":root{--ink:#777777;--paper:#888888;}"})
    built = cqc(*BUILD, at=example).out.splitlines()[-1]
    checked = cqc("--today", DAY, "check", at=example).out.splitlines()[-1]
    assert checked.split(": ")[1].rstrip(".").capitalize() == built.split(": ")[0]


@pytest.mark.parametrize(
    ("option", "folder"), [("out/of/the/way", "out/of/the/way"), ("mit Leerzeichen é", "mit Leerzeichen é")]
)
def test_out_is_made_where_it_is_asked_for(small: Path, tmp_path: Path, option: str, folder: str) -> None:
    typed = cqc("--project", small, *BUILD, "--format", "json", "--out", option, at=tmp_path)
    assert typed.code == 0
    assert (tmp_path / folder / "pack.json").is_file()
    assert not (small / "out").exists()


def test_a_file_named_as_the_out_folder_is_told_in_plain_words(small: Path) -> None:
    (small / "out").write_text("a letter", encoding="utf-8")
    typed = cqc(*BUILD, at=small)
    assert typed.code == 1
    assert typed.err.startswith("Error: the pack could not be written: ")
    assert "out" in typed.err
    assert cqc(*BUILD, "--out", "out", at=small).code == 2
    assert (small / "out").read_text(encoding="utf-8") == "a letter"


def test_a_folder_one_may_not_write_to_is_told_with_its_name(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **given: object) -> None:
        raise PermissionError(13, "Permission denied", str(given["dir"]))

    monkeypatch.setattr("cqc_evidence.store.atomic.tempfile.mkstemp", refuse)
    typed = cqc(*BUILD, at=small)
    assert typed.code == 1
    assert typed.err == f"Error: the pack could not be written: Permission denied ({small / 'out'})\n"


@pytest.mark.parametrize("held", ["self-assessment.docx", "manifest.json"])
def test_a_file_held_open_is_named_and_nothing_is_replaced(
    small: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    cqc(*BUILD, at=small)
    before = contents(small / "out")
    write_files(
        small,
        {
            "evidence/new.md": (small / "evidence/weekly-reflection.md")
            .read_text(encoding="utf-8")
            .replace("id: weekly", "id: new")
        },
    )
    replace = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if target.name == held:
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    monkeypatch.setattr(atomic, "_WAIT", 0)
    typed = cqc(*BUILD, at=small)
    assert typed.code == 1
    assert typed.err == f"Error: {held} is open in another program. Close it there and build again.\n"
    assert contents(small / "out") == before


def test_a_file_held_for_a_moment_is_waited_for(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = iter([True, True])
    replace = Path.replace

    def slow(path: Path, target: Path) -> Path:
        if next(refusals, False):
            raise PermissionError
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", slow)
    monkeypatch.setattr(atomic, "_WAIT", 0)
    assert cqc(*BUILD, at=small).code == 0
    assert names(small / "out") == ALL - {"coverage.xlsx"}


def test_two_builds_are_alike_to_the_byte_with_and_without_the_cache(small: Path, tmp_path: Path) -> None:
    for name, more in (("first", ()), ("second", ()), ("anew", ("--no-cache",))):
        cqc(*BUILD, "--format", "all", "--out", tmp_path / name, *more, at=small)
    first = contents(tmp_path / "first")
    assert contents(tmp_path / "second") == first
    assert contents(tmp_path / "anew") == first


def test_nothing_in_the_project_changes_but_its_out_folder_and_the_log_of_packs(example: Path) -> None:
    def others() -> dict[str, bytes]:
        found = contents(example)
        return {name: data for name, data in found.items() if not name.startswith(("out/", "evidence/packs.jsonl"))}

    before = others()
    cqc(*BUILD, "--format", "all", at=example)
    assert others() == before


def test_no_file_tells_where_the_project_lies(small: Path, tmp_path: Path) -> None:
    cqc(*BUILD, "--format", "html,json", "--out", tmp_path / "o", at=small)
    for name, data in contents(tmp_path / "o").items():
        assert os.fsencode(str(small)) not in data, name
