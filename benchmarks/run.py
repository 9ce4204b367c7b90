"""How long the program takes and how much memory, at several sizes of project, beside the least that is possible.

    python benchmarks/run.py [--sizes 100,1000,10000] [--repeat 3] [--markdown FILE] [--folder DIR]

Whole processes are timed, as people start them. Every project is made up by `corpus.py` in a
temporary folder and goes away at the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import report
from child import Child, Sample

HERE = Path(__file__).resolve().parent
TODAY = "2026-06-01"
HEAVY = ("pandas", "numpy", "docx", "jinja2", "markdown", "xlsxwriter", "lxml")
"""What only a build, or only one format of it, may load."""
_LISTER = (
    "import sys, json\nfrom cqc_evidence.cli.main import run\ntry:\n    run()\nexcept SystemExit:\n    pass\n"
    "print('\\0' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules} & set({heavy!r}))))"
)


class Bench:
    """One project of one size, and the tasks that are timed on it."""

    def __init__(self, folder: Path, items: int) -> None:
        """Make the project."""
        self.items = items
        self.root = folder / f"project-{items}"
        self.cache = folder / f"cache-{items}"
        self.out = folder / f"out-{items}"
        keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG_", "COV"))}
        environment = {
            **keep,
            "XDG_CACHE_HOME": str(self.cache),
            "LOCALAPPDATA": str(self.cache),
            "PYTHONHASHSEED": "0",
        }
        self.child = Child(environment, folder / "printed")
        self.revision = 0
        self.child.run([HERE / "corpus.py", self.root, "--items", str(items)])

    def verb(self, *arguments: str | Path) -> Sample:
        """Run a verb of the program on the project."""
        return self.child.run(["-m", "cqc_evidence", "--project", self.root, "--today", TODAY, *arguments])

    def empty(self) -> None:
        """Take away what earlier runs have kept."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def build(self, out: Path | None = None, forms: str = "html,docx,json") -> Sample:
        """Build Word, HTML and JSON, or other formats."""
        return self.verb("build", "--format", forms, "--out", out or self.out)

    def revise(self) -> None:
        """Change one item that a claim cites."""
        self.revision += 1
        self.child.run([HERE / "corpus.py", self.root, "--items", str(self.items), "--revise", str(self.revision)])

    def tasks(self) -> Iterator[tuple[str, Sample]]:
        """Yield each task with its cost, in the order in which people do them."""
        yield report.FLOOR_START, self.child.run([HERE / "floor.py", "start", self.root])
        yield report.FLOOR_READ, self.child.run([HERE / "floor.py", "read", self.root])
        yield report.FLOOR_YAML, self.child.run([HERE / "floor.py", "yaml", self.root])
        yield report.HELP, self.child.run(["-m", "cqc_evidence", "--help"])
        self.empty()
        yield report.CHECK, self.verb("check")
        yield report.CHECK_WARM, self.verb("check")
        self.empty()
        yield report.COLD, self.build()
        yield report.WARM, self.build()
        self.revise()
        yield report.CHANGED, self.build()
        apart = self.out.with_name(f"{self.out.name}-formats")
        yield report.TWO, self.build(apart, "html,docx")
        yield report.ALL, self.build(apart, "all")
        yield report.COVERAGE, self.verb("coverage", "--format", "json")

    def must_equal_a_cold_build(self) -> None:
        """Stop when the last build, one item changed, is not what a cold build of the same state gives."""
        self.empty()
        cold = self.out.with_name(f"{self.out.name}-cold")
        self.build(cold)
        self.child.run([HERE / "same.py", self.out, cold, f"revised {self.revision} times"])
        shutil.rmtree(cold)


def loaded(environment: Mapping[str, str], *arguments: str | Path) -> list[str]:
    """Return what a verb loads that it should not."""
    command = [sys.executable, "-c", _LISTER.replace("{heavy!r}", repr(HEAVY)), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(environment))
    names = done.stdout.rpartition("\0")[2].strip().strip("[]").replace('"', "")
    return names.split(", ") if names else []


def measure(folder: Path, sizes: list[int], repeat: int) -> tuple[dict[int, dict[str, list[Sample]]], str]:
    """Return every sample, and sentences on what is loaded and whether builds are the same."""
    results: dict[int, dict[str, list[Sample]]] = {}
    facts: list[str] = []
    for items in sizes:
        bench = Bench(folder, items)
        found: dict[str, list[Sample]] = defaultdict(list)
        for number in range(repeat):
            for task, sample in bench.tasks():
                found[task].append(sample)
                print(f"  {items:>6,} items, {number + 1} of {repeat}: {task}, {sample.cpu:.2f} s", file=sys.stderr)
            bench.must_equal_a_cold_build()
        results[items] = dict(found)
        if not facts:
            where = ("--project", bench.root, "--today", TODAY)
            for words, arguments in (("--help", ("--help",)), ("check", (*where, "check"))):
                names = loaded(bench.child.environment, *arguments)
                facts.append(f"`{words}` loads {', '.join(names) if names else 'nothing heavy'}.")
    facts.append(
        "A build after one item changed gave the same bytes as a cold build, at every size and in every repeat."
    )
    return results, " ".join(facts)


def text_of(results: dict[int, dict[str, list[Sample]]], facts: str, repeat: int) -> str:
    """Return the whole report."""
    parts = [
        report.machine(repeat),
        "**Targets**",
        report.verdicts(results),
        facts,
        "**What each task costs**",
        report.costs(results),
    ]
    if len(results) > 1:
        parts += ["**What more items cost** (CPU)", report.growth(results)]
    parts += ["**Multiples of the floor** (CPU)", report.ratios(results)]
    return "\n\n".join(parts)


def main() -> None:
    """Measure, print, and if asked write into a Markdown file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="100,1000,10000", help="items of each project, with commas")
    parser.add_argument("--repeat", type=int, default=3, help="how often each task is run")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write the tables into this file too, between its markers"
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", help="make the projects here and keep them")
    wanted = parser.parse_args()
    if not hasattr(os, "wait4"):
        parser.error("this system does not tell what one child cost: run it on Linux or macOS, or in WSL")
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results, facts = measure(
            folder.resolve(), sorted({int(size) for size in wanted.sizes.split(",")}), wanted.repeat
        )
    told = text_of(results, facts, wanted.repeat)
    print(told)
    if wanted.markdown:
        report.put(wanted.markdown, told)


if __name__ == "__main__":
    main()
