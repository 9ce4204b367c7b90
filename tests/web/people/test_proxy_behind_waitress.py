"""What the server that people use makes of headers: none of it lets somebody be another."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread

import pytest
from flask import Flask
from waitress.server import create_server

from cqc_evidence.web.people.doors import ProxyDoor, turned_away
from cqc_evidence.web.people.settings import ServerSettings


@pytest.fixture
def port() -> Iterator[int]:
    given = {
        "address": "https://evidence.council.gov.uk",
        "sign_in": {"proxy": {"from": ["127.0.0.1"]}},
        "roles": {"reader": ["jo@council.gov.uk"]},
    }
    door = ProxyDoor(ServerSettings.model_validate(given))
    app = Flask("council")

    @app.get("/")
    def page():
        person = door.who()
        return person.id if person else turned_away(door)

    sockets: dict[int, object] = {}
    server = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=1)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.task_dispatcher.shutdown()
    server.pull_trigger()
    server.close()
    thread.join(5)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("X-Forwarded-User", "Jo@council.gov.uk")], 200),
        ([("x-forwarded-user", "jo@council.gov.uk")], 200),
        ([("X_Forwarded_User", "jo@council.gov.uk")], 403),
        ([("X-Forwarded-User", "jo@council.gov.uk"), ("X_Forwarded_User", "ann@council.gov.uk")], 200),
        ([("X-Forwarded-User", "jo@council.gov.uk"), ("X-Forwarded-User", "ann@council.gov.uk")], 403),
        ([("X-Forwarded-User", ""), ("X-Forwarded-User", "jo@council.gov.uk")], 403),
        ([], 403),
    ],
)
def test_a_header_that_stands_twice_or_is_spelt_otherwise_is_nobody(port, headers, status):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", "/")
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == status
    assert (text == "jo@council.gov.uk") is (status == 200)
