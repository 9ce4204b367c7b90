"""The door: help, global options, wrong use, and mistakes of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cqc_evidence import __version__
from cqc_evidence.cli.main import VERBS
from tests.cli.support import cqc, widest
from tests.support import item_text, write_files

NAMES = [verb for verbs in VERBS.values() for verb in verbs]


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_groups_the_verbs_by_what_a_person_wants(tmp_path: Path, option: str) -> None:
    typed = cqc(option, at=tmp_path)
    assert typed.code == 0
    places = [
        typed.out.index(f"\n{title}:\n")
        for title in ("Start", "See where you stand", "Make the pack", "For other programs")
    ]
    assert places == sorted(places)
    for title, verbs in VERBS.items():
        group = typed.out.split(f"\n{title}:\n")[1].split("\n\n")[0]
        assert [line.split()[0] for line in group.splitlines() if line.startswith("  ") and line[2] != " "] == list(
            verbs
        )
    assert widest(typed.out) <= 80


def test_without_a_verb_the_help_is_shown(tmp_path: Path) -> None:
    typed = cqc(at=tmp_path)
    assert "Make the pack:" in typed.out + typed.err


@pytest.mark.parametrize("verb", NAMES)
def test_every_verb_has_its_own_help_with_the_global_options(tmp_path: Path, verb: str) -> None:
    typed = cqc(verb, "--help", at=tmp_path)
    assert typed.code == 0
    assert typed.out.startswith(f"Usage: cqc-evidence {verb} ")
    for option in ("--project PATH", "--as-at DATE", "--today DATE", "--no-colour", "--help"):
        assert option in typed.out
    assert widest(typed.out) <= 80
    listed = next(words for verbs in VERBS.values() for name, words in verbs.items() if name == verb)
    assert listed.split()[0] in typed.out


def test_the_version_is_told(tmp_path: Path) -> None:
    assert cqc("--version", at=tmp_path).out == f"cqc-evidence, version {__version__}\n"


@pytest.mark.parametrize(("typed", "near"), [("chekc", "check"), ("bild", "build"), ("cover", "coverage")])
def test_a_misspelt_verb_gets_the_nearest_name(tmp_path: Path, typed: str, near: str) -> None:
    found = cqc(typed, at=tmp_path)
    assert found.code == 2
    assert f'there is no command "{typed}". Did you mean "{near}"?' in found.err


@pytest.mark.parametrize("option", [("--as-at", "2029-01-01"), ("--as-at=2029-01-01",)])
def test_global_options_work_before_and_after_the_verb(small: Path, tmp_path: Path, option: tuple[str, ...]) -> None:
    before = cqc("--project", small, *option, "coverage", "--format", "json", at=tmp_path)
    after = cqc("coverage", *option, "--format", "json", "--project", small, at=tmp_path)
    assert before.code == after.code == 0
    assert before.out == after.out
    assert json.loads(before.out)["as_at"] == "2029-01-01"


def test_the_one_after_the_verb_wins(small: Path) -> None:
    typed = cqc("--as-at", "2024-01-01", "coverage", "--format", "json", "--as-at", "2029-01-01", at=small)
    assert json.loads(typed.out)["as_at"] == "2029-01-01"


def test_today_governs_permission(small: Path) -> None:
    text = item_text("talk", permission="{basis: given, until: 2025-12-31}")
    write_files(small, {"evidence/talk.md": text})
    assert "permission-ended" not in cqc("check", "--today", "2025-12-31", at=small).out
    assert "permission-ended" in cqc("check", "--today", "2026-01-01", at=small).out


@pytest.mark.parametrize("day", ["31.05.2021", "2021-02-30", "yesterday", "2021-05", ""])
def test_a_day_that_is_none_is_told_how_to_write_it(small: Path, day: str) -> None:
    typed = cqc("--as-at", day, "check", at=small)
    assert typed.code == 2
    assert f'"{day}" is not a day: write it as 2021-05-31' in typed.err
    assert "--as-at" in typed.err


@pytest.mark.parametrize(
    "command",
    [("check",), ("build",), ("coverage",), ("show", "x"), ("new", "interview"), ("copy", "mapping")],
)
def test_without_a_project_it_says_what_to_type(tmp_path: Path, command: tuple[str, ...]) -> None:
    typed = cqc(*command, at=tmp_path)
    assert typed.code == 2
    assert "there is no project here or in any folder above (no project.yaml)" in typed.err
    assert "cqc-evidence init my-evidence --example" in typed.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_project_is_named(tmp_path: Path) -> None:
    typed = cqc("--project", tmp_path / "none", "check")
    assert typed.code == 2
    assert f"there is no project in {tmp_path / 'none'}" in typed.err


def test_a_project_is_found_from_any_folder_inside_it(small: Path) -> None:
    assert cqc("check", at=small / "evidence" / "narrative").code == 0


@pytest.mark.parametrize(
    "text", ["", "council: [", "\x00\xff", "council: A\ncouncil: B\n", "framework: none-such\ncouncil: A\n"]
)
def test_a_broken_project_file_is_a_problem_with_a_place_and_no_bug(small: Path, text: str) -> None:
    write_files(small, {"project.yaml": text.encode("latin-1")})
    typed = cqc("check", at=small)
    assert typed.code == 1
    assert "project.yaml:" in typed.out


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (("check",), "cqc_evidence.check.check_project"),
        (("build",), "cqc_evidence.compile.compile_pack"),
        (("build",), "cqc_evidence.write.files.write_manifest"),
        (("coverage",), "cqc_evidence.measure.measure_coverage"),
    ],
)
def test_a_mistake_of_ours_exits_3_without_a_word_of_the_evidence(
    small: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], place: str,
) -> None:  # fmt: skip
    def broken(*_: object, **__: object) -> None:
        message = "Mrs Bloggs met every week"
        raise ValueError(message)

    monkeypatch.setattr(place, broken)
    typed = cqc(*command, at=small)
    assert typed.code == 3
    assert typed.out == ""
    assert "This is a mistake of ours, not yours: ValueError." in typed.err
    assert f"cqc-evidence {__version__}" in typed.err
    assert "test_main.py:" in typed.err
    for word in ("Bloggs", "week", str(small), "Testshire"):
        assert word not in typed.err


def test_stopping_it_is_no_mistake(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cqc_evidence.check.check_project", stopped)
    typed = cqc("check", at=small)
    assert (typed.code, typed.err.strip()) == (1, "Stopped.")


def test_a_refusal_of_the_computer_is_told_with_the_file(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "pack.json")

    monkeypatch.setattr("cqc_evidence.check.check_project", refused)
    typed = cqc("check", at=small)
    assert (typed.code, typed.err) == (1, "Error: the computer refused: No space left on device (pack.json)\n")
