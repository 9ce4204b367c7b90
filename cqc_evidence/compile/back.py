"""The back of the pack: plan, register, crosswalk, loops, definitions."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.changes import changes_section
from cqc_evidence.compile.crosswalk import crosswalk_blocks
from cqc_evidence.compile.loops import loops_blocks
from cqc_evidence.compile.plan import plan_blocks
from cqc_evidence.compile.register import register_table
from cqc_evidence.compile.view import View
from cqc_evidence.model.coverage import Coverage
from cqc_evidence.model.pack import Block, Heading, ListBlock, Paragraph, Section, Text

_RIGHTS = (
    "Quality statements are quoted from the Care Quality Commission; I statements are from Making It Real by Think Local "
    "Act Personal. Three Conversations® is a registered trade mark of Partners4Change. This pack is not affiliated with, "
    "or endorsed by, any of them. Golden rules, topics and reasons are explained in our own words."
)

_INDEPENDENT = (
    "two items are one source when they share kind, voice, date and source document, or when one is derived from the "
    "other. One meeting counted three times is one source"
)


def back_sections(view: View, earlier: Coverage | None) -> tuple[Section, ...]:
    """Return the sections after the statements."""
    return (
        Section(
            id="improvement-plan", level=1, title="Improvement plan", blocks=tuple(plan_blocks(view)), page_break=True
        ),
        Section(id="loops", level=1, title="You said, we did", blocks=tuple(loops_blocks(view))),
        Section(id="crosswalk", level=1, title="Information return crosswalk", blocks=tuple(crosswalk_blocks(view))),
        *changes_section(view, earlier),
        Section(id="register", level=1, title="Evidence register", blocks=tuple(register_table(view)), page_break=True),
        Section(
            id="definitions",
            level=1,
            title="Definitions and sources",
            blocks=tuple(_definitions(view)),
            page_break=True,
        ),
    )


def _definitions(view: View) -> Iterator[Block]:
    yield from _defined("States", [(words.STATE_WORDS[mark], text) for mark, text in words.STATE_MEANINGS])
    yield from _defined(
        "What the evidence says", [(words.SAYS_WORDS[mark].capitalize(), text) for mark, text in words.SAYS_MEANINGS]
    )
    yield from _defined("Confidence", [(name.capitalize(), text) for name, text in words.CONFIDENCE_MEANINGS])
    yield from _defined("Golden rules", [(rule.title, rule.meaning.text) for rule in view.framework.rules.rules])
    yield from _defined("Independent items", [("Independent", _INDEPENDENT)])
    yield Heading(level=2, text="Sources and rights", id="rights")
    yield Paragraph(role="note", inlines=words.plain(_RIGHTS))
    entries = tuple(
        (Paragraph(inlines=words.plain(", ".join(part for part in (source.title, source.url) if part))),)
        for source in view.framework.quality.sources
    )
    if entries:
        yield ListBlock(entries=entries)


def _defined(title: str, entries: list[tuple[str, str]]) -> Iterator[Block]:
    yield Heading(level=2, text=title, id=f"defined-{title.lower().replace(' ', '-')}")
    yield ListBlock(
        entries=tuple(
            (Paragraph(inlines=(words.strong(f"{name}: "), Text(text=text.rstrip(".") + "."))),)
            for name, text in entries
        )
    )
