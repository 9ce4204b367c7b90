"""The browser that the tests of pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    """Return the Chromium that all tests share."""
    return chromium
