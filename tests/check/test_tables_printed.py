"""Printed figures are worked out anew from their own counts; what does not round to them is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.check.tables_printed import printed_figure, read_printed
from tests.check.tables_made import aggregate, found, told

HEAD = "metric,period,part,numerator,denominator,value,printed,rounded_to\n"


def said(row: str) -> list[str]:
    """Return what is said of one row, without its place."""
    return [finding.message for finding in found(printed_figure, aggregate(HEAD + row))]


def test_medways_reablement_share_was_cut_off_and_not_rounded():
    rows = f"{HEAD}reablement-share,2017-04/2017-06,,22,388,,5.6 %,"
    (finding,) = found(printed_figure, aggregate(rows))
    assert finding.message == (
        "5.6 % is printed, 22 of 388 is 5.67 %: it was cut off, not rounded (all, April 2017 to June 2017)"
    )
    assert finding.because == "whoever works it out again gets 5.7 %"
    assert finding.help == "keep what the source prints, and say in the column note that it was cut off"
    assert str(finding.location) == "evidence/data/aggregate.csv, row 2, column printed"


def test_a_figure_that_is_off_otherwise_is_told_with_what_it_would_be():
    (finding,) = found(printed_figure, aggregate(f"{HEAD}reablement-share,2017,,22,388,,6.5%,"))
    assert finding.message == "6.5% is printed, 22 of 388 is 5.67 % (all, 2017)"
    assert finding.help.startswith("check the counts and the printed figure")


@pytest.mark.parametrize(
    "row",
    [
        "lt-conversion-new,2017,,20,388,,5.15%,",
        "lt-conversion-new,2017,,20,388,,5%,",
        "lt-conversion-new,2017,,20,388,,5 per cent,",
        "lt-conversion-new,2017,,20,388,,0.05,",
        "lt-conversion-new,2017,,20,388,,20,",
        "lt-conversion-new,2017,,20,388,,about 6%,",
        "lt-conversion-new,2017,,20,388,,,",
        "lt-conversion-new,2017,,20,388,,one in twenty,",
        "lt-conversion-new,2017,,20,388,,over 50%,",
        "lt-conversion-new,unknown,,,,7%,7%,",
        "lt-conversion-new,unknown,,,,,7%,",
        "repeat-requests,2019,,,,33%,a third,",
        "short-term-to-long-term,2020,,,,21.73%,21.7%,",
        "new-lt-starts-per-week,2020,,24,4,,6,",
        "new-lt-starts-per-week,2020,,,,5.5,5.5 a week,",
        "waiting,2020,,30,,,30 people,",
        "waiting,2020,,,,30,30,",
        "waiting,2020,,,,,30,",
        "time-to-first-conversation,2020,,,,12.5,12.5 days,",
        "requests-change,2020,,,,20%,20%,",
        "requests-change,2020,,,,-20%,−20%,",
        'cost-avoidance,2020,,,,4926780,"£4,926,780",',
        "cost-avoidance,2020,,,,696000,£696k,",
        'cost-avoidance,2020,,,,696400,"£696,000",',
        "cost-avoidance,2020,,,,1240000,£1.2m,",
        "cost-avoidance,2020,,,,287,about 300,",
        "cost-avoidance,2020,,,,0,0,",
        "package-change,2020,average weekly change,,,-24,−£24,",
        "package-change,2020,average weekly change,,,-24,£-24,",
        "package-change,2020,average weekly change,,,74,+£74,",
        "nobody-knows,2020,,20,388,,99%,",
    ],
)  # fmt: skip
def test_what_rounds_to_its_printed_figure_and_what_is_no_figure_is_left_alone(row: str):
    assert said(row) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("lt-conversion-new,2017,,20,388,,about 7%,", "about 7% is printed, 20 of 388 is 5.2 % (all, 2017)"),
        ("lt-conversion-new,2017,,20,388,,0.07,", "0.07 is printed, 20 of 388 is 0.052 (all, 2017)"),
        ("lt-conversion-new,2017,,20,388,,21,", "21 is printed, the count is 20 (all, 2017)"),
        ("lt-conversion-new,2017,,,,7%,8%,", "8% is printed, the value beside it is 7 % (all, 2017)"),
        ("new-lt-starts-per-week,2020,,25,4,,6.1,", "6.1 is printed, 25 over 4 weeks is 6.25 (all, 2020)"),
        ("waiting,2020,,30,,,31,", "31 is printed, the count is 30 (all, 2020)"),
        ("requests-change,2020,,,,20,20%,", "20% is printed, the value beside it is 2,000 % (all, 2020)"),
        (
            'cost-avoidance,2020,part-year effect,,,696000,"£969,000",',
            "£969,000 is printed, the value beside it is £696,000 (part-year effect, all, 2020)",
        ),
        (
            "package-change,2020,average weekly change,,,24,−£24,",
            "−£24 is printed, the value beside it is £24 (average weekly change, all, 2020)",
        ),
    ],
)  # fmt: skip
def test_what_does_not_round_to_its_printed_figure_is_told(row: str, message: str):
    assert said(row) == [message]


def test_cells_that_are_rounded_themselves_allow_more():
    assert said("c3-share,2020,,105,1000,,10.8%,5") == []
    assert len(said("c3-share,2020,,105,1000,,10.8%,")) == 1


def test_a_rounded_whole_that_may_be_nought_allows_anything_above():
    assert said("c3-share,2020,,5,5,,100%,10") == []


PARTS = """
package-change,2020,increase,31,,,{printed},
package-change,2020,no change,244,,,,
package-change,2020,decrease,{decrease},,,,
"""


def test_a_share_of_part_rows_is_worked_out_from_the_whole():
    assert said(PARTS.format(printed="10.7%", decrease=14)) == []
    assert said(PARTS.format(printed="11.7%", decrease=14)) == [
        "11.7% is printed, 31 of 289 is 10.73 % (increase, all, 2020)"
    ]


def test_englands_ascof_2d_takes_away_those_who_left_for_other_reasons():
    less = {
        "Early cessation - 100% NHS funded care/end of life/deceased": 12235,
        "Early cessation (not leading to long term support)": 30685,
        "Early cessation (leading to long term support)": 8780,
        "No Services - self funding": 7130,
        "No Services - declined": 5610,
    }
    rows = [f"short-term-sequels,2020-04/2021-03,{part},{count},,,,5" for part, count in less.items()]
    rows += ["short-term-sequels,2020-04/2021-03,total,219465,,,,5"]
    own = "short-term-sequels,2020-04/2021-03,No Services - no identified needs,72040,,,{printed},5"
    assert said("\n".join([*rows, own.format(printed="46.5%")])) == []
    (message,) = said("\n".join([*rows, own.format(printed="32.8%")]))
    assert "72,040 of 155,025 is 46.47 %" in message


def test_a_share_of_part_rows_with_a_count_missing_is_not_worked_out():
    assert said(PARTS.format(printed="11.7%", decrease="")) == []


HARROW = """
package-change,2020,increase,{increase},,,,
package-change,2020,decrease,{decrease},,,,
package-change,2020,no change,{same},,,,
package-change,2020,average weekly change,,,{average},{average_printed},
package-change,2020,full-year effect,,,{value},"{printed}",
"""


def year(parts: tuple[int, int, int], average: int, printed: str, value: str = "", rounded: str = "£") -> list[str]:
    """Return what is said of a yearly sum as Harrow prints it."""
    increase, decrease, same = parts
    given_as = f"{rounded}{average}" if rounded else ""
    return said(
        HARROW.format(increase=increase, decrease=decrease, same=same, average=average, average_printed=given_as,
                      value=value, printed=printed)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "average", "printed"),
    [
        ((5, 3, 29), -24, "−£46,000"),
        ((22, 7, 28), 74, "+£219,000"),
        ((26, 11, 215), 11, "+£143,000"),
        ((99, 27, 235), 19, "£353,000"),
    ],
)
def test_harrows_yearly_sums_are_within_what_an_average_in_whole_pounds_allows(
    parts: tuple[int, int, int], average: int, printed: str
):
    assert year(parts, average, printed) == []


def test_a_yearly_sum_outside_of_what_the_average_allows_is_told():
    assert year((26, 11, 215), 11, "+£134,000") == [
        "+£134,000 is printed, 11 × 252 × 52 is £144,144 (full-year effect, all, 2020)"
    ]


def test_an_average_that_is_not_printed_is_taken_as_exact():
    assert year((26, 11, 215), 11, "+£143,000", rounded="") == [
        "+£143,000 is printed, 11 × 252 × 52 is £144,144 (full-year effect, all, 2020)"
    ]


def test_a_yearly_sum_alone_is_held_against_the_value_beside_it():
    assert said('package-change,2020,full-year effect,,,143000,"£134,000",') == [
        "£134,000 is printed, the value beside it is £143,000 (full-year effect, all, 2020)"
    ]
    assert said('package-change,2020,full-year effect,,,,"£134,000",') == []


def test_a_yearly_sum_without_an_average_or_without_counts_is_held_against_its_value():
    rows = """
    package-change,2020,average weekly change,,,{average},,
    package-change,2020,full-year effect,,,143000,"£143,000",
    """
    assert said(rows.format(average=11)) == []
    assert said(rows.format(average="")) == []


def test_a_part_named_like_a_yearly_sum_of_another_metric_is_held_against_its_value():
    assert said("cost-avoidance,2020,full-year effect,,,5,6,") == [
        "6 is printed, the value beside it is 5 (full-year effect, all, 2020)"
    ]


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("5.6 %", 5.6, 0.1),
        ("£696k", 696_000, 1000),
        ("£1.25m", 1_250_000, 10_000),
        ("−£46,000", -46_000, 1000),
        ("- 5", -5, 1),
        ("100%", 100, 1),
        ("2,085,720", 2_085_720, 1),
        ("approximately 20,000", 20_000, 10_000),
        ("~ 300", 300, 100),
        ("0", 0, 1),
    ],
)
def test_a_printed_figure_is_read_with_its_last_place(text: str, value: float, step: float):
    printed = read_printed(text)
    assert printed is not None
    assert (printed.value, printed.step) == pytest.approx((value, step))


@pytest.mark.parametrize("text", ["", "a third", "20 of 388", "over 50%", "5–6", "1,00", "12 March 2021", "n/a"])
def test_what_is_not_one_number_is_not_read(text: str):
    assert read_printed(text) is None


@given(st.integers(1, 5000), st.integers(0, 3), st.data())
def test_a_share_rounded_to_any_place_is_never_told(of: int, digits: int, data: st.DataObject):
    count = data.draw(st.integers(0, of))
    assert told(printed_figure, aggregate(f"{HEAD}c3-share,2020,,{count},{of},,{100 * count / of:.{digits}f}%,")) == []
