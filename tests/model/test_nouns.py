"""The nouns are frozen, strict about their keys, and silent about where they came from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from cqc_evidence.model.coverage import Cell, Coverage, Gap
from cqc_evidence.model.diagnostic import Diagnostic, Severity, has_errors
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.location import Location
from cqc_evidence.model.narrative import Citation, Claim, Narrative, Passage
from cqc_evidence.model.pack import Paragraph, Quote, Section, Text
from tests.support import project_of


def problem(**changes: object) -> Diagnostic:
    """Return a problem with some of its fields changed."""
    where = Location(file="evidence/a.md", line=2, column=5)
    return Diagnostic(
        **{"rule": "r", "severity": "error", "message": "m", "because": "b", "help": "h", "location": where, **changes}
    )


def item(**changes: object) -> Item:
    """Return an item with some of its keys changed."""
    keys = {"id": "a", "kind": "k", "title": "t", "date": "2025", "voice": "person", "source": {}, "tags": []}
    return Item.model_validate({**keys, **changes})


def test_a_noun_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        item().title = "another"  # type: ignore[misc]


def test_a_noun_refuses_a_key_it_does_not_know():
    with pytest.raises(ValidationError, match="Extra inputs"):
        item(colour="red")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", float("nan")])
def test_a_figure_is_a_number_that_can_be_printed(value):
    with pytest.raises(ValidationError, match="finite"):
        Figure(id="a", value=value, unit="percent")


@pytest.mark.parametrize(("verbatim", "voice", "own"), [(True, "person", True), (True, "carer", True), (True, "staff", False), (False, "person", False)])  # fmt: skip
def test_own_words_are_verbatim_and_of_the_person_carer_or_family(verbatim, voice, own):
    assert item(verbatim=verbatim, voice=voice).in_own_words is own


def test_a_place_is_printed_as_editors_open_it():
    where = Location(file="evidence/a.md", line=7, column=16)
    assert str(where) == "evidence/a.md:7:16"
    assert where.at("tags", 0).at("statement").path == ("tags", 0, "statement")


def test_problems_are_sorted_by_file_line_and_column_as_numbers():
    late = problem(location=Location(file="evidence/a.md", line=10))
    assert sorted([late, problem()], key=lambda each: each.order) == [problem(), late]


def test_only_errors_are_errors():
    warning = problem(severity=Severity.WARNING)
    assert not has_errors((warning,))
    assert has_errors((warning, problem()))


def test_a_narratives_citations_come_in_the_order_of_the_text():
    one, two = Citation(item="one"), Citation(item="two")
    narrative = Narrative(
        statement="learning", judgement="", confidence="low",
        claims=(Claim(id="learning-1", text="", citations=(one,)),), passages=(Passage(heading="", text="", citations=(two,)),),
    )  # fmt: skip
    assert narrative.citations == (one, two)


def test_coverage_finds_a_cell_and_a_statements_gaps():
    cell = Cell(statement="learning", category="people", level="required", state="missing", reasons=(), says="nothing",
                evidence=(), challenged_by=(), independent=0, wanted=1, help="")  # fmt: skip
    gap = Gap(id="gap-learning-people", about="cell", statement="learning", title="", state="missing", risk="high",
              risk_because="", because="", help="")  # fmt: skip
    coverage = Coverage(as_at=date(2025, 3, 31), framework="f", rule_set="r", cells=(cell,), rules=(), i_statements=(),
                        topics=(), lenses=(), loops=(), gaps=(gap,))  # fmt: skip
    assert coverage.cell("learning", "people") is cell
    assert coverage.gaps_of("learning", "cell") == (gap,)
    assert coverage.gaps_of("learning", "topic") == ()
    for statement, category in (("learning", "partners"), ("equity", "people")):
        with pytest.raises(KeyError):
            coverage.cell(statement, category)


def test_a_block_of_the_pack_is_known_by_its_type():
    blocks = [{"type": "quote", "blocks": [{"type": "paragraph", "inlines": [{"type": "text", "text": "We meet."}]}]}]
    section = Section.model_validate({"id": "s", "level": 1, "title": "S", "blocks": blocks})
    assert section.blocks == (Quote(blocks=(Paragraph(inlines=(Text(text="We meet."),)),)),)
    assert Section.model_validate_json(section.model_dump_json()) == section
    with pytest.raises(ValidationError, match="does not match any of the expected tags"):
        Section.model_validate({"id": "s", "level": 1, "title": "S", "blocks": [{"type": "film"}]})


def test_a_framework_knows_its_rules_categories_kinds_and_files(tmp_path: Path):
    framework = project_of(tmp_path).framework
    assert framework.rules.id == "p4c-2024"
    assert [category.id for category in framework.used_categories] == [
        "people",
        "staff-and-leaders",
        "partners",
        "processes",
    ]
    assert framework.kind("interview").title
    assert framework.kind("letter") is None
    assert framework.location("mapping", "pairs", 0).file == "framework/mapping.yaml"


def test_a_project_says_where_a_register_stands_and_keeps_its_folder_to_itself(tmp_path: Path):
    project = project_of(tmp_path)
    assert project.where("project.yaml", "rules") == Location(file="project.yaml", path=("rules",))
    assert str(tmp_path) not in project.model_dump_json()
