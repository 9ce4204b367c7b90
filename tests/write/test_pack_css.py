"""What a council's own style sheet may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cqc_evidence.write.html import contrast_problems, css_problems, write_html
from cqc_evidence.write.html.css import _PAIRS
from tests.write.sample_pack import pack_of, sample_pack

CSS = (Path(__file__).parents[2] / "templates" / "pack.css").read_text(encoding="utf-8")


def test_the_shipped_style_sheet_is_fine_and_every_pair_of_colours_can_be_read() -> None:
    assert css_problems(CSS) == ()
    assert contrast_problems(CSS) == ()
    assert all(f"--{name}:" in CSS for pair in _PAIRS for name in pair)


@pytest.mark.parametrize(
    ("css", "says"),
    [
        ("p {}\n</StYle><script>", "end it inside the page"),
        ("\n@import 'a.css';", "Line 2 uses @import"),
        ("@IMPORT url(data:text/css,x)", "uses @import"),
        ("a { background: url(https://example.org/x.png) }", "points at https://example.org/x.png"),
        ("a { background: URL( 'x.png' ) }", "points at 'x.png'"),
        ("a { background: url() }", "points at nothing"),
        ("a { background: u\\72l(x.png) }", "backslash code"),
        ("a { background: image-set('x.png' 1x) }", "can fetch a picture"),
        ("a::after { content: '/*' } @import 'x'; /* '", "uses @import"),
        ("a {} /* open", "never closed"),
        ("a {\x00}", "control characters"),
    ],
)
def test_a_style_sheet_that_could_break_out_or_fetch_is_refused_with_a_sentence(css: str, says: str) -> None:
    assert any(says in sentence for sentence in css_problems(css))
    with pytest.raises(ValueError, match=re.escape(says)):
        write_html(pack_of(), css)


@pytest.mark.parametrize(
    "css",
    [
        "",
        "a { background: url(data:image/png;base64,AA==) }",
        "a { background: url('data:image/svg+xml,<svg>)</svg>') }",
        "/* no @import and no url(x) here */ a::after { content: '@import' }",
        "p {}\r\nq {}\r\n",
        ".sm\\:flex { color: red }",
    ],
)
def test_an_honest_style_sheet_is_used(css: str) -> None:
    assert css_problems(css) == ()
    assert write_html(pack_of(), css)


def test_faint_colours_are_named_with_their_contrast() -> None:
    assert contrast_problems(":root { --ink: #777; --paper: #FFFFFF; }") == (
        "--ink on --paper has a contrast of 4.5 to 1; it needs 4.5.",
    )


def test_a_style_sheet_that_ends_in_the_middle_does_not_swallow_the_print_header() -> None:
    page = write_html(sample_pack(), "a { color: red")
    assert b"<style>a { color: red</style>\n<style>@page{" in page


def test_the_invisible_mark_that_windows_puts_first_does_not_spoil_the_first_rule() -> None:
    assert b"<style>a { color: red }</style>" in write_html(pack_of(), "\ufeffa { color: red }\r\n")
