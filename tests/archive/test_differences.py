"""What changed from one position to another, as people read it and as other programs do."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.archive.difference import difference
from cqc_evidence.archive.position import Position
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.difference import StatementDifference
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from tests.cli.support import cqc
from tests.support import ITEM, NARRATIVE, TODAY, item_text, make_project

FIGURE = "figures: [{id: share, label: Repeat requests, value: 25, unit: percent, numerator: 1, denominator: 4}]"
IMPROVEMENT = "improvements: [{id: imp, gap: gap-learning-people, action: Ask people., status: planned}]\n"


def position(folder: Path, files: dict[str, str | bytes], label: str = "now") -> Position:
    project = read_project(make_project(folder, files), today=TODAY)
    return Position(label, project, measure_coverage(project))


def learning(before: Position, after: Position) -> StatementDifference:
    (found,) = [one for one in difference(before, after).statements if one.statement == "learning"]
    return found


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Position:
    files: dict[str, str | bytes] = {
        "evidence/count.md": item_text("count", FIGURE),
        "evidence/improvement.yaml": IMPROVEMENT,
    }
    return position(tmp_path_factory.mktemp("before"), files, "before")


def test_nothing_changed_from_a_position_to_itself(before: Position) -> None:
    assert difference(before, before).nothing


def test_each_sort_of_change_is_told_for_its_statement(before: Position, tmp_path: Path) -> None:
    narrative = NARRATIVE.replace("Staff met every week [", "Staff met every day [").replace("partial", "strong")
    people = item_text("heard", kind="people-survey", voice="person", title="People were asked")
    files: dict[str, str | bytes] = {
        "evidence/count.md": item_text("count", FIGURE.replace("25", "26"), title="Another title"),
        "evidence/improvement.yaml": IMPROVEMENT.replace("planned", "started"),
        "evidence/heard.md": people,
        "evidence/narrative/learning.md": narrative + "- {#learning-2} People say so [@heard].\n",
    }
    found = learning(before, position(tmp_path, files))
    assert [(change.name, change.sort) for change in found.items] == [("count", "changed"), ("heard", "new")]
    assert ("title", "Staff met every week", "Another title") in [
        (one.what, one.before, one.after) for one in found.items[0].details
    ]
    assert [(change.name, change.sort) for change in found.claims] == [("learning-1", "changed"), ("learning-2", "new")]
    assert [(one.what, one.before, one.after) for one in found.judgement] == [("confidence", "partial", "strong")]
    assert [(change.name, change.details[0].before, change.details[0].after) for change in found.numbers] == [
        ("count.share", "25 percent (1 of 4)", "26 percent (1 of 4)")
    ]
    assert [(change.name, change.details[0].after) for change in found.improvements] == [("imp", "started")]
    assert [(cell.category, cell.before) for cell in found.states] == [("people", "missing")]
    assert found.gaps_opened or found.gaps_closed


def test_what_is_new_one_way_is_gone_the_other_way(before: Position, tmp_path: Path) -> None:
    after = position(tmp_path, {"evidence/heard.md": item_text("heard", voice="person", kind="people-survey")})
    there, back = learning(before, after), learning(after, before)
    assert {(one.name, one.sort) for one in there.items} == {("count", "gone"), ("heard", "new")}
    assert {(one.name, one.sort) for one in back.items} == {("count", "new"), ("heard", "gone")}
    assert {one.name for one in there.gaps_closed} == {one.name for one in back.gaps_opened}
    assert [one.sort for one in there.improvements] == ["gone"]
    assert [one.sort for one in back.improvements] == ["new"]
    gone = position(tmp_path / "bare", {"evidence/narrative/learning.md": NARRATIVE.split("## Claims")[0]})
    assert [(one.name, one.sort) for one in learning(before, gone).claims] == [("learning-1", "gone")]


NAMELESS = NARRATIVE.replace("{#learning-1} ", "")
SCORE = "scores: [{statement: learning, score: 3, reason: r, who: w}]\n"
ACCEPTED = "accepted_gaps: [{gap: gap-learning-people, reason: r, who: w, until: 2027-01-01}]\n"
COUNT, TOLD, DECISIONS = "evidence/count.md", "evidence/narrative/learning.md", "evidence/decisions.yaml"
REVIEW = "reviews: [{verdict: accepted, who: Bo Day, on: 2025-02-01}]"
PERIOD = FIGURE.replace("value:", "period: 2023, value:")


@pytest.mark.parametrize(
    ("file", "one", "other", "part"),
    [
        (COUNT, item_text("count", FIGURE), item_text("count"), "numbers"),
        (COUNT, item_text("count"), item_text("count", FIGURE), "numbers"),
        (COUNT, item_text("count", PERIOD), item_text("count", PERIOD.replace("2023", "2024")), "numbers"),
        (COUNT, item_text("count", "sites: [a]"), item_text("count", "sites: [b]"), "items"),
        (COUNT, item_text("count", "lenses: [equity]"), item_text("count"), "items"),
        (COUNT, item_text("count", "ir_refs: [IR1]"), item_text("count"), "items"),
        (COUNT, item_text("count", "derived_from: [weekly-reflection]"), item_text("count"), "items"),
        (COUNT, item_text("count", "permission: {names_checked_by: Lead}"), item_text("count"), "items"),
        (COUNT, item_text("count", REVIEW), item_text("count"), "items"),
        (COUNT, item_text("count", REVIEW), item_text("count", REVIEW.replace("Bo", "Cy")), "items"),
        (COUNT, item_text("count", body="four words are here"), item_text("count", body="four words were here"), "items"),
        (TOLD, NAMELESS, NAMELESS.replace("every week [", "every day ["), "claims"),
        (TOLD, f"{NARRATIVE}\n## More\n\nOne.\n", f"{NARRATIVE}\n## More\n\nTwo.\n", "passages"),
        (TOLD, f"{NARRATIVE}\n## More\n\nOne.\n", NARRATIVE, "passages"),
        (DECISIONS, SCORE, SCORE.replace("3", "2"), "judgement"),
        (DECISIONS, ACCEPTED, "", "gaps_changed"),
    ],
)  # fmt: skip
def test_what_changes_is_never_called_nothing(tmp_path: Path, file: str, one: str, other: str, part: str) -> None:
    there, back = (
        learning(position(tmp_path / f"{way}a", {file: first}), position(tmp_path / f"{way}b", {file: then}))
        for way, first, then in (("there", one, other), ("back", other, one))
    )
    assert getattr(there, part)
    assert getattr(back, part)


def test_a_review_is_told_by_what_was_decided_and_when_and_never_by_whom(tmp_path: Path) -> None:
    files = ({COUNT: item_text("count")}, {COUNT: item_text("count", REVIEW)})
    (change,) = learning(*(position(tmp_path / str(at), dict(one)) for at, one in enumerate(files))).items
    assert [(one.what, one.before, one.after) for one in change.details] == [("reviews", "", "accepted on 2025-02-01")]


def test_a_plan_for_no_gap_of_a_statement_is_told_at_the_end(before: Position, tmp_path: Path) -> None:
    other = IMPROVEMENT.replace("gap-learning-people", "something else")
    after = position(tmp_path, {"evidence/count.md": item_text("count", FIGURE), "evidence/improvement.yaml": other})
    assert [(one.name, one.sort) for one in difference(before, after).elsewhere] == [("imp", "new")]


@settings(max_examples=20)
@given(order=st.permutations(range(4)))
def test_the_order_of_items_does_not_matter(before: Position, order: list[int]) -> None:
    items = before.project.items
    more = tuple(items[0].model_copy(update={"id": f"more-{number}"}) for number in range(4))
    projects: list[Project] = [
        before.project.model_copy(update={"items": (*items, *those)})
        for those in (more, tuple(more[at] for at in order))
    ]
    one, other = (Position("p", project, before.coverage) for project in projects)
    assert difference(one, other).nothing
    assert difference(before, one).statements == difference(before, other).statements


def test_nothing_of_a_personal_item_is_told(before: Position, tmp_path: Path) -> None:
    secret = item_text("story", "sensitivity: personal", title="A secret title", body="secret words")
    one = position(tmp_path / "one", {"evidence/story.md": secret})
    other = position(tmp_path / "other", {"evidence/story.md": secret.replace("secret words", "other secret words")})
    for found in (difference(before, one), difference(one, other), difference(one, one)):
        assert "secret" not in found.model_dump_json()
    (changed,) = learning(one, other).items
    assert changed.details[0].what == "content"


def test_an_item_without_a_tag_is_told_at_the_end(before: Position, tmp_path: Path) -> None:
    after = position(tmp_path, {"evidence/loose.md": item_text("loose", tags="[]")})
    assert [one.name for one in difference(before, after).elsewhere] == ["loose"]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a snapshot, in which something changed since."""
    root = make_project(tmp_path_factory.mktemp("diff") / "project", {"evidence/count.md": item_text("count", FIGURE)})
    assert cqc("--today", "2025-06-01", "snapshot", "first", at=root).code == 0
    (root / "evidence" / "count.md").write_text(item_text("count", FIGURE.replace("25", "26")), encoding="utf-8")
    changed = NARRATIVE.replace("Staff met every week [", "Staff met on every single day [")
    (root / "evidence" / "narrative" / "learning.md").write_text(changed, encoding="utf-8")
    return root


