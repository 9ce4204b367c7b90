"""Only the hosts that people type are answered."""

from __future__ import annotations

import pytest

from cqc_evidence.web.people.hosts import host_allowed, local_hosts

ALLOWED = frozenset({"evidence.council.gov.uk", "Evidence.Council.gov.uk:443", "[::1]:8042"})


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("evidence.council.gov.uk", True),
        ("EVIDENCE.council.GOV.uk", True),
        ("evidence.council.gov.uk:443", True),
        ("[::1]:8042", True),
        ("", False),
        (" ", False),
        ("evidence.council.gov.uk:80", False),
        ("evidence.council.gov.uk:", False),
        ("evidence.council.gov.uk.", False),
        ("evidence.council.gov.uk ", False),
        ("evidence.council.gov.uk.evil.example", False),
        ("evil-evidence.council.gov.uk", False),
        ("jo@evidence.council.gov.uk", False),
        ("evidence.council.gov.uk,evil.example", False),
        ("evidence.council.gov.u\u212a", False),
        ("council.gov.uk", False),
    ],
)
def test_a_host_is_answered_when_it_is_one_of_those_letter_for_letter(header, allowed):
    assert host_allowed(header, ALLOWED) is allowed


def test_an_empty_host_is_never_answered():
    assert not host_allowed("", frozenset({""}))
    assert not host_allowed("", frozenset())


@pytest.mark.parametrize(
    ("port", "hosts"),
    [
        (8042, {"127.0.0.1:8042", "localhost:8042"}),
        (80, {"127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80"}),
    ],
)
def test_one_s_own_machine_has_two_names(port, hosts):
    assert local_hosts(port) == hosts
