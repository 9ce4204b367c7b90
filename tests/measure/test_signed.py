"""Sign-offs as a signer meets them: what lapses one, what is only told, whose turn it is, and who may not sign."""

from __future__ import annotations

from datetime import date

import pytest

from cqc_evidence.measure import signed_parts
from cqc_evidence.measure.signed import (
    all_signed,
    chain_of,
    may_accept,
    may_sign,
    next_role,
    parts_of,
    parts_of_item,
    parts_of_statement,
    signed,
)
from cqc_evidence.model.data import DataFile
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.project import Project, SignOff
from tests.measure.build import item, narrative, project, tag

CLAIMS = """
## Claims

- {#learning-1} Staff met 31 times [@one, p. 4]. So what: 9 of them tried new ways.
- Nobody knows why [@gone].

## What we cannot show

Whether people noticed [@two].

## What we cannot show

Much.
"""
FIGURE = {"id": "share", "label": "People who came back", "value": 25, "unit": "percent", "comparator": "33 before"}
ACTION = {"action": "Mend it", "done": "2021-04", "reported_back": {"to": "staff", "date": "2021-05"}}
ONE = item(
    "one", tag("learning", says="They met.", rules=["no-hand-offs", "stick-like-glue"]), figures=[FIGURE], body="It was 5.",
    actions=[ACTION, {"action": "Tell them", "reported_back": {"to": "people"}}, {"action": "Wait"}], submitted_by="Ann Lee",
)  # fmt: skip
TWO = item("two", tag("learning"))


def world(*items: Item, claims: str = CLAIMS, judgement: str = "We listen, and we act.", **keys: object) -> Project:
    """Return a project with one judged statement and its items."""
    told = narrative("learning", claims, judgement)
    return project(*(items or (ONE, TWO)), **{"narratives": (told,), **keys})  # type: ignore[arg-type]


def sign(of: Project, about: str, role: str, who: str, on: str = "2021-06-01") -> Project:
    """Return a project in which somebody has signed what stands there now."""
    now = parts_of(of, about)
    one = SignOff(
        about=about, role=role, who=who, on=date.fromisoformat(on), material=now.material, wording=now.wording
    )
    return of.model_copy(update={"sign_offs": (*of.sign_offs, one)})


def then(before: Project, after: Project, about: str = "learning") -> tuple[set[str], set[str]]:
    """Return what a sign-off of one position says when it is held against another: changed and reworded parts."""
    (one,) = signed(after.model_copy(update={"sign_offs": sign(before, about, chain_of(before, about)[0], "Bo").sign_offs}), about)  # fmt: skip
    assert one.holds is not one.changed or not one.changed
    return set(one.changed), set(one.reworded)


def test_the_parts_of_a_statement_have_names_that_can_be_shown() -> None:
    tables = (
        DataFile(file="evidence/data/aggregate-a.csv", table="aggregate", sha256="ab" * 32, size=1),
        DataFile(file="evidence/data/notes.csv", table="", sha256="cd" * 32, size=1),
    )
    metrics = project().framework.metrics.metrics
    behind = next(one.statements[0] for one in metrics if "aggregate" in one.tables)
    told = tuple(narrative(one.id, CLAIMS) for one in project().framework.statements)
    found = parts_of_statement(world(data=tables, narratives=told), behind)
    assert list(found.material) == [
        "judgement", "confidence", "claim learning-1", "claim without an id", "passage What we cannot show",
        "passage What we cannot show (2)", "item one", "item two", "table evidence/data/aggregate-a.csv",
    ]  # fmt: skip
    assert list(found.wording) == [
        "judgement's wording", "claim learning-1's wording", "claim without an id's wording",
        "passage What we cannot show's wording", "passage What we cannot show (2)'s wording",
    ]  # fmt: skip
    assert found.material["table evidence/data/aggregate-a.csv"] == "abababababab"
    assert all(len(mark) == 12 for mark in (*found.material.values(), *found.wording.values()))


