"""Claims: where they stand, what they rest on, and the way from evidence back to them."""

from __future__ import annotations

import pytest

from cqc_evidence.model.pack import Badge, Cite, Heading, Link, Pack, Paragraph, TableCell
from tests.compile.packs import example_pack, medway, packed, parts, section, table, words
from tests.measure.build import item, narrative, project, tag

NEEDS = "assessing-needs"


def _pack(claims: str, *items: object, **keys: object) -> Pack:
    return packed(project(*items, narratives=(narrative(NEEDS, claims),), **keys))  # type: ignore[arg-type]


def _claims(pack: Pack, statement: str = NEEDS) -> list[Paragraph]:
    return [
        one
        for one in parts(section(pack, f"statement-{statement}"))
        if isinstance(one, Paragraph) and one.role == "claim"
    ]


def _badges(thing: object) -> list[tuple[str, str]]:
    return [(one.mark, one.word) for one in parts(thing) if isinstance(one, Badge)]


@pytest.mark.parametrize("pack", [example_pack(), packed(medway())], ids=["harrow", "medway"])
def test_every_reference_leads_to_the_register_and_the_register_back_to_the_first_of_each_claim(pack: Pack) -> None:
    cites = [one for one in parts(pack.sections) if isinstance(one, Cite)]
    marks = {one.mark: one.item for one in cites}
    assert len(marks) == len(cites) > 20
    rows = {words(row[0]): row for row in table(pack, "table-register").rows}
    labels = {entry.id: entry.label for entry in pack.evidence}
    assert all(rows[one.label][0].id == f"evidence-{one.item}" and one.label == labels[one.item] for one in cites)
    for row in rows.values():
        back = [one.href.removeprefix("#") for one in parts(row[3]) if isinstance(one, Link)]
        assert all(f"evidence-{marks[mark]}" == row[0].id for mark in back)
        assert bool(back) == (row[0].id.removeprefix("evidence-") in marks.values())


@pytest.mark.parametrize(
    "pack", [example_pack(), example_pack("public"), packed(medway())], ids=["harrow", "public", "medway"]
)
def test_every_link_inside_the_pack_leads_somewhere_and_no_place_has_two_names(pack: Pack) -> None:
    places = [one.id for one in parts(pack.sections) if getattr(one, "id", "")]
    places += [one.mark for one in parts(pack.sections) if isinstance(one, Cite)]
    assert len(places) == len(set(places))
    inside = {one.href[1:] for one in parts(pack.sections) if isinstance(one, Link) and one.href.startswith("#")}
    assert inside <= set(places)


def test_the_register_entry_in_json_names_the_claims_that_rest_on_it() -> None:
    pack = _pack(
        "## Claims\n\n- {#n-1} A [@one].\n- {#n-2} B [@one; @two]. So what: C [@two].\n",
        item("one", tag(NEEDS)),
        item("two", tag(NEEDS)),
    )
    assert {entry.id: entry.cited_by for entry in pack.evidence} == {"one": ("n-1", "n-2"), "two": ("n-2",)}
    assert {row[0].id: words(row[3]) for row in table(pack, "table-register").rows} == {
        "evidence-one": "n-1, n-2",
        "evidence-two": "n-2",
    }


def test_a_claim_shows_its_words_its_references_and_its_so_what() -> None:
    pack = _pack(
        "## Claims\n\n- {#n-1} People wait *less* [@one, p. 4]. So what: it **helps**.\n", item("one", tag(NEEDS))
    )
    (claim,) = _claims(pack)
    assert (claim.id, words(claim)) == ("claim-n-1", "People wait less P1.")
    assert next(one for one in claim.inlines if isinstance(one, Cite)).locator == "p. 4"
    so_what = next(
        one
        for one in parts(section(pack, f"statement-{NEEDS}"))
        if isinstance(one, Paragraph) and one.role == "so-what"
    )
    assert words(so_what) == "So what: it helps."


def test_a_claim_that_cites_nothing_is_marked_unsupported() -> None:
    pack = _pack("## Claims\n\n- {#n-1} All is well.\n- {#n-2} It is [@one].\n", item("one", tag(NEEDS)))
    assert {claim.id: _badges(claim) for claim in _claims(pack)} == {
        "claim-n-1": [("unsupported", "Unsupported: no evidence stands behind this claim")],
        "claim-n-2": [],
    }


@pytest.mark.parametrize(
    "keys", [{"status": "rejected"}, {"permission": {"basis": "withdrawn"}}, {"date": "2022"}, None]
)
def test_a_claim_on_what_may_not_be_used_is_marked_and_names_the_item(keys: dict[str, object] | None) -> None:
    pack = _pack("## Claims\n\n- {#n-1} All is well [@one].\n", *([item("one", tag(NEEDS), **keys)] if keys else []))
    assert _badges(_claims(pack)[0]) == [
        ("unsupported", "cites one, which cannot be used"),
        ("unsupported", "Unsupported: no evidence stands behind this claim"),
    ]


def test_one_usable_item_is_enough_for_a_claim_and_the_other_is_still_marked() -> None:
    pack = _pack("## Claims\n\n- {#n-1} All is well [@one; @gone].\n", item("one", tag(NEEDS)))
    assert _badges(_claims(pack)[0]) == [("unsupported", "cites gone, which cannot be used")]


def test_a_claim_on_evidence_against_the_council_says_so_with_the_rules_broken() -> None:
    bad = item("bad", tag(NEEDS, stance="challenges", breaks=["no-hand-offs", "people-are-experts"], phase="before"))
    pack = _pack("## Claims\n\n- {#n-1} People were passed on [@bad].\n", bad)
    word = "Challenges; breaks “No hand-offs” and “People and families are the experts”, before the new way of working"
    assert _badges(_claims(pack)[0]) == [("challenge", word)]


