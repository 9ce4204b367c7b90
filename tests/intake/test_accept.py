"""A candidate becomes an item with what a person chose, or it is said why it cannot."""

from __future__ import annotations

import pytest

from cqc_evidence.intake.accept import Choice, choose
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import Settings
from cqc_evidence.model.protect import ProtectSettings
from cqc_evidence.protect.scan import Scanner
from cqc_evidence.read import shipped
from cqc_evidence.read.framework import read_framework

CANDIDATE = Item.model_validate(
    {
        "id": "notes-paragraph-3",
        "kind": "reflection",
        "title": "Staff met every week",
        "date": "2025-03",
        "voice": "staff",
        "source": {"citation": "Notes", "locator": "paragraph 3"},
        "tags": [],
        "body": "Staff met every week.",
    }
)
LEARNING = Choice(statements=("learning",))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework(shipped(), Settings(council="")).framework


def tried(framework: Framework, choice: Choice, **changed: object) -> tuple[Item | None, tuple[str, ...]]:
    item = Item.model_validate({**CANDIDATE.model_dump(), **changed})
    return choose(item, choice, framework, Scanner(ProtectSettings()))


def test_the_chosen_tags_are_written_and_nobody_has_reviewed_it_yet(framework: Framework) -> None:
    choice = Choice(
        statements=("learning", "equity:people"), rules=("no-hand-offs",), says="They learn.", stance="context"
    )
    item, reasons = tried(framework, choice)
    assert reasons == ()
    assert item is not None
    assert item.status == "proposed"
    assert [(tag.statement, tag.category, tag.rules, tag.says, tag.stance) for tag in item.tags] == [
        ("learning", "", ("no-hand-offs",), "They learn.", "context"),
        ("equity", "people", ("no-hand-offs",), "They learn.", "context"),
    ]
    assert item.model_copy(update={"tags": ()}) == CANDIDATE


def test_reviewed_means_accepted(framework: Framework) -> None:
    item, _ = tried(framework, LEARNING._replace(reviewed=True))
    assert item is not None
    assert item.status == "accepted"


def test_what_is_chosen_besides_replaces_what_was_guessed(framework: Framework) -> None:
    fields = {"kind": "huddle", "voice": "leader", "date": "2025-03-12", "title": "A huddle", "verbatim": True}
    item, reasons = tried(framework, LEARNING._replace(fields=fields))
    assert item is not None, reasons
    assert (item.kind, item.voice, str(item.date), item.title, item.verbatim) == (
        "huddle",
        "leader",
        "2025-03-12",
        "A huddle",
        True,
    )


def test_without_a_statement_nothing_is_accepted(framework: Framework) -> None:
    item, reasons = tried(framework, Choice())
    assert item is None
    assert reasons == ("choose at least one quality statement: --statement assessing-needs, or --pick 1",)


def test_tags_that_a_log_brought_are_kept_when_none_is_chosen(framework: Framework) -> None:
    item, _ = tried(framework, Choice(), tags=({"statement": "equity"},))
    assert item is not None
    assert item.tags[0].statement == "equity"


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(statements=("lerning",)), 'there is no quality statement "lerning"; did you mean "learning"?'),
        (Choice(statements=("learning:peple",)), 'there is no evidence category "peple"; did you mean "people"?'),
        (
            LEARNING._replace(rules=("no-hand-off",)),
            'there is no golden rule "no-hand-off"; did you mean "no-hand-offs"?',
        ),
        (
            LEARNING._replace(breaks=("no-hand-off",)),
            'there is no golden rule "no-hand-off"; did you mean "no-hand-offs"?',
        ),
        (LEARNING._replace(fields={"kind": "hudle"}), 'there is no kind of evidence "hudle"; did you mean "huddle"?'),
        (
            LEARNING._replace(permission={"basis": "given"}),
            "say for which editions permission was given: --scope internal,cqc",
        ),
    ],
)
def test_a_slip_of_the_pen_gets_the_nearest_word(choice: Choice, said: str, framework: Framework) -> None:
    item, reasons = tried(framework, choice)
    assert item is None
    assert reasons == (said,)


@pytest.mark.parametrize(
    ("fields", "key"),
    [({"voice": "somebody"}, "voice"), ({"date": "12/03/2025"}, "date"), ({"sensitivity": "secret"}, "sensitivity")],
)
def test_a_value_that_cannot_be_is_named_by_its_key(fields: dict[str, str], key: str, framework: Framework) -> None:
    item, reasons = tried(framework, LEARNING._replace(fields=fields))
    assert item is None
    assert reasons[0].startswith(f"{key}: ")


@pytest.mark.parametrize("kind", ["story-of-difference", "interview"])
def test_a_story_is_not_accepted_without_permission_and_a_check_for_names(kind: str, framework: Framework) -> None:
    choice = LEARNING._replace(fields={"kind": kind}, reviewed=True)
    item, reasons = tried(framework, choice)
    assert item is None
    assert [reason.split(":")[0] for reason in reasons] == [
        "permission to use it has not been given",
        "nobody has checked it for names",
    ]
    given = {"basis": "given", "scope": ("internal", "cqc"), "until": "2027-03-31", "names_checked_by": "Practice lead"}
    item, reasons = tried(framework, choice._replace(permission=given))
    assert item is not None, reasons
    assert item.permission.scope == ("internal", "cqc")


def test_a_story_may_be_proposed_while_somebody_asks(framework: Framework) -> None:
    item, _ = tried(framework, LEARNING._replace(fields={"kind": "interview"}))
    assert item is not None
    assert item.status == "proposed"


def test_peoples_own_words_ask_for_permission_whatever_the_kind(framework: Framework) -> None:
    fields = {"voice": "carer", "verbatim": True}
    item, reasons = tried(framework, LEARNING._replace(fields=fields, reviewed=True))
    assert item is None
    assert len(reasons) == 2


def test_what_is_personal_stays_personal_until_it_is_taken_out(framework: Framework) -> None:
    personal = {"body": "Her NHS number is 943 476 5919.", "sensitivity": "personal"}
    item, _ = tried(framework, LEARNING, **personal)
    assert item is not None
    assert item.sensitivity == "personal"
    item, reasons = tried(framework, LEARNING._replace(fields={"sensitivity": "official"}), **personal)
    assert item is None
    assert reasons == ("an NHS number stands in its body: take it out of the file first, or leave it personal",)
    assert "943" not in reasons[0]
