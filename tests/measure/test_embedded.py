"""Embedded is a strong word: the measure has to move, and later evidence has to show it."""

from __future__ import annotations

import pytest

from cqc_evidence.measure.embedded import Embedded, embedded, statement_of
from cqc_evidence.model.dates import Period
from cqc_evidence.model.project import Improvement
from cqc_evidence.model.result import Comparison, Provenance, Result, Spc, SpcPoint, SpcSegment
from tests.measure.build import framework, item, tag

SHOWN = {"done": "2021-01", "shown_by": ("later",)}
LATER = {"later": item("later", tag("equity"), date="2021-03")}
METRIC = "repeat-requests"


def asked(*results: Result, items: object = None, **keys: object) -> Embedded:
    """Return whether an action of the equity statement is embedded."""
    shape = {"id": "a", "gap": "gap-equity-people", "action": "Ask.", **keys}
    held = LATER if items is None else items
    return embedded(Improvement.model_validate(shape), held, framework(), results)  # type: ignore[arg-type]


# What the plan says in words


@pytest.mark.parametrize(
    ("baseline", "latest", "target"),
    [("3 of 10", "9 of 10", "10 of 10"), ("29 days", "12 days", "10 days"), ("29 of 100 (29%)", "12 of 30", "45%"),
     ("£1,200 a week", "£900 a week", "£1,000 a week")],
)  # fmt: skip
def test_a_measure_that_moved_towards_its_target_moved(baseline: str, latest: str, target: str) -> None:
    found = asked(baseline=baseline, latest=latest, target=target, **SHOWN)
    assert found == (True, True, ())
    assert found.holds


@pytest.mark.parametrize(
    ("baseline", "latest", "target", "lacks"),
    [
        ("", "9 of 10", "10 of 10", "a number as its baseline and one as its latest value"),
        ("few", "many", "all", "a number as its baseline and one as its latest value"),
        ("3 of 10", "9 of 10", "", "a number as its target, which says what way is better"),
        ("3 of 10", "3 of 10", "10 of 10", "a measure that moved: it was 3 of 10 and is 3 of 10"),
        ("3 of 10", "2 of 10", "10 of 10", "a measure that moved towards 10 of 10: it was 3 of 10 and is 2 of 10"),
        ("3 of 10", "9 of 10", "3 of 10", "a measure that moved towards 3 of 10: it was 3 of 10 and is 9 of 10"),
        ("3 of 10", "6 of 30", "9 of 10", "a measure that moved towards 9 of 10: it was 3 of 10 and is 6 of 30"),
        ("3 of 10", "9", "12", "numbers of one sort: 3 of 10, 9 and 12 cannot be compared"),
        ("0 of 0", "9", "12", ""),
    ],
)  # fmt: skip
def test_what_a_measure_in_words_lacks_is_said(baseline: str, latest: str, target: str, lacks: str) -> None:
    found = asked(baseline=baseline, latest=latest, target=target, **SHOWN)
    assert found.moved == (not lacks)
    assert found.lacks == ((lacks,) if lacks else ())


# A metric


def value(year: str, number: float | None, group: str = "all", **keys: object) -> Result:
    return Result.model_validate({
        "metric": METRIC, "title": "Repeat requests", "group": group, "period": year, "unit": "percent", "value": number,
        "verdict": "", "basis": "computed", "provenance": Provenance(engine="tables"), **keys,
    })  # fmt: skip


def of(year: str, count: int, number: int) -> Result:
    return value(year, count / number, numerator=count, denominator=number)


def spc(*marked: str) -> Spc:
    points = [SpcPoint(period=Period.parse(year), value=0.3, rules=("7 points on one side",) if year in marked else ())
              for year in ("2018", "2019", "2020", "2021")]  # fmt: skip
    segment = SpcSegment(centre=0.3, lower=0.1, upper=0.5, begins=Period.parse("2018"))
    return Spc(points=tuple(points), segments=(segment,), trial=True, screened=False, rules=())


def beside(verdict: str) -> Comparison:
    return Comparison.model_validate(
        {"with": "2019", "period": "2019", "value": 0.3, "difference": -0.1, "verdict": verdict}
    )


DONE_2019 = {"metric": METRIC, "done": "2019-12-31", "shown_by": ("later",)}


