"""Many people change one project at once while its server is killed and started again: is anything lost?

    python -m tests.web.storm
    python -m tests.web.storm --seconds 10 --editors 12 --items 120 --kills 2

It stops by itself, prints its figures, and ends with 1 when an edit that was answered is not on
the disk and in the audit trail. Everything is made up and lies in a temporary folder; nothing is asked of
any machine but this one.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from cqc_evidence.model.audit import AuditLine
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from cqc_evidence.read.audit import broken_chains, chain_files, read_chain
from cqc_evidence.read.items import read_item
from cqc_evidence.store.audit import whole_data
from cqc_evidence.store.item_text import item_text
from tests.web.storm_editor import USER, Book, Editor, Target

REPO = Path(__file__).resolve().parents[2]
TODAY = "2026-06-01"
_START = 60
_PATIENCE = 60
"""Seconds until somebody's last page must have come."""


class Wanted(NamedTuple):
    """How large a storm is."""

    seconds: float = 120
    """While the server serves; its starts come on top."""
    editors: int = 50
    items: int = 1_000
    kills: int = 20
    waiting: int = 300


class Outcome(NamedTuple):
    """What came of a storm."""

    figures: tuple[str, ...]
    faults: tuple[str, ...]
    """What must not be; empty when nothing was lost."""
    accepted: int
    kills: int


class Server:
    """The real program in a process of its own, always on the same port."""

    def __init__(self, root: Path, wanted: Wanted) -> None:
        self.root = root
        self.port = _free_port()
        self.settings = root.parent / "server.yaml"
        people = ", ".join(f"editor-{number:02}@storm.example" for number in range(wanted.editors))
        self.settings.write_text(
            f"address: http://127.0.0.1:{self.port}\n"
            f"sign_in: {{proxy: {{from: [127.0.0.1/32], user: {USER}}}}}\n"
            f"roles:\n  manager: [{people}]\n  reviewer: [{people}]\n"
            "limits: {changes_a_minute: 100000, requests_a_minute: 100000}\n",
            "utf-8",
        )
        self.started: list[float] = []
        self.said = (root.parent / "server.txt").open("ab")
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start the program and wait until it shows pages."""
        began = time.monotonic()
        folders = {name: str(self.root.parent / name.lower()) for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME")}
        arguments = ["serve", "--port", str(self.port), "--settings", str(self.settings), "--no-open", "--today", TODAY]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cqc_evidence", *arguments, "--project", str(self.root)],
            cwd=REPO, stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said, env={**os.environ, **folders},
        )  # fmt: skip
        while self._status() != 200:
            if self.process.poll() is not None or time.monotonic() - began > _START:
                message = f"the server does not start: {(self.root.parent / 'server.txt').read_text()[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.05)
        self.started.append(time.monotonic() - began)
        return self.process

    def kill(self) -> None:
        """Stop the program in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """Stop the program as Ctrl and C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(30)
        finally:
            if self.process.poll() is None:
                self.kill()
            self.said.close()

    def _status(self) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_START)
        try:
            connection.request("GET", "/review", headers={USER: "editor-00@storm.example"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()


def storm(folder: Path, wanted: Wanted) -> Outcome:
    """Let a storm pass over a made-up project, and compare what people were told with what is there."""
    root = folder / "project"
    target = _made(root, wanted)
    before = {file: sha256((root / file).read_bytes()).hexdigest() for file in _files(root)}
    left_out = _project(root).left_out
    server = Server(root, wanted)
    began = time.monotonic()
    over = threading.Event()
    editors = [Editor(number, server.port, target, over) for number in range(wanted.editors)]
    try:
        for editor in editors:
            editor.start()
        time.sleep(wanted.seconds / (wanted.kills + 1))
        for _ in range(wanted.kills):
            server.kill()
            server.start()
            time.sleep(wanted.seconds / (wanted.kills + 1))
        took = time.monotonic() - began
        over.set()
        for editor in editors:
            editor.join(_PATIENCE)
    finally:
        over.set()
        ended = server.end()
    faults = [f"{editor.name} hangs" for editor in editors if editor.is_alive()]
    book = _together([editor.book for editor in editors])
    lines = _lines(root)
    faults += [
        *_unkept(book, lines),
        *_not_in_order(root, before, lines),
        *_left_behind(root),
        *_unread(root, left_out),
    ]
    faults += [f"an odd answer: {odd}" for odd in sorted(set(book.odd))]
    faults += _mistakes(root.parent / "server.txt")
    figures = _figures(book, lines, server.started, wanted, took, len(before))
    return Outcome((*figures, f"server's last exit code: {ended}"), tuple(faults), len(book.accepted), wanted.kills)


def _made(root: Path, wanted: Wanted) -> Target:
    """Write a made-up project with some passages that wait to be tagged."""
    script = REPO / "benchmarks" / "corpus.py"
    subprocess.run([sys.executable, str(script), str(root), "--items", str(wanted.items)], check=True, timeout=120)
    items = _project(root).items
    kind = next(item.kind for item in items if item.voice == "staff")
    waiting = [f"waiting-{number:04}" for number in range(wanted.waiting)]
    for name in waiting:
        made = {
            "id": name, "kind": kind, "title": f"A passage that waits, {name}", "date": "2026-02", "voice": "staff",
            "source": {"citation": "Specimen minutes", "locator": f"paragraph {name}"}, "body": "Staff said that it works.", "tags": [],
        }  # fmt: skip
        path = root / "evidence" / "inbox" / "specimen" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(item_text(Item.model_validate(made)), "utf-8")
    personal = frozenset(item.id for item in items if item.sensitivity == "personal")
    return Target([item.id for item in items], personal, waiting)


def _project(root: Path) -> Project:
    return read_project(root, today=date.fromisoformat(TODAY))


def _files(root: Path) -> Iterator[str]:
    for path in sorted((root / "evidence").rglob("*")):
        if path.is_file() and path.suffix in (".md", ".yaml"):
            yield path.relative_to(root).as_posix()


def _lines(root: Path) -> list[AuditLine]:
    return [line for file in chain_files(root) for line in read_chain((root / file).read_bytes())]


def _together(books: list[Book]) -> Book:
    whole = Book()
    for book in books:
        for name in ("accepted", "refused", "unknown", "save_ms", "page_ms", "odd"):
            getattr(whole, name).extend(getattr(book, name))
        whole.counts.update(book.counts)
    return whole


def _unkept(book: Book, lines: list[AuditLine]) -> Iterator[str]:
    """Yield each change that was answered and is not in the trail, and each that was refused and is."""
    told: dict[tuple[str, str], str] = {}
    silent: Counter[tuple[str, str]] = Counter()
    for line in lines:
        key = (line.who, line.said.about)
        told[key] = told.get(key, "") + line.said.model_dump_json()
        silent[key] += not line.said.changes
    for kept in book.accepted:
        key = (kept.who, kept.about)
        if kept.personal or kept.did == "commented":
            silent[key] -= 1
            if silent[key] < 0:
                yield f"lost: {kept}"
        elif kept.marker not in told.get(key, ""):
            yield f"lost: {kept}"
    for kept in book.refused:
        if kept.marker in told.get((kept.who, kept.about), ""):
            yield f"kept although it was refused: {kept}"
    everything = "".join(told.values())
    yield from (
        f"words of a personal item are in the trail: {one}"
        for one in book.accepted
        if one.personal and one.marker in everything
    )


def _not_in_order(root: Path, before: dict[str, str], lines: list[AuditLine]) -> Iterator[str]:
    """Yield each file whose lines do not lead, one after the other, from what it was to what it is."""
    yield from (f"a broken chain: {one}" for one in broken_chains(root))
    waiting: dict[tuple[str, str], AuditLine] = {}
    for line in lines:
        key = (line.said.moved_from or line.said.file, line.said.before)
        if key in waiting:
            yield f"two changes of {key[0]} began with the same text"
        waiting[key] = line
    now = dict(before)
    fields: dict[str, dict[str, Any]] = {}
    for file in [*before, *sorted({key[0] for key in waiting} - before.keys())]:
        at, digest = file, now.get(file, "")
        while (line := waiting.pop((at, digest), None)) is not None:
            now.pop(at, None)
            at, digest = line.said.file, line.said.after
            now[at] = digest
            fields.setdefault(at, {}).update({name: pair[1] for name, pair in line.said.changes.items()})
    yield from (f"a change that joins on to nothing: {key}" for key in waiting)
    there = {file: sha256((root / file).read_bytes()).hexdigest() for file in _files(root)}
    yield from (
        f"not what the trail leads to: {file}"
        for file in sorted(there.keys() | now.keys())
        if there.get(file) != now.get(file)
    )
    for file, values in fields.items():
        yield from _other_values(root, file, values)


def _other_values(root: Path, file: str, values: dict[str, Any]) -> Iterator[str]:
    """Yield each field of an item's file that is not what was last accepted for it."""
    if not file.endswith(".md"):
        return
    item, found = read_item((root / file).read_bytes(), file)
    if item is None:
        yield f"cannot be read: {file}: {[one.message for one in found]}"
        return
    data = whole_data(item)
    yield from (f"{file}: {key} is not what was last kept" for key, value in values.items() if data.get(key) != value)


