"""Groups that cannot be compared as equals, and series with holes, are told."""

from __future__ import annotations

import pytest

from cqc_evidence.check.tables_series import gap_in_periods, unequal_follow_up
from cqc_evidence.model.data import DataTable
from cqc_evidence.model.project import Beside
from tests.check.tables_made import Made, aggregate, found, table, told, worked_example

HARROW = """
metric,group,breakdown,period,part,numerator,compared_with
package-change,innovation site,people with Covid,2020-08/2020-11,increase,5,old way of working
package-change,innovation site,people with Covid,2020-08/2020-11,no change,38,old way of working
package-change,innovation site,people with Covid,2020-08/2020-11,still going on,45,old way of working
package-change,innovation site,people without Covid,2020-08/2020-11,no change,268,old way of working
package-change,innovation site,people without Covid,2020-08/2020-11,still going on,146,old way of working
package-change,old way of working,people with Covid,2020-04/2020-07,no change,74,
package-change,old way of working,people with Covid,2020-04/2020-07,still going on,6,
package-change,old way of working,people without Covid,2020-04/2020-07,no change,457,
package-change,old way of working,people without Covid,2020-04/2020-07,still going on,3,
package-change,old way of working,people without Covid,2020-04/2020-07,total,460,
"""


def test_harrows_new_group_has_much_more_work_still_going_on():
    (finding,) = found(unequal_follow_up, aggregate(HARROW))
    assert finding.message == (
        "still going on: 38 % in innovation site (191 of 502), 2 % in old way of working (9 of 540); 36 points apart"
    )
    assert str(finding.location) == "evidence/data/aggregate.csv, row 4, column numerator"
    assert str(finding.related[0]) == "evidence/data/aggregate.csv, row 8, column numerator"


def test_groups_with_as_much_work_still_going_on_are_left_alone():
    assert told(unequal_follow_up, aggregate(HARROW.replace(",6,\n", ",46,\n").replace(",3,\n", ",260,\n"))) == []


def test_a_row_for_the_whole_group_counts_in_place_of_its_breakdowns():
    whole = """
    package-change,innovation site,,2020-08/2020-11,no change,100,old way of working
    package-change,innovation site,,2020-08/2020-11,still going on,1,old way of working
    """
    assert told(unequal_follow_up, aggregate(HARROW + whole)) == []


def compared(first: tuple[int, int], second: tuple[int, int], beside: str = "b", period: str = "2020") -> list[str]:
    """Return what is said of two groups: how many are still going on, and how many are not."""
    rows = f"""
    metric,group,period,part,numerator,compared_with
    package-change,a,2020,still going on,{first[0]},{beside}
    package-change,a,2020,no change,{first[1]},
    package-change,b,{period},still going on,{second[0]},
    package-change,b,{period},no change,{second[1]},
    """
    return told(unequal_follow_up, aggregate(rows))


def test_a_difference_that_could_be_chance_is_left_alone():
    assert compared((4, 6), (2, 8)) == []


def test_a_small_difference_is_left_alone_however_sure_it_is():
    assert compared((9_000, 91_000), (1_000, 99_000)) == []


def test_groups_that_nobody_compares_are_left_alone():
    assert compared((50, 50), (1, 99), beside="") == []
    assert compared((50, 50), (1, 99), beside="c") == []
    assert len(compared((50, 50), (1, 99))) == 1


@pytest.mark.parametrize("counts", [(0, 0), (-5, 100)])
def test_a_group_without_work_or_with_impossible_counts_is_left_alone(counts: tuple[int, int]):
    assert compared((50, 50), counts) == []


def test_the_same_period_is_compared_and_else_the_latest():
    rows = """
    metric,group,period,part,numerator,compared_with
    package-change,a,2020,still going on,50,b
    package-change,a,2020,no change,50,
    package-change,b,2019,still going on,1,
    package-change,b,2019,no change,99,
    package-change,b,{year},still going on,50,
    package-change,b,{year},no change,50,
    """
    assert told(unequal_follow_up, aggregate(rows.format(year=2020))) == []
    assert told(unequal_follow_up, aggregate(rows.format(year=2021))) == []
    assert len(told(unequal_follow_up, aggregate(rows.format(year="unknown")))) == 1


