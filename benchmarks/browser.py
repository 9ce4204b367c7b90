"""A server of one project in a process of its own, and somebody who asks it for pages: no browser, one connection."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

_WAIT = 0.02
_PATIENCE = 300
_MEMORY = re.compile(r"^(VmHWM|VmRSS):\s*(\d+) kB", re.MULTILINE)


class Answer(NamedTuple):
    """What a page answered, and how long that took."""

    status: int
    text: str
    took: float
    """Seconds from asking until the last byte."""


class Form(HTMLParser):
    """The fields of the first form on a page that holds a certain field, as a browser would send them back."""

    def __init__(self, text: str, holds: str) -> None:
        """Read a page."""
        super().__init__()
        self._forms: list[list[tuple[str, str]]] = []
        self._chosen, self._area = "", ""
        self.feed(text)
        self.fields = next(form for form in self._forms if any(name == holds for name, _ in form))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field."""
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._forms.append([])
        elif tag == "input" and name and self._forms:
            unticked = given.get("type") in ("checkbox", "radio") and "checked" not in given
            if not unticked and given.get("type") not in ("submit", "file"):
                self._forms[-1].append((name, given.get("value", "")))
        elif tag == "select":
            self._chosen = name
        elif tag == "option" and "selected" in given and self._chosen:
            self._forms[-1].append((self._chosen, given.get("value", "")))
        elif tag == "textarea":
            self._area = name
            self._forms[-1].append((name, ""))

    def handle_data(self, data: str) -> None:
        """Take the text of a large field."""
        if self._area:
            name, before = self._forms[-1][-1]
            self._forms[-1][-1] = (name, before + data)

    def handle_endtag(self, tag: str) -> None:
        """End a field."""
        if tag == "textarea":
            name, text = self._forms[-1][-1]
            self._forms[-1][-1] = (name, text.removeprefix("\n"))
            self._area = ""
        elif tag == "select":
            self._chosen = ""

    def with_field(self, name: str, value: str) -> list[tuple[str, str]]:
        """Return the fields with another value of one."""
        return [(key, value if key == name else before) for key, before in self.fields]


class Browser:
    """A program that serves, and the one person who looks at it."""

    def __init__(self, root: Path, environment: Mapping[str, str], today: str) -> None:
        """Start to serve a project; the clock starts here too."""
        self.began = time.perf_counter()
        command = [sys.executable, "-m", "cqc_evidence", "--project", str(root), "--today", today]
        self.process = subprocess.Popen(
            [*command, "serve", "--port", "0", "--no-open"], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None  # noqa: S101  # asked for above
        self._address = urlsplit(self.process.stdout.readline().strip())
        self._cookie = ""
        self._connection = HTTPConnection(self._address.hostname or "", self._address.port, timeout=_PATIENCE)

    def enter(self) -> tuple[float, float]:
        """Open the page by its link; return in how many seconds from the start it answered, and showed the first real page."""
        answer = self.get(f"{self._address.path}?{self._address.query}")
        answered = time.perf_counter() - self.began
        while (answer := self.get("/")).status != 200:  # noqa: PLR2004  # 503 as long as it is being read
            time.sleep(_WAIT)
            if time.perf_counter() - self.began > _PATIENCE:
                sys.exit(f"the page was not there after {_PATIENCE} s: {answer.text[:500]}")
        return answered, time.perf_counter() - self.began

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, "")

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        head = {"Cookie": self._cookie}
        if body:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            self._connection.request(method, path, body.encode() if body else None, head)
            answer = self._connection.getresponse()
        except (HTTPException, ConnectionError):
            self._connection.close()
            self._connection.request(method, path, body.encode() if body else None, head)
            answer = self._connection.getresponse()
        text = answer.read()
        took = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            self._cookie = cookie.partition(";")[0]
        return Answer(answer.status, text.decode(), took)

    def memory(self) -> dict[str, float]:
        """Return megabytes that the server holds now (`VmRSS`) and held at most (`VmHWM`); nothing where nobody tells."""
        try:
            told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return {}
        return {name: int(size) * 1024 / 1e6 for name, size in _MEMORY.findall(told)}

    def cpu(self) -> float:
        """Return CPU seconds of the server so far, without the processes that it starts; 0 where nobody tells."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def leave(self) -> None:
        """Stop the program."""
        self._connection.close()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
