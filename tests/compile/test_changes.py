"""What has changed since an earlier pack."""

from __future__ import annotations

from datetime import date

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.pack import Section
from cqc_evidence.read import read_project
from tests.compile.packs import DAY, example, section, table, words
from tests.measure.build import ROOT


def earlier() -> Coverage:
    return measure_coverage(read_project(ROOT, today=DAY, as_at=date(2020, 3, 31)))


def changes(before: Coverage | None, edition: str = "internal") -> Section | None:
    now = measure_coverage(example())
    pack = compile_pack(example(), now, (), edition, before)  # type: ignore[arg-type]
    return next((one for one in pack.sections if one.id == "changes"), None)


def test_without_an_earlier_pack_the_council_is_told_how_to_name_one() -> None:
    found = changes(None)
    assert found is not None
    assert "--since" in words(found)
    assert changes(None, "cqc") is None


def test_every_state_that_changed_stands_with_what_it_was() -> None:
    before, now = earlier(), measure_coverage(example())
    was = {(cell.statement, cell.category): cell.state for cell in before.cells}
    wanted = [
        (was[cell.statement, cell.category], cell.state)
        for cell in now.cells
        if was[cell.statement, cell.category] != cell.state
    ]
    found = table(changes(before), "table-changes")
    assert [(row[2].mark, row[3].mark) for row in found.rows] == wanted
    assert len(wanted) > 5
    assert words(found.rows[0]).startswith("Assessing needsPeople's experienceThinStale")


def test_the_sums_are_told_and_gaps_only_inside() -> None:
    before, now = earlier(), measure_coverage(example())
    gaps = {gap.id for gap in before.gaps}, {gap.id for gap in now.gaps}
    inside, outside = words(changes(before)), words(changes(before, "cqc"))
    assert f"{len(gaps[0] - gaps[1])} gaps closed, {len(gaps[1] - gaps[0])} opened" in inside
    assert "as at 31 March 2020: 26 items new, 0 no longer behind any cell" in inside
    assert "as at 31 March 2020" in outside
    assert "gaps" not in outside


def test_nothing_changed_is_said_and_another_framework_too() -> None:
    same = measure_coverage(example())
    assert table(changes(same), "table-changes").rows == ()
    assert "measured against" not in words(changes(same))
    other = same.model_copy(update={"framework": "cqc-la-2024"})
    assert "measured against cqc-la-2024" in words(changes(other))


def test_a_cell_that_the_earlier_framework_did_not_have_is_no_change() -> None:
    now = measure_coverage(example())
    fewer = now.model_copy(update={"cells": now.cells[4:]})
    assert table(changes(fewer), "table-changes").rows == ()


def test_the_section_stands_between_the_crosswalk_and_the_register() -> None:
    pack = compile_pack(example(), measure_coverage(example()))
    names = [one.id for one in pack.sections]
    assert names.index("crosswalk") < names.index(section(pack, "changes").id) < names.index("register")
