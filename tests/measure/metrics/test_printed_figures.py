"""Every figure that the papers print, and that can be worked out, comes out of the calculator as it is printed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import NamedTuple

import pytest

from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Figure
from cqc_evidence.model.result import Comparison, Result
from tests.measure.build import ROOT
from tests.measure.metrics.figures import FOLDERS, project, result, results, rows, typed

OFFICIAL = ROOT.parent / "shared" / "data" / "sts002a_england_2020_21.csv"
"""The official cells, where somebody has laid them beside the checkout."""
TEAM, USUAL = "innovation team", "usual way of working"
NEW, OLD = "innovation site", "old way of working"
WITH, WITHOUT = "people with Covid", "people without Covid"


class Printed(NamedTuple):
    """A figure of a paper: what it is, where it stands, how it comes out, and to how many decimals."""

    what: str
    where: str
    found: Callable[[], float]
    expected: float
    decimals: int


# How a figure comes out of a result


def percent(of: Result) -> float:
    assert of.value is not None
    return 100 * of.value


def plain(of: Result) -> float:
    assert of.value is not None
    return of.value


def low(of: Result) -> float:
    assert of.interval is not None
    return 100 * of.interval[0]


def high(of: Result) -> float:
    assert of.interval is not None
    return 100 * of.interval[1]


def beside(of: Result) -> Comparison:
    assert of.comparison is not None
    return of.comparison


def expected(of: Result) -> float:
    """Return how many there would have been at the share it is set beside."""
    assert of.denominator is not None
    return beside(of).value * of.denominator


def points(of: Result, edge: int | None = None) -> float:
    """Return the difference in percentage points, or one end of its interval."""
    if edge is None:
        return 100 * beside(of).difference
    interval = beside(of).interval
    assert interval is not None
    return 100 * interval[edge]


def summed(name: str, group: str, breakdown: str) -> float:
    """Return what the printed rows of a table add up to, totals and money apart."""
    found = rows(name, metric="package-change", group=group, breakdown=breakdown)
    return sum(float(row["numerator"]) for row in found if row["numerator"] and row["part"] != "total")


# Results by the papers' own words


def medway(metric: str, part: str = "") -> Result:
    return result("medway", metric, TEAM, part)


def harrow(metric: str, group: str = "community", part: str = "", **keys: str) -> Result:
    return result("harrow", metric, group, part, **keys)


def starts(month: str) -> Result:
    return harrow("new-lt-starts-per-week", period=month)


def year(group: str, breakdown: str = "") -> Result:
    return harrow("package-full-year", group, breakdown=breakdown)


def change(group: str, part: str, breakdown: str = "") -> Result:
    return harrow("package-change", group, part, breakdown=breakdown)


def still_open(group: str) -> Result:
    return harrow("still-open-share", group)


def birmingham(period: str) -> Result:
    return result("partners", "unplanned-review-change", "Birmingham", "increase", period=period)


def england(metric: str) -> Result:
    return result("england", metric, "England")


MEDWAY = [
    Printed("conversation 1 to 2", "§3.5, counts", lambda: percent(medway("c1-to-c2")), 7.47, 2),
    Printed("conversation 1 to 3", "§3.5, counts", lambda: percent(medway("c1-to-c3")), 4.90, 2),
    Printed("long-term care", "§3.6", lambda: percent(medway("lt-conversion-new")), 5.15, 2),
    Printed("long-term care, four decimals", "§3.6", lambda: percent(medway("lt-conversion-new")), 5.1546, 4),
    Printed("long-term care, Wilson low", "§3.6", lambda: low(medway("lt-conversion-new")), 3.36, 2),
    Printed("long-term care, Wilson high", "§3.6", lambda: high(medway("lt-conversion-new")), 7.83, 2),
    Printed("long-term care, usual way", "§3.6", lambda: 100 * beside(medway("lt-conversion-new")).value, 7, 0),
    Printed(
        "long-term care, one-sided p", "§3.6", lambda: beside(medway("lt-conversion-new")).one_sided_p or 0, 0.088, 3
    ),
    Printed("expected at 7%", "§3.6", lambda: expected(medway("lt-conversion-new")), 27, 0),
    Printed("expected at 7%, two decimals", "§3.6", lambda: expected(medway("lt-conversion-new")), 27.16, 2),
    Printed("reablement, printed cut off as 5.6", "§3.7", lambda: percent(medway("reablement-share")), 5.670, 3),
    Printed("reablement, Wilson low", "§3.7", lambda: low(medway("reablement-share")), 3.77, 2),
    Printed("reablement, Wilson high", "§3.7", lambda: high(medway("reablement-share")), 8.44, 2),
    Printed("reablement, usual way", "§3.7", lambda: 100 * beside(medway("reablement-share")).value, 18, 0),
    Printed("expected at 18%", "§3.7", lambda: expected(medway("reablement-share")), 70, 0),
    Printed("expected at 18%, two decimals", "§3.7", lambda: expected(medway("reablement-share")), 69.84, 2),
    Printed("listened to", "§3.8", lambda: percent(medway("feedback-positive", "listened to")), 100, 0),
    Printed("very satisfied", "§3.8", lambda: percent(medway("feedback-positive", "very satisfied")), 100, 0),
]
HARROW = [
    Printed("repeat requests, before", "Year-End Results", lambda: percent(harrow("repeat-requests-forward", "before Three Conversations")), 33, 0),
    Printed("repeat requests, 2019–20", "Year-End Results", lambda: percent(harrow("repeat-requests-forward")), 25, 0),
    Printed("repeat requests, looking back", "Setting the Scene", lambda: percent(harrow("repeat-requests")), 33, 0),
    Printed("starts a week, September 2018", "Setting the Scene", lambda: plain(starts("2018-09")), 8.3, 1),
    Printed("starts a week, March 2019", "Setting the Scene", lambda: plain(starts("2019-03")), 7.2, 1),
    Printed("starts a week, September 2019", "Evaluation of the First Innovation site", lambda: plain(starts("2019-09")), 6.1, 1),
    Printed("starts a week, March 2020", "Year-End Results", lambda: plain(starts("2020-03")), 5.5, 1),
    Printed("starts a week, March 2021", "Impact of Covid?", lambda: plain(starts("2021-03")), 7.2, 1),
    Printed("requests, change", "The Impact of Covid-19", lambda: percent(harrow("requests-change")), 20, 0),
    Printed("conversation 3 share before", "Impact of Covid?", lambda: percent(harrow("c3-share", "before the pandemic")), 9, 0),
    Printed("conversation 3 share, 2020–21", "Impact of Covid?", lambda: percent(harrow("c3-share")), 16, 0),
    Printed("cost avoided, in pounds", "Year-End Results", lambda: plain(harrow("cost-avoidance", part="part-year effect")), 696_000, 0),
    Printed("full-year effect, with Covid, new", "Table 1a", lambda: plain(year(NEW, WITH)), -46_176, 0),
    Printed("full-year effect, with Covid, old", "Table 1a", lambda: plain(year(OLD, WITH)), 219_336, 0),
    Printed("full-year effect, without Covid, new", "Table 1b", lambda: plain(year(NEW, WITHOUT)), 144_144, 0),
    Printed("full-year effect, without Covid, old", "Table 1b", lambda: plain(year(OLD, WITHOUT)), 356_668, 0),
    Printed("with Covid, new: rows add up", "Table 1a", lambda: summed("harrow", NEW, WITH), 88, 0),
    Printed("with Covid, old: rows add up", "Table 1a", lambda: summed("harrow", OLD, WITH), 80, 0),
    Printed("without Covid, new: rows add up", "Table 1b", lambda: summed("harrow", NEW, WITHOUT), 414, 0),
    Printed("without Covid, old: rows do not add up to 462", "Table 1b", lambda: summed("harrow", OLD, WITHOUT), 460, 0),
    Printed("increases, new", "Tables 1a and 1b", lambda: percent(change(NEW, "increase")), 10.7, 1),
    Printed("increases, old", "Tables 1a and 1b", lambda: percent(change(OLD, "increase")), 28.9, 1),
    Printed("increases, difference", "Tables 1a and 1b", lambda: points(change(NEW, "increase")), -18.2, 1),
    Printed("increases, Newcombe low", "Tables 1a and 1b", lambda: points(change(NEW, "increase"), 0), -23.7, 1),
    Printed("increases, Newcombe high", "Tables 1a and 1b", lambda: points(change(NEW, "increase"), 1), -12.4, 1),
    Printed("decreases, new", "Tables 1a and 1b", lambda: percent(change(NEW, "decrease")), 4.8, 1),
    Printed("decreases, old", "Tables 1a and 1b", lambda: percent(change(OLD, "decrease")), 8.1, 1),
    Printed("still going on, new", "Tables 1a and 1b", lambda: percent(still_open(NEW)), 38, 0),
    Printed("still going on, old", "Tables 1a and 1b", lambda: percent(still_open(OLD)), 1.7, 1),
    Printed("unplanned reviews, increase", "partners' paper, HARROW", lambda: percent(harrow("unplanned-review-change", part="increase")), 43, 0),
    Printed("unplanned reviews, decrease", "partners' paper, HARROW", lambda: percent(harrow("unplanned-review-change", part="decrease")), 10, 0),
]  # fmt: skip
PARTNERS = [
    Printed("Birmingham, conversion", "BIRMINGHAM", lambda: percent(result("partners", "lt-conversion-new", "Birmingham")), 10.5, 1),
    Printed("West Midlands, conversion", "BIRMINGHAM", lambda: percent(result("partners", "lt-conversion-new", "West Midlands")), 10.5, 1),
    Printed("Birmingham, increases 2017–18", "BIRMINGHAM", lambda: percent(birmingham("2017-04/2018-03")), 62, 0),
    Printed("Birmingham, increases 2019–20", "BIRMINGHAM", lambda: percent(birmingham("2019-04/2020-03")), 42, 0),
    Printed("Birmingham, increases 2020–21", "BIRMINGHAM", lambda: percent(birmingham("2020-04/2021-03")), 21, 0),
    Printed("Birmingham, saved in pounds", "BIRMINGHAM", lambda: plain(result("partners", "cost-avoidance", "Birmingham")), 4_926_780, 0),
    Printed("Harrow, increases", "HARROW", lambda: percent(result("partners", "unplanned-review-change", "Harrow", "increase")), 43, 0),
    Printed("Harrow, decreases", "HARROW", lambda: percent(result("partners", "unplanned-review-change", "Harrow", "decrease")), 10, 0),
]  # fmt: skip
ENGLAND = [
    Printed("ASCOF 2D, published", "STS002a", lambda: percent(england("short-term-sequels")), 74.9, 1),
    Printed("ASCOF 2D", "STS002a", lambda: percent(england("short-term-sequels")), 74.90, 2),
    Printed("ASCOF 2D, numerator", "STS002a", lambda: england("short-term-sequels").numerator or 0, 116_120, 0),
    Printed("ASCOF 2D, denominator", "STS002a", lambda: england("short-term-sequels").denominator or 0, 155_025, 0),
    Printed("long-term share", "STS002a", lambda: percent(england("short-term-to-long-term")), 21.7, 1),
    Printed("long-term share, numerator", "STS002a", lambda: england("short-term-to-long-term").numerator or 0, 47_685, 0),
    Printed("long-term share, denominator", "STS002a", lambda: england("short-term-to-long-term").denominator or 0, 219_465, 0),
]  # fmt: skip
ALL = [("medway", one) for one in MEDWAY] + [("harrow", one) for one in HARROW]
ALL += [("partners", one) for one in PARTNERS] + [("england", one) for one in ENGLAND]


@pytest.mark.parametrize("one", [one for _, one in ALL], ids=[f"{name}: {one.what}" for name, one in ALL])
def test_a_printed_figure_comes_out_as_it_is_printed(one: Printed) -> None:
    assert round(one.found(), one.decimals) == pytest.approx(one.expected, abs=1e-9), f"{one.what}, {one.where}"


def test_about_fifty_figures_are_checked_and_each_once() -> None:
    names = [(name, one.what) for name, one in ALL]
    assert len(names) == len(set(names)) >= 50


# What is beside the numbers


def test_seven_percent_lies_in_the_interval_so_it_could_be_chance() -> None:
    of = medway("lt-conversion-new")
    assert low(of) < 7 < high(of)
    assert beside(of).verdict == "could be chance"
    assert round(points(of), 2) == -1.85


def test_reablement_is_clearly_lower() -> None:
    of = medway("reablement-share")
    assert beside(of).verdict == "clearly lower"
    assert beside(of).one_sided_p == pytest.approx(7e-13, rel=0.05)
    assert beside(of).with_ == USUAL


def test_the_printed_expectations_agree() -> None:
    notes = {row["metric"]: row["note"] for row in rows("medway", group=TEAM) if row["note"].startswith("expected ")}
    assert notes == {
        metric: f"expected {round(expected(medway(metric)))}" for metric in ("lt-conversion-new", "reablement-share")
    }


@pytest.mark.parametrize("part", ["listened to", "very satisfied"])
def test_a_survey_without_its_number_of_people_has_no_interval(part: str) -> None:
    of = medway("feedback-positive", part)
    assert (of.numerator, of.denominator, of.interval, of.comparison) == (None, None, None, None)
    assert of.basis == "quoted"


def test_fewer_increases_is_clear_and_the_fall_in_decreases_could_be_chance() -> None:
    assert beside(change(NEW, "increase")).verdict == "clearly lower"
    assert beside(change(NEW, "decrease")).verdict == "could be chance"
    assert beside(still_open(NEW)).verdict == "clearly higher"


def test_fewer_increases_is_never_told_without_fewer_decreases_and_unequal_follow_up() -> None:
    told = change(NEW, "increase").sentence
    assert "4.8 % (14 of 289) beside 8.1 % (34 of 418)" in told
    assert "Follow-up was unequal: 38.0 % (191 of 502)" in told


@pytest.mark.parametrize(
    ("group", "breakdown", "printed", "band"),
    [
        (NEW, WITH, -46_000, (-47_138, -45_214)),
        (OLD, WITH, 219_000, (217_854, 220_818)),
        (NEW, WITHOUT, 143_000, (137_592, 150_696)),
        (OLD, WITHOUT, 353_000, (347_282, 366_054)),
    ],
)
def test_a_printed_full_year_effect_is_inside_what_fifty_pence_a_week_can_do(
    group: str, breakdown: str, printed: float, band: tuple[float, float]
) -> None:
    of = year(group, breakdown)
    (row,) = rows("harrow", metric="package-change", group=group, breakdown=breakdown, part="full-year effect")
    assert float(row["value"]) == printed
    assert of.denominator is not None
    assert [plain(of) + edge * 0.50 * 52 * of.denominator for edge in (-1, 1)] == list(band)
    assert band[0] <= printed <= band[1]
    low_words, high_words = (f"{edge:+,.0f}".replace("+", "£").replace("-", "−£") for edge in band)
    assert any(f"{low_words} to {high_words}" in caveat for caveat in of.caveats), of.caveats


def test_both_tables_together_keep_to_the_bounds_the_paper_prints() -> None:
    old = plain(year(OLD, WITH)) + plain(year(OLD, WITHOUT))
    new = plain(year(NEW, WITH)) + plain(year(NEW, WITHOUT))
    assert (old, new) == (576_004, 97_968)
    assert old > 550_000
    assert new < 100_000
    assert old - new > 450_000


def test_the_lowest_point_is_not_the_latest() -> None:
    series = [one for one in results("harrow") if one.metric == "new-lt-starts-per-week"]
    assert [str(one.period) for one in series if one.latest] == ["2021-03"]
    last = starts("2021-03")
    assert [value for _, value in last.earlier] == [8.3, 7.2, 6.1, 5.5, 7.2]
    assert plain(last) == plain(starts("2019-03"))


def test_money_that_cannot_be_worked_out_is_quoted() -> None:
    money = [harrow("cost-avoidance", part="part-year effect"), result("partners", "cost-avoidance", "Birmingham")]
    assert {one.basis for one in money} == {"quoted"}
    assert [one.printed for one in money] == ["£696k", "£4,926,780"]
    assert medway("c1-to-c2").basis == "computed"


def test_the_two_definitions_of_a_repeat_request_are_never_set_beside_each_other() -> None:
    assert harrow("repeat-requests").comparison is None
    assert beside(harrow("repeat-requests-forward")).with_ == "before Three Conversations"


def test_every_result_of_the_partners_says_that_councils_were_chosen() -> None:
    assert results("partners")
    for one in results("partners"):
        assert any(
            "Selection: the authors chose councils where the effect is clear." in text for text in one.caveats
        ), one


# Figures without a table of their own


def _figure(name: str, item: str, figure: str) -> Figure:
    (found,) = [one for one in project(name).items if one.id == item]
    return next(one for one in found.figures if one.id == figure)


def test_birmingham_stood_three_then_five_points_below_its_region() -> None:
    gaps = [_figure("partners", "birmingham-conversion", f"gap-{year}").value for year in ("2019-20", "2020-21")]
    assert gaps == [3, 5]


def test_a_council_in_england_gets_about_13_600_requests_a_year() -> None:
    of = {
        one: _figure("england", "new-requests-2023-24", one).value
        for one in ("new-requests-england", "councils-england")
    }
    assert of == {"new-requests-england": 2_085_720, "councils-england": 153}
    assert round(of["new-requests-england"] / of["councils-england"], -2) == 13_600
    assert (
        round(of["new-requests-england"] / of["councils-england"])
        == _figure("england", "new-requests-2023-24", "new-requests-a-council").value
    )


# What was typed in


@pytest.mark.parametrize("name", FOLDERS)
def test_every_typed_row_says_where_it_stands_and_belongs_to_an_item(name: str) -> None:
    items = {one.id for one in project(name).items}
    metrics = project(name).framework.metrics.metrics
    known = {one.id for one in metrics} | {one.formula.rows for one in metrics if one.formula}
    found = list(typed(FOLDERS[name]))
    assert found
    for place, row in found:
        assert row["source"], place
        assert row["locator"], place
        assert row["item"] in items, place
        assert row["metric"] in known, place
        assert Period.parse(row["period"]), place
        assert row["numerator"] or row["value"], place


def _printed(text: str) -> float | None:
    """Return the number in what is printed, or nothing for words; `£696k` and `−£46,000` are numbers."""
    plain_text = text.replace("−", "-").translate(str.maketrans("", "", "£+,%"))
    thousand = 1000 if plain_text.endswith("k") else 1
    return None if plain_text == "a third" else thousand * float(plain_text.removesuffix("k"))


@pytest.mark.parametrize("name", FOLDERS)
def test_a_typed_value_is_what_is_printed(name: str) -> None:
    for place, row in typed(FOLDERS[name]):
        if row["value"] and _printed(row["printed"]) is not None:
            assert float(row["value"].removesuffix("%")) == _printed(row["printed"]), place
            assert row["value"].endswith("%") == row["printed"].endswith("%"), place


def test_england_adds_up_without_needing_the_tolerance_for_rounded_cells() -> None:
    cells = {row["part"]: int(row["numerator"]) for row in rows("england")}
    assert sum(cells.values()) == 2 * cells["total"] == 2 * 219_465
    assert {row["rounded_to"] for row in rows("england")} == {"5"}
    assert all(count % 5 == 0 for count in cells.values())


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the official file is not laid beside the checkout")
def test_the_eleven_typed_cells_are_those_of_the_official_file() -> None:
    with OFFICIAL.open(encoding="utf-8-sig", newline="") as stream:
        official = {row["sequel"]: row["value"] for row in csv.DictReader(stream) if row["age_band"] == "All"}
    official["total"] = official.pop("Total")
    assert len(official) == 11
    assert {row["part"]: row["numerator"] for row in rows("england")} == official
