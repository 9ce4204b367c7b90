"""“You said, we did”, sentence by sentence."""

from __future__ import annotations

import pytest

from cqc_evidence.model.evidence import Edition
from tests.compile.packs import packed, section, table, words
from tests.measure.build import item, project, tag

SHORT = {"raised": "2021-01-01", "done": "2021-01-05", "action": "Short"}
LONG = {"raised": "2021-01-01", "done": "2021-01-11", "action": "Long"}
INEXACT = {"raised": "2021-01-01", "done": "2021-01", "action": "Inexact"}


def told(*actions: dict[str, object], edition: Edition = "internal", **keys: object) -> str:
    return words(section(packed(project(item("mih", actions=actions, **keys)), edition), "loops"))


def rows(*actions: dict[str, object], edition: Edition = "internal") -> list[list[str]]:
    pack = packed(project(item("data"), item("mih", actions=actions)), edition)
    return [[words(cell) for cell in row] for row in table(pack, "table-loops").rows]


@pytest.mark.parametrize(
    ("actions", "days"),
    [
        ([SHORT, LONG, INEXACT], "From raised to done: a median of 7 days (2 of 3 have exact days for both)."),
        ([SHORT, LONG], "From raised to done: a median of 7 days (2 of 2 have exact days for both)."),
        ([SHORT], "From raised to done: 4 days (1 of 1 has exact days for both)."),
        ([INEXACT], "No action has exact days for both raised and done, so no number of days is given."),
    ],
)
def test_days_are_given_as_a_median_over_those_that_are_known(actions: list[dict[str, object]], days: str) -> None:
    assert f"{len(actions)} done, 0 reported back, 0 with an effect found. {days}" in told(*actions)


def test_who_raised_it_is_named_and_many_are_counted() -> None:
    many = {"action": "Act", "raised": "2021-02", "from": ["one", "two", "three", "gone"]}
    items = [item("one", voice="carer"), item("two", voice="staff"), item("three"), item("mih", actions=[many])]
    cell = words(table(packed(project(*items)), "table-loops").rows[0][1])
    assert cell == "What one tells (unpaid carers, P3); What two tells (staff, P1) and 1 more, February 2021"


def test_what_is_not_done_is_not_told_as_done() -> None:
    assert rows({"action": "Act", "done": "2021-12-01"})[0][2] == "Act (to be done: 1 December 2021)"
    assert rows({"action": "Act"})[0][2] == "Act (not shown to be done)"
    assert rows({"action": "Act", "done": "2021-02", "owner": "Lead"})[0][2] == "Act, February 2021. Lead."


def test_who_was_told_is_said_and_who_is_still_to_be_told() -> None:
    found = rows(
        {"action": "A", "reported_back": {"to": "staff", "date": "2021-01"}, "effect": "none"},
        {"action": "B", "reported_back": {"to": "partners"}, "effect": "too-early"},
    )
    assert [row[3] for row in found] == [
        "told: staff, January 2021; no effect found",
        "to be told: partners; too early to tell",
    ]


def test_other_editions_show_what_is_done_first_and_no_missing_steps() -> None:
    open_first = ({"action": "Open"}, {"action": "Closed", "done": "2021-02"})
    assert [row[2] for row in rows(*open_first, edition="cqc")] == [
        "Closed, February 2021",
        "Open (not shown to be done)",
    ]
    assert rows(*open_first)[0][2].startswith("Open")
    assert "nothing shows" not in told(*open_first, edition="cqc")
    assert "A step that nothing shows" in told(*open_first)


def test_several_quality_statements_are_counted() -> None:
    assert "By quality statement" not in told(SHORT, LONG)
    both = (tag("learning"), tag("equity"))
    assert (
        "By quality statement: Equity in experience and outcomes 1, Learning, improvement and innovation 1; an action may speak to several."
        in told(SHORT, tags=both)
    )
    pack = packed(project(item("a", tag("learning"), actions=[SHORT]), item("b", tag("equity"), actions=[LONG])))
    assert (
        "By quality statement: Equity in experience and outcomes 1, Learning, improvement and innovation 1."
        in words(section(pack, "loops"))
    )
