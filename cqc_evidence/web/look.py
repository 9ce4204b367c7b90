"""What templates may use: the macros' filters, words for dates and states, and who is looking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flask import g, request, url_for

from cqc_evidence.model.dates import Period, in_words, period_in_words
from cqc_evidence.version import __version__
from cqc_evidence.web.asking import Web, may, need_of
from cqc_evidence.web.people.person import title_of
from cqc_evidence.write.clean import clean
from cqc_evidence.write.html.parts import MANY_COLUMNS, SHAPES, Outline, address, anchor, shares

if TYPE_CHECKING:
    from flask import Flask

    from cqc_evidence.model.pack import Chart

NAVIGATION = (
    ("home.show", "Where we stand"),
    ("home.gaps", "Gaps"),
    ("tag.inbox", "Inbox"),
    ("review.queue", "Review"),
    ("items.listed", "Evidence"),
    ("build.show", "Packs"),
    ("history.show", "History"),
)


def dress(app: Flask, web: Web) -> None:
    """Give an application's templates what they may use."""
    environment = app.jinja_env
    environment.finalize = _finalize
    environment.filters.update(
        address=_address,
        anchor=anchor,
        shares=shares,
        words=words,
        plural=plural,
        day=day,
        pairs=pairs,
        titled=titled,
        texts=texts,
        field_words=field_words,
        shown=shown,
        iso_day=iso_day,
        without_citations=without_citations,
    )
    environment.globals.update(
        SHAPES=SHAPES,
        MANY_COLUMNS=MANY_COLUMNS,
        picture=_picture(web),
        tables=frozenset(),
        evidence_at=_item_at,
        title_of=title_of,
    )

    @app.context_processor
    def _always() -> dict[str, Any]:
        person = g.get("person")
        shown = [
            (name, title)
            for name, title in NAVIGATION
            if person and (need := need_of(name)) and need.roles and need.roles & person.roles
        ]
        ready = web.site.ready
        return {
            "person": person,
            "navigation": shown,
            "here": request.endpoint or "",
            "council": web.site.state.project.settings.council if ready else "",
            "as_at": in_words(web.site.state.project.as_at) if ready else "",
            "may": may,
            "may_edit": web.settings.may_edit,
            "outline": page_outline(),
            "version": __version__,
            "twins": len(web.site.state.twins) if ready else 0,
            "can_sign_out": "sign_out" in app.view_functions,
            "on_a_server": web.settings.secure,
        }


def pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return names with themselves as words, for a list to choose from."""
    return [(name, words(name)) for name in names]


def titled(things: Iterable[Any]) -> list[tuple[str, str]]:
    """Return ids with titles of things of the framework, for a list to choose from."""
    return [(one.id, getattr(one.title, "text", one.title)) for one in things]


def texts(things: Iterable[Any]) -> list[tuple[str, str]]:
    """Return ids with texts, such as those of I statements."""
    return [(one.id, one.text) for one in things]


def field_words(key: str) -> str:
    """Return a field's key as words.

    >>> field_words("tags/0/so_what")
    'tag 1, so what'
    """
    parts = [str(int(part) + 1) if part.isdigit() else words(part) for part in key.split("/")]
    if len(parts) == 3:  # noqa: PLR2004  # list, place, field
        return f"{parts[0].removesuffix('s')} {parts[1]}, {parts[2]}"
    return ", ".join(parts)


def shown(value: object) -> str:
    """Return a value of a file as a person reads it."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{words(str(key))}: {shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(f"– {shown(one)}" for one in value)
    return str(value)


def iso_day(text: str) -> str:
    """Return a day that a file writes, in words."""
    try:
        return in_words(date.fromisoformat(text))
    except ValueError:
        return text


_CITATION = re.compile(r"\s*\[@[^\]]*\]")


def without_citations(text: str) -> str:
    """Return a claim's words without its references, which stand beside it.

    >>> without_citations("Fewer waited [@open-c1, p. 4].")
    'Fewer waited.'
    """
    return _CITATION.sub("", text)


def page_outline() -> Outline:
    """Return the outline of a page with a first heading, for text that stands below it."""
    outline = Outline("main", "top")
    outline.section(1)
    return outline


def words(name: str) -> str:
    """Return an id of the framework as words.

    >>> words("staff-and-leaders")
    'staff and leaders'
    """
    return name.replace("-", " ").replace("_", " ")


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> plural(1, "gap"), plural(1200, "gap"), plural(2, "person", "people")
    ('1 gap', '1,200 gaps', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(value: date | Period | str | None) -> str:
    """Return a day or a period in words."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return period_in_words(value) if isinstance(value, Period) else in_words(value)


def _item_at(item: str) -> str:
    return url_for("items.show", name=item)


def _address(href: str) -> str:
    """Return a link's address; what leads to the register of a pack leads to the item's own page here."""
    if href.startswith("#evidence-"):
        return _item_at(href.removeprefix("#evidence-"))
    return address(href)


def _finalize(value: object) -> object:
    return clean(value) if type(value) is str else value


def _picture(web: Web) -> Any:  # noqa: ANN401  # a function of the templates
    def picture(chart: Chart) -> str:
        from base64 import b64encode  # noqa: PLC0415  # only for a page with charts

        from cqc_evidence.write.charts import chart_svg, colours_of  # noqa: PLC0415
        from cqc_evidence.write.templates import find_templates  # noqa: PLC0415

        css = find_templates(web.site.root).css
        return f"data:image/svg+xml;base64,{b64encode(chart_svg(chart, colours_of(css))).decode()}"

    return picture


@lru_cache(maxsize=1)
def widths() -> str:
    """Return the classes of column widths, which a pack makes only for its own tables."""
    return "\n".join(f".w{share}{{width:{share}%}}" for share in range(1, 101))


def static_text(name: str) -> str:
    """Return one of our own static files."""
    return files("cqc_evidence.web").joinpath("static", name).read_text(encoding="utf-8")
