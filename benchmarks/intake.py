"""How long it takes to suggest tags for a thousand texts, to take documents in, and to read a workbook back.

    python benchmarks/intake.py [--texts 1000] [--items 1000]

Whole processes are timed, as people start them; everything is made up in a temporary folder and goes away at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from child import Child

HERE = Path(__file__).resolve().parent
PASSAGES = HERE.parent / "tests" / "suggest"
DOCUMENTS = HERE.parent / "tests" / "projects" / "intake" / "documents"


def main() -> int:
    """Print one line a task: CPU seconds, seconds on the clock, peak memory of the first process."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "LOCALAPPDATA": str(folder / "cache")}
        child = Child(environment, folder / "printed")
        project, texts = folder / "project", folder / "texts"
        child.run([HERE / "corpus.py", project, "--items", str(options.items)])
        write_texts(texts, options.texts)
        verb = ["-m", "cqc_evidence", "--project", project]
        for what, arguments in (
            ("suggest for one text", ["suggest", texts / "0.txt", "--format", "json"]),
            (f"suggest for {options.texts:,} texts", ["suggest", *sorted(texts.iterdir()), "--format", "json"]),
            (f"import {options.texts:,} texts", ["import", texts]),
            ("import them again", ["import", texts]),
            ("import two Word minutes", ["import", *sorted(DOCUMENTS.glob("*.docx"))]),
            (f"export {options.items:,} items", ["export", "--out", folder / "evidence.xlsx"]),
            ("read the workbook back", ["import", folder / "evidence.xlsx"]),
        ):
            sample = child.run([*verb, *arguments])
            print(f"{what:<28} {sample.cpu:6.2f} CPU s {sample.wall:7.2f} s {sample.peak:6.0f} MB")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--items", type=int, default=1000)
    return parser.parse_args()


def write_texts(folder: Path, count: int) -> None:
    """Write texts of two sentences, each with a number of its own so that no two are the same."""
    folder.mkdir()
    lines = [line for path in sorted(PASSAGES.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate(islice(cycle(lines), count)):
        text = f"Specimen {number}\n\n{line.partition(chr(9))[2]}\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
