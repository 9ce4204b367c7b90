"""What a mark looks like in Word: a shape beside its word, and a quiet tint behind both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Mark


class Look(NamedTuple):
    """A shape that tells marks apart in black and white, and two colours that only help."""

    shape: str
    fill: str
    ink: str


_RED = ("FBE3DE", "8A1F11")
_AMBER = ("FDEBD2", "7A3600")
_SAND = ("FBF3C9", "5E4B00")
_BLUE = ("E1ECF7", "1B4B7A")
_GREEN = ("DDF0E3", "14562F")
_GREY = ("ECEFF1", "434C55")

# The shapes are those of the HTML pack: a reader meets the same sign in both.
LOOKS: dict[Mark, Look] = {
    "missing": Look("▲", *_RED),
    "stale": Look("◆", *_AMBER),
    "thin": Look("◐", *_SAND),
    "unreviewed": Look("○", *_BLUE),
    "covered": Look("●", *_GREEN),
    "supports": Look("+", *_GREEN),
    "mixed": Look("±", *_SAND),
    "concerns": Look("−", *_RED),  # noqa: RUF001 - a minus as a sign
    "nothing": Look("·", *_GREY),
    "kept": Look("✓", *_GREEN),
    "broken": Look("✗", *_RED),
    "high": Look("■■■", *_RED),
    "medium": Look("■■", *_AMBER),
    "low": Look("■", *_GREY),
    "challenge": Look("⚑", *_AMBER),
    "unsupported": Look("△", *_RED),
    "none-set": Look("–", *_GREY),  # noqa: RUF001 - a dash as a sign
    "evidenced": Look("✓", *_GREEN),
    "reported": Look("◧", *_SAND),
}


def shading(mark: Mark) -> str:
    """Return the `w:shd` element of a mark."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{LOOKS[mark].fill}"/>'
