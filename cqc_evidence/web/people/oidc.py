"""The way in with the council's own accounts: OpenID Connect, as Entra ID and others speak it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from threading import Lock
from time import time
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.people import refused
from cqc_evidence.web.people.doors import local_path
from cqc_evidence.web.people.pages import plain_page, unkept
from cqc_evidence.web.people.person import Person
from cqc_evidence.web.people.refused import RefusedError
from cqc_evidence.web.people.settings import OidcSettings, ServerSettings, groups_that_count, person_of
from cqc_evidence.web.people.values import on_this_machine, plain_name, user_id

_LONGEST, _IDLE, _NOTED = 12 * 3600, 3600, 60
"""Seconds: a session's longest life, the longest quiet, and how often it is noted that somebody is there."""
_LEEWAY = 60
_TIMEOUT = 5
_AT_ONCE = 3
"""Sign-ins that one browser may have begun; each takes some of the 4 kB of a cookie."""
_NAME = "council"
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the issuer can make: none that is made with a shared secret, and not `none`."""
_OUR_FAULT = frozenset(("invalid_client", "unauthorized_client"))
"""What an issuer answers when the secret is wrong or has run out."""
_KEPT = frozenset(("id", "name", "groups", "began", "seen", "key"))
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OidcDoor:
    """The way in with the council's own accounts. Nothing of Authlib is loaded before somebody signs in."""

    sign_in_url = "/sign-in"

    def __init__(self, settings: ServerSettings, *, clock: Callable[[], float] = time) -> None:
        """Send people to the issuer that the settings name.

        Raises:
            ValueError: when people do not sign in by OpenID Connect.
        """
        if settings.sign_in.oidc is None:
            message = "these settings name no issuer"
            raise ValueError(message)
        self._settings = settings
        self._oidc: OidcSettings = settings.sign_in.oidc
        self._clock = clock
        self._client: Any = None
        self._ended: dict[str, float] = {}
        """Sessions that were signed out, until they would have ended anyway: a copy of the cookie is worth nothing."""
        self._lock = Lock()

    def not_ready(self) -> str:
        """Return why nobody could sign in as things are, in a sentence; empty when nothing is known against it."""
        if os.environ.get(self._oidc.secret_env, "").strip():
            return ""
        return f"The environment variable {self._oidc.secret_env} is not set on the server, so nobody can sign in."

    def who(self) -> Person | None:
        """Return who is signed in, with the roles that the settings give them now."""
        kept = session.get("who")
        if not isinstance(kept, dict) or not kept.keys() >= _KEPT:
            return None
        now = self._clock()
        began, seen = kept["began"], kept["seen"]
        if not (0 <= now - began < _LONGEST and now - seen < _IDLE) or self._is_ended(kept["key"]):
            session.clear()
            return None
        if now - seen >= _NOTED:
            session["who"] = {**kept, "seen": now}
        return person_of(self._settings, kept["id"], kept["name"], kept["groups"])

    def register(self, app: Flask) -> None:
        """Add `/sign-in`, `/signed-in` and `/sign-out`."""
        self._app = app
        app.add_url_rule("/sign-in", "sign_in", self._sign_in, methods=["GET"])
        app.add_url_rule("/signed-in", "signed_in", self._signed_in, methods=["GET"])
        app.add_url_rule("/sign-out", "sign_out", self._sign_out, methods=["POST"])

    def _sign_in(self) -> AnyResponse:
        try:
            client = self._ready_client()
        except RefusedError as error:
            return error.page()
        _forget_old_attempts()
        session["next"] = local_path(request.args.get("next", "/"))
        answer: AnyResponse = client.authorize_redirect(f"{self._settings.address}/signed-in")
        return unkept(answer)

    def _signed_in(self) -> AnyResponse:
        try:
            claims = self._claims()
            person = self._person(claims)
        except RefusedError as error:
            return error.page()
        wanted, now = local_path(str(session.get("next", "/"))), self._clock()
        session.clear()
        session["who"] = {**person, "began": now, "seen": now, "key": token_urlsafe(16)}
        return unkept(redirect(wanted, 303))

    def _sign_out(self) -> AnyResponse:
        kept = session.get("who")
        if isinstance(kept, dict):
            self._end(str(kept.get("key", "")))
        session.clear()
        return plain_page(
            "You are signed out",
            "You may still be signed in to your council account. On a shared computer, close the browser.",
            status=200,
            link=refused.AGAIN,
        )

    def _claims(self) -> Mapping[str, Any]:
        """Return what the issuer says about somebody, after every check."""
        client = self._ready_client()
        if "error" in request.args:
            raise refused.broken_off()
        if request.args.get("iss", self._oidc.issuer) != self._oidc.issuer:
            raise refused.not_ours()
        asked = {
            "iss": {"essential": True, "value": self._oidc.issuer},
            "aud": {"essential": True, "value": self._oidc.client_id},
        }
        try:
            token = client.authorize_access_token(claims_options=asked, leeway=_LEEWAY)
        except _odd_answers() as error:
            self._note("A sign-in failed", error)
            raise _why(error) from error
        claims = token.get("userinfo")
        if not isinstance(claims, Mapping):
            raise refused.not_ours()
        return claims

    def _person(self, claims: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a session remembers of somebody."""
        claim = self._oidc.user_claim
        user = user_id(str(claims.get(claim, "")), address=True)
        if not user or (claim == "email" and claims.get("email_verified") is not True):
            raise refused.no_address(claim)
        groups = claims.get(self._oidc.groups_claim) or ()
        listed = (groups,) if isinstance(groups, str) else groups if isinstance(groups, list) else ()
        known = groups_that_count(self._settings, (group for group in listed if isinstance(group, str)))
        return {"id": user, "name": plain_name(str(claims.get("name") or "")), "groups": list(known)}

    def _ready_client(self) -> Any:  # noqa: ANN401  # Authlib has no types
        """Return Authlib's client, which knows the issuer's addresses and keys."""
        if why := self.not_ready():
            raise refused.not_set_up(why)
        if self._client is None:  # two at once may both ask the issuer; neither waits for the other
            client = self._new_client()
            try:
                self._check(client.load_server_metadata())
            except _odd_answers() as error:
                self._note("The sign-in service did not answer", error)
                raise refused.unreachable() from error
            self._client = client
        return self._client

    def _new_client(self) -> Any:  # noqa: ANN401  # Authlib has no types
        from authlib.integrations.flask_client import OAuth  # noqa: PLC0415  # only a server that people sign in to needs it

        return OAuth(self._app).register(
            _NAME,
            client_id=self._oidc.client_id,
            client_secret=os.environ[self._oidc.secret_env].strip(),
            server_metadata_url=f"{self._oidc.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT,
            },
        )

    def _note(self, what: str, error: Exception) -> None:
        """Tell those who look after the server the sort of an error, never its words: they may hold what somebody sent us."""
        self._app.logger.warning("%s: %s", what, _kind_of(error))

    def _check(self, found: dict[str, Any]) -> None:
        """Refuse what an issuer says of itself when it is another, or sends people over open lines; keep safe signatures only."""
        usual = on_this_machine(urlsplit(self._oidc.issuer).hostname or "")
        odd = [name for name in _ENDPOINTS if not _safe(found.get(name), usual)]
        if found.get("issuer") != self._oidc.issuer or odd:
            self._app.logger.warning("The issuer's own description is odd: %s", ", ".join(odd) or "issuer")
            raise refused.another_issuer()
        offered = found.get("id_token_signing_alg_values_supported") or ()
        found["id_token_signing_alg_values_supported"] = [name for name in offered if name in _ALGORITHMS] or ["RS256"]

    def _end(self, key: str) -> None:
        with self._lock:
            now = self._clock()
            self._ended = {one: until for one, until in self._ended.items() if until > now}
            self._ended[key] = now + _LONGEST

    def _is_ended(self, key: str) -> bool:
        with self._lock:
            return key in self._ended


def _odd_answers() -> tuple[type[Exception], ...]:
    """Return whatever an answer that is not as it should be can raise."""
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415  # as above
    from joserfc.errors import JoseError  # noqa: PLC0415
    from requests import RequestException  # noqa: PLC0415

    return (
        AuthlibBaseError,
        JoseError,
        RequestException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RuntimeError,
    )


def _why(error: Exception) -> RefusedError:
    """Return what a failed answer means to the person in front of it."""
    from requests import RequestException  # noqa: PLC0415

    if isinstance(error, RequestException):
        return refused.unreachable()
    return refused.not_accepted() if _kind_of(error) in _OUR_FAULT else refused.not_ours()


def _kind_of(error: Exception) -> str:
    return plain_name(str(getattr(error, "error", None) or type(error).__name__))


def _safe(address: object, at_home: bool) -> bool:  # noqa: FBT001  # what `_check` found out
    """Return whether an address may be asked: over https, or on this machine when the issuer is there."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (at_home and parts.scheme == "http" and on_this_machine(parts.hostname or ""))


def _forget_old_attempts() -> None:
    """Keep the newest sign-ins that were begun and not ended."""
    begun = [key for key in session if key.startswith(f"_state_{_NAME}_")]
    begun.sort(key=lambda key: session[key].get("exp", 0))
    for key in begun[: max(0, len(begun) - _AT_ONCE + 1)]:
        del session[key]
