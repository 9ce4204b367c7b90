"""Gaps and notices: blocks that a reader must not miss, and the Word comments on gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqc_evidence.write.docx.paragraphs import paragraph_xml
from cqc_evidence.write.docx.xml import DECLARATION, NAMESPACES, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cqc_evidence.model.pack import GapBlock
    from cqc_evidence.write.docx.draft import Draft

AUTHOR = "cqc-evidence"
INITIALS = "CQC"
SIGN = "▲"
_AFTER = 140
_CLOSING = "”’\"')"
_BOLD = "<w:b/><w:bCs/>"


def gap_xml(draft: Draft, gap: GapBlock) -> str:
    """Return a gap as a marked block with its bookmark and its comment."""
    lines = _lines(gap)
    if gap.compact:
        # One paragraph: the mark and the title in bold, then the rest as sentences.
        first = run(f"{_mark(gap)}. {_sentence(gap.title)} ", _BOLD)
        content = _commented(draft, gap, [first + "".join(_runs(lines, " "))])[0]
        return paragraph_xml(draft.style("gap small"), content)
    contents = [run(_mark(gap)), *_runs([("", gap.title, True), *lines], "")]
    contents = _commented(draft, gap, contents)
    last = len(contents) - 1
    style = draft.style("gap")
    title = paragraph_xml(draft.style("gap title"), contents[0])
    rest = [
        paragraph_xml(
            style,
            content,
            keep_next=number < last,
            after=_AFTER if number == last else None,
        )
        for number, content in enumerate(contents[1:], start=1)
    ]
    return title + "".join(rest)


def _mark(gap: GapBlock) -> str:
    return f"{SIGN} GAP {gap.id} · {gap.state_word} · risk {gap.risk}"


def _sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends in one already."""
    return text if not text or text.rstrip(_CLOSING)[-1:] in ".!?…" else f"{text}."


def _lines(gap: GapBlock) -> list[tuple[str, str, bool]]:
    """Return label, words and whether the words are bold, for each line that has something to say.

    A compact gap leaves its risk's reason to the comment, and an owner that nobody set.
    """
    owner = gap.owner or ("" if gap.compact else "not set")
    lines = [
        ("", _sentence(gap.because), False),
        ("Would close it: ", gap.help, False),
        (f"Risk {gap.risk}: ", "" if gap.compact else _sentence(gap.risk_because), False),
        ("Accepted: ", _sentence(gap.accepted), False),
        ("Owner, due: ", _sentence(owner), False),
    ]
    return [line for line in lines if line[1]]


def _runs(lines: Sequence[tuple[str, str, bool]], end: str) -> list[str]:
    return [
        (run(label, _BOLD) if label else "") + run(words + end, _BOLD if bold else "") for label, words, bold in lines
    ]


def _commented(draft: Draft, gap: GapBlock, contents: list[str]) -> list[str]:
    """Put the bookmark and the comment around a gap's paragraphs, at its first place only."""
    if gap.id in draft.opened:
        return contents
    number = len(draft.comments)
    draft.comments.append(gap)
    contents = [draft.bookmark(gap.id, contents[0]), *contents[1:]]
    contents[0] = f'<w:commentRangeStart w:id="{number}"/>{contents[0]}'
    contents[-1] += (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="{draft.style("annotation reference")}"/>'
        f'</w:rPr><w:commentReference w:id="{number}"/></w:r>'
    )
    return contents


def comments_xml(draft: Draft, day: date) -> bytes:
    """Return the comments part: one comment a gap.

    Built as text: python-docx's own `add_comment` stamps the clock's time and looks for the next
    free number from the start each time, which is quadratic.
    """
    comments = "".join(_comment(draft, number, gap, day) for number, gap in enumerate(draft.comments))
    return f"{DECLARATION}<w:comments {NAMESPACES}>{comments}</w:comments>".encode()


def _comment(draft: Draft, number: int, gap: GapBlock, day: date) -> str:
    reference = f'<w:r><w:rPr><w:rStyle w:val="{draft.style("annotation reference")}"/></w:rPr><w:annotationRef/></w:r>'
    lines = [
        ("", gap.title, True),
        ("State: ", f"{gap.state_word}; risk {gap.risk} ({gap.risk_because})", False),
        ("Because: ", gap.because, False),
        *([("Would close it: ", gap.help, False)] if gap.help else []),
        *([("Accepted: ", gap.accepted, False)] if gap.accepted else []),
    ]
    style = draft.style("annotation text")
    contents = _runs(lines, "")
    contents[0] = reference + contents[0]
    inside = "".join(paragraph_xml(style, content) for content in contents)
    return (
        f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{day.isoformat()}T00:00:00Z" '
        f'w:initials="{INITIALS}">{inside}</w:comment>'
    )
