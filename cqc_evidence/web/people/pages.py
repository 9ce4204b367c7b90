"""Plain pages for those who are not let in: what happened and what to do, without anything to load."""

from __future__ import annotations

from html import escape
from typing import TypeVar

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.people.person import Person

AnswerT = TypeVar("AnswerT", bound=AnyResponse)
_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def plain_page(title: str, *sentences: str, status: int, link: tuple[str, str] | None = None) -> Response:
    """Return a page that loads nothing, is kept by nobody, and tells no other page where it was.

    Args:
        title: what happened.
        sentences: one paragraph each.
        status: the HTTP status.
        link: words and address of the one link, where there is one.
    """
    body = [f"<p>{escape(sentence)}</p>" for sentence in sentences]
    if link is not None:
        body.append(f'<p><a href="{escape(link[1])}">{escape(link[0])}</a></p>')
    response = Response(_PAGE.format(title=escape(title), body="\n".join(body)), status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return unkept(response)


def unkept(response: AnswerT) -> AnswerT:
    """Return an answer that is kept nowhere and tells no other page where it was."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def start_again_page() -> Response:
    """Return the page for a link that has been used, or for a browser that did not come through the link."""
    return plain_page(
        "This page has to be opened anew",
        "For your safety the link that cqc-evidence serve prints works once, in one browser.",
        "Go to the window where cqc-evidence serve runs, stop it with Ctrl and C, start it again, and open the new link.",
        "If this page comes at once with a new link, your browser keeps no cookie of this page. Open the link in Edge, Chrome or Firefox.",
        status=403,
    )


def not_signed_in_page() -> Response:
    """Return the page for somebody whom the proxy in front of the server did not name."""
    return plain_page(
        "You are not signed in",
        "The server was not told who you are. Open the page by the address that your council gave you, and sign in there.",
        "If you did, tell those who look after the server: the sign-in in front of it did not pass your name on.",
        status=403,
    )


def no_role_page(person: Person) -> Response:
    """Return the page for somebody who is signed in and has no role here."""
    return plain_page(
        "You may not see this yet",
        f"You are signed in as {person.id}, and nobody has given you a role here.",
        "Ask your quality lead to have you added. Then sign in again.",
        status=403,
    )
