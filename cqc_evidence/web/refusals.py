"""Why something was not done, in plain words and with the way on; never a trace, never a word of the evidence."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from flask import Flask, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.read.audit import BrokenChainError
from cqc_evidence.store.atomic import FileInUseError
from cqc_evidence.store.desk import UnchangeableError
from cqc_evidence.store.journal import BusyError, ConflictError, OutsideError
from cqc_evidence.version import __version__
from cqc_evidence.web.asking import web

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


def tell_refusals(app: Flask) -> None:
    """Let an application tell each refusal in plain words."""
    app.register_error_handler(HTTPException, _told)
    for refusal, code in _REFUSALS.items():
        app.register_error_handler(refusal, partial(_refused, code))
    app.register_error_handler(Exception, _our_mistake)
