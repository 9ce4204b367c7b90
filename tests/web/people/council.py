"""A council's page, with browsers in front of it and a sign-in service behind it."""

from __future__ import annotations

import time

from flask import Flask, jsonify
from flask.testing import FlaskClient

from cqc_evidence.web.people.doors import turned_away
from cqc_evidence.web.people.oidc import OidcDoor
from cqc_evidence.web.people.session import cookie_settings
from cqc_evidence.web.people.settings import ServerSettings
from tests.web.people.provider import CLIENT, Provider

ADDRESS = "https://evidence.council.gov.uk"
HOUR = 3600


class Clock:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


def settings(issuer: str, **more: object) -> ServerSettings:
    oidc = {"issuer": issuer, "client_id": CLIENT, "secret_env": "COUNCIL_SECRET", **more}
    return ServerSettings.model_validate(
        {
            "address": ADDRESS,
            "sign_in": {"oidc": oidc},
            "roles": {"manager": ["jo@council.gov.uk"], "reviewer": ["Reviewers"]},
            "signs": {"director": ["Directors"]},
        }
    )


def open_app(door: OidcDoor) -> FlaskClient:
    """Return a browser in front of a page that says who is there."""
    app = Flask("council")
    app.secret_key = b"k" * 32
    app.config.update(cookie_settings(local=False))
    door.register(app)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def page(path: str):  # noqa: ARG001
        person = door.who()
        if person is None:
            return turned_away(door)
        return jsonify(id=person.id, name=person.name, roles=sorted(person.roles), signs=person.signs)

    return new_browser(app)


def new_browser(app: Flask) -> FlaskClient:
    browser = app.test_client()
    browser.environ_base["wsgi.url_scheme"] = "https"
    return browser


def back(service: Provider, browser: FlaskClient, start: str = "/sign-in", **changes: str):
    """Go to sign in, sign in at the service, and come back."""
    sent = browser.get(start)
    assert sent.status_code == 302, sent.text
    return browser.get("/signed-in", query_string={**service.authorize(sent.location), **changes})
