"""The plan, the loops and story-boards, sentence by sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cqc_evidence.compile import compile_pack
from cqc_evidence.compile.accuracy import due_by
from cqc_evidence.compile.since import compile_since
from cqc_evidence.compile.storyboard import compile_storyboard
from cqc_evidence.compile.view import View
from cqc_evidence.measure import measure_coverage
from cqc_evidence.measure.embedded import embedded
from cqc_evidence.model.dates import Period
from cqc_evidence.model.difference import CellChange, Change, Detail, Difference, Side, StatementDifference
from cqc_evidence.model.evidence import Edition
from cqc_evidence.model.pack import Pack
from cqc_evidence.model.project import Improvement, Project
from cqc_evidence.model.result import Comparison, Provenance, Result
from cqc_evidence.read import read_project
from tests.support import NARRATIVE, TODAY, item_text, make_project

OPEN = "sensitivity: public"


def project_of(root: Path, files: dict[str, str | bytes]) -> Project:
    return read_project(make_project(root, files), today=TODAY)


def told(project: Project, section: str, edition: Edition = "internal") -> str:
    pack: Pack = compile_pack(project, measure_coverage(project), (), edition)
    return next(one for one in pack.sections if one.id == section).model_dump_json()


def test_the_plan_is_sorted_by_date_and_says_what_is_late(tmp_path: Path) -> None:
    plan = (
        "improvements:\n"
        "  - {id: b, gap: gap-learning-people, action: Second., owner: Lead, due: 2025-12}\n"
        "  - {id: a, gap: gap-learning-partners, action: First., owner: Lead, due: 2025-03}\n"
        "  - {id: c, gap: gap-learning-processes, action: Third., owner: Lead}\n"
    )
    text = told(project_of(tmp_path, {"evidence/improvement.yaml": plan}), "improvement-plan")
    assert "1 action is past the due date." in text
    assert "2025-03 (overdue)" in text
    assert text.index("First.") < text.index("Second.") < text.index("Third.")


def test_embedded_is_said_where_it_is_shown(tmp_path: Path) -> None:
    plan = (
        "improvements:\n  - {id: a, gap: gap-learning-people, action: Ask., status: embedded, baseline: 3 of 10, "
        "latest: 9 of 10, done: 2025-01, shown_by: [later]}\n"
    )
    files: dict[str, str | bytes] = {
        "evidence/improvement.yaml": plan,
        "evidence/later.md": item_text("later", OPEN, date="2025-03"),
    }
    project = project_of(tmp_path, files)
    assert "Shown by" in told(project, "improvement-plan")
    assert '"embedded"' in told(project, "improvement-plan", "cqc")
    pack = compile_pack(project, measure_coverage(project))
    assert [one.status for one in pack.improvements] == ["embedded"]
    bare = project_of(tmp_path / "bare", {"evidence/improvement.yaml": plan})
    assert [one.status for one in compile_pack(bare, measure_coverage(bare)).improvements] == ["done"]
    assert "lacks" not in told(bare, "improvement-plan", "cqc")


def result(value: float, earlier: tuple[float, ...], verdict: str = "clearly lower") -> Result:
    points = tuple((Period.parse(str(2020 + at)), one) for at, one in enumerate((*earlier, value)))
    comparison = Comparison.model_validate(
        {
            "with": "before",
            "period": points[0][0],
            "value": points[0][1],
            "difference": value - points[0][1],
            "verdict": verdict,
        }
    )
    return Result(
        metric="repeat-requests", title="Repeat requests", group="all", period=points[-1][0], unit="percent", value=value,
        earlier=points, verdict=verdict, basis="computed", comparison=comparison, provenance=Provenance(engine="tables"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "lacks"),
    [
        (result(0.2, (0.3,)), ""),
        (result(0.4, (0.3,)), "a better value of repeat-requests than at first"),
        (result(0.2, (0.3,), "could be chance"), "a change of repeat-requests that is more than chance"),
        (result(0.2, ()), "two values of repeat-requests, an earlier and a later one"),
    ],
)
def test_a_metric_has_to_get_better_by_more_than_chance(tmp_path: Path, found: Result, lacks: str) -> None:
    project = project_of(tmp_path, {})
    one = Improvement(id="a", gap="gap-learning-people", action="Ask.", metric="repeat-requests")
    answer = embedded(one, {}, project.framework, (found,))
    assert answer.moved == (not lacks)
    assert answer.lacks[:-1] == ((lacks,) if lacks else ())
    assert not answer.holds


def test_days_are_given_as_a_median_over_those_that_are_known(tmp_path: Path) -> None:
    def actions(*days: str) -> str:
        return (
            "actions: ["
            + ", ".join(f"{{action: Act, raised: 2025-01-01, done: {day}, effect: too-early}}" for day in days)
            + "]"
        )

    files: dict[str, str | bytes] = {
        "evidence/mih.md": item_text("mih", OPEN, actions("2025-01-05", "2025-01-11", "2025-01"))
    }
    text = told(project_of(tmp_path, files), "loops")
    assert "3 actions: 3 done, 0 reported back, 0 with an effect found. " in text
    assert "Median from raised to done: 7 days, over the 2 of 3 with exact days." in text
    two: dict[str, str | bytes] = {"evidence/mih.md": item_text("mih", OPEN, actions("2025-01-05", "2025-01-11"))}
    assert "over the both with exact days" in told(project_of(tmp_path / "two", two), "loops")


def test_who_was_told_is_said_and_who_is_still_to_be_told(tmp_path: Path) -> None:
    actions = "actions: [{action: A, reported_back: {to: staff, date: 2025-01}, effect: none}, {action: B, reported_back: {to: partners}}]"
    text = told(project_of(tmp_path, {"evidence/mih.md": item_text("mih", OPEN, actions)}), "loops")
    assert "told: staff; no effect found" in text
    assert "to be told: partners" in text


def board(project: Project, statement: str, edition: Edition = "internal") -> str:
    view = View(project, measure_coverage(project), (), edition)
    return compile_storyboard(
        view, next(one for one in project.framework.statements if one.id == statement)
    ).model_dump_json()


def test_a_story_board_names_who_can_speak_to_each_claim(tmp_path: Path) -> None:
    long = "word " * 80
    narrative = NARRATIVE.replace("confidence: partial", "confidence: partial\nspeaker: Quality lead") + (
        f'- {{#learning-2 speaker="Team manager"}} {long}[@heard].\n'
    )
    files: dict[str, str | bytes] = {
        "evidence/narrative/learning.md": narrative,
        "evidence/heard.md": item_text("heard", OPEN, kind="people-survey", voice="person"),
        "evidence/improvement.yaml": "improvements: [{id: a, gap: gap-learning-people, action: Ask people., due: 2025-09}]\n",
    }
    text = board(project_of(tmp_path, files), "learning")
    assert text.index("Team manager") < text.index("Staff met every week"), "people's experience comes first"
    assert "can speak to it: Quality lead" in text
    assert "word word …" in text
    assert "Ask people (owner not set, by 2025-09; planned)." in text
    assert "more gap" in text or "What we cannot claim yet" in text


def test_a_story_board_without_a_judgement_says_so(tmp_path: Path) -> None:
    text = board(project_of(tmp_path, {}), "equity", "cqc")
    assert "No judgement has been written for this statement yet." in text
    assert "What we cannot claim yet" not in text


def test_a_story_board_tells_what_rules_are_kept_and_broken(tmp_path: Path) -> None:
    tags = "[{statement: assessing-needs, rules: [no-hand-offs], breaks: [start-with-strengths]}]"
    text = board(project_of(tmp_path, {"evidence/a.md": item_text("a", OPEN, tags=tags)}), "assessing-needs")
    assert "Golden rules our evidence shows kept: " in text
    assert "Shown broken, too: " in text


def test_a_claim_on_hidden_evidence_is_on_no_board_for_others(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "evidence/weekly-reflection.md": item_text("weekly-reflection", "permission: {basis: given, scope: [internal]}")
    }
    text = board(project_of(tmp_path, files), "learning", "cqc")
    assert "table-storyboard" not in text


def test_a_report_of_changes_has_a_part_for_each_sort(tmp_path: Path) -> None:
    project = project_of(tmp_path, {})
    side = Side(
        label="snapshot one", as_at=date(2025, 1, 1), council="Testshire Council", framework="cqc-la-2025", digest="abc"
    )
    change = Change(
        name="learning-1", title="Staff met.", sort="changed", details=(Detail(what="words", before="", after="New."),)
    )
    statement = StatementDifference(
        statement="learning", title="Learning", claims=(change,), judgement=(Detail(what="confidence", before="low", after="partial"),),
        states=(CellChange(category="people", before="missing", after="thin", because="one item"),),
        gaps_closed=(Change(name="gap-learning-people", sort="gone"),),
    )  # fmt: skip
    found = Difference(
        before=side, after=side, statements=(statement,), elsewhere=(Change(name="loose", title="Loose", sort="new"),)
    )
    text = compile_since(project, measure_coverage(project), found, "Changes").model_dump_json()
    for words in ("1 quality statement changed; 1 gap closed, 0 opened.", "confidence: “low” → “partial”", "words: “nothing” → “New.”",
                  "digest abc"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("received", "due"), [("2026-03-02", "2026-03-16"), ("2026-03-06", "2026-03-20"), ("2026-03-07", "2026-03-20")]
)
def test_corrections_are_due_ten_working_days_later(received: str, due: str) -> None:
    assert due_by(date.fromisoformat(received)).isoformat() == due
