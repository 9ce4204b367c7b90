"""A definition's parameters: numbers where numbers must stand, and a slip is told with its place."""

from __future__ import annotations

from pathlib import Path

from cqc_evidence.read import read_project, shipped
from tests.measure.build import framework
from tests.support import TODAY, write_files


def _project(folder: Path, old: str, new: str) -> Path:
    own = shipped("framework/metrics.yaml").read_text(encoding="utf-8")
    assert old in own
    write_files(folder, {"project.yaml": "council: Testshire\n", "framework/metrics.yaml": own.replace(old, new, 1)})
    return folder


def test_numbers_and_words_are_read_as_such(tmp_path: Path) -> None:
    project = read_project(
        _project(tmp_path, "window_days: 91,", "window_days: 30.5, last_day: 2026-03-31,"), today=TODAY
    )
    metric = project.framework.metric("lt-conversion-new")
    assert metric
    assert metric.parameters == {"window_days": 30.5, "last_day": "2026-03-31", "merge_gap_days": 4}
    assert project.problems == ()


def test_a_word_where_a_number_must_stand_is_told_and_the_other_definitions_go_on(tmp_path: Path) -> None:
    project = read_project(_project(tmp_path, "weeks: 52", "weeks: fifty-two"), today=TODAY)
    (problem,) = project.problems
    assert problem.location.file == "framework/metrics.yaml"
    assert 'the parameter weeks must be a number, not "fifty-two"' in problem.message
    assert project.framework.metric("package-full-year") is None
    assert project.framework.metric("package-change"), "the other definitions go on"


def test_numbers_that_come_from_python_stay_as_they_are() -> None:
    metric = framework().metric("package-full-year")
    assert metric
    again = type(metric).model_validate({**metric.model_dump(), "parameters": {"weeks": 52, "share": 0.5}})
    assert again.parameters == {"weeks": 52, "share": 0.5}
