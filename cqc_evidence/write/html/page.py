"""Pack → one HTML file."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from cqc_evidence.model.dates import in_words
from cqc_evidence.model.pack import Blocks, ListBlock, Notice, Pack, Quote, Section, Table
from cqc_evidence.write.clean import clean
from cqc_evidence.write.html.css import SHEET, css_problems, pack_css
from cqc_evidence.write.html.parts import MANY_COLUMNS, SHAPES, Outline, address, anchor, evidence_at, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment, Template

    from cqc_evidence.model.pack import Chart

OWN_IDS = ("pack-title", "pack-contents", "pack-main")
_PACKAGE = "cqc_evidence.write.html"


def write_html(pack: Pack, css: str) -> bytes:
    """Return the pack as one self-contained HTML file in UTF-8.

    `css` is the style sheet to build in, such as the shipped `templates/pack.css`. The same
    pack and style sheet give the same bytes.

    Raises:
        ValueError: with every sentence of `css_problems`, when the style sheet must not be used.
    """
    if problems := css_problems(css):
        raise ValueError("\n".join(problems))
    edition_line = f"{pack.edition.upper()} · as at {in_words(pack.as_at)}"
    own = pack_css(edition_line, pack.cover.title, _column_shares(pack))
    styles = (clean(css).strip("\ufeff \t\n"), f"{own}\n{SHEET}" if pack.sheet else own)
    script = _script()
    outline = Outline(*OWN_IDS)
    page = _template().render(
        pack=pack,
        picture=_picture(css),
        tables=frozenset(table.id for section in pack.sections for table in _tables(section)),
        entries=tuple((section, outline.anchor(section.id or section.title)) for section in pack.sections),
        outline=outline,
        edition_line=edition_line,
        styles=styles,
        script=script,
        policy=_policy(styles, script),
    )
    return page.encode("utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    """Return the page's template, compiled once per process."""
    return _environment().get_template("page.html.j2")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - heavy

    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
        auto_reload=False,
    )
    environment.filters.update(address=address, anchor=anchor, shares=shares)
    environment.globals.update(SHAPES=SHAPES, MANY_COLUMNS=MANY_COLUMNS, evidence_at=evidence_at)
    return environment


def _finalize(value: object) -> object:
    """Clean every text the templates print; markup they made themselves is clean already."""
    return clean(value) if type(value) is str else value


def _picture(css: str) -> Callable[[Chart], str]:
    """Return how a chart becomes the address of its picture; drawing is loaded only where there is one."""

    def picture(chart: Chart) -> str:
        from cqc_evidence.write.charts import chart_svg, colours_of  # noqa: PLC0415  # only for a pack with charts

        return f"data:image/svg+xml;base64,{b64encode(chart_svg(chart, colours_of(css))).decode()}"

    return picture


@lru_cache(maxsize=1)
def _script() -> str:
    return files(_PACKAGE).joinpath("pack.js").read_text(encoding="utf-8").strip()


def _policy(styles: tuple[str, ...], script: str) -> str:
    """Return a content security policy under which only this page's own style and script run."""
    sources = " ".join(_hash(style) for style in styles)
    return (
        f"default-src 'none'; style-src {sources}; script-src {_hash(script)}; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _column_shares(pack: Pack) -> frozenset[int]:
    tables = (table for section in pack.sections for table in _tables(section))
    return frozenset(share for table in tables for share in shares(table))


def _tables(section: Section) -> Iterator[Table]:
    """Yield a section's tables, however deep they stand."""
    waiting: list[Blocks] = [section.blocks]
    while waiting:
        for block in waiting.pop():
            if isinstance(block, Table):
                yield block
            elif isinstance(block, (Notice, Quote)):
                waiting.append(block.blocks)
            elif isinstance(block, ListBlock):
                waiting.extend(block.entries)
