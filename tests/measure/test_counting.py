"""Which items count for a cell, and which do not."""

from __future__ import annotations

from datetime import date

import pytest

from cqc_evidence.model.evidence import Item
from tests.measure.build import AS_AT, PLACE, TODAY, cell, framework, item, measured, sub_of, tag


def _left_out(*items: Item, **keys: object) -> dict[str, str]:
    return {left.item: left.because for left in measured(*items, **keys).left_out}


def test_an_item_counts_where_a_tag_says_that_it_supports() -> None:
    assert cell(item("voice")).evidence == ("voice",)
    assert cell(item("voice")).state == "covered"


@pytest.mark.parametrize("stance", ["challenges", "context"])
def test_a_tag_that_does_not_support_puts_nothing_into_the_cell(stance: str) -> None:
    found = cell(item("voice", tag(stance=stance)))
    assert found.evidence == ()
    assert found.state == "missing"


def test_an_item_counts_only_in_the_cell_it_is_tagged_to() -> None:
    coverage = measured(item("voice"))
    assert [(one.statement, one.category) for one in coverage.cells if one.evidence] == [PLACE]


def test_an_item_with_two_tags_of_one_cell_counts_once() -> None:
    found = cell(item("voice", tag(says="One."), tag(says="Two.")))
    assert found.evidence == ("voice",)
    assert found.independent == 1


def test_a_tag_without_a_category_counts_where_its_kind_usually_does() -> None:
    found = measured(item("huddle", tag(category=""), kind="huddle", voice="staff"))
    assert found.cell("learning", "staff-and-leaders").evidence == ("huddle",)


@pytest.mark.parametrize(
    ("kind", "category"), [("no-such-kind", ""), ("interview", "no-such-category"), ("interview", "outcomes")]
)
def test_a_tag_to_a_category_that_nobody_expects_counts_in_no_cell(kind: str, category: str) -> None:
    assert not [one for one in measured(item("voice", tag(category=category), kind=kind)).cells if one.evidence]


def test_a_tag_to_a_statement_that_nobody_knows_counts_nowhere_and_its_neighbour_does() -> None:
    found = measured(item("voice", tag("no-such-statement"), tag()))
    assert found.cell(*PLACE).state == "covered"
    assert {one.statement for one in found.cells} == {one.id for one in framework().statements}


@pytest.mark.parametrize(("status", "counts"), [
    ("accepted", True), ("proposed", True), ("changes-wanted", True), ("rejected", False), ("withdrawn", False),
])  # fmt: skip
def test_a_rejected_or_withdrawn_item_does_not_count(status: str, *, counts: bool) -> None:
    assert bool(cell(item("voice", status=status)).evidence) is counts
    assert _left_out(item("voice", status=status)) == ({} if counts else {"voice": f"it is {status}"})


def test_a_superseded_item_gives_way_to_the_newer_one() -> None:
    old, new = item("old"), item("new", supersedes=["old"])
    assert cell(old, new).evidence == ("new",)
    assert _left_out(old, new) == {"old": "a newer item supersedes it"}


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_what_is_rejected_or_withdrawn_supersedes_nothing(status: str) -> None:
    assert cell(item("old"), item("new", supersedes=["old"], status=status)).evidence == ("old",)


def test_what_comes_after_the_date_of_the_pack_supersedes_nothing_yet() -> None:
    assert cell(item("old"), item("new", supersedes=["old"], date="2021-06")).evidence == ("old",)


@pytest.mark.parametrize("permission", [{"basis": "withdrawn"}, {"basis": "given", "until": "2021-06-14"}])
def test_an_older_telling_stays_away_when_permission_for_the_newer_one_ends(permission: dict[str, str]) -> None:
    assert cell(item("old"), item("new", supersedes=["old"], permission=permission)).state == "missing"


def test_an_item_cannot_supersede_itself() -> None:
    assert cell(item("voice", supersedes=["voice"])).evidence == ("voice",)


def test_withdrawn_permission_takes_an_item_out() -> None:
    found = item("voice", permission={"basis": "withdrawn"})
    assert cell(found).state == "missing"
    assert _left_out(found) == {"voice": "permission to use it was withdrawn"}