def test_an_earlier_period_of_the_same_group_is_compared_too():
    rows = """
    metric,group,period,part,numerator,compared_with
    package-change,a,2020,still going on,50,2019
    package-change,a,2020,no change,50,
    package-change,a,2019,still going on,1,
    package-change,a,2019,no change,99,
    """
    assert len(told(unequal_follow_up, aggregate(rows))) == 1


BEFORE = """
metric,group,period,part,numerator
unplanned-review-change,a,2018-04/2019-03,still going on,1
unplanned-review-change,a,2018-04/2019-03,no change,99
unplanned-review-change,a,2019-04/2020-03,still going on,50
unplanned-review-change,a,2019-04/2020-03,no change,50
"""


def test_the_period_before_is_compared_where_the_definition_says_so():
    (finding,) = found(unequal_follow_up, aggregate(BEFORE))
    assert finding.message.startswith(
        "still going on: 50 % in a (50 of 100), 1 % in a, April 2018 to March 2019 (1 of 100); 49"
    )
    assert told(unequal_follow_up, aggregate(BEFORE.replace("unplanned-review-change", "package-change"))) == []
    assert told(unequal_follow_up, aggregate(BEFORE.replace("2018-04/2019-03", "2019-03/2019-12"))) == []


def test_groups_that_the_project_compares_are_compared():
    rows = aggregate(
        BEFORE.replace("unplanned-review-change,a,2018", "package-change,b,2018").replace("unplanned-review", "package")
    )
    assert told(unequal_follow_up, rows) == []
    settings = worked_example().settings
    compare = {
        "metrics": settings.metrics.model_copy(
            update={"compare": (Beside.model_validate({"group": "a", "with": "b"}),)}
        )
    }
    council = worked_example().model_copy(update={"settings": settings.model_copy(update=compare)})
    assert len(list(unequal_follow_up(Made(council, (rows,))))) == 1


def reviews(**sites: tuple[int, int]) -> DataTable:
    """Return reviews by site: how many are still going on, and how many ended."""
    rows = [
        f"p,2020-01-02,{outcome},{site}"
        for site, (still, ended) in sites.items()
        for outcome, count in (("no change", ended), ("still going on", still))
        for _ in range(count)
    ]
    return table("reviews", "person_id,start,outcome,site\n" + "\n".join(rows))


def test_of_two_sites_the_one_with_more_open_reviews_is_told():
    (finding,) = found(unequal_follow_up, reviews(North=(40, 60), South=(2, 98)))
    assert finding.message == "still going on: 40 % in North (40 of 100), 2 % in South (2 of 100); 38 points apart"
    assert str(finding.location) == "evidence/data/reviews.csv, row 62, column outcome"
    assert len(finding.related) == 1


def test_of_several_sites_each_is_held_against_all_others():
    (finding,) = found(unequal_follow_up, reviews(East=(20, 80), North=(0, 100), South=(20, 80), West=(20, 80)))
    assert finding.message == (
        "still going on: 0 % in North (0 of 100), 20 % in all other sites (60 of 300); 20 points apart"
    )
    assert str(finding.location) == "evidence/data/reviews.csv, row 102, column site"
    assert finding.related == ()


def test_one_site_is_compared_with_nothing_and_rows_without_a_site_are_left_out():
    assert told(unequal_follow_up, reviews(North=(40, 60))) == []
    assert told(unequal_follow_up, reviews(**{"North": (40, 60), "": (0, 100)})) == []


def test_a_review_with_neither_outcome_nor_end_is_still_going_on():
    rows = "person_id,start,end,outcome,site\n" + "\n".join(
        f"p,2020-01-02,{end},,{site}" for site, end in (("North", ""), ("South", "2020-02-01")) for _ in range(40)
    )
    (line,) = told(unequal_follow_up, table("reviews", rows))
    assert "100 % in North (40 of 40), 0 % in South (0 of 40)" in line


