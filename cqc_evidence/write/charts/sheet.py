"""The paper: one figure measured in inches, on which texts are measured before they are written.

Nothing here lays itself out. Every text goes through `Sheet.write`, in a font that matplotlib ships, so that a label's
room is known before it is drawn, and so that no machine chooses another font.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    from cqc_evidence.write.charts.colours import Colours

WIDTH = 6.3
"""Inches: the text of a portrait page."""
TALLEST = 8.2
"""Inches: a page without its caption and note."""
SIZE, SMALL = 8.5, 8.0
"""Points of a name or value, and of what stands at an axis."""
LEADING = 1.28
"""Distance of lines, in sizes."""
_POINTS = 72
_MIDDLE = 0.36
"""How far above its baseline the middle of a capital stands, in sizes."""
_MORE = "…"


class Box(NamedTuple):
    """A rectangle in inches from the left and from the bottom."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Return whether two rectangles share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )  # fmt: skip


class Ruler:
    """Measures text in the two shipped fonts."""

    def __init__(self) -> None:
        """Find the fonts where matplotlib keeps them, not where the system has some of the same name."""
        from matplotlib import get_data_path  # noqa: PLC0415  # heavy
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415
        from matplotlib.textpath import text_to_path  # noqa: PLC0415

        def font(file: str) -> FontProperties:
            return FontProperties(fname=f"{get_data_path()}/fonts/ttf/{file}.ttf", size=_POINTS)

        self.fonts: Mapping[bool, FontProperties] = {False: font("DejaVuSans"), True: font("DejaVuSans-Bold")}
        self._measure: Callable[..., tuple[float, float, float]] = text_to_path.get_text_width_height_descent
        self._known: dict[tuple[str, bool], float] = {}

    def width(self, text: str, size: float = SIZE, *, bold: bool = False) -> float:
        """Return the width of one line in inches."""
        key = (text, bold)
        if key not in self._known:
            self._known[key] = self._measure(text, self.fonts[bold], ismath=False)[0] / _POINTS if text else 0.0
        return self._known[key] * size / _POINTS

    def widest(self, texts: Sequence[str], size: float = SIZE, *, bold: bool = False) -> float:
        """Return the width of the widest line in inches; 0 for none."""
        return max((self.width(text, size, bold=bold) for text in texts), default=0.0)

    def cut(self, text: str, room: float, size: float = SIZE, *, bold: bool = False) -> str:
        """Return a text that fits its room, with an ellipsis where something is left out."""
        if self.width(text, size, bold=bold) <= room:
            return text
        while text and self.width(text + _MORE, size, bold=bold) > room:
            text = text[:-1].rstrip()
        return text + _MORE

    def told_apart(self, texts: Sequence[str], room: float, size: float = SIZE) -> list[str]:
        """Return texts cut to their room; those that would look alike by that keep their ends and lose their middles."""
        cut = [self.cut(text, room, size) for text in texts]
        often = Counter(cut)
        return [
            one if often[one] == 1 else self._middle_cut(text, room, size) for text, one in zip(texts, cut, strict=True)
        ]

    def _middle_cut(self, text: str, room: float, size: float) -> str:
        """Return the two ends of a text that fit its room, the last third of it for the end."""
        if self.width(text, size) <= room:
            return text
        end = text
        while end and self.width(end, size) > room / 3:
            end = end[1:].lstrip()
        return self.cut(text, room - self.width(end, size), size) + end

    def wrapped(self, text: str, room: float, size: float = SIZE, most: int = 3) -> list[str]:
        """Return a text on at most so many lines that fit their room; what is too long ends in an ellipsis."""
        lines: list[str] = []
        words = text.split(" ")
        while words and len(lines) < most - 1:
            line = words.pop(0)
            while words and self.width(f"{line} {words[0]}", size) <= room:
                line = f"{line} {words.pop(0)}"
            lines.append(self.cut(line, room, size))
        if words:
            lines.append(self.cut(" ".join(words), room, size))
        return lines


class Sheet:
    """A figure of a given height; all places are inches from its left and bottom edge."""

    def __init__(self, ruler: Ruler, colours: Colours, height: float) -> None:
        """Begin an empty sheet."""
        from matplotlib.figure import Figure  # noqa: PLC0415  # heavy

        self.ruler = ruler
        self.colours = colours
        self.height = height
        self.figure: Figure = Figure(figsize=(WIDTH, height), facecolor=colours.paper)

    def line(self, places: Sequence[tuple[float, float]], colour: str, wide: float = 1.0, **look: Any) -> None:  # noqa: ANN401  # what matplotlib's Line2D takes
        """Draw a line through places, or marks at them."""
        from matplotlib.lines import Line2D  # noqa: PLC0415  # heavy

        made = Line2D(
            [place[0] for place in places],
            [place[1] for place in places],
            color=colour,
            linewidth=wide,
            **look,
        )
        self._add(made)

    def box(self, box: Box, fill: str, edge: str = "none", wide: float = 0.0, **look: Any) -> None:  # noqa: ANN401  # what matplotlib's Rectangle takes
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415  # heavy

        made = Rectangle(
            (box.left, box.bottom),
            box.right - box.left,
            box.top - box.bottom,
            facecolor=fill,
            edgecolor=edge,
            linewidth=wide,
            **look,
        )
        self._add(made)

    def mark(self, place: tuple[float, float], shape: str, fill: str, size: float, edge: str = "") -> None:
        """Draw one point with a rim that parts it from the line it stands on."""
        self.line(
            [place], fill, 0, marker=shape, markersize=size, markerfacecolor=fill,
            markeredgecolor=edge or self.colours.paper, markeredgewidth=1.3 if edge else 0.8, zorder=4,
        )  # fmt: skip

    def write(  # noqa: PLR0913  # one argument a property of text
        self,
        left: float,
        middle: float,
        text: str,
        colour: str,
        size: float = SIZE,
        *,
        bold: bool = False,
        align: str = "left",
        order: float = 6,
    ) -> None:
        """Write one line; `middle` is the height of the middle of its capitals."""
        font = self.ruler.fonts[bold].copy()
        font.set_size(size)
        self.figure.text(
            left, middle - size * _MIDDLE / _POINTS, text, color=colour, fontproperties=font, ha=align, va="baseline",
            transform=self.figure.dpi_scale_trans, parse_math=False, zorder=order,
        )  # fmt: skip

    def lines(
        self, left: float, middle: float, texts: Sequence[str], colour: str, size: float = SIZE, *, align: str = "left"
    ) -> None:
        """Write lines around a middle."""
        step = size * LEADING / _POINTS
        top = middle + step * (len(texts) - 1) / 2
        for number, text in enumerate(texts):
            self.write(left, top - number * step, text, colour, size, align=align)

    def saved(self, form: str, dpi: int) -> bytes:
        """Return the picture without a date and without a program's name."""
        target = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        self.figure.savefig(target, format=form, dpi=dpi, metadata=metadata)
        return target.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self.figure.dpi_scale_trans)
        self.figure.add_artist(artist)


def line_height(size: float = SIZE) -> float:
    """Return the height of a line of text in inches."""
    return size * LEADING / _POINTS
