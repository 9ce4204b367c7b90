"""Golden rules, I statements, topics and lenses."""

from __future__ import annotations

import pytest

from cqc_evidence.measure.coverage.parts import rule_names
from cqc_evidence.model.framework import Pair
from tests.measure.build import cell, framework, gap_of, item, measured, rule_of, sub_of, tag

NEEDS = "assessing-needs"
MEDWAY = {"settings": {"rules": "medway-2018"}}


def test_every_pair_of_the_mapping_is_shown_with_its_basis() -> None:
    found = [(one.statement, one.rule, one.basis) for one in measured().rules]
    assert sorted(found) == sorted((one.statement, one.rule, one.basis) for one in framework().mapping.pairs)
    assert [one.statement for one in measured().rules] == sorted(
        (one[0] for one in found), key=[one.id for one in framework().statements].index
    )


def test_a_rule_is_kept_by_what_supports_and_broken_by_what_breaks_it() -> None:
    kept = item("kept", tag(NEEDS, rules=["no-hand-offs"], phase="after"))
    broken = item("broken", tag(NEEDS, stance="challenges", breaks=["no-hand-offs"], phase="before"))
    found = rule_of(measured(kept, broken), NEEDS, "no-hand-offs")
    assert (found.kept_by, found.broken_by) == (("kept",), ("broken",))
    assert found.phases == {"kept": "after", "broken": "before"}


def test_a_challenging_tag_keeps_no_rule() -> None:
    found = rule_of(
        measured(item("one", tag(NEEDS, stance="challenges", rules=["no-hand-offs"]))), NEEDS, "no-hand-offs"
    )
    assert found.kept_by == ()


def test_background_may_show_a_rule_kept() -> None:
    found = rule_of(measured(item("one", tag(NEEDS, stance="context", rules=["no-hand-offs"]))), NEEDS, "no-hand-offs")
    assert found.kept_by == ("one",)


def test_a_rule_counts_for_the_tagged_statement_only() -> None:
    found = measured(item("one", tag("partnerships", rules=["no-hand-offs"])))
    assert rule_of(found, "partnerships", "no-hand-offs").kept_by == ("one",)
    assert rule_of(found, NEEDS, "no-hand-offs").kept_by == ()


def test_an_item_that_shows_a_rule_broken_before_and_kept_after_has_both_phases() -> None:
    both = item(
        "both",
        tag(NEEDS, stance="challenges", breaks=["no-hand-offs"], phase="before"),
        tag(NEEDS, rules=["no-hand-offs"], phase="after"),
    )
    assert rule_of(measured(both), NEEDS, "no-hand-offs").phases == {"both": "before, after"}


def test_a_tag_without_a_phase_gives_none() -> None:
    assert rule_of(measured(item("one", tag(NEEDS, rules=["no-hand-offs"]))), NEEDS, "no-hand-offs").phases == {}


def test_rules_decide_no_cell() -> None:
    plain = cell(item("one", tag(NEEDS)), place=(NEEDS, "people"))
    ruled = cell(
        item("one", tag(NEEDS, rules=["no-hand-offs"], breaks=["people-are-experts"])), place=(NEEDS, "people")
    )
    assert plain == ruled


def test_only_marked_pairs_raise_a_gap() -> None:
    raised = {gap.id for gap in measured().gaps if gap.about == "rule"}
    marked = {f"gap-{one.statement}-rule-{one.rule}" for one in framework().mapping.pairs if one.basis == "marked"}
    assert raised == marked
    assert any(one.basis == "inferred" for one in framework().mapping.pairs)


def test_a_kept_rule_closes_its_gap_and_a_broken_one_is_told_in_it() -> None:
    name = f"gap-{NEEDS}-rule-no-hand-offs"
    assert gap_of(measured(item("one", tag(NEEDS, rules=["no-hand-offs"]))), name) is None
    broken = gap_of(measured(item("one", tag(NEEDS, stance="challenges", breaks=["no-hand-offs"]))), name)
    assert broken is not None
    assert broken.because == "no item shows this golden rule kept; 1 shows it broken"
    pair = [item(one, tag(NEEDS, stance="challenges", breaks=["no-hand-offs"])) for one in ("one", "two")]
    found = gap_of(measured(*pair), name)
    assert found is not None
    assert found.because == "no item shows this golden rule kept; 2 show it broken"


def test_a_pair_with_a_statement_that_nobody_knows_is_left_alone() -> None:
    pair = Pair(statement="nowhere", rule="no-hand-offs", basis="marked", section="", reason="")
    mapping = framework().mapping.model_copy(update={"pairs": (pair,)})
    assert measured(framework=framework().model_copy(update={"mapping": mapping})).rules == ()


# Six rules instead of nine


@pytest.mark.parametrize(("own", "statement", "rule"), [
    ("start-with-assets", NEEDS, "start-with-strengths"),
    ("listen-hard", NEEDS, "stop-assessing-start-listening"),
    ("listen-hard", NEEDS, "people-are-experts"),
    ("flexible-co-design", NEEDS, "start-with-strengths"),
    ("exhaust-one-and-two", "healthier-lives", "conversations-one-and-two-first"),
    ("know-communities", "care-provision", "know-neighbourhoods"),
])  # fmt: skip
def test_the_mapping_reaches_a_councils_own_rules_through_what_they_relate_to(
    own: str, statement: str, rule: str
) -> None:
    found = measured(
        item("one", tag(statement, rules=[own])),
        item("two", tag(statement, stance="challenges", breaks=[own])),
        **MEDWAY,
    )
    reached = rule_of(found, statement, rule)
    assert (reached.kept_by, reached.broken_by) == (("one",), ("two",))
    assert gap_of(found, f"gap-{statement}-rule-{rule}") is None


