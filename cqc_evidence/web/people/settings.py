"""The file that sets a council server up: its address, how people sign in, and who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic, has_errors
from cqc_evidence.read import problems, text, yaml_tree
from cqc_evidence.read.validate import validate
from cqc_evidence.read.yaml_tree import Key, Tree
from cqc_evidence.web.people import values
from cqc_evidence.web.people.person import ROLES, Person, Role

_SECRETS = ("secret", "password", "passwd", "passphrase", "private_key", "api_key", "token")
_NAMES_A_SECRET = ("secret_env",)
_BECAUSE = "these settings decide who gets in and what they may do"
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(values.network)]
Url = Annotated[str, AfterValidator(values.url)]
Header = Annotated[str, AfterValidator(values.header)]
HeaderIfAny = Annotated[str, AfterValidator(values.header_if_any)]
Members = Annotated[tuple[str, ...], AfterValidator(values.members)]


class OidcSettings(Noun):
    """Signing in with the council's own accounts, by OpenID Connect."""

    issuer: Url
    """Such as `https://login.microsoftonline.com/<tenant id>/v2.0`, letter for letter as the issuer writes it."""
    client_id: Annotated[str, AfterValidator(values.filled)]
    secret_env: Annotated[str, AfterValidator(values.variable)]
    """Name of the environment variable that holds the secret. The secret itself stands in no file."""
    groups_claim: Annotated[str, AfterValidator(values.filled)] = "roles"
    """Claim of the token that lists somebody's groups or app roles."""
    user_claim: Annotated[str, AfterValidator(values.filled)] = "preferred_username"
    """Claim of the token that names somebody by an e-mail address which the council, and not they, gave them."""


class ProxySettings(Noun):
    """Signing in at a reverse proxy, which says in a header who somebody is."""

    from_: Annotated[tuple[Network, ...], AfterValidator(values.networks)] = Field(alias="from")
    """Addresses of the proxy. From anywhere else the headers mean nothing."""
    user: Header = "X-Forwarded-User"
    name: HeaderIfAny = ""
    groups: HeaderIfAny = ""
    """Header that lists groups, with commas between them."""


class SignInSettings(Noun):
    """How people sign in: in one of two ways."""

    oidc: OidcSettings | None = None
    proxy: ProxySettings | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.oidc is None) == (self.proxy is None):
            values.refuse("there is one way to sign in", "give either oidc or proxy, and not both")
        return self


class Limits(Noun):
    """What one person may ask of the server."""

    upload_mb: int = Field(default=50, ge=1, le=2000)
    changes_a_minute: int = Field(default=300, ge=1)
    requests_a_minute: int = Field(default=3000, ge=1)


class ServerSettings(Noun):
    """A council server's own file. It holds no secret."""

    address: Annotated[str, AfterValidator(values.address)]
    """What people type. Its host is the only one that is answered."""
    sign_in: SignInSettings
    roles: Annotated[dict[Role, Members], AfterValidator(values.somebody)]
    """Role → e-mail addresses, login names or groups."""
    signs: dict[Annotated[str, AfterValidator(values.sign_off_role)], Members] = Field(default_factory=dict)
    """Sign-off role, as `project.yaml` names it → e-mail addresses, login names or groups."""
    limits: Limits = Limits()

    @property
    def hosts(self) -> frozenset[str]:
        """Return the Host headers that are answered; a port that goes without saying may be said."""
        parts = urlsplit(self.address)
        usual = 443 if parts.scheme == "https" else 80
        host = parts.netloc.lower()
        if parts.port not in (None, usual):
            return frozenset((host,))
        bare = host.removesuffix(f":{usual}")
        return frozenset((bare, f"{bare}:{usual}"))


def person_of(settings: ServerSettings, user: str, name: str, groups: Iterable[str]) -> Person:
    """Return the person with the roles that the settings give them; with none, when they give none.

    A user is the same in large and small letters; a group is written as the council's directory writes it.
    """
    known = user.lower()
    belongs = frozenset(groups)

    def among(members: tuple[str, ...]) -> bool:
        return any(member.lower() == known or member in belongs for member in members)

    roles = frozenset(role for role, members in settings.roles.items() if among(members))
    signs = tuple(role for role, members in settings.signs.items() if among(members))
    return Person(known, name or known, roles, signs)


def groups_that_count(settings: ServerSettings, groups: Iterable[str]) -> tuple[str, ...]:
    """Return those groups that the settings name: somebody may be in hundreds, and a cookie holds 4 kB."""
    named = frozenset(member for members in (*settings.roles.values(), *settings.signs.values()) for member in members)
    return tuple(sorted(named.intersection(groups)))


def read_server_settings(path: Path) -> tuple[ServerSettings | None, tuple[Diagnostic, ...]]:
    """Return the settings and every problem; no settings when there is an error: a server is set up right, or not at all.

    Each problem has its line and column. They are told as they are: the text of a line may hold a secret.
    """
    file = path.name
    data, found = text.read_bytes(path, file)
    if found:
        return None, found
    raw, found = text.decode(data, file)
    if not raw:
        return None, found
    tree = yaml_tree.parse(raw, file)
    found += tree.problems
    if tree.node is None and tree.problems:
        return None, found
    content = {} if tree.data is None else tree.data
    secrets = dict(_secrets(content, ()))
    noun, odd = validate(ServerSettings, tree, content)
    errors = _errors(content)
    told = tuple(
        _told(tree, error, problem) for error, problem in zip(errors, odd, strict=True) if error["loc"] not in secrets
    )
    found += told + tuple(_secret(tree, where) for where in secrets)
    return (None if has_errors(found) else noun), tuple(sorted(found, key=lambda problem: problem.order))


def _errors(content: object) -> list[ErrorDetails]:
    """Return what pydantic says, in the order in which `validate` puts it into words."""
    try:
        ServerSettings.model_validate(content)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _told(tree: Tree, error: ErrorDetails, problem: Diagnostic) -> Diagnostic:
    """Return a problem in the words of the setting where it has its own."""
    where = error["loc"]
    if where and where[-1] == "[key]":
        place = tree.place(where[:-1], key=True)
        if error["type"] == "literal_error":
            return problems.unknown_value(place, where[-2], ROLES)
        problem = problem.model_copy(update={"location": place})
    if error["type"] != values.ODD:
        return problem
    told = problems.bad_value(problem.location, error["ctx"]["what"], error["ctx"]["advice"])
    return told.model_copy(update={"because": _BECAUSE})


def _secrets(content: object, where: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    """Find keys that look as if a secret stands behind them, wherever they are."""
    if isinstance(content, list):
        for index, entry in enumerate(content):
            yield from _secrets(entry, (*where, index))
    if not isinstance(content, dict):
        return
    for key, value in content.items():
        plain = key.lower().replace("-", "_")
        if (
            where[:1] not in (("roles",), ("signs",))
            and plain not in _NAMES_A_SECRET
            and any(word in plain for word in _SECRETS)
        ):
            yield (*where, key), key
        else:
            yield from _secrets(value, (*where, key))


def _secret(tree: Tree, where: tuple[Key, ...]) -> Diagnostic:
    """Return the problem of a secret in the file; what it is is not repeated."""
    told = problems.bad_value(
        tree.place(where, key=True),
        f'"{where[-1]}" looks like a secret, and a secret must not stand in this file',
        "put it into an environment variable of the server, write secret_env: with the variable's name, and have a new secret made",
    )
    return told.model_copy(update={"because": "whoever can read a file or its copies could sign in as anybody"})
