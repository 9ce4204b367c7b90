"""A story-board: one page, the strongest claims first, and who can speak to each."""

from __future__ import annotations

import pytest

from cqc_evidence.compile.storyboard import compile_storyboard, height
from cqc_evidence.compile.view import View
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.location import Location
from cqc_evidence.model.pack import Break, Heading, ListBlock, Pack, Paragraph, Text
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Provenance, Result
from tests.compile.packs import parts, words
from tests.measure.build import item, narrative, project, tag

STAFF = tag("learning", "staff-and-leaders")


def view_of(of: Project, edition: Edition = "internal", *results: Result, weak: tuple[Diagnostic, ...] = ()) -> View:
    return View(of, measure_coverage(of), weak, edition, results)


def board(of: Project, statement: str = "learning", edition: Edition = "internal", *results: Result) -> Pack:
    view = view_of(of, edition, *results)
    return compile_storyboard(view, next(one for one in of.framework.statements if one.id == statement))


def told(pack: Pack) -> str:
    return words(pack.sections)


def lines(pack: Pack, role: str) -> list[str]:
    return [words(one) for one in parts(pack.sections) if isinstance(one, Paragraph) and one.role == role]


def claims(pack: Pack) -> list[str]:
    return [line.partition("Can speak")[0] for line in lines(pack, "claim")]


def heads(pack: Pack) -> list[str]:
    return [one.text for one in parts(pack.sections) if isinstance(one, Heading)]


def saying(text: str, *items: Item, **keys: object) -> Project:
    return project(*items, narratives=(narrative("learning", f"## Claims\n\n{text}\n"),), **keys)


def test_each_claim_says_who_can_speak_to_it_and_what_it_rests_on() -> None:
    one, two = item("one", STAFF), item("two", STAFF)
    of = saying(
        '- {#learning-1 speaker="Team manager"} Staff met [@one; @two].\n- {#learning-2} They wrote *it* down [@two] .',
        one,
        two,
    )
    pack = board(of)
    assert lines(pack, "claim") == [
        "Staff met.Can speak to it: Team manager · evidence: S2 S1",
        "They wrote it down.Can speak to it: Director · evidence: S1",
    ]
    nobody = of.model_copy(
        update={"narratives": tuple(each.model_copy(update={"speaker": ""}) for each in of.narratives)}
    )
    assert "Can speak to it: nobody named yet" in told(board(nobody))
    assert "can speak to it: nobody named yet" in lines(board(nobody), "lead")[0]


def test_the_strongest_claims_come_first_and_the_others_are_counted() -> None:
    many = [item(f"staff-{number}", STAFF) for number in range(9)]
    heard = item("heard", tag("learning"))
    text = "\n".join(f"- {{#learning-{number}}} Claim {number} [@staff-{number}]." for number in range(7))
    text += "\n- {#learning-8} More [@staff-7; @staff-8].\n- {#learning-9} People [@heard]."
    pack = board(saying(text, heard, *many))
    assert claims(pack)[:3] == ["People.", "More.", "Claim 0."]
    assert len(claims(pack)) == 4
    assert "5 more claims in the pack." in told(pack)


def test_what_a_rule_finds_weak_comes_later_and_says_so_and_what_nothing_supports_never() -> None:
    one = item("one", STAFF)
    of = saying(
        "- {#learning-1} First [@one].\n- {#learning-2} Second [@one].\n- {#learning-3} Third [@one].\n- {#learning-4} Nothing.",
        one,
    )
    (found,) = of.narratives
    weak = tuple(
        Diagnostic(rule=rule, severity=Severity.NOTE, message="", because="", help="", location=Location(file=claim.location.file, line=claim.location.line))
        for rule, claim in (("claim-on-one-source", found.claims[0]), ("unsupported-claim", found.claims[2]))
    )  # fmt: skip
    statement = next(each for each in of.framework.statements if each.id == "learning")
    inside = compile_storyboard(view_of(of, weak=weak), statement)
    assert claims(inside) == ["Second.", "First."]
    assert "weak: one source" in told(inside)
    assert "weak" not in told(compile_storyboard(view_of(of, "cqc", weak=weak), statement))


