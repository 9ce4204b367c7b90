"""Pictures of earlier builds, kept by what they show: a warm build draws nothing and never loads matplotlib."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from cqc_evidence.write.charts.colours import HOUSE, Colours

if TYPE_CHECKING:
    from cqc_evidence.model.pack import Chart

DRAWING = 5
"""Goes up whenever the same chart would be drawn otherwise."""
_MOST = 2000
"""Pictures that are kept; above that the oldest go."""
_SEAL = 32


def chart_svg(chart: Chart, colours: Colours = HOUSE) -> bytes:
    """Return a chart as SVG, drawn or kept from an earlier build."""
    return _kept(chart, colours, "svg")


def chart_png(chart: Chart, colours: Colours = HOUSE) -> bytes:
    """Return a chart as PNG of 200 dots an inch, drawn or kept from an earlier build."""
    return _kept(chart, colours, "png")


def _kept(chart: Chart, colours: Colours, form: str) -> bytes:
    key = _key(chart, colours, form)
    path = folder() / f"{key}.{form}"
    with suppress(OSError):
        kept = path.read_bytes()
        if _sealed(key, kept[_SEAL:]) == kept:
            return kept[_SEAL:]
    from cqc_evidence.write.charts.draw import draw  # noqa: PLC0415  # loads matplotlib

    data = draw(chart, colours, form, 200)
    _keep(path, _sealed(key, data))
    return data


def folder() -> Path:
    """Return where pictures are kept: beside the cache of parsed items."""
    from platformdirs import user_cache_path  # noqa: PLC0415  # only for a pack with charts

    return user_cache_path("cqc-evidence") / "charts"


def _key(chart: Chart, colours: Colours, form: str) -> str:
    shown = chart.model_copy(update={"id": "", "title": "", "alt": "", "note": "", "table": ""})
    what = "\0".join((str(DRAWING), version("matplotlib"), version("pillow"), form, *colours, shown.model_dump_json()))
    return sha256(what.encode()).hexdigest()


def _sealed(key: str, data: bytes) -> bytes:
    """Return a picture behind what shows that it is whole, and that it is the one of this key."""
    return sha256(key.encode() + data).digest() + data


def _keep(path: Path, data: bytes) -> None:
    """Keep a picture, whole or not at all; a folder that cannot be written is no matter."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.write_bytes(data)
        fresh.replace(path)
        kept = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in kept[: max(0, len(kept) - _MOST)]:
            old.unlink(missing_ok=True)