def _left_behind(root: Path) -> Iterator[str]:
    for path in root.rglob("*"):
        if path.name.endswith(".part") or "cqc-evidence-changes" in path.name:
            yield f"left behind: {path.relative_to(root)}"


def _unread(root: Path, left_out: tuple[str, ...]) -> Iterator[str]:
    now = _project(root).left_out
    yield from (f"cannot be read any more: {file}" for file in now if file not in left_out)


def _mistakes(said: Path) -> Iterator[str]:
    """Yield what the server called a mistake of ours, once each, and how often."""
    told = Counter(
        line
        for line in said.read_text("utf-8", "replace").splitlines()
        if "mistake of ours" in line or "failed" in line
    )
    yield from (f"{many} times: {line}" for line, many in told.items())


def _figures(
    book: Book, lines: list[AuditLine], started: list[float], wanted: Wanted, took: float, files: int
) -> Iterator[str]:
    edits = len(book.accepted)
    yield f"accepted: {edits} in {wanted.seconds:.0f} s of service ({took:.0f} s with starts), {edits / wanted.seconds:.1f} a second"
    yield from (f"  {what}: {many}" for what, many in sorted(book.counts.items()))
    yield f"broken off by a kill, kept or not: {len(book.unknown)}"
    yield f"milliseconds of a save: {_spread(book.save_ms)}; of a page: {_spread(book.page_ms)}"
    yield f"kills: {len(started) - 1}; seconds of a start: {median(started):.1f} at the median, {max(started):.1f} at most"
    yield f"lines in {len({(line.who, line.machine) for line in lines})} chains: {len(lines)}; files compared: {files}"


def _spread(times: list[float]) -> str:
    if len(times) < 2:
        return "not measured"
    return f"{median(times):.0f} at the median, {quantiles(times, n=20)[-1]:.0f} at the 95th percentile"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def main() -> int:
    """Run one storm and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    usual = Wanted()
    for name in ("seconds", "editors", "items", "kills", "waiting"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    wanted = Wanted(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        outcome = storm(Path(folder), wanted)
    shown = list(outcome.faults[:40]) or ["Nothing that was answered was lost."]
    sys.stdout.write("\n".join([*outcome.figures, *shown, ""]))
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
