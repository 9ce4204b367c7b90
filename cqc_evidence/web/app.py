"""The application: its pages, who may open them, and what every answer carries."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, cast

from flask import Flask, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask import flash as say
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.read.audit import BrokenChainError
from cqc_evidence.store.atomic import FileInUseError
from cqc_evidence.store.desk import UnchangeableError
from cqc_evidence.store.journal import BusyError, ConflictError, OutsideError
from cqc_evidence.version import __version__
from cqc_evidence.web.background import Background
from cqc_evidence.web.jobs import Jobs
from cqc_evidence.web.look import dress
from cqc_evidence.web.people.doors import Door, turned_away
from cqc_evidence.web.people.hosts import host_allowed
from cqc_evidence.web.people.limits import Limiter
from cqc_evidence.web.people.pages import no_role_page
from cqc_evidence.web.people.person import Person
from cqc_evidence.web.rules import OPEN, RULES, Need
from cqc_evidence.web.search import Index
from cqc_evidence.web.site import Site
from cqc_evidence.web.trail import Trail

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


class _App(Flask):
    """Flask with every template escaped, whatever its file is called."""

    jinja_options = {  # noqa: RUF012  # as Flask declares it
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    def select_jinja_autoescape(self, filename: str | None) -> bool:  # noqa: ARG002  # Flask's own signature
        """Return that everything is escaped."""
        return True


def create_app(web: Web) -> Flask:
    """Return the application around an open project."""
    app = _App("cqc_evidence.web", template_folder=None, static_folder="static", static_url_path="/static")
    settings = web.settings
    app.config.update(
        SECRET_KEY=settings.secret, MAX_CONTENT_LENGTH=settings.upload_mb * 1_000_000, MAX_FORM_MEMORY_SIZE=4_000_000,
        MAX_FORM_PARTS=2_000, SEND_FILE_MAX_AGE_DEFAULT=3_600, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False,
        PROPAGATE_EXCEPTIONS=False, **settings.cookie,
    )  # fmt: skip
    app.extensions["cqc"] = web
    app.jinja_loader = ChoiceLoader([PackageLoader("cqc_evidence.web"), PackageLoader("cqc_evidence.write.html")])
    dress(app, web)
    app.before_request(_gate)
    CSRFProtect(app)
    app.after_request(_finish)
    app.register_error_handler(HTTPException, _told)
    for refusal, code in _REFUSALS.items():
        app.register_error_handler(refusal, partial(_refused, code))
    app.register_error_handler(Exception, _our_mistake)
    web.door.register(app)
    _register(app)
    return app


def web() -> Web:
    """Return what the page that is being made works with."""
    return cast("Web", current_app.extensions["cqc"])


def me() -> Person:
    """Return who asks; the gate has seen to it that somebody does."""
    return cast("Person", g.person)


def may(*roles: str) -> bool:
    """Return whether who asks has one of these roles."""
    return g.get("person") is not None and not me().roles.isdisjoint(roles)


def _register(app: Flask) -> None:
    from cqc_evidence.web.pages import build, edit, history, home, items, review, search, tag, things, upload  # noqa: PLC0415  # pages know the application

    for page in (home, things, items, edit, tag, upload, review, history, build, search):
        app.register_blueprint(page.pages)


def need_of(endpoint: str | None) -> Need | None:
    """Return what a page asks of a person; nothing for one that no rule names, which nobody may open."""
    if endpoint == "static":
        return OPEN
    return RULES.get(endpoint or "")


def _gate() -> AnyResponse | None:
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


def _finish(answer: Response) -> Response:
    for name, value in _ALWAYS.items():
        answer.headers.setdefault(name, value)
    if web().settings.secure:
        answer.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    if request.endpoint in _LOOKS:
        answer.headers["Cache-Control"] = "private, max-age=600"
    elif request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer


_WORDS = {
    400: ("That cannot be understood", "The form or the address was not as this page sends it. Go back and try again."),
    401: ("Please open the page by its link", "This browser has not been let in. Use the address that the program printed when it was started."),
    403: ("This is not for your role", "Ask your quality lead if you need it."),
    404: ("There is nothing here", "It may have been renamed or taken away. Search for it, or go to the start."),
    405: ("That cannot be done here", "Go back and use the buttons of the page."),
    409: ("Somebody else changed it first", "Nothing of yours was written. Open it again and look."),
    413: ("That is too large", "A file may be at most {mb} MB. Split it, or take it in on the command line."),
    429: ("Too much at once", "Wait a minute, then go on. Nothing was changed."),
    503: ("Another program is at work", "Try again in a moment. Nothing was changed."),
}  # fmt: skip

_OWN_WORDS = frozenset((400, 403, 404, 409))
"""Answers whose reason a page may say itself."""


def _told(error: HTTPException) -> AnyResponse | tuple[str, int]:
    """Show an error in plain words, with the way on."""
    code = error.code or 500
    if code < 400:  # noqa: PLR2004  # a redirection is no error
        return error.get_response()
    title, words = _WORDS.get(code, ("That did not work", "Go back and try again."))
    if isinstance(error, CSRFError):
        words = "The page was open for too long or in another window. Go back, load it again, and send it once more."
    elif code in _OWN_WORDS and error.description and error.description != type(error).description:
        words = error.description
    known = g.get("person") is not None and web().site.ready
    words = words.replace("{mb}", str(web().settings.upload_mb))
    return render_template("error.html.j2", title=title, words=words, code=code, known=known), code


_REFUSALS: dict[type[Exception], int] = {
    ConflictError: 409,
    BrokenChainError: 409,
    UnchangeableError: 409,
    OutsideError: 409,
    FileNotFoundError: 404,
    BusyError: 503,
    FileInUseError: 503,
    OSError: 503,
}
"""Why a change is not made that no page has words of its own for."""


def _refused(code: int, error: Exception) -> tuple[str, int]:
    """Tell why a change was not made, in plain words."""
    title, words = _WORDS[code]
    if isinstance(error, BrokenChainError):
        title = "Your part of the audit trail is not whole"
        words = f"Nothing was written. The end of evidence/audit/{error.file} was changed or cut off: put the file back from a copy, then go on."
    elif isinstance(error, UnchangeableError):
        title = "Its file cannot be changed as it stands"
        words = f"Nothing was written. Mend {error.file} in an editor first: {error}."
    elif isinstance(error, OutsideError):
        title = "A file leads out of the project"
        words = f"Nothing was written. {error.file} is a link, or lies behind one: put the file itself there."
    elif isinstance(error, FileNotFoundError):
        title, words = (
            "The file is not there any more",
            "Somebody has taken it away or renamed it. Nothing was changed.",
        )
    elif isinstance(error, FileInUseError):
        title = "A file is open in another program"
        words = f"Close {error.path.name} there. Then look at the history before you send it again: your change is kept or it is not, but never by halves."
    elif isinstance(error, OSError):
        title = "The disk refused"
        words = "It may be full, or the file open in another program. Nothing was changed."
    return render_template("error.html.j2", title=title, words=words, code=code, known=True), code


def _our_mistake(error: Exception) -> tuple[str, int]:
    """Tell of a bug without a word of the evidence; the place goes to whoever started the program."""
    trace, frames = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    sys.stderr.write(f"A mistake of ours ({__version__}): {type(error).__name__} at {', '.join(frames[-6:])}\n")
    words = "This is a mistake of ours, not yours. What you sent was not written unless the history shows it."
    return render_template("error.html.j2", title="Something went wrong", words=words, code=500, known=False), 500


def flash(message: str, category: str = "message") -> None:
    """Tell something on the next page. It travels in a cookie, of which browsers keep 4 kB: what is longer is cut."""
    say(message if len(message) <= _TOLD else f"{message[:_TOLD]}…", category)


def back(otherwise: str, **values: Any) -> AnyResponse:  # noqa: ANN401  # parts of an address
    """Return the way to a page after a change."""
    return redirect(url_for(otherwise, **values), code=303)
