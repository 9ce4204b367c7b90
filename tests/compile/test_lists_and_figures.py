"""Evidence lists, figures, the plan, loops, crosswalk and register."""

from __future__ import annotations

import pytest

from cqc_evidence.model.pack import Heading, Link, Paragraph, Table
from tests.compile.packs import packed, parts, section, table, words
from tests.measure.build import framework, item, narrative, project, tag

NEEDS = "assessing-needs"


def _cells(found: Table) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in found.rows]


# Evidence lists and figures


def test_a_large_project_lists_what_is_cited_and_the_newest_few_and_counts_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cqc_evidence.compile.view._SMALL", 8)
    many = [item(f"one-{number}", tag(NEEDS), date=f"20{10 + number}") for number in range(9)]
    told = narrative(NEEDS, "## Claims\n\n- {#n-1} Then [@one-0].\n")
    pack = packed(project(*many, narratives=(told,), settings={"thresholds": {"newest_per_cell": 2}}))
    listed = table(pack, f"table-evidence-{NEEDS}")
    assert [row[1] for row in _cells(listed)] == ["What one-8 tells", "What one-7 tells", "What one-0 tells"]
    assert "6 more items in the register of the Excel and JSON files." in words(section(pack, f"statement-{NEEDS}"))
    assert "6 more items stand in the register of the Excel and JSON files." in words(section(pack, "register"))
    assert len(pack.evidence) == 9


def test_the_newest_challenges_are_listed_beside_the_newest_support() -> None:
    items = [item("good", tag(NEEDS)), item("bad", tag(NEEDS, stance="challenges"), date="2015")]
    pack = packed(project(*items, settings={"thresholds": {"newest_per_cell": 1}}))
    assert len(table(pack, f"table-evidence-{NEEDS}").rows) == 2


def test_a_small_project_lists_every_item_in_its_register() -> None:
    many = [item(f"one-{number}", tag(NEEDS), date=f"20{10 + number}") for number in range(9)]
    pack = packed(project(*many, item("b", tag("no-such-statement")), settings={"thresholds": {"newest_per_cell": 2}}))
    assert len(table(pack, "table-register").rows) == 10
    assert "7 more items in the evidence register." in words(section(pack, f"statement-{NEEDS}"))
    assert "more item" not in words(section(pack, "register"))


def test_what_a_judgement_cites_is_in_the_register_and_other_mentions_are_bare_labels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cqc_evidence.compile.view._SMALL", 0)
    items = [item(f"one-{number}", tag(NEEDS, rules=["no-hand-offs"]), date=f"20{10 + number}") for number in range(3)]
    told = narrative(
        NEEDS, "## Claims\n\n- {#n-1} Nothing cited.\n", judgement="It stands on one [@one-0, p. 2]. No more."
    )
    pack = packed(project(*items, narratives=(told,), settings={"thresholds": {"newest_per_cell": 1}}))
    listed = {row[0].id for row in table(pack, "table-register").rows}
    assert listed == {"evidence-one-0", "evidence-one-2"}
    kept = next(row for row in table(pack, f"table-rules-{NEEDS}").rows if words(row[0]).startswith("No hand-offs"))[2]
    assert [one.href for one in parts(kept) if isinstance(one, Link)] == ["#evidence-one-2", "#evidence-one-0"]
    assert "P2" in words(kept)


def test_one_item_that_is_not_listed_is_counted_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cqc_evidence.compile.view._SMALL", 1)
    pack = packed(project(item("a", tag(NEEDS)), item("b", tag("no-such-statement"))))
    assert words(section(pack, "register")).endswith("1 more item stands in the register of the Excel and JSON files.")


