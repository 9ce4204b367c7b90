"""One person of a storm: opens pages, changes a field at a time by the page's own forms, and writes down what was answered."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import threading
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

from lxml import html

USER = "X-Forwarded-User"
_WAIT = 60
_AGAIN = 1.0
"""Seconds after which the page that says "reading" asks again by itself."""
_HOT = 5
"""Items that several people change all the time."""
Fields = list[tuple[str, str]]


class StoppedError(Exception):
    """The server went away, and what became of the request is not known."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str
    flashed: tuple[str, ...]
    """What the next page will say."""


class Target(NamedTuple):
    """What people change."""

    items: Sequence[str]
    personal: frozenset[str]
    waiting: Sequence[str]


class Kept(NamedTuple):
    """A change that was answered, or not."""

    marker: str
    who: str
    about: str
    did: str
    personal: bool = False


@dataclass
class Book:
    """What one person was told."""

    accepted: list[Kept] = field(default_factory=list)
    refused: list[Kept] = field(default_factory=list)
    unknown: list[Kept] = field(default_factory=list)
    """Sent when the server was killed: they may be kept or not, but not by halves."""
    counts: Counter[str] = field(default_factory=Counter)
    save_ms: list[float] = field(default_factory=list)
    page_ms: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    """Answers that no page should give."""


