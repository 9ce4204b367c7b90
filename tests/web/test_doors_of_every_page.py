"""Who may open what: every route, tried by nobody, by somebody without a role, and by each role.

The table stands here by itself. It says what the council was promised, and not what the code does.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.council import HOME, ROLES, SETTINGS, Council, filled_in, opened, tree

# Route, and who may: everybody, without signing in; or r(eader), v (reviewer), m(anager), q(uality lead).
_DOORS = """
GET  /                              r v m q
GET  /claim/<name>                  r v m q
GET  /copies                        r v m q
GET  /copies/<name>                 m q
GET  /document/<path:name>          v m q
GET  /download/<name>               v m q
GET  /gap/<name>                    r v m q
GET  /gaps                          r v m q
GET  /gaps.csv                      r v m q
GET  /grid.csv                      r v m q
GET  /history                       v m q
GET  /import                        m q
GET  /inbox                         v m q
GET  /item/<name>                   r v m q
GET  /item/<name>/edit              m q
GET  /items                         r v m q
GET  /items.csv                     r v m q
GET  /job/<name>                    v m q
GET  /look/colours.css              everybody
GET  /look/widths.css               everybody
GET  /metric/<name>                 r v m q
GET  /metrics                       r v m q
GET  /packs                         v m q
GET  /loops                         r v m q
GET  /problems                      r v m q
GET  /review                        r v m q
GET  /rule/<name>                   r v m q
GET  /search                        r v m q
GET  /statement/<name>              r v m q
GET  /statement/<name>/edit         m q
GET  /statement/<name>/preview      r v m q
GET  /static/<path:filename>        everybody
GET  /tag                           m q
GET  /tag/<name>                    m q
POST /comment/<about>               v m q
POST /copies/<name>                 m q
POST /gap/<name>/accept             v q
POST /gap/<name>/ask                v m q
POST /import                        m q
POST /item/<name>/edit              m q
POST /item/<name>/review            v q
POST /packs                         q
POST /sign/<about>                  v q
POST /statement/<name>/edit         m q
POST /statement/<name>/live         m q
POST /tag/<name>                    m q
POST /tag/<name>/set-aside          m q
POST /tag/<name>/skip               m q
POST /undo                          v m q
"""
_SIGNING_IN = {"GET /open", "GET /sign-in", "GET /signed-in", "POST /sign-out"}
"""Doors of their own, with tests of their own in `people/`."""
_LETTERS = {"r": "reader", "v": "reviewer", "m": "manager", "q": "quality-lead"}
DOORS = {
    f"{method} {rule}": frozenset(_LETTERS.get(one, one) for one in those)
    for method, rule, *those in (line.split() for line in _DOORS.strip().splitlines())
}
CLOSED = {door: those for door, those in DOORS.items() if "everybody" not in those}
SENT = [door for door in DOORS if door.startswith("POST")]
_FORM = {"role": "statement lead"}
_SET_ASIDE = {"name": "passage-3"}
"""A candidate of its own, so that setting it aside takes nothing from the other tests."""


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("doors")) as one:
        yield one


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("reading"), edit=False) as one:
        yield one


def knocked(client, door: str, **form: str):
    method, rule = door.split()
    path = filled_in(rule, **(_SET_ASIDE if rule.endswith("set-aside") else {}))
    return client.open(
        path, method=method, base_url=HOME, buffered=True, data={**_FORM, **form} if method == "POST" else None
    )


@pytest.fixture(scope="module")
def answers(council: Council):
    """Return what somebody gets behind a door, and whether anything was written: asked once for all the tests that look at it."""
    known: dict[tuple[str, str | None], tuple[Any, bool]] = {}

    def asked(door: str, who: str | None):
        if (door, who) not in known:
            client, before = council.browser(who), tree(council.root)
            known[door, who] = knocked(client, door, csrf_token=council.token(client)), tree(council.root) != before
        return known[door, who]

    return asked


def test_every_route_stands_in_the_table_and_no_other(council: Council):
    found = {
        f"{method} {rule.rule}"
        for rule in council.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert found - _SIGNING_IN == set(DOORS)


@pytest.mark.parametrize("door", CLOSED)
def test_nobody_is_let_in_without_signing_in(answers, door):
    answer, written = answers(door, None)
    assert answer.status_code == 403
    assert "You are not signed in" in answer.text
    assert "Testshire" not in answer.text
    assert not written


@pytest.mark.parametrize("door", CLOSED)
def test_somebody_without_a_role_sees_nothing(answers, door):
    answer, written = answers(door, "stranger")
    assert answer.status_code == 403
    assert "nobody has given you a role here" in answer.text
    assert "Testshire" not in answer.text
    assert not written


@pytest.mark.parametrize("door", CLOSED)
def test_each_role_opens_what_is_its_own_and_nothing_else(answers, door):
    for role in ROLES:
        answer, written = answers(door, role)
        if role in CLOSED[door]:
            assert answer.status_code in {200, 302, 303, 400, 404, 409, 422}, role
            found = door.startswith("POST") or answer.status_code in {200, 302}
            assert found or "/job/" in door or "/download/" in door, role
            assert not written or door.startswith("POST")
        else:
            assert (answer.status_code, "This is not for your role" in answer.text, written) == (403, True, False), role


@pytest.mark.parametrize("door", [door for door, those in DOORS.items() if "everybody" in those])
def test_the_looks_of_the_page_need_no_signing_in(council: Council, door):
    assert knocked(council.browser(None), door).status_code == 200


@pytest.mark.parametrize("door", SENT)
def test_a_form_without_the_browsers_own_token_writes_nothing(council: Council, door):
    before = tree(council.root)
    another = council.token(council.browser("quality-lead"))
    for forged in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}, {"csrf_token": another}):
        client = council.browser("quality-lead")
        council.token(client)
        answer = knocked(client, door, **forged)
        assert (answer.status_code, "load it again, and send it once more" in answer.text) == (400, True), forged
    assert tree(council.root) == before


@pytest.mark.parametrize(
    "host",
    ["evil.test", "evidence.specimen.test.evil.test", "evidence.specimen.test:8042", "127.0.0.1", "a b", "[::1", ""],
)
def test_an_address_that_is_not_the_pages_own_is_not_answered(council: Council, host):
    client = council.browser("quality-lead")
    form = {"csrf_token": council.token(client), "text": "Specimen"}
    before = tree(council.root)
    for method, path in (("GET", "/"), ("GET", "/static/web.css"), ("GET", "/nowhere"), ("POST", "/comment/learning")):
        answer = client.open(path, method=method, base_url=HOME, buffered=True, headers={"Host": host}, data=form)
        assert answer.status_code == 400, path
    assert tree(council.root) == before


@pytest.mark.parametrize("door", CLOSED)
def test_a_name_from_elsewhere_than_the_proxy_is_nobodys(council: Council, door):
    for address in ("10.0.0.6", "127.0.0.1", "::1", "203.0.113.7", "", "10.0.0.5.evil.test"):
        client = council.browser("quality-lead", address=address)
        client.environ_base["HTTP_X_FORWARDED_FOR"] = "10.0.0.5"
        answer = knocked(client, door, csrf_token=council.token(client))
        assert (answer.status_code, "You are not signed in" in answer.text) == (403, True), address


@pytest.mark.parametrize("door", SENT)
def test_a_page_opened_for_reading_only_takes_nothing(reading: Council, door):
    before = tree(reading.root)
    client = reading.browser("quality-lead")
    answer = knocked(client, door, csrf_token=reading.token(client), text="Specimen")
    assert answer.status_code == 403
    assert "opened for reading only" in answer.text
    assert tree(reading.root) == before


def test_a_page_opened_for_reading_only_offers_no_form_that_would_be_refused(reading: Council):
    client = reading.browser("quality-lead")
    for door in (door for door in DOORS if door.startswith("GET")):
        text = knocked(client, door).text
        assert not re.findall(r'<form[^>]*method="post"[^>]*>', text), door


_ANSWERS = (*DOORS, "GET /nowhere", "DELETE /item/<name>", "PUT /", "TRACE /", "OPTIONS /items")


@pytest.mark.parametrize("door", _ANSWERS)
def test_every_answer_carries_what_keeps_a_browser_safe(answers, door):
    for who in (None, "stranger", "reader", "quality-lead"):
        answer, _ = answers(door, who)
        headers = answer.headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if " " in part.strip()
        )
        assert policy["default-src"] == "'none'"
        assert not re.search(r"unsafe|\*|http:|https:", " ".join(policy.values()))
        assert policy.get("script-src", "'none'") in ("'self'", "'none'")
        assert policy.get("frame-ancestors", "'none'") == "'none'"
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        kept = "private, max-age=600" if "/look/" in door else "no-store"
        assert "static" in door or headers["Cache-Control"] == kept
        for cookie in headers.getlist("Set-Cookie"):
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
            assert cookie.startswith("__Host-")
            assert "domain" not in cookie.lower()


@pytest.mark.parametrize("door", [door for door in DOORS if "/static/" not in door])
def test_no_page_holds_a_script_a_style_or_a_handler_of_its_own(answers, door):
    for role in ROLES:
        answer, _ = answers(door, role)
        if answer.mimetype == "text/html":
            assert_nothing_inline(answer.text)


def assert_nothing_inline(text: str) -> None:
    """Fail when a page holds a script, a style or a handler that does not come from a file of ours."""
    assert re.findall(r"<script(?![^>]* src=\"/static/)[^>]*>", text, re.IGNORECASE) == []
    for tag in re.findall(r"<[a-z][^<>]*>", re.sub(r'"[^"]*"', '""', text), re.IGNORECASE):
        assert not re.search(r"\s(style|on[a-z]+|srcdoc)\s*=", tag, re.IGNORECASE), tag
    assert (
        re.findall(r"<(style|iframe|object|embed|base)\b|(?:href|src|action)=\"\s*javascript:", text, re.IGNORECASE)
        == []
    )


def test_many_requests_at_once_are_asked_to_wait_and_changes_sooner(tmp_path):
    few = {**SETTINGS, "limits": {"changes_a_minute": 2, "requests_a_minute": 8}}
    with opened(tmp_path, settings=few) as council:
        someone, other = council.sender("manager"), council.sender("reader")
        assert [someone.post("/comment/learning").status_code for _ in range(3)] == [303, 303, 429]
        assert [someone.get("/look/widths.css").status_code for _ in range(6)] == [200] * 5 + [429]
        assert other.get("/copies").status_code == 200
        assert "Wait a minute, then go on" in someone.get("/").text


def test_the_local_page_has_the_same_doors_and_its_own(tmp_path):
    from cqc_evidence.read.cache import ItemCache
    from cqc_evidence.web.serve import Options, made
    from tests.support import make_project

    root = make_project(tmp_path / "project")
    app, web = made(Options(root, ItemCache.none(), tmp_path / "search"), None, 8042, "t" * 32)
    found = {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert found - set(DOORS) == {"GET /open"}
    web.site.load()
    client = app.test_client()
    home = "http://127.0.0.1:8042"
    for door in CLOSED:
        method, rule = door.split()
        answer = client.open(filled_in(rule), method=method, base_url=home)
        assert (answer.status_code, "This page has to be opened anew" in answer.text) == (403, True), door
    opening = client.get(f"/open?token={'t' * 32}", base_url=home)
    assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(opening.headers["Set-Cookie"].split("; "))
    assert client.get("/", base_url=home).status_code == 200
    assert client.get("/", base_url="http://evil.test:8042").status_code == 400
