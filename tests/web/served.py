"""A project that is served by a program of its own, as people meet it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.support import item_text, write_files

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "tests" / "projects" / "intake" / "documents"
SETTINGS = """\
address: http://127.0.0.1:{port}
sign_in: {{proxy: {{from: [127.0.0.1/32], user: X-Forwarded-User}}}}
roles:
  manager: [mo, kit]
  reviewer: [rae]
  quality-lead: [lee]
  reader: [ann]
signs:
  statement lead: [rae]
  head of service: [lee]
  reviewer: [rae]
limits: {{upload_mb: 1}}
"""
TODAY = "2021-06-01"
"""The example is judged as at the day before."""
_PATIENCE = 60


class Served(NamedTuple):
    """A program that serves, and where."""

    address: str
    root: Path
    door: str
    """The address that lets one browser in, in local mode; else the same as `address`."""


def example_project(root: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the worked example with further files; return its folder."""
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "evidence", root / "evidence")
    shutil.copy(ROOT / "project.yaml", root)
    return write_files(root, files or {})


def waiting_item(
    name: str, by: str, *, statement: str = "learning", title: str = "", lines: tuple[str, ...] = ()
) -> str:
    """Return the file of an item that waits for a verdict."""
    tags = f"[{{statement: {statement}, says: Staff met every week to reflect.}}]"
    return item_text(
        name, *lines, title=title or f"Staff met every week ({name})", date="2021-03", status="proposed", owner="team manager",
        submitted_by=by, tags=tags, body="Staff met every week and tried new ways.",
    )  # fmt: skip


@contextmanager
def serving(root: Path, folder: Path, *options: str, people: bool = True) -> Iterator[Served]:
    """Serve a project until the block ends.

    Args:
        root: the project.
        folder: where the program may keep its own things.
        options: further options of the command line.
        people: whether several people come through a proxy; else one person by the link.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [sys.executable, "-m", "cqc_evidence", "serve", "--no-open", "--port", str(port), "--today", TODAY]
    if people:
        settings = folder / "server.yaml"
        settings.write_text(SETTINGS.format(port=port), encoding="utf-8")
        options = (*options, "--settings", str(settings))
    environment = {
        **os.environ,
        **{name: str(folder) for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "CQC_EVIDENCE_KEY_DIR")},
    }
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        program = subprocess.Popen(
            [*command, *options, "--project", str(root)],
            cwd=ROOT,
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(program, address, folder / "said.txt")
            door = (folder / "said.txt").read_text(encoding="utf-8").splitlines()[0]
            yield Served(address, root, door)
            told = (folder / "said.txt").read_text(encoding="utf-8")
            assert "A mistake of ours" not in told, told
        finally:
            program.terminate()
            program.wait(20)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(program: subprocess.Popen[bytes], address: str, said: Path) -> None:
    """Wait until the project is read."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and program.poll() is None:
        try:
            asked = Request(f"{address}/", headers={"X-Forwarded-User": "lee"})  # noqa: S310  # our own address
            with urlopen(asked, timeout=20):  # noqa: S310
                return
        except HTTPError as answer:
            if answer.code != 503:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(said.read_text(encoding="utf-8") or "it says nothing")