def test_a_text_before_the_first_heading_has_a_name_too() -> None:
    assert "passage In our words" in parts_of(world(claims="We say this.\n"), "learning").material


def test_the_parts_of_an_item_have_names_that_can_be_shown() -> None:
    found = parts_of(world(), "one")
    assert list(found.material) == ["figures", "tags", "source", "what it is", "numbers in its text"]
    assert list(found.wording) == ["title", "text", "what it says"]


def test_what_is_not_there_has_no_parts_and_no_sign_offs() -> None:
    for asked in (parts_of, parts_of_statement, signed, next_role, chain_of):
        with pytest.raises(KeyError, match="nothing-here"):
            asked(world(), "nothing-here")


OTHERWISE: dict[str, object] = {
    "id": "other", "kind": "reflection", "title": "Else", "date": "2020", "voice": "staff", "source": {"citation": "Else"},
    "tags": [tag("equity")], "verbatim": True, "reported_by": "interviewer", "sites": ["north"], "lenses": ["equity"],
    "sensitivity": "personal", "permission": {"basis": "given", "until": "2030-01-01"}, "supersedes": ["x"], "derived_from": ["x"],
    "figures": [], "actions": [], "n": 4, "invited": 9, "method": "letter", "interviewer": "team", "body": "It was 6.",
    "owner": "Else", "submitted_by": "Else", "ir_refs": ["1"], "status": "rejected", "review_by": "2030-01-01",
    "next_due": "2030-01-01", "reviews": [{"verdict": "accepted", "who": "Bo", "on": "2021-06-01"}], "location": {"file": "else.md"},
}  # fmt: skip
"""Another value for each key of an item."""
SILENT = {"id", "owner", "submitted_by", "ir_refs", "status", "reviews", "review_by", "next_due", "location"}
"""Keys that say who answers for an item, how far it is and where it lies, and not what it says."""


@pytest.mark.parametrize("key", Item.model_fields)
def test_every_key_of_an_item_is_a_part_of_it_or_known_to_be_none(key: str) -> None:
    shape = ONE.model_dump(mode="json", by_alias=True)
    other = Item.model_validate({**shape, key: OTHERWISE[key]})
    assert (parts_of_item(other) == parts_of_item(ONE)) is (key in SILENT)


@pytest.mark.parametrize(
    ("keys", "changed", "reworded"),
    [
        ({"figures": [{**FIGURE, "value": 26}]}, {"figures"}, set()),
        ({"figures": [{**FIGURE, "comparator": "34 before"}]}, {"figures"}, set()),
        ({"figures": [{**FIGURE, "label": "people, who came back"}]}, set(), set()),
        ({"body": "It was 6."}, {"numbers in its text"}, {"text"}),
        ({"body": "It was five."}, {"numbers in its text"}, {"text"}),
        ({"body": "It was, 5!"}, set(), {"text"}),
        ({"title": "What one says"}, set(), {"title"}),
        ({"title": "What 1 says"}, {"numbers in its text"}, {"title"}),
        ({"source": {"citation": "paper about: one"}}, set(), set()),
        ({"source": {"citation": "Paper about one", "locator": "p. 1"}}, {"source"}, set()),
        ({"actions": [{**ACTION, "done": "2021-03"}, *ONE.model_dump(mode="json", by_alias=True)["actions"][1:]]}, {"what it is"}, set()),
        ({"actions": []}, {"what it is"}, {"what it says"}),
        ({"status": "withdrawn"}, set(), set()),
    ],
)  # fmt: skip
def test_an_item_lapses_for_what_it_shows_and_not_for_how_it_is_worded(
    keys: dict[str, object], changed: set[str], reworded: set[str]
) -> None:
    other = Item.model_validate({**ONE.model_dump(mode="json", by_alias=True), **keys})
    assert then(world(), world(other, TWO), "one") == (changed, reworded)


