"""Definitions of metrics: what would mislead a reader is told before a number stands on any page."""

from __future__ import annotations

import pytest

from cqc_evidence.check.metrics import causal_words, no_balancing_metric, repeated_metric, unknown_metric_reference
from cqc_evidence.check.registry import Finding
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.project import MetricSettings, Rebase
from tests.check.tables_made import Check, Made, worked_example


def defined(**changes: object) -> Framework:
    """Return the shipped definitions, the first of them changed."""
    framework = worked_example().framework
    first, *others = framework.metrics.metrics
    metrics = (first.model_validate({**first.model_dump(by_alias=True), **changes}), *others)
    return framework.model_copy(update={"metrics": framework.metrics.model_copy(update={"metrics": metrics})})


def found(check: Check, **changes: object) -> list[Finding]:
    """Return what a rule says of the first definition, changed."""
    return list(check(Made(worked_example(), (), defined(**changes))))


@pytest.mark.parametrize("check", [causal_words, no_balancing_metric, repeated_metric, unknown_metric_reference])
def test_the_shipped_definitions_are_sound(check: Check):
    assert list(check(Made(worked_example(), ()))) == []


def test_a_metric_where_lower_is_better_needs_one_to_read_beside_it():
    (finding,) = found(no_balancing_metric, balancing=())
    assert finding.message == "lt-conversion-new counts lower as better and has no balancing metric"
    assert finding.location.path == ("metrics", 0, "direction")


def test_a_metric_does_not_balance_itself():
    (finding,) = found(no_balancing_metric, balancing=("lt-conversion-new",))
    assert finding.location.path == ("metrics", 0, "balancing")


@pytest.mark.parametrize("direction", ["higher", "none"])
def test_other_directions_need_none(direction: str):
    assert found(no_balancing_metric, balancing=(), direction=direction) == []


def test_a_balancing_metric_that_is_not_there_is_told_with_the_nearest():
    (finding,) = found(unknown_metric_reference, balancing=("feedback-positive", "repeat-request"))
    assert finding.help == 'did you mean "repeat-requests"?'
    assert finding.location.path == ("metrics", 0, "balancing", 1)


def test_a_chart_begun_anew_for_a_metric_that_is_not_there_is_told():
    rebases = tuple(
        Rebase.model_validate({"metric": name, "begins": "2020-03", "because": "Pandemic"})
        for name in ("waiting", "wating")
    )
    project = worked_example()
    settings = project.settings.model_copy(update={"metrics": MetricSettings(rebase=rebases)})
    (finding,) = unknown_metric_reference(Made(project.model_copy(update={"settings": settings}), ()))
    assert finding.help == 'did you mean "waiting"?'
    assert finding.location.file == "project.yaml"
    assert finding.location.path == ("metrics", "rebase", 1, "metric")


def test_an_id_that_stands_twice_is_told():
    (finding,) = found(repeated_metric, id="waiting")
    assert finding.message == 'the metric id "waiting" stands twice'
    assert finding.location.path[-1] == "id"


@pytest.mark.parametrize(
    "words",
    [
        "caused", "cause", "led to", "leading to", "resulted in", "result in", "as a result of", "because of", "due to",
        "thanks to", "thanks", "effect of", "impact of", "reduced by", "owing to",
    ],
)  # fmt: skip
def test_words_that_say_one_thing_brought_about_another_are_told(words: str):
    (finding,) = found(causal_words, title=f"Long-term support {words} conversations")
    assert finding.message == f"“{words}” says that one thing brought about another"
    assert finding.location.path == ("metrics", 0, "title")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"counts": "people Led To long-term support"}, ("counts",)),
        ({"of": "people who asked due to illness"}, ("of",)),
        ({"comparator": {"kind": "group", "note": "The effect of the pandemic"}}, ("comparator", "note")),
        ({"caveats": ("Fine.", "Not large. It was caused by the team.")}, ("caveats", 1)),
    ],
)
def test_every_text_that_stands_in_a_pack_is_read(changes: dict[str, object], path: tuple[str | int, ...]):
    (finding,) = found(causal_words, **changes)
    assert finding.location.path == ("metrics", 0, *path)


@pytest.mark.parametrize(
    "caveat",
    [
        "Counts beside each other cannot show what was caused by the team.",
        "It doesn’t follow that the change is due to the new way of working.",
        "Requests are followed by support; associated with age.",
    ],
)
def test_a_caveat_may_say_that_cause_cannot_be_shown(caveat: str):
    assert found(causal_words, caveats=(caveat,)) == []


def test_a_title_may_not_even_then():
    assert len(found(causal_words, title="Support not due to age")) == 1