@pytest.mark.parametrize("phases", [("before", "after"), ("during",), (None,)])
def test_a_challenge_that_is_not_only_of_the_past_does_not_say_before(phases: tuple[str | None, ...]) -> None:
    bad = [item(f"bad-{number}", tag(NEEDS, stance="challenges", phase=phase)) for number, phase in enumerate(phases)]
    cited = "; ".join(f"@{one.id}" for one in bad)
    badges = _badges(_claims(_pack(f"## Claims\n\n- {{#n-1}} So [{cited}].\n", *bad))[0])
    assert [badge for badge in badges if badge[0] != "weak"] == [("challenge", "Challenges")]


def test_a_rule_that_nobody_knows_is_told_by_its_id() -> None:
    pack = _pack(
        "## Claims\n\n- {#n-1} So [@bad].\n", item("bad", tag(NEEDS, stance="challenges", breaks=["no-such-rule"]))
    )
    assert _badges(_claims(pack)[0]) == [("challenge", "Challenges; breaks “no-such-rule”")]


def test_a_challenge_to_another_statement_does_not_weigh_here() -> None:
    both = item("both", tag(NEEDS), tag("equity", stance="challenges"))
    assert _badges(_claims(_pack("## Claims\n\n- {#n-1} So [@both].\n", both))[0]) == []


@pytest.mark.parametrize(("category", "heading"), [
    ("people", "What people tell us"), ("processes", "What we do and the difference it makes"),
    ("outcomes", "What we do and the difference it makes"),
    ("staff-and-leaders", "What staff and partners say"), ("partners", "What staff and partners say"),
])  # fmt: skip
def test_a_claim_stands_where_the_first_item_it_cites_stands(category: str, heading: str) -> None:
    pack = _pack(
        "## Claims\n\n- {#n-1} So [@one; @two].\n", item("one", tag(NEEDS, category)), item("two", tag(NEEDS, "people"))
    )
    assert _heading_above(pack, "claim-n-1") == heading


def test_a_claim_that_cites_nothing_of_its_statement_stands_with_our_work() -> None:
    pack = _pack("## Claims\n\n- {#n-1} So.\n- {#n-2} So [@other].\n", item("other", tag("equity")))
    assert (
        _heading_above(pack, "claim-n-1")
        == _heading_above(pack, "claim-n-2")
        == "What we do and the difference it makes"
    )


def _heading_above(pack: Pack, name: str) -> str:
    last = ""
    for one in section(pack, f"statement-{NEEDS}").blocks:
        if isinstance(one, Heading):
            last = one.text
        if getattr(one, "id", "") == name:
            return last
    raise AssertionError(name)


def test_a_claim_without_an_id_is_shown_all_the_same() -> None:
    pack = _pack("## Claims\n\n- So [@one].\n", item("one", tag(NEEDS)))
    assert _claims(pack)[0].id == ""
    assert words(table(pack, "table-register").rows[0][3]) == "claim"


def test_free_text_stands_under_its_own_heading_and_cites_likewise() -> None:
    pack = _pack("Before all [@one].\n\n## What we cannot show\n\nMuch [@one].\n", item("one", tag(NEEDS)))
    headings = [one.text for one in section(pack, f"statement-{NEEDS}").blocks if isinstance(one, Heading)]
    assert "In our words" in headings
    assert "What we cannot show" in headings
    assert words(table(pack, "table-register").rows[0][3]) == "In our words, What we cannot show"


def test_a_judgement_is_said_in_the_summary_and_in_its_place_with_its_speaker() -> None:
    pack = packed(project(item("one", tag(NEEDS)), narratives=(narrative(NEEDS, "", judgement="We *listen* [@one]."),)))
    assert words(table(pack, "table-summary").rows[0]) == "Assessing needsWe listen P1.low0 of 4"
    told = words(section(pack, f"statement-{NEEDS}"))
    assert "We listen P1.Confidence: low · Director can speak to it" in told


def test_a_second_narrative_of_a_statement_is_not_in_the_pack_whatever_the_order() -> None:
    first, second = narrative(NEEDS, "", judgement="First."), narrative(NEEDS, "", judgement="Second.")
    second = second.model_copy(
        update={"location": second.location.model_copy(update={"file": "evidence/narrative/z.md"})}
    )
    for order in ((first, second), (second, first)):
        assert "Second." not in words(packed(project(narratives=order)).sections)


def test_items_are_numbered_by_date_within_the_letter_of_their_category() -> None:
    items = [
        item("new", date="2021-05"),
        item("old", date="2020"),
        item("undated", date="unknown"),
        item("staff", tag(category="staff-and-leaders")),
    ]
    pack = packed(project(*items, item("bare").model_copy(update={"tags": ()})))
    assert {entry.id: entry.label for entry in pack.evidence} == {
        "undated": "P1",
        "old": "P2",
        "new": "P3",
        "staff": "S1",
        "bare": "X1",
    }


def test_an_item_that_names_another_in_its_text_links_to_it_where_the_register_lists_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cqc_evidence.compile.view._SMALL", 2)
    items = [item("one", body="As in [@two] and [@quiet]."), item("two"), item("quiet", tag("no-such-statement"))]
    row = next(row for row in table(packed(project(*items)), "table-register").rows if row[0].id == "evidence-one")
    text = row[1]
    assert isinstance(text, TableCell)
    assert words(text).endswith("As in P1 and [quiet].")
    assert [one.href for one in parts(text) if isinstance(one, Link)] == ["#evidence-two"]
