"""The public edition's numbers: no small count is shown, and none comes back by taking what shows from its total."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.compile.public_numbers import results_of_edition
from cqc_evidence.model.data import Observation
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.result import Result
from tests.measure.build import framework, item, tag
from tests.measure.metrics.observed import measured, parts, seen

PAPER = item(
    "paper", tag(), sensitivity="public", source={"citation": "A paper", "public_url": "https://example.org/paper"}
)


def public(*observations: Observation, items: tuple[Item, ...] = ()) -> tuple[Result, ...]:
    """Return what the public edition has of observations."""
    return results_of_edition(measured(*observations), {one.id: one for one in items}, framework(), "public")


def shown(*observations: Observation, items: tuple[Item, ...] = ()) -> list[str]:
    """Return what shows of one metric, whose and which, in order."""
    found = public(*observations, items=items)
    return [" ".join(filter(None, (one.group, one.breakdown, one.part))) for one in found if not one.hidden]


def test_a_site_hidden_alone_would_come_back_from_everybody_so_another_goes_with_it() -> None:
    sites = [seen("c1-to-c2", group=name, numerator=count, denominator=of) for name, count, of in (
        ("all", 173, 430), ("North", 3, 30), ("South", 40, 100), ("West", 130, 300),
    )]  # fmt: skip
    assert shown(*sites) == ["West", "all"]
    assert shown(*sites[1:]) == ["South", "West"], "without everybody nothing can be subtracted"


def test_a_number_that_is_less_than_its_groups_together_is_no_total_of_them() -> None:
    sites = [seen("waiting", group=name, numerator=count) for name, count in (("all", 41), ("North", 3), ("South", 40))]
    assert shown(*sites) == ["South", "all"]


def test_numbers_of_people_waiting_by_site_are_safe_beside_everybody() -> None:
    sites = [seen("waiting", group=name, numerator=count) for name, count in (("all", 43), ("North", 3), ("South", 40))]
    assert shown(*sites) == ["all"]


def test_parts_by_breakdown_are_safe_across_and_down() -> None:
    with_covid = parts("site", "2020-01", breakdown="with", increase=5, decrease=9, no_change=29)
    without = parts("site", "2020-01", breakdown="without", increase=26, decrease=11, no_change=215)
    assert shown(*with_covid, *without) == [
        "site increase", "site no change", "site with no change", "site without no change", "site decrease",
    ]  # fmt: skip


def test_what_is_published_shows_and_keeps_nothing_company() -> None:
    sites = [
        seen("waiting", group="all", numerator=93), seen("waiting", group="North", numerator=3),
        seen("waiting", group="South", numerator=40, item="paper"), seen("waiting", group="West", numerator=50),
    ]  # fmt: skip
    assert shown(*sites, items=(PAPER,)) == ["South", "all"]


def test_a_part_that_one_site_lacks_is_no_part_of_the_sum() -> None:
    north = parts("North", "2020-01", increase=3, decrease=40, no_change=60)
    south = [one for one in parts("South", "2020-01", increase=30, decrease=40, no_change=60) if one.part != "decrease"]
    assert shown(*north, *south)


@pytest.mark.parametrize(("value", "shows"), [(0.02, False), (0.98, False), (0.2, True), (0, True)])
def test_a_printed_share_of_a_known_whole_is_hidden_where_it_tells_a_small_count(value: float, shows: bool) -> None:  # noqa: FBT001
    assert bool(shown(seen("feedback-positive", value=value, denominator=150))) is shows


def test_sites_without_counts_are_in_no_sum_and_small_ones_are_hidden_all_the_same() -> None:
    sites = [
        seen("c1-to-c2", group="all", numerator=173, denominator=530), seen("c1-to-c2", group="North", numerator=3, denominator=30),
        seen("c1-to-c2", group="East", denominator=4, value=0.5), seen("c1-to-c2", group="Far", denominator=40, value=0.5),
        seen("c1-to-c2", group="Hill", numerator=4, value=0.5), seen("c1-to-c2", group="Isle", value=0.5),
        seen("c1-to-c2", group="South", numerator=40, denominator=100), seen("c1-to-c2", group="West", numerator=90, denominator=300),
    ]  # fmt: skip
    assert shown(*sites) == ["Far", "Isle", "West", "all"]


def test_a_number_of_a_metric_that_is_no_longer_defined_is_left_as_it_is() -> None:
    (one,) = measured(seen("waiting", numerator=40))
    gone = one.model_copy(update={"metric": "gone"})
    (found,) = results_of_edition([gone], {}, framework(), "public")
    assert (found.value, found.sentence) == (40, one.sentence)


def test_a_share_that_counts_more_than_its_whole_stops_no_pack() -> None:
    assert shown(seen("c1-to-c2", numerator=9, denominator=4)) == []


def test_caveats_are_told_without_their_counts() -> None:
    old = parts("old", "2020-04/2020-07", increase=121, decrease=34, no_change=263, still_going_on=9, left_out=113)
    new = parts(
        "new", "2020-08/2020-11", increase=31, decrease=14, no_change=244, still_going_on=191, left_out=22, beside="old"
    )
    (found,) = (one for one in public(*old, *new) if one.group == "new" and one.part == "increase")
    assert "Follow-up was unequal: the two cannot be compared as equals." in found.caveats
    late = seen("c1-to-c2", numerator=40, denominator=100), seen("c1-to-c2", part="without full follow-up", numerator=3)
    assert "some left out, without full follow-up." in public(*late)[0].caveats
    named = [one.model_copy(update={"group": "North"}) for one in late]
    assert "North: some left out, without full follow-up." in public(*named)[0].caveats
    money = [
        *new,
        seen("package-change", "2020-08/2020-11", group="new", part="average weekly change", value=-24, printed="−£24"),
    ]
    (year,) = (one for one in public(*money) if one.metric == "package-full-year")
    assert not any("alone allows" in caveat for caveat in year.caveats)
    for one in public(*old, *new, *late, *named, *money):
        assert not any("191" in caveat or "502" in caveat for caveat in one.caveats)


counts = st.integers(0, 30)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(counts, counts, counts).filter(any), min_size=2, max_size=4),
    st.sampled_from(("groups", "breakdowns")),
)
def test_of_what_adds_up_to_a_number_that_shows_never_exactly_one_is_hidden(
    table: list[tuple[int, int, int]], across: str
) -> None:
    names = ("increase", "decrease", "no_change")
    keys = {"group": "{}", "breakdown": ""} if across == "groups" else {"group": "site", "breakdown": "{}"}
    made = [
        one
        for place, row in enumerate(table)
        for one in parts(
            keys["group"].format(place), "2020-01", breakdown=keys["breakdown"].format(place),
            **dict(zip(names, row, strict=True)),
        )
    ]  # fmt: skip
    if across == "groups":
        made += parts("all", "2020-01", **dict(zip(names, map(sum, zip(*table, strict=True)), strict=True)))
    lines: dict[tuple[str, str], list[bool]] = defaultdict(list)
    totals: dict[str, bool] = {}
    for one in public(*made):
        if one.metric != "package-change":
            continue
        row = one.group + one.breakdown
        lines["row", row].append(bool(one.hidden))
        if (one.group == "all") or (across == "breakdowns" and not one.breakdown):
            totals[one.part] = not one.hidden
        else:
            lines["column", one.part].append(bool(one.hidden))
    for (kind, name), hidden in lines.items():
        if kind == "row" and not all(hidden):
            assert sum(hidden) != 1, (kind, name)
        if kind == "column" and totals.get(name):
            assert sum(hidden) != 1, (kind, name)
