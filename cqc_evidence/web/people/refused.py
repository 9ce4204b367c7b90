"""Sign-ins that come to nothing, each with what its page says. None repeats what a browser or the issuer sent."""

from __future__ import annotations

from flask import Response

from cqc_evidence.web.people.pages import plain_page

AGAIN = ("Sign in again", "/sign-in")
_TELL = "Tell those who look after the server."


class RefusedError(Exception):
    """A sign-in that came to nothing."""

    def __init__(self, title: str, *sentences: str, status: int) -> None:
        """Keep what the page says."""
        super().__init__(title)
        self.title = title
        self.sentences = sentences
        self.status = status

    def page(self) -> Response:
        """Return the page."""
        return plain_page(self.title, *self.sentences, status=self.status, link=AGAIN)


def broken_off() -> RefusedError:
    """Somebody went back, or the issuer did not let them through."""
    return RefusedError(
        "You were not signed in", "The sign-in was broken off, or your account was not accepted.", status=403
    )


def not_ours() -> RefusedError:
    """An answer that belongs to another browser, another sign-in or another time, or that somebody made up."""
    return RefusedError(
        "You were not signed in",
        "The answer of the sign-in service did not belong to this browser, or came too late.",
        "This also happens with an old bookmark or the browser's Back button.",
        status=400,
    )


def unreachable() -> RefusedError:
    """An issuer that does not answer, or not as it should."""
    return RefusedError(
        "Signing in does not work at the moment",
        "The council's sign-in service does not answer. Try again in a few minutes.",
        f"If it stays like this: {_TELL[0].lower()}{_TELL[1:]}",
        status=503,
    )


def not_set_up(why: str) -> RefusedError:
    """A server that lacks something."""
    return RefusedError("Signing in is not set up", why, _TELL, status=503)


def not_accepted() -> RefusedError:
    """A server whose secret the issuer does not accept."""
    return not_set_up("The sign-in service did not accept this server. Its secret may be wrong, or have run out.")


def another_issuer() -> RefusedError:
    """An issuer that calls itself something else than the settings do."""
    return not_set_up(
        'The sign-in service describes itself otherwise than the server\'s settings do; "issuer" has to be written letter for letter as the service writes it.'
    )


def no_address(claim: str) -> RefusedError:
    """An account without an e-mail address that can be relied on."""
    return RefusedError(
        "Your account has no e-mail address",
        f'The sign-in did not say who you are: "{claim}" holds no e-mail address that your council gave you.',
        _TELL,
        status=403,
    )
