"""The sign-in service and the browser that the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from cqc_evidence.web.people.oidc import OidcDoor
from tests.web.people.council import Clock, open_app, settings
from tests.web.people.provider import SECRET, Provider, provider


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("COUNCIL_SECRET", SECRET)
    with provider() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(service: Provider, clock: Clock) -> FlaskClient:
    return open_app(OidcDoor(settings(service.issuer), clock=clock))
