"""How long the page takes: its start, and each page that people open most, with many items.

    python benchmarks/web.py [--sizes 10000] [--requests 50] [--markdown docs/speed.md] [--folder DIR] [--long]

A real program serves a made-up project; one person asks for one page after the other over loopback. `--long` asks 5,000
times and changes 500 items, and tells whether memory grows.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import intake
import report
from browser import Browser, Form
from child import Child

HERE = Path(__file__).resolve().parent
TODAY = "2026-06-01"
WORDS = (
    "hospital",
    "carer",
    "listened",
    "telephone",
    "review",
    "neighbourhood",
    "survey",
    "waiting",
    "staff",
    "specimen",
)
STARTS = "start until the first page"
COLD = "start, nothing remembered"
HOME, ITEM, SEARCH, TAG = "where we stand", "an item", "a search", "tagging one of the candidates"
EDIT, AFTER = "changing an item (form and saving)", "where we stand, right after a change"
TARGETS = {STARTS: 3_000, HOME: 300, SEARCH: 200, ITEM: 100}
"""Milliseconds that the median should stay within, at 10,000 items."""
AT = 10_000
_CALM = 120
_EDITS_A_MINUTE = 240
_REQUESTS_A_MINUTE = 5_500


class Times(NamedTuple):
    """What the same task took, again and again."""

    took: list[float]
    """Seconds, one a request."""
    cpu: float
    """CPU seconds of the server a request, whatever else it did in between included."""


class Site:
    """A project of one size, with candidates in its inbox."""

    def __init__(self, folder: Path, items: int, candidates: int) -> None:
        """Make the project."""
        self.items, self.candidates = items, candidates
        self.root = folder / f"project-{items}"
        keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG_", "COV"))}
        places = dict.fromkeys(("XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"), str(folder / f"cache-{items}"))
        self.environment = {**keep, **places}
        child = Child(self.environment, folder / "printed")
        if self.root.exists():
            return
        child.run([HERE / "corpus.py", self.root, "--items", str(items)])
        intake.write_texts(folder / f"texts-{items}", candidates)
        child.run(["-m", "cqc_evidence", "--project", self.root, "--today", TODAY, "import", folder / f"texts-{items}"])

    def browser(self, *, cold: bool = False) -> Browser:
        """Start to serve; `cold` forgets every parsed item first."""
        if cold:
            for path in Path(self.environment["XDG_CACHE_HOME"]).rglob("*.sqlite*"):
                path.unlink()
        return Browser(self.root, self.environment, TODAY)

    def some_items(self, number: int) -> list[str]:
        """Return different items, from all over the project."""
        return [f"specimen-{1 + place * self.items // number:05}" for place in range(number)]

    def some_candidates(self, number: int) -> list[str]:
        """Return different candidates."""
        found = sorted((self.root / "evidence" / "inbox").rglob("*.md"))
        names = [re.search(r"(?m)^id: (\S+)$", path.read_text(encoding="utf-8")) for path in found[:number]]
        return [name[1] for name in names if name]


def asked(browser: Browser, paths: Iterator[str], number: int) -> Times:
    """Return how long each of so many pages took.

    Raises:
        SystemExit: when one is not there.
    """
    before, took = browser.cpu(), []
    for path in islice(paths, number):
        answer = browser.get(path)
        if answer.status not in (200, 302):
            sys.exit(f"{path} answered {answer.status}: {answer.text[:2000]}")
        took.append(answer.took)
    return Times(took, (browser.cpu() - before) / number)


def change(browser: Browser, name: str, words: str) -> float:
    """Give an item another title, as a person would; return the seconds spent waiting.

    Raises:
        SystemExit: when it was not saved.
    """
    page = browser.get(f"/item/{name}/edit")
    answer = browser.post(f"/item/{name}/edit", Form(page.text, "title").with_field("title", words))
    if answer.status != 303:  # noqa: PLR2004  # on to the item, saved
        sys.exit(f"changing {name} answered {answer.status}: {answer.text[:2000]}")
    return page.took + answer.took


def changed(browser: Browser, names: list[str], again: str) -> tuple[Times, Times]:
    """Return how long changes took, and the page that shows where we stand right after each."""
    took: tuple[list[float], list[float]] = ([], [])
    spent = [0.0, 0.0]
    for place, name in enumerate(names):
        before = browser.cpu()
        took[0].append(change(browser, name, f"Specimen {place}, in other words {again}"))
        between = browser.cpu()
        took[1].append(browser.get("/").took)
        spent = [spent[0] + between - before, spent[1] + browser.cpu() - between]
        time.sleep(0.3)
    return Times(took[0], spent[0] / len(names)), Times(took[1], spent[1] / len(names))


def calm(browser: Browser) -> None:
    """Wait until problems were looked for and nothing is worked out in the background any more."""
    until = time.monotonic() + _CALM
    while time.monotonic() < until and "the check is running" in browser.get("/").text:
        time.sleep(0.5)
    before = -1.0
    while time.monotonic() < until and browser.cpu() - before > 0.05:  # noqa: PLR2004  # a twentieth of a core
        before = browser.cpu()
        time.sleep(1)


def tasks(site: Site, number: int) -> Iterator[tuple[str, Times]]:
    """Yield each task with its times, in the order in which people do them."""
    for name, cold in ((COLD, True), (STARTS, False)):
        browser = site.browser(cold=cold)
        _, shown = browser.enter()
        yield name, Times([shown], browser.cpu())
        if cold:
            browser.leave()
    try:
        yield "where we stand, while problems are looked for", asked(browser, cycle(["/"]), number)
        calm(browser)
        yield from pages(browser, site, number)
        yield from zip((EDIT, AFTER), changed(browser, site.some_items(number), str(time.time_ns())), strict=True)
        print(f"  {site.items:>6,} items: {browser.memory().get('VmHWM', 0):.0f} MB at most", file=sys.stderr)
        yield "memory", Times([browser.memory().get("VmHWM", 0.0)], 0.0)
    finally:
        browser.leave()


def pages(browser: Browser, site: Site, number: int) -> Iterator[tuple[str, Times]]:
    """Yield the pages that nobody changes anything on."""
    names, candidates = site.some_items(number), site.some_candidates(number)
    ask: Callable[[list[str]], Times] = lambda paths: asked(browser, cycle(paths), number)  # noqa: E731
    yield "the first search", asked(browser, cycle([f"/search?q={WORDS[0]}"]), 1)
    yield HOME, ask(["/"])
    yield SEARCH, ask([f"/search?q={word}" for word in WORDS])
    yield ITEM, ask([f"/item/{name}" for name in names])
    yield "gaps", ask(["/gaps"])
    yield "a statement", ask(["/statement/equity", "/statement/assessing-needs", "/statement/learning"])
    yield "evidence, the list", ask(["/items", "/items?status=proposed", "/items?statement=equity"])
    yield "review", ask(["/review"])
    browser.get("/inbox")
    yield "inbox", ask(["/inbox"])
    yield "the next candidate", ask(["/tag"])
    yield TAG, ask([f"/tag/{name}" for name in candidates])


def table(items: int, candidates: int, found: dict[str, Times]) -> str:
    """Return the times of one project, a row a task, with the targets."""

    def row(task: str, times: Times) -> tuple[str, ...]:
        middle = median(times.took) * 1_000
        late = f"{quantiles(times.took, n=20)[-1] * 1_000:.0f}" if len(times.took) > 1 else "–"
        target = TARGETS.get(task) if items == AT else None
        result = ("met" if middle <= target else "not met") if target else "–"
        return task, f"{middle:.0f}", late, f"{times.cpu * 1_000:.0f}", f"{target:,}" if target else "–", result

    head = ("milliseconds", "median", "95 of 100 within", "CPU", "median wanted", "result")
    rows = [row(task, times) for task, times in found.items() if task != "memory"]
    peak = found["memory"].took[0]
    held = f" At most the server held {peak:.0f} MB." if peak else ""
    return f"**{items:,} items, {candidates:,} candidates in the inbox.**{held}\n\n{report.table(head, rows)}"


def long_run(site: Site) -> None:
    """Ask and change for a long time, and print what the server holds in between."""
    browser = site.browser()
    browser.enter()
    calm(browser)
    try:
        names = site.some_items(100)
        for number in range(10):
            began = time.monotonic()
            asked(browser, cycle(["/", "/gaps", *(f"/item/{name}" for name in names)]), 500)
            time.sleep(max(0.0, 500 * 60 / _REQUESTS_A_MINUTE - (time.monotonic() - began)))
            for place in range(50):
                began = time.monotonic()
                change(browser, names[place], f"Specimen {place}, said again {number} {time.time_ns()}")
                time.sleep(max(0.0, 60 / _EDITS_A_MINUTE - (time.monotonic() - began)))
            held = browser.memory()
            done = f"{500 * (number + 1):>6,} requests, {50 * (number + 1):>4} changes"
            print(f"{done}: {held.get('VmRSS', 0):.0f} MB, at most {held.get('VmHWM', 0):.0f} MB", flush=True)
    finally:
        browser.leave()


def main() -> None:
    """Measure, print, and if asked write into a Markdown file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="10000", help="items of each project, with commas")
    parser.add_argument("--candidates", type=int, default=1_000, help="candidates in the inbox")
    parser.add_argument("--requests", type=int, default=50, help="how often each page is asked for")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables into this file too")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="make the projects here and keep them")
    parser.add_argument("--long", action="store_true", help="5,000 requests and 500 changes: does memory grow?")
    wanted = parser.parse_args()
    parts = [report.machine(wanted.requests)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = (wanted.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for items in sorted({int(size) for size in wanted.sizes.split(",")}):
            site = Site(folder, items, wanted.candidates)
            if wanted.long:
                long_run(site)
                continue
            found: dict[str, Times] = {}
            for task, times in tasks(site, wanted.requests):
                found[task] = times
                print(f"  {items:>6,} items: {task}, {median(times.took) * 1_000:.0f} ms", file=sys.stderr, flush=True)
            parts.append(table(items, wanted.candidates, found))
    if wanted.long:
        return
    told = "\n\n".join(parts)
    print(told)
    if wanted.markdown:
        report.put(wanted.markdown, told, "web")


if __name__ == "__main__":
    main()
