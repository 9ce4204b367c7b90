"""The key that sessions are signed with, and how their cookie is kept."""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cqc_evidence.store.secret import kept_secret

_FOLDER = "CQC_EVIDENCE_KEY_DIR"
"""Environment variable that names another folder, for a server; people's identifiers have their key there too."""
_LONGEST = timedelta(hours=12)


class KeyInProjectError(OSError):
    """The key would lie in the project, where everybody who has the folder could sign in as anybody."""

    def __init__(self, folder: Path) -> None:
        """Say where it would lie, and what to do."""
        super().__init__(
            f"the key of sessions would lie in the project ({folder}): set {_FOLDER} to a folder outside it"
        )


def secret_key(root: Path) -> bytes:
    """Return the key of one project on this machine, which is made when it is first needed.

    It lies in the person's own state folder and can be read by nobody else. When it is deleted, everybody has to sign in
    again, and that is all.

    Raises:
        KeyInProjectError: when that folder is inside the project.
        OSError: when the key can neither be read nor made.
    """
    return kept_secret(_folder(root) / f"session-{_fingerprint(root)}", private=True)


def cookie_settings(local: bool, root: Path | None = None, *, secure: bool = True) -> dict[str, Any]:  # noqa: FBT001  # the two ways of serving
    """Return Flask's settings of the session's cookie.

    On one's own machine no page elsewhere can use the cookie, not even by a link (Strict). On a server it has to come along
    when somebody returns from signing in (Lax). The cookie lasts until the browser is closed.

    Args:
        local: whether the page is on one person's machine.
        root: the project; two projects on one machine then have a cookie each, because a browser does not tell ports apart.
        secure: False only for Safari on one's own machine. Chromium, Edge and Firefox keep a Secure cookie of
            http://127.0.0.1; Safari drops it. Source: https://bugs.webkit.org/show_bug.cgi?id=281149
    """
    name = f"cqc-evidence-{_fingerprint(root)[:8]}" if root is not None else "cqc-evidence"
    secure = secure or not local
    return {
        "SESSION_COOKIE_NAME": f"__Host-{name}" if secure else name,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict" if local else "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": _LONGEST,
    }


def _folder(root: Path) -> Path:
    """Return where keys lie: never in the project."""
    from platformdirs import user_state_path  # noqa: PLC0415  # only for a page

    named = os.environ.get(_FOLDER)
    folder = Path(named) if named else user_state_path("cqc-evidence", appauthor=False)
    if folder.resolve().is_relative_to(root.resolve()):
        raise KeyInProjectError(folder)
    return folder


def _fingerprint(root: Path) -> str:
    return sha256(str(root.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
