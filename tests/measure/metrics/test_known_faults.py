"""The faults that are known in the published papers are found by the checks alone, where they stand, and no others."""

from __future__ import annotations

from functools import cache

import pytest

from cqc_evidence import check_project
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from tests.measure.metrics.figures import FOLDERS, project

RULES = ("printed-figure", "parts-do-not-sum", "no-denominator", "more-starts-than-thirds")


@cache
def found(name: str, rule: str) -> tuple[Diagnostic, ...]:
    """Return what one rule finds in one of the four projects, as anybody would run it."""
    return tuple(one for one in check_project(project(name)) if one.rule == rule)


def only(name: str, rule: str) -> Diagnostic:
    """Return the one finding of a rule."""
    (one,) = found(name, rule)
    return one


def said(of: Diagnostic) -> str:
    return f"{of.message} {of.because} {of.help}"


def test_medway_prints_a_share_that_was_cut_off_and_not_rounded() -> None:
    of = only("medway", "printed-figure")
    assert "5.6" in said(of)
    assert "5.67" in said(of)
    assert of.location.file == "evidence/data/aggregate-support.csv"
    assert of.location.place == "row 4, column printed"
    assert "cut off, not rounded" in of.message


def test_harrow_prints_a_total_that_its_rows_do_not_add_up_to() -> None:
    of = only("harrow", "parts-do-not-sum")
    assert "460" in said(of)
    assert "462" in said(of)
    assert of.location.file == "evidence/data/aggregate-reviews.csv"
    assert of.location.place == "row 31, column numerator"


def test_medway_prints_a_hundred_percent_of_nobody_knows_how_many() -> None:
    survey = [one for one in found("medway", "no-denominator") if one.location.file.endswith("aggregate-survey.csv")]
    assert [one.location.place for one in survey] == ["row 2, column denominator", "row 3, column denominator"]
    assert "100% (listened to)" in survey[0].message
    assert "100% (very satisfied)" in survey[1].message


def test_medway_prints_more_long_term_starts_than_conversation_threes() -> None:
    of = only("medway", "more-starts-than-thirds")
    assert "20 starts of long-term support stand against 19 conversations 3" in of.message
    assert of.location.file == "evidence/data/aggregate-support.csv"
    assert [one.file for one in of.related] == ["evidence/data/aggregate-conversations.csv"]


def test_harrow_sets_groups_beside_each_other_that_were_followed_unequally() -> None:
    assert "191 of 502" in only("harrow", "unequal-follow-up").message


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("rule", RULES)
def test_the_faults_are_for_a_reviewer_to_ask_about_and_stop_no_pack(name: str, rule: str) -> None:
    assert all(one.severity is not Severity.ERROR for one in found(name, rule))


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("harrow", "printed-figure"),
        ("harrow", "more-starts-than-thirds"),
        ("medway", "parts-do-not-sum"),
        ("partners", "printed-figure"),
        ("partners", "parts-do-not-sum"),
        ("partners", "more-starts-than-thirds"),
        ("england", "printed-figure"),
        ("england", "parts-do-not-sum"),
        ("england", "no-denominator"),
        ("england", "more-starts-than-thirds"),
    ],
)
def test_nothing_is_found_where_the_figures_are_sound(name: str, rule: str) -> None:
    assert found(name, rule) == ()
