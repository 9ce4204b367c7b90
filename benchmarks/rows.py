"""How long three measures of row-level tables take: our expressions on DuckDB, SQL written by hand, and pandas.

    python benchmarks/rows.py [--rows 1000000,20000000] [--no-pandas] [--folder DIR]

The events are made up, the same ones each time, in a Parquet file in a temporary folder. Every way runs in a process of
its own and must come to the same counts, or the script stops. It needs the extra: pip install "cqc-evidence[data]".
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from child import Child, Sample

HERE = Path(__file__).resolve().parent
TASKS = HERE / "rows_tasks.py"
WAYS = {"hand": "SQL by hand on DuckDB", "ibis": "our expressions on DuckDB", "pandas": "pandas"}
MOST_OF_HAND, MOST_MEGABYTES, TIMES_PANDAS = 1.5, 600, 2.0
ENOUGH = 5_000_000
"""Events from which targets hold; below, most of the time goes into starting Python and importing Ibis."""


def main() -> int:
    """Print a Markdown table a size; 1 when a target is missed."""
    options = _options()
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "0"}
        child = Child(environment, folder / "printed")
        for rows in sorted(int(size) for size in options.rows.split(",")):
            missed += _one_size(child, folder, rows, tuple(way for way in WAYS if way != "pandas" or options.pandas))
    return 1 if missed else 0


def _one_size(child: Child, folder: Path, rows: int, ways: tuple[str, ...]) -> int:
    events = folder / f"events-{rows}.parquet"
    child.run([TASKS, "make", events, str(rows)])
    spent: dict[str, Sample] = {}
    answers: dict[str, bytes] = {}
    for way in ways:
        answer = folder / f"answer-{way}.json"
        spent[way] = child.run([TASKS, way, events, answer])
        answers[way] = answer.read_bytes()
        print(f"  {rows:,} events, {WAYS[way]}: {spent[way].cpu:.1f} CPU s", file=sys.stderr)
    if len(set(answers.values())) != 1:
        sys.exit("the ways do not come to the same counts")
    loading = child.run([TASKS, "load", events, folder / "loaded"])
    print(_table(rows, spent, loading, len(answers["ibis"].splitlines())))
    return _missed(rows, spent) if rows >= ENOUGH else 0


def _table(rows: int, spent: dict[str, Sample], loading: Sample, counts: int) -> str:
    lines = [f"**{rows:,} events**, {counts:,} counts, the same from every way", ""]
    lines += ["| way | CPU s | clock s | peak MB | CPU against SQL by hand |", "|---|---:|---:|---:|---:|"]
    for way, one in spent.items():
        ratio = f"{one.cpu / spent['hand'].cpu:.2f}"
        lines.append(f"| {WAYS[way]} | {one.cpu:.2f} | {one.wall:.2f} | {one.peak:,.0f} | {ratio} |")
    told = f"{loading.cpu:.2f} CPU s, {loading.wall:.2f} s on the clock, {loading.peak:,.0f} MB"
    return "\n".join([*lines, "", f"Loading with people's identifiers hashed, which is in none of these: {told}.", ""])


def _missed(rows: int, spent: dict[str, Sample]) -> int:
    """Print which targets are met, and return how many are not."""
    ours = spent["ibis"]
    targets = [
        (f"at most {MOST_OF_HAND} × SQL by hand", ours.cpu <= MOST_OF_HAND * spent["hand"].cpu),
        (f"at most {MOST_MEGABYTES} MB", ours.peak <= MOST_MEGABYTES),
    ]
    if "pandas" in spent:
        targets.append(
            (f"at least {TIMES_PANDAS:g} × as quick as pandas", spent["pandas"].cpu >= TIMES_PANDAS * ours.cpu)
        )
    for words, met in targets:
        print(f"- {'met' if met else 'MISSED'} at {rows:,}: {words}")
    print()
    return sum(not met for _, met in targets)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", default="1000000,20000000", help="events, with commas")
    parser.add_argument("--no-pandas", dest="pandas", action="store_false", help="leave pandas out: it needs 3.5 GB")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="make the events here and keep them")
    wanted = parser.parse_args()
    if not hasattr(os, "wait4"):
        parser.error("this system does not tell what one child cost: run it on Linux or macOS, or in WSL")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
