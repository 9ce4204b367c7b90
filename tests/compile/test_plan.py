"""The improvement plan: by owner, by date, and never more than is shown."""

from __future__ import annotations

import pytest

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from cqc_evidence.model.result import Provenance, Result
from tests.compile.packs import packed, section, table, words
from tests.measure.build import item, project, tag

EMBEDDED = {
    "id": "a", "gap": "gap-equity-people", "action": "Ask.", "owner": "Lead", "status": "embedded", "baseline": "3 of 10",
    "latest": "9 of 10", "target": "10 of 10", "done": "2021-01", "shown_by": ["later"],
}  # fmt: skip


def rows(pack: Pack, number: int = 1) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table(pack, f"table-plan-{number}").rows]


def test_the_plan_is_sorted_by_owner_and_date_in_words_and_says_what_is_late() -> None:
    plan = [
        {"id": "d", "gap": "gap-equity-people", "action": "Nobody's."},
        {"id": "b", "gap": "gap-learning-people", "action": "Second.", "owner": "Lead", "due": "2021-12"},
        {"id": "a", "gap": "gap-learning-partners", "action": "First.", "owner": "Lead", "due": "2021-03-02", "status": "started"},
        {"id": "c", "gap": "gap-learning-processes", "action": "Third.", "owner": "Lead"},
        {"id": "e", "gap": "gap-learning-processes", "action": "Past.", "owner": "Director", "due": "2021-01", "done": "2021-02", "status": "done"},
    ]  # fmt: skip
    pack = packed(project(improvements=plan))
    told = words(section(pack, "improvement-plan"))
    assert (
        "5 actions: 3 planned, 1 started, 1 done. 1 action has no owner yet. 1 action is past its due date on 15 June 2021."
        in told
    )
    assert [row[2:] for row in rows(pack)] == [["January 2021", "not set", "done February 2021"]]
    assert [row[2] for row in rows(pack, 2)] == ["2 March 2021 (overdue)", "December 2021", "not set"]
    assert rows(pack, 3)[0][0].startswith("Nobody's.")


def test_several_late_actions_are_told_as_several() -> None:
    late = [{"id": name, "gap": "gap-equity-people", "action": name, "due": "2021-01"} for name in ("a", "b")]
    assert "2 actions are past their due dates on 15 June 2021." in words(
        section(packed(project(improvements=late)), "improvement-plan")
    )


@pytest.mark.parametrize("edition", ["internal", "cqc"])
def test_embedded_is_said_where_it_is_shown(edition: Edition) -> None:
    pack = packed(project(item("later", tag("equity"), date="2021-03"), improvements=[EMBEDDED]), edition)
    assert rows(pack)[0][4] == "embedded; done January 2021"
    assert "Shown by P1." in rows(pack)[0][0]
    assert [one.status for one in pack.improvements] == ["embedded"]
    assert "1 action: 1 embedded." in words(section(pack, "improvement-plan"))


def test_where_it_is_not_shown_the_pack_says_done_and_tells_the_council_why() -> None:
    of = project(improvements=[EMBEDDED])
    inside, outside = packed(of), packed(of, "cqc")
    not_yet = "done January 2021; not yet shown to be embedded"
    assert rows(inside)[0][4] == rows(outside)[0][4] == not_yet
    assert "To be called embedded it lacks a later item that shows it (shown_by)." in rows(inside)[0][0]
    assert "lacks" not in rows(outside)[0][0]
    assert [one.status for one in inside.improvements] == ["done"]
    assert "1 action: 1 done." in words(section(inside, "improvement-plan"))


@pytest.mark.parametrize("edition", ["internal", "cqc", "public"])
def test_every_edition_judges_by_all_that_was_measured(edition: Edition) -> None:
    """The public edition shows no series of small numbers; that must not make an action less done in it."""
    of = project(
        item("later", tag("equity"), date="2021-03"),
        improvements=[{**EMBEDDED, "metric": "repeat-requests", "baseline": "", "latest": "", "target": ""}],
    )
    results = tuple(
        Result.model_validate({
            "metric": "repeat-requests", "title": "Repeat requests", "group": "all", "period": year, "unit": "percent",
            "value": count / 400, "numerator": count, "denominator": 400, "verdict": "", "basis": "computed",
            "provenance": Provenance(engine="tables"),
        })
        for year, count in (("2020", 200), ("2021-01/2021-05", 3))
    )  # fmt: skip
    pack = compile_pack(of, measure_coverage(of), (), edition, None, results)
    assert rows(pack)[0][4].startswith("embedded")
