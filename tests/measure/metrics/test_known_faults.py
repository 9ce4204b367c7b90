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
    assert "row 4" in of.location.place


def test_harrow_prints_a_total_that_its_rows_do_not_add_up_to() -> None:
    of = only("harrow", "parts-do-not-sum")
    assert "460" in said(of)
    assert "462" in said(of)
    assert of.location.file == "evidence/data/aggregate-reviews.csv"
    assert "row 31" in of.location.place


@pytest.mark.parametrize("part", ["listened to", "very satisfied"])
def test_medway_prints_a_hundred_percent_of_nobody_knows_how_many(part: str) -> None:
    survey = [one for one in found("medway", "no-denominator") if one.location.file.endswith("aggregate-survey.csv")]
    assert len(survey) == 2
    assert part in " ".join(said(one) for one in survey)


def test_medway_prints_more_long_term_starts_than_conversation_threes() -> None:
    of = only("medway", "more-starts-than-thirds")
    assert "20" in said(of)
    assert "19" in said(of)


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
