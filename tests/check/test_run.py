"""All problems together, with allowances applied; rules of other packages count like ours."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from importlib import metadata

import pytest

from cqc_evidence.check import Finding, Subject, catalogue, check_project, rule
from cqc_evidence.check.ids import _circles
from cqc_evidence.check.registers import possible_gaps
from cqc_evidence.measure import measure_coverage
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.read import read_project, shipped
from tests.support import TODAY, findings, item_text, make_project, project_of, read

NO_LOCATOR = {"evidence/a.md": item_text("a", source="{citation: Notes}")}


def allowed(rule_name: str, file: str = "evidence/a.md", until: str = "2026-01-01") -> dict[str, str]:
    """Return a register that allows a finding."""
    return {
        "evidence/decisions.yaml": f"allowed: [{{rule: {rule_name}, file: {file}, reason: r, who: w, until: {until}}}]\n"
    }


def rules(root) -> list[str]:
    """Return the names of the errors and warnings."""
    return [problem.rule for problem in findings(root) if problem.severity != "note"]


def test_the_worked_example_has_no_error():
    found = check_project(read_project(shipped(), today=TODAY))
    assert [str(problem.location) for problem in found if problem.severity is Severity.ERROR] == []


def test_an_allowed_finding_is_not_shown(tmp_path):
    assert rules(make_project(tmp_path, {**NO_LOCATOR, **allowed("no-locator")})) == []


def test_an_allowance_holds_to_the_end_of_its_last_day(tmp_path):
    assert rules(make_project(tmp_path, {**NO_LOCATOR, **allowed("no-locator", until="2025-06-01")})) == []


def test_an_allowance_is_for_one_rule_in_one_file(tmp_path):
    files = {**NO_LOCATOR, "evidence/b.md": item_text("b", source="{citation: Notes}"), **allowed("no-locator")}
    assert [
        problem.location.file for problem in findings(make_project(tmp_path, files)) if problem.rule == "no-locator"
    ] == ["evidence/b.md"]


def test_an_allowance_that_ended_allows_nothing_and_is_told(tmp_path):
    assert rules(make_project(tmp_path, {**NO_LOCATOR, **allowed("no-locator", until="2025-05-31")})) == [
        "no-locator",
        "expired-allowance",
    ]


def test_one_allowance_in_force_beside_one_that_ended_is_enough(tmp_path):
    both = "allowed:\n" + "".join(
        f"  - {{rule: no-locator, file: evidence/a.md, reason: r, who: w, until: {until}}}\n"
        for until in ("2025-01-01", "2026-01-01")
    )
    assert rules(make_project(tmp_path, {**NO_LOCATOR, "evidence/decisions.yaml": both})) == ["expired-allowance"]


def test_a_finding_about_an_allowance_cannot_be_allowed(tmp_path):
    files = allowed("unused-allowance", "evidence/decisions.yaml")
    assert rules(make_project(tmp_path, files)) == ["unused-allowance"]


def test_checking_changes_nothing_on_the_disk(tmp_path):
    root = make_project(tmp_path, {"evidence/broken.md": "x"})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    check_project(read(root))
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_every_finding_says_what_because_and_help_in_plain_words(tmp_path):
    wrong = item_text("a", "supersedes: [x]", "lenses: [x]", kind="x", source="{public_url: x}", tags="[{statement: x}, {statement: learning, category: x, rules: [x], topics: [x], i_statements: [x]}]")  # fmt: skip
    for problem in findings(make_project(tmp_path, {"evidence/a.md": wrong})):
        assert problem.message
        assert not problem.message.startswith(("Value", "Input"))
        assert problem.because
        assert problem.help
        assert problem.rule in catalogue()
        assert problem.severity is catalogue()[problem.rule].severity


def test_the_severity_that_reading_gives_is_the_one_its_page_shows(tmp_path):
    project = project_of(tmp_path, {"evidence/a.txt": "x", "evidence/a.md": "£".encode("cp1252"), "evidence/narrative/learning.md": "---\nstatement: learning\njudgement: j\nconfidence: low\n---\n## Claims\nx\n"})  # fmt: skip
    assert {problem.rule for problem in project.problems} >= {
        "not-read",
        "wrong-encoding",
        "claim-without-id",
        "no-front-matter",
    }
    for problem in project.problems:
        assert problem.severity is catalogue()[problem.rule].severity


def test_a_rule_of_another_package_counts_like_ours(tmp_path, monkeypatch):
    @rule("no-mondays", Severity.NOTE)
    def no_mondays(subject: Subject) -> Iterator[Finding]:
        """Nothing is to be dated on a Monday."""
        for item in subject.project.items:
            if item.date.is_day and item.date.start.weekday() == 0:
                yield Finding("this is a Monday", "we do not like them", "wait a day", item.location.at("date"))

    class Entry:
        def load(self) -> object:
            return no_mondays

    monkeypatch.setattr(metadata, "entry_points", lambda group: [Entry()] if group == "cqc_evidence.rules" else [])
    assert catalogue()["no-mondays"].summary == "Nothing is to be dated on a Monday."
    (found,) = [
        one
        for one in findings(make_project(tmp_path, {"evidence/a.md": item_text("a", date="2025-01-06")}))
        if one.rule == "no-mondays"
    ]
    assert (str(found.location), found.location.snippet) == ("evidence/a.md:5:7", "date: 2025-01-06")


def test_the_catalogue_is_in_the_order_of_the_alphabet_and_tells_who_checks():
    pages = catalogue()
    assert list(pages) == sorted(pages)
    assert pages["bad-yaml"].check is None
    assert pages["unused-allowance"].check is None
    assert pages["unknown-statement"].check is not None


def test_a_broken_file_is_named_where_its_item_is_missed(tmp_path):
    files = {
        "evidence/talks.md": item_text("talks", date="soon"),
        "evidence/b.md": item_text("b", "derived_from: [talks]"),
    }
    (found,) = [one for one in findings(make_project(tmp_path, files)) if one.rule == "unknown-reference"]
    assert found.help == "mend evidence/talks.md first: it could not be read"


def test_many_items_slow_nobody_down_and_the_nearest_id_is_still_found(tmp_path):
    files = {f"evidence/i{n}.md": item_text(f"interview-{n:03}-{'n' * (n % 7)}x") for n in range(250)}
    files["evidence/a.md"] = item_text("a", "derived_from: [weekly-reflecton, intervew-007-x, nothing-alike]")
    found = [one.help for one in findings(make_project(tmp_path, files)) if one.rule == "unknown-reference"]
    assert found == [
        'did you mean "weekly-reflection"?',
        'did you mean "interview-007-x"?',
        "check the id, or take it out",
    ]


def test_coverage_that_is_known_is_not_measured_again(tmp_path, monkeypatch):
    project = project_of(tmp_path)
    coverage, found = measure_coverage(project), check_project(project)
    monkeypatch.setattr("cqc_evidence.check.registry.measure_coverage", lambda _project: pytest.fail("measured twice"))
    assert check_project(project, coverage) == found


def test_two_ways_to_one_item_are_no_circle(tmp_path):
    files = {"evidence/a.md": item_text("a", "derived_from: [b, c]"), "evidence/b.md": item_text("b", "derived_from: [d]"),
             "evidence/c.md": item_text("c", "derived_from: [d]"), "evidence/d.md": item_text("d", "derived_from: [a]")}  # fmt: skip
    found = [one.message for one in findings(make_project(tmp_path, files)) if one.rule == "circular-reference"]
    assert found == [
        "this item is derived from itself: a → b → d → a",
        "this item is derived from itself: c → d → a → c",
    ]


@pytest.mark.parametrize("as_at", [date(2025, 3, 31), date(2020, 1, 1), date(2030, 1, 1)])
def test_every_gap_that_is_measured_is_one_that_can_be_accepted(as_at):
    project = read_project(shipped(), today=TODAY, as_at=as_at)
    assert {gap.id for gap in measure_coverage(project).gaps} <= set(possible_gaps(project.framework))


def test_a_circle_of_many_items_is_found_at_once(tmp_path):
    files = {f"evidence/i{n}.md": item_text(f"i{n}", f"derived_from: [i{(n + 1) % 300}]") for n in range(300)}
    found = [one for one in findings(make_project(tmp_path, files)) if one.rule == "circular-reference"]
    assert len(found) == 1
    assert len(found[0].related) == 299


def test_a_long_chain_without_a_circle_is_followed_only_once():
    chain = {f"i{n:05}": (f"i{n + 1:05}",) for n in range(20_000)}
    begun = time.perf_counter()
    assert _circles(chain) == []
    assert time.perf_counter() - begun < 5
