"""What a reader of `measure` gets: values in order, what they are made from, and nothing from after as-at."""

from __future__ import annotations

import pytest

from cqc_evidence.measure.metrics import loop_observations, table_observations
from cqc_evidence.model.data import DataTable, Row
from cqc_evidence.model.dates import Period
from tests.measure.build import item, project, tag
from tests.measure.build import measured as covered
from tests.measure.metrics.observed import FILE, ROWS, measured, only, parts, seen


def test_breakdowns_are_added_up_and_kept() -> None:
    found = measured(
        seen("c1-to-c2", numerator=5, denominator=50, breakdown="north"),
        seen("c1-to-c2", numerator=10, denominator=30, breakdown="south", note="Counted by hand."),
    )
    assert [(one.breakdown, one.numerator, one.denominator) for one in found] == [
        ("", 15, 80), ("north", 5, 50), ("south", 10, 30),
    ]  # fmt: skip
    assert "Counted by hand." in found[0].caveats


@pytest.mark.parametrize(
    "rows",
    [
        [{"breakdown": "north", "numerator": 5, "denominator": 50}],
        [{"breakdown": "north", "numerator": 5, "denominator": 50}, {"breakdown": "south", "value": 0.2}],
    ],
)
def test_breakdowns_that_are_not_whole_are_not_added_up(rows: list[dict[str, object]]) -> None:
    assert all(one.breakdown for one in measured(*(seen("c1-to-c2", **row) for row in rows)))


def test_a_row_of_the_whole_wins_over_its_breakdowns() -> None:
    found = measured(
        seen("c1-to-c2", numerator=5, denominator=50, breakdown="north"),
        seen("c1-to-c2", numerator=10, denominator=30, breakdown="south"),
        seen("c1-to-c2", numerator=16, denominator=81),
    )
    assert [one.numerator for one in found if not one.breakdown] == [16]


def test_what_lies_after_as_at_is_not_measured() -> None:
    assert measured(seen("c1-to-c2", "2022-01", numerator=1, denominator=10)) == []


def test_rows_are_measured_once_their_period_is_over() -> None:
    later = seen("c1-to-c3", "2021-04/2021-06", numerator=4, denominator=40, file=ROWS.file)
    earlier = seen("c1-to-c3", "2021-01/2021-03", numerator=4, denominator=40, file=ROWS.file)
    assert [one.period.text for one in measured(earlier, later)] == ["2021-01/2021-03"]
    assert len(measured(seen("c1-to-c3", "2021-04/2021-06", numerator=4, denominator=40))) == 1


def test_a_value_stands_beside_the_period_before_where_its_metric_says_so() -> None:
    found = measured(
        seen("c3-share", "2020-01", numerator=9, denominator=100),
        seen("c3-share", "2020-02", numerator=16, denominator=100),
    )
    assert found[0].comparison is None
    assert found[1].comparison
    assert found[1].comparison.with_ == "January 2020"


def test_groups_stand_beside_one_another_where_the_project_says_so() -> None:
    found = measured(
        seen("c1-to-c3", numerator=9, denominator=100, group="site"), seen("c1-to-c3", numerator=30, denominator=100, group="rest"),
        settings={"compare": [{"group": "site", "with": "rest"}]},
    )  # fmt: skip
    assert {one.group: one.verdict for one in found} == {"site": "clearly lower", "rest": "nothing to compare with"}


@pytest.mark.parametrize("name", ["nobody", "2019-13", "2019-07"])
def test_what_it_should_stand_beside_but_is_not_there_gives_no_comparison(name: str) -> None:
    earlier = seen("c1-to-c3", "2019-01", numerator=9, denominator=100)
    assert only(earlier, seen("c1-to-c3", numerator=9, denominator=100, compared_with=name)).comparison is None


def test_nothing_stands_beside_a_value_that_is_missing() -> None:
    found = measured(
        seen("c1-to-c3", group="a", compared_with="b", numerator=4, denominator=90),
        seen("c1-to-c3", group="b", numerator=4),
    )
    assert found[0].comparison is None


