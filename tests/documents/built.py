"""Packs as a council has them: built by the command, from real and from very odd evidence."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from cqc_evidence.cli.quoted import quoted
from cqc_evidence.write.clean import clean
from tests.cli.support import DAY, REPO, cqc
from tests.support import write_files

EDITIONS = {"internal": "", "cqc": "-cqc", "public": "-public"}
PROJECTS = {"example": REPO, "medway-2017": REPO / "tests" / "projects" / "medway-2017"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SCRIPT = "<script>alert(1)</script>"
LONG = "W" * 10_000
ODD = f"""& < > " ' \x0b {{{{ 7 * 7 }}}} {{% raw %}} {SCRIPT} &lt;b&gt; 👩🏽‍🦽 مرحبا \u202e $1 \\n %s"""
"""What people paste, and what somebody might try."""


class Built(NamedTuple):
    """A pack of one edition on the disk."""

    folder: Path
    suffix: str
    code: int

    @property
    def docx(self) -> Path:
        """The Word file."""
        return self.folder / f"self-assessment{self.suffix}.docx"

    @property
    def html(self) -> Path:
        """The page."""
        return self.folder / f"self-assessment{self.suffix}.html"

    @property
    def coverage(self) -> Path:
        """The measurement."""
        return self.folder / f"coverage{self.suffix}.json"


def build(project: Path, folder: Path, edition: str = "internal") -> Built:
    """Build a project with the real command, in every format."""
    typed = cqc(
        "--project",
        project,
        "--today",
        DAY,
        "build",
        "--no-cache",
        "--edition",
        edition,
        "--format",
        "all",
        "--out",
        folder,
    )
    assert typed.code in (0, 1), typed.err
    return Built(folder, EDITIONS[edition], typed.code)


def odd(field: str) -> str:
    """Return odd text that can be found again."""
    return f"«{field}» {ODD} «/{field}»"


def odd_project(root: Path) -> Path:
    """Write a project in which every text a person may type is odd."""
    settings = [f"{key}: {quoted(odd(key))}" for key in ("council", "title", "notice", "status")]
    risk = f"local_risks: [{{statement: equity, reason: {quoted(odd('local-risk'))}}}]"
    files = {
        "project.yaml": "\n".join((*settings, risk, "as_at: 2021-05-31", "")),
        "evidence/odd.md": _item("odd", "supports"),
        "evidence/against.md": _item("against", "challenges"),
        "evidence/long.md": _long_item(),
        "evidence/narrative/learning.md": _narrative(),
        "evidence/improvement.yaml": _improvement(),
        "evidence/decisions.yaml": "accepted_gaps:\n  - {gap: gap-equity-partners, until: 2029-01-01, "
        f"reason: {quoted(odd('accepted-reason'))}, who: {quoted(odd('accepted-who'))}}}\n"
        f"scores: [{{statement: learning, score: 2, reason: {quoted(odd('score-reason'))}, who: {quoted(odd('score-who'))}}}]\n",
        "evidence/requests.yaml": f"requests: [{{who: {quoted(odd('request-who'))}, topic: {quoted(odd('request-topic'))}}}]\n",
    }
    return write_files(root, files)


def _item(name: str, stance: str) -> str:
    def text(field: str) -> str:
        return quoted(odd(f"{name}-{field}"))

    return f"""\
---
id: {name}
kind: reflection
title: {text("title")}
date: 2021-04
voice: staff
owner: {text("owner")}
status: accepted
sensitivity: public
source: {{citation: {text("citation")}, locator: {text("locator")}}}
figures: [{{id: f, label: {text("label")}, value: 1.5, unit: {quoted(odd(f"{name}-unit").replace("{", "").replace("}", ""))}, comparator: {text("comparator")}}}]
actions: [{{raised: 2021-04, action: {text("action")}, owner: {text("action-owner")}, done: 2021-04-20, reported_back: {{to: {text("told")}}}, effect: found}}]
tags: [{{statement: learning, stance: {stance}, rules: [work-collaboratively], breaks: [no-hand-offs], says: {text("says")}, so_what: {text("so-what")}}}]
---

{odd(f"{name}-body")}
"""


def _long_item() -> str:
    return f"""\
---
id: long
kind: reflection
title: {LONG}
date: 2021-05
voice: leader
status: accepted
sensitivity: public
source: {{citation: {LONG}, locator: {LONG}}}
tags: [{{statement: learning, says: {LONG}, so_what: {LONG}}}]
---
"""


def _narrative() -> str:
    one_line = {field: odd(field).replace("\x0b", "") for field in ("claim", "claim-so-what", "heading", "free")}
    return f"""\
---
statement: learning
judgement: {quoted(odd("judgement"))}
confidence: low
speaker: {quoted(odd("speaker"))}
---

## Claims

- {{#learning-1}} {one_line["claim"]} [@odd, p. {LONG[:50]}]. So what: {one_line["claim-so-what"]}
- {{#learning-2}} {LONG} [@against].

## {one_line["heading"]}

{one_line["free"]} [@long].
"""


def _improvement() -> str:
    fields = ("action", "why", "owner", "measure", "baseline", "target", "latest", "source")
    words = ", ".join(f"{field}: {quoted(odd(f'improvement-{field}'))}" for field in fields)
    return f"improvements: [{{id: better, gap: gap-learning-people, due: 2021-12, {words}}}]\n"


def word_text(docx: Path) -> str:
    """Return all words of a Word file: body, comments, headers, properties; a part a line."""
    texts = []
    with ZipFile(io.BytesIO(docx.read_bytes())) as package:
        for name in sorted(package.namelist()):
            if name.endswith(".xml") and name.startswith("word/"):
                root = etree.fromstring(package.read(name))
                texts += ["".join(found.text or "" for found in one.iter(f"{WORD}t")) for one in root.iter(f"{WORD}p")]
    return " ".join(" ".join(texts).split())


def page_text(html: Path) -> str:
    """Return all words of a page but those of its style and script."""
    root = etree.fromstring(html.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    for hidden in root.xpath("//style | //script"):
        hidden.text = ""
    return " ".join("".join(root.itertext()).split())


def told(text: str) -> dict[str, set[str]]:
    """Return each odd field that a text tells, with the words in which it does."""
    found: dict[str, set[str]] = {}
    for field, words in re.findall(r"«([a-z-]+)»(.*?)«/\1»", text):
        found.setdefault(field, set()).add(" ".join(words.split()))
    return found


def unharmed(field: str) -> str:
    """Return how an odd field reads in a pack: only what no file may hold is gone."""
    words = ODD.replace("{", "").replace("}", "") if field.endswith("-unit") else ODD
    return " ".join(clean(words).split())
