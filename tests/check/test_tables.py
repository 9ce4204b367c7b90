"""Counts, wholes and shares of aggregate tables that cannot be as they stand are told, and sound ones are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.check.tables import (
    more_starts_than_thirds,
    negative_count,
    no_denominator,
    numerator_above_denominator,
    parts_do_not_sum,
    share_above_one,
)
from tests.check.tables_made import aggregate, found, table, told

HARROW = """
metric,group,breakdown,period,part,numerator
package-change,old way of working,people without Covid,2020-04/2020-07,increase,99
package-change,old way of working,people without Covid,2020-04/2020-07,decrease,27
package-change,old way of working,people without Covid,2020-04/2020-07,no change,235
package-change,old way of working,people without Covid,2020-04/2020-07,still going on,3
package-change,old way of working,people without Covid,2020-04/2020-07,left out,96
package-change,old way of working,people without Covid,2020-04/2020-07,total,462
"""
ENGLAND = """
metric,group,period,part,numerator,rounded_to
short-term-sequels,England,2020-04/2021-03,Early cessation - 100% NHS funded care/end of life/deceased,12235,5
short-term-sequels,England,2020-04/2021-03,Early cessation (not leading to long term support),30685,5
short-term-sequels,England,2020-04/2021-03,Early cessation (leading to long term support),8780,5
short-term-sequels,England,2020-04/2021-03,Long Term Support,38905,5
short-term-sequels,England,2020-04/2021-03,No Services - self funding,7130,5
short-term-sequels,England,2020-04/2021-03,Ongoing Low Level Support,15440,5
short-term-sequels,England,2020-04/2021-03,Short Term Support (other),16460,5
short-term-sequels,England,2020-04/2021-03,No Services - declined,5610,5
short-term-sequels,England,2020-04/2021-03,No Services - universal/signposted,12180,5
short-term-sequels,England,2020-04/2021-03,No Services - no identified needs,72040,5
short-term-sequels,England,2020-04/2021-03,total,{total},5
"""


def test_harrows_parts_add_up_to_460_where_462_is_printed():
    (line,) = told(parts_do_not_sum, aggregate(HARROW))
    assert line == (
        "aggregate.csv, row 7, column numerator: the parts add up to 460, the total printed is 462 "
        "(old way of working, people without Covid, April 2020 to July 2020)"
    )


def test_parts_that_add_up_are_left_alone():
    assert told(parts_do_not_sum, aggregate(HARROW.replace("462", "460"))) == []


def test_englands_rounded_cells_may_differ_by_what_rounding_allows():
    assert told(parts_do_not_sum, aggregate(ENGLAND.format(total=219465))) == []
    assert told(parts_do_not_sum, aggregate(ENGLAND.format(total=219465 + 27))) == []


def test_more_than_rounding_allows_is_told_with_what_it_allows():
    (finding,) = found(parts_do_not_sum, aggregate(ENGLAND.format(total=219465 + 28)))
    assert "219,465" in finding.message
    assert finding.because == "cells rounded to 5 allow a difference of 27.5, no more"


def test_a_table_that_is_not_rounded_may_not_differ_by_one():
    (finding,) = found(parts_do_not_sum, aggregate(HARROW.replace("462", "461")))
    assert finding.because == "parts of one whole add up to it, and this table is not rounded"


def test_where_a_part_has_no_row_the_others_may_add_up_to_less():
    without = HARROW.replace("left out,96", "left out,")
    assert told(parts_do_not_sum, aggregate(without)) == []
    assert len(found(parts_do_not_sum, aggregate(without.replace("462", "363")))) == 1


def test_averages_yearly_sums_and_rows_left_out_are_no_parts_of_the_whole():
    more = "\n".join(
        f"package-change,old way of working,people without Covid,2020-04/2020-07,{part},5"
        for part in ("average weekly change", "full-year effect", "without full follow-up")
    )
    assert told(parts_do_not_sum, aggregate(HARROW.replace("462", "460") + more)) == []


def test_where_a_metric_has_no_formula_every_part_belongs_to_the_whole():
    rows = """
    metric,period,part,numerator
    feedback-positive,2020,yes,3
    feedback-positive,2020,no,2
    feedback-positive,2020,without full history,9
    feedback-positive,2020,total,{total}
    """
    assert told(parts_do_not_sum, aggregate(rows.format(total=5))) == []
    assert told(parts_do_not_sum, aggregate(rows.format(total=6))) == [
        "aggregate.csv, row 5, column numerator: the parts add up to 5, the total printed is 6 (all, 2020)"
    ]


@pytest.mark.parametrize("rows", ["feedback-positive,2020,total,", "feedback-positive,2020,total,9"])
def test_a_total_without_its_count_or_without_parts_cannot_be_checked(rows: str):
    assert told(parts_do_not_sum, aggregate(f"metric,period,part,numerator\n{rows}")) == []


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5), st.sampled_from([5, 10]))
def test_rounding_cells_is_never_taken_for_a_fault(counts: list[int], step: int):
    def rounded(count: int) -> int:
        return (count + step // 2) // step * step

    names = ("increase", "decrease", "no change", "still going on", "left out")
    rows = [f"package-change,2020,{name},{rounded(count)},{step}" for name, count in zip(names, counts, strict=True)]
    rows.append(f"package-change,2020,total,{rounded(sum(counts))},{step}")
    assert told(parts_do_not_sum, aggregate("metric,period,part,numerator,rounded_to\n" + "\n".join(rows))) == []


def test_a_numerator_above_its_denominator_is_told():
    rows = "metric,period,numerator,denominator\nc1-to-c2,2017,388,29"
    assert told(numerator_above_denominator, aggregate(rows)) == [
        "aggregate.csv, row 2, column numerator: 388 of 29: a part cannot be larger than its whole"
    ]


@pytest.mark.parametrize(
    "row",
    [
        "c1-to-c2,29,388,",
        "c1-to-c2,388,388,",
        "c1-to-c2,29,,",
        "c1-to-c2,,388,",
        "new-lt-starts-per-week,31,4,",
        "nobody-knows,31,4,",
        "c1-to-c2,10,5,5",
    ],
)
def test_starts_over_weeks_rounded_cells_and_missing_counts_are_no_shares_above_one(row: str):
    rows = f"metric,period,numerator,denominator,rounded_to\n{row.replace(',', ',2017,', 1)}"
    assert told(numerator_above_denominator, aggregate(rows)) == []


def test_a_count_below_nought_is_told_in_its_own_column():
    rows = """
    metric,period,part,numerator,denominator,value
    c1-to-c2,2017,,-29,388,
    c1-to-c2,2018,,29,-388,
    c3-share,2018,,,,-9%
    package-change,2018,average weekly change,-24,,
    nobody-knows,2018,,-1,,-1
    """
    assert told(negative_count, aggregate(rows)) == [
        "aggregate.csv, row 2, column numerator: −29 stands in the column numerator",
        "aggregate.csv, row 3, column denominator: −388 stands in the column denominator",
        "aggregate.csv, row 4, column value: −0.09 stands in the column value",
        "aggregate.csv, row 5, column numerator: −24 stands in the column numerator",
        "aggregate.csv, row 6, column numerator: −1 stands in the column numerator",
    ]


def test_a_change_may_be_below_nought():
    rows = """
    metric,period,part,value
    package-change,2020,average weekly change,-24
    package-change,2020,full-year effect,-46000
    requests-change,2020,,-20%
    """
    assert told(negative_count, aggregate(rows)) == []


def test_seven_where_seven_per_cent_is_meant_is_told_with_what_to_write():
    (finding,) = found(share_above_one, aggregate("metric,period,value\nlt-conversion-new,2017,7"))
    assert finding.message == "the share 7 would be printed as 700 %"
    assert finding.help == "write 7% or 0.07"


def test_a_share_of_more_than_a_hundred_is_not_taken_for_per_cent():
    (finding,) = found(share_above_one, aggregate("metric,period,value\nlt-conversion-new,2017,388"))
    assert finding.help == "check it against the source"


@pytest.mark.parametrize(
    "row",
    ["c3-share,,1", "c3-share,,", "requests-change,,1.2", "new-lt-starts-per-week,,8.3",
     "package-change,average weekly change,74", "nobody-knows,,7"],
)  # fmt: skip
def test_whole_shares_changes_and_weekly_numbers_are_not_above_one(row: str):
    assert told(share_above_one, aggregate(f"metric,part,value,period\n{row},2017")) == []


def test_medways_survey_does_not_say_how_many_were_asked():
    rows = """
    metric,group,period,part,value,printed
    feedback-positive,innovation team,2017-04/2017-06,listened to,100%,100%
    feedback-positive,innovation team,2017-04/2017-06,very satisfied,100%,
    feedback-positive,old way of working,2017-04/2017-06,,50%,
    """
    says = "stands without the number it is a share of"
    assert told(no_denominator, aggregate(rows)) == [
        f"aggregate.csv, row 2, column denominator: 100% (listened to) {says} (innovation team, April 2017 to June 2017)",
        f"aggregate.csv, row 3, column denominator: 100 % (very satisfied) {says} (innovation team, April 2017 to June 2017)",
        f"aggregate.csv, row 4, column denominator: 50 % {says} (old way of working, April 2017 to June 2017)",
    ]


@pytest.mark.parametrize(
    "row",
    ["c3-share,,9%,100", "c3-share,,,", "requests-change,,20%,", "waiting,,30,", "nobody-knows,,9%,"],
)
def test_shares_with_their_whole_and_what_is_no_share_need_no_more(row: str):
    assert told(no_denominator, aggregate(f"metric,part,value,denominator,period\n{row},2017")) == []


def test_a_share_whose_whole_stands_in_other_rows_needs_no_denominator_of_its_own():
    rows = """
    metric,period,part,numerator,value
    package-change,2020,increase,31,10.7%
    package-change,2020,decrease,14,
    package-change,2020,no change,{no_change},
    """
    assert told(no_denominator, aggregate(rows.format(no_change=244))) == []
    assert len(found(no_denominator, aggregate(rows.format(no_change="")))) == 1


@pytest.mark.parametrize("row", ["package-change,2020,,10.7%", "short-term-to-long-term,2020,total,22%"])
def test_a_share_of_no_part_row_is_not_counted_by_the_part_rows(row: str):
    assert len(found(no_denominator, aggregate(f"metric,period,part,value\n{row}"))) == 1


MEDWAY = """
metric,group,period,numerator,denominator
c1-to-c3,innovation team,2017-04/2017-06,19,388
lt-conversion-new,innovation team,2017-04/2017-06,{starts},388
"""


def test_a_count_without_its_whole_or_its_weeks_makes_no_value_and_is_told():
    rows = """
    metric,group,period,part,numerator,denominator,value
    c1-to-c2,A,2020,,29,,
    feedback-positive,A,2020,listened to,30,,
    new-lt-starts-per-week,A,2020,,31,,
    """
    first, part, rate = found(no_denominator, aggregate(rows))
    assert first.message == "29 stands without the number it is a share of (A, 2020)"
    assert first.help == "fill in denominator: conversations 1"
    assert str(first.location) == "evidence/data/aggregate.csv, row 2, column denominator"
    assert part.message == "30 stands without the number it is a share of (A, 2020)"
    assert rate.message == "31 stands without the number of weeks it was counted over (A, 2020)"
    assert rate.help == "fill in denominator: weeks"
    assert told(no_denominator, aggregate("""
        metric,group,period,part,numerator,denominator,value
        c1-to-c2,A,2020,,29,388,
        c1-to-c2,A,2020,without full follow-up,5,,
        waiting,A,2020,,29,,
        new-lt-starts-per-week,A,2020,,31,4,
        new-lt-starts-per-week,B,2020,,,,7.2
        package-change,A,2020,increase,5,,
        unplanned-review-change,A,2020,still going on,5,,
    """)) == []  # fmt: skip


def test_medway_has_20_long_term_starts_against_19_conversations_3():
    (finding,) = found(more_starts_than_thirds, aggregate(MEDWAY.format(starts=20)))
    assert finding.message == (
        "20 starts of long-term support stand against 19 conversations 3 (innovation team, April 2017 to June 2017)"
    )
    assert str(finding.location) == "evidence/data/aggregate.csv, row 3, column numerator"
    assert [str(one) for one in finding.related] == ["evidence/data/aggregate.csv, row 2, column numerator"]


@pytest.mark.parametrize(
    "rows",
    [
        MEDWAY.format(starts=19),
        MEDWAY.format(starts=""),
        MEDWAY.format(starts=20).replace("19,388", ",388"),
        MEDWAY.format(starts=20).replace("innovation team", "old way of working", 1),
        MEDWAY.format(starts=20).replace("2017-06", "2017-07", 1),
    ],
)
def test_as_many_starts_other_groups_other_periods_and_missing_counts_are_left_alone(rows: str):
    assert told(more_starts_than_thirds, aggregate(rows)) == []


def test_parts_of_the_starts_are_not_held_against_all_conversations_3():
    rows = """
    metric,period,part,numerator
    c1-to-c3,2017,older people,19
    lt-conversion-new,2017,older people,20
    """
    assert told(more_starts_than_thirds, aggregate(rows)) == []


LOG = """
person_id,conversation,start,outcome,site
a,C1,2020-01-02,long-term support,North
b,C2,2020-01-03,long-term support,North
c,C3,2020-01-04,long-term support,North
d,C3,2020-01-05,other,North
e,C3,2020-01-06,long-term support,South
f,C1,2020-01-07,ended here,
"""


def test_a_site_whose_log_has_more_long_term_outcomes_than_conversations_3_is_told():
    (line,) = told(more_starts_than_thirds, table("conversations", LOG))
    assert line == (
        "conversations.csv, row 2, column outcome: long-term support is the outcome of 3 rows, against "
        "2 conversations 3 (North)"
    )


def test_sites_are_counted_over_all_files_of_the_log():
    more = "person_id,conversation,start,outcome,site\ng,C3,2020-02-01,other,North"
    other = table("conversations", more, "evidence/data/conversations-2.csv")
    assert told(more_starts_than_thirds, table("conversations", LOG), other) == []


def test_a_log_without_sites_is_one_whole():
    rows = "person_id,conversation,start,outcome\na,C1,2020-01-02,long-term support"
    (line,) = told(more_starts_than_thirds, table("conversations", rows))
    assert line.endswith("1 rows, against 0 conversations 3 (all)")
