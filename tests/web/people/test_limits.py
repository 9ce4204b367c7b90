"""Nobody may ask so often that the others have to wait."""

from __future__ import annotations

from threading import Thread
from time import sleep

import pytest

from cqc_evidence.web.people.limits import Limiter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_as_many_as_a_minute_has_may_come_at_once_and_then_one_at_a_time(clock):
    limiter = Limiter(6, clock=clock)
    assert [limiter.allow("jo") for _ in range(8)] == [True] * 6 + [False] * 2
    assert limiter.wait("jo") == 10
    clock.now += 9.5
    assert limiter.wait("jo") == 1
    assert not limiter.allow("jo")
    clock.now += 0.5
    assert limiter.wait("jo") == 0
    assert limiter.allow("jo")
    assert not limiter.allow("jo")


def test_one_person_does_not_stop_another(clock):
    limiter = Limiter(1, clock=clock)
    assert limiter.allow("jo")
    assert not limiter.allow("jo")
    assert limiter.allow("ann")
    assert limiter.wait("nobody yet") == 0


def test_a_bucket_never_holds_more_than_a_minute(clock):
    limiter = Limiter(3, clock=clock)
    limiter.allow("jo")
    clock.now += 3600
    assert [limiter.allow("jo") for _ in range(4)] == [True, True, True, False]


def test_what_costs_more_takes_more_and_what_is_refused_takes_nothing(clock):
    limiter = Limiter(10, clock=clock)
    assert limiter.allow("jo", 8)
    assert not limiter.allow("jo", 3)
    assert limiter.wait("jo", 3) == 6
    assert limiter.allow("jo", 2)


def test_what_costs_more_than_a_minute_has_is_never_allowed(clock):
    limiter = Limiter(10, clock=clock)
    assert not limiter.allow("jo", 11)
    assert limiter.allow("jo", 10)
    assert limiter.wait("jo", 11) == 60


def test_a_clock_that_goes_back_gives_nothing(clock):
    limiter = Limiter(1, clock=clock)
    limiter.allow("jo")
    clock.now -= 50
    assert not limiter.allow("jo")


def test_tenths_of_a_second_add_up_to_what_they_should(clock):
    limiter = Limiter(60, clock=clock)
    limiter.allow("jo", 60)
    for _ in range(10):
        clock.now += 0.1
        limiter.wait("jo")
    assert limiter.allow("jo")


def test_the_key_that_was_quiet_for_longest_is_forgotten_first(clock):
    limiter = Limiter(1, clock=clock, most_keys=2)
    for key in ("jo", "ann", "jo", "li"):
        limiter.allow(key)
    assert not limiter.allow("jo")
    assert limiter.allow("ann"), "forgotten"
    assert len(limiter._buckets) == 2


def test_many_threads_together_get_no_more_than_one(clock):
    limiter = Limiter(100, clock=clock)
    left = limiter._left
    limiter._left = lambda *key_and_now: (left(*key_and_now), sleep(0.0001))[0]
    allowed: list[bool] = []
    threads = [Thread(target=lambda: allowed.extend(limiter.allow("jo") for _ in range(50))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert allowed.count(True) == 100


@pytest.mark.parametrize("wrong", [{"a_minute": 0}, {"a_minute": 5, "most_keys": 0}])
def test_a_limiter_that_would_allow_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match="at least one"):
        Limiter(**wrong)


@pytest.mark.parametrize("cost", [0, -5])
def test_nothing_is_free(clock, cost):
    with pytest.raises(ValueError, match="at least one token"):
        Limiter(5, clock=clock).allow("jo", cost)
