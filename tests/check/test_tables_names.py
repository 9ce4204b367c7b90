"""A name in a table that leads nowhere, and a row that stands twice, are told with what was meant."""

from __future__ import annotations

import pytest

from cqc_evidence.check.tables_names import (
    repeated_observation,
    unknown_data_item,
    unknown_group,
    unknown_metric,
    unknown_part,
)
from tests.check.tables_made import aggregate, found, table, told


def test_a_row_that_stands_twice_is_told_with_the_first():
    rows = """
    metric,group,period,part,numerator
    c1-to-c2,innovation team,2017,,29
    c1-to-c2,innovation team,2017,,30
    package-change,innovation team,2017,increase,30
    """
    again = "metric,group,period,part,numerator\npackage-change,innovation team,2017,increase,31"
    findings = found(repeated_observation, aggregate(rows), aggregate(again, "evidence/data/aggregate-2.csv"))
    assert [finding.message for finding in findings] == [
        "c1-to-c2 (innovation team, 2017) stands twice",
        "package-change, increase (innovation team, 2017) stands twice",
    ]
    assert findings[0].because == "it is already given in evidence/data/aggregate.csv, row 2; only the first counts"
    assert str(findings[1].location) == "evidence/data/aggregate-2.csv, row 2, column metric"
    assert str(findings[1].related[0]) == "evidence/data/aggregate.csv, row 4, column metric"


def test_another_group_breakdown_period_or_part_is_another_row():
    rows = """
    metric,group,breakdown,period,part,numerator
    package-change,a,,2017,increase,1
    package-change,b,,2017,increase,1
    package-change,a,men,2017,increase,1
    package-change,a,,2018,increase,1
    package-change,a,,2017,decrease,1
    """
    assert told(repeated_observation, aggregate(rows)) == []


def test_a_misspelt_metric_is_told_with_the_nearest():
    (finding,) = found(unknown_metric, aggregate("metric,period\nlt-conversion-nwe,2017"))
    assert finding.message == 'no metric has the id "lt-conversion-nwe"'
    assert finding.help == 'did you mean "lt-conversion-new"?'


@pytest.mark.parametrize("name", ["lt-conversion-new", "package-change", "short-term-sequels"])
def test_ids_and_names_of_part_rows_are_known(name: str):
    assert told(unknown_metric, aggregate(f"metric,period\n{name},2017")) == []


def test_a_misspelt_part_is_told_with_the_nearest():
    (finding,) = found(unknown_part, aggregate("metric,period,part\npackage-change,2017,incraese"))
    assert finding.message == '"incraese" is no part of package-change'
    assert finding.help == 'did you mean "increase"?'


def test_part_rows_under_the_id_of_one_of_the_metrics_that_use_them_are_told_whose_they_are():
    (finding,) = found(unknown_part, aggregate("metric,period,part\nstill-open-share,2017,still going on"))
    assert finding.message == '"still-open-share" takes no parts in its own name'
    assert finding.help == 'write "package-change" in the column metric, or leave the part out'


@pytest.mark.parametrize(
    "row",
    [
        "package-change,increase",
        "package-change,left out",
        "package-change,total",
        "package-change,average weekly change",
        "package-change,full-year effect",
        "package-change,without full follow-up",
        "package-change,",
        "unplanned-review-change,ended",
        "short-term-sequels,No Services - declined",
        "feedback-positive,listened to",
        "nobody-knows,listened to",
    ],
)
def test_parts_of_the_formula_and_parts_of_a_metric_without_one_are_known(row: str):
    assert told(unknown_part, aggregate(f"metric,part,period\n{row},2017")) == []


def test_money_is_no_part_where_no_metric_is_about_money():
    rows = "metric,period,part\nunplanned-review-change,2017,average weekly change"
    assert len(told(unknown_part, aggregate(rows))) == 1


COMPARED = """
metric,group,period,compared_with
c3-share,community,2019,
c3-share,community,2020,{beside}
c3-share,hospital,2018,
c1-to-c3,West Midlands,2018,
"""


@pytest.mark.parametrize("beside", ["hospital", "2019", ""])
def test_another_group_and_an_earlier_period_may_be_compared_with(beside: str):
    assert told(unknown_group, aggregate(COMPARED.format(beside=beside))) == []


@pytest.mark.parametrize(
    ("beside", "advice"),
    [
        ("hospitla", 'did you mean "hospital"?'),
        ("2018", 'did you mean "2019"?'),
        ("West Midlands", "add its rows, or take this out"),
    ],
)
def test_a_group_or_period_without_rows_of_this_metric_cannot_be_compared_with(beside: str, advice: str):
    (finding,) = found(unknown_group, aggregate(COMPARED.format(beside=beside)))
    assert finding.message == f'c3-share has no group and no period "{beside}"'
    assert finding.help == advice


def test_sites_and_teams_of_row_level_tables_may_be_compared_with():
    log = "person_id,conversation,start,site,team\na,C1,2020-01-02,North,\nb,C1,2020-01-02,,Team 4"
    for name in ("North", "Team 4"):
        assert told(unknown_group, aggregate(COMPARED.format(beside=name)), table("conversations", log)) == []


def test_an_item_that_is_not_there_is_told_with_the_nearest():
    (finding,) = found(unknown_data_item, aggregate("metric,period,item\nc3-share,2017,metric-reviews-covdi"))
    assert finding.message == 'no item has the id "metric-reviews-covdi"'
    assert finding.help == 'did you mean "metric-reviews-covid"?'


@pytest.mark.parametrize("item", ["metric-reviews-covid", ""])
def test_an_item_that_is_there_and_an_empty_cell_are_left_alone(item: str):
    assert told(unknown_data_item, aggregate(f"metric,period,item\nc3-share,2017,{item}")) == []