def test_the_order_in_which_figures_tags_and_rules_are_listed_lapses_nothing() -> None:
    tags = [tag("learning", rules=["a", "b"]), tag("equity")]
    figures = [{**FIGURE}, {**FIGURE, "id": "other", "value": 3}]
    before = item("one", *tags, figures=figures)
    after = item("one", tags[1], tag("learning", rules=["b", "a"]), figures=figures[::-1])
    assert parts_of_item(before).material == parts_of_item(after).material


@pytest.mark.parametrize(
    ("old", "new", "changed", "reworded"),
    [
        ("31 times", "32 times", {"claim learning-1"}, {"claim learning-1's wording"}),
        ("31 times", "31, times", set(), {"claim learning-1's wording"}),
        ("9 of them", "8 of them", {"claim learning-1"}, {"claim learning-1's wording"}),
        ("9 of them tried", "9 of the staff tried", set(), {"claim learning-1's wording"}),
        (" So what: 9 of them tried new ways.", "", {"claim learning-1"}, {"claim learning-1's wording"}),
        ("[@one, p. 4]", "[@one, p. 5]", {"claim learning-1"}, {"claim learning-1's wording"}),
        ("[@one, p. 4]", "[@one, p 4]", set(), {"claim learning-1's wording"}),
        ("[@one, p. 4]", "[@two]", {"claim learning-1", "item one"}, {"claim learning-1's wording"}),
        ("[@two]", "[@one]", {"passage What we cannot show", "item two"}, {"passage What we cannot show's wording"}),
        ("- Nobody knows why [@gone].\n", "", {"claim without an id"}, {"claim without an id's wording"}),
    ],
)
def test_a_statement_lapses_for_numbers_and_citations_and_not_for_wording(
    old: str, new: str, changed: set[str], reworded: set[str]
) -> None:
    assert old in CLAIMS
    assert then(world(), world(claims=CLAIMS.replace(old, new, 1))) == (changed, reworded)


@pytest.mark.parametrize(
    ("judgement", "lapses"),
    [
        ("We listen and we act", False),
        ("we  listen – and we act.", False),
        ("We listen, and we act [@one].", True),
        ("We listen, and we may act.", True),
        ("We hear, and we act.", True),
    ],
)
def test_a_judgement_lapses_for_its_words_and_not_for_a_comma(judgement: str, lapses: bool) -> None:  # noqa: FBT001  # a column of the table above
    changed, reworded = then(world(), world(judgement=judgement))
    assert ("judgement" in changed, reworded) == (lapses, {"judgement's wording"})


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("1.5 people", "15 people", False),
        ("pages 1-2", "pages 12", False),
        ("£5", "5", False),
        ("5%", "5", False),
        ("-5 points", "5 points", False),
        ("−5 points", "-5 points", True),
        ("1,200 people", "1200 people", True),
        ("between 5-10", "between 5 – 10", True),
        ("10.7 per cent", "10.7%", True),
        ("the team's 5", "the teams 5", True),
        ("in stages. 45 came", "in stages 45 came", True),
        ("in stages. 45 came", "in stages. 46 came", False),
        ("in week 12, 13 came", "in week 12 13 came", True),
        ("£2m", "£2 m", True),
        ("£2m", "£2bn", False),
        ("12weeks", "12 weeks", True),
        ("no number", "none", True),
    ],
)
def test_a_number_is_the_same_however_it_is_punctuated(before: str, after: str, same: bool) -> None:  # noqa: FBT001  # a column of the table above
    assert (signed_parts.numbers_of(before) == signed_parts.numbers_of(after)) is same


