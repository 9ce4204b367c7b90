"""Gaps: their ids, their risk with its reason, their order, and what was decided about them."""

from __future__ import annotations

import pytest

from cqc_evidence.model.coverage import Gap
from cqc_evidence.model.framework import Fact, Framework, RiskTable
from tests.measure.build import expecting, framework, gap_of, item, measured, tag, with_expectations

PEOPLE = "gap-learning-people"


def _gap(name: str, *items: object, **keys: object) -> Gap:
    found = gap_of(measured(*items, **keys), name)  # type: ignore[arg-type]
    assert found is not None
    return found


def _without_duties(of: Framework | None = None) -> Framework:
    of = of or framework()
    statements = tuple(one.model_copy(update={"duty": Fact()}) for one in of.statements)
    return of.model_copy(update={"quality": of.quality.model_copy(update={"statements": statements})})


def _risks(of: Framework, **changes: object) -> Framework:
    table = of.expectations.risk.model_copy(update=changes)
    return with_expectations(of, risk=RiskTable.model_validate(table.model_dump()))


def test_the_ids_are_those_of_the_formats() -> None:
    found = {gap.id: gap for gap in measured().gaps}
    for name, about, subject in (
        ("gap-equity-partners", "cell", ""),
        ("gap-assessing-needs-rule-no-hand-offs", "rule", "no-hand-offs"),
        ("gap-assessing-needs-i-coordinated", "i_statement", "coordinated"),
        ("gap-assessing-needs-topic-timely", "topic", "timely"),
        ("gap-safe-systems-lens-transitions", "lens", "transitions"),
    ):
        assert (found[name].about, found[name].subject) == (about, subject)
    assert len(found) == len(measured().gaps)


def test_everything_without_evidence_is_a_gap_once() -> None:
    coverage, quality = measured(), framework().quality
    marked = [one for one in framework().mapping.pairs if one.basis == "marked"]
    facts = sum(len(one.i_statements) + len(one.topics) for one in quality.statements)
    lenses = sum(len(one.statements) for one in framework().expectations.lenses)
    assert len(coverage.gaps) == 36 + len(marked) + facts + lenses


def test_a_covered_cell_is_no_gap_and_any_other_is() -> None:
    assert gap_of(measured(item("one")), PEOPLE) is None
    for keys, state in (
        ({"date": "2019"}, "stale"),
        ({"status": "proposed"}, "unreviewed"),
        ({"voice": "staff"}, "thin"),
    ):
        assert _gap(PEOPLE, item("one", **keys)).state == state


def test_a_gap_tells_all_reasons_and_what_would_close_it() -> None:
    coverage = measured(item("one", date="2019", voice="staff"))
    found, cell = gap_of(coverage, PEOPLE), coverage.cell("learning", "people")
    assert found is not None
    assert found.because == "; ".join(cell.reasons)
    assert "; no one who draws on care and support is heard" in found.because
    assert found.help == cell.help
    assert found.title == "Learning, improvement and innovation: people's experience"


# Risk


@pytest.mark.parametrize(("keys", "required", "expected"), [
    (None, "high", "medium"), ({"date": "2019"}, "medium", "low"), ({"voice": "staff"}, "medium", "low"), ({"status": "proposed"}, "low", "low"),
])  # fmt: skip
def test_risk_follows_state_and_level(keys: dict[str, object] | None, required: str, expected: str) -> None:
    items = [item("one", **keys)] if keys else []
    found = _gap(PEOPLE, *items, framework=_without_duties())
    assert (found.risk, found.risk_because) == (required, f"required, {found.state}")
    found = _gap(PEOPLE, *items, framework=_without_duties(expecting("learning", "people", level="expected")))
    assert (found.risk, found.risk_because) == (expected, f"expected, {found.state}")


def test_a_statutory_duty_raises_the_risk_by_one_step_and_is_named() -> None:
    found = _gap("gap-assessing-needs-partners")
    assert found.risk == "high"
    assert found.risk_because.startswith("expected, missing; statutory duty (Care Act 2014")
    assert _gap("gap-assessing-needs-partners", framework=_without_duties()).risk == "medium"


def test_a_local_risk_raises_the_risk_by_one_step_and_is_named() -> None:
    local = {"local_risks": [{"statement": "learning", "reason": "two reviews say so"}]}
    found = _gap(PEOPLE, item("one", date="2019"), settings=local)
    assert (found.risk, found.risk_because) == ("high", "required, stale; local risk: two reviews say so")


def test_duty_and_local_risk_together_raise_by_one_step() -> None:
    local = {"local_risks": [{"statement": "assessing-needs", "reason": "waits"}]}
    partner = item("one", tag("assessing-needs", "partners"), voice="partner", date="2018")
    found = _gap("gap-assessing-needs-partners", partner, settings=local)
    assert found.risk == "medium"
    assert found.risk_because.endswith("; local risk: waits")


def test_what_raises_is_decided_by_the_framework() -> None:
    local = {"local_risks": [{"statement": "assessing-needs", "reason": "waits"}]}
    found = _gap("gap-assessing-needs-partners", settings=local, framework=_risks(framework(), raised_by=()))
    assert (found.risk, found.risk_because) == ("medium", "expected, missing")


def test_a_state_that_the_risk_table_leaves_out_weighs_as_heavy() -> None:
    found = _gap(PEOPLE, framework=_risks(framework(), required={"stale": "low"}))
    assert found.risk == "high"


