"""A specimen council whose page is asked by nobody, by somebody without a role, and by each role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from cqc_evidence.read.cache import ItemCache
from cqc_evidence.web.asking import Web
from cqc_evidence.web.people.settings import ServerSettings
from cqc_evidence.web.serve import Options, made
from tests.support import AS_AT, TODAY, item_text, make_project

HOME = "https://evidence.specimen.test"
PROXY = "10.0.0.5"
ROLES = ("reader", "reviewer", "manager", "quality-lead")
SETTINGS: dict[str, Any] = {
    "address": HOME,
    "sign_in": {"proxy": {"from": [f"{PROXY}/32"], "user": "X-Forwarded-User"}},
    "roles": {role: [f"{role}@specimen.test"] for role in ROLES},
    "signs": {"statement lead": ["reviewer@specimen.test", "quality-lead@specimen.test"]},
    "limits": {"changes_a_minute": 100_000, "requests_a_minute": 1_000_000, "upload_mb": 2},
}
PASSAGE = "We changed how first conversations begin, and staff learn from one another every week."


def candidate(name: str, *lines: str, body: str = PASSAGE, **changes: str) -> str:
    """Return the file of a candidate that waits in the inbox."""
    source = f'{{citation: "Specimen notes", locator: "paragraph {name}", document: sources/notes.txt}}'
    return item_text(
        name, *lines, body=body, **{"source": source, "status": "proposed", "tags": "[]", "title": PASSAGE, **changes}
    )


FILES: dict[str, str | bytes] = {
    "evidence/sources/notes.txt": "Specimen notes\n",
    "evidence/waits.md": item_text("waits", status="proposed", owner="team-manager", body="Staff said so."),
    "evidence/twice.md": item_text("twice", body="One way."),
    "evidence/twice-LAPTOP.md": item_text("twice", body="Another way."),
    **{f"evidence/inbox/notes/{name}.md": candidate(name) for name in ("passage-1", "passage-2", "passage-3")},
}


class Council(NamedTuple):
    """A project, and the page around it."""

    root: Path
    app: Flask
    web: Web

    def browser(self, who: str | None, *, address: str = PROXY) -> FlaskClient:
        """Return the browser of somebody whom the proxy names; of nobody when there is no name."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        if who is not None:
            client.environ_base["HTTP_X_FORWARDED_USER"] = f"{who}@specimen.test"
        return client

    def token(self, client: FlaskClient) -> str:
        """Return the token that this browser's forms carry."""
        with self.app.test_request_context(base_url=HOME):
            token, raw = generate_csrf(), session["csrf_token"]
        with client.session_transaction(base_url=HOME) as kept:
            kept["csrf_token"] = raw
        return token

    def sender(self, who: str) -> Sender:
        """Return a browser that sends forms as the page's own forms do."""
        client = self.browser(who)
        return Sender(client, self.token(client))


class Sender(NamedTuple):
    """A browser, and the token of its forms."""

    client: FlaskClient
    token: str

    def get(self, path: str) -> Any:  # an answer of the test client
        return self.client.get(path, base_url=HOME, buffered=True)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(
            path, base_url=HOME, buffered=True, data={"csrf_token": self.token, **(data or {})}, **more
        )


@contextmanager
def opened(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    settings: Mapping[str, Any] | None = None,
    *,
    edit: bool = True,
) -> Iterator[Council]:
    """Open a project and read it, as `serve` does, without listening anywhere."""
    root = make_project(folder / "project", {**FILES, **(files or {})})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CQC_EVIDENCE_KEY_DIR", str(folder / "keys"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        options = Options(root, ItemCache.none(), folder / "search.sqlite", edit=edit, as_at=AS_AT, today=TODAY)
        app, web = made(options, ServerSettings.model_validate(dict(settings or SETTINGS)), 8042, "t" * 32)
        web.site.load()
        yield Council(root, app, web)


def tree(root: Path) -> str:
    """Return one fingerprint of every file below a folder."""
    found = sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(root)}\0".encode() + sha256(path.read_bytes()).digest())
    return found.hexdigest()


_PART = re.compile(r"<(?:path:)?(\w+)>")


def filled_in(rule: str, **values: str) -> str:
    """Return the address of a route with something real in place of each name."""
    start = rule.strip("/").split("/")[0]
    real = {
        "item": "weekly-reflection", "statement": "learning", "claim": "learning-1", "rule": "no-hand-offs", "metric": "lt-conversion-new",
        "gap": "gap-learning-people", "tag": "passage-1", "copies": "twice", "document": "notes.txt", "sign": "learning",
        "comment": "learning", "job": "none", "download": "pack.json", "static": "web.css",
    }  # fmt: skip
    return _PART.sub(lambda _: values.get("name", real.get(start, "x")), rule)
