"""`cqc-evidence show FILE`: what was understood, and nothing personal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.support import item_text, write_files

PERSONAL = """\
id: story-of-mrs-x
kind: story-of-difference
title: SECRET title
date: 2025-01
voice: person
verbatim: true
sensitivity: personal
owner: SECRET owner
submitted_by: SECRET sender
reported_by: SECRET teller
sites: [SECRET-site]
method: SECRET method
source: {citation: SECRET citation, locator: SECRET place, public_url: "https://example.org/SECRET"}
permission: {basis: given, names_checked_by: SECRET checker}
figures: [{id: f, label: SECRET label, value: 1, unit: SECRET}]
actions: [{action: SECRET action, owner: SECRET, reported_back: {to: SECRET}}]
tags: [{statement: learning, says: SECRET words, so_what: SECRET too}]
"""


@pytest.mark.parametrize(
    "name", ["evidence/weekly-reflection.md", "weekly-reflection", "./evidence/../evidence/weekly-reflection.md"]
)
def test_an_item_is_shown_by_its_file_or_its_id(small: Path, name: str) -> None:
    typed = cqc("show", name, at=small)
    found = json.loads(typed.out)
    assert typed.code == 0
    assert (found["id"], found["voice"], found["tags"][0]["statement"]) == ("weekly-reflection", "staff", "learning")
    assert found["body"].strip() == "Staff met every week."


def test_a_file_is_found_from_the_folder_it_lies_in(small: Path) -> None:
    assert json.loads(cqc("show", "weekly-reflection.md", at=small / "evidence").out)["id"] == "weekly-reflection"
    assert (
        json.loads(cqc("--project", small, "show", "evidence/weekly-reflection.md", at=small.parent).out)["id"]
        == "weekly-reflection"
    )


def test_a_narrative_is_shown_with_its_claims(small: Path) -> None:
    found = json.loads(cqc("show", "evidence/narrative/learning.md", at=small).out)
    assert found["statement"] == "learning"
    assert "learning-1" in json.dumps(found)


@pytest.mark.parametrize("name", ["evidence/story.md", "story-of-mrs-x"])
def test_of_a_personal_item_no_words_are_printed(small: Path, name: str) -> None:
    write_files(small, {"evidence/story.md": f"---\n{PERSONAL}---\n\nSECRET body\n"})
    typed = cqc("show", name, at=small)
    assert json.loads(typed.out)["kind"] == "story-of-difference"
    assert "SECRET" not in typed.out + typed.err


def test_of_a_broken_personal_item_no_words_are_printed_either(small: Path) -> None:
    write_files(small, {"evidence/story.md": f"---\n{PERSONAL}colour: [SECRET\n---\n\nSECRET body\n"})
    typed = cqc("show", "evidence/story.md", at=small)
    assert typed.code == 1
    assert "evidence/story.md" in typed.err
    assert "SECRET" not in typed.out + typed.err


def test_a_broken_file_shows_its_problems_and_nothing_else(small: Path) -> None:
    write_files(small, {"evidence/broken.md": item_text("broken", voice="stff")})
    typed = cqc("show", "evidence/broken.md", at=small)
    assert (typed.code, typed.out) == (1, "")
    assert 'error: "stff" is not allowed here  [unknown-value]' in typed.err
    assert 'did you mean "staff"?' in typed.err


def test_with_a_problem_the_rest_is_still_clean_json(small: Path) -> None:
    path = small / "evidence" / "weekly-reflection.md"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Notes,", "Notes of £5,").encode("cp1252"))
    typed = cqc("show", "weekly-reflection", at=small)
    assert "Notes of £5" in json.loads(typed.out)["source"]["citation"]
    assert typed.code == 1
    assert "[wrong-encoding]" in typed.err


@pytest.mark.parametrize("name", ["nobody", "evidence/none.md", "project.yaml", "evidence", "../secret.md"])
def test_what_is_no_evidence_is_wrong_use(small: Path, name: str) -> None:
    write_files(small.parent, {"secret.md": "words"})
    typed = cqc("show", name, at=small)
    assert typed.code == 2
    assert f"{name} is not an evidence or narrative file of this project" in typed.err
