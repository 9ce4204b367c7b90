"""What every page asks: what it works with, who is there, what they may, and the way on."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from flask import current_app, g, redirect, url_for
from flask import flash as say
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.background import Background
from cqc_evidence.web.jobs import Jobs
from cqc_evidence.web.people.doors import Door
from cqc_evidence.web.people.limits import Limiter
from cqc_evidence.web.people.person import Person
from cqc_evidence.web.rules import OPEN, RULES, Need
from cqc_evidence.web.search import Index
from cqc_evidence.web.site import Site
from cqc_evidence.web.trail import Trail

_TOLD = 300
"""Characters of what is told on the next page."""


class Settings(NamedTuple):
    """How one program serves."""

    hosts: frozenset[str]
    """The only names, with port, by which it may be called."""
    secret: bytes
    cookie: dict[str, Any]
    """Flask's settings of the session's cookie."""
    may_edit: bool = True
    secure: bool = False
    """Whether people come over https, so that browsers are told to stay there."""
    upload_mb: int = 50


class Web(NamedTuple):
    """What pages work with."""

    site: Site
    door: Door
    settings: Settings
    search: Index
    trail: Trail
    background: Background
    jobs: Jobs
    requests: Limiter
    changes: Limiter


def web() -> Web:
    """Return what the page that is being made works with."""
    return cast("Web", current_app.extensions["cqc"])


def me() -> Person:
    """Return who asks; the gate has seen to it that somebody does."""
    return cast("Person", g.person)


def may(*roles: str) -> bool:
    """Return whether who asks has one of these roles."""
    return g.get("person") is not None and not me().roles.isdisjoint(roles)


def need_of(endpoint: str | None) -> Need | None:
    """Return what a page asks of a person; nothing for one that no rule names, which nobody may open."""
    if endpoint == "static":
        return OPEN
    return RULES.get(endpoint or "")


def flash(message: str, category: str = "message") -> None:
    """Tell something on the next page. It travels in a cookie, of which browsers keep 4 kB: what is longer is cut."""
    say(message if len(message) <= _TOLD else f"{message[:_TOLD]}…", category)


def back(otherwise: str, **values: Any) -> AnyResponse:  # noqa: ANN401  # parts of an address
    """Return the way to a page after a change."""
    return redirect(url_for(otherwise, **values), code=303)
