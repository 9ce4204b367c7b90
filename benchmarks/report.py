"""What was measured, as tables of Markdown that are also easy to read on a screen."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from child import Sample

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
COLD, WARM, CHANGED = "build, cold", "build, nothing changed", "build, one item changed"
TWO, ALL = "build, Word and HTML", "build, all formats"
CHECK, CHECK_WARM, COVERAGE, HELP = "check, cold", "check, again", "coverage as JSON", "--help"
FLOOR_START, FLOOR_READ, FLOOR_YAML = "floor: start Python", "floor: read and sha256", "floor: YAML's C composer"

Results = Mapping[int, Mapping[str, Sequence[Sample]]]
"""Items of the project → task → one sample a repeat."""


class Target(NamedTuple):
    """A number that a task should stay within."""

    task: str
    items: int
    limit: float
    what: str = "cpu"


TARGETS = (
    Target(COLD, 1_000, 0.8),
    Target(COLD, 10_000, 4),
    Target(COLD, 10_000, 350, "peak"),
    Target(COLD, 10_000, 11, "growth"),
    Target(ALL, 10_000, 1.5, "beside"),
    Target(ALL, 10_000, 11, "growth"),
    Target(CHANGED, 1_000, 0.3),
    Target(CHANGED, 10_000, 0.8),
    Target(CHECK, 1_000, 0.4),
    Target(HELP, 1_000, 0.15),
)
_UNITS = {"cpu": "CPU s", "peak": "MB", "growth": "times 1,000 items", "beside": "times Word and HTML"}


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns stand in line."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    form = [
        " | ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    rule = " | ".join("-" * width if not at else "-" * (width - 1) + ":" for at, width in enumerate(widths))
    return "\n".join(f"| {line} |" for line in (form[0], rule, *form[1:]))


def costs(results: Results) -> str:
    """Return minimum and median of CPU and wall seconds and the peak of memory, a row a task and size."""
    rows = (
        (
            task, f"{items:,}", *_pair(sample.cpu for sample in samples), *_pair(sample.wall for sample in samples),
            f"{max(sample.peak for sample in samples):.0f}",
        )
        for items, tasks in results.items() for task, samples in tasks.items()
    )  # fmt: skip
    return table(("task", "items", "CPU s, least", "median", "wall s, least", "median", "peak MB"), rows)


def growth(results: Results) -> str:
    """Return how many times more CPU each step of size costs; ten times the items should cost about ten times."""
    sizes = sorted(results)
    steps = list(pairwise(sizes))
    rows = (
        (task, *(f"{least(results, task, large) / least(results, task, small):.1f} ×" for small, large in steps))
        for task in results[sizes[0]] if all(task in results[size] for size in sizes)
    )  # fmt: skip
    return table(("task", *(f"{small:,} → {large:,}" for small, large in steps)), rows)


def ratios(results: Results) -> str:
    """Return each task as a multiple of the two floors: these hold on a busy machine too."""
    rows = (
        (task, f"{items:,}", *(f"{least(results, task, items) / least(results, floor, items):.1f} ×" for floor in (FLOOR_READ, FLOOR_YAML)))
        for items, tasks in results.items() for task in tasks if not task.startswith("floor")
    )  # fmt: skip
    return table(("task", "items", "of reading", "of YAML"), rows)


def verdicts(results: Results) -> str:
    """Return each target with what was measured, and whether it is met, in words."""
    return table(("target", "items", "at most", "measured", "result"), _verdicts(results))


def _verdicts(results: Results) -> Iterator[Sequence[str]]:
    for target in TARGETS:
        value = _measured(results, target)
        head = (target.task, f"{target.items:,}", f"{target.limit:g} {_UNITS[target.what]}")
        if value is None:
            yield (*head, "–", "not measured")
        else:
            yield (
                *head,
                f"{value:.0f}" if target.what == "peak" else f"{value:.2f}",
                "met" if value <= target.limit else "not met",
            )


def _measured(results: Results, target: Target) -> float | None:
    if target.items not in results or (target.what == "growth" and target.items // 10 not in results):
        return None
    if target.what == "peak":
        return max(sample.peak for sample in results[target.items][target.task])
    found = least(results, target.task, target.items)
    if target.what == "beside":
        return found / least(results, TWO, target.items)
    return found / least(results, target.task, target.items // 10) if target.what == "growth" else found


def least(results: Results, task: str, items: int) -> float:
    """Return the least CPU of the repeats: the one that others disturbed least."""
    return max(min(sample.cpu for sample in results[items][task]), 1e-3)


def _pair(values: Iterable[float]) -> tuple[str, str]:
    found = list(values)
    return f"{min(found):.2f}", f"{median(found):.2f}"


def machine(repeat: int) -> str:
    """Return when and on what it was measured, in words."""
    day = date.today()  # noqa: DTZ011  # the day where the machine stands
    system = f"{platform.system()}, Python {platform.python_version()}"
    busy = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return (
        f"Measured on {day.day} {day:%B %Y}: {os.cpu_count()} cores, {system}{busy}; {repeat} repeats. A machine that others use "
        "too is noisy: compare the least of the repeats and the ratios, not single seconds."
    )


def put(path: Path, text: str, name: str = "table") -> None:
    """Write a report into a Markdown file, between the two markers of its name if it has them."""
    begin, end = (mark.replace("table", name) for mark in (BEGIN, END))
    block = f"{begin}\n{text}\n{end}"
    old = path.read_text(encoding="utf-8") if path.exists() else f"{begin}{end}\n"
    before, _, rest = old.partition(begin)
    after = rest.partition(end)[2]
    path.write_text(f"{before}{block}{after}", encoding="utf-8")
