"""Every page of the page, and the states in which people meet it."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from flask import Flask

from cqc_evidence.read.cache import ItemCache
from cqc_evidence.web.serve import Options, made
from tests.support import item_text
from tests.web.served import DOCUMENTS, example_project, waiting_item

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext, APIResponse

ITEM, OWN = "waits-one", "waits-own"
PERSONAL = "somebody-told"
TWIN = "reflection-weekly"
NAMES = {
    "claim": "assessing-needs-1",
    "copies": TWIN,
    "download": "self-assessment.docx",
    "gap": "",
    "item": ITEM,
    "job": "",
    "document": "",
    "metric": "",
    "rule": "people-are-experts",
    "statement": "assessing-needs",
    "tag": "",
}
"""First part of an address → the id in it; those left empty here are asked of the page itself."""
ASKED = ("/items?page=2", "/items?statement=learning&kind=reflection", "/search?q=staff", "/search?q=zzzzz", "/gaps?risk=high&words=people",
         "/gaps?words=zzzzz", "/problems?severity=error", "/inbox?statement=learning", f"/history?about={ITEM}")  # fmt: skip
"""Further addresses: lists with filters, second pages, and lists with nothing in them."""


class Shown(NamedTuple):
    """One page as it was answered."""

    name: str
    who: str
    address: str
    status: int
    html: str

    @property
    def path(self) -> str:
        """The address without host and query."""
        return urlsplit(self.address).path


def full_project(root: Path) -> Path:
    """Write a project in which every sort of page has something to show."""
    tags = "[{statement: learning, says: Somebody told us.}]"
    files: dict[str, str | bytes] = {
        "evidence/notes/waits-one.md": waiting_item(ITEM, "mo"),
        "evidence/notes/waits-own.md": waiting_item(OWN, "lee"),
        "evidence/notes/told.md": item_text(PERSONAL, sensitivity="personal", tags=tags, date="2021-02", body="Somebody told us."),
        "out/self-assessment.docx": b"PK",
    }  # fmt: skip
    example_project(root, files)
    twin = next((root / "evidence").rglob(f"{TWIN}.md"))
    copy = twin.with_name(f"{TWIN} (1).md")
    shutil.copy(twin, copy)
    copy.write_text(
        copy.read_text(encoding="utf-8").replace("title: ", "title: Copied, ", 1).replace('Copied, "', '"Copied, '),
        encoding="utf-8",
    )
    return root


def application(root: Path, cache: Path) -> Flask:
    """Return the application as this process would serve it; nothing is read."""
    app, _ = made(Options(root, ItemCache(cache, "x"), cache.with_suffix(".search")), None, 8042, "token")
    return app


def addresses(app: Flask, names: dict[str, str]) -> Iterator[str]:
    """Yield the address of every page that can be opened, with an id that is there."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ("static", "open"):
            continue
        first = rule.rule.split("/")[1]
        assert not rule.arguments or names.get(first), f"say in NAMES which id stands in {rule.rule}"
        assert rule.arguments <= {"name"}, f"say how {rule.rule} is filled in"
        yield re.sub(r"<[^>]+>", names.get(first, ""), rule.rule)


class Visit:
    """Somebody who asks for pages and sends forms without a browser's help."""

    def __init__(self, who: str, request: APIRequestContext) -> None:
        self.who = who
        self.request = request
        self.token = ""

    def get(self, address: str, name: str = "") -> Shown:
        """Ask for a page."""
        return self._shown(self.request.get(address), address, name)

    def send(self, address: str, name: str, **form: str) -> Shown:
        """Send a form with its token."""
        return self._shown(self.request.post(address, form={"csrf_token": self._token(), **form}), address, name)

    def upload(self, address: str, name: str, path: Path) -> Shown:
        """Send a file."""
        file = {"name": path.name, "mimeType": "application/octet-stream", "buffer": path.read_bytes()}
        return self._shown(
            self.request.post(address, multipart={"csrf_token": self._token(), "files": file}), address, name
        )

    def fields(self, address: str) -> dict[str, str]:
        """Return the hidden fields of a page's own form, as a browser would send them."""
        html = self.get(address).html
        pairs = re.findall(r'<input type="hidden" name="(sha256|base)" value="([^"]*)"', html)
        return {name: value.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&") for name, value in pairs}

    def _token(self) -> str:
        if not self.token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.request.get("/item/waits-one").text())
            self.token = found[1] if found else ""
        return self.token

    def _shown(self, answer: APIResponse, address: str, name: str) -> Shown:
        html = answer.text() if answer.headers.get("content-type", "").startswith("text/html") else ""
        return Shown(name or address, self.who, answer.url, answer.status, html)


def names_there(lee: Visit, root: Path) -> dict[str, str]:
    """Take in a document, and return an id of every sort."""
    job = lee.upload("/import", "", DOCUMENTS / "MIH notes 12 March 2026.docx")
    for _ in range(200):
        if "in the inbox" in lee.get(job.address).html:
            break
        time.sleep(0.1)
    links = {
        first: re.findall(rf'href="/{first}/([^"/]+)"', lee.get(page).html)
        for first, page in (("gap", "/gaps"), ("metric", "/metrics"), ("tag", "/inbox"))
    }
    found = {first: those[0] for first, those in links.items()}
    document = (
        next((root / "evidence" / "sources").rglob("*.docx")).relative_to(root / "evidence" / "sources").as_posix()
    )
    return {**NAMES, **found, "job": job.address.rsplit("/", 1)[1], "document": document}


def states(lee: Visit, mo: Visit, names: dict[str, str], large: Path) -> Iterator[Shown]:
    """Yield what people meet when something stands in the way, and pages that only a form leads to."""
    edit, tag = f"/item/{ITEM}/edit", f"/tag/{names['tag']}"
    yield lee.get("/item/nothing", "404")
    yield lee._shown(lee.request.post("/undo", form={}), "/undo", "400 without a token")
    yield lee.upload("/import", "413 too large", large)
    yield lee.send("/import", "422 no file")
    yield lee.send(tag, "422 nothing chosen", step="check", title="")
    yield lee.send(tag, "check the answers", step="check", statement="learning", title="Staff met")
    before = lee.fields(edit)
    yield lee.send(edit, "422 item", **before, title="", date="someday")
    yield mo.send(edit, "saved, with undo", **before, title="Mo was first", owner="head of service")
    yield lee.send(edit, "409 both changed", **before, title="Lee was second", method="By post")
    yield lee.send(edit, "409 different fields", **before, method="By post")
    yield lee.send(f"/copies/{TWIN}", "409 copies, nothing chosen")
    narrative = "/statement/assessing-needs/edit"
    yield lee.send(narrative, "422 statement", **lee.fields(narrative), judgement="", confidence="none", text="[@")
    yield lee.send(f"/comment/{ITEM}", "a comment", text="Well done.")
    yield lee.send(f"/gap/{names['gap']}/accept", "refused, said on the page", reason="", until="")
    yield lee.send("/packs", "400 nothing to build", edition="internal")
    yield lee.send("/packs", "a job that runs", edition="internal", format="json")
