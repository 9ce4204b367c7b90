"""Run what README and docs tell people to type, in the order of the page, and compare what is printed, word by word.

A page starts in an empty folder, with `<!-- start: example -->` in a copy of the worked example, or with `<!-- start:
intake -->` in a copy of that project of the tests. Then, one after the other:

- a `console` block: lines that begin with `$ cqc-evidence …` or `$ cd …`, each followed by what it prints; a
  line `…` stands for any number of lines. `<!-- exit: 1 -->` before it names an exit code other than 0.
- `<!-- printed: cqc-evidence build -->` before a `text` block: the block is what the command prints.
- `<!-- file: evidence/x.md -->` before a block: the reader saves the block under that name.
- `<!-- edit: project.yaml: "old" -> "new" -->`: the reader changes a line.
- a `python` block is run; `<!-- printed -->` before a `text` block: what the last one printed.

The tests do this with every page; `python .ci/make_docs.py --outputs` renews the printed lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

STEP = re.compile(
    r"(?:^<!-- (?P<how>file|edit|exit|start|printed)(?:: (?P<what>.*?))? -->\n)?"
    r"(?:^```(?P<language>\w+)\n(?P<text>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
SIZE = re.compile(r"\d[\d,]* kB")
ANY = "…"
_LONGEST = 1000


class Step(NamedTuple):
    """A directive, a block, or both."""

    how: str
    what: str
    language: str
    text: str
    start: int
    """Where the block's text begins in the page."""


class Mismatch(NamedTuple):
    """A block that does not say what is printed."""

    start: int
    command: str
    shown: str
    printed: str


def pages(root: Path) -> list[Path]:
    """Return README and every page of docs."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def steps(page: str) -> Iterator[Step]:
    """Yield the directives and blocks of a page, in order."""
    for found in STEP.finditer(page):
        if found["how"] or found["language"]:
            yield Step(
                found["how"] or "",
                found["what"] or "",
                found["language"] or "",
                found["text"] or "",
                found.start("text"),
            )


def run_page(page: str, root: Path, folder: Path) -> list[Mismatch]:
    """Do in `folder` what a page says, and return where it prints something else.

    Raises:
        AssertionError: when a command ends with another exit code than the page says.
    """
    return Reader(root, folder).follow(page)


class Reader:
    """Somebody who follows a page word for word."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Begin in an empty folder; `root` holds the worked example."""
        self.root = root
        self.folder = folder
        self.printed = ""
        self.names: dict[str, object] = {"__name__": "__docs__"}
        self.found: list[Mismatch] = []

    def follow(self, page: str) -> list[Mismatch]:
        """Do every step of a page."""
        for step in steps(page):
            if step.how == "start":
                start_from(step.what, self.root, self.folder)
            elif step.how == "edit":
                self.edit(step.what)
            elif step.how == "file":
                target = self.folder / step.what
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(step.text, encoding="utf-8", newline="\n")
            elif step.how == "printed":
                printed = self.run(step.what, 0) if step.what else self.printed
                self.compare(step.start, step.what or "python", step.text, printed)
            elif step.language == "console":
                self.console(step)
            elif step.language == "python":
                self.python(step.text)
        return self.found

    def edit(self, what: str) -> None:
        """Change a line as the page says."""
        name, _, change = what.partition(": ")
        old, new = (part.strip().strip('"') for part in change.split(" -> "))
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f'"{old}" is not in {name}'  # noqa: S101  # the docs are wrong
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def console(self, step: Step) -> None:
        """Run each command of a block and compare what follows it."""
        wanted = int(step.what) if step.how == "exit" else 0
        for command, start, shown in commands(step.text):
            if command.startswith("cd "):
                self.folder = self.folder / command.removeprefix("cd ").strip()
            else:
                self.compare(step.start + start, command, shown, self.run(command, wanted))

    def run(self, command: str, wanted: int) -> str:
        """Run one command in the folder and return everything it printed."""
        program, *arguments = shlex.split(command)
        assert program == "cqc-evidence", f"only cqc-evidence is run here: {command}"  # noqa: S101  # the docs are wrong
        environment = {**os.environ, "PYTHONPATH": str(self.root), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
        done = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "cqc_evidence", *arguments], cwd=self.folder, env=environment, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=120,
        )  # fmt: skip
        ended = f"{command} ended with {done.returncode}, not {wanted}:\n{done.stdout[:_LONGEST]}"
        assert done.returncode == wanted, ended  # noqa: S101  # the docs are wrong
        return done.stdout

    def python(self, text: str) -> None:
        """Run a block of Python in the folder; the blocks of a page share their names."""
        out, before = io.StringIO(), Path.cwd()
        os.chdir(self.folder)
        try:
            with contextlib.redirect_stdout(out):
                exec(compile(text, "docs", "exec"), self.names)  # noqa: S102  # our own page
        finally:
            os.chdir(before)
        self.printed = out.getvalue()

    def compare(self, start: int, command: str, shown: str, printed: str) -> None:
        """Note a block that shows something else than was printed."""
        if not matches(shown, printed):
            self.found.append(Mismatch(start, command, shown, printed))


def start_from(what: str, root: Path, folder: Path) -> None:
    """Copy what a page starts from into a folder: the worked example, or a project of the tests by its name."""
    if what != "example":
        shutil.copytree(root / "tests" / "projects" / what, folder, dirs_exist_ok=True)
        return
    shutil.copyfile(root / "project.yaml", folder / "project.yaml")
    shutil.copytree(root / "evidence", folder / "evidence", dirs_exist_ok=True)


def commands(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield each command of a console block with the place and text of what it is said to print."""
    found = list(re.finditer(r"^\$ (.*)\n", text, re.MULTILINE))
    for place, one in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        yield one[1], one.end(), text[one.end() : end]


def matches(shown: str, printed: str) -> bool:
    """Return whether shown words are the printed ones; line breaks and sizes may differ, `…` stands for any lines."""
    words = ("(?:\\S+ )*?" if word == ANY else re.escape(word) + " " for word in plain(shown).split())
    return re.fullmatch("".join(words), "".join(word + " " for word in plain(printed).split())) is not None


def plain(text: str) -> str:
    """Return text without what differs between machines: sizes, and Windows' own slashes."""
    return SIZE.sub("N kB", text).replace("\\", "/")


def renew(root: Path) -> list[Path]:
    """Write what is really printed into every page that shows something else; return those pages."""
    changed = []
    for path in pages(root):
        page = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as name:
            found = run_page(page, root, Path(name))
        for one in sorted(found, reverse=True):
            page = page[: one.start] + renewed(one.shown, one.printed) + page[one.start + len(one.shown) :]
        if found:
            path.write_text(page, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def renewed(shown: str, printed: str) -> str:
    """Return the printed lines, shortened where the page shortens them.

    The lines before the first `…` and after the last are counted and taken anew. Lines between two `…` were picked
    by somebody, and stay for somebody to mend.
    """
    old = shown.rstrip("\n").split("\n")
    new = [line.rstrip() for line in printed.rstrip("\n").split("\n")]
    if ANY in old:
        head, tail = old.index(ANY), old[::-1].index(ANY)
        picked = old[head : len(old) - tail]
        new = [*new[:head], *picked, *(new[len(new) - tail :] if tail else [])]
    ending = shown[len(shown.rstrip("\n")) :] or "\n"
    return "\n".join(new) + ending
