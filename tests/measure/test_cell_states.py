"""The state of a cell with every reason, and what its evidence says."""

from __future__ import annotations

import pytest

from tests.measure.build import PLACE, cell, expecting, framework, item, measured, tag, with_expectations

STAFF = ("assessing-needs", "staff-and-leaders")
"""Two items of twelve months, staff and leaders."""


def test_a_cell_without_evidence_is_missing() -> None:
    found = cell()
    assert (found.state, found.reasons, found.faults) == ("missing", ("no item is tagged here",), ("missing",))
    assert (found.says, found.independent, found.wanted) == ("nothing", 0, 1)


def test_a_cell_with_challenges_only_is_missing_and_says_so() -> None:
    one, two = item("one", tag(stance="challenges")), item("two", tag(stance="challenges"))
    assert cell(one).reasons == ("no item supports it; 1 item here challenges it",)
    assert cell(one, two).reasons == ("no item supports it; 2 items here challenge it",)


def test_a_cell_with_nothing_fresh_is_stale_and_tells_of_the_newest() -> None:
    found = cell(item("older", date="2019"), item("newer", date="2020-04"))
    assert (found.state, found.independent) == ("stale", 0)
    assert found.reasons == ("nothing is from the last 12 months: the newest item ends on 30 April 2020",)


def test_a_cell_with_unknown_dates_only_is_stale() -> None:
    assert cell(item("undated", date="unknown")).reasons == ("no item has a known date",)


def test_an_unknown_date_beside_a_stale_one_is_told() -> None:
    found = cell(item("undated", date="unknown"), item("older", date="2019"))
    assert found.reasons == (
        "nothing is from the last 12 months: the newest item ends on 31 December 2019; 1 of unknown date",
    )


def test_a_stale_cell_tells_also_that_it_is_thin_and_who_is_not_heard() -> None:
    found = cell(item("old", tag(*STAFF), date="2019", voice="staff"), place=STAFF)
    assert found.state == "stale"
    assert found.faults == ("stale", "thin")
    assert found.reasons[1:] == ("1 of 2 independent items", "no leader is heard")


def test_a_stale_cell_tells_also_that_nobody_has_accepted_what_is_there() -> None:
    found = cell(item("old", date="2019", status="proposed"))
    assert found.faults == ("stale", "unreviewed")
    assert found.reasons[1] == "there are enough only with 1 item not yet accepted"


def test_a_passed_review_date_makes_an_item_stale_and_the_reason_is_true() -> None:
    found = cell(item("fresh", date="2021-03", review_by="2021-05-30"))
    assert found.state == "stale"
    assert found.reasons == (
        "the newest item ends on 31 March 2021, but its review date or the next publication has passed; 1 past the review date",
    )


def test_an_item_of_unknown_date_past_its_review_date_has_both_reasons() -> None:
    assert cell(item("undated", date="unknown", review_by="2020-01-01")).reasons == (
        "no item has a known date; 1 past the review date",
    )


def test_a_review_date_on_the_day_of_the_pack_has_not_passed() -> None:
    assert "past the review date" not in cell(item("old", date="2019", review_by="2021-05-31")).reasons[0]


def test_fewer_items_than_wanted_are_thin_by_number() -> None:
    place = ("healthier-lives", "staff-and-leaders")
    found = cell(item("one", tag(*place), voice="staff"), place=place)
    assert (found.state, found.reasons) == ("thin", ("1 of 2 fresh and independent items",))
    assert found.independent == 1


def test_a_thin_cell_tells_how_much_is_no_longer_fresh() -> None:
    place = ("healthier-lives", "staff-and-leaders")
    found = cell(
        item("one", tag(*place), voice="staff"), item("old", tag(*place), voice="staff", date="2019"), place=place
    )
    assert found.reasons == ("1 of 2 fresh and independent items (1 item no longer fresh)",)
    assert found.evidence == ("one", "old")


def test_items_of_one_source_are_thin_by_number() -> None:
    place = ("healthier-lives", "staff-and-leaders")
    pair = [item(name, tag(*place), voice="staff", source={"citation": "One meeting"}) for name in ("one", "two")]
    assert cell(*pair, place=place).reasons == ("1 of 2 fresh and independent items",)


def test_an_absent_voice_is_thin_and_named() -> None:
    pair = [item(name, tag(*STAFF), voice="staff") for name in ("one", "two")]
    found = cell(*pair, place=STAFF)
    assert (found.state, found.reasons) == ("thin", ("no leader is heard",))


def test_a_voice_heard_only_long_ago_is_told_apart_from_one_never_heard() -> None:
    pair = [item(name, tag(*STAFF), voice="staff") for name in ("one", "two")]
    found = cell(*pair, item("then", tag(*STAFF), voice="leader", date="2018"), place=STAFF)
    assert found.reasons == ("no leader is heard in what is fresh",)


@pytest.mark.parametrize(("voice", "words"), [
    ("person", "no one who draws on care and support is heard"), ("carer", "no unpaid carer is heard"), ("family", "no family is heard"),
    ("staff", "no member of staff is heard"), ("leader", "no leader is heard"), ("partner", "no partner organisation is heard"),
    ("provider", "no care provider is heard"), ("organisation", "nothing comes from the council's own records"),
])  # fmt: skip
def test_every_voice_has_its_words(voice: str, words: str) -> None:
    other = "staff" if voice != "staff" else "leader"
    assert cell(item("one", voice=other), framework=expecting(*PLACE, voices=(voice,))).reasons == (words,)