@pytest.mark.parametrize(("until", "counts"), [("2021-06-14", False), ("2021-06-15", True), ("2021-06-16", True)])
def test_permission_ends_after_its_last_day_as_today_has_it(until: str, *, counts: bool) -> None:
    found = item("voice", permission={"basis": "given", "until": until})
    assert bool(cell(found, today=TODAY).evidence) is counts
    if not counts:
        assert _left_out(found) == {"voice": "permission to use it ended on 14 June 2021"}


def test_permission_is_judged_by_today_and_not_by_the_date_of_the_pack() -> None:
    found = item("voice", permission={"basis": "given", "until": "2021-05-31"})
    assert not cell(found, as_at=AS_AT, today=TODAY).evidence
    assert cell(found, as_at=AS_AT, today=date(2021, 5, 31)).evidence


def test_an_item_that_may_not_be_used_internally_does_not_count() -> None:
    found = item("voice", permission={"basis": "given", "scope": ["cqc", "public"]})
    assert cell(found).state == "missing"
    assert _left_out(found) == {"voice": "permission does not cover internal use"}


@pytest.mark.parametrize("scope", [["internal"], ["internal", "cqc"]])
def test_coverage_is_measured_on_the_internal_set(scope: list[str]) -> None:
    assert cell(item("voice", permission={"basis": "given", "scope": scope}, sensitivity="personal")).state == "covered"


@pytest.mark.parametrize(("when", "counts"), [
    ("2021-05-31", True), ("2021-05", True), ("2021-05-31/2021-07-31", True), ("unknown", True),
    ("2021-06-01", False), ("2021-06", False), ("2022", False),
])  # fmt: skip
def test_a_period_that_begins_after_the_date_of_the_pack_does_not_count(when: str, *, counts: bool) -> None:
    assert bool(cell(item("voice", date=when)).evidence) is counts
    assert _left_out(item("voice", date=when)) == ({} if counts else {"voice": "its period begins after 31 May 2021"})


def test_of_two_items_with_one_id_the_first_file_counts_and_the_other_is_named() -> None:
    first = item("voice", location={"file": "evidence/a.md"}, date="2021-03")
    other = item("voice", location={"file": "evidence/b.md"}, date="2019-03")
    assert cell(other, first).state == "covered"
    assert _left_out(other, first) == {"voice": "another item has the same id"}


# Stories


def test_a_story_told_by_staff_does_not_count_as_peoples_experience() -> None:
    assert cell(item("story", kind="story-of-difference", voice="staff")).state == "missing"


@pytest.mark.parametrize("voice", ["person", "carer", "family"])
def test_a_story_counts_as_peoples_experience_in_their_own_words(voice: str) -> None:
    assert cell(item("story", kind="story-of-difference", voice=voice, verbatim=True)).evidence == ("story",)
    assert cell(item("story", kind="story-of-difference", voice=voice, verbatim=False)).evidence == ()


def test_the_own_words_of_staff_are_not_the_persons() -> None:
    assert cell(item("story", kind="story-of-difference", voice="staff", verbatim=True)).state == "missing"


def test_a_story_told_by_staff_counts_as_their_own_feedback() -> None:
    found = item("story", tag(category="staff-and-leaders"), kind="story-of-difference", voice="staff")
    assert cell(found, place=("learning", "staff-and-leaders")).evidence == ("story",)


def test_a_story_told_by_staff_that_challenges_is_not_hidden() -> None:
    found = cell(item("story", tag(stance="challenges"), kind="story-of-difference", voice="staff"))
    assert found.challenged_by == ("story",)
    assert found.says == "concerns"


def test_a_story_told_by_staff_still_speaks_to_an_i_statement_though_not_in_own_words() -> None:
    told = item(
        "story", tag("assessing-needs", i_statements=["coordinated"]), kind="story-of-difference", voice="staff"
    )
    found = sub_of(measured(told).i_statements, "assessing-needs", "coordinated")
    assert (found.state, found.evidence) == ("reported", ("story",))
