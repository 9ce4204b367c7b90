"""Signing in with the council's own accounts, against a small sign-in service on this machine."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from cqc_evidence.web.people.oidc import OidcDoor
from cqc_evidence.web.people.settings import ServerSettings
from tests.web.people import provider as fake
from tests.web.people.council import ADDRESS, back, new_browser, open_app, settings
from tests.web.people.provider import CLIENT, SECRET, Provider


def test_whoever_is_nobody_is_sent_to_sign_in_and_comes_back_to_where_they_wanted(service, browser):
    first = browser.get("/gaps?statement=equity")
    assert (first.status_code, first.location) == (303, "/sign-in?next=%2Fgaps%3Fstatement%3Dequity")
    answer = back(service, browser, first.location)
    assert (answer.status_code, answer.location) == (303, "/gaps?statement=equity")
    assert browser.get("/").json == {"id": "jo@council.gov.uk", "name": "Jo Bloggs", "roles": ["manager"], "signs": []}


def test_the_service_is_asked_with_a_state_a_nonce_and_a_proof_and_sends_back_to_the_address_people_know(browser):
    asked = dict(parse_qsl(urlsplit(browser.get("/sign-in", headers={"Host": "evil.example"}).location).query))
    assert asked["redirect_uri"] == f"{ADDRESS}/signed-in"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", CLIENT, "openid profile email")
    assert min(len(asked[key]) for key in ("state", "nonce", "code_challenge")) >= 20


def test_roles_and_sign_off_roles_come_from_the_groups_of_the_token(service, browser):
    service.claims |= {"preferred_username": "ann@council.gov.uk", "roles": ["Reviewers", "Directors", "Others", 3]}
    back(service, browser)
    assert browser.get("/").json == {
        "id": "ann@council.gov.uk", "name": "Jo Bloggs", "roles": ["reviewer"], "signs": ["director"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "roles"), [("Reviewers", ["reviewer"]), (None, []), ({"Reviewers": 1}, []), (["reviewers"], []), (7, [])]
)
def test_a_claim_of_groups_that_is_odd_gives_no_role(service, browser, groups, roles):
    service.claims |= {"preferred_username": "ann@council.gov.uk", "roles": groups}
    back(service, browser)
    assert browser.get("/").json["roles"] == roles


def test_hundreds_of_groups_fit_into_the_cookie(service, browser):
    service.claims["roles"] = ["Reviewers", *(f"group-{number:032d}" for number in range(500))]
    answer = back(service, browser)
    assert len(answer.headers["Set-Cookie"]) < 1500
    assert browser.get("/").json["roles"] == ["manager", "reviewer"]


def forged(service: Provider) -> None:
    service.signed_by = fake.OTHER_KEY


def shared(service: Provider) -> None:
    service.header = {"alg": "HS256", "kid": "one"}
    service.forge = fake.shared


def unsigned(service: Provider) -> None:
    service.header, service.forge = {"alg": "none"}, lambda _: b""


def unknown_key(service: Provider) -> None:
    service.header = {"alg": "RS256", "kid": "two"}


def claims(**changes: object):
    return lambda service: service.claims.update(changes)


def lacking(*names: str):
    return lambda service: setattr(service, "without", names)


def answering(status: int, content: object):
    return lambda service: setattr(service, "answer", (status, content))


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        (claims(nonce="another"), 400, "did not belong to this browser"),
        (lacking("nonce"), 400, "did not belong to this browser"),
        (claims(aud="another"), 400, "did not belong to this browser"),
        (claims(aud="another", azp=CLIENT), 400, "did not belong to this browser"),
        (claims(aud=["another", "third"]), 400, "did not belong to this browser"),
        (claims(aud=[CLIENT, "another"], azp="another"), 400, "did not belong to this browser"),
        (lacking("aud"), 400, "did not belong to this browser"),
        (claims(iss="https://elsewhere.example"), 400, "did not belong to this browser"),
        (lacking("iss"), 400, "did not belong to this browser"),
        (claims(exp=int(time.time()) - 300), 400, "did not belong to this browser"),
        (lacking("exp"), 400, "did not belong to this browser"),
        (claims(iat=int(time.time()) + 3000), 400, "did not belong to this browser"),
        (claims(nbf=int(time.time()) + 3000), 400, "did not belong to this browser"),
        (claims(at_hash="another"), 400, "did not belong to this browser"),
        (forged, 400, "did not belong to this browser"),
        (shared, 400, "did not belong to this browser"),
        (unsigned, 400, "did not belong to this browser"),
        (unknown_key, 400, "did not belong to this browser"),
        (lambda service: setattr(service, "raw_token", "a.b.c"), 400, "did not belong to this browser"),
        (lambda service: setattr(service, "raw_token", "nothing"), 400, "did not belong to this browser"),
        (answering(200, {"access_token": "x", "token_type": "Bearer"}), 400, "did not belong to this browser"),
        (answering(200, []), 400, "did not belong to this browser"),
        (answering(400, {"error": "invalid_grant"}), 400, "did not belong to this browser"),
        (answering(401, {"error": "invalid_client"}), 503, "Its secret may be wrong, or have run out."),
        (answering(500, b"<p>broken</p>"), 503, "does not answer"),
        (claims(preferred_username="jo"), 403, "holds no e-mail address"),
        (claims(preferred_username=["jo@council.gov.uk"]), 403, "holds no e-mail address"),
        (claims(preferred_username="jo@council.gov.uk, ann@council.gov.uk"), 403, "holds no e-mail address"),
        (lacking("preferred_username"), 403, "holds no e-mail address"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_right_lets_nobody_in_and_says_so_plainly(service, browser, wrong, status, words):
    sent = browser.get("/sign-in")
    wrong(service)
    answer = browser.get("/signed-in", query_string=service.authorize(sent.location))
    assert answer.status_code == status
    assert words in answer.text
    assert 'href="/sign-in"' in answer.text
    assert browser.get("/").status_code == 303


def test_a_new_key_of_the_service_is_fetched_when_a_token_names_it(service, browser):
    back(service, browser)
    service.keys = [fake.RSAKey.generate_key(2048, {"kid": "two"})]
    service.signed_by, service.header = service.keys[0], {"alg": "RS256", "kid": "two"}
    assert back(service, browser).status_code == 303


@pytest.mark.parametrize(
    "changes", [{"state": "another"}, {"state": ""}, {"code": "made-up"}, {"iss": "https://elsewhere.example"}]
)
def test_a_changed_answer_lets_nobody_in(service, browser, changes):
    assert back(service, browser, **changes).status_code == 400
    assert browser.get("/").status_code == 303


def test_an_answer_works_once_and_only_in_the_browser_that_asked(service, browser):
    answer = service.authorize(browser.get("/sign-in").location)
    other = new_browser(browser.application)
    assert other.get("/signed-in", query_string=answer).status_code == 400
    assert other.get("/signed-in").status_code == 400
    assert browser.get("/signed-in", query_string=answer).status_code == 303
    assert browser.get("/signed-in", query_string=answer).status_code == 400


def test_a_code_without_the_proof_of_who_asked_for_it_is_worth_nothing(service, browser):
    stolen = service.authorize(browser.get("/sign-in").location)["code"]
    thief = new_browser(browser.application)
    assert back(service, thief, code=stolen).status_code == 400


def test_somebody_who_breaks_off_reads_a_plain_sentence_and_nothing_that_was_sent(browser):
    answer = browser.get("/signed-in?error=access_denied&error_description=Call+0800+1234&state=x")
    assert answer.status_code == 403
    assert "broken off" in answer.text
    assert "0800" not in answer.text


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil", "", "/" + "x" * 600],
)
def test_nobody_is_sent_elsewhere_after_signing_in(service, browser, wanted):
    sent = browser.get("/sign-in", query_string={"next": wanted})
    with browser.session_transaction() as kept:
        assert kept["next"] == "/"
    assert browser.get("/signed-in", query_string=service.authorize(sent.location)).location == "/"


def test_an_email_counts_only_when_the_service_has_verified_it(service, clock):
    browser = open_app(OidcDoor(settings(service.issuer, user_claim="email"), clock=clock))
    service.claims["email"] = "jo@council.gov.uk"
    assert back(service, browser).status_code == 403
    service.claims["email_verified"] = "true"
    assert back(service, browser).status_code == 403
    service.claims["email_verified"] = True
    assert back(service, browser).status_code == 303


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_secret_that_is_not_set_is_told_and_nothing_is_asked(service, browser, monkeypatch, value):
    if value is None:
        monkeypatch.delenv("COUNCIL_SECRET")
    else:
        monkeypatch.setenv("COUNCIL_SECRET", value)
    for path in ("/sign-in", "/signed-in?code=x&state=y"):
        answer = browser.get(path)
        assert answer.status_code == 503
        assert "environment variable COUNCIL_SECRET is not set" in answer.text
    assert not service.asked


def test_what_is_missing_can_be_told_before_anybody_comes(service, monkeypatch):
    door = OidcDoor(settings(service.issuer))
    assert door.not_ready() == ""
    monkeypatch.delenv("COUNCIL_SECRET")
    assert "COUNCIL_SECRET" in door.not_ready()


@pytest.mark.parametrize("answer", [(500, b"no"), (200, b"<html>"), (200, []), (200, None), (404, {})])
def test_a_service_that_answers_wrongly_is_told_and_asked_again_next_time(service, browser, answer):
    service.answer = answer
    refused = browser.get("/sign-in")
    assert refused.status_code == 503
    assert "does not answer" in refused.text
    service.answer = None
    assert browser.get("/sign-in").status_code == 302


def test_a_service_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("COUNCIL_SECRET", SECRET)
    browser = open_app(OidcDoor(settings("http://127.0.0.1:9")))
    assert "does not answer" in browser.get("/sign-in").text


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "http://elsewhere.example"},
        {"issuer": None},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_service_that_says_it_is_another_is_not_believed(service, browser, metadata):
    service.metadata = metadata
    answer = browser.get("/sign-in")
    assert answer.status_code == 503
    assert "describes itself otherwise" in answer.text


def test_a_service_that_lists_no_signatures_is_held_to_the_usual_one(service, browser):
    service.metadata = {"id_token_signing_alg_values_supported": None}
    assert back(service, browser).status_code == 303
    shared(service)
    assert back(service, browser).status_code == 400


def test_nothing_that_was_sent_reaches_the_log(service, browser, caplog):
    with caplog.at_level(logging.DEBUG, logger="council"):
        back(service, browser, code="code-from-somebody", state="x")
        service.answer = (400, {"error": "invalid\nline", "error_description": "Jo Bloggs said"})
        back(service, browser)
    assert caplog.messages == ["A sign-in failed: mismatching_state", "A sign-in failed: invalid line"]


def test_no_page_of_the_door_is_kept_by_a_browser(service, browser):
    answers = [browser.get("/"), browser.get("/sign-in"), back(service, browser), browser.post("/sign-out")]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_a_door_without_an_issuer_is_refused():
    given = {"address": ADDRESS, "sign_in": {"proxy": {"from": ["10.0.0.1"]}}, "roles": {"reader": ["a"]}}
    with pytest.raises(ValueError, match="no issuer"):
        OidcDoor(ServerSettings.model_validate(given))


def test_the_library_for_signing_in_is_loaded_only_when_somebody_signs_in():
    code = "import json, sys, cqc_evidence.web.people.oidc; print(json.dumps(sorted(sys.modules)))"
    root = Path(__file__).parents[3]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert not {"authlib", "joserfc", "requests", "cryptography"} & set(json.loads(ran.stdout))
