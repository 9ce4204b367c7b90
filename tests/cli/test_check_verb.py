"""`cqc-evidence check`: every problem, with its place and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cqc_evidence.check import catalogue
from tests.cli.support import cqc, widest
from tests.support import item_text, write_files

FIELDS = {"rule", "severity", "message", "because", "help", "location", "related"}
ESCAPE = "\x1b["


def test_nothing_wrong_is_said_in_one_line(small: Path) -> None:
    typed = cqc("check", "--no-notes", at=small)
    assert (typed.code, typed.out, typed.err) == (0, "1 evidence item, 1 narrative: no problems.\n", "")


def test_an_error_shows_line_caret_reason_and_what_to_do(wrong: Path) -> None:
    typed = cqc("check", "--no-notes", at=wrong)
    assert typed.code == 1
    assert (
        typed.out
        == """\
error: unknown quality statement "lerning"  [unknown-statement]
  evidence/notes/misspelt.md:9:20
  9 | tags: [{statement: lerning, says: Staff met.}]
    |                    ^^^^^^^
  because: a tag names one of the 9 quality statements in
           framework/cqc-la-2025.yaml
  help:    did you mean "learning"?

2 evidence items, 1 narrative: 1 error.
"""
    )


def test_the_caret_stays_under_its_word_in_a_long_line(small: Path) -> None:
    words = "a " * 150
    tags = f"[{{says: {words}, statement: lerning, so_what: {words}}}]"
    write_files(small, {"evidence/long.md": item_text("long", tags=tags)})
    lines = cqc("check", "--no-notes", at=small).out.split("\n")
    line, caret = lines[2:4]
    assert line[caret.index("^") : caret.rindex("^") + 1] == "lerning"
    assert line.startswith("  9 | …")
    assert line.endswith("…")
    assert widest("\n".join(lines)) <= 80


def test_the_caret_stays_under_its_word_behind_a_tab(small: Path) -> None:
    write_files(small, {"evidence/tab.md": item_text("tab", tags="[{says: a\tb,\tstatement: lerning}]")})
    line, caret = cqc("check", "--no-notes", at=small).out.split("\n")[2:4]
    assert line[caret.index("^") : caret.rindex("^") + 1] == "lerning"


def test_colour_comes_only_where_a_person_watches_and_wants_it(wrong: Path) -> None:
    assert ESCAPE not in cqc("check", at=wrong).out
    assert ESCAPE not in cqc("check", "--no-colour", at=wrong, colour=True).out
    assert ESCAPE not in cqc("--no-colour", "check", at=wrong, colour=True).out
    assert ESCAPE not in cqc("check", "--no-color", at=wrong, colour=True).out
    watched = cqc("check", "--no-notes", at=wrong, colour=True).out
    assert watched.startswith("\x1b[31m\x1b[1merror:\x1b[0m unknown quality statement")


def test_text_of_a_file_cannot_command_the_terminal(small: Path) -> None:
    evil = '[{statement: "\\e[2J\\e]0;owned\\a", says: Staff met.}]'
    write_files(small, {"evidence/evil.md": item_text("evil", tags=evil)})
    typed = cqc("check", "--no-colour", at=small, colour=True)
    assert typed.code == 1
    assert "owned" in typed.out
    assert {found for found in typed.out if not found.isprintable()} == {"\n"}


def test_json_holds_the_same_problems_for_programs(wrong: Path) -> None:
    typed = cqc("check", "--format", "json", at=wrong, colour=True)
    found = json.loads(typed.out)
    assert typed.code == 1
    assert all(set(problem) == FIELDS for problem in found)
    assert {problem["severity"] for problem in found} <= {"error", "warning", "note"}
    assert {problem["rule"] for problem in found} <= set(catalogue())
    (error,) = (problem for problem in found if problem["severity"] == "error")
    assert (error["rule"], error["location"]["file"], error["location"]["line"]) == (
        "unknown-statement",
        "evidence/notes/misspelt.md",
        9,
    )
    assert (
        error["location"]["snippet"][error["location"]["column"] - 1 : error["location"]["end_column"] - 1] == "lerning"
    )


def test_strict_makes_a_warning_count(small: Path) -> None:
    write_files(
        small,
        {
            "evidence/narrative/learning.md": "---\nstatement: learning\njudgement: Good.\nconfidence: low\n---\n\n## Claims\n\nNo id here.\n"
        },
    )
    assert "warning" in cqc("check", at=small).out
    assert cqc("check", at=small).code == 0
    assert cqc("check", "--strict", at=small).code == 1


def test_strict_does_not_mind_notes(small: Path) -> None:
    typed = cqc("check", "--strict", at=small)
    assert "note:" in typed.out
    assert typed.code == 0
    assert "note" not in cqc("check", "--no-notes", at=small).out


@pytest.mark.parametrize(
    "path", ["evidence/notes", "evidence/notes/misspelt.md", "evidence", ".", "./evidence/../evidence/notes/"]
)
def test_a_path_keeps_the_problems_below_it(wrong: Path, path: str) -> None:
    typed = cqc("check", "--no-notes", path, at=wrong)
    assert typed.code == 1
    assert "misspelt.md:9:20" in typed.out


def test_problems_elsewhere_are_not_shown_and_do_not_count(wrong: Path) -> None:
    typed = cqc("check", "evidence/weekly-reflection.md", at=wrong)
    assert typed.code == 0
    assert "misspelt" not in typed.out


def test_a_path_is_seen_from_where_the_person_stands(wrong: Path) -> None:
    assert cqc("check", "misspelt.md", at=wrong / "evidence" / "notes").code == 1
    assert cqc("check", "../weekly-reflection.md", at=wrong / "evidence" / "notes").code == 0
    assert cqc("--project", wrong, "check", "evidence/notes", at=wrong.parent).code == 1


@pytest.mark.parametrize("path", ["evidence/mispelt.md", "..", "/"])
def test_a_path_that_is_not_in_the_project_is_never_taken_for_fine(wrong: Path, path: str) -> None:
    typed = cqc("check", path, at=wrong)
    assert typed.code == 2
    assert "in the project" in typed.err
    assert typed.out == ""


def test_a_council_s_own_template_that_cannot_be_used_is_among_the_problems(small: Path) -> None:
    write_files(small, {"templates/pack.css": "@import 'https://example.org/x.css';\n"})
    typed = cqc("check", "--no-notes", at=small)
    assert typed.code == 1
    assert "[style-sheet]" in typed.out
    assert "templates/pack.css:1:1" in typed.out


def test_the_text_of_a_personal_item_is_never_printed(small: Path) -> None:
    name = "Mrs Bloggs"
    text = item_text(
        "story", sensitivity="personal", title=name, tags=f"[{{statement: lerning, says: {name}}}]", body=name
    )
    write_files(small, {"evidence/story.md": text})
    for form in ("text", "json"):
        typed = cqc("check", "--format", form, at=small)
        assert typed.code == 1
        assert "story.md" in typed.out
        assert name not in typed.out + typed.err


def test_all_it_prints_fits_into_80_columns(example: Path) -> None:
    assert widest(cqc("check", at=example).out) <= 80