def test_a_confirmed_claim_says_so_and_comes_first() -> None:
    of = saying(
        "- {#learning-1} Alone [@a; @b; @c].\n- {#learning-2} Confirmed [@a; @b].",
        *(item(name, tag("learning", category, topics=["improvement-culture"]), kind=kind, voice=voice, source={"citation": name}) for name, category, kind, voice in (
            ("a", "people", "interview", "person"), ("b", "staff-and-leaders", "reflection", "staff"), ("c", "partners", "partner-feedback", "partner"))),
        decisions={"triangulated": [{"claim": "learning-2", "who": "Lead", "on": "2021-05-01"}]},
    )  # fmt: skip
    pack = board(of)
    assert claims(pack)[0] == "Confirmed."
    assert "triangulated" in lines(pack, "claim")[0]


@pytest.mark.parametrize("edition", ["cqc", "public"])
def test_a_claim_on_hidden_evidence_is_on_no_board_for_others(edition: Edition) -> None:
    hidden = item("hidden", STAFF, permission={"basis": "given", "scope": ["internal"], "names_checked_by": "Lead"})
    of = saying(
        "- {#learning-1} Secret [@hidden].\n- {#learning-2} Half [@hidden; @open].", hidden, item("open", STAFF)
    )
    assert claims(board(of)) == ["Half.", "Secret."]
    assert claims(board(of, edition=edition)) == []
    assert "in the pack" not in told(board(of, edition=edition))


def test_people_are_heard_in_praise_and_in_criticism_and_nothing_personal_is_told() -> None:
    of = project(
        item("older", date="2021-01", title="Older praise"), item("newer", date="2021-04", title="Newer praise"),
        item("against", tag("learning", stance="challenges"), date="2021-02", title="Criticism", voice="carer"),
        item("private", sensitivity="personal", date="2021-05", title="Private"),
        item("staff", STAFF, date="2021-05", title="Staff"), item("aside", tag("learning", stance="context"), title="Aside"),
    )  # fmt: skip
    pack = board(of)
    at = [isinstance(one, Heading) and one.text == "What people say" for one in pack.sections[0].blocks].index(True)
    found = pack.sections[0].blocks[at + 1]
    assert isinstance(found, ListBlock)
    assert [words(entry) for entry in found.entries] == [
        "Newer praise (people who draw on care and support, April 2021; evidence: P4)",
        "Criticism (unpaid carers, February 2021; evidence: P2)",
    ]


FIGURE = {"id": "share", "label": "Felt heard", "value": 38, "unit": "percent"}


def test_one_number_comes_from_what_the_claims_rest_on() -> None:
    figures = [
        {**FIGURE, "value": 1},
        {**FIGURE, "id": "b", "numerator": 191, "denominator": 502, "comparator": "30 before"},
    ]
    of = saying("- {#learning-1} So [@one].", item("one", STAFF, figures=figures))
    assert "In numbers: Felt heard: 38 % (191 of 502; March 2021; beside 30 before) · evidence: S1" in told(board(of))
    bare = saying(
        "- {#learning-1} So [@one].", item("one", STAFF, figures=[{**FIGURE, "label": "", "comparator": "30 before"}])
    )
    assert "In numbers: share: 38 % (March 2021; beside 30 before)" in told(board(bare))


def test_a_small_number_is_on_no_public_wall() -> None:
    figures = [{**FIGURE, "numerator": 3, "denominator": 7}]
    of = saying("- {#learning-1} So [@one].", item("one", STAFF, figures=figures))
    assert "3 of 7" in told(board(of))
    assert "In numbers" not in told(board(of, edition="public"))