@pytest.mark.parametrize(("stances", "told"), [
    (["supports"], "T"), (["challenges"], "Challenges. T"), (["context"], "Context. T"),
    (["supports", "challenges"], "Supports and challenges. T"), (["context", "supports"], "T"), (["context", "challenges"], "Challenges. T"),
])  # fmt: skip
def test_an_item_that_challenges_says_so_in_the_list(stances: list[str], told: str) -> None:
    one = item("one", *(tag(NEEDS, stance=stance) for stance in stances), title="T")
    pack = packed(project(one, narratives=(narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one].\n"),)))
    assert _cells(table(pack, f"table-evidence-{NEEDS}"))[0][1] == told


@pytest.mark.parametrize(("source", "place", "link"), [
    ({"citation": "C", "locator": "p. 4", "document": "sources/d.docx"}, "p. 4", None),
    ({"citation": "C", "document": "sources/d.docx"}, "sources/d.docx", None),
    ({"citation": "C"}, "C", None),
    ({"citation": "C", "public_url": "https://example.org"}, "C", "https://example.org"),
    ({"public_url": "https://example.org"}, "published source", "https://example.org"),
])  # fmt: skip
def test_the_list_leads_to_the_very_place(source: dict[str, str], place: str, link: str | None) -> None:
    cell = table(packed(project(item("one", tag(NEEDS), source=source))), f"table-evidence-{NEEDS}").rows[0][4]
    assert words(cell) == place
    assert [one.href for one in parts(cell) if isinstance(one, Link)] == ([link] if link else [])


def _figures(*figures: dict[str, object]) -> list[list[str]]:
    one = item("one", tag(NEEDS), figures=figures)
    pack = packed(
        project(
            one, item("quiet", tag(NEEDS)), narratives=(narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one; @quiet].\n"),)
        )
    )
    return [row[1:] for row in _cells(table(pack, f"table-figures-{NEEDS}"))]


def test_a_figure_has_value_origin_period_and_comparator_or_says_what_is_missing() -> None:
    whole = {
        "value": 38,
        "unit": "percent",
        "numerator": 191,
        "denominator": 502,
        "period": "2020-08",
        "comparator": "1.7 before",
    }
    assert _figures({"id": "open-work", **whole}) == [["open work", "38 %", "191 of 502", "August 2020", "1.7 before"]]
    compared = {"id": "a", "label": "Staff", "value": 2, "unit": "staff", "comparator": "1 before"}
    assert _figures(compared) == [["Staff", "2 staff", "not given", "March 2021", "1 before"]]
    assert _figures({**compared, "numerator": 3})[0][2] == "not given"
    assert _figures({**compared, "basis": "quoted"})[0][2] == "as printed"
    assert _figures({"id": "a", "value": 50, "unit": "percent", "numerator": 1, "denominator": 2})[0][4] == "none given"


def test_figures_with_a_comparator_come_first_and_the_rest_is_counted() -> None:
    counted = [
        {"id": f"n-{number}", "value": 50, "unit": "percent", "numerator": 1, "denominator": 2} for number in range(9)
    ]
    found = _figures(*counted, {"id": "compared", "value": 1, "unit": "count", "comparator": "2 before"})
    assert found[0][0] == "compared"
    assert len(found) < 10
    one = item("one", tag(NEEDS), figures=[*counted, {"id": "bare", "value": 1, "unit": "count"}])
    pack = packed(project(one, narratives=(narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one].\n"),)))
    assert f"{10 - len(found)} more figures in the evidence cited." in words(section(pack, f"statement-{NEEDS}"))


def test_one_more_figure_is_told_as_one_and_none_as_nothing() -> None:
    compared = {"value": 1, "unit": "count", "comparator": "2 before"}
    for others, told in ((1, "1 more figure in the evidence cited."), (0, "")):
        one = item(
            "one",
            tag(NEEDS),
            figures=[{"id": "a", **compared}, *[{"id": "bare", "value": 1, "unit": "count"}] * others],
        )
        pack = packed(project(one, narratives=(narrative(NEEDS, "## Claims\n\n- {#n-1} So [@one].\n"),)))
        text = words(section(pack, f"statement-{NEEDS}"))
        assert told in text
        assert ("more figure" in text) == bool(others)


def test_figures_of_items_that_no_claim_cites_are_not_in_the_numbers() -> None:
    pack = packed(project(item("one", tag(NEEDS), figures=[{"id": "a", "value": 1, "unit": "count"}])))
    assert "The numbers" not in [
        one.text for one in parts(section(pack, f"statement-{NEEDS}")) if isinstance(one, Heading)
    ]


# Plan, loops, crosswalk


def test_actions_stand_with_their_owners_and_what_is_not_set_says_so() -> None:
    improvements = [
        {"id": "a", "gap": "gap-equity-people", "action": "Ask.", "why": "Few are heard.", "owner": "Director", "due": "2021-09",
         "measure": "Interviews", "baseline": "0", "target": "12", "latest": "3", "status": "embedded"},
        {"id": "b", "gap": "gap-learning-people", "action": "Tell."},
        {"id": "c", "gap": "gap-learning-partners", "action": "Show."},
    ]  # fmt: skip
    pack = packed(project(improvements=improvements))
    plan = section(pack, "improvement-plan")
    assert "3 actions: 2 planned, 1 done. 2 actions have no owner yet." in words(plan)
    captions = [one.caption for one in parts(plan) if isinstance(one, Table)]
    assert captions == ["Actions of: Director", "Actions of: owner not set"]
    assert _cells(table(pack, "table-improvement-equity")) == [
        [
            "Ask. Few are heard. (gap-equity-people) To be called embedded it lacks a later item that shows it (shown_by).",
            "Director",
            "September 2021",
            "Interviews; from: 0; to: 12; latest: 3",
            "done; not yet shown to be embedded",
        ]
    ]
    assert _cells(table(pack, "table-improvement-learning"))[0][1:] == ["not set", "not set", "not set", "planned"]
    assert "(gap-equity-people)" not in words(packed(project(improvements=improvements), "cqc").sections)


@pytest.mark.parametrize(("owner", "told"), [("", " 1 action has no owner yet."), ("Director", "")])
def test_one_action_without_an_owner_is_told_as_one(owner: str, told: str) -> None:
    plan = section(
        packed(project(improvements=[{"id": "a", "gap": "gap-equity-people", "action": "Ask.", "owner": owner}])),
        "improvement-plan",
    )
    assert [words(one) for one in plan.blocks if isinstance(one, Paragraph)] == [f"1 action: 1 planned.{told}"]


def test_what_was_asked_for_is_listed_for_the_council_only() -> None:
    requests = [
        {"who": "Lead", "gap": "gap-equity-people", "due": "2021-07-31"},
        {"who": "Lead", "topic": "Rotas", "received": "2021-05-02", "items": ["came"]},
        {"who": "Ward", "topic": "Waits", "due": "2021-05", "chased": "2021-05"},
        {"who": "GP"},
    ]
    rows = _cells(table(packed(project(item("came"), requests=requests)), "table-requests"))
    assert rows == [
        ["GP", "not given", "no", "no", "no"],
        [
            "Lead",
            "Equity in experience and outcomes: people's experience (gap-equity-people)",
            "31 July 2021",
            "no",
            "no",
        ],
        ["Lead", "Rotas", "no", "no", "2 May 2021 P1"],
        ["Ward", "Waits", "May 2021 (overdue)", "May 2021", "no"],
    ]
    assert "table-requests" not in {
        getattr(one, "id", "") for one in parts(packed(project(requests=requests), "cqc").sections)
    }


def test_a_loop_says_what_is_evidenced_and_what_nothing_shows() -> None:
    whole = {
        "action": "Two join",
        "from": ["data"],
        "owner": "Managers",
        "raised": "2021-01-04",
        "done": "2021-01-18",
        "effect": "found",
    }
    rows = _cells(table(packed(project(item("data"), item("mih", actions=[whole, {"action": "Tell"}]))), "table-loops"))
    assert rows[0][1:] == [
        "What data tells (people who draw on care and support, P2), 4 January 2021",
        "Two join, 18 January 2021. Managers.",
        "effect found",
        "4 of 5; nothing shows: reported back",
        "14",
    ]
    assert rows[1][1:] == [
        "What mih tells",
        "Tell (not shown to be done)",
        "not recorded",
        "1 of 5; nothing shows: raised, done, reported back, effect known",
        "not known",
    ]


def test_a_whole_loop_misses_nothing() -> None:
    whole = {
        "action": "A",
        "raised": "2021",
        "done": "2021",
        "reported_back": {"to": "staff", "date": "2021"},
        "effect": "found",
    }
    assert _cells(table(packed(project(item("mih", actions=[whole]))), "table-loops"))[0][3:] == [
        "told: staff, 2021; effect found",
        "5 of 5",
        "not known",
    ]


def test_the_newest_loops_are_listed_and_the_older_ones_counted() -> None:
    many = [item(f"mih-{year}", date=str(year), actions=[{"action": f"Act of {year}"}]) for year in range(1970, 2021)]
    pack = packed(project(*many))
    rows = _cells(table(pack, "table-loops"))
    assert rows[0][1] == "What mih-2020 tells"
    left = len(many) - len(rows)
    assert left > 0
    assert f"{left} older actions in the JSON and Excel files." in words(section(pack, "loops"))
    assert f"{left} more actions not listed here." in words(section(packed(project(*many), "cqc"), "loops"))


def test_the_crosswalk_leads_from_each_information_return_reference_to_the_evidence() -> None:
    items = [item("a", ir_refs=["IR12", "IR3"]), item("b", ir_refs=["IR3"])]
    assert _cells(table(packed(project(*items)), "table-crosswalk")) == [["IR12", "P2"], ["IR3", "P2 P1"]]


def test_sources_that_many_items_share_are_named_once_by_a_letter() -> None:
    items = [
        item(f"one-{number}", source={"citation": "The long paper", "locator": f"p. {number}"}) for number in range(3)
    ]
    source = {"citation": "Another", "public_url": "https://example.org"}
    items.append(item("other", source=source, kind="no-such-kind", status="proposed", date="2021-04"))
    told = words(section(packed(project(*items, settings={"thresholds": {"newest_per_cell": 9}})), "register"))
    assert "Source A: The long paper" in told
    assert "Source A, p. 0" in told
    assert told.count("The long paper") == 1
    assert "Anotherpublished source" in told
    assert "no-such-kind · April 2021 · voice: person · proposed" in told


def test_the_register_says_whether_an_item_is_fresh_anywhere() -> None:
    items = [
        item("fresh"),
        item("old", date="2015"),
        item("nowhere", tag("learning", "outcomes")),
        item("half", tag(), tag("partnerships", "people"), date="2020-01"),
    ]
    assert {one.id: one.fresh for one in packed(project(*items)).evidence} == {
        "fresh": True,
        "old": False,
        "nowhere": False,
        "half": True,
    }


def test_letters_of_a_councils_own_categories_may_be_longer_than_one() -> None:
    quality = framework().quality
    categories = tuple(one.model_copy(update={"letter": f"{one.letter}x"}) for one in quality.categories)
    own = framework().model_copy(update={"quality": quality.model_copy(update={"categories": categories})})
    pack = packed(project(item("a"), item("b", date="2020"), framework=own))
    assert [words(row[0]) for row in table(pack, "table-register").rows] == ["Px1", "Px2"]
