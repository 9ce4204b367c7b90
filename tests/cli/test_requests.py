"""Evidence requests, as a quality lead types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.support import Typed, cqc
from tests.support import item_text, make_project

REQUESTS = """\
# Who was asked for what.
requests:
  - {who: Team manager, gap: gap-equity-people, due: 2025-05-01, chased: 2025-05-10}
  # the ones of spring are enough
  - who: Team manager
    topic: Minutes of reflection
    due: 2025-07-01
  - {who: Team manager, topic: The rota, received: 2025-03-01}
  - {who: Carers' lead, topic: Interviews with carers}
  - {who: Done person, topic: Old, received: 2025-03-01}
"""
FILE = "evidence/requests.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", {FILE: REQUESTS})


def typed(root: Path, *words: str) -> Typed:
    return cqc("--today", "2025-06-01", "requests", *words, at=root)


def text(root: Path) -> str:
    return (root / FILE).read_text(encoding="utf-8")


def test_each_person_gets_a_message_ready_to_paste_the_late_ones_first(root: Path) -> None:
    first, second = typed(root).out.split("-" * 60)
    assert first.startswith(
        "To: Team manager (2 things open, 1 overdue)\nSubject: Evidence for our self-assessment: 2 requests, 1 overdue\n\nDear Team manager,"
    )
    assert "To: Carers' lead (1 thing open)" in second
    assert "Done person" not in first + second


def test_one_person_s_requests_are_printed_alone_whatever_the_capitals(root: Path) -> None:
    found = typed(root, "--who", "CARERS' lead")
    assert "Dear Carers' lead," in found.out
    assert "Team manager" not in found.out


def test_programs_get_every_request_or_only_what_is_open(root: Path) -> None:
    told = json.loads(typed(root, "--format", "json").out)
    assert [one["overdue"] for one in told] == [True, False, False, False, False]
    assert told[0]["what"] == "Equity in experience and outcomes: people's experience"
    assert told[0]["gap_open"]
    rows = list(csv.DictReader(io.StringIO(typed(root, "--format", "csv", "--open").out)))
    assert [row["what"] for row in rows] == [told[0]["what"], "Minutes of reflection", "Interviews with carers"]
    assert list(rows[0]) == ["who", "what", "gap", "topic", "due", "chased", "received", "overdue", "gap_open", "items", "note"]  # fmt: skip


def test_excel_takes_no_topic_for_a_formula(tmp_path: Path) -> None:
    root = make_project(tmp_path, {FILE: "requests: [{who: =A, topic: '=1+1'}]\n"})
    assert "'=1+1" in typed(root, "--format", "csv").out


def test_something_new_is_asked_for_and_the_file_keeps_its_comments(root: Path) -> None:
    found = typed(root, "--ask", "gap-learning-people", "--who", "Director", "--due", "2025-08")
    assert found.code == 0, found.err
    assert "evidence/requests.yaml: Director is asked for gap-learning-people." in found.out
    assert "Please send it by 31 August 2025." in found.out
    assert text(root).startswith(REQUESTS.rstrip())
    assert text(root).endswith("  - who: Director\n    gap: gap-learning-people\n    due: 2025-08\n")
    table = typed(root, "--ask", "One more", "--who", "Director", "--due", "2025-08-09", "--format", "json").out
    assert [one["due"] for one in json.loads(table)] == ["2025-08", "2025-08-09"], "nothing but the table is printed"


def test_a_reminder_is_noted_beside_all_that_is_open_and_nothing_else_changes(root: Path) -> None:
    found = typed(root, "--chased", "--who", "team manager")
    assert "Dear Team manager," in found.out, "what is to be sent is printed, too"
    assert "evidence/requests.yaml: reminded on 1 June 2025, for 2 things." in found.out
    assert text(root) == REQUESTS.replace("chased: 2025-05-10", "chased: 2025-06-01").replace(
        "    due: 2025-07-01\n", "    due: 2025-07-01\n    chased: 2025-06-01\n"
    )
    assert "evidence/requests.yaml" not in typed(root, "--chased", "--format", "csv").out
    assert text(root).count("chased: 2025-06-01") == 3


def test_nobody_is_reminded_of_what_nobody_needs(tmp_path: Path) -> None:
    heard = item_text(
        "heard", kind="people-survey", voice="person",
        tags="[{statement: learning, category: people, says: We were asked.}]",
    )  # fmt: skip
    root = make_project(
        tmp_path, {"evidence/heard.md": heard, FILE: "requests: [{who: A, gap: gap-learning-people}]\n"}
    )
    found = typed(root, "--chased")
    assert "gap-learning-people is closed by now, so A is not asked for it again." in found.out
    assert "There is nobody to remind." in found.out
    assert "chased" not in text(root)
    refused = typed(root, "--ask", "gap-learning-people", "--who", "B")
    assert "gap-learning-people is closed: there is enough evidence." in refused.err


def test_what_came_is_noted_with_the_item_made_of_it(root: Path) -> None:
    found = typed(root, "--received", "minutes of reflection", "--item", "weekly-reflection")
    assert "Minutes of reflection came from Team manager on 1 June 2025." in " ".join(found.out.split())
    assert text(root) == REQUESTS.replace(
        "    due: 2025-07-01\n",
        "    due: 2025-07-01\n    received: 2025-06-01\n    items:\n      - weekly-reflection\n",
    )
    typed(root, "--received", "gap-equity-people")
    assert "chased: 2025-05-10, received: 2025-06-01}" in text(root)
    assert "Thank you" not in typed(root, "--who", "Team manager").out, "nothing of theirs is open"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--ask", "gap-learning-people"], "say whom to ask"),
        (["--ask", "gap-learning-peple", "--who", "A"], "did you mean"),
        (["--ask", "Minutes", "--who", "A", "--due", "soon"], "is not a date"),
        (["--ask", "Minutes", "--who", "A", "--due", "unknown"], "is not a date"),
        (["--ask", "Minutes", "--who", "A", "--due", "2025-05"], "May 2025 has passed: today is 1 June 2025"),
        (
            ["--ask", "GAP-equity-people", "--who", "team manager"],
            "Team manager is asked for it already, by 1 May 2025",
        ),
        (["--ask", "interviews with carers", "--who", "Carers' lead"], "Carers' lead is asked for it already."),
        (["--who", "Team manger"], "did you mean"),
        (["--who", "Zoe"], "asked were “Team manager”; “Carers' lead”; “Done person”"),
        (["--due", "2025-08"], "--due belongs to --ask"),
        (["--item", "weekly-reflection"], "--item belongs to --received"),
        (["--chased", "--received", "Minutes"], "one of --ask, --chased and --received"),
        (["--received", "The rota"], "nobody waits for “The rota”"),
        (["--received", "Minutes of reflection", "--item", "weekly-reflections"], "did you mean"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(root: Path, words: list[str], why: str) -> None:
    found = typed(root, *words)
    assert found.code == 2
    assert why in " ".join(found.err.split())
    assert text(root) == REQUESTS


def test_who_sent_it_is_asked_where_two_were_asked_for_the_same(tmp_path: Path) -> None:
    root = make_project(tmp_path, {FILE: "requests: [{who: A, topic: Minutes}, {who: B, topic: Minutes}]\n"})
    assert "add --who, one of “A”; “B”" in typed(root, "--received", "Minutes").err
    assert typed(root, "--received", "Minutes", "--who", "b").code == 0
    assert "{who: A, topic: Minutes}, {who: B, topic: Minutes, received: 2025-06-01}" in text(root)


def test_when_nothing_is_waited_for_people_learn_how_to_ask(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    assert "Nothing is waited for." in typed(root).out
    assert "There is nobody to remind." in typed(root, "--chased").out
    assert "“Lead” was not asked for anything: asked were none" in typed(root, "--who", "Lead").err
    assert typed(root, "--ask", "Minutes", "--who", "Lead").code == 0
    assert (root / FILE).is_file()


def test_a_register_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    root = make_project(tmp_path, {FILE: "requests: &a [{who: A}]\n"})
    found = typed(root, "--ask", "Minutes", "--who", "Lead")
    assert found.code == 1
    assert "could not be read: “cqc-evidence check” says why" in found.err
    assert text(root) == "requests: &a [{who: A}]\n"


def test_a_message_that_tells_who_somebody_is_comes_with_a_warning(tmp_path: Path) -> None:
    root = make_project(tmp_path, {FILE: "requests: [{who: A, topic: What the person of 020 7946 0018 said}]\n"})
    assert "Look before you send this" in typed(root).out
