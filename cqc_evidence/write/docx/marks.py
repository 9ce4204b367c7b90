"""What a mark looks like in Word: a shape beside its word, and a quiet tint behind both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.write.marks import SHAPES

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

_COLOURS: dict[Mark, tuple[str, str]] = {
    "missing": _RED,
    "stale": _AMBER,
    "thin": _SAND,
    "unreviewed": _BLUE,
    "covered": _GREEN,
    "supports": _GREEN,
    "mixed": _SAND,
    "concerns": _RED,
    "nothing": _GREY,
    "kept": _GREEN,
    "broken": _RED,
    "high": _RED,
    "medium": _AMBER,
    "low": _GREY,
    "challenge": _AMBER,
    "unsupported": _RED,
    "none-set": _GREY,
    "evidenced": _GREEN,
    "reported": _SAND,
    "weak": _GREY,
    "triangulated": _GREEN,
}
LOOKS: dict[Mark, Look] = {mark: Look(SHAPES[mark], *colours) for mark, colours in _COLOURS.items()}


def shading(mark: Mark) -> str:
    """Return the `w:shd` element of a mark."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{LOOKS[mark].fill}"/>'
