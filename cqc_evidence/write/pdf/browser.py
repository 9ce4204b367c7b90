"""The browser that prints: found where Windows, macOS and Linux install it, run without a window and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

VARIABLE = "CQC_EVIDENCE_BROWSER"
"""Environment variable that names a browser of one's own."""
NONE_FOUND = (
    "no Edge, Chrome or Chromium was found, and one of them prints the PDF. Install one, or name it with --browser. "
    "Or open the Word file and choose Save as PDF in Word: that is the accessible way in any case"
)
_SECONDS = 180
_NAMES = (
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
)
_WINDOWS = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
)
_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
_MAC = (
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_QUIET = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--user-agent=cqc-evidence",  # what the PDF names as its maker; else it tells of the machine
    "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip


class NoBrowserError(Exception):
    """Why nothing was printed, in plain words."""


def find_browser(named: str = "") -> Path:
    """Return the browser to print with: the one that is named, else the first that is installed.

    Raises:
        NoBrowserError: when there is none, or the named one is not there.
    """
    named = named or os.environ.get(VARIABLE, "")
    if named:
        found = shutil.which(named) or (named if Path(named).is_file() else None)
        if found is None:
            message = f"there is no browser at {named}"
            raise NoBrowserError(message)
        return Path(found)
    for place in _places():
        if place.is_file():
            return place
    raise NoBrowserError(NONE_FOUND)


def _places() -> Iterator[Path]:
    for folder in _FOLDERS:
        base = os.environ.get(folder)
        if base:
            yield from (Path(base, inside) for inside in _WINDOWS)
    yield from map(Path, _MAC)
    yield from (Path(found) for name in _NAMES if (found := shutil.which(name)))


def print_page(html: bytes, browser: Path) -> bytes:
    """Return a page as PDF, tagged and with an outline. It runs no script and reaches no network.

    Raises:
        NoBrowserError: when the browser does not start, takes too long, or prints nothing.
    """
    with TemporaryDirectory(prefix="cqc-evidence-", ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder, "pack.html"), Path(folder, "pack.pdf")
        page.write_bytes(html)
        command = [
            str(browser),
            *_QUIET,
            *_as_root(),
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ]
        code = _run(command, folder)
        data = printed.read_bytes() if printed.is_file() else b""
    if not data.startswith(b"%PDF-"):
        message = f"{browser.name} printed nothing (exit code {code}). Open the Word file and choose Save as PDF in Word instead"
        raise NoBrowserError(message)
    return data


def _as_root() -> tuple[str, ...]:
    """Return what a browser asks for when the administrator of a machine without a screen starts it."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _run(command: list[str], folder: str) -> int:
    """Run the browser in a group of its own, so that all of it ends when it takes too long.

    Raises:
        NoBrowserError: when it does not start or does not end.
    """
    environment = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}
    try:
        process = subprocess.Popen(  # noqa: S603  # a browser that was found or named, with fixed words
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=sys.platform != "win32",
        )  # fmt: skip
    except OSError as error:
        message = f"{command[0]} does not start: {error.strerror or error}"
        raise NoBrowserError(message) from error
    try:
        return process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"{Path(command[0]).name} took more than {_SECONDS} seconds and was stopped"
        raise NoBrowserError(message) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End whatever the browser left running."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            import signal  # noqa: PLC0415  # not on Windows

            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