def test_a_middle_value_with_an_interval_stands_beside_another_with_one() -> None:
    found = measured(
        seen("time-to-first-conversation", "2020-01", value=20, denominator=100, low=18, high=22),
        seen("time-to-first-conversation", "2020-02", value=6, denominator=100, low=5, high=7),
    )
    assert found[1].verdict == "clearly lower"


def test_where_limits_begin_anew_the_reason_stands_with_its_date() -> None:
    points = [seen("c3-share", f"2019-{month:02}", numerator=10 + month % 2, denominator=100) for month in range(1, 7)]
    points += [
        seen("c3-share", f"2019-{month:02}", numerator=30 + month % 2, denominator=100) for month in range(7, 13)
    ]
    rebase = {"metric": "c3-share", "begins": "2019-07", "because": "the second site opened"}
    found = only(*points, settings={"rebase": [rebase]})
    assert found.spc
    assert [(one.begins.text, one.because) for one in found.spc.segments] == [
        ("2019-01", ""), ("2019-07", "the second site opened"),
    ]  # fmt: skip


def test_a_reason_that_the_chart_cannot_follow_is_told() -> None:
    points = [seen("c3-share", f"2019-{month:02}", numerator=10 + month % 2, denominator=100) for month in range(1, 9)]
    late = {"metric": "c3-share", "begins": "2019-08", "because": "the second site opened"}
    found = only(*points, settings={"rebase": [late]})
    assert (
        "Limits do not begin anew in August 2019 (the second site opened): one side has fewer than 4 points."
        in found.caveats
    )
    assert found.spc
    assert len(found.spc.segments) == 1


def test_points_at_uneven_distances_get_no_limits() -> None:
    points = [
        seen("c3-share", when, numerator=10, denominator=100) for when in ("2018-09", "2019-03", "2019-09", "2020-09")
    ]
    assert only(*points).spc is None


def test_undated_points_have_no_place_in_a_series() -> None:
    found = measured(seen("c3-share", "unknown", value=0.09), seen("c3-share", "2020", value=0.16))
    assert [one.earlier for one in found] == [(), ((Period.parse("2020"), 0.16),)]


def test_a_share_of_more_than_all_is_no_share() -> None:
    assert only(seen("c1-to-c3", numerator=9, denominator=4)).value is None


def test_a_count_that_is_no_whole_number_has_no_interval() -> None:
    found = only(seen("waiting", numerator=4.5))
    assert (found.value, found.interval) == (4.5, None)


def test_how_many_could_not_be_followed_up_stands_with_the_value() -> None:
    found = only(
        seen("c1-to-c3", numerator=4, denominator=40), seen("c1-to-c3", part="without full follow-up", numerator=7)
    )
    assert "7 left out, without full follow-up." in found.caveats


def test_every_value_says_which_file_engine_and_printed_source_it_comes_from() -> None:
    table = only(seen("c1-to-c3", numerator=4, denominator=40, source="A paper", locator="§3")).provenance
    assert (table.files[0].file, table.engine, table.sources) == (FILE.file, "tables", ("A paper, §3",))
    rows = only(
        seen("c1-to-c3", numerator=4, denominator=40, file=ROWS.file), engine="duckdb", engine_version="9"
    ).provenance
    assert (rows.engine, rows.engine_version, rows.parameters["window_days"]) == ("duckdb", "9", 91)
    far = only(
        seen("c1-to-c3", numerator=4, denominator=40, file="cld"), engine="postgres", engine_version="17"
    ).provenance
    assert (far.files, far.engine) == ((), "postgres")
    bare = only(seen("c1-to-c3", numerator=4, denominator=40, source="A paper", file="elsewhere")).provenance
    assert (bare.files, bare.engine, bare.sources) == ((), "items", ("A paper",))


def test_the_sum_over_a_year_adds_up_over_breakdowns() -> None:
    rows = []
    for breakdown, average in (("north", -24), ("south", 11)):
        rows += parts("site", "2020-01", breakdown=breakdown, increase=5, decrease=3, no_change=2)
        rows.append(
            seen("package-change", group="site", breakdown=breakdown, part="average weekly change", value=average)
        )
    whole = next(one for one in measured(*rows) if one.metric == "package-full-year" and not one.breakdown)
    assert whole.value == (-24 + 11) * 10 * 52
    assert not any("printed to whole pounds" in caveat for caveat in whole.caveats)


def test_pence_in_a_printed_average_narrow_what_rounding_allows() -> None:
    rows = [
        *parts("site", "2020-01", increase=5, decrease=3, no_change=2),
        seen("package-change", group="site", part="average weekly change", value=1.5, printed="£1.50"),
    ]
    assert "which alone allows £777 to £783 a year." in " ".join(only(*rows).caveats)


def test_a_part_without_all_its_counts_is_taken_as_printed() -> None:
    found = measured(
        seen("package-change", group="a", part="increase", value=0.4, numerator=4), seen("package-change", group="a", part="decrease"),
        seen("package-change", group="b", part="total", numerator=4),
    )  # fmt: skip
    assert [(one.part, one.value, one.basis) for one in found if one.metric == "package-change"] == [
        ("increase", 0.4, "quoted")
    ]


def test_rows_without_metric_or_period_are_no_numbers() -> None:
    values = {
        "metric": "c1-to-c3",
        "period": Period.parse("2020"),
        "numerator": 4,
        "denominator": True,
        "rounded_to": "5",
    }
    rows = (
        Row(number=2, values=values),
        Row(number=3, values={"metric": "c1-to-c3"}),
        Row(number=4, values={"period": None}),
    )
    table = DataTable(file=FILE, columns=tuple(values), rows=rows)
    other = DataTable(file=ROWS, columns=("metric",), rows=rows)
    (one,) = table_observations([table, other])
    assert (one.numerator, one.denominator, one.rounded_to, str(one.location)) == (4, None, 0, f"{FILE.file}, row 2")


def test_groups_followed_up_alike_are_not_said_to_be_unequal() -> None:
    found = measured(
        *parts("old", "2020-01", increase=50, decrease=50, no_change=100, still_going_on=20),
        *parts("new", "2020-02", increase=10, decrease=20, no_change=70, still_going_on=15, beside="old"),
    )
    assert not any("unequal" in one.sentence for one in found)


def loops(*actions: dict[str, object], kind: str = "making-it-happen") -> list[tuple[str, object]]:
    log = item("log", tag(), kind=kind, actions=list(actions))
    found = measured(*loop_observations(project(log), covered(log)))
    return [(one.metric, (one.value, one.numerator, one.denominator, one.interval)) for one in found]


def action(raised: str, done: str | None = None, back: str | None = None) -> dict[str, object]:
    told = {"reported_back": {"to": "staff", "date": back}} if back else {}
    return {"action": "Two join", "raised": raised, **({"done": done} if done else {}), **told}


def test_making_it_happen_gives_days_to_done_and_what_was_reported_back() -> None:
    days = [action(f"2020-01-{day:02}", f"2020-02-{day:02}", "2020-03-01" if day < 4 else None) for day in range(1, 9)]
    found = dict(loops(*days, action("2020-05", "2020-06")))
    assert found["mih-days-to-done"] == (31, None, 8, (31, 31))
    assert found["mih-reported-back"][1:3] == (3, 9)  # type: ignore[index]


def test_few_days_have_no_interval_and_inexact_ones_no_days() -> None:
    assert dict(loops(action("2020-01-01", "2020-01-05")))["mih-days-to-done"] == (4, None, 1, None)
    assert [name for name, _ in loops(action("2020-01", "2020-02"))] == ["mih-reported-back"]


def test_without_anything_done_or_dated_there_is_nothing_to_measure() -> None:
    assert loops(action("2020-01-01")) == []
    assert loops({"action": "Two join", "done": "2020-01-01"}) == []
    assert loops(action("2020-01-01", "2020-01-05"), kind="reflection") == []
