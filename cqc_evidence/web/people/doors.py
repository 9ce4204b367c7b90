"""The ways in: a link that works once on one's own machine, or a proxy that says who is there. The third is `oidc`."""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import IPv4Address, IPv6Address, ip_address
from secrets import token_urlsafe
from threading import Lock
from typing import Protocol
from urllib.parse import urlencode

from flask import Flask, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.people.pages import not_signed_in_page, plain_page, start_again_page, unkept
from cqc_evidence.web.people.person import Person
from cqc_evidence.web.people.settings import ProxySettings, ServerSettings, person_of
from cqc_evidence.web.people.values import plain_name, user_id

_LONGEST_PATH = 500


class Door(Protocol):
    """A way in. The page asks it for each request who is there."""

    sign_in_url: str
    """Where somebody who is nobody yet is sent; empty when there is no such page."""

    def who(self) -> Person | None:
        """Return who asks, or nobody."""

    def register(self, app: Flask) -> None:
        """Add the door's own pages to an app. These are open to everybody."""


class LocalDoor:
    """The way in on one's own machine: a link with a token that works once."""

    sign_in_url = ""

    def __init__(self, token: str, person: Person) -> None:
        """Let whoever brings the token in as the person.

        Raises:
            ValueError: when the token is empty.
        """
        if not token:
            message = "an empty token would let everybody in"
            raise ValueError(message)
        self._token: str | None = token
        self._person = person
        self._mark = token_urlsafe(32)
        """What a session holds that came through this door: of another start, or another project, it is another."""
        self._lock = Lock()

    def who(self) -> Person | None:
        """Return the person when the session came through this door."""
        return self._person if _same(session.get("opened"), self._mark) else None

    def register(self, app: Flask) -> None:
        """Add `/open`."""
        app.add_url_rule("/open", "open", self._open, methods=["GET"])

    def _open(self) -> AnyResponse:
        """Take the token. A look at the link by a scanner (HEAD) does not use it up."""
        if request.method != "GET":
            return plain_page("Open this link in a browser", status=405)
        if not self._take(request.args.get("token", "")):
            return start_again_page()
        session.clear()
        session["opened"] = self._mark
        return unkept(redirect("/", 303))

    def _take(self, token: str) -> bool:
        with self._lock:
            right = self._token is not None and _same(token, self._token)
            if right:
                self._token = None
            return right


class ProxyDoor:
    """The way in behind a reverse proxy. Its headers count when the request comes from its own address, and only then.

    The address is that of the connection: nothing in front of the app may put another in its place by a forwarded header
    (no `ProxyFix`, no `trusted_proxy` of waitress).
    """

    sign_in_url = ""

    def __init__(self, settings: ServerSettings) -> None:
        """Believe the proxy that the settings name.

        Raises:
            ValueError: when people do not sign in at a proxy.
        """
        if settings.sign_in.proxy is None:
            message = "these settings name no proxy"
            raise ValueError(message)
        self._settings = settings
        self._proxy: ProxySettings = settings.sign_in.proxy

    def who(self) -> Person | None:
        """Return whom the proxy names; nobody when it names no one, several, or something odd."""
        if not self._from_proxy(request.remote_addr or ""):
            return None
        named = request.headers.getlist(self._proxy.user)
        user = user_id(named[0]) if len(named) == 1 else ""
        if not user:
            return None
        groups = (group.strip() for group in _text(self._proxy.groups).split(","))
        return person_of(
            self._settings, user, plain_name(_text(self._proxy.name)), (group for group in groups if group)
        )

    def register(self, app: Flask) -> None:
        """Add nothing: signing in and out are the proxy's own pages."""

    def _from_proxy(self, remote: str) -> bool:
        try:
            address: IPv4Address | IPv6Address = ip_address(remote)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self._proxy.from_)


def turned_away(door: Door) -> AnyResponse:
    """Return what nobody is shown: the way to sign in, and afterwards to where they wanted; else a page that says what to do."""
    if isinstance(door, LocalDoor):
        return start_again_page()
    if not door.sign_in_url:
        return not_signed_in_page()
    wanted = local_path(request.full_path.rstrip("?")) if request.method == "GET" else "/"
    return unkept(redirect(f"{door.sign_in_url}?{urlencode({'next': wanted})}", 303))


def local_path(wanted: str) -> str:
    """Return a path on this server; "/" for whatever a browser could take for an address elsewhere.

    >>> local_path("/gaps?statement=equity")
    '/gaps?statement=equity'
    >>> local_path("//example.org")
    '/'
    """
    odd = not wanted.isprintable() or "\\" in wanted or len(wanted) > _LONGEST_PATH
    return "/" if odd or not wanted.startswith("/") or wanted.startswith("//") else wanted


def _same(given: object, right: str) -> bool:
    """Return whether a text is the right one, in a time that does not tell how much of it was."""
    return isinstance(given, str) and compare_digest(given.encode("utf-8", "replace"), right.encode())


def _text(header: str) -> str:
    """Return a header's text; headers come as Latin-1, and proxies write UTF-8."""
    value = request.headers.get(header, "") if header else ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
