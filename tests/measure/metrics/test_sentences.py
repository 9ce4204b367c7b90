"""What a reader is told of each value: counts, period and interval, and never more than the data says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqc_evidence.model.data import Observation
from tests.measure.build import framework
from tests.measure.metrics.figures import FOLDERS, results
from tests.measure.metrics.observed import measured, only, parts, seen

CAUSAL = re.compile(
    r"\b(caus\w+|led to|leads? to|result(?:s|ed|ing)? (?:in|from)|because|due to|thanks to|effects? of|impact\w*|thereby"
    r"|owing to|made (?:it|them)|brings? about|brought about|responsible for|prevent\w*|saved|achiev\w*)\b",
    re.IGNORECASE,
)
PERIOD = re.compile(r"\b(?:\d{4}|period not available)\b")
INTERVAL = re.compile(r"95 % interval|interval not (?:available|shown)")
COUNTS = re.compile(r"\d of \d|\d in \d|n = \d|n not available|\d measured|n and interval not")


def test_a_share_has_its_counts_its_period_and_its_interval() -> None:
    told = only(seen("lt-conversion-new", "2017-04/2017-06", numerator=20, denominator=388)).sentence
    assert told == (
        "New people going on to long-term support, April 2017 to June 2017: 5.2 % (20 of 388; 95 % interval 3.4 % to 7.8 %)."
    )


def test_a_share_is_shown_as_exactly_as_its_source_prints_it() -> None:
    told = only(seen("lt-conversion-new", numerator=20, denominator=388, printed="5.15%")).sentence
    assert "5.15 % (20 of 388; 95 % interval 3.36 % to 7.83 %)" in told


def test_a_difference_that_could_be_chance_is_said_to_be_so() -> None:
    told = only(
        seen("lt-conversion-new", group="usual", value=0.07),
        seen("lt-conversion-new", group="team", numerator=20, denominator=388, printed="5.15%", compared_with="usual"),
        settings={},
    )
    found = [one for one in measured(
        seen("lt-conversion-new", group="usual", value=0.07),
        seen("lt-conversion-new", group="team", numerator=20, denominator=388, printed="5.15%", compared_with="usual"),
    ) if one.group == "team"]  # fmt: skip
    assert told.group == "usual"
    assert found[0].verdict == "could be chance"
    assert (
        "Beside 7 % (usual, January 2020, n not available) it is 1.85 percentage points lower (95 % interval of the "
        "difference −3.64 to +0.83; exact one-sided p 0.088): the interval includes no difference, so this could be chance."
    ) in found[0].sentence


def test_a_clear_difference_is_called_an_association() -> None:
    found = only(
        seen("reablement-share", group="b", numerator=70, denominator=388),
        seen("reablement-share", group="team", numerator=22, denominator=388, compared_with="b"),
    )
    assert found.verdict == "clearly lower"
    assert "a clear difference, which is an association and no more" in found.sentence
    assert "b, January 2020, 70 of 388" in found.sentence


def test_an_interval_that_just_leaves_out_no_difference_does_not_look_as_if_it_held_it() -> None:
    told = only(
        seen("time-to-first-conversation", group="b", value=20, denominator=30, low=14.96, high=22),
        seen("time-to-first-conversation", group="team", value=12, denominator=23, low=8, high=18.2, compared_with="b"),
    )
    assert told.verdict == "clearly lower"
    assert "8 days lower (95 % interval of the difference −12.47 to −0.01): a clear difference" in told.sentence


def test_two_alike_are_said_to_be_the_same() -> None:
    found = only(seen("c3-share", group="b", value=0.09), seen("c3-share", group="c", value=0.09, compared_with="b"))
    assert "Beside 9 % (b, January 2020, n not available) it is the same" in found.sentence


def test_a_series_ends_with_its_last_point_and_says_where_it_is_back() -> None:
    values = (("2018-09", 8.3), ("2019-03", 7.2), ("2019-09", 6.1), ("2020-03", 5.5), ("2021-03", 7.2))
    found = only(*(seen("new-lt-starts-per-week", period, value=value) for period, value in values))
    assert found.sentence.startswith(
        "New long-term starts a week, March 2021: 7.2 a week as printed (n and interval not available)"
    )
    assert found.sentence.endswith(
        "Points before it: 8.3 a week (September 2018); 7.2 a week (March 2019); 6.1 a week (September 2019); 5.5 a week "
        "(March 2020). The last available point is back at 7.2 a week, as in March 2019."
    )


def test_a_year_is_not_set_beside_a_month_of_its_own() -> None:
    found = only(
        seen("c3-share", "2018-04/2019-03", numerator=8, denominator=100),
        seen("c3-share", "2019-04/2020-03", numerator=9, denominator=100),
        seen("c3-share", "2020-01", numerator=2, denominator=10),
    )
    assert "Beside 8 % (April 2018 to March 2019, 8 of 100)" in found.sentence
    assert "April 2019 to March 2020" not in found.sentence
    alone = only(
        seen("new-lt-starts-per-week", "2019", value=8.3), seen("new-lt-starts-per-week", "2019-03", value=7.2)
    )
    assert (alone.comparison, alone.sentence.endswith("(n and interval not available).")) == (None, True)


def test_earlier_points_are_not_told_twice() -> None:
    found = only(seen("c3-share", "2019", value=0.09), seen("c3-share", "2020", value=0.16))
    assert "Points before it" not in found.sentence
    assert "Beside 9 % (2019, n not available) it is 7.0 percentage points higher" in found.sentence


def test_a_rate_tells_how_many_in_how_many_weeks() -> None:
    one = only(seen("new-lt-starts-per-week", numerator=9, denominator=1))
    assert "9 a week (9 in 1 week; 95 % interval" in one.sentence
    assert "31 in 4 weeks" in only(seen("new-lt-starts-per-week", numerator=31, denominator=4)).sentence
    beside = only(
        seen("new-lt-starts-per-week", "2019-12", numerator=40, denominator=4),
        seen("new-lt-starts-per-week", "2020-01", numerator=20, denominator=4),
    )
    assert "40 in 4" in beside.sentence
    assert beside.verdict == "clearly lower"


def test_a_number_of_people_has_its_count() -> None:
    assert "12 people (n = 12; 95 % interval" in only(seen("waiting", numerator=12)).sentence
    assert "1 person (n = 1; 95 % interval" in only(seen("waiting", numerator=1)).sentence


def test_how_long_people_wait_is_told_in_days() -> None:
    middle = only(seen("waiting", part="middle wait", value=9, denominator=16, low=6, high=21))
    assert "middle wait, January 2020: 9 days (n = 16; 95 % interval 6 days to 21 days)" in middle.sentence
    longest = only(seen("waiting", part="longest wait", value=80, numerator=1))
    assert "longest wait, January 2020: 80 days (n = 1; interval not available)" in longest.sentence
    both = only(
        seen("waiting", "2019-12", part="middle wait", value=12, denominator=16, low=8, high=21),
        seen("waiting", "2020-01", part="middle wait", value=9, denominator=16, low=6, high=21),
    )
    assert "Beside 12 days (December 2019) it is 3 days lower (95 % interval of the difference" in both.sentence


def test_a_middle_value_has_the_number_it_is_the_middle_of() -> None:
    found = only(seen("time-to-first-conversation", value=4, denominator=120, low=3, high=6))
    assert "4 days (n = 120; 95 % interval 3 days to 6 days)" in found.sentence


def test_a_quoted_sum_is_always_shown_as_quoted() -> None:
    found = only(seen("cost-avoidance", value=696000, printed="£696k"))
    assert found.basis == "quoted"
    assert found.sentence == (
        "Cost avoided, January 2020: £696,000 as printed (n and interval not available). It is quoted "
        "and cannot be worked out from what the source prints."
    )


def test_money_carried_over_a_year_says_how_and_that_it_has_no_interval() -> None:
    rows = [*parts("site", "2020-08/2020-11", increase=5, decrease=3, no_change=29), seen(
        "package-change", "2020-08/2020-11", group="site", part="average weekly change", value=-24, printed="−£24",
    ), seen("package-change", "2020-08/2020-11", group="site", part="full-year effect", value=-46000, printed="−£46,000")]  # fmt: skip
    found = only(*rows)
    assert found.sentence.endswith(
        ": −£46,176 a year (average weekly change × 37 measured × 52 weeks; interval not available; the source prints −£46,000)."
    )
    assert "The average is printed to whole pounds, which alone allows −£47,138 to −£45,214 a year." in found.caveats


def test_fewer_decreases_and_unequal_follow_up_stand_beside_fewer_increases() -> None:
    old = parts("old", "2020-04/2020-07", increase=121, decrease=34, no_change=263, still_going_on=9, left_out=113)
    new = parts(
        "new", "2020-08/2020-11", increase=31, decrease=14, no_change=244, still_going_on=191, left_out=22, beside="old"
    )
    found = next(one for one in measured(*old, *new) if one.metric == "package-change" and one.group == "new")
    assert "10.7 % (31 of 289; 95 % interval 7.7 % to 14.8 %)" in found.sentence
    assert "18.2 percentage points lower (95 % interval of the difference −23.7 to −12.4)" in found.sentence
    assert "Decreases also fell: 4.8 % (14 of 289) beside 8.1 % (34 of 418)" in found.sentence
    assert "−6.9 to +0.6), which could be chance." in found.sentence
    assert "Follow-up was unequal: 38.0 % (191 of 502)" in found.sentence
    assert any("Follow-up was unequal" in caveat for caveat in found.caveats)


@pytest.mark.parametrize(("then", "now", "words"), [
    ("2017-04/2018-03", "2019-04/2020-03", "April 2017 to March 2018"), ("2018", "2019", "2018"), ("2019-03", "2019-04", "March 2019"),
])  # fmt: skip
@pytest.mark.parametrize("by", ["its table", "its definition"])
def test_an_earlier_period_is_set_beside_with_its_decreases_and_its_follow_up(
    then: str, now: str, words: str, by: str
) -> None:
    found = measured(
        *parts("all", then, metric="unplanned-review-change", increase=60, decrease=20, no_change=20, still_going_on=2),
        *parts(
            "all", now, metric="unplanned-review-change", increase=40, decrease=5, no_change=55, still_going_on=90,
            beside=then if by == "its table" else "",
        ),
    )  # fmt: skip
    told = next(one for one in found if one.part == "increase" and one.latest)
    assert f"Beside 60 % ({words}, 60 of 100) it is 20.0 percentage points lower" in told.sentence
    assert "Decreases also fell: 5.0 % (5 of 100) beside 20.0 % (20 of 100)" in told.sentence
    unequal = f"Follow-up was unequal: 47.4 % (90 of 190) was still going on when it was counted, beside 2.0 % (2 of 102) in {words}"
    assert unequal in told.sentence
    assert any(caveat.startswith(unequal) for caveat in told.caveats)


def test_what_rose_clearly_or_stood_in_the_same_period_is_told_in_its_own_words() -> None:
    clear = measured(
        *parts("old", "2020-01", increase=100, decrease=100, no_change=800),
        *parts("new", "2020-02", increase=200, decrease=200, no_change=600, beside="old"),
    )
    assert "Decreases also rose: 20.0 % (200 of 1,000) beside 10.0 %" in clear[0].sentence
    assert "which is clear." in clear[0].sentence
    same = measured(
        *parts("old", "2020-01", increase=50, decrease=50, no_change=0),
        *parts("new", "2020-01", increase=10, decrease=20, no_change=70, beside="old"),
    )
    assert "Decreases were lower as well" in same[0].sentence
    higher = measured(
        *parts("old", "2020-01", increase=10, decrease=10, no_change=80),
        *parts("new", "2020-01", increase=30, decrease=30, no_change=40, beside="old"),
    )
    assert "Decreases were higher as well" in higher[0].sentence


def test_parts_that_are_only_printed_are_told_without_counts() -> None:
    found = measured(
        *(seen("unplanned-review-change", "2018", part=part, value=value) for part, value in (("increase", 0.62), ("decrease", 0.1))),
        *(seen("unplanned-review-change", "2019", part=part, value=value) for part, value in (("increase", 0.42), ("decrease", 0.05))),
    )  # fmt: skip
    assert (
        "Decreases also fell: 5.0 % (n not available) beside 10.0 % (n not available), a difference of 5.0 percentage points (interval not available)."
        in found[1].sentence
    )


def test_a_chart_over_time_is_told_with_the_rules_that_mark_it() -> None:
    quiet = [seen("c3-share", f"2019-{month:02}", numerator=10 + month % 2, denominator=100) for month in range(1, 13)]
    assert only(*quiet).sentence.endswith("On the chart over time (12 points, limits) no point stands out from chance.")
    few = [seen("c3-share", f"2019-{month:02}", numerator=10, denominator=100) for month in range(1, 6)]
    assert "(5 points, trial limits)" in only(*few).sentence
    assert only(*few).verdict == "could be chance; on the chart with trial limits: no point stands out"
    jump = [*quiet, seen("c3-share", "2020-01", numerator=40, denominator=100)]
    assert "a point outside the limits" in only(*jump).sentence
    assert only(*jump).verdict.startswith("clearly higher; on the chart: a point outside the limits")


def test_nothing_is_made_up_for_a_value_that_is_not_there() -> None:
    found = only(seen("c3-share", numerator=3, denominator=0))
    assert found.sentence.endswith(": not available (n and interval not available).")


def _fit(told: str) -> None:
    assert not CAUSAL.search(told), told
    assert PERIOD.search(told), told
    assert INTERVAL.search(told), told
    assert COUNTS.search(told), told


def test_every_sentence_of_the_papers_has_n_period_and_interval_and_no_causal_word() -> None:
    told = [one.sentence for name in FOLDERS for one in results(name)]
    assert len(told) > 60
    for sentence in told:
        _fit(sentence)


numbers = st.one_of(st.none(), st.integers(0, 3000).map(float), st.floats(-5000, 5000, allow_nan=False))
periods = st.sampled_from(("2019-03", "2019-04", "2020-04/2021-03", "unknown", "2019", "2019-07-18"))


@given(st.lists(st.builds(
    lambda metric, **keys: seen(metric.id, **keys),
    st.sampled_from(framework().metrics.metrics),
    period=periods, group=st.sampled_from(("all", "site", "old")), numerator=numbers, denominator=numbers, value=numbers,
    part=st.sampled_from(("", "increase", "decrease", "no change", "still going on", "average weekly change", "total")),
    breakdown=st.sampled_from(("", "people with Covid", "others")), printed=st.sampled_from(("", "5.15%", "£24", "a third")),
    compared_with=st.sampled_from(("", "old", "2019-03", "nobody", "2019-99")), low=numbers, high=numbers,
), max_size=12))  # fmt: skip
def test_any_observations_give_sentences_that_are_fit(observations: list[Observation]) -> None:
    for one in measured(*observations):
        _fit(one.sentence)
