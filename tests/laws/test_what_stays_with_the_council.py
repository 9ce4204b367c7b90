"""A law of editions: what is the council's own stays in the internal one, in every file and in every part of it."""

from __future__ import annotations

import pytest

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage, measure_project
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from cqc_evidence.write import find_templates
from cqc_evidence.write.files import make_files
from tests.laws.test_nothing_personal_leaves import written
from tests.support import NARRATIVE, TODAY, item_text, make_project

OPEN = "sensitivity: public"
OWN = (
    "acceptedreason", "acceptedwho", "allowedreason", "allowedwho", "requestwho", "requesttopic", "requestnote", "commentwho",
    "commenttext", "scorereason", "scorewho", "secondreason", "secondwho", "notheldreason", "irowner", "confirmer", "itemowner",
    "itemsubmitter", "hiddentitle", "hiddenbody", "hiddensays", "hiddenid", "personaltitle", "draftline", "correctionline",
)  # fmt: skip
"""One word planted in each place that is the council's own."""
TOLD = ("planaction", "planowner", "planmeasure", "claimwords", "claimspeaker", "challengewords", "irasks")
"""One word planted in each place that CQC and the public see."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    narrative = NARRATIVE.replace(
        "{#learning-1} Staff met", '{#learning-1 speaker="claimspeaker"} claimwords Staff met'
    ) + ("- {#learning-2} People say otherwise [@challenge].\n")
    shown = item_text("shown", OPEN, "owner: itemowner", "submitted_by: itemsubmitter", "ir_refs: ['1']")
    challenge = item_text(
        "challenge",
        OPEN,
        tags="[{statement: learning, stance: challenges, says: challengewords}]",
        title="challengewords",
    )
    hidden = item_text(
        "hiddenid", "permission: {basis: given, scope: [internal]}", title="hiddentitle", body="hiddenbody",
        tags="[{statement: learning, says: hiddensays}]",
    )  # fmt: skip
    files: dict[str, str | bytes] = {
        "evidence/weekly-reflection.md": item_text("weekly-reflection", OPEN),
        "evidence/narrative/learning.md": narrative, "evidence/shown.md": shown, "evidence/challenge.md": challenge, "evidence/h.md": hidden,
        "evidence/p.md": item_text("personalid", "sensitivity: personal", title="personaltitle"),
        "evidence/decisions.yaml": (
            "accepted_gaps: [{gap: gap-equity-people, reason: acceptedreason, who: acceptedwho, until: 2026-01-01}]\n"
            "allowed: [{rule: small-number, file: evidence/shown.md, reason: allowedreason, who: allowedwho, until: 2026-01-01}]\n"
            "scores: [{statement: learning, score: 2, reason: scorereason, who: scorewho, second_score: 3, second_reason: secondreason, second_who: secondwho}]\n"
            "triangulated: [{claim: learning-1, who: confirmer, on: 2025-05-01}]\n"
        ),
        "evidence/requests.yaml": "requests: [{who: requestwho, topic: requesttopic, note: requestnote}]\n",
        "evidence/comments.yaml": "comments: [{about: learning-1, who: commentwho, text: commenttext}]\n",
        "evidence/information-return.yaml": "items: [{number: '1', asks: irasks, owner: irowner}, {number: '2', asks: b, not_held: notheldreason}]\n",
        "evidence/factual-accuracy.yaml": "corrections: [{place: p. 1, draft: draftline, correction: correctionline, items: [shown]}]\n",
        "evidence/improvement.yaml": "improvements: [{id: imp, gap: gap-learning-people, action: planaction, owner: planowner, measure: planmeasure}]\n",
    }  # fmt: skip
    return read_project(make_project(tmp_path_factory.mktemp("own") / "project", files), today=TODAY)


@pytest.fixture(scope="module", params=["cqc", "public", "internal"])
def text(
    request: pytest.FixtureRequest, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Edition, str]:
    """Return an edition with every word of every file of it."""
    edition: Edition = request.param
    coverage = measure_coverage(project)
    pack = compile_pack(project, coverage, (), edition, None, measure_project(project, coverage).results)
    folder = tmp_path_factory.mktemp(edition)
    (folder / "out").mkdir()
    for name, data in make_files(
        pack, find_templates(project.root), ("docx", "html", "xlsx", "json"), project.inputs
    ).items():
        (folder / "out" / name).write_bytes(data)
    return edition, written(folder)


def test_nothing_of_the_council_s_own_is_in_another_edition(text: tuple[Edition, str]) -> None:
    edition, whole = text
    found = [word for word in OWN if word in whole]
    if edition == "internal":
        assert {"acceptedreason", "requestwho", "scorereason", "notheldreason", "hiddentitle"} <= set(found), (
            "the search finds them"
        )
    else:
        assert found == []


def test_states_plan_claims_and_challenges_are_in_every_edition(text: tuple[Edition, str]) -> None:
    _, whole = text
    assert [word for word in TOLD if word not in whole] == []
    assert "Missing" in whole


def test_why_a_state_is_what_it_is_is_said_to_the_council_only(text: tuple[Edition, str], project: Project) -> None:
    edition, whole = text
    cells = measure_coverage(project).cells
    reasons = {reason for cell in cells for reason in cell.reasons if len(reason.split()) > 3}  # a sentence of its own
    helps = {cell.help for cell in cells if cell.help}
    found = [words for words in reasons | helps if words in whole]
    assert bool(found) == (edition == "internal"), found


def test_what_was_left_out_is_counted_with_its_reason(text: tuple[Edition, str]) -> None:
    edition, whole = text
    if edition != "internal":
        assert "1 item: it holds personal data" in whole or "2 items: " in whole
        assert "permission does not cover this edition" in whole