def test_confidence_a_changed_item_a_new_item_and_a_new_table_lapse_a_statement() -> None:
    metric = next(one for one in project().framework.metrics.metrics if "learning" in one.statements)
    table = DataFile(file="evidence/data/t.csv", table=metric.tables[0], sha256="ab" * 32, size=1)
    other = Item.model_validate({**ONE.model_dump(mode="json", by_alias=True), "figures": []})
    reworded = Item.model_validate({**ONE.model_dump(mode="json", by_alias=True), "title": "Other words"})
    strong = (narrative("learning", CLAIMS, "We listen, and we act.", "strong"),)
    assert then(world(), world(narratives=strong)) == ({"confidence"}, set())
    assert then(world(), world(other, TWO)) == ({"item one"}, set())
    assert then(world(), world(reworded, TWO)) == (set(), set())
    assert then(world(), world(ONE, TWO, item("gone"))) == ({"item gone"}, set())
    assert then(world(), world(ONE)) == ({"item two"}, set())
    assert then(world(), world(data=(table,))) == ({"table evidence/data/t.csv"}, set())
    moved = table.model_copy(update={"sha256": "cd" * 32})
    assert then(world(data=(table,)), world(data=(moved,))) == ({"table evidence/data/t.csv"}, set())


def test_a_change_that_is_undone_makes_the_sign_off_hold_again() -> None:
    before = sign(world(), "learning", "statement lead", "Ann")
    after = world(judgement="We may listen.", sign_offs=before.sign_offs)
    assert [one.holds for one in signed(after, "learning")] == [False]
    assert [one.holds for one in signed(world(sign_offs=after.sign_offs), "learning")] == [True]


def test_the_steps_are_signed_one_after_the_other_by_different_people() -> None:
    now = world()
    people = {"statement lead": "Ann", "head of service": "Bo", "director": "Cy"}
    for role, who in people.items():
        assert next_role(now, "learning") == role
        assert may_sign(now, "learning", role, who) == ""
        now = sign(now, "learning", role, who)
    assert next_role(now, "learning") == ""
    assert next_role(now, "learning", "Dee") == ""
    assert [one.sign_off.who for one in signed(now, "learning")] == list(people.values())


def test_a_lapsed_step_comes_again_and_the_later_ones_wait_for_it() -> None:
    now = sign(sign(world(), "learning", "statement lead", "Ann"), "learning", "head of service", "Bo")
    now = world(judgement="We may listen.", sign_offs=now.sign_offs)
    assert next_role(now, "learning") == "statement lead"
    assert may_sign(now, "learning", "head of service", "Bo") == "not this step's turn: statement lead must sign first"
    assert may_sign(now, "learning", "director", "Cy") == "not this step's turn: statement lead, head of service must sign first"  # fmt: skip
    now = sign(now, "learning", "statement lead", "Ann", "2021-06-02")
    assert next_role(now, "learning") == "head of service"


def test_one_person_signs_one_step() -> None:
    now = sign(world(), "learning", "Statement  Lead", "Ann Lee")
    assert next_role(now, "learning", "ann lee") == ""
    assert next_role(now, "learning", "Bo") == "head of service"
    assert may_sign(now, "learning", "head of service", "ann lee") == "ann lee has signed as statement lead, and one person signs one step"  # fmt: skip
    twice = sign(now, "learning", "head of service", "Ann Lee")
    assert next_role(twice, "learning") == "head of service"


def test_a_step_is_signed_again_only_when_something_changed() -> None:
    now = sign(world(), "learning", "statement lead", "Ann")
    assert may_sign(now, "learning", "statement lead", "Ann") == "statement lead has signed this, and nothing has changed since"  # fmt: skip
    reworded = world(judgement="We listen and we act.", sign_offs=now.sign_offs)
    assert next_role(reworded, "learning") == "head of service"
    assert may_sign(reworded, "learning", "statement lead", "Ann") == ""


