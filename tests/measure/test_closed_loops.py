"""The closed loop: raised, agreed, done, reported back, effect known."""

from __future__ import annotations

from datetime import date

import pytest

from cqc_evidence.model.coverage import Loop
from tests.measure.build import item, measured

WHOLE: dict[str, object] = {
    "action": "Two people join the site", "raised": "2021-01-04", "from": ["metric"], "owner": "Managers",
    "done": "2021-01-18", "reported_back": {"to": "staff", "date": "2021-02"}, "effect": "found",
}  # fmt: skip


def _loop(**changes: object) -> Loop:
    action = {key: value for key, value in {**WHOLE, **changes}.items() if value is not None}
    (found,) = measured(item("mih", kind="making-it-happen", actions=[action])).loops
    return found


def test_a_whole_loop_has_five_steps_and_its_days() -> None:
    found = _loop()
    assert (found.item, found.index, found.action) == ("mih", 0, "Two people join the site")
    assert (found.steps, found.of, found.days) == (5, 5, 14)
    assert found.done_steps == ("raised", "agreed", "done", "reported back", "effect known")
    assert found.missing_steps == ()


def test_an_action_alone_is_one_step_of_five() -> None:
    found = _loop(raised=None, done=None, reported_back=None, effect=None)
    assert (found.steps, found.done_steps, found.days) == (1, ("agreed",), None)
    assert found.missing_steps == ("raised", "done", "reported back", "effect known")


def test_reporting_back_without_a_date_is_not_evidenced() -> None:
    found = _loop(reported_back={"to": "staff"})
    assert (found.steps, found.missing_steps) == (4, ("reported back",))


@pytest.mark.parametrize(("effect", "steps"), [("found", 5), ("none", 5), ("too-early", 4), (None, 4)])
def test_an_effect_is_known_when_it_was_found_or_not_found(effect: str | None, steps: int) -> None:
    assert _loop(effect=effect).steps == steps


@pytest.mark.parametrize(("changes", "missing"), [
    ({"raised": "unknown"}, ("raised",)),
    ({"done": "unknown"}, ("done",)),
    ({"reported_back": {"to": "staff", "date": "2021-06"}}, ("reported back",)),
    ({"done": "2021-06-01"}, ("done", "effect known")),
    ({"done": "2021-05-31"}, ()),
    ({"raised": "2021-06-01", "done": "2021-07", "reported_back": None}, ("raised", "agreed", "done", "reported back", "effect known")),
])  # fmt: skip
def test_what_lies_after_the_date_of_the_pack_has_not_happened(
    changes: dict[str, object], missing: tuple[str, ...]
) -> None:
    found = _loop(**changes)
    assert found.missing_steps == missing
    assert found.steps == 5 - len(missing)


@pytest.mark.parametrize(("raised", "done", "days"), [
    ("2021-01-04", "2021-01-04", 0), ("2021-01", "2021-01-18", None), ("2021-01-04", "2021-01", None), ("2021-01-04", "2021-06-01", None),
    ("2021-01-04", None, None), (None, "2021-01-18", None), ("unknown", "2021-01-18", None),
])  # fmt: skip
def test_days_are_counted_only_between_two_exact_days_that_have_come(
    raised: str | None, done: str | None, days: int | None
) -> None:
    assert _loop(raised=raised, done=done).days == days


def test_each_action_of_an_item_is_a_loop_of_its_own() -> None:
    found = measured(item("mih", actions=[{"action": "One"}, {"action": "Two"}])).loops
    assert [(one.index, one.action) for one in found] == [(0, "One"), (1, "Two")]


def test_loops_of_items_that_do_not_count_are_left_out() -> None:
    assert measured(item("mih", actions=[{"action": "One"}], status="rejected")).loops == ()


def test_an_earlier_pack_has_fewer_steps() -> None:
    mih = item("mih", date="2020", actions=[WHOLE])
    assert [measured(mih, as_at=day).loops[0].steps for day in (date(2021, 1, 3), date(2021, 1, 4), date(2021, 1, 18), date(2021, 2, 1))] == [
        0, 2, 4, 5,
    ]  # fmt: skip
