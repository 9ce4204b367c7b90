"""The same work by Doorstop, in one run on the same machine: N items published as HTML, beside our cold build.

    python benchmarks/compare.py [--items 1000]

Doorstop is installed into a temporary environment. It writes no Word and measures no coverage.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import report
from child import Child, Sample
from corpus import files
from plans import shape
from run import Bench

_MINUTES = 4
_SETTINGS = "settings:\n  digits: 5\n  prefix: {prefix}\n  sep: '-'\n{parent}"
_ITEM = "active: true\nderived: false\nheader: ''\nlevel: {level}\nlinks: {links}\nnormative: true\nref: ''\nreviewed: null\ntext: |\n{text}\n"


def install(folder: Path) -> Path | None:
    """Return the Python of an environment with Doorstop, or nothing when it cannot be installed."""
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True, timeout=120)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "doorstop"],
            check=True,
            capture_output=True,
            timeout=_MINUTES * 60,
        )
    except (subprocess.SubprocessError, OSError) as error:
        print(f"Doorstop could not be installed ({type(error).__name__}); nothing to compare with.")
        return None
    return python


def lay_out(root: Path, items: int) -> None:
    """Write the statements, their topics and the same items' words as Doorstop's files."""
    (root / ".mockvcs").mkdir(parents=True)
    statements = shape().statements
    for prefix, parent in (("STA", ""), ("EVI", "  parent: STA\n")):
        (root / prefix).mkdir()
        (root / prefix / ".doorstop.yml").write_text(_SETTINGS.format(prefix=prefix, parent=parent), encoding="utf-8")
    for number, name in enumerate(statements, 1):
        _put(root / "STA", "STA", number, name, "[]")
    found = (text for file, text in files(items) if "/specimen-" in file and file.endswith(".md"))
    for number, text in enumerate(found, 1):
        links = f"[STA-{number % len(statements) + 1:05}]"
        _put(root / "EVI", "EVI", number, text.split("---\n", 2)[2].strip(), links)


def _put(folder: Path, prefix: str, number: int, text: str, links: str) -> None:
    indented = "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
    (folder / f"{prefix}-{number:05}.yml").write_text(
        _ITEM.format(level=f"1.{number}", links=links, text=indented), encoding="utf-8"
    )


def publish(python: Path, root: Path, environment: Child) -> Sample:
    """Publish everything as HTML, as people do."""
    code = f"import os, sys; os.chdir({str(root)!r}); sys.argv = ['doorstop', 'publish', 'all', 'out', '--html']; from doorstop.cli.main import main; main()"
    return environment.run(["-c", code], python=python)


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=1000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        python = install(folder / "doorstop")
        if python is None:
            return
        bench = Bench(folder, wanted.items)
        lay_out(folder / "their", wanted.items)
        theirs = publish(python, folder / "their", bench.child)
        page = folder / "their" / "out" / "documents" / "EVI.html"
        if f"specimen item {wanted.items}<" not in page.read_text(encoding="utf-8"):
            sys.exit("Doorstop did not publish every item: the ratio would mean nothing.")
        bench.empty()
        ours = bench.build()
    rows = [
        (name, f"{sample.cpu:.2f}", f"{sample.peak:.0f}", f"{sample.cpu / ours.cpu:.1f} ×")
        for name, sample in (("ours: Word, HTML, JSON, coverage", ours), ("Doorstop: HTML", theirs))
    ]
    print(report.table((f"{wanted.items:,} items", "CPU s", "peak MB", "ratio"), rows))


if __name__ == "__main__":
    main()
