"""The session's cookie in a real browser: kept over http on one's own machine, and of no use to other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from cqc_evidence.web.people.doors import LocalDoor, turned_away
from cqc_evidence.web.people.oidc import OidcDoor
from cqc_evidence.web.people.person import ANY, ROLES, Person
from cqc_evidence.web.people.session import cookie_settings
from cqc_evidence.web.people.settings import ServerSettings
from tests.web.people.provider import CLIENT, SECRET, provider

TOKEN = "t" * 43
ME = Person("jo", "Jo", frozenset(ROLES), ANY)


@contextmanager
def running(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], int]]:
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(running(app))


def local_app(root=None, **cookie: bool) -> Flask:
    app = Flask("local")
    app.secret_key = b"k" * 32
    app.config.update(cookie_settings(local=True, root=root, **cookie))
    door = LocalDoor(TOKEN, ME)
    door.register(app)

    @app.route("/", methods=["GET", "POST"])
    def page():
        person = door.who()
        return f"<h1>Hello {person.name} by {request.method}</h1>" if person else turned_away(door)

    return app


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("secure", [True, False])
def test_the_link_opens_the_page_and_the_cookie_is_kept_by_the_browser_alone(page, serve, secure):
    port = serve(local_app(secure=secure))
    page.goto(f"http://127.0.0.1:{port}/open?token={TOKEN}")
    assert page.url == f"http://127.0.0.1:{port}/"
    assert page.inner_text("h1") == "Hello Jo by GET"
    page.reload()
    assert page.inner_text("h1") == "Hello Jo by GET"
    (cookie,) = page.context.cookies()
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (secure, True, "Strict", "/")
    assert cookie["expires"] == -1, "until the browser is closed"
    assert cookie["name"].startswith("__Host-") is secure
    assert page.evaluate("document.cookie") == ""


def test_a_page_elsewhere_can_neither_link_nor_post_as_the_person(page, serve):
    port = serve(local_app())
    elsewhere = Flask("elsewhere")
    elsewhere.add_url_rule("/", "page", lambda: (
        f'<a href="http://127.0.0.1:{port}/">go</a><form method="post" action="http://127.0.0.1:{port}/"><button>send</button></form>'
    ))  # fmt: skip
    other = serve(elsewhere)
    page.goto(f"http://127.0.0.1:{port}/open?token={TOKEN}")
    for press in ("a", "button"):
        page.goto(f"http://localhost:{other}/")
        page.click(press)
        page.wait_for_url(f"http://127.0.0.1:{port}/")
        assert page.inner_text("h1") == "This page has to be opened anew"
    page.goto(f"http://127.0.0.1:{port}/")
    assert page.inner_text("h1") == "Hello Jo by GET"


def test_two_projects_on_one_machine_are_open_side_by_side(page, serve, tmp_path):
    ports = [serve(local_app(tmp_path / name)) for name in ("one", "two")]
    for port in ports:
        page.goto(f"http://127.0.0.1:{port}/open?token={TOKEN}")
    for port in ports:
        page.goto(f"http://127.0.0.1:{port}/")
        assert page.inner_text("h1") == "Hello Jo by GET"
    assert len(page.context.cookies()) == 2


@pytest.mark.parametrize(("same_site", "title"), [("Lax", "Hello Jo Bloggs"), ("Strict", "You were not signed in")])
def test_the_cookie_of_a_server_comes_along_from_the_sign_in_service_because_it_is_lax(
    page, serve, monkeypatch, same_site, title
):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("COUNCIL_SECRET", SECRET)
    app = Flask("council")
    app.secret_key = b"k" * 32
    app.config.update(cookie_settings(local=False) | {"SESSION_COOKIE_SAMESITE": same_site})
    port = serve(app)
    with provider() as service:
        oidc = {"issuer": service.issuer, "client_id": CLIENT, "secret_env": "COUNCIL_SECRET"}
        given = {"address": f"http://localhost:{port}", "sign_in": {"oidc": oidc}, "roles": {"reader": ["x"]}}
        door = OidcDoor(ServerSettings.model_validate(given))
        door.register(app)

        @app.get("/")
        def start():
            person = door.who()
            return f"<h1>Hello {person.name}</h1>" if person else turned_away(door)

        page.goto(f"http://localhost:{port}/")
        page.click("text=Sign in")
        assert page.inner_text("h1") == title


def test_a_link_that_was_used_says_what_to_do(page, serve):
    port = serve(local_app())
    page.goto(f"http://127.0.0.1:{port}/open?token={TOKEN}")
    page.context.clear_cookies()
    page.goto(f"http://127.0.0.1:{port}/open?token={TOKEN}")
    assert page.inner_text("h1") == "This page has to be opened anew"
    assert "start it again" in page.inner_text("main")