def series(*periods: str) -> list[str]:
    """Return what is said of a series with these periods."""
    rows = "\n".join(f"new-lt-starts-per-week,community,,{period},5" for period in periods)
    return told(gap_in_periods, aggregate(f"metric,group,breakdown,period,value\n{rows}"))


def test_harrows_series_every_six_months_has_no_point_for_september_2020():
    assert series("2018-09", "2019-03", "2019-09", "2020-03", "2021-03") == [
        "aggregate.csv, row 6, column period: new-lt-starts-per-week (community) has no row for September 2020"
    ]


@pytest.mark.parametrize(
    ("periods", "missing"),
    [
        (("2020-01", "2020-02", "2020-04", "2020-05"), "March 2020"),
        (("2020-05", "2020-02", "2020-04", "2020-01"), "March 2020"),
        (("2019-04/2019-06", "2019-07/2019-09", "2020-01/2020-03", "2020-04/2020-06"), "October 2019 to December 2019"),
        (("2015", "2016", "2018", "2019"), "January 2017 to December 2017"),
        (("2020-01-31", "2020-03-31", "2020-05-31", "2020-09-30", "2020-11-30"), ""),
        (
            ("2020-01-06/2020-01-12", "2020-01-13/2020-01-19", "2020-01-20/2020-01-26", "2020-02-03/2020-02-09"),
            "27 January 2020 to 2 February 2020",
        ),
        (("2020-01-01", "2020-02-01", "2020-03-01", "2020-05-01"), "1 April 2020"),
        (
            (*(f"20{year}-01" for year in range(10, 18)), "2025-01"),
            "January 2018; January 2019; January 2020; January 2021; January 2022; January 2023 and 1 more",
        ),
    ],
)
def test_a_gap_is_named_as_the_periods_beside_it_are_written(periods: tuple[str, ...], missing: str):
    lines = series(*periods)
    assert [line.partition("has no row for ")[2] for line in lines] == ([missing] if missing else [])


@pytest.mark.parametrize(
    "periods",
    [
        ("2020-01", "2020-02", "2020-03", "2020-04"),
        ("2020-01", "2020-02", "2020-04"),
        ("2020-01", "2020-02", "2020-12", "2021-03"),
        ("2020-01", "2020-02", "unknown", "2020-04"),
        ("2020-01", "2020-02", "2020-04/2020-06", "2020-07/2020-09"),
    ],
)
def test_whole_series_short_ones_and_uneven_ones_have_no_gap(periods: tuple[str, ...]):
    assert series(*periods) == []


def months(**counts: int) -> DataTable:
    """Return reviews by month: `m2020_01` → how many begin in it."""
    rows = [f"p,{name[1:].replace('_', '-')}-15" for name, count in counts.items() for _ in range(count)]
    return table("reviews", "person_id,start\n" + "\n".join(rows))


def test_ten_rows_a_month_are_busy():
    assert len(told(gap_in_periods, months(m2020_01=9, m2020_03=11))) == 1


def test_a_month_without_reviews_between_busy_months_is_told():
    (finding,) = found(gap_in_periods, months(m2019_11=12, m2020_02=9, m2020_03=9))
    assert finding.message == "no row begins in December 2019; January 2020"
    assert finding.because == "the months beside hold 10.5 rows on average"
    assert str(finding.location) == "evidence/data/reviews.csv, row 14, column start"


@pytest.mark.parametrize(
    "counts",
    [
        {"m2020_01": 9, "m2020_03": 10},
        {"m2020_01": 20, "m2020_02": 20},
        {"m1920_01": 1, "m2020_03": 50},
        {"m2020_01": 50},
    ],
)
def test_quiet_months_whole_series_and_one_stray_date_have_no_gap(counts: dict[str, int]):
    assert told(gap_in_periods, months(**counts)) == []


def test_rows_without_a_date_are_no_month():
    assert told(gap_in_periods, table("reviews", "person_id,start\np,\np,")) == []
