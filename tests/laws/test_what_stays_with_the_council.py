"""A law of editions: what is the council's own stays in the internal one, in every file and in every part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage, measure_project
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from cqc_evidence.write import find_templates
from cqc_evidence.write.files import make_files
from tests.compile.packs import facts, words
from tests.laws.test_nothing_personal_leaves import written
from tests.support import NARRATIVE, TODAY, item_text, make_project

PAGE = Path(__file__).parents[2] / "docs" / "editions.md"
OPEN = "sensitivity: public"
OWN = {
    "gaps, why a state is what it is, which gap an action answers": ("gap-learning-people",),
    "silent topics, errors, weaknesses of claims, who confirmed a claim": ("confirmer",),
    "accepted gaps with who and why": ("acceptedreason", "acceptedwho"),
    "who was asked for evidence, and notes on it": ("requestwho", "requesttopic", "requestnote"),
    "your own scores, with reasons and second reader's": ("scorereason", "scorewho", "secondreason", "secondwho"),
    "why something is not held, and who brings it": ("notheldreason", "irowner"),
}
"""Row of the page → words planted in what the internal edition alone shows."""
NOWHERE = (
    "allowedreason", "allowedwho", "commentwho", "commenttext", "itemowner", "itemsubmitter", "draftline",
    "correctionline", "correctionwhy", "nameschecker", "personalbody", "reviewerwho", "reviewnote", "signerwho", "signedrole",
)  # fmt: skip
"""Words planted in what no edition prints."""
HIDDEN = (
    "hiddentitle", "hiddenbody", "hiddensays", "hiddensowhat", "hiddenid", "hiddenfile", "hiddencitation", "hiddenlocator",
    "hiddenurl", "hiddenfigure", "hiddenaction", "hiddentold", "hiddenref", "hiddenchallenge", "hiddenclaim", "hiddenspeaker", "hiddenpassage",
    "personaltitle", "personalid", "secretfile",
)  # fmt: skip
"""Words planted in items that only the internal edition shows, and in the text that rests on them alone."""
TOLD = {
    "improvement plan: action, why, owner, due date, measure, status, source": (
        "planaction", "planwhy", "planowner", "planmeasure", "plansource", "June 2025", "started",
    ),
    "claims, with who can speak to them": ("claimwords", "claimspeaker"),
    "the grid with its states, what the evidence says, voices not heard": ("Missing", "concerns", "unpaid carers"),
}  # fmt: skip
"""Row of the page → words that every edition shows."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with a word of its own in every place that somebody may not see."""
    narrative = NARRATIVE.replace(
        "{#learning-1} Staff met", '{#learning-1 speaker="claimspeaker"} claimwords Staff met'
    ) + (
        "- {#learning-2} People say otherwise [@challenge].\n- {#learning-3 speaker='hiddenspeaker'} hiddenclaim [@hiddenid].\n\n"
        "## Elsewhere\n\nhiddenpassage [@hiddenid].\n"
    )
    scope = "permission: {basis: given, scope: [internal], names_checked_by: nameschecker}"
    hidden = item_text(
        "hiddenid", scope, "ir_refs: [hiddenref]", "figures: [{id: few, label: hiddenfigure, value: 3, unit: people, denominator: 9}]",
        "actions: [{action: hiddenaction, done: 2025-01, reported_back: {to: hiddentold}}]", title="hiddentitle", body="hiddenbody",
        source="{citation: hiddencitation, locator: hiddenlocator, public_url: 'https://example.org/hiddenurl'}",
        tags="[{statement: learning, says: hiddensays, so_what: hiddensowhat}, {statement: equity, stance: challenges, says: hiddenchallenge}]",
    )  # fmt: skip
    files: dict[str, str | bytes] = {
        "evidence/weekly-reflection.md": item_text("weekly-reflection", OPEN),
        "evidence/narrative/learning.md": narrative,
        "evidence/shown.md": item_text(
            "shown", OPEN, "owner: itemowner", "submitted_by: itemsubmitter", "ir_refs: ['1']",
            "permission: {basis: given, names_checked_by: nameschecker}",
            "reviews: [{verdict: accepted, who: reviewerwho, on: 2025-05-01, note: reviewnote}]",
        ),
        "evidence/challenge.md": item_text(
            "challenge", OPEN, tags="[{statement: learning, stance: challenges, says: challengewords}]", title="challengewords",
        ),
        "evidence/hiddenfile.md": hidden,
        "evidence/secretfile.md": item_text("personalid", "sensitivity: personal", title="personaltitle", body="personalbody"),
        "evidence/decisions.yaml": (
            "accepted_gaps: [{gap: gap-equity-people, reason: acceptedreason, who: acceptedwho, until: 2026-01-01}]\n"
            "allowed: [{rule: small-number, file: evidence/shown.md, reason: allowedreason, who: allowedwho, until: 2026-01-01}]\n"
            "scores: [{statement: learning, score: 2, reason: scorereason, who: scorewho, second_score: 3, second_reason: secondreason, second_who: secondwho}]\n"
            "triangulated: [{claim: learning-1, who: confirmer, on: 2025-05-01}]\n"
        ),
        "evidence/requests.yaml": "requests: [{who: requestwho, topic: requesttopic, note: requestnote}]\n",
        "evidence/comments.yaml": "comments: [{about: learning-1, who: commentwho, text: commenttext}]\n",
        "evidence/information-return.yaml": "items: [{number: '1', asks: irasks, owner: irowner}, {number: '2', asks: b, not_held: notheldreason}]\n",
        "evidence/factual-accuracy.yaml": "corrections: [{place: p. 1, draft: draftline, correction: correctionline, because: correctionwhy, items: [shown]}]\n",
        "evidence/sign-offs.yaml": "sign_offs: [{about: learning, role: signedrole, who: signerwho, on: 2025-05-01, material: {}, wording: {}}]\n",
        "evidence/improvement.yaml": (
            "improvements: [{id: imp, gap: gap-learning-people, action: planaction, why: planwhy, owner: planowner, due: 2025-06, "
            "measure: planmeasure, status: started, source: plansource}]\n"
        ),
    }  # fmt: skip
    return read_project(make_project(tmp_path_factory.mktemp("own") / "project", files), today=TODAY)


