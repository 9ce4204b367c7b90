"""The ways in: a link that works once, and a proxy that is believed from its own address only."""

from __future__ import annotations

from threading import Barrier, Thread
from time import sleep

import pytest
from flask import Flask, jsonify

from cqc_evidence.web.people import doors
from cqc_evidence.web.people.doors import LocalDoor, ProxyDoor, local_path, turned_away
from cqc_evidence.web.people.pages import no_role_page
from cqc_evidence.web.people.person import ANY, ROLES, Person
from cqc_evidence.web.people.session import cookie_settings
from cqc_evidence.web.people.settings import ServerSettings

TOKEN = "t" * 43
ME = Person("jo", "Jo", frozenset(ROLES), ANY)


def app_of(door, key: bytes = b"k" * 32) -> Flask:
    app = Flask("here")
    app.secret_key = key
    app.config.update(cookie_settings(local=True))
    door.register(app)

    @app.route("/", methods=["GET", "POST"])
    def page():
        person = door.who()
        return jsonify(id=person.id, name=person.name, roles=sorted(person.roles)) if person else turned_away(door)

    return app


@pytest.fixture
def app() -> Flask:
    return app_of(LocalDoor(TOKEN, ME))


def test_the_link_opens_the_page(app):
    browser = app.test_client()
    answer = browser.get(f"/open?token={TOKEN}")
    assert (answer.status_code, answer.location) == (303, "/")
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert browser.get("/").json == {"id": "jo", "name": "Jo", "roles": sorted(ROLES)}


def test_without_the_link_there_is_a_page_that_says_what_to_do(app):
    answer = app.test_client().get("/")
    assert answer.status_code == 403
    assert "start it again, and open the new link" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?token=",
        "?token=wrong",
        f"?token={TOKEN}x",
        f"?token={TOKEN[:-1]}",
        "?token=%C3%A9%ED%A0%80",
        f"?Token={TOKEN}",
    ],
)
def test_a_wrong_token_opens_nothing_and_does_not_use_the_link_up(app, query):
    browser = app.test_client()
    answer = browser.get(f"/open{query}")
    assert answer.status_code == 403
    assert "start it again" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert browser.get(f"/open?token={TOKEN}").status_code == 303


def test_the_link_works_once(app):
    assert app.test_client().get(f"/open?token={TOKEN}").status_code == 303
    second = app.test_client()
    assert second.get(f"/open?token={TOKEN}").status_code == 403
    assert second.get("/").status_code == 403


def test_a_scanner_that_only_looks_at_the_link_does_not_use_it_up(app):
    browser = app.test_client()
    assert browser.head(f"/open?token={TOKEN}").status_code == 405
    assert browser.options(f"/open?token={TOKEN}").status_code == 200
    assert browser.post(f"/open?token={TOKEN}").status_code == 405
    assert browser.get(f"/open?token={TOKEN}").status_code == 303


def test_of_many_who_come_at_once_one_gets_in(app, monkeypatch):
    same = doors._same
    monkeypatch.setattr(doors, "_same", lambda *texts: (same(*texts), sleep(0.01))[0])
    together, found = Barrier(12), []

    def go() -> None:
        together.wait()
        found.append(app.test_client().get(f"/open?token={TOKEN}").status_code)

    threads = [Thread(target=go) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [303] + [403] * 11


def test_a_session_from_before_is_not_kept(app):
    browser = app.test_client()
    with browser.session_transaction() as before:
        before["planted"] = "x"
    browser.get(f"/open?token={TOKEN}")
    with browser.session_transaction() as after:
        assert set(after) == {"opened"}


def test_a_session_of_another_start_opens_nothing(app):
    browser = app.test_client()
    browser.get(f"/open?token={TOKEN}")
    cookie = browser.get_cookie("__Host-cqc-evidence").value
    again = app_of(LocalDoor(TOKEN, ME)).test_client()
    again.set_cookie("__Host-cqc-evidence", cookie)
    assert again.get("/").status_code == 403


@pytest.mark.parametrize("mark", ["", None, True, ["x"], "é"])
def test_a_session_with_an_odd_mark_opens_nothing(app, mark):
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["opened"] = mark
    assert browser.get("/").status_code == 403


def test_an_empty_token_is_refused():
    with pytest.raises(ValueError, match="everybody"):
        LocalDoor("", ME)


def settings(**proxy: object) -> ServerSettings:
    return ServerSettings.model_validate(
        {
            "address": "https://evidence.council.gov.uk",
            "sign_in": {"proxy": {"from": ["10.0.0.0/24", "2001:db8::7"], **proxy}},
            "roles": {"manager": ["jo@council.gov.uk"], "reviewer": ["Care, quality", "Reviewers", "Équipe"]},
        }
    )


def ask(remote: str | None, headers: object = (), **proxy: object):
    browser = app_of(ProxyDoor(settings(**proxy))).test_client()
    return browser.get("/", headers=headers, environ_base={"REMOTE_ADDR": remote})


JO = {"X-Forwarded-User": "Jo@council.gov.uk"}


@pytest.mark.parametrize(
    ("remote", "believed"),
    [
        ("10.0.0.1", True),
        ("::ffff:10.0.0.1", True),
        ("::FFFF:10.0.0.1", True),
        ("::ffff:a00:1", True),
        ("2001:db8::7", True),
        ("2001:0db8:0::0007", True),
        ("2001:db8::8", False),
        ("10.0.1.1", False),
        ("::ffff:10.0.1.1", False),
        ("::10.0.0.1", False),
        ("127.0.0.1", False),
        ("localhost", False),
        ("010.0.0.1", False),
        ("10.0.0.1, 127.0.0.1", False),
        ("10.0.0.1:80", False),
        ("", False),
        (None, False),
    ],
)
def test_a_header_counts_from_the_proxy_s_address_and_nowhere_else(remote, believed):
    answer = ask(remote, JO)
    assert answer.status_code == (200 if believed else 403)
    if believed:
        assert answer.json == {"id": "jo@council.gov.uk", "name": "jo@council.gov.uk", "roles": ["manager"]}
    else:
        assert "You are not signed in" in answer.text


def test_what_a_browser_says_about_the_way_it_came_changes_nothing():
    told = {**JO, "X-Forwarded-For": "10.0.0.1", "Forwarded": "for=10.0.0.1", "X-Real-IP": "10.0.0.1"}
    assert ask("192.0.2.1", told).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Forwarded-User": ""},
        {"X-Forwarded-User": "jo@council.gov.uk, ann@council.gov.uk"},
        {"X-Forwarded-User": "jo@council.gov.uk ann@council.gov.uk"},
        [("X-Forwarded-User", "jo@council.gov.uk"), ("X-Forwarded-User", "ann@council.gov.uk")],
        [("X-Forwarded-User", "jo@council.gov.uk"), ("X-Forwarded-User", "jo@council.gov.uk")],
        {"X-Forwarded-User": "jo@council.gov.uk;x"},
        {"X-Forwarded-User": "j\u00f3@council.gov.uk"},
        {"X-Forwarded-User": "(null)"},
        {"X-User": "jo@council.gov.uk"},
    ],
)
def test_no_name_several_names_and_odd_names_are_nobody(headers):
    assert ask("10.0.0.1", headers).status_code == 403


