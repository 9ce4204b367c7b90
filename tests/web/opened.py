"""A project that is open in the page, without a network: what several people see and send."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

from lxml import html

from cqc_evidence.read.cache import ItemCache
from cqc_evidence.web.people.settings import read_server_settings
from cqc_evidence.web.serve import Options, made

PORT = 8042
ADDRESS = f"http://127.0.0.1:{PORT}"
SETTINGS = f"""\
address: {ADDRESS}
sign_in: {{proxy: {{from: [127.0.0.1/32], user: X-Forwarded-User}}}}
roles:
  quality-lead: [lead]
  manager: [ann, ben]
  reviewer: [rita]
  reader: [roy]
"""


class Opened:
    """A project behind a proxy that says who is there."""

    def __init__(self, root: Path, beside: Path, *, today: date | None = None) -> None:
        path = beside / "server.yaml"
        path.write_text(SETTINGS, "utf-8")
        settings, found = read_server_settings(path)
        assert settings is not None, found
        options = Options(root=root, cache=ItemCache.none(), search=beside / "search.sqlite", today=today)
        self.app, self.web = made(options, settings, PORT, "")
        self.root, self.site = root, self.web.site
        self.site.load()

    def person(self, user: str) -> Person:
        """Return somebody at a browser of their own."""
        return Person(self, user)


class Person:
    """Somebody at a browser."""

    def __init__(self, opened: Opened, user: str) -> None:
        self.client = opened.app.test_client()
        self.user = user

    def get(self, address: str) -> Any:
        """Open a page."""
        return self.client.get(address, base_url=ADDRESS, headers={"X-Forwarded-User": self.user})

    def form(self, page: Any, action: str) -> list[tuple[str, str]]:
        """Return what a browser would send of one form of a page."""
        form = next(one for one in html.fromstring(page.text).forms if one.action == action and one.method == "POST")
        return [(name, value) for name, value in form.form_values()]

    def send(self, address: str, fields: list[tuple[str, str]], **new: str) -> Any:
        """Send a form with some fields filled in otherwise."""
        named = {name.replace("__", "-"): value for name, value in new.items()}
        kept: dict[str, list[str]] = {}
        for name, value in fields:
            if name not in named:
                kept.setdefault(name, []).append(value)
        return self.client.post(
            address, base_url=ADDRESS, headers={"X-Forwarded-User": self.user}, data={**kept, **named}
        )

    def change(self, address: str, **new: str) -> Any:
        """Open a page's own form, fill something in, and send it."""
        return self.send(address, self.form(self.get(address), address), **new)

    def told(self, answer: Any) -> str:
        """Return the words of the page to which an answer leads."""
        page = self.get(answer.location) if answer.status_code in (302, 303) else answer
        return " ".join(html.fromstring(page.text).text_content().split())


def older(path: Path, seconds: float = 5) -> None:
    """Let a file look as if it had rested for a while."""
    import os

    then = time.time() - seconds
    os.utime(path, (then, then))