def test_people_read_what_changed_since_a_snapshot(frozen: Path) -> None:
    typed = cqc("--today", "2025-06-01", "diff", "first", at=frozen)
    assert typed.code == 0
    text = " ".join(typed.out.split())
    assert "From snapshot first (as at 2025-03-31) to this project now" in text
    assert "words: Staff met {+on+} every [-week-] {+single day+} [@weekly-reflection]." in text
    assert "value: [-25-] {+26+} percent" in text


def test_other_programs_read_it_as_json(frozen: Path) -> None:
    told = json.loads(cqc("--today", "2025-06-01", "diff", "first", "--format", "json", at=frozen).out)
    assert told["before"]["label"] == "snapshot first"
    assert told["statements"][0]["statement"] == "learning"
    assert told["statements"][0]["numbers"][0]["name"] == "count.share"


def test_a_report_in_word_reads_as_prose(frozen: Path) -> None:
    import docx

    typed = cqc(
        "--today", "2025-06-01", "diff", "first", "--format", "docx", "--title", "Changes since last year", at=frozen
    )
    assert typed.code == 0
    document = docx.Document(str(frozen / "out" / "changes.docx"))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "1 quality statement changed; 0 gaps closed, 0 opened." in words
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("Staff met on every single day" in text for text in cells)
    assert document.core_properties.title == "Changes since last year"