def test_name_and_groups_come_from_their_headers():
    told = {
        "Remote-User": "ann@council.gov.uk",
        "Remote-Name": "Zoë  Ann".encode().decode("latin-1"),
        "Remote-Groups": "Others, Équipe ,,".encode().decode("latin-1"),
    }
    answer = ask("10.0.0.1", told, user="Remote-User", name="Remote-Name", groups="Remote-Groups")
    assert answer.json == {"id": "ann@council.gov.uk", "name": "Zoë Ann", "roles": ["reviewer"]}


def test_a_name_that_is_not_utf_8_is_still_a_name():
    answer = ask("10.0.0.1", {**JO, "Remote-Name": "Zo\u00eb"}, name="Remote-Name")
    assert answer.json["name"] == "Zoë"


def test_groups_count_only_when_the_settings_name_their_header():
    told = {"X-Forwarded-User": "ann@council.gov.uk", "X-Forwarded-Groups": "Reviewers"}
    assert ask("10.0.0.1", told).json["roles"] == []
    assert ask("10.0.0.1", told, groups="X-Forwarded-Groups").json["roles"] == ["reviewer"]


def test_a_door_without_a_proxy_is_refused():
    oidc = {"issuer": "https://login.example", "client_id": "x", "secret_env": "X"}
    given = {"address": "https://a.example", "sign_in": {"oidc": oidc}, "roles": {"reader": ["a"]}}
    with pytest.raises(ValueError, match="no proxy"):
        ProxyDoor(ServerSettings.model_validate(given))


def test_whoever_is_signed_in_without_a_role_is_told_whom_to_ask():
    answer = no_role_page(Person("<jo>@council.gov.uk", "Jo", frozenset()))
    assert answer.status_code == 403
    text = answer.get_data(as_text=True)
    assert "&lt;jo&gt;@council.gov.uk" in text
    assert "quality lead" in text


class SignInDoor:
    sign_in_url = "/sign-in"

    def who(self) -> Person | None:
        return None

    def register(self, app: Flask) -> None:
        """Add nothing."""


@pytest.mark.parametrize(
    ("method", "wanted", "after"),
    [("GET", "/", "%2F"), ("GET", "/?a=b", "%2F%3Fa%3Db"), ("POST", "/?a=b", "%2F")],
)
def test_nobody_is_sent_to_sign_in_and_back_to_a_page_never_to_a_change(method, wanted, after):
    answer = app_of(SignInDoor()).test_client().open(wanted, method=method)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={after}")


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/", "/"),
        ("/gaps?statement=equity#first", "/gaps?statement=equity#first"),
        ("/a//b", "/a//b"),
        ("", "/"),
        ("gaps", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        (" /gaps", "/"),
        ("/" + "x" * 500, "/"),
        ("//[", "/"),
    ],
)
def test_a_path_never_leads_elsewhere(wanted, path):
    assert local_path(wanted) == path
