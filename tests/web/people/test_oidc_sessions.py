"""How long somebody who has signed in stays so, and how they sign out."""

from __future__ import annotations

import pytest

from tests.web.people.council import HOUR, back, new_browser


def test_a_session_from_before_signing_in_is_not_kept(service, browser):
    with browser.session_transaction() as before:
        before["planted"] = "by somebody else"
    back(service, browser)
    with browser.session_transaction() as after:
        assert set(after) == {"who"}


def test_each_sign_in_is_a_session_of_its_own(service, browser):
    keys = []
    for _ in range(2):
        back(service, browser)
        with browser.session_transaction() as kept:
            keys.append(kept["who"]["key"])
    assert keys[0] != keys[1]


def test_an_hour_of_quiet_ends_a_session_and_asking_keeps_it(service, browser, clock):
    back(service, browser)
    for _ in range(3):
        clock.now += HOUR - 1
        assert browser.get("/").status_code == 200
    clock.now += HOUR
    assert browser.get("/").status_code == 303


def test_twelve_hours_end_a_session_however_busy(service, browser, clock):
    back(service, browser)
    for _ in range(23):
        clock.now += HOUR / 2
        assert browser.get("/").status_code == 200
    clock.now += HOUR / 2
    assert browser.get("/").status_code == 303


def test_a_clock_that_was_set_back_ends_a_session(service, browser, clock):
    back(service, browser)
    clock.now -= HOUR
    assert browser.get("/").status_code == 303


def test_signing_out_ends_the_session_even_for_a_copy_of_its_cookie(service, browser, clock):
    back(service, browser)
    copy = browser.get_cookie("__Host-cqc-evidence").value
    browser.get("/sign-out")
    assert browser.get("/").status_code == 200, "a link ends nothing"
    answer = browser.post("/sign-out")
    assert answer.status_code == 200
    assert "You are signed out" in answer.text
    thief = new_browser(browser.application)
    thief.set_cookie("__Host-cqc-evidence", copy)
    assert thief.get("/").status_code == 303
    assert browser.post("/sign-out").status_code == 200
    clock.now += 13 * HOUR
    back(service, browser)
    browser.post("/sign-out")
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize("kept", ["jo@council.gov.uk", {"id": "jo@council.gov.uk"}, None, []])
def test_a_session_of_another_version_is_nobody(browser, kept):
    with browser.session_transaction() as session:
        session["who"] = kept
    assert browser.get("/").status_code == 303
    with browser.session_transaction() as session:
        session["who"] = kept
    assert browser.post("/sign-out").status_code == 200


def test_many_begun_sign_ins_do_not_fill_the_cookie_and_the_newest_works(service, browser):
    for _ in range(8):
        sent = browser.get("/sign-in")
    with browser.session_transaction() as kept:
        assert sum(key.startswith("_state_") for key in kept) == 3
    assert browser.get("/signed-in", query_string=service.authorize(sent.location)).status_code == 303
