"""The whole pack: its parts in order, tables, the plan, and packs of nearly nothing."""

from __future__ import annotations

import pytest

from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Badge, Heading, Notice, Table
from cqc_evidence.model.project import Project
from tests.compile.packs import example, example_pack, facts, medway, packed, parts, section, table, words
from tests.measure.build import expecting, framework, item, project, tag, with_expectations

NEEDS = "assessing-needs"


def _cells(found: Table) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in found.rows]


def test_the_pack_goes_from_summary_to_definitions_with_each_statement_under_its_theme() -> None:
    names = [one.id for one in example_pack().sections]
    assert names[:3] == ["summary", "grid", "honesty"]
    assert names[-6:] == ["improvement-plan", "loops", "crosswalk", "changes", "register", "definitions"]
    statements = [name.removeprefix("statement-") for name in names if name.startswith("statement-")]
    assert statements == [one.id for one in framework().statements]
    themes = [name.removeprefix("theme-") for name in names if name.startswith("theme-")]
    assert themes == [one.id for one in framework().quality.themes]


def test_a_theme_without_statements_has_no_heading() -> None:
    quality = framework().quality
    few = quality.model_copy(update={"statements": quality.statements[:1]})
    pack = packed(project(framework=framework().model_copy(update={"quality": few})))
    assert len([one for one in pack.sections if one.id.startswith("theme-")]) == 1


def test_a_statement_mirrors_the_order_of_cqcs_own_page() -> None:
    headings = [
        one.text
        for one in section(example_pack(), f"statement-{NEEDS}").blocks
        if isinstance(one, Heading) and one.level == 3
    ]
    assert headings == [
        "Our judgement", "What people tell us", "What we do and the difference it makes", "The numbers", "What staff and partners say",
        "What we cannot show", "Golden rules kept and broken", "What the evidence is silent about", "Evidence",
    ]  # fmt: skip


def test_the_cover_says_status_date_edition_framework_and_rules() -> None:
    cover = example_pack().cover
    assert (cover.council, cover.title) == ("London Borough of Harrow", "Adult social care self-assessment")
    assert "not the council's own self-assessment" in cover.notice
    told = dict(cover.facts)
    assert (told["Status"], told["As at"], told["Edition"]) == ("Worked example", "31 May 2021", "Internal")
    assert told["Framework"].endswith("(cqc-la-2025)")
    assert told["Golden rules"].endswith("(p4c-2024)")
    assert told["Compiled"].startswith("1 June 2021 with cqc-evidence ")


def test_the_grid_gives_state_what_it_says_and_how_many_of_how_many() -> None:
    rows = {row[0]: row[1:] for row in _cells(table(example_pack(), "table-grid"))}
    assert len(rows) == 9
    for cell in example_pack().coverage.cells:
        told = rows[next(one.title.text for one in framework().statements if one.id == cell.statement)]
        column = [one.id for one in framework().used_categories].index(cell.category)
        assert f"{cell.independent} of {cell.wanted}" in told[column]
        assert cell.state.capitalize() in told[column]
        assert (cell.says in told[column]) == (cell.says != "nothing")


def test_a_cell_that_nobody_expects_says_so() -> None:
    cells = tuple(
        one for one in framework().expectations.cells if (one.statement, one.category) != ("equity", "partners")
    )
    pack = packed(project(framework=with_expectations(cells=cells)))
    assert _cells(table(pack, "table-grid"))[2][3] == "nothing expected"
    assert len(_cells(table(pack, "table-cells-equity"))) == 3


def test_every_state_is_a_word_and_never_a_colour_alone() -> None:
    for one in parts(example_pack().sections):
        if isinstance(one, Table):
            assert all(words(cell) for row in one.rows for cell in row if cell.mark)
        if isinstance(one, Badge):
            assert one.word


def test_the_cells_of_a_statement_tell_reasons_and_challenges() -> None:
    items = [item("good", tag(NEEDS), date="2019"), item("bad", tag(NEEDS, stance="challenges"))]
    rows = _cells(table(packed(project(*items)), f"table-cells-{NEEDS}"))
    assert rows[0][1] == "Stale"
    assert rows[0][2].endswith("; 1 of 3 independent items; no unpaid carer is heard")
    assert rows[0][3] == "mixed; 1 challenge"
    assert rows[2] == ["Feedback from partners", "Missing", "no item is tagged here", "says nothing"]


def test_a_rule_is_shown_kept_after_by_an_item_that_shows_it_broken_before() -> None:
    both = item(
        "both",
        tag(NEEDS, stance="challenges", breaks=["no-hand-offs"], phase="before"),
        tag(NEEDS, rules=["no-hand-offs"], phase="after"),
    )
    rows = {row[0]: row[1:] for row in _cells(table(packed(project(both)), f"table-rules-{NEEDS}"))}
    assert rows["No hand-offs"] == [
        "by Partners4Change",
        "kept P1 (after the innovation)",
        "broken P1 (before the innovation)",
    ]
    assert rows["People and families are the experts"] == ["our reading", "not shown", "not shown"]


