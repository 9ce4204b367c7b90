"""Requests that no form of ours sends: each gets an answer in plain words, and every file stays whole."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from cqc_evidence.model.diagnostic import has_errors
from cqc_evidence.read.items import read_item
from cqc_evidence.read.narratives import read_narrative
from cqc_evidence.web.jobs import Job, Jobs
from tests.support import item_text, read
from tests.web.council import Council, filled_in, opened
from tests.web.test_doors_of_every_page import DOORS

_SECONDS = 12
_ROUNDS = 2
"""How often every door is tried at the least, however slow the machine."""
_LONG = "long " * 2_000
_NAMES = (
    "weekly-reflection", "waits", "figures", "twice", "learning", "learning-1", "equity", "passage-1", "passage-2", "gap-learning-people", "gap-equity-rule-no-hand-offs",
    "no-hand-offs", "x", "é", "\0", "a" * 3_000, "../../project.yaml", "..%2f..%2fetc%2fpasswd", "a/b", "<script>", "{{7*7}}", "%", "\u202e", "\U0001f600", " ", "'", "-", "gap-", "CON",
    "pack.json", "self-assessment.docx", "notes.txt", "web.css", "\ud7ff", "\ufeff",
)  # fmt: skip
_VALUES = (
    "", " ", "x", "0", "-1", "1e999", "nan", "inf", "-inf", "1e308", "12.5", "1_000", "٣", "0x10", "9" * 400, "true", "null", "~", "2025-13-45", "2025-02-30", "0000-00-00",
    "9999-12-31", "2026-01-01", "2025-04/2026-03", "2026/2020", "unknown", "99999-01-01", "2025-W01-1", "20250101", "\0", "a\0b", "\x01\x1b[31m", "\x85", "\u2028", "\ufeff", "\ufffe", "\uffff",
    "line\nline", "a\r\nb", "---\nid: other\n---", "\n---\n", "...", "key: value", "- list", "# head", "!!python/object:os.system", "&a *a", "%YAML 1.1", "{a: b}", "[", "'", '"', "\t", "|", ">", "@", "`",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "=1+1", _LONG, "é" * 3_000, "\u202e", "\U0001f600", "learning", "equity", "learning:people", "people", "accepted", "personal", "official",
    "reflection", "story", "nothing-known", "staff", "given", "withdrawn", "not-needed", "internal", "mine", "theirs", "submit", "check", "change", "statement lead", "supports", "challenges", "strong",
    "> " * 2_000, "* " * 2_000, "[" * 3_000, "[a](" * 3_000, "partial", "low", "passage-2", "## Claims\n\n- {#learning-9} Specimen [@waits].", "{#learning-1} x", "[@", "[@no-such]", "<!--", "![x](javascript:alert(1))", "[x](data:text/html,x)",
)  # fmt: skip
_JSON = (
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "x", "\0", "\ud800", [], {}, [[]], [None], [{}], {"a": {"b": [1]}}, [1, 2], "2025-13-45", {"": ""}, [{"statement": "learning"}],
    [{"statement": []}], [{"statement": {"a": 1}}], {"citation": []}, {"basis": 5}, ["learning"], [[[[[[[[]]]]]]]],
)  # fmt: skip
_KEYS = (
    "title", "date", "kind", "voice", "source", "permission", "tags", "figures", "actions", "body", "id", "location", "status", "reviews", "tags/0/says", "tags/x/y", "tags/0", "tags/-1/a",
    "tags/999999/a", "source/citation", "title/a", "a/b/c/d", "", "/", "judgement", "text", "confidence", "lenses", "n", "from_", "supersedes", "verbatim", "review_by",
)  # fmt: skip
_FIELDS = (
    "title", "date", "kind", "voice", "owner", "reported_by", "sensitivity", "review_by", "method", "n", "invited", "interviewer", "body", "verbatim-here", "verbatim",
    "source-citation", "source-locator", "source-public_url", "permission-basis", "permission-until", "permission-names_checked_by", "permission-scope-here", "permission-scope", "lenses-here", "lenses",
    *(f"tag-{place}-{key}" for place in ("0", "new", "1") for key in ("statement", "category", "stance", "phase", "says", "so_what", "rules", "rules-here", "topics", "topics-here", "gone")),
    *(f"figure-{place}-{key}" for place in ("0", "new") for key in ("label", "value", "unit", "numerator", "denominator", "period", "comparator", "basis", "gone")),
    "statement", "other", "category", "stance", "says", "so_what", "rules", "breaks", "i_statements", "part", "step", "with", "for", "verdict", "note", "role", "seen", "sha256",
    "reason", "until", "who", "due", "text", "line", "edition", "format", "judgement", "confidence", "speaker", "choose-title", "choose-body", "choose-tags", "choose-tags/0/says", "choose-source/citation",
)  # fmt: skip
_QUERIES = (
    "page",
    "statement",
    "category",
    "kind",
    "status",
    "voice",
    "state",
    "risk",
    "about",
    "decided",
    "words",
    "q",
    "severity",
    "for",
    "token",
    "next",
)


@pytest.fixture
def council(tmp_path, monkeypatch) -> Iterator[Council]:
    figures = item_text(
        "figures",
        "figures: [{id: asked, label: Asked, value: 25, unit: people, period: 2024-04/2025-03}]",
        "actions: [{raised: 2024-07, action: Two colleagues join, done: 2024-08}]",
        body="Twenty-five people were asked.",
    )

    def not_started(_jobs: Jobs, job: Job) -> Job:
        job.clean_up()
        return job

    monkeypatch.setattr(Jobs, "start", not_started)
    with opened(tmp_path, {"evidence/figures.md": figures}) as one:
        yield one


class Odd:
    """Makes requests out of chance; the same seed makes the same ones."""

    def __init__(self, council: Council, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # chance, not secrecy
        self.council = council

    def path(self, door: str) -> str:
        from urllib.parse import quote

        rule = door.split()[1]
        name = self.chance.choice(_NAMES) if self.chance.random() < 0.5 else ""
        path = filled_in(rule, **({"name": name} if name else {}))
        path = quote(path, safe="/" if self.chance.random() < 0.8 else "/%")
        asked = [
            f"{self.chance.choice(_QUERIES)}={quote(self.value(), safe='')}" for _ in range(self.chance.randrange(3))
        ]
        return path + ("?" + "&".join(asked) if asked and len(path) < 4_000 else "")

    def value(self) -> str:
        return self.chance.choice(_VALUES) if self.chance.random() < 0.9 else self.chance.choice(_NAMES)

    def form(self, page: str) -> MultiDict[str, Any]:
        """Return a form as the page holds it, with some fields odd, some twice and some missing."""
        form: MultiDict[str, Any] = MultiDict(_fields(page))
        for _ in range(self.chance.randrange(8)):
            names = list(form) + list(_FIELDS) if self.chance.random() < 0.5 else list(form) or list(_FIELDS)
            name = self.chance.choice(names)
            what = self.chance.random()
            if what < 0.6:
                form[name] = self.value()
            elif what < 0.8:
                form.add(name, self.value())
            else:
                form.poplist(name)
        for name in ("base", "mine"):
            if self.chance.random() < (0.4 if name in form else 0.1):
                form[name] = self.hidden(form.get(name, "{}"))
        return form

    def hidden(self, text: str) -> str:
        if self.chance.random() < 0.15:
            return self.chance.choice(
                (
                    "",
                    "{",
                    "[]",
                    "null",
                    "5",
                    '"x"',
                    "{" * 2_000,
                    "[" * 60_000,
                    '{"title":' * 900 + "1" + "}" * 900,
                    "\0",
                    '{"a":1e999}',
                    '{"title":"\\ud800"}',
                    "9" * 6_000,
                )
            )
        data = json.loads(text) if text.startswith('{"') and text.endswith("}") else {}
        for _ in range(self.chance.randrange(1, 4)):
            key = self.chance.choice([*data, *_KEYS])
            inside = data.get(key)
            if isinstance(inside, dict) and inside and self.chance.random() < 0.5:
                inside[self.chance.choice([*inside, *_KEYS])] = self.chance.choice(_JSON)
            elif isinstance(inside, list) and inside and isinstance(inside[0], dict) and self.chance.random() < 0.5:
                inside[0][self.chance.choice([*inside[0], *_KEYS])] = self.chance.choice(_JSON)
            else:
                data[key] = self.chance.choice(_JSON)
        return json.dumps(data)


def _fields(page: str) -> list[tuple[str, str]]:
    """Return the fields of all forms of a page, as a browser would send them."""
    from lxml import html

    found: list[tuple[str, str]] = []
    for form in html.fromstring(page).forms if page.strip() else ():
        if form.method.upper() == "POST":
            found += [
                (name, (value or "").removeprefix("\n")) for name, value in form.form_values() if name != "csrf_token"
            ]
    return found


_PAGES = {
    "POST /item/<name>/edit": "/item/figures/edit", "POST /item/<name>/review": "/item/waits", "POST /statement/<name>/edit": "/statement/learning/edit", "POST /statement/<name>/live": "/statement/learning/edit",
    "POST /tag/<name>": "/tag/passage-1", "POST /sign/<about>": "/statement/learning", "POST /copies/<name>": "/copies/twice", "POST /undo": "/history", "POST /gap/<name>/accept": "/gap/gap-learning-people",
    "POST /gap/<name>/ask": "/gap/gap-learning-people", "POST /comment/<about>": "/statement/learning", "POST /packs": "/packs",
}  # fmt: skip
_HERE = {"POST /item/<name>/edit": "figures", "POST /item/<name>/review": "waits", "POST /sign/<about>": "learning"}


def asked(council: Council, door: str, seed: int, pages: dict[str, str]) -> str:
    """Make one odd request; return what is wrong with the answer, or nothing."""
    odd, someone = Odd(council, seed), council.sender("quality-lead")
    method = door.split(maxsplit=1)[0]
    form: MultiDict[str, Any] = MultiDict()
    path = odd.path(door)
    if method == "POST":
        page = pages[door] if door in pages and odd.chance.random() < 0.8 else ""
        if door in _PAGES and (not page or odd.chance.random() < 0.3):
            page = pages[door] = someone.get(_PAGES[door]).text
        form = odd.form(page)
        if page and odd.chance.random() < 0.7:
            path = filled_in(door.split()[1], **({"name": _HERE[door]} if door in _HERE else {}))
        if door == "POST /import":
            form.add("files", (BytesIO(b"x"), odd.value() + odd.chance.choice(("", ".docx", ".txt", ".csv"))))
    form["csrf_token"] = someone.token
    answer = someone.client.open(
        path,
        method=method,
        base_url="https://evidence.specimen.test",
        buffered=True,
        data=form if method == "POST" else None,
    )
    if answer.status_code >= 500:
        return f"{answer.status_code} at {path[:200]} with {dict(form)!r:.1500}"
    if "Traceback" in answer.text:
        return f"a trace at {path[:200]}"
    if any(len(cookie) > 4_000 for cookie in answer.headers.getlist("Set-Cookie")):
        return f"a cookie that browsers drop at {path[:200]} with {dict(form)!r:.1500}"
    return ""


class Files:
    """The files of a project; those that changed since the last look are read again."""

    def __init__(self, root: Path) -> None:
        self.root, self.known = root, dict(self._now(root))

    @staticmethod
    def _now(root: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
        for path in root.rglob("*"):
            if path.is_file() and "audit" not in path.parts:
                yield path, (path.stat().st_size, path.stat().st_mtime_ns)

    def unreadable(self) -> list[str]:
        """Return what cannot be read any more."""
        now = dict(self._now(self.root))
        changed = [path for path, stamp in now.items() if self.known.get(path) != stamp]
        self.known = now
        found = [path.name for path in now if path.suffix == ".part" or path.name.startswith(".cqc-evidence-changes")]
        for path in (path for path in changed if path.suffix == ".md"):
            file = path.relative_to(self.root).as_posix()
            thing, problems = (read_narrative if "/narrative/" in file else read_item)(path.read_bytes(), file)
            if thing is None or has_errors(problems):
                found.append(f"{file}: {[one.message for one in problems]}\n{path.read_bytes()[:800]!r}")
        if any(path.suffix != ".md" for path in changed):
            found += [
                f"{one.location.file}: {one.message}"
                for one in read(self.root).problems
                if one.severity.value == "error"
            ]
        return found


def test_no_odd_request_breaks_the_page_or_a_file(council: Council, capfd):
    began, seed, wrong, files = time.monotonic(), 0, [], Files(council.root)
    doors, pages = list(DOORS), {}
    while (time.monotonic() - began < _SECONDS or seed < _ROUNDS * len(doors)) and not wrong:
        seed += 1
        door = doors[seed % len(doors)]
        said = asked(council, door, seed, pages)
        wrong = [said] if said else files.unreadable() if door.startswith("POST") else []
        if wrong:
            wrong.insert(0, f"seed {seed}: {door}; {capfd.readouterr().err[-600:]}")
    assert wrong == []
