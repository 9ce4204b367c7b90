"""A server's settings: what is wrong is told at its place, and a secret is never repeated."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.web.people.person import ROLES, Person
from cqc_evidence.web.people.settings import ServerSettings, person_of, read_server_settings
from cqc_evidence.web.people.values import plain_name, user_id

OIDC = """\
address: https://evidence.council.gov.uk/
sign_in:
  oidc:
    issuer: https://login.example/tenant/v2.0
    client_id: "1234"
    secret_env: CQC_EVIDENCE_SECRET
roles:
  quality-lead: [Ann@Council.gov.uk]
  reader: [Adult social care]
signs:
  director: [ann@council.gov.uk]
"""
HEAD = "address: https://evidence.council.gov.uk\n"
PROXY = "sign_in: {proxy: {from: [10.0.0.5]}}\n"
ROLE = "roles: {reader: [ann@council.gov.uk]}\n"


def read(tmp_path: Path, text: str | bytes):
    path = tmp_path / "server.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_server_settings(path)


def told(tmp_path: Path, text: str | bytes) -> list[tuple[str, str]]:
    settings, found = read(tmp_path, text)
    assert settings is None
    return [(str(problem.location).removeprefix("server.yaml:"), problem.message) for problem in found]


def test_settings_that_are_right_are_read_with_what_goes_without_saying(tmp_path):
    settings, found = read(tmp_path, OIDC)
    assert found == ()
    assert settings.address == "https://evidence.council.gov.uk"
    assert settings.sign_in.oidc.groups_claim == "roles"
    assert settings.sign_in.oidc.issuer == "https://login.example/tenant/v2.0"
    assert (settings.limits.upload_mb, settings.limits.changes_a_minute, settings.limits.requests_a_minute) == (
        50, 300, 3000,
    )  # fmt: skip


def test_a_proxy_is_named_by_addresses_and_networks(tmp_path):
    text = "sign_in: {proxy: {from: [10.0.0.5, 10.1.0.0/16, '2001:db8::/32', '::ffff:192.0.2.7'], groups: X-Groups}}\n"
    settings, found = read(tmp_path, HEAD + text + ROLE + "limits: {upload_mb: 5}\n")
    assert found == ()
    assert settings.sign_in.proxy.from_ == tuple(
        ip_network(text) for text in ("10.0.0.5/32", "10.1.0.0/16", "2001:db8::/32", "192.0.2.7/32")
    )
    assert settings.sign_in.proxy.user == "X-Forwarded-User"
    assert settings.limits.upload_mb == 5


def test_a_file_in_an_old_encoding_is_read_with_a_warning(tmp_path):
    settings, found = read(tmp_path, (HEAD + PROXY + "roles: {reader: [Café]}\n").encode("cp1252"))
    assert settings.roles == {"reader": ("Café",)}
    assert [problem.severity for problem in found] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://Evidence.council.gov.uk", {"evidence.council.gov.uk", "evidence.council.gov.uk:443"}),
        ("https://evidence.council.gov.uk:443/", {"evidence.council.gov.uk", "evidence.council.gov.uk:443"}),
        ("https://evidence.council.gov.uk:8443", {"evidence.council.gov.uk:8443"}),
        ("http://127.0.0.1:8042", {"127.0.0.1:8042"}),
        ("http://localhost", {"localhost", "localhost:80"}),
        ("http://[::1]:8042", {"[::1]:8042"}),
    ],
)
def test_the_address_says_which_hosts_are_answered(tmp_path, address, hosts):
    settings, found = read(tmp_path, f'address: "{address}"\n{PROXY}{ROLE}')
    assert found == ()
    assert settings.hosts == hosts


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://evidence.council.gov.uk", "on http:// everybody on the way can read what people send"),
        ("http://localhost.evil.example", "on http:// everybody on the way can read what people send"),
        ("https://evidence.council.gov.uk/pack", "the address ends with its host"),
        ("https://jo:word@evidence.council.gov.uk", "a web address holds no name and no password"),
        ("https://evidence.council.gov.uk?a=b", "this web address has something behind it that does not belong there"),
        ("https://evidence.council.gov.uk/#", "this web address has something behind it that does not belong there"),
        ("evidence.council.gov.uk", "this is not a web address"),
        ("ftp://evidence.council.gov.uk", "this is not a web address"),
        ("https://", "this is not a web address"),
        ("https://a b", "this is not a web address"),
        ("https://évidence.gov.uk", "this is not a web address"),
        ("https://host:99999", "this is not a web address"),
        ("https://host:0", "this is not a web address"),
        ("https://[::1", "this is not a web address"),
    ],
)
def test_an_address_that_cannot_be_is_refused(tmp_path, address, message):
    assert told(tmp_path, f'address: "{address}"\n{PROXY}{ROLE}') == [("1:10", message)]


@pytest.mark.parametrize(
    ("given", "place", "message"),
    [
        (PROXY, "1:1", 'the key "roles" is missing'),
        (PROXY + "roles: {}\n", "3:8", "nobody has a role, so that nobody could do anything"),
        (PROXY + "roles: {reader: []}\n", "3:17", "somebody belongs here"),
        (PROXY + 'roles: {reader: [""]}\n', "3:17", "somebody belongs here"),
        (PROXY + 'roles: {reader: ["*"]}\n', "3:17", "everybody cannot be meant"),
        (PROXY + "roles:\n  leader: [jo]\n", "4:3", '"leader" is not allowed here'),
        (PROXY + ROLE + 'signs: {"*": [jo]}\n', "4:9", "this is not a sign-off role"),
        (PROXY + ROLE + "limits: {upload_mb: 0}\n", "4:21", 'a number from 1 belongs here, not "0"'),
        (PROXY + ROLE + "limit: {}\n", "4:1", 'unknown key "limit"'),
        ("sign_in: {}\n" + ROLE, "2:10", "there is one way to sign in"),
        ("sign_in: {proxy: {from: []}}\n" + ROLE, "2:25", "without the proxy's address nobody is believed"),
        ("sign_in: {proxy: {from: [10.0.0.5/8]}}\n" + ROLE, "2:26", "this is not an address or a network"),
        ("sign_in: {proxy: {from: [proxy]}}\n" + ROLE, "2:26", "this is not an address or a network"),
        ("sign_in: {proxy: {from: [0.0.0.0/0]}}\n" + ROLE, "2:26", "this is every address there is, so that anybody could say who they are"),
        ("sign_in: {proxy: {from: ['::/0']}}\n" + ROLE, "2:26", "this is every address there is, so that anybody could say who they are"),
        ("sign_in: {proxy: {from: ['::ffff:0:0/96']}}\n" + ROLE, "2:26", "this is every address there is, so that anybody could say who they are"),
        ("sign_in: {proxy: {from: [10.0.0.5], user: X_User}}\n" + ROLE, "2:43", "this is not the name of a header"),
        ("sign_in: {proxy: {from: [10.0.0.5], user: ''}}\n" + ROLE, "2:43", "this is not the name of a header"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(tmp_path, given, place, message):
    assert told(tmp_path, HEAD + given) == [(place, message)]


def test_a_network_that_could_mean_two_things_is_asked_about(tmp_path):
    _, (problem,) = read(tmp_path, HEAD + "sign_in: {proxy: {from: [10.0.0.5/8]}}\n" + ROLE)
    assert problem.help == "write 10.0.0.0/8 for the network, or 10.0.0.5 for the one address"


def test_both_ways_at_once_are_one_too_many(tmp_path):
    both = OIDC.replace("roles:", "  proxy: {from: [10.0.0.5]}\nroles:", 1)
    assert told(tmp_path, both) == [("2:1", "there is one way to sign in")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this file is empty"),
        ("address: [", "this cannot be read"),
        ("- a\n", "a group of keys belongs here"),
    ],
)
def test_a_file_that_is_no_settings_is_told(tmp_path, text, message):
    assert told(tmp_path, text)[0][1].startswith(message)


def test_a_file_of_comments_lacks_every_key(tmp_path):
    assert [message for _, message in told(tmp_path, "# later\n")] == [
        'the key "address" is missing', 'the key "roles" is missing', 'the key "sign_in" is missing',
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_told(tmp_path):
    settings, found = read_server_settings(tmp_path / "server.yaml")
    assert settings is None
    assert [problem.rule for problem in found] == ["unreadable-file"]


def test_a_key_that_stands_twice_stops_the_server(tmp_path):
    assert told(tmp_path, OIDC + "signs: {}\n") == [("12:1", 'the key "signs" stands twice')]


HIDDEN = "abC8Q~hunter2.secret-value"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (OIDC.replace("CQC_EVIDENCE_SECRET", HIDDEN), "6:17"),
        (OIDC.replace("secret_env: CQC_EVIDENCE_SECRET", f"secret_env: CQC_EVIDENCE_SECRET\n    client_secret: {HIDDEN}"), "7:5"),
        (OIDC.replace("secret_env: CQC_EVIDENCE_SECRET", f"secret_env: CQC_EVIDENCE_SECRET\n    Client-Secret: {HIDDEN}"), "7:5"),
        (OIDC + f"password: {HIDDEN}\n", "12:1"),
        (OIDC + f"limits: {{deeper: [{{token: {HIDDEN}}}]}}\n", "12:20"),
    ],
)  # fmt: skip
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path, text, place):
    settings, found = read(tmp_path, text)
    assert settings is None
    assert f"server.yaml:{place}" in [str(problem.location) for problem in found]
    assert any("secret" in problem.message for problem in found)
    assert HIDDEN not in "".join(problem.model_dump_json() for problem in found)


@pytest.mark.parametrize("name", ["A" * 65, "secret", "1ABC", "A B", "", "A-B"])
def test_what_cannot_be_the_name_of_a_variable_may_be_the_secret(tmp_path, name):
    text = OIDC.replace("CQC_EVIDENCE_SECRET", f'"{name}"')
    assert told(tmp_path, text) == [("6:17", "the name of an environment variable belongs here, not the secret")]


@pytest.mark.parametrize("key", ["client_id", "groups_claim", "user_claim"])
def test_a_text_that_must_be_there_is_not_blank(tmp_path, key):
    text = OIDC.replace(
        '    client_id: "1234"\n', f'    {key}: " "\n' + ("" if key == "client_id" else "    client_id: x\n")
    )
    assert [message for _, message in told(tmp_path, text)] == ["a text belongs here"]


def test_a_role_may_be_called_like_a_secret(tmp_path):
    settings, found = read(tmp_path, OIDC + "  token keeper: [jo]\n")
    assert found == ()
    assert settings.signs["token keeper"] == ("jo",)


def settings_of(roles: dict[str, list[str]], signs: dict[str, list[str]] | None = None) -> ServerSettings:
    return ServerSettings.model_validate(
        {
            "address": "https://evidence.council.gov.uk",
            "sign_in": {"proxy": {"from": ["10.0.0.5"]}},
            "roles": roles,
            "signs": signs or {},
        }
    )


@pytest.mark.parametrize(
    ("user", "groups", "roles", "signs"),
    [
        ("ANN@council.gov.uk", [], {"quality-lead"}, ("director",)),
        ("jo@council.gov.uk", ["Leads"], {"quality-lead", "manager"}, ("lead",)),
        ("jo@council.gov.uk", ["leads"], set(), ()),
        ("jo@council.gov.uk", ["ann@council.gov.uk "], set(), ()),
        ("jo@council.gov.uk", ["Leads", "Heads"], {"quality-lead", "manager"}, ("lead", "director")),
        ("jo@council.gov.uk", [], set(), ()),
        ("n@council.gov.uk", [], set(), ()),
    ],
)
def test_roles_are_those_of_the_person_and_of_their_groups(user, groups, roles, signs):
    settings = settings_of(
        {"quality-lead": ["Ann@council.gov.uk", "Leads"], "manager": ["Leads"]},
        {"lead": ["Leads"], "director": ["ann@council.gov.uk", "Heads"]},
    )
    person = person_of(settings, user, "A Name", iter(groups))
    assert person == Person(user.lower(), "A Name", frozenset(roles), signs)


def test_somebody_without_a_name_is_called_by_their_address():
    assert person_of(settings_of({"reader": ["x"]}), "Jo@council.gov.uk", "", []).name == "jo@council.gov.uk"


def test_the_roles_stand_in_their_order_with_a_title():
    assert list(ROLES) == ["quality-lead", "manager", "reviewer", "reader"]
    assert ROLES["quality-lead"] == "Quality lead"


@pytest.mark.parametrize(
    ("value", "user", "address"),
    [
        ("Jo.Bloggs@Council.gov.uk", "jo.bloggs@council.gov.uk", "jo.bloggs@council.gov.uk"),
        ("COUNCIL\\jo", "", ""),
        ("JBloggs", "jbloggs", ""),
        ("o'neill@council.gov.uk", "o'neill@council.gov.uk", "o'neill@council.gov.uk"),
        ("", "", ""),
        (" jo", "", ""),
        ("jo bloggs", "", ""),
        ("jo,ann", "", ""),
        ("jo;ann", "", ""),
        ("<jo@council.gov.uk>", "", ""),
        ("jo@council@gov.uk", "", ""),
        ("@council.gov.uk", "", ""),
        ("jo@", "", ""),
        ("-", "", ""),
        ("(null)", "", ""),
        ("jo\n", "", ""),
        ("jo\u212a", "", ""),
        ("a" * 255, "", ""),
    ],
)
def test_a_user_is_one_plain_name_or_address(value, user, address):
    assert (user_id(value), user_id(value, address=True)) == (user, address)


@pytest.mark.parametrize(
    ("value", "name"),
    [("Jo  Bloggs\n", "Jo Bloggs"), ("Jo\u202eBloggs", "Jo Bloggs"), ("x" * 300, "x" * 100), ("Zoë", "Zoë"), ("", "")],
)
def test_a_name_is_one_short_line(value, name):
    assert plain_name(value) == name
