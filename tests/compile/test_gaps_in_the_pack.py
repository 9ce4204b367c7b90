"""Gaps stand in the place where the evidence would stand, in the internal edition only."""

from __future__ import annotations

import pytest

from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import GapBlock, Heading, Link, Pack
from tests.compile.packs import example_pack, gap_blocks, medway, packed, parts, section, words
from tests.measure.build import framework, item, project, tag, with_expectations

PEOPLE = "gap-learning-people"


def _block(pack: Pack, name: str) -> GapBlock:
    (found,) = (one for one in gap_blocks(pack.sections) if one.id == name)
    return found


@pytest.mark.parametrize(
    "pack", [example_pack(), packed(medway()), packed(project())], ids=["harrow", "medway", "empty"]
)
def test_every_gap_is_marked_once_and_in_its_own_statement(pack: Pack) -> None:
    marked = {block.id: one.id for one in pack.sections for block in gap_blocks(one)}
    assert marked == {gap.id: f"statement-{gap.statement}" for gap in pack.coverage.gaps}
    assert len(gap_blocks(pack.sections)) == len(marked)


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_no_gap_is_marked_outside_the_internal_edition(edition: Edition) -> None:
    pack = example_pack(edition)
    assert gap_blocks(pack.sections) == []
    assert not [one for one in parts(pack.sections) if isinstance(one, Link) and one.href.startswith("#gap-")]
    assert "gap-" not in words(pack.sections)
    assert pack.coverage.gaps == ()


def test_a_gap_stands_under_the_heading_of_its_category() -> None:
    headings: dict[str, str] = {}
    last = ""
    for one in section(example_pack(), "statement-safeguarding").blocks:
        if isinstance(one, Heading):
            last = one.text
        if isinstance(one, GapBlock):
            headings[one.id.removeprefix("gap-safeguarding-")] = last
    assert headings["people"] == "What people tell us"
    assert headings["processes"] == "What we do and the difference it makes"
    assert headings["staff-and-leaders"] == headings["partners"] == "What staff and partners say"
    assert {headings[name] for name in headings if name.startswith(("lens", "topic"))} == {
        "What the evidence is silent about"
    }


def test_a_gap_of_a_category_of_the_councils_own_is_marked_too() -> None:
    cells = framework().expectations.cells
    own = cells[0].model_copy(update={"category": "outcomes"})
    pack = packed(project(framework=with_expectations(cells=(*cells, own))))
    assert _block(pack, "gap-assessing-needs-outcomes").state == "missing"


def test_a_gap_says_its_state_risk_and_reasons_in_sentences() -> None:
    found = _block(packed(project(item("one", date="2019", voice="staff"))), PEOPLE)
    assert (found.state, found.state_word, found.risk) == ("stale", "STALE, thin", "medium")
    assert found.because == (
        "Nothing is from the last 12 months: the newest item ends on 31 December 2019; no one who draws on care and support is heard."
    )
    assert found.help.startswith("One example")
    assert found.help.endswith(".")
    assert (found.owner, found.accepted, found.compact) == ("", "", False)


def test_smaller_gaps_are_single_lines() -> None:
    for block in gap_blocks(example_pack().sections):
        small = any(f"-{about}-" in block.id for about in ("rule", "i", "topic", "lens"))
        assert block.compact is small


def test_a_reported_i_statement_is_a_gap_of_that_name() -> None:
    pack = packed(project(item("one", tag("assessing-needs", i_statements=["coordinated"]))))
    assert _block(pack, "gap-assessing-needs-i-coordinated").state_word == "REPORTED"
    assert _block(pack, "gap-care-provision-i-coordinated").state_word == "MISSING"


@pytest.mark.parametrize(("keys", "owner"), [
    ({"owner": "Head of Service", "due": "2021-09"}, "Head of Service, due 2021-09: Ask people"),
    ({}, "owner not set, due date not set: Ask people"),
])  # fmt: skip
def test_a_gap_names_who_answers_for_it_and_by_when(keys: dict[str, str], owner: str) -> None:
    improvement = {"id": "imp-one", "gap": PEOPLE, "action": "Ask people", **keys}
    other = {"id": "imp-zero", "gap": "gap-learning-partners", "action": "Ask partners"}
    assert _block(packed(project(improvements=[other, improvement])), PEOPLE).owner == owner


@pytest.mark.parametrize(
    ("due", "owner"), [("2021-07-31", "asked of Project lead, due 2021-07-31"), (None, "asked of Project lead")]
)
def test_a_gap_tells_whom_the_evidence_was_asked_of(due: str | None, owner: str) -> None:
    requests = [{"who": "Nobody", "gap": "gap-equity-people"}, {"who": "Project lead", "gap": PEOPLE, "due": due}]
    assert _block(packed(project(requests=requests)), PEOPLE).owner == owner


def test_an_accepted_gap_is_still_marked_and_says_who_lives_with_it() -> None:
    accepted = {
        "accepted_gaps": [{"gap": PEOPLE, "reason": "Interviews in July", "who": "Director", "until": "2021-12-31"}]
    }
    pack = packed(project(decisions=accepted))
    assert _block(pack, PEOPLE).accepted == "Director, until 31 December 2021: Interviews in July"
    assert _block(pack, PEOPLE).state_word == "MISSING"


def test_the_grid_leads_from_each_open_cell_to_its_gap() -> None:
    links = {one.href for one in parts(section(example_pack(), "grid")) if isinstance(one, Link)}
    coverage = example_pack().coverage
    wanted = {f"#gap-{cell.statement}-{cell.category}" for cell in coverage.cells if cell.state != "covered"}
    assert {one for one in links if one.startswith("#gap-")} == wanted


def test_the_heaviest_gap_of_each_statement_is_listed_with_the_number_of_all() -> None:
    told = words(example_pack().sections)
    high = [gap for gap in example_pack().coverage.gaps if gap.risk == "high"]
    headings = [one.text for one in parts(example_pack().sections) if isinstance(one, Heading)]
    assert f"The heaviest gap of each statement ({len(high)} gaps have high risk)" in headings
    first = {gap.statement: gap for gap in reversed(high)}
    assert "safeguarding" in first
    assert all(f"{gap.title}: {gap.because}." in told for gap in first.values())


def test_a_project_without_heavy_gaps_lists_none() -> None:
    risk = framework().expectations.risk.model_copy(
        update={
            "required": dict.fromkeys(framework().expectations.risk.required, "low"),
            "expected": {},
            "raised_by": (),
        }
    )
    pack = packed(project(framework=with_expectations(risk=risk, cells=framework().expectations.cells[:2])))
    assert not [one for one in parts(pack.sections) if isinstance(one, Heading) and "heaviest" in one.text]
