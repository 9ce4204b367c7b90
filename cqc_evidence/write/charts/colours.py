"""The colours of charts: the house's, or a council's own where they can be seen."""

from __future__ import annotations

import re
from typing import NamedTuple

_LEAST_GRAPHICS, _LEAST_TEXT = 3.0, 4.5
"""Contrast with the page that WCAG 2.2 asks of graphics (1.4.11) and of text (1.4.3)."""
_STEP = 0.92
_LINEAR = 0.04045
_BLACK = "#000000"


class Colours(NamedTuple):
    """What a chart is drawn in, each as `#rrggbb`."""

    accent: str = "#0d4a5c"
    ink: str = "#16232b"
    quiet: str = "#4e5b63"
    special: str = "#a8380f"
    """Points that a rule marks; they have a shape of their own as well."""
    special_text: str = "#a8380f"
    """Words of the same colour, dark enough to read."""
    line: str = "#8a959b"
    dot: str = "#6b767d"
    """Points among limits that nothing marks."""
    grid: str = "#e1e6e7"
    """Helps the eye and says nothing: it needs no contrast."""
    paper: str = "#ffffff"


HOUSE = Colours()


def colours_of(css: str) -> Colours:
    """Return a style sheet's own colours; one that the page would swallow is darkened until it can be seen.

    >>> colours_of(":root { --accent: #ffd700; }").accent
    '#9b8300'
    """
    found = {name: value.lower() for name, value in re.findall(r"--(accent|ink|quiet)\s*:\s*(#[0-9a-fA-F]{6})\b", css)}
    return HOUSE._replace(
        accent=seen(found.get("accent", HOUSE.accent), _LEAST_GRAPHICS),
        ink=seen(found.get("ink", HOUSE.ink), _LEAST_TEXT),
        quiet=seen(found.get("quiet", HOUSE.quiet), _LEAST_TEXT),
    )


def seen(colour: str, least: float, paper: str = HOUSE.paper) -> str:
    """Return a colour, darkened until its contrast with the page is at least `least`."""
    while contrast(colour, paper) < least and colour != _BLACK:
        colour = "#" + "".join(f"{int(part * 255 * _STEP):02x}" for part in _parts(colour))
    return colour


def readable(fill: str, colours: Colours) -> str:
    """Return what words on a colour are written in: white, ink, or black where the ground is between the two."""
    return next((ink for ink in (colours.paper, colours.ink) if contrast(ink, fill) >= _LEAST_TEXT), _BLACK)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21. Source: WCAG 2.2, relative luminance.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return how light a colour is, from 0 (black) to 1 (white)."""
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tint(colour: str, share: float) -> str:
    """Return a colour mixed with white: 0 is white, 1 the colour itself."""
    return "#" + "".join(f"{round(255 * (1 - share * (1 - part))):02x}" for part in _parts(colour))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
