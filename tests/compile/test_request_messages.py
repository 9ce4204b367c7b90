"""The messages that ask for evidence, as the person who gets one reads it."""

from __future__ import annotations

from cqc_evidence.check.registers import possible_gaps
from cqc_evidence.compile.requests import Message, gap_names, messages, not_needed
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.evidence import Item
from tests.measure.build import framework, item, project

LEAD = "Carers' lead"


def asked(*requests: dict[str, object], items: tuple[Item, ...] = ()) -> tuple[Message, ...]:
    of = project(*items, requests=[{"who": LEAD, **one} for one in requests])
    return messages(of, measure_coverage(of))


def test_a_message_reads_as_a_colleague_would_write_it() -> None:
    (found,) = asked(
        {"gap": "gap-equity-people", "due": "2021-05-01", "chased": "2021-05-10", "note": "She is slow"},
        {"topic": "minutes of reflection", "due": "2021-07"},
        {"topic": "The rota", "received": "2021-03-01"},
    )
    assert found.subject == "Evidence for our self-assessment: 2 requests, 1 overdue"
    assert (
        found.text
        == """\
Dear Carers' lead,

For our adult social care self-assessment, please send us these 2 things:

1. Equity in experience and outcomes: people's experience
   What would help: Three sources from people who are often left out in your area, for example one ethnic community, people with sight loss, people without a settled home. Split survey answers by group, with the number in each, and say where it is too small to show.
   This was due by 1 May 2021.
   We reminded you: 10 May 2021.

2. Minutes of reflection
   Please send it by 31 July 2021.

Something you have already is best: please say which section or page to look at, and whether it is public. If there is nothing, please say so; that is worth knowing too.

Before you send it, please take out names and anything else that tells who a person is.

Thank you for what has come already: The rota.

Thank you,
Testshire"""
    )


def test_what_is_due_first_is_asked_first_and_what_has_no_day_last() -> None:
    (found,) = asked({"topic": "Never"}, {"topic": "Late", "due": "2022"}, {"topic": "Soon", "due": "2021-07-01"})
    assert [line[3:] for line in found.text.splitlines() if line[:2] in ("1.", "2.", "3.")] == ["Soon", "Late", "Never"]


def test_nobody_outside_reads_words_of_this_program() -> None:
    (found,) = asked(
        {"gap": "gap-safe-systems-lens-transitions"}, {"gap": "gap-learning-topic-improvement-culture"},
        {"gap": "gap-assessing-needs-rule-no-hand-offs"}, {}, {"topic": "One", "due": "unknown"},
    )  # fmt: skip
    assert "tag" not in found.text
    assert "gap-" not in found.text
    assert "a document, note or figures that show how this is done" in found.text
    assert "evidence that shows the experience of" in found.text
    assert "(what for is not written down yet)" in found.text


def test_thanks_name_the_last_things_that_came_and_count_the_others() -> None:
    came = [{"topic": f"Paper {number}", "received": "2021-03"} for number in range(6)]
    (found,) = asked({"topic": "One more"}, {"received": "2021-01"}, *came)
    assert "Paper 2; Paper 3; Paper 4; Paper 5; and 3 more." in found.text
    (found,) = asked({"topic": "One more"}, {"received": "2021-01"})
    assert "please send us this:" in found.text
    assert "Thank you for what has come already: what you sent." in found.text


def test_what_closes_a_closed_gap_is_not_asked_for_again() -> None:
    closed = item("heard", date="2021-03")
    requests = ({"gap": "gap-learning-people"}, {"gap": "gap-learning-people", "topic": "The recording itself"})
    (found,) = asked(*requests, items=(closed,))
    assert found.open == 1
    assert "1. The recording itself" in found.text
    assert asked(requests[0], items=(closed,)) == ()
    of = project(closed, requests=[{"who": LEAD, **requests[0]}])
    assert [one.gap for one in not_needed(of, measure_coverage(of))] == ["gap-learning-people"]


def test_every_gap_that_can_be_has_a_name_in_plain_words() -> None:
    names = gap_names(framework())
    assert set(possible_gaps(framework())) <= names.keys()
    assert (
        names["gap-assessing-needs-rule-no-hand-offs"] == "Assessing needs: the golden rule “No hand-offs” in practice"
    )
