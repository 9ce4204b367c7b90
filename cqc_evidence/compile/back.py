"""The back of the pack: plan, register, crosswalk, loops, definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.changes import changes_section
from cqc_evidence.compile.crosswalk import crosswalk_blocks
from cqc_evidence.compile.register import register_table
from cqc_evidence.compile.statement import improvement_table
from cqc_evidence.compile.view import View
from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.model.coverage import Coverage, Loop
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.pack import Block, Heading, Inline, ListBlock, Paragraph, Section, Table, TableCell, Text

_RIGHTS = (
    "Quality statements are quoted from the Care Quality Commission; I statements are from Making It Real by Think Local "
    "Act Personal. Three Conversations® is a registered trade mark of Partners4Change. This pack is not affiliated with, "
    "or endorsed by, any of them. Golden rules, topics and reasons are explained in our own words."
)

_MOST_LOOPS = 40
"""Actions that the pack lists, the newest first."""
_INDEPENDENT = (
    "two items are one source when they share kind, voice, date and source document, or when one is derived from the "
    "other. One meeting counted three times is one source"
)


def back_sections(view: View, earlier: Coverage | None) -> tuple[Section, ...]:
    """Return the sections after the statements."""
    return (
        Section(id="improvement-plan", level=1, title="Improvement plan", blocks=tuple(_plan(view)), page_break=True),
        Section(id="loops", level=1, title="You said, we did", blocks=tuple(_loops(view))),
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


def _plan(view: View) -> Iterator[Block]:
    yield from _actions(view)
    if view.internal and view.project.requests:
        yield _requests(view)


def _requests(view: View) -> Table:
    """Return what was asked for, of whom, and whether it has come."""
    rows = tuple(
        (
            TableCell(inlines=words.plain(one.who), header=True),
            TableCell(inlines=words.plain(", ".join(part for part in (one.topic, one.gap) if part) or "not given")),
            *(
                TableCell(inlines=words.plain(when.text if when else "no"))
                for when in (one.due, one.chased, one.received)
            ),
        )
        for one in view.project.requests
    )
    return Table(
        id="table-requests", caption="Evidence asked for",
        description="Who was asked for which evidence, when it is due, when they were reminded and when it came.",
        header=("Asked of", "For", "Due", "Reminded", "Received"), rows=rows, widths=(20, 41, 13, 13, 13),
    )  # fmt: skip


def _actions(view: View) -> Iterator[Block]:
    owners: dict[str, list[int]] = defaultdict(list)
    for index, improvement in enumerate(view.project.improvements):
        owners[improvement.owner].append(index)
    if not owners:
        yield Paragraph(inlines=words.plain("No area for improvement is recorded in evidence/improvement.yaml."))
        return
    unset = len(owners.get("", ()))
    if unset:
        verb = "has" if unset == 1 else "have"
        yield Paragraph(role="lead", inlines=words.plain(f"{words.count(unset, 'action')} {verb} no owner yet."))
    for number, owner in enumerate(sorted(owners, key=lambda name: (not name, name)), 1):
        found = [view.project.improvements[index] for index in owners[owner]]
        yield improvement_table(
            view, found, f"table-plan-{number}", f"Actions of: {owner or 'owner not set'}", sources=True
        )


def _loops(view: View) -> Iterator[Block]:
    """What was raised, what was done, and which steps nothing shows."""
    shown = [loop for loop in view.coverage.loops if loop.item in view.items]
    order = {item.id: place for place, item in enumerate(newest_first(view.items[loop.item] for loop in shown))}
    shown.sort(key=lambda loop: (order[loop.item], loop.index))
    rows = [_loop_row(view, loop, view.items[loop.item]) for loop in shown[:_MOST_LOOPS]]
    yield Paragraph(
        inlines=words.plain(
            "A loop is closed when what was raised was acted on, done, reported back, and its effect is known. "
            "A step that nothing shows is named; it may have happened."
        )
    )
    yield Table(
        id="table-loops", caption="Closed loops: from what was raised to what changed",
        description="Each action with the item it stands in, who did what, the steps that are evidenced and those that are not.",
        header=("Ref", "Action", "Owner", "Evidenced", "Nothing shows", "Days"),
        rows=tuple(rows), widths=(7, 35, 15, 12, 22, 9),
        empty="No action is recorded in any evidence item.",
    )  # fmt: skip
    if len(shown) > len(rows):
        more = words.count(len(shown) - len(rows), "older action")
        files = "JSON and Excel files" if view.internal else "JSON file"
        yield Paragraph(role="note", inlines=words.plain(f"{more} in the {files}."))


def _loop_row(view: View, loop: Loop, item: Item) -> tuple[TableCell, ...]:
    action = item.actions[loop.index]
    said: list[Inline] = [Text(text=action.action)]
    if action.from_ and (references := view.references(action.from_, most=3)):
        said += [Text(text=" (raised from "), *references, Text(text=")")]
    return (
        TableCell(inlines=(view.reference(item.id),), header=True),
        TableCell(inlines=tuple(said)),
        TableCell(inlines=words.plain(action.owner or "not given")),
        TableCell(inlines=words.plain(f"{loop.steps} of {loop.of} steps")),
        TableCell(inlines=words.plain(", ".join(loop.missing_steps) or "nothing is missing")),
        TableCell(inlines=words.plain("not known" if loop.days is None else str(loop.days))),
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
