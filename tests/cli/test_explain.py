"""`cqc-evidence explain NAME`: a page about whatever a message names."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqc_evidence.check import catalogue
from cqc_evidence.model.project import Settings
from cqc_evidence.read import shipped
from cqc_evidence.read.framework import read_framework
from cqc_evidence.write.templates import PAGES
from tests.cli.support import cqc, widest
from tests.support import write_files

FRAMEWORK = read_framework(shipped(), Settings(council="")).framework
STATEMENTS = [one.id for one in FRAMEWORK.statements]
GOLDEN = [rule.id for rules in FRAMEWORK.conversations.rule_sets for rule in rules.rules]
KINDS = [kind.id for kind in FRAMEWORK.conversations.kinds]
RULES = [*catalogue(), *PAGES]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_tells_its_severity_and_why_it_is_there(name: str, tmp_path: Path) -> None:
    typed = cqc("explain", name, at=tmp_path)
    assert typed.code == 0
    head, empty, *page = typed.out.splitlines()
    assert head.startswith(f"{name} (")
    assert any(word in head for word in ("error", "warning", "note"))
    assert empty == ""
    assert " ".join(page).endswith(".")
    assert widest(typed.out) <= 80


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_tells_what_counts_and_which_golden_rules_belong_to_it(name: str, tmp_path: Path) -> None:
    out = cqc("explain", name, at=tmp_path).out
    for title in (
        "(quality statement ",
        "Care Quality Commission",
        "I statements:",
        "What counts as covered:",
        "Golden rules:",
    ):
        assert title in out
    for category in ("people", "staff-and-leaders", "partners", "processes"):
        assert f"\n  {category}: " in out
    for pair in FRAMEWORK.mapping.pairs:
        if pair.statement == name:
            assert f"\n  {pair.rule} ({pair.basis}): " in out
    assert widest(out) <= 80


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_rule_of_any_set_tells_where_it_is_mapped(name: str, tmp_path: Path) -> None:
    out = cqc("explain", name, at=tmp_path).out
    assert out.splitlines()[0].endswith(" (golden rule)")
    assert "\nOne of: " in out
    assert "\nMapped to:\n  " in out
    assert widest(out) <= 80


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_tells_where_it_counts_and_how_to_write_one(name: str, tmp_path: Path) -> None:
    out = cqc("explain", name, at=tmp_path).out
    assert "(kind of evidence)" in out
    assert "Counts as: " in out
    assert out.endswith(f"Write one: cqc-evidence new {name}\n")
    assert widest(out) <= 80


def test_no_two_things_share_a_name() -> None:
    every = [*RULES, *STATEMENTS, *set(GOLDEN), *KINDS]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("unknown-statment", "unknown-statement"),
        ("assesing-needs", "assessing-needs"),
        ("no-handoffs", "no-hand-offs"),
        ("Interview", "interview"),
        ("style-sheets", "style-sheet"),
    ],
)
def test_a_wrong_name_gets_the_nearest_ones(tmp_path: Path, typed: str, near: str) -> None:
    found = cqc("explain", typed, at=tmp_path)
    assert found.code == 2
    assert f'nothing is called "{typed}". Near to it: ' in found.err
    assert near in found.err.split("Near to it: ")[1]
    assert found.out == ""


def test_a_name_like_no_other_gets_examples(tmp_path: Path) -> None:
    typed = cqc("explain", "0000", at=tmp_path)
    assert typed.code == 2
    assert "Try unknown-statement, assessing-needs, no-hand-offs or interview." in typed.err


def test_inside_a_project_its_own_framework_is_explained(small: Path) -> None:
    own = shipped("framework/expectations.yaml").read_text(encoding="utf-8").replace("months: 12", "months: 7")
    write_files(small, {"framework/expectations.yaml": own})
    assert "the last 7 months" in " ".join(cqc("explain", "learning", at=small).out.split())
    assert "the last 7 months" not in " ".join(cqc("explain", "learning", at=small.parent).out.split())


def test_a_folder_that_is_no_project_is_told_when_it_was_asked_for(tmp_path: Path) -> None:
    typed = cqc("--project", tmp_path, "explain", "learning")
    assert typed.code == 2
    assert "there is no project in" in typed.err
