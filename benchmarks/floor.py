"""The least that any program must do: what a build can only come near, never below.

    python benchmarks/floor.py start|read|yaml FOLDER

Every build is told as a multiple of these.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                yield entry.path


def read(folder: str) -> None:
    """Read every file and work out its sha256."""
    from hashlib import sha256  # noqa: PLC0415  # not for the floor of starting

    for path in _files(folder):
        with open(path, "rb") as file:  # noqa: PTH123  # pathlib has its own price
            sha256(file.read()).hexdigest()


def compose(folder: str) -> None:
    """Read every item and let YAML's C composer make nodes of its front matter, guessing no types."""
    import yaml  # noqa: PLC0415

    class Loader(yaml.CSafeLoader):
        """Asks Python nothing while it composes."""

        def resolve(self, _kind: type, _value: object, _implicit: object) -> str:
            return "tag:yaml.org,2002:str"

        def descend_resolver(self, _node: object, _index: object) -> None:
            return None

        def ascend_resolver(self) -> None:
            return None

    for path in _files(folder):
        if path.endswith(".md"):
            with open(path, encoding="utf-8") as file:  # noqa: PTH123
                loader = Loader(file.read().split("---\n", 2)[1])
            loader.get_single_node()
            loader.dispose()


if __name__ == "__main__":
    _, what, root = sys.argv
    if what != "start":
        {"read": read, "yaml": compose}[what](root)
