"""`cqc-evidence score`: nine numbers in, an overall out."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.support import cqc
from tests.support import make_project

SCORES = (
    "scores:\n"
    "- {statement: learning, score: 2, reason: We reflect., who: Quality lead, second_score: 3, second_reason: I saw more., second_who: Director}\n"
    "- {statement: equity, score: 1, reason: Nobody asked., who: Quality lead}\n"
)


def test_nine_scores_give_total_percentage_rating_and_flags_for_other_programs(tmp_path: Path) -> None:
    typed = cqc("score", *["3", "3", "4", "3", "4", "4", "3", "4", "4"], "--format", "json", at=tmp_path)
    assert typed.code == 0
    assert typed.out == '{"total": 32, "percent": 89, "rating": "outstanding", "flags": []}\n'


def test_people_read_a_sentence_that_promises_nothing(tmp_path: Path) -> None:
    typed = cqc("score", *["3", "3", "2", "2", "2", "3", "2", "2", "3"], at=tmp_path)
    assert typed.out == (
        "The council's own calculation, not a prediction of CQC's rating:\n22 points, 62 %: requires improvement.\n"
    )


def test_too_few_scores_give_no_overall_and_say_which_are_missing(tmp_path: Path) -> None:
    typed = cqc("score", "3", "3", "1", "3", "3", "3", "3", at=tmp_path)
    assert typed.code == 0
    assert "7 of 9 statements are scored. There is an overall only when all are." in typed.out
    told = " ".join(typed.out.split())
    assert "Not scored: Governance, management and sustainability; Learning, improvement and innovation." in told
    assert "Note: Equity in experience and outcomes: a score of 1 goes with a notice" in told
    assert "%" not in typed.out
    assert json.loads(cqc("score", "3", "3", "--format", "json", at=tmp_path).out) == {
        "total": 6, "percent": None, "rating": None, "flags": [],
    }  # fmt: skip


def test_too_many_scores_are_told_with_their_order(tmp_path: Path) -> None:
    typed = cqc("score", *["3"] * 10, at=tmp_path)
    assert typed.code == 2
    assert "9 scores are wanted, in the statements' order; there are 10" in typed.err
    assert "Assessing needs, Supporting people to live healthier lives" in typed.err


def test_a_project_without_scores_says_where_they_are_written(tmp_path: Path) -> None:
    typed = cqc("score", at=make_project(tmp_path))
    assert typed.code == 0
    assert " ".join(typed.out.split()) == (
        "Nothing is scored yet. Give nine numbers, or write scores in evidence/decisions.yaml."
    )


def test_a_five_is_told(tmp_path: Path) -> None:
    typed = cqc("score", "5", *["3", "3", "3", "3", "3", "3", "3", "3"], at=tmp_path)
    assert typed.code == 2
    assert "a score is a whole number from 1 to 4" in typed.err


def test_the_scores_of_a_project_are_shown_with_both_readers(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"evidence/decisions.yaml": SCORES})
    typed = cqc("score", at=root)
    assert "2 of 9 statements are scored. There is an overall only when all are." in typed.out
    assert "Learning, improvement and innovation: 2 (Quality lead). We reflect." in typed.out
    assert "Second reader: 3 (Director). I saw more." in typed.out
    assert "Note: Learning, improvement and innovation: two readers give 2 and 3." in typed.out
    assert "Equity in experience and outcomes: a score of 1 goes with a notice" in " ".join(typed.out.split())
    told = json.loads(cqc("score", "--format", "json", at=root).out)
    assert told["percent"] is None
    assert told["rating"] is None
    assert told["flags"] == [
        "Equity in experience and outcomes: a score of 1 goes with a notice to the Secretary of State",
        "Learning, improvement and innovation: two readers give 2 and 3",
    ]


def test_a_framework_without_scoring_adds_nothing_up(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "framework" / "cqc-la-2025.yaml").read_text(encoding="utf-8")
    before, _, rest = shipped.partition("\nscoring:\n")
    root = make_project(
        tmp_path, {"framework/cqc-la-2025.yaml": f"{before}\nslots:\n{rest.partition(chr(10) + 'slots:' + chr(10))[2]}"}
    )
    typed = cqc("score", *["3", "3", "3", "3", "3", "3", "3", "3", "3"], at=root)
    assert typed.code == 1
    assert "has no scoring" in typed.err
