"""Reading and writing the pages in `tests/rules/`: prose around whole files and what they should bring up."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.check import check_project
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.read import read_project
from tests.support import TODAY, make_project, underlined

FOLDER = Path(__file__).parent / "rules"
SECTIONS = ("Must fire", "Must not fire", "Edge")
_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<sort>[\w-]+) ?(?P<name>.*)\n(?P<text>(?:.*\n)*?)(?P=fence)$", re.MULTILINE)
_SECTION = re.compile(rf"^## ({'|'.join(SECTIONS)})$", re.MULTILINE)
_SAVED_AS: dict[str, Callable[[str], bytes]] = {
    "as-cp1252": lambda text: text.encode("cp1252"),
    "as-utf-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "as-utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "as-windows-utf-8": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
}
"""Blocks whose text is saved as other programs save it."""
_DETAILS = {"says": "message", "because": "because", "help": "help"}


class Case(NamedTuple):
    """Files to lay over the base project, and what is expected of them."""

    rule: str
    section: str
    number: int
    files: dict[str, str | bytes]
    links: dict[str, str]
    expected: str
    span: tuple[int, int]
    """Where the expected text stands in the page."""

    @property
    def name(self) -> str:
        """Return what the test is called."""
        return f"{self.rule}-{self.section.lower().replace(' ', '-')}-{self.number}"


def cases_of(page: Path) -> list[Case]:
    """Return a page's cases; each ends with its `expect` block."""
    text = page.read_text(encoding="utf-8")
    found: list[Case] = []
    files: dict[str, str | bytes] = {}
    links: dict[str, str] = {}
    for block in _BLOCK.finditer(text):
        sort, name, content = block["sort"], block["name"], block["text"]
        if sort == "file":
            files[name] = content
        elif sort == "bytes":
            files[name] = ast.literal_eval(f"({content})")
        elif sort in _SAVED_AS:
            files[name] = _SAVED_AS[sort](content)
        elif sort == "link":
            links[name] = content.strip()
        elif sort == "expect":
            section = _SECTION.findall(text[: block.start()])[-1]
            found.append(
                Case(page.stem, section, len(found) + 1, files, links, content.strip("\n"), block.span("text"))
            )
            files, links = {}, {}
        else:
            message = f"{page.name} has a block of the unknown sort {sort}"
            raise ValueError(message)
    return found


def outcome(case: Case, root: Path) -> list[tuple[Diagnostic, str]]:
    """Return what the rule finds, each with the words under its caret."""
    make_project(root, case.files)
    for name, target in case.links.items():
        (root / name).symlink_to(target)
    problems = check_project(read_project(root, today=TODAY))
    return [(problem, underlined(root, problem)) for problem in problems if problem.rule == case.rule]


def as_expected(found: list[tuple[Diagnostic, str]], expected: str) -> str:
    """Return the outcome as a page has it, with the details that the page asks for.

    A page that says nothing yet gets all; a finding it does not know gets what the one before has.
    """
    asked = _asked(expected)
    lines: list[str] = []
    for number, (problem, under) in enumerate(found):
        lines += [f"{problem.location} {problem.severity} {problem.rule}", f"  under: {under}"]
        wanted = asked[min(number, len(asked) - 1)] if asked else tuple(_DETAILS)
        lines += [f"  {word}: {getattr(problem, _DETAILS[word])}" for word in wanted]
    return "\n".join(lines) or "nothing"


def _asked(expected: str) -> list[tuple[str, ...]]:
    """Return for each finding which of says, because and help the page states."""
    groups = re.split(r"^(?=\S)", expected, flags=re.MULTILINE)
    return [tuple(re.findall(r"^  (says|because|help):", group, re.MULTILINE)) for group in groups if group.strip()]


def rewrite(page: Path, texts: list[tuple[tuple[int, int], str]]) -> None:
    """Put new expectations into a page."""
    text = page.read_text(encoding="utf-8")
    for (start, end), new in sorted(texts, reverse=True):
        text = f"{text[:start]}{new}\n{text[end:]}"
    page.write_text(text, encoding="utf-8", newline="\n")