class Editor(threading.Thread):
    """A person at a browser, with a connection of their own that is kept open."""

    def __init__(self, number: int, port: int, target: Target, over: threading.Event) -> None:
        super().__init__(daemon=True, name=f"editor-{number}")
        self.who = f"editor-{number:02}"
        self.number, self.port, self.target, self.over = number, port, target, over
        self.rng = Random(f"editor {number}")  # noqa: S311
        self.book = Book()
        self._connection: http.client.HTTPConnection | None = None
        self._cookie = ""
        self._sent = 0

    def run(self) -> None:
        ways = (self.item,) * 84 + (self.verdict,) * 6 + (self.comment,) * 3 + (self.tag,) * 7
        while not self.over.is_set():
            way = self.rng.choice(ways)
            try:
                way()
            except StoppedError:
                self.book.counts["broken off"] += 1
                time.sleep(0.05)
            except Exception as error:  # noqa: BLE001  # told in the figures: a thread that dies would only be missed
                self.book.odd.append(f"{way.__name__}: {type(error).__name__}: {error}"[:300])
        self._close()

    def item(self) -> None:
        """Change one field of one item, and settle a clash by the page's own form."""
        name = self._some_item()
        address = f"/item/{name}/edit"
        fields = self._form(self._get(address), address)
        marker = self._marker()
        key, fields = self._changed(fields, marker)
        kept = Kept(marker, self.who, name, "edited", name in self.target.personal)
        answer = self._post(address, fields, kept)
        while answer.status == 409:
            self.book.counts["clashes"] += 1
            fields, yielded = self._settled(self._form(answer, address), answer, key)
            if yielded:
                self.book.counts["clashes settled for theirs"] += 1
            answer = self._post(address, fields, kept)
        self._note(kept, answer, kept_it="Saved.")

    def verdict(self) -> None:
        name = self._some_item()
        address = f"/item/{name}/review"
        fields = self._form(self._get(f"/item/{name}"), address)
        marker = self._marker()
        kept = Kept(marker, self.who, name, "changes-wanted", name in self.target.personal)
        answer = self._post(address, _with(fields, {"verdict": "changes-wanted", "note": marker}), kept)
        self._note(kept, answer, kept_it="sent back with changes wanted.")

    def comment(self) -> None:
        name = self._some_item()
        address = f"/comment/{name}"
        fields = self._form(self._get(f"/item/{name}"), address)
        marker = self._marker()
        kept = Kept(marker, self.who, name, "commented")
        self._note(kept, self._post(address, _with(fields, {"text": marker}), kept), kept_it="is kept.")

    def tag(self) -> None:
        if not self.target.waiting:
            return
        name = self.rng.choice(self.target.waiting)
        address = f"/tag/{name}"
        page = self._get(address)
        if page.status != 200:
            self.book.counts["tagged by somebody else already"] += 1
            return
        marker = self._marker()
        fields = _with(self._form(page, address), {"statement": "safe-pathways", "says": marker, "step": "check"})
        checked = self._post(address, fields, None)
        if checked.status != 200:
            self.book.counts["tagged by somebody else already"] += 1
            return
        kept = Kept(marker, self.who, name, "tagged")
        answer = self._post(address, _with(self._form(checked, address), {"step": "submit"}), kept)
        self._note(kept, answer, kept_it="Tagged:")

    def _some_item(self) -> str:
        hot = self.rng.random() < 0.3
        return self.rng.choice(self.target.items[:_HOT] if hot else self.target.items)

    def _marker(self) -> str:
        self._sent += 1
        return f"7{self.number:02}{self._sent:05}"

    def _changed(self, fields: Fields, marker: str) -> tuple[str, Fields]:
        """Return the key that is changed, as a clash names it, and the form with the marker in it."""
        there = dict(fields)
        way = self.rng.choice(("title", "title", "body", "body", "figure", "says"))
        if way == "figure" and "figure-0-value" in there:
            return "figures/0/value", _with(fields, {"figure-0-value": marker})
        if way == "says" and "tag-0-says" in there:
            return "tags/0/says", _with(fields, {"tag-0-says": f"It says {marker}."})
        if way == "body":
            return "body", _with(fields, {"body": f"Words of editor {self.number}.\n\nMarked {marker}."})
        return "title", _with(fields, {"title": f"Specimen marked {marker}"})

    def _settled(self, fields: Fields, answer: Answer, key: str) -> tuple[Fields, bool]:
        """Return a clash's form with a choice for each field, and whether one's own change was given up."""
        names = sorted({one.get("name") for one in html.fromstring(answer.text).xpath("//input[@type='radio']")})
        choices = {name: self.rng.choice(("mine", "theirs")) for name in names}
        return _with(fields, choices), any(
            choices[name] == "theirs" for name in names if name.removeprefix("choose-") in (key, key.partition("/")[0])
        )

    def _note(self, kept: Kept, answer: Answer, kept_it: str) -> None:
        """Write down what the page answered."""
        if answer.status == 303 and any(kept_it in said for said in answer.flashed):
            self.book.counts[kept.did] += 1
            self.book.accepted.append(kept)
        elif answer.status in (303, 429):
            self.book.counts["refused or nothing to keep"] += 1
            self.book.refused.append(kept)
        else:
            self.book.refused.append(kept)
            self.book.odd.append(f"{kept.did} {kept.about}: {answer.status}")

    def _form(self, answer: Answer, action: str) -> Fields:
        """Return what a browser would send of a page's form."""
        if answer.status not in (200, 409):
            message = f"{action}: {answer.status} instead of a form"
            raise ValueError(message)
        form = next(one for one in html.fromstring(answer.text).forms if one.action == action and one.method == "POST")
        return [(name, value) for name, value in form.form_values()]

    def _get(self, address: str) -> Answer:
        """Open a page; while the server starts it says that it is reading."""
        while True:
            began = time.monotonic()
            answer = self._ask("GET", address, None)
            if answer.status != 503:
                self.book.page_ms.append(1_000 * (time.monotonic() - began))
                return answer
            time.sleep(_AGAIN)

    def _post(self, address: str, fields: Fields, kept: Kept | None) -> Answer:
        """Send a form; a server that is killed meanwhile leaves open what became of it."""
        for _ in range(_WAIT):
            began = time.monotonic()
            try:
                answer = self._ask("POST", address, fields)
            except StoppedError:
                if kept is not None:
                    self.book.unknown.append(kept)
                raise
            if answer.status != 503:  # still reading, or busy: nothing was changed, so it may be sent again
                if kept is not None:
                    self.book.save_ms.append(1_000 * (time.monotonic() - began))
                return answer
            self.book.counts["sent again: not ready"] += 1
            time.sleep(_AGAIN)
        message = "the server is never ready"
        raise ValueError(message)

    def _ask(self, method: str, address: str, fields: Fields | None) -> Answer:
        headers = {USER: f"{self.who}@storm.example", **({"Cookie": self._cookie} if self._cookie else {})}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(fields) if fields is not None else None
        try:
            connection = self._connected()
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self._close()
            raise StoppedError from error
        cookies = [value.split(";")[0] for value in response.headers.get_all("Set-Cookie") or ()]
        if response.will_close:
            self._close()
        flashed = _flashed(cookies[-1]) if cookies else ()
        if cookies and not flashed:
            self._cookie = cookies[-1]
        return Answer(response.status, text, flashed)

    def _connected(self) -> http.client.HTTPConnection:
        began = time.monotonic()
        while self._connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_WAIT)
            try:
                connection.connect()
            except OSError:
                if time.monotonic() - began > _WAIT:
                    raise
                time.sleep(_AGAIN / 4)
                continue
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connection = connection
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _with(fields: Fields, new: dict[str, str]) -> Fields:
    """Return a form with some fields filled in otherwise."""
    return [(name, value) for name, value in fields if name not in new] + list(new.items())


def _flashed(cookie: str) -> tuple[str, ...]:
    """Return what the session in a cookie will tell on the next page."""
    packed = cookie.partition("=")[2]
    squeezed = packed.startswith(".")
    raw = packed.removeprefix(".").split(".")[0]
    data = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    session: dict[str, Any] = json.loads(zlib.decompress(data) if squeezed else data)
    return tuple(said[" t"][1] for said in session.get("_flashes", ()))
