"""What must hold of coverage and pack whatever the evidence is."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.measure.coverage.parts import rule_names
from cqc_evidence.model.coverage import STATES, Coverage, Gap
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.pack import Pack
from cqc_evidence.model.project import Project
from tests.compile.packs import example, medway
from tests.laws.worlds import items, worlds
from tests.measure.build import framework, item, narrative, project, tag

QUICK = settings(deadline=None, max_examples=100)
SLOW = settings(deadline=None, max_examples=15)
ENDED = date(2021, 7, 1)
"""The day after the last permission of a random world."""


def _pack(found: Project) -> Pack:
    return compile_pack(found, measure_coverage(found))


def _states(coverage: Coverage) -> dict[tuple[str, str], int]:
    return {(cell.statement, cell.category): STATES.index(cell.state) for cell in coverage.cells}


def _numbers(coverage: Coverage) -> dict[tuple[str, str], int]:
    return {(cell.statement, cell.category): cell.independent for cell in coverage.cells}


# The order of files


@QUICK
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_items_never_changes_the_coverage(world: list[Item], random: Random) -> None:
    before = measure_coverage(project(*world))
    random.shuffle(world)
    assert measure_coverage(project(*world)) == before


@SLOW
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_items_and_narratives_never_changes_the_pack(world: list[Item], random: Random) -> None:
    told = [narrative(name, "## Claims\n\n- {#n-1} So [@item-0; @item-3].\n") for name in ("learning", "partnerships")]
    before = _pack(project(*world, narratives=tuple(told)))
    random.shuffle(world)
    random.shuffle(told)
    assert _pack(project(*world, narratives=tuple(told))) == before


def test_the_order_of_files_never_changes_the_packs_of_both_projects() -> None:
    for found in (example(), medway()):
        turned = found.model_copy(update={"items": found.items[::-1], "narratives": found.narratives[::-1]})
        assert _pack(turned) == _pack(found)


# More evidence


@QUICK
@given(worlds(), st.data())
def test_a_supporting_item_never_lowers_a_state_or_a_count(world: list[Item], data: st.DataObject) -> None:
    known = tuple(one.id for one in world)
    new = data.draw(items("new", ("supports",), (*known, "new"), replaces=False))
    before, after = measure_coverage(project(*world)), measure_coverage(project(*world, new))
    assert all(_states(after)[place] >= state for place, state in _states(before).items())
    assert all(_numbers(after)[place] >= number for place, number in _numbers(before).items())
    assert {gap.id for gap in after.gaps} <= {gap.id for gap in before.gaps}
    assert {place for place, state in _states(after).items() if state != _states(before)[place]} <= _places(new)


@QUICK
@given(worlds(), st.data())
def test_a_supporting_item_closes_only_what_it_speaks_to(world: list[Item], data: st.DataObject) -> None:
    new = data.draw(items("new", ("supports",), (), replaces=False))
    before, after = measure_coverage(project(*world)), measure_coverage(project(*world, new))
    left = {gap.id for gap in after.gaps}
    closed = [gap for gap in before.gaps if gap.id not in left]
    assert all(_speaks_to(new, gap) for gap in closed)


def _places(new: Item) -> set[tuple[str, str]]:
    return {(one.statement, one.category) for one in new.tags}


def _speaks_to(new: Item, gap: Gap) -> bool:
    here = [one for one in new.tags if one.statement == gap.statement]
    names = rule_names(framework())
    return {
        "cell": any(one.category == gap.category for one in here),
        "rule": any(names[gap.subject] & set(one.rules) for one in here if gap.about == "rule"),
        "i_statement": new.in_own_words and any(gap.subject in one.i_statements for one in here),
        "topic": any(gap.subject in one.topics for one in here),
        "lens": bool(here) and gap.subject in new.lenses,
    }[gap.about]


@QUICK
@given(worlds(), st.data())
def test_a_challenging_item_never_lowers_coverage_and_is_shown(world: list[Item], data: st.DataObject) -> None:
    new = data.draw(items("new", ("challenges",), (), replaces=False))
    before, after = measure_coverage(project(*world)), measure_coverage(project(*world, new))
    assert _states(after) == _states(before)
    assert _numbers(after) == _numbers(before)
    assert {gap.id for gap in after.gaps} <= {gap.id for gap in before.gaps}
    if "new" in {left.item for left in after.left_out}:
        return
    for statement, category in _places(new):
        cell = after.cell(statement, category)
        assert "new" in cell.challenged_by
        assert cell.says in ("mixed", "concerns")


@SLOW
@given(worlds(most=4), st.data())
def test_a_challenging_item_stands_in_the_pack(world: list[Item], data: st.DataObject) -> None:
    new = data.draw(items("new", ("challenges",), (), replaces=False))
    pack = _pack(project(*world, new))
    assume("new" not in {left.item for left in pack.coverage.left_out})
    (entry,) = (one for one in pack.evidence if one.id == "new")
    assert set(entry.stances) == {"challenges"}
    told = pack.model_dump_json(include={"sections"})
    assert '"evidence-new"' in told
    assert '"#evidence-new"' in told


# Less evidence


def _without_what_is_named(coverage: Coverage) -> Coverage:
    return coverage.model_copy(update={"left_out": ()})


@QUICK
@given(worlds(), st.data())
def test_permission_that_ends_removes_an_item_from_everything_that_is_measured(
    world: list[Item], data: st.DataObject
) -> None:
    gone = data.draw(
        items("gone", ("supports", "challenges", "context"), tuple(one.id for one in world), replaces=False)
    )
    gone = gone.model_copy(
        update={"permission": gone.permission.model_copy(update={"until": date(2021, 6, 30)}), "status": "accepted"}
    )
    with_it = measure_coverage(project(*world, gone, today=ENDED))
    assert "gone" in {left.item for left in with_it.left_out}
    assert _without_what_is_named(with_it) == _without_what_is_named(measure_coverage(project(*world, today=ENDED)))


@SLOW
@given(worlds(most=4))
def test_permission_that_ends_removes_every_word_of_an_item_from_the_pack(world: list[Item]) -> None:
    words = {
        "title": "Kingfisher",
        "body": "Kingfisher",
        "location": {"file": "evidence/kingfisher.md"},
        "source": {"citation": "Kingfisher"},
    }
    story = item(
        "kingfisher",
        tag(says="Kingfisher", so_what="Kingfisher"),
        permission={"basis": "given", "until": "2021-06-30"},
        **words,
    )
    before, after = (_pack(project(*world, story, today=day)) for day in (date(2021, 6, 30), ENDED))
    assert "Kingfisher" in before.model_dump_json()
    assert "kingfisher" not in after.model_dump_json(exclude={"coverage": {"left_out"}}).lower()
    without = _pack(project(*world, today=ENDED))
    honest = {"honesty"}
    assert [one for one in after.sections if one.id not in honest] == [
        one for one in without.sections if one.id not in honest
    ]


# Purity


@SLOW
@given(worlds())
def test_measuring_and_compiling_twice_gives_the_same_and_changes_nothing(world: list[Item]) -> None:
    found = project(*world)
    before = found.model_dump_json()
    coverage = measure_coverage(found)
    packs = [compile_pack(found, coverage) for _ in range(2)]
    assert packs[0] == packs[1]
    assert packs[0].model_dump_json() == packs[1].model_dump_json()
    assert measure_coverage(found) == coverage
    assert found.model_dump_json() == before
