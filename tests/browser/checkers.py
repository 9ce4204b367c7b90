"""What others say of a page: axe-core, html-validate, the Nu checker."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONFIG = Path(__file__).parent / ".htmlvalidate.json"


def violations(page: Page, node: Path, *, at_least: int = 10) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 A and AA; of more than that many rules there must be something to say."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((node / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert len(found["passes"]) > at_least, "axe looked at hardly anything"
    return [f"{each['id']}: {target['html']}" for each in found["violations"] for target in each["nodes"]]


def html_validate(node: Path, *files: Path, config: Path = CONFIG) -> None:
    """Fail with what html-validate finds."""
    run(str(node / "node_modules" / ".bin" / "html-validate"), "--config", str(config), *map(str, files))


def nu_checker(node: Path, *files: Path) -> str:
    """Return what the Nu checker finds, or skip without Java."""
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    jar = node / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return run("java", "-jar", str(jar), "--stdout", *map(str, files))


def run(*command: str) -> str:
    """Run a program and return what it prints; fail with its words when it fails."""
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