def test_two_folders_are_compared(frozen: Path, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other")
    typed = cqc("diff", str(frozen), str(other), at=tmp_path)
    assert "− count" in typed.out
    assert "Nothing changed." in cqc("diff", str(other), str(other), at=tmp_path).out


def test_a_revision_of_git_is_compared(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    root = make_project(tmp_path)
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "first"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)
    (root / "evidence" / "weekly-reflection.md").write_text(
        ITEM.replace("Staff met every week\n", "Staff met daily\n"), encoding="utf-8"
    )
    typed = cqc("diff", "git:HEAD", at=root)
    assert typed.code == 0, typed.err
    assert "title: Staff met [-every week-] {+daily+}" in " ".join(typed.out.split())
    (root / "elsewhere").symlink_to("/")
    for words in (["add", "."], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "a link"]):
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)
    assert "Nothing changed." in cqc("diff", "HEAD", at=root).out
    assert cqc("diff", "HEAD~7", at=root).code == 2
    assert "git knows no revision" in cqc("diff", "HEAD~7", at=root).err
    assert "git knows no revision" in cqc("diff", "--", "--output=x", at=root).err


def test_without_git_a_name_that_is_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    typed = cqc("diff", "main", at=make_project(tmp_path / "p"))
    assert typed.code == 2
    assert "git is not installed here" in typed.err


def test_a_damaged_snapshot_is_not_compared_with(frozen: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes((frozen / "out" / "snapshots" / "first.zip").read_bytes()[:-100])
    typed = cqc("diff", str(bad), at=frozen)
    assert typed.code == 1
    assert "nothing can be compared with it" in typed.out


def test_another_framework_is_said(before: Position) -> None:
    from cqc_evidence.compile.since import compile_since

    found = difference(before, before)
    other = found.model_copy(update={"after": found.after.model_copy(update={"framework": "cqc-la-2027"})})
    pack = compile_since(before.project, before.coverage, other, "Changes")
    text = pack.model_dump_json()
    assert "The framework is another one: cqc-la-2025, then cqc-la-2027." in text
    assert "Nothing changed." in text
