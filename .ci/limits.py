"""Files and functions stay small enough to read: 400 lines a file, 60 a function."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

_FILE, _FUNCTION = 400, 60


def too_long(path: Path) -> Iterator[str]:
    """Yield each limit that a file breaks."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n") + 1
    if lines > _FILE:
        yield f"{path}: {lines} lines, at most {_FILE}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > _FUNCTION:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, at most {_FUNCTION}"


def main() -> int:
    """Print what is too long; return 1 when anything is."""
    found = [
        line
        for folder in ("cqc_evidence", "tests", "benchmarks", ".ci")
        for path in sorted(Path(folder).rglob("*.py"))
        for line in too_long(path)
    ]
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
