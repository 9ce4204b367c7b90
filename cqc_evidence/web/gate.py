"""What stands before every page, and what every answer carries: host, person, role, measure; headers that keep a browser safe."""

from __future__ import annotations

import time

from flask import Response, abort, g, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.asking import Web, need_of, web
from cqc_evidence.web.people.doors import turned_away
from cqc_evidence.web.people.hosts import host_allowed
from cqc_evidence.web.people.pages import no_role_page
from cqc_evidence.web.rules import Need

_CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_YEAR = 31_536_000
_LOOKS = frozenset(("home.colours", "home.widths_of_columns"))
"""Style sheets that follow the project: asked for again after ten minutes."""


def gate() -> AnyResponse | None:
    """Let a request in only when host, person, role and measure are right."""
    one = web()
    one.site.asked = time.monotonic()
    if not host_allowed(request.host, one.settings.hosts):
        abort(400, "This address is not one that this program answers to.")
    g.person = one.door.who()
    if request.endpoint is None:
        return None
    need = need_of(request.endpoint)
    if need is None:
        abort(403)
    _not_too_often(one)
    if need.roles is None:
        return None
    return _let_in(one, need)


def _not_too_often(one: Web) -> None:
    key = g.person.id if g.person else request.remote_addr or ""
    if not one.requests.allow(key) or (request.method in _CHANGING and not one.changes.allow(key)):
        abort(429)


def _let_in(one: Web, need: Need) -> AnyResponse | None:
    """Return what stands in the way of whoever asks, or nothing."""
    if g.person is None:
        return turned_away(one.door)
    if not g.person.roles:
        return no_role_page(g.person)
    if need.roles is None or not need.roles & g.person.roles:
        abort(403)
    if need.writes and not one.settings.may_edit:
        abort(403, "This page was opened for reading only. Nothing was changed.")
    return None if one.site.ready else _reading(one)


def _reading(one: Web) -> AnyResponse:
    """Show how far reading has come; the page asks again by itself."""
    done, total = one.site.read_of
    answer = Response(render_template("reading.html.j2", done=done, total=total, failed=one.site.failed), status=503)
    if not one.site.failed:
        answer.headers["Retry-After"] = answer.headers["Refresh"] = "1"
    return answer


def finish(answer: Response) -> Response:
    """Give an answer the headers that all have."""
    for name, value in _ALWAYS.items():
        answer.headers.setdefault(name, value)
    if web().settings.secure:
        answer.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    if request.endpoint in _LOOKS:
        answer.headers["Cache-Control"] = "private, max-age=600"
    elif request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer
