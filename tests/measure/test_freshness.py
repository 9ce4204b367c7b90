"""How long an item is recent enough, by its own dates and the framework's."""

from __future__ import annotations

from datetime import date

import pytest

from cqc_evidence.measure.coverage.fresh import fresh_until, is_fresh
from cqc_evidence.model.evidence import Item
from tests.measure.build import AS_AT, cell, expecting, framework, item, tag

OVERRIDES = framework().expectations.fresh_until


def _until(found: Item, months: int = 12, as_at: date = AS_AT) -> date | None:
    return fresh_until(found, months, OVERRIDES, as_at)


@pytest.mark.parametrize(("when", "until"), [
    ("2020-05-31", date(2021, 5, 31)),
    ("2020-05", date(2021, 5, 31)),
    ("2020", date(2021, 5, 31)),
    ("2019-04/2020-03", date(2021, 3, 31)),
    ("2020-02", date(2021, 2, 28)),
])  # fmt: skip
def test_freshness_counts_from_the_end_of_the_period(when: str, until: date) -> None:
    as_at = AS_AT if when != "2020" else date(2020, 5, 31)
    assert _until(item("one", date=when), as_at=as_at) == until


def test_freshness_counts_from_the_date_of_the_pack_where_a_period_goes_beyond_it() -> None:
    assert _until(item("one", date="2021-04/2022-03")) == date(2022, 5, 31)


@pytest.mark.parametrize(
    ("as_at", "fresh"), [(date(2021, 3, 30), True), (date(2021, 3, 31), True), (date(2021, 4, 1), False)]
)
def test_the_last_day_of_freshness_is_still_fresh(as_at: date, *, fresh: bool) -> None:
    assert is_fresh(item("one", date="2020-03"), 12, OVERRIDES, as_at) is fresh


@pytest.mark.parametrize(("months", "fresh"), [(11, False), (12, True), (13, True)])
def test_the_cells_own_months_decide(months: int, *, fresh: bool) -> None:
    found = cell(item("one", date="2020-05"), framework=expecting("learning", "people", months=months))
    assert (found.state == "covered") is fresh


def test_an_unknown_date_is_never_fresh_whatever_else_is_known() -> None:
    for kind in ("interview", "people-survey", "process-document"):
        assert _until(item("one", kind=kind, date="unknown", next_due="2030-01-01", review_by="2030-01-01")) is None


@pytest.mark.parametrize(("due", "until"), [("2021-02-28", date(2021, 5, 28)), ("2021-11-30", date(2022, 2, 28))])
@pytest.mark.parametrize("kind", ["people-survey", "metric"])
def test_a_statistic_is_fresh_until_three_months_after_the_next_is_due(kind: str, due: str, until: date) -> None:
    assert _until(item("one", kind=kind, date="2018", next_due=due)) == until


def test_a_statistic_without_a_next_date_follows_the_months() -> None:
    assert _until(item("one", kind="metric", date="2020-05")) == date(2021, 5, 31)


def test_a_next_date_means_nothing_for_other_kinds() -> None:
    assert _until(item("one", kind="interview", date="2020-05", next_due="2030-01-01")) == date(2021, 5, 31)


def test_a_policy_is_fresh_until_its_review_date_however_old() -> None:
    assert _until(item("one", kind="process-document", date="2010", review_by="2023-01-31")) == date(2023, 1, 31)
    assert _until(item("one", kind="process-document", date="2020-05")) == date(2021, 5, 31)


def test_a_review_date_shortens_the_freshness_of_other_kinds_and_never_lengthens_it() -> None:
    assert _until(item("one", date="2021-03", review_by="2021-06-30")) == date(2021, 6, 30)
    assert _until(item("one", date="2021-03", review_by="2030-01-01")) == date(2022, 3, 31)
    assert _until(item("one", kind="metric", date="2018", next_due="2022-01-31", review_by="2021-08-01")) == date(
        2021, 8, 1
    )


@pytest.mark.parametrize(("review_by", "state"), [("2021-05-30", "stale"), ("2021-05-31", "covered")])
def test_a_review_date_before_the_date_of_the_pack_means_not_fresh(review_by: str, state: str) -> None:
    assert cell(item("one", review_by=review_by)).state == state


def test_a_late_statistic_is_stale_for_a_reason_that_is_true() -> None:
    found = cell(item("one", tag(), kind="people-survey", date="2021-01", next_due="2021-02-01"))
    assert found.reasons == (
        "the newest item ends on 31 January 2021, but its review date or the next publication has passed",
    )


def test_six_months_are_six_months_for_safeguarding_processes() -> None:
    place = ("safeguarding", "processes")
    for when, state in (("2020-12-01", "thin"), ("2020-11-30", "stale")):
        assert (
            cell(item("one", tag(*place), voice="organisation", kind="practice-audit", date=when), place=place).state
            == state
        )
