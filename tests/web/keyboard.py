"""Somebody at the keyboard: every step is a key, and wherever the focus comes it can be seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_MOST_STOPS = 300
_LOOK = """element => {
  const here = document.activeElement;
  if (!here || here === document.body) return { there: false, fault: "" };
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = here.outerHTML.slice(0, 160);
  return { there: here === element, fault: !ring ? "no ring: " + name : !inside ? "out of sight: " + name : "" };
}"""


class Hands:
    """A person who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator) -> None:
        """Press Tab until the target has the focus; each stop on the way must be seen."""
        element = target.element_handle(timeout=5_000)
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(_LOOK, element)
            assert not found["fault"], found["fault"]
            if found["there"]:
                return
        message = f"Tab never comes to {target}"
        raise AssertionError(message)

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Go to a link or a button and press it."""
        self.to(target)
        self.page.keyboard.press(key)

    def follow(self, target: Locator, key: str = "Enter") -> None:
        """Press a link or a button that leads to another page, and wait for that."""
        self.to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def link(self, name: str) -> None:
        """Follow the first link of that name in the page."""
        self.follow(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        """Press the button of that name, which sends a form."""
        self.follow(self.page.get_by_role("button", name=name))

    def write(self, label: str, text: str) -> None:
        """Write into the field of that label in place of what it held."""
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def choose(self, label: str, down: int = 0) -> None:
        """Come to a group of radio buttons by Tab, go down by the arrow to one, and make sure that it is chosen."""
        wanted = self.page.get_by_label(label, exact=True)
        group = self.page.locator(f"input[type=radio][name='{wanted.get_attribute('name')}']:enabled")
        chosen = group.and_(self.page.locator(":checked"))
        self.to(chosen if chosen.count() else group.first)
        if not chosen.count():
            self.page.keyboard.press("Space")
        for _ in range(down):
            self.page.keyboard.press("ArrowDown")
        assert wanted.is_checked()

    def files(self, label: str, *paths: Path) -> None:
        """Open the picker of files by the keyboard, and pick."""
        with self.page.expect_file_chooser() as opened:
            self.to(self.page.get_by_label(label))
            self.page.keyboard.press("Enter")
        opened.value.set_files(paths)