@pytest.mark.parametrize(("name", "key"), [
    ("gap-assessing-needs-rule-no-hand-offs", "rule"), ("gap-assessing-needs-i-coordinated", "i_statement"),
    ("gap-assessing-needs-topic-timely", "topic"), ("gap-assessing-needs-lens-unpaid-carers", "lens"),
])  # fmt: skip
def test_other_gaps_weigh_what_the_framework_says(name: str, key: str) -> None:
    for risk in ("high", "low"):
        found = _gap(name, framework=_risks(framework(), **{key: risk}))
        assert found.risk == risk
        assert found.risk_because


def test_a_lens_without_a_reason_of_its_own_has_one_all_the_same() -> None:
    lenses = tuple(one.model_copy(update={"because": ""}) for one in framework().expectations.lenses)
    assert (
        _gap("gap-equity-lens-equity", framework=with_expectations(lenses=lenses)).risk_because
        == "the framework looks for it here"
    )


# Order


def test_gaps_stand_in_the_order_of_risk_then_required_before_expected() -> None:
    found = measured().gaps
    assert [gap.risk for gap in found] == sorted((gap.risk for gap in found), key=["high", "medium", "low"].index)
    high = [gap for gap in found if gap.risk == "high" and gap.about == "cell"]
    levels = {(one.statement, one.category): one.level for one in framework().expectations.cells}
    order = [levels[gap.statement, gap.category] for gap in high]
    assert order == sorted(order, reverse=True)
    assert set(order) == {"required", "expected"}


def _high_required(**keys: object) -> list[str]:
    gaps = measured(**keys).gaps  # type: ignore[arg-type]
    levels = {(one.statement, one.category): one.level for one in framework().expectations.cells}
    found = [
        gap.statement for gap in gaps if gap.risk == "high" and levels.get((gap.statement, gap.category)) == "required"
    ]
    return list(dict.fromkeys(found))


def test_the_share_of_councils_that_fall_short_breaks_ties() -> None:
    percent = {one.id: one.shortfall_percent for one in framework().statements}
    found = _high_required(framework=_without_duties())
    assert found == sorted(
        percent, key=lambda name: (-percent[name], [one.id for one in framework().statements].index(name))
    )


def test_a_duty_and_a_local_risk_come_first_even_where_the_risk_cannot_rise() -> None:
    duties = {one.id for one in framework().statements if one.duty.text}
    assert duties < set(_high_required())
    assert set(_high_required()[: len(duties)]) == duties
    assert (
        _high_required(settings={"local_risks": [{"statement": "partnerships", "reason": "new board"}]})[0]
        == "partnerships"
    )


def test_within_a_statement_cells_stand_in_the_order_of_the_categories() -> None:
    found = [gap.category for gap in measured().gaps if gap.statement == "safeguarding" and gap.about == "cell"]
    assert found == ["people", "staff-and-leaders", "partners", "processes"]


# Decisions


def _accepting(gap: str, *until: str) -> dict[str, object]:
    return {
        "accepted_gaps": [{"gap": gap, "reason": f"Asked for, {day}", "who": "Director", "until": day} for day in until]
    }


@pytest.mark.parametrize(("until", "in_force"), [("2021-06-14", False), ("2021-06-15", True)])
def test_an_accepted_gap_keeps_its_state_and_shows_the_acceptance_until_its_day(until: str, *, in_force: bool) -> None:
    found = _gap(PEOPLE, decisions=_accepting(PEOPLE, until))
    assert (found.state, found.risk) == ("missing", "high")
    assert (found.accepted is not None) is in_force
    if found.accepted:
        assert (found.accepted.who, found.accepted.reason) == ("Director", f"Asked for, {until}")


def test_an_ended_acceptance_does_not_speak_over_one_in_force() -> None:
    found = _gap(PEOPLE, decisions=_accepting(PEOPLE, "2021-12-31", "2021-01-01"))
    assert found.accepted is not None
    assert found.accepted.until.year == 2021
    assert found.accepted.until.month == 12


def test_accepting_one_gap_accepts_no_other() -> None:
    coverage = measured(decisions=_accepting(PEOPLE, "2021-12-31"))
    assert [gap.id for gap in coverage.gaps if gap.accepted] == [PEOPLE]


def test_a_gap_names_the_area_for_improvement_that_answers_it() -> None:
    improvements = [
        {"id": "imp-one", "gap": PEOPLE, "action": "Ask"},
        {"id": "imp-two", "gap": "gap-learning-partners", "action": "Ask"},
    ]
    assert _gap(PEOPLE, improvements=improvements).action == "imp-one"
    assert _gap("gap-equity-people", improvements=improvements).action is None


def test_gaps_of_one_statement_and_sort_can_be_asked_for() -> None:
    coverage = measured()
    assert {gap.about for gap in coverage.gaps_of("equity", "cell")} == {"cell"}
    assert [gap.category for gap in coverage.gaps_of("equity", "cell")] == [
        "people",
        "staff-and-leaders",
        "partners",
        "processes",
    ]


def test_the_coverage_names_its_date_framework_and_rules() -> None:
    found = measured(settings={"rules": "medway-2018"})
    assert (str(found.as_at), found.framework, found.rule_set) == ("2021-05-31", "cqc-la-2025", "medway-2018")
