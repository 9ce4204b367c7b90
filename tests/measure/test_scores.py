"""The council's own scores come to what CQC publishes for the same scores."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.measure.scores import add_up, differences, divergence
from cqc_evidence.model.framework import Band, Scoring
from cqc_evidence.model.project import SelfScore, Settings
from cqc_evidence.read.framework import read_framework
from cqc_evidence.read.shipped import shipped

FRAMEWORK = read_framework(shipped(), Settings(council="")).framework
TITLES = [statement.title.text for statement in FRAMEWORK.statements]
PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "la_scores_72.csv"
COUNCILS = {
    "Camden": ("3 3 4 3 4 4 3 4 4", 89, "outstanding"),
    "Hertfordshire": ("3 3 3 3 4 3 3 3 3", 78, "good"),
    "Sunderland": ("3 3 3 3 3 3 3 3 3", 75, "good"),
    "North Somerset": ("2 2 2 2 2 3 2 3 3", 59, "requires improvement"),
    "Windsor and Maidenhead": ("3 3 2 2 2 3 2 2 3", 62, "requires improvement"),
    "Blackpool": ("1 1 1 2 2 2 1 1 1", 34, "inadequate"),
    "Barnet": ("2 2 2 3 3 2 3 3 3", 64, "good"),
    "Hounslow": ("2 2 3 3 3 3 3 3 3", 70, "good"),
}


def scoring() -> Scoring:
    assert FRAMEWORK.quality.scoring is not None
    return FRAMEWORK.quality.scoring


@pytest.mark.parametrize("council", sorted(COUNCILS))
def test_a_council_s_published_scores_give_its_published_percentage_and_rating(council: str) -> None:
    scores, percent, rating = COUNCILS[council]
    found = add_up([int(score) for score in scores.split()], scoring(), TITLES)
    assert (found.percent, found.rating) == (percent, rating)


def test_every_published_set_of_scores_gives_its_published_rating() -> None:
    if not PUBLISHED.is_file():
        pytest.skip("the published scores are not laid beside the checkout")
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["rating_published"] != "Not Rated"]
    assert len(rows) == 71
    wrong = []
    for row in rows:
        found = add_up([int(row[f"qs{number}"]) for number in range(1, 10)], scoring(), TITLES)
        published = (row["rating_published"].lower(), int(row["total"]), int(row["pct_published_rule_ceil"]))
        if (found.rating, found.total, found.percent) != published:
            wrong.append((row["council"], found, published))
    assert wrong == []


@pytest.mark.parametrize(
    ("total", "rating"),
    [(9, "inadequate"), (13, "inadequate"), (14, "requires improvement"), (22, "requires improvement"), (23, "good"),
     (31, "good"), (32, "outstanding"), (36, "outstanding")],
)  # fmt: skip
def test_each_band_begins_at_its_published_total(total: int, rating: str) -> None:
    scores = [total // 9 + (1 if place < total % 9 else 0) for place in range(9)]
    assert add_up(scores, scoring(), TITLES).rating == rating


def test_each_score_of_one_is_pointed_out_and_changes_no_rating() -> None:
    found = add_up([3, 3, 3, 3, 3, 3, 1, 3, 3], scoring(), TITLES)
    assert found.flags == ("Safeguarding: a score of 1 goes with a notice to the Secretary of State",)
    assert (found.total, found.percent, found.rating) == (25, 70, "good")


@given(scores=st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=9, max_size=9))
def test_there_is_an_overall_only_when_every_statement_is_scored(scores: list[int | None]) -> None:
    found = add_up(scores, scoring(), TITLES)
    assert (found.percent is None) == (None in scores) == (found.rating is None)
    assert found.total == sum(score or 0 for score in scores)


@given(scores=st.lists(st.integers(1, 4), min_size=9, max_size=9), place=st.integers(0, 8))
def test_a_higher_score_never_lowers_the_overall(scores: list[int], place: int) -> None:
    better = [min(4, score + 1) if at == place else score for at, score in enumerate(scores)]
    low, high = (add_up(one, scoring(), TITLES).percent or 0 for one in (scores, better))
    assert low <= high


@pytest.mark.parametrize("scores", [[3] * 8, [3] * 10, [0] + [3] * 8, [5] + [3] * 8])
def test_scores_that_are_too_many_too_few_or_off_the_scale_are_refused(scores: list[int | None]) -> None:
    with pytest.raises(ValueError, match=r"scores are wanted|whole number from 1 to 4"):
        add_up(scores, scoring(), TITLES)


def test_a_scale_without_bands_gives_a_percentage_and_no_rating() -> None:
    bare = scoring().model_copy(update={"bands": (Band(rating="Good", at_least=99),)})
    found = add_up([3] * 9, bare, TITLES)
    assert (found.percent, found.rating) == (75, None)


def test_how_far_two_readers_are_apart_is_known_only_when_there_are_two() -> None:
    one = SelfScore(statement="equity", score=2, reason="So.", who="Quality lead")
    assert divergence(one) is None
    assert divergence(one.model_copy(update={"second_score": 4})) == 2


def test_readers_who_differ_are_told_and_more_strongly_when_far_apart() -> None:
    one = SelfScore(statement="equity", score=2, reason="So.", who="Quality lead")
    scores = [one, *(one.model_copy(update={"second_score": second}) for second in (2, 3, 4))]
    assert differences(scores, {"equity": "Equity"}) == (
        "Equity: two readers give 2 and 3",
        "Equity: two readers give 2 and 4, which is far apart: settle it before anybody uses either",
    )
    assert differences(scores[2:3], {}) == ("equity: two readers give 2 and 3",)