def test_the_phase_of_a_kept_rule_comes_from_the_tag_that_shows_it_kept() -> None:
    both = item(
        "both",
        tag(NEEDS, stance="challenges", rules=["no-hand-offs"], phase="before"),
        tag(NEEDS, rules=["no-hand-offs"], phase="after"),
    )
    rows = {row[0]: row[2] for row in _cells(table(packed(project(both)), f"table-rules-{NEEDS}"))}
    assert rows["No hand-offs"] == "kept P1 (after the innovation)"


def test_a_rule_shown_by_many_counts_the_others() -> None:
    many = [item(f"one-{number}", tag(NEEDS, rules=["no-hand-offs"])) for number in range(6)]
    rows = {row[0]: row[2] for row in _cells(table(packed(project(*many)), f"table-rules-{NEEDS}"))}
    assert rows["No hand-offs"].endswith(" and 2 more")


def test_a_statement_that_no_rule_is_mapped_to_has_no_table_of_rules() -> None:
    empty = framework().model_copy(update={"mapping": framework().mapping.model_copy(update={"pairs": ()})})
    assert "Golden rules kept" not in words(section(packed(project(framework=empty)), f"statement-{NEEDS}"))


def test_no_i_statement_is_said_where_cqc_sets_none() -> None:
    assert "CQC sets no I statement here." in words(section(example_pack(), "statement-governance"))
    assert "CQC sets no I statement here." not in words(section(example_pack(), "statement-equity"))


def test_a_statement_without_a_duty_says_nothing_of_the_law() -> None:
    assert "In law:" in words(section(example_pack(), f"statement-{NEEDS}"))
    assert "In law:" not in words(section(example_pack(), "statement-learning"))


# Nearly nothing


def _has_everything(found: Project, edition: Edition) -> None:
    pack = packed(found, edition)
    assert len([one for one in pack.sections if one.id.startswith("statement-")]) == 9
    assert all(one.title and one.blocks for one in pack.sections if not one.id.startswith("theme-"))
    assert len(pack.coverage.cells) == 36


@pytest.mark.parametrize("edition", ["internal", "cqc", "public"])
def test_an_empty_project_has_a_whole_pack(edition: Edition) -> None:
    _has_everything(project(), edition)


def test_an_empty_project_says_that_there_is_nothing_yet() -> None:
    pack = packed(project())
    told, told_facts = words(pack.sections), facts(pack)
    assert "0 of 9 quality statements" in told
    assert "36 missing" in told
    assert told.count("No judgement has been written for this statement.") == 9
    assert len([one for one in parts(pack.sections) if isinstance(one, Notice)]) == 9
    assert "No area for improvement is recorded in evidence/improvement.yaml." in told
    assert (
        told_facts["Evidence items that count"],
        told_facts["Largest single source"],
        told_facts["Closed loops"],
    ) == ("0", "none named", "none recorded")
    assert (told_facts["Voices heard"], "Oldest and newest" in told_facts, told_facts["Left out"]) == (
        "none",
        False,
        "nothing",
    )
    assert (pack.evidence, table(pack, "table-register").rows, table(pack, "table-loops").rows) == ((), (), ())


def test_a_framework_without_sources_rights_or_expectations_still_makes_a_pack() -> None:
    bare = framework().quality.model_copy(update={"sources": ()})
    own = with_expectations(framework().model_copy(update={"quality": bare}), cells=(), lenses=())
    assert section(packed(project(framework=own)), "definitions").blocks
    nothing = own.model_copy(
        update={
            "mapping": own.mapping.model_copy(update={"pairs": ()}),
            "quality": bare.model_copy(update={"statements": ()}),
        }
    )
    assert facts(packed(project(framework=nothing)))["Open gaps"] == "none"


def test_a_covered_project_hears_every_voice() -> None:
    voices = ["person", "carer", "family", "staff", "leader", "partner", "provider", "organisation"]
    pack = packed(
        project(
            *(item(f"one-{voice}", voice=voice) for voice in voices), framework=expecting("learning", "people", items=8)
        )
    )
    assert facts(pack)["Voices not heard"] == "none"
    assert pack.coverage.cell("learning", "people").state == "covered"


# Two projects


def test_medway_is_judged_under_its_six_rules() -> None:
    pack = packed(medway())
    assert dict(pack.cover.facts)["Golden rules"] == "Golden rules, Medway 2018 (six rules) (medway-2018)"
    defined = words(section(pack, "definitions"))
    assert "Listen hard to people and carers: " in defined
    assert "Stick like glue" not in defined
    reached = {rule.rule for rule in pack.coverage.rules if rule.kept_by}
    assert "conversations-one-and-two-first" in reached
    assert "no-hand-offs" not in {gap.subject for gap in pack.coverage.gaps}


@pytest.mark.parametrize("edition", ["internal", "cqc", "public"])
@pytest.mark.parametrize("found", [example(), medway()], ids=["harrow", "medway"])
def test_both_projects_have_whole_packs_in_every_edition(found: Project, edition: Edition) -> None:
    _has_everything(found, edition)