def test_each_wanted_voice_must_be_heard() -> None:
    pair = [item("one", tag(*STAFF), voice="staff"), item("two", tag(*STAFF), voice="leader")]
    assert cell(*pair, place=STAFF).state == "covered"


def test_policies_alone_are_thin() -> None:
    place = ("partnerships", "processes")
    policy = item("policy", tag(*place), kind="process-document", voice="organisation")
    found = cell(policy, place=place)
    assert (found.state, found.reasons) == (
        "thin",
        ("only documents that say what should happen, nothing that shows what did",),
    )
    record = item("record", tag(*place), kind="metric", voice="organisation")
    assert cell(policy, record, place=place).state == "covered"


def test_an_item_of_a_kind_nobody_knows_is_no_policy() -> None:
    assert cell(item("one", kind="no-such-kind")).state == "covered"


def test_all_reasons_of_a_thin_cell_are_shown() -> None:
    found = cell(item("one", tag(*STAFF), kind="process-document", voice="organisation"), place=STAFF)
    assert len(found.reasons) == 4
    assert found.faults == ("thin",)


@pytest.mark.parametrize("status", ["proposed", "changes-wanted"])
def test_enough_only_with_items_that_nobody_has_accepted_is_unreviewed(status: str) -> None:
    found = cell(item("one", status=status))
    assert (found.state, found.reasons) == ("unreviewed", ("there are enough only with 1 item not yet accepted",))


def test_enough_accepted_items_are_covered_whatever_waits_beside_them() -> None:
    found = cell(item("one"), item("two", status="proposed"))
    assert (found.state, found.reasons) == ("covered", ("1 independent, fresh and accepted; 1 wanted",))
    assert found.independent == 2


def test_a_voice_heard_only_in_an_item_nobody_has_accepted_is_unreviewed() -> None:
    items = [item("one", tag(*STAFF), voice="staff"), item("two", tag(*STAFF), voice="staff")]
    waiting = item("three", tag(*STAFF), voice="leader", status="proposed")
    assert cell(*items, waiting, place=STAFF).state == "unreviewed"


def test_evidence_is_listed_newest_first_with_unknown_dates_last() -> None:
    items = [
        item("b", date="2021-01"),
        item("a", date="2021-01"),
        item("undated", date="unknown"),
        item("new", date="2021-05"),
    ]
    assert cell(*items).evidence == ("new", "a", "b", "undated")


# What it says


def test_support_and_challenge_together_are_mixed_and_the_state_stays() -> None:
    found = cell(item("good"), item("bad", tag(stance="challenges")))
    assert (found.says, found.state, found.challenged_by) == ("mixed", "covered", ("bad",))


def test_support_alone_supports_and_challenge_alone_concerns() -> None:
    assert cell(item("good")).says == "supports"
    assert cell(item("bad", tag(stance="challenges"))).says == "concerns"
    assert cell(item("aside", tag(stance="context"))).says == "nothing"


def _answer(**action: object) -> object:
    return item("answer", tag("equity"), actions=[{"action": "Two people join", "from": ["bad"], **action}])


def test_a_challenge_is_answered_by_an_action_that_was_done() -> None:
    found = cell(item("bad", tag(stance="challenges")), _answer(done="2021-04"))  # type: ignore[arg-type]
    assert [(one.item, one.answered_by) for one in found.challenges] == [("bad", ("answer",))]


@pytest.mark.parametrize("action", [{}, {"done": "unknown"}, {"done": "2021-06"}])
def test_a_challenge_is_not_answered_by_what_is_not_done_by_the_date_of_the_pack(action: dict[str, str]) -> None:
    found = cell(item("bad", tag(stance="challenges")), _answer(**action))  # type: ignore[arg-type]
    assert [one.answered_by for one in found.challenges] == [()]


def test_two_actions_of_one_item_answer_a_challenge_once() -> None:
    twice = [{"action": name, "from": ["bad"], "done": "2021-04"} for name in ("One", "Two")]
    found = cell(item("bad", tag(stance="challenges")), item("answer", tag("equity"), actions=twice))
    assert found.challenges[0].answered_by == ("answer",)


# The grid


def test_the_grid_stands_in_the_order_of_the_framework() -> None:
    places = [(found.statement, found.category) for found in measured().cells]
    order = [one.id for one in framework().statements]
    columns = [one.id for one in framework().used_categories]
    assert places == [(statement, category) for statement in order for category in columns]


def test_a_cell_says_what_would_close_it_even_where_the_mapping_is_silent() -> None:
    assert cell().help == next(one.help for one in framework().mapping.closes if (one.statement, one.category) == PLACE)
    silent = framework().model_copy(update={"mapping": framework().mapping.model_copy(update={"closes": ()})})
    assert cell(framework=silent).help == "1 independent item from the last 12 months"


def test_an_expectation_that_the_framework_cannot_place_is_left_alone() -> None:
    strange = [
        framework().expectations.cells[0].model_copy(update=change)
        for change in ({"statement": "nowhere"}, {"category": "nowhere"})
    ]
    expectations = (*framework().expectations.cells, *strange)
    assert len(measured(framework=with_expectations(cells=expectations)).cells) == 36


def test_a_cell_that_is_expected_twice_is_measured_once_by_the_first() -> None:
    second = framework().expectations.cells[0].model_copy(update={"items": 9})
    found = measured(framework=with_expectations(cells=(*framework().expectations.cells, second)))
    assert len(found.cells) == 36
    assert found.cells[0].wanted == 3


def test_asking_for_a_cell_that_is_not_expected_says_which() -> None:
    with pytest.raises(KeyError, match="outcomes"):
        measured().cell("equity", "outcomes")