def test_an_item_is_signed_when_it_is_accepted_and_not_by_its_submitter() -> None:
    proposed = ONE.model_copy(update={"status": "proposed"})
    assert may_sign(world(proposed, TWO), "one", "reviewer", "Bo") == "this item is proposed; only an accepted item is signed"  # fmt: skip
    assert may_sign(world(), "one", "reviewer", " ann LEE") == "nobody signs off an item that they submitted"
    assert next_role(world(), "one", "Ann Lee") == ""
    assert may_sign(world(), "one", "reviewer", "Bo") == ""
    assert next_role(sign(world(), "one", "reviewer", "Bo"), "one") == ""


def test_nobody_signs_what_is_not_there_or_what_is_no_step_or_without_a_name() -> None:
    assert may_sign(world(), "nothing-here", "reviewer", "Bo") == "no statement and no item is called nothing-here"
    assert may_sign(world(), "learning", "director", " ") == "a sign-off needs the name of the person who signs"
    assert may_sign(world(), "one", "director", "Bo") == "director is not a step of this sign-off; the steps are: reviewer"  # fmt: skip
    assert may_sign(world(), "one", "", "Bo") == "this is not a step of this sign-off; the steps are: reviewer"
    assert may_sign(world(), "equity", "statement lead", "Bo") == "nothing is written about this statement yet, so there is nothing to sign"  # fmt: skip


def test_the_council_sets_the_steps() -> None:
    own = {"sign_off": {"statement": ["team manager", "Team Manager", "director"], "item": []}}
    now = sign(sign(world(settings=own), "learning", "director", "Cy"), "learning", "TEAM manager", "Ann")
    assert [one.sign_off.who for one in signed(now, "learning")] == ["Ann", "Cy"]
    assert next_role(now, "learning") == next_role(now, "one") == ""


def test_the_latest_sign_off_of_a_role_counts_and_other_roles_count_for_nothing() -> None:
    now = sign(world(), "learning", "statement lead", "Late", "2021-06-03")
    now = sign(now, "learning", "statement lead", "Early", "2021-06-01")
    now = sign(now, "learning", "mayor", "Dee")
    assert [one.sign_off.who for one in signed(now, "learning")] == ["Late"]
    again = sign(now, "learning", "statement lead", "Same day", "2021-06-03")
    assert [one.sign_off.who for one in signed(again, "learning")] == ["Same day"]
    assert signed(now, "equity") == ()


def test_all_sign_offs_are_told_statements_first_without_what_no_longer_exists() -> None:
    now = sign(sign(world(), "one", "reviewer", "Bo"), "learning", "statement lead", "Ann")
    gone = now.sign_offs[0].model_copy(update={"about": "gone"})
    mayor = now.sign_offs[0].model_copy(update={"about": "two", "role": "mayor"})
    now = now.model_copy(update={"sign_offs": (*now.sign_offs, gone, mayor)})
    assert list(all_signed(now)) == ["learning", "one"]
    assert all_signed(now) == {about: signed(now, about) for about in ("learning", "one")}
    assert all_signed(world()) == {}


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("Bo Day", ""),
        ("Ann Lee", "nobody accepts what they submitted"),
        ("ANN  lee ", "nobody accepts what they submitted"),
        ("", "an acceptance needs the name of the person who accepts"),
    ],
)
def test_nobody_accepts_what_they_submitted(who: str, why: str) -> None:
    assert may_accept(ONE, who) == why


def test_only_a_table_that_one_of_its_metrics_reads_stands_behind_a_statement() -> None:
    metrics = project().framework.metrics.metrics
    assert "reviews" in {table for one in metrics for table in one.tables}
    of = project().framework.model_copy(
        update={
            "metrics": project().framework.metrics.model_copy(
                update={"metrics": tuple(one.model_copy(update={"statements": ("equity",)}) for one in metrics)}
            )
        }
    )
    table = DataFile(file="evidence/data/reviews.csv", table="reviews", sha256="ab" * 32, size=1)
    assert "table evidence/data/reviews.csv" in parts_of(world(framework=of, data=(table,)), "equity").material
    assert "table evidence/data/reviews.csv" not in parts_of(world(framework=of, data=(table,)), "learning").material
