"""The page that says what the evidence covers and what it does not: every count is recounted here."""

from __future__ import annotations

from collections import Counter

import pytest

from cqc_evidence.check import check_project
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location
from cqc_evidence.model.pack import Heading
from cqc_evidence.model.project import Project
from tests.compile.packs import example, facts, medway, packed, parts, section, words
from tests.measure.build import item, narrative, project, tag


@pytest.mark.parametrize("found", [example(), medway()], ids=["harrow", "medway"])
def test_the_figures_agree_with_a_count_by_hand(found: Project) -> None:
    told, items = facts(packed(found)), found.items
    assert told["Evidence items that count"] == str(len(items))
    assert told["Not yet accepted"] == str(sum(one.status != "accepted" for one in items)) == "0"
    ends = sorted((one.date.end, one.date.text) for one in items if one.date.end)
    assert told["Date unknown"] == _items(len(items) - len(ends))
    assert told["Left out"] == "nothing"
    voices = Counter(one.voice for one in items)
    assert sum(int(part.split(")")[0]) for part in told["Voices heard"].split("(")[1:]) == sum(voices.values())
    assert len(told["Voices heard"].split("(")) - 1 == len(voices)
    assert told["In people's own words"] == _items(
        sum(one.verbatim and one.voice in ("person", "carer", "family") for one in items)
    )
    citation, number = Counter(one.source.citation for one in items).most_common(1)[0]
    assert told["Largest single source"] == f"{number} of {len(items)} items come from {citation}"


def _items(number: int) -> str:
    return "1 item" if number == 1 else f"{number} items"


@pytest.mark.parametrize("found", [example(), medway()], ids=["harrow", "medway"])
def test_challenges_gaps_loops_and_claims_agree_with_a_count_by_hand(found: Project) -> None:
    pack = packed(found)
    told, coverage = facts(pack), pack.coverage
    categories = {kind.id: kind.category for kind in found.framework.conversations.kinds}
    places = {
        (one.id, tag.statement, tag.category or categories[one.kind])
        for one in found.items
        for tag in one.tags
        if tag.stance == "challenges"
    }
    places = {place for place in places if place[2] in ("people", "staff-and-leaders", "partners", "processes")}
    cells = {place[1:] for place in places}
    assert told["Evidence that challenges us"].startswith(
        f"{_items(len({place[0] for place in places}))} in {len(cells)} cells; "
    )
    risks = Counter(gap.risk for gap in coverage.gaps)
    assert (
        told["Open gaps"]
        == f"{len(coverage.gaps)} ({risks['high']} high, {risks['medium']} medium and {risks['low']} low risk); 0 accepted for a time"
    )
    actions = sum(len(one.actions) for one in found.items)
    assert (
        told["Closed loops"]
        == f"{actions} action{'s' if actions > 1 else ''} recorded, 0 evidenced through all 5 steps"
    )
    known = {one.id for one in found.items}
    empty = [
        claim
        for one in found.narratives
        for claim in one.claims
        if not {cited.item for cited in claim.citations} & known
    ]
    assert told["Claims that rest on nothing"] == str(len(empty)) == "0"


def test_oldest_and_newest_and_what_nobody_has_accepted_are_told() -> None:
    told = facts(
        packed(project(item("a", date="2018"), item("b", date="2021-04", status="proposed"), item("c", date="unknown")))
    )
    assert told["Oldest and newest"] == "2018; April 2021"
    assert told["Not yet accepted"] == "1"
    assert told["Date unknown"] == "1 item"


def test_voices_not_heard_are_named() -> None:
    told = facts(packed(project(item("a"), item("b", voice="carer"), item("c", voice="carer"))))
    assert told["Voices heard"] == "unpaid carers (2) and people who draw on care and support (1)"
    assert (
        told["Voices not heard"] == "families, staff, leaders, partners, care providers and the council's own records"
    )


def test_a_challenge_answered_by_an_action_that_was_done_is_counted_as_answered() -> None:
    bad, mild = (item(name, tag(stance="challenges")) for name in ("bad", "mild"))
    answer = item("answer", actions=[{"action": "Mend it", "from": ["bad"], "done": "2021-04"}])
    assert (
        facts(packed(project(bad, mild, answer)))["Evidence that challenges us"]
        == "2 items in 1 cell; 1 answered by an action that was done"
    )


def test_left_out_items_are_counted_by_reason_and_files_beside_them() -> None:
    items = [item("a", status="rejected"), item("b", status="rejected"), item("c", date="2022"), item("d")]
    told = facts(packed(project(*items, left_out=("evidence/broken.md",))))
    assert (
        told["Left out"]
        == "2 items: it is rejected; 1 item: its period begins after 31 May 2021; 1 file could not be understood"
    )
    assert told["Evidence items that count"] == "1"


def test_claims_that_rest_on_nothing_are_counted() -> None:
    claims = "## Claims\n\n- {#n-1} One.\n- {#n-2} Two [@gone].\n- {#n-3} Three [@a; @gone].\n"
    told = facts(packed(project(item("a"), narratives=(narrative("learning", claims),))))
    assert told["Claims that rest on nothing"] == "2"


def test_accepted_gaps_and_whole_loops_are_counted() -> None:
    whole = {
        "action": "A",
        "raised": "2021",
        "done": "2021",
        "reported_back": {"to": "staff", "date": "2021"},
        "effect": "none",
    }
    accepted = {"accepted_gaps": [{"gap": "gap-equity-people", "reason": "R", "who": "W", "until": "2021-12-31"}]}
    told = facts(packed(project(item("a", actions=[whole, {"action": "B"}]), decisions=accepted)))
    assert told["Closed loops"] == "2 actions recorded, 1 evidenced through all 5 steps"
    assert told["Open gaps"].endswith("; 1 accepted for a time")


def test_two_items_with_one_id_count_once_and_the_other_is_told() -> None:
    twins = [
        item("twin", location={"file": f"evidence/{name}.md"}, status=status)
        for name, status in (("a", "rejected"), ("b", "accepted"))
    ]
    pack = packed(project(*twins))
    assert facts(pack)["Evidence items that count"] == "1"
    assert [(entry.id, entry.file) for entry in pack.evidence] == [("twin", "evidence/b.md")]


# Errors left


def _errors(number: int) -> str:
    problems = tuple(
        Diagnostic(
            rule="unknown-statement",
            severity=Severity.ERROR,
            message=f"fault {one}",
            because="",
            help="",
            location=Location(file="evidence/a.md", line=one),
        )
        for one in range(number)
    )
    return words(section(packed(project(problems=problems)), "honesty"))


def test_errors_are_listed_with_their_place() -> None:
    assert "evidence/a.md, line 1: fault 1 (unknown-statement)" in _errors(2)
    headings = [one.text for one in parts(section(packed(project()), "honesty")) if isinstance(one, Heading)]
    assert "Errors left in the project" in headings


def test_no_errors_is_said_and_many_are_cut_short_with_their_number() -> None:
    assert _errors(0).endswith("None.")
    assert "fault 19" in _errors(23)
    assert "fault 20" not in _errors(23)
    assert _errors(23).endswith("3 more: “cqc-evidence check” lists them.")
    assert "more: " not in _errors(20)


def test_framework_data_still_to_verify_is_told_to_the_council_only() -> None:
    found = project(item("a"))
    unverified = sum(problem.rule == "to-verify" for problem in check_project(found))
    assert facts(packed(found))["Framework data to verify"].startswith(f"{unverified} entries; ")
    assert "Framework data to verify" not in facts(packed(found, "cqc"))