def test_where_the_evidence_has_none_a_metric_gives_it_unless_it_is_of_very_few() -> None:
    def result(denominator: float | None, **keys: object) -> Result:
        return Result.model_validate({
            "metric": "mih-reported-back", "title": "Told", "group": "all", "period": "2021", "unit": "percent", "value": 0.5,
            "denominator": denominator, "verdict": "", "basis": "computed", "sentence": f"Told: half of {denominator}.",
            "provenance": Provenance(engine="items"), **keys,
        })  # fmt: skip

    of = saying("- {#learning-1} So [@one].", item("one", STAFF))
    assert "In numbers" not in told(
        board(of, "learning", "internal", result(1), result(20, breakdown="old"), result(20, latest=False))
    )
    assert "In numbers: Told: half of 20." in told(board(of, "learning", "internal", result(1), result(20)))


def test_golden_rules_kept_and_broken_stand_in_one_line() -> None:
    both = tag("assessing-needs", "processes", rules=["no-hand-offs"], breaks=["start-with-strengths"])
    assert "Golden rules our evidence shows kept: No hand-offs. Shown broken, too: Start with strengths." in told(
        board(project(item("a", both)), "assessing-needs")
    )
    broken = tag("assessing-needs", "processes", breaks=["start-with-strengths"])
    assert "Golden rules our evidence shows broken: Start with strengths." in told(
        board(project(item("a", broken)), "assessing-needs")
    )


def test_what_is_being_improved_says_who_and_when_what_is_open_first() -> None:
    plan = [
        {"id": "a", "gap": "gap-learning-people", "action": "Done.", "status": "embedded", "done": "2021-01"},
        {"id": "b", "gap": "gap-learning-people", "action": "Ask.", "owner": "Lead", "due": "2021-09"},
        {"id": "c", "gap": "gap-learning-partners", "action": "Later."},
        {"id": "d", "gap": "gap-equity-people", "action": "Elsewhere."},
    ]
    pack = board(project(improvements=plan))
    assert "Ask (Lead, by September 2021; planned)Later (owner not set, date not set; planned)" in told(pack)
    assert "1 more area for improvement in the pack." in told(pack)
    assert "Elsewhere" not in told(pack)
    done = board(project(improvements=plan[:1]))
    assert "Done (owner not set, date not set; done; not yet shown to be embedded)" in told(done)


def test_only_the_council_s_own_people_read_what_must_not_be_claimed() -> None:
    of = project()
    assert "What we must not claim" in heads(board(of))
    assert "People's experience: no item is tagged here" in told(board(of))
    assert heads(board(of, edition="cqc")) == []
    assert "No judgement has been written for this statement yet." in told(board(of, edition="cqc"))


@pytest.mark.parametrize(
    ("judgement", "shown"),
    [
        ("One. Two! Three.", "One. Two!"),
        (f"One. {'Long ' * 95}end. Three.", "One."),
        (f"{'long ' * 95}end.", f"{' '.join(['long'] * 90)} …"),
        ("By 3.5 per cent, e.g. here. Two. Three.", "By 3.5 per cent, e.g. here. Two."),
    ],
)
def test_a_judgement_is_told_in_at_most_two_sentences(judgement: str, shown: str) -> None:
    of = project(narratives=(narrative("learning", "", judgement),))
    assert lines(board(of), "lead")[0].partition("Confidence")[0] == shown


def test_no_claim_is_cut_and_one_without_room_gives_way_to_the_next() -> None:
    text = f"- {{#learning-1}} {'word ' * 900}[@one; @two].\n- {{#learning-2}} Short [@one]."
    pack = board(saying(text, item("one", STAFF), item("two", STAFF)))
    assert claims(pack) == ["Short."]
    assert "1 more claim in the pack." in told(pack)
    assert "…" not in told(pack)


def test_a_paragraph_is_as_high_as_its_lines() -> None:
    one = Paragraph(inlines=(Text(text="x" * 80),))
    assert height(one) < height(Paragraph(inlines=(Text(text="x" * 81),)))
    assert height(Paragraph(inlines=(Text(text="a"), Break(), Text(text="b")))) == height(
        Paragraph(inlines=(Text(text="x" * 81),))
    )
