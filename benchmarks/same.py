"""Whether two builds are the same, byte for byte; of a Word file, part for part.

    python benchmarks/same.py ONE OTHER WORDS

WORDS must stand in the page: that proves that what was changed is in both.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

_FILES = ("self-assessment.html", "coverage.json", "pack.json", "manifest.json")
_WORD = "self-assessment.docx"


def parts(path: Path) -> dict[str, str]:
    """Return the sha256 of each part of a Word file."""
    with ZipFile(path) as package:
        return {name: sha256(package.read(name)).hexdigest() for name in sorted(package.namelist())}


def differences(one: Path, other: Path) -> list[str]:
    """Return the files and parts that differ."""
    found = [name for name in _FILES if (one / name).read_bytes() != (other / name).read_bytes()]
    mine, theirs = parts(one / _WORD), parts(other / _WORD)
    return found + [
        f"{_WORD}: {name}" for name in sorted(mine.keys() | theirs.keys()) if mine.get(name) != theirs.get(name)
    ]


if __name__ == "__main__":
    mine = Path(sys.argv[1])
    wrong = differences(mine, Path(sys.argv[2]))
    if sys.argv[3] not in (mine / _FILES[0]).read_text(encoding="utf-8"):
        wrong.append(f"the page does not say: {sys.argv[3]}")
    if wrong:
        print("\n".join(wrong))
        sys.exit(2)