@pytest.mark.parametrize(
    ("results", "lacks"),
    [
        ((value("2019", 0.3), value("2020", 0.2)), ""),
        ((value("2019", 0.3), value("2020", 0.3)), f"a better value of {METRIC} than before"),
        ((value("2018", 0.9), value("2019", 0.3), value("2020", 0.4)), f"a better value of {METRIC} than before"),
        ((value("2020", 0.3), value("2021", 0.2)), f"a value of {METRIC} from before it was done"),
        ((value("2018", 0.3), value("2019", 0.2)), f"a value of {METRIC} from after it was done"),
        ((value("2020", 0.2),), f"two values of {METRIC}, an earlier and a later one"),
        ((value("2019", 0.3), value("2020", None)), f"two values of {METRIC}, an earlier and a later one"),
        ((value("2019", 0.3, "a"), value("2020", 0.2, "a"), value("2019", 0.3, "b"), value("2020", 0.2, "b")),
         f"one series of {METRIC}: several groups have their own"),
        ((value("2019", 0.3, "a"), value("2020", 0.2, "a"), value("2019", 0.3, "b")), ""),
        ((value("2019", 0.3, "a"), value("2020", 0.2, "a"), value("2019", 0.3), value("2020", 0.4)),
         f"a better value of {METRIC} than before"),
    ],
)  # fmt: skip
def test_the_latest_value_is_held_against_the_last_from_before_it_was_done(
    results: tuple[Result, ...], lacks: str
) -> None:
    assert asked(*results, **DONE_2019).lacks == ((lacks,) if lacks else ())


@pytest.mark.parametrize(
    ("before", "now", "by_chance"),
    [
        (of("2019", 50, 100), of("2020", 20, 100), False),
        (of("2019", 5, 10), of("2020", 4, 10), True),
        (value("2019", 0.3), value("2020", 0.2, comparison=beside("clearly lower")), False),
        (value("2019", 0.3), value("2020", 0.2, comparison=beside("could be chance")), True),
        (value("2019", 0.3), value("2020", 0.2, spc=spc("2021")), False),
        (value("2019", 0.3), value("2020", 0.2, spc=spc("2018")), True),
    ],
)
def test_a_change_that_could_be_chance_is_none(before: Result, now: Result, by_chance: bool) -> None:  # noqa: FBT001  # what is expected
    found = asked(before, now, **DONE_2019)
    assert found.lacks == ((f"a change of {METRIC} that is more than chance",) if by_chance else ())


def test_without_a_day_the_first_value_is_compared_and_the_day_is_asked_for() -> None:
    found = asked(value("2019", 0.3), value("2020", 0.2), metric=METRIC, shown_by=("later",))
    assert found.moved
    assert found.lacks == ("the date on which it was done",)


@pytest.mark.parametrize(
    ("name", "lacks"),
    [("no-such", "a metric: there is none called no-such"),
     ("still-open-share", "a metric of which one way is better: neither is of still-open-share")],
)  # fmt: skip
def test_a_metric_must_be_there_and_have_a_better_way(name: str, lacks: str) -> None:
    assert asked(**{**DONE_2019, "metric": name}).lacks == (lacks,)


# Later evidence

MOVED = {"baseline": "3", "latest": "9", "target": "12"}


@pytest.mark.parametrize(
    ("later", "lacks"),
    [
        (item("later", tag("equity"), date="2021-03"), ""),
        (item("later", tag("equity"), date="2021-01-20"), "an accepted item from after it was done"),
        (item("later", tag("equity"), date="unknown"), "an accepted item from after it was done"),
        (item("later", tag("equity"), date="2021-03", status="proposed"), "an accepted item from after it was done"),
        (item("later", tag("equity", stance="challenges"), date="2021-03"),
         "an item that is tagged to equity and supports it"),
        (item("later", tag("learning"), date="2021-03"), "an item that is tagged to equity and supports it"),
        (item("other", tag("equity"), date="2021-03"), "a later item that shows it (shown_by)"),
    ],
)  # fmt: skip
def test_an_item_shows_it_when_it_is_later_accepted_and_in_support(later: object, lacks: str) -> None:
    held = {later.id: later}  # type: ignore[attr-defined]
    found = asked(items=held, **MOVED, **SHOWN)
    assert found.shown == (not lacks)
    assert found.lacks == ((lacks,) if lacks else ())


def test_a_gap_that_cannot_be_belongs_to_no_statement() -> None:
    assert statement_of("gap-equity-i-listen", framework()) == "equity"
    assert statement_of("gap-none-people", framework()) == ""
    assert asked(**{**MOVED, **SHOWN, "gap": "gap-none-people"}).lacks == (
        "an item that is tagged to its statement and supports it",
    )