@pytest.fixture(scope="module", params=["cqc", "public", "internal"])
def built(
    request: pytest.FixtureRequest, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Pack, str]:
    """Return an edition with every word of every file of it, the files' names too."""
    edition: Edition = request.param
    coverage = measure_coverage(project)
    pack = compile_pack(project, coverage, (), edition, None, measure_project(project, coverage).results)
    folder = tmp_path_factory.mktemp(edition)
    (folder / "out").mkdir()
    for name, data in make_files(
        pack, find_templates(project.root), ("docx", "html", "xlsx", "json"), project.inputs
    ).items():
        (folder / "out" / name).write_bytes(data)
    return pack, written(folder)


def rows() -> dict[str, list[str]]:
    """Return the page's table: row → internal, cqc, public."""
    lines = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    return {name.strip(): [cell.strip() for cell in cells] for name, *cells in lines}


def test_the_page_on_editions_says_what_these_laws_say() -> None:
    table = rows()
    assert {name: table.get(name) for name in OWN} == {name: ["yes", "no", "no"] for name in OWN}
    assert {name: table.get(name) for name in TOLD} == {name: ["yes", "yes", "yes"] for name in TOLD}


def test_nothing_of_the_council_s_own_is_in_another_edition(built: tuple[Pack, str]) -> None:
    pack, whole = built
    own = [word for planted in OWN.values() for word in planted]
    found = [word for word in (*own, *HIDDEN) if word in whole]
    if pack.edition == "internal":
        assert set(own) - set(found) <= {"confirmer", "requestnote"}, "the search finds them"
        assert set(HIDDEN) - set(found) <= {"hiddensays", "hiddensowhat", "hiddenchallenge"}, "the search finds them"
    else:
        assert found == []


def test_what_is_only_for_the_files_is_in_no_edition(built: tuple[Pack, str]) -> None:
    _, whole = built
    assert [word for word in NOWHERE if word in whole] == []


def test_states_plan_claims_and_challenges_are_in_every_edition(built: tuple[Pack, str]) -> None:
    _, whole = built
    told = [word for planted in TOLD.values() for word in planted]
    assert [word for word in (*told, "challengewords", "irasks") if word not in whole] == []


def test_why_a_state_is_what_it_is_is_said_to_the_council_only(built: tuple[Pack, str], project: Project) -> None:
    pack, whole = built
    cells = measure_coverage(project).cells
    reasons = {reason for cell in cells for reason in cell.reasons if len(reason.split()) > 3}  # a sentence of its own
    helps = {cell.help for cell in cells if cell.help}
    found = [words for words in reasons | helps if words in whole]
    assert bool(found) == (pack.edition == "internal"), found


def test_what_was_left_out_is_counted_with_its_reason(built: tuple[Pack, str]) -> None:
    pack, _ = built
    told = facts(pack)
    if pack.edition != "internal":
        assert told["Evidence items that count"] == "3 shown; 2 more count and may not be shown"
        assert told["Left out"] == "1 item: it holds personal data; 1 item: permission does not cover this edition"
        assert told["Held back"] == (
            "1 claim: the evidence behind it may not be shown; 1 part: the evidence behind it may not be shown"
        )
        assert told["Evidence that challenges us"].startswith("2 items in 2 cells; ")
        assert told["Evidence that challenges us"].endswith("; 1 not shown in this edition")
        assert "concerns; 1 challenge, 1 not shown" in words(pack.sections)
