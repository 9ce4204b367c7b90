"""What every test shares: one option, and a cache folder that is nobody's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NOT_OURS = "not laid beside the checkout"
"""Why a test may skip everywhere: it holds our figures against files that are not ours to ship."""

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# The same examples in every run, so that a run says whether a change broke something. `--hypothesis-profile explore`
# looks for new ones: a find becomes an `@example` beside its test.
settings.register_profile("explore", deadline=None, print_blob=True)
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--refresh-golden`: write what is expected from what is there, to be read before it is kept."""
    parser.addoption("--refresh-golden", action="store_true", help="Write expected outputs anew; read the difference.")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes share the work: one for each core, and none beside this one where somebody names files."""
    return (
        0
        if config.option.file_or_dir
        else len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is skipped where everything must be there: the full run installs every tool it needs."""
    report = yield
    wanted = not any(reason in str(report.longrepr) for reason in ("--refresh-golden", _NOT_OURS))
    if report.skipped and wanted and os.environ.get("CQC_EVIDENCE_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but nothing may be in this run: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def refresh_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether expected outputs are to be written anew."""
    return bool(request.config.getoption("--refresh-golden"))


@pytest.fixture(scope="session")
def _pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of pictures that all tests share."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(autouse=True)
def _own_cache_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, _pictures: Path
) -> Path:
    """Keep the cache of parsed items, and the key of people's identifiers, out of the home folder of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("cache", numbered=True)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("CQC_EVIDENCE_KEY_DIR", str(folder))
    # Pictures are known by what they show, so tests may share them: drawing takes a second each time.
    (folder / "cqc-evidence").mkdir()
    (folder / "cqc-evidence" / "charts").symlink_to(_pictures, target_is_directory=True)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Open the Chromium of this computer, or skip. There can be one in a process, so all tests of pages share it."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def node() -> Path:
    """Return the folder with node_modules, or skip."""
    folder = os.environ.get("CQC_EVIDENCE_NODE", "")
    if not folder or not (Path(folder) / "node_modules").is_dir():
        pytest.skip("CQC_EVIDENCE_NODE names no folder with node_modules")
    return Path(folder)
