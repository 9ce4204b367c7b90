"""The council's own scores in the pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from cqc_evidence.read import read_project
from tests.support import TODAY, make_project

STATEMENTS = (
    "assessing-needs", "healthier-lives", "equity", "care-provision", "partnerships", "safe-systems", "safeguarding",
    "governance", "learning",
)  # fmt: skip


def pack_of(root: Path, scores: str, edition: Edition = "internal", **changes: object) -> Pack:
    project = read_project(make_project(root, {"evidence/decisions.yaml": f"scores:\n{scores}"}), today=TODAY)
    quality = project.framework.quality.model_copy(update=changes)
    project = project.model_copy(update={"framework": project.framework.model_copy(update={"quality": quality})})
    return compile_pack(project, measure_coverage(project), (), edition)


def told(pack: Pack) -> str:
    section = next((one for one in pack.sections if one.id == "own-scores"), None)
    return section.model_dump_json() if section else ""


def line(statement: str, score: int, more: str = "") -> str:
    return f"- {{statement: {statement}, score: {score}, reason: We looked., who: Quality lead{more}}}\n"


def test_all_nine_scores_give_an_overall_that_is_called_the_council_s_own(tmp_path: Path) -> None:
    text = told(pack_of(tmp_path, "".join(line(name, 3) for name in STATEMENTS)))
    assert "27 points, 75 per cent, which is in the band “good”: our own calculation." in text
    assert "do not predict what CQC will say" in text


def test_some_scores_give_no_overall(tmp_path: Path) -> None:
    more = ", second_score: 3, second_reason: I saw more., second_who: Director"
    text = told(pack_of(tmp_path, line("learning", 1, more) + line("equity", 2, ", second_score: 2")))
    assert "2 of 9 statements are scored. There is an overall only when all are." in text
    assert "differs: 3 (Director). I saw more." in text
    assert "a score of 1 goes with a notice to the Secretary of State." in text
    assert "Learning, improvement and innovation: two readers give 1 and 3, which is far apart: settle it" in text
    assert "not read by a second person" not in text


def test_a_percentage_below_every_band_has_no_rating(tmp_path: Path) -> None:
    scoring = {"scale": [{}, {}, {}, {}], "bands": [], "rule": {}}
    from cqc_evidence.model.framework import Scoring

    pack = pack_of(tmp_path, "".join(line(name, 3) for name in STATEMENTS), scoring=Scoring.model_validate(scoring))
    assert "27 points, 75 per cent: our own calculation." in told(pack)


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_no_other_edition_shows_a_score(tmp_path: Path, edition: Edition) -> None:
    assert told(pack_of(tmp_path, line("learning", 3), edition)) == ""


def test_a_framework_without_scoring_shows_none(tmp_path: Path) -> None:
    assert told(pack_of(tmp_path, line("learning", 3), scoring=None)) == ""


def test_a_score_that_nobody_read_again_says_so(tmp_path: Path) -> None:
    assert "not read by a second person" in told(pack_of(tmp_path, line("learning", 3)))
