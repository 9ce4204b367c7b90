"""What a council's own style sheet may hold, and the few rules that depend on the pack."""

from __future__ import annotations

import re

from cqc_evidence.write.clean import clean

_TOKEN = re.compile(
    r"""
      (?P<comment> /\* .*? (?: \*/ | (?P<open_comment> \Z)) )
    | (?P<url> (?<![\w-]) url\( \s* (?P<target> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | [^)]* ) )
    | (?P<string> "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
    | (?P<import> @import)
    | (?P<image> (?<![\w]) (?: image-set | image | src ) \( )
    | (?P<escape> \\ [0-9a-z] )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SAFE_IN_A_STRING = re.compile(r"[A-Za-z0-9 ]")
_COLOUR = re.compile(r"--([a-z-]+)\s*:\s*(#[0-9a-f]{6}|#[0-9a-f]{3})\s*;", re.IGNORECASE)
_ENOUGH = 4.5
_PAIRS = (
    ("ink", "paper"),
    ("ink", "wash"),
    ("quiet", "paper"),
    ("quiet", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("on-accent", "accent"),
    ("bad-ink", "bad"),
    ("old-ink", "old"),
    ("thin-ink", "thin"),
    ("open-ink", "open"),
    ("good-ink", "good"),
    ("plain-ink", "plain"),
    *(("accent", ground) for ground in ("bad", "old", "thin", "open", "good", "plain")),
)
"""Variables of pack.css that stand as text on ground."""


def css_problems(css: str) -> tuple[str, ...]:
    """Return what stops a style sheet from being built in, as plain sentences; empty when it is fine.

    A pack is one file that fetches nothing, so a style sheet may point only at `data:` addresses.
    """
    found: list[str] = []
    if "</style" in css.lower():
        found.append("The style sheet holds “</style”, which would end it inside the page.")
    if clean(css) != css.replace("\r\n", "\n").replace("\r", "\n"):
        found.append("The style sheet holds control characters; save it again as plain UTF-8 text.")
    for token in _TOKEN.finditer(css):
        line = css.count("\n", 0, token.start()) + 1
        if sentence := _problem(token):
            found.append(f"Line {line} {sentence}")
    return tuple(found)


def _problem(token: re.Match[str]) -> str:
    """Return what is wrong with one token, to follow “Line 7”; empty when it is fine."""
    if token["open_comment"] is not None:
        return "opens a comment that is never closed."
    if token["import"]:
        return "uses @import; copy the other style sheet into this one."
    if token["url"] and not _is_data(token["target"]):
        target = token["target"].strip() or "nothing"
        return f"points at {target}; a pack may use only data: addresses in url()."
    if token["image"]:
        return f"uses {token['image']}…), which can fetch a picture; use url(data:…) instead."
    if token["escape"]:
        return "writes a letter as a backslash code; type the letter."
    return ""


def _is_data(target: str) -> bool:
    return target.strip("\"' \t\n\r\f").lower().startswith("data:")


def contrast_problems(css: str) -> tuple[str, ...]:
    """Return the colour pairs of a style sheet that are too faint to read, as plain sentences.

    Only variables of the shipped `pack.css` written as `#rrggbb` or `#rgb` are compared; the
    ratio wanted is 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
    """
    colours = dict(_COLOUR.findall(css))
    found: list[str] = []
    for front, ground in _PAIRS:
        if front in colours and ground in colours:
            ratio = contrast(colours[front], colours[ground])
            if ratio < _ENOUGH:
                sentence = f"--{front} on --{ground} has a contrast of {ratio:.1f} to 1; it needs {_ENOUGH}."
                found.append(sentence)
    return tuple(found)


def contrast(front: str, ground: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, from 1 to 21.

    Source: WCAG 2.2, definitions of relative luminance and contrast ratio.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(front), _luminance(ground)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > len("#rgb") else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (_linear(int(digits[start : start + 2], 16) / 255) for start in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's numbers


def css_string(text: str) -> str:
    r"""Return `text` as a CSS string that can break out of nothing.

    >>> css_string("A·b")
    '"A\\b7 b"'
    """
    escaped = (char if _SAFE_IN_A_STRING.match(char) else f"\\{ord(char):x} " for char in clean(text))
    return '"' + "".join(escaped) + '"'


def pack_css(edition_line: str, title: str, shares: frozenset[int]) -> str:
    """Return the rules that hold words and widths of one pack: print header and column widths.

    `shares` are column widths in per cent; column `w25` takes 25 % of its table.
    """
    rules = [
        f"@page{{@top-left{{content:{css_string(edition_line)}}}@top-right{{content:{css_string(title)}}}}}",
        "@page :first{@top-left{content:none}@top-right{content:none}}",
        *(f".w{share}{{width:{share}%}}" for share in sorted(shares)),
    ]
    return "\n".join(rules)


SHEET = """@page{margin:14mm 17mm 12mm}
.sheet .page{display:block;max-width:54rem}
.sheet h1{margin:1.5rem 0 0;font:600 .875rem/1.4 var(--sans);color:var(--quiet)}
.sheet main{font-size:1.0625rem;padding-bottom:1rem}
@media print{.sheet h1{margin:0 0 5mm;font-size:9pt;letter-spacing:0}.sheet main{font-size:10.5pt;line-height:1.42}.sheet .lead{font-size:12.5pt;line-height:1.4}
.sheet h2{margin:0 0 4mm;font-size:24pt;color:var(--accent)}.sheet h3{margin:5mm 0 2mm;font-size:15pt;color:var(--accent)}
.sheet .quote{margin-bottom:4mm;font-size:11.5pt;line-height:1.4}.sheet main .claim{margin-top:2.5mm}.sheet .colophon{margin-top:6mm}}"""
"""The rules of a document that is one page: larger letters, narrower margins."""