def test_a_rule_of_another_set_reaches_nothing() -> None:
    found = measured(item("one", tag(NEEDS, rules=["start-with-assets"])))
    assert rule_of(found, NEEDS, "start-with-strengths").kept_by == ()


def test_a_marked_rule_that_a_councils_own_set_lacks_is_no_gap_that_nobody_could_close() -> None:
    raised = {gap.subject for gap in measured(**MEDWAY).gaps if gap.about == "rule"}
    assert raised == {
        "stop-assessing-start-listening",
        "start-with-strengths",
        "conversations-one-and-two-first",
        "know-neighbourhoods",
    }
    assert "no-hand-offs" in {gap.subject for gap in measured().gaps}


def test_every_rule_of_the_mapping_has_names() -> None:
    names = rule_names(framework("medway-2018"))
    assert names["no-hand-offs"] == {"no-hand-offs"}
    assert names["people-are-experts"] == {"people-are-experts", "listen-hard", "flexible-co-design"}
    assert names["stick-like-glue"] == {"stick-like-glue"}


# I statements


@pytest.mark.parametrize(("voice", "verbatim", "state"), [
    ("person", True, "evidenced"), ("carer", True, "evidenced"), ("family", True, "evidenced"),
    ("person", False, "reported"), ("staff", True, "reported"), ("organisation", False, "reported"),
])  # fmt: skip
def test_an_i_statement_is_evidenced_in_own_words_only(voice: str, state: str, *, verbatim: bool) -> None:
    found = measured(item("one", tag(NEEDS, i_statements=["coordinated"]), voice=voice, verbatim=verbatim))
    heard = sub_of(found.i_statements, NEEDS, "coordinated")
    assert (heard.state, heard.evidence) == (state, ("one",))
    gap = gap_of(found, f"gap-{NEEDS}-i-coordinated")
    assert (gap is None) == (state == "evidenced")
    if gap:
        assert (gap.state, gap.because) == ("reported", "it is spoken about, but not in the person's own words")


def test_own_words_are_listed_without_what_others_report() -> None:
    own = item("own", tag(NEEDS, i_statements=["coordinated"]), verbatim=True)
    told = item("told", tag(NEEDS, i_statements=["coordinated"]))
    assert sub_of(measured(own, told).i_statements, NEEDS, "coordinated").evidence == ("own",)


def test_an_i_statement_that_nothing_speaks_to_is_missing() -> None:
    found = measured(item("one", tag("care-provision", i_statements=["coordinated"]), verbatim=True))
    assert sub_of(found.i_statements, NEEDS, "coordinated").state == "missing"
    gap = gap_of(found, f"gap-{NEEDS}-i-coordinated")
    assert gap is not None
    assert (gap.state, gap.because) == ("missing", "no item speaks to it")


def test_no_i_statement_set_is_no_gap() -> None:
    found = measured()
    none_set = {one.statement for one in found.i_statements if one.state == "none-set"}
    assert none_set == {"governance", "learning"}
    assert not [gap for gap in found.gaps if gap.about == "i_statement" and gap.statement in none_set]


# Topics and lenses


def test_a_topic_is_evidenced_by_any_tag_that_names_it() -> None:
    for stance in ("supports", "challenges", "context"):
        found = measured(item("one", tag(NEEDS, topics=["timely"], stance=stance)))
        assert sub_of(found.topics, NEEDS, "timely").evidence == ("one",)
        assert gap_of(found, f"gap-{NEEDS}-topic-timely") is None


def test_topics_show_what_a_statement_is_silent_about() -> None:
    found = measured(item("one", tag(NEEDS, topics=["timely"])))
    silent = {one.id for one in found.topics if one.statement == NEEDS and one.state == "missing"}
    topics = next(one for one in framework().statements if one.id == NEEDS).topics
    assert silent == {one.id for one in topics} - {"timely"}
    assert all(gap_of(found, f"gap-{NEEDS}-topic-{name}") for name in silent)


def test_lenses_are_looked_for_where_the_framework_says() -> None:
    found = {(one.statement, one.id) for one in measured().lenses}
    assert found == {
        (NEEDS, "unpaid-carers"), ("healthier-lives", "unpaid-carers"), ("care-provision", "unpaid-carers"),
        (NEEDS, "self-funders"), ("care-provision", "self-funders"), ("safe-systems", "transitions"), ("equity", "equity"),
    }  # fmt: skip


def test_a_lens_is_evidenced_by_an_item_of_that_statement() -> None:
    found = measured(item("one", tag(NEEDS), lenses=["unpaid-carers"]), item("two", tag("care-provision")))
    assert sub_of(found.lenses, NEEDS, "unpaid-carers").evidence == ("one",)
    assert gap_of(found, f"gap-{NEEDS}-lens-unpaid-carers") is None
    gap = gap_of(found, "gap-care-provision-lens-unpaid-carers")
    assert gap is not None
    assert gap.because == "no item here speaks of unpaid carers"


def test_evidence_for_a_part_is_listed_once_and_newest_first() -> None:
    twice = item("old", tag(NEEDS, topics=["timely"]), tag(NEEDS, "processes", topics=["timely"]), date="2020")
    found = measured(twice, item("new", tag(NEEDS, topics=["timely"])))
    assert sub_of(found.topics, NEEDS, "timely").evidence == ("new", "old")
