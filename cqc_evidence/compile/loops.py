"""“You said, we did”: what was raised, what was done, who was told, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.model.coverage import Loop
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.pack import Block, Inline, Paragraph, Table, TableCell, Text

_MOST_LOOPS = 40
"""Actions that the pack lists, the newest first."""
_EFFECTS = {"found": "effect found", "none": "no effect found", "too-early": "too early to tell"}


def loops_blocks(view: View) -> Iterator[Block]:
    """What was raised, what was done, and which steps nothing shows."""
    shown = [loop for loop in view.coverage.loops if loop.item in view.items]
    order = {item.id: place for place, item in enumerate(newest_first(view.items[loop.item] for loop in shown))}
    shown.sort(key=lambda loop: (order[loop.item], loop.index))
    yield Paragraph(
        inlines=words.plain(
            "A loop is closed when what was raised was acted on, done, reported back, and its effect is known. "
            "A step that nothing shows is named; it may have happened."
        )
    )
    if shown:
        yield Paragraph(role="lead", inlines=words.plain(_sums(view, shown)))
    rows = [_loop_row(view, loop, view.items[loop.item]) for loop in shown[:_MOST_LOOPS]]
    yield Table(
        id="table-loops", caption="Closed loops: from what was raised to what changed",
        description="Each action with the item it stands in, who did what, the steps that are evidenced and those that are not.",
        header=("Ref", "You said, we did", "Told, and effect", "Evidenced", "Nothing shows", "Days"),
        rows=tuple(rows), widths=(7, 33, 17, 14, 20, 9),
        empty="No action is recorded in any evidence item.",
    )  # fmt: skip
    if len(shown) > len(rows):
        more = words.count(len(shown) - len(rows), "older action")
        where = " in the JSON and Excel files" if view.internal else " not listed here"
        yield Paragraph(role="note", inlines=words.plain(f"{more}{where}."))


def _sums(view: View, loops: list[Loop]) -> str:
    """Return how many loops went how far, and the middle number of days."""
    actions = [view.items[loop.item].actions[loop.index] for loop in loops]
    done = sum(1 for loop in loops if "done" in loop.done_steps)
    back = sum(1 for loop in loops if "reported back" in loop.done_steps)
    found = sum(1 for action in actions if action.effect == "found")
    days = sorted(loop.days for loop in loops if loop.days is not None)
    told = f"{words.count(len(loops), 'action')}: {done} done, {back} reported back, {found} with an effect found. "
    if not days:
        return told + "No action has exact days for both raised and done, so no number of days is given."
    of = "both" if len(days) == len(loops) == 2 else f"{len(days)} of {len(loops)}"  # noqa: PLR2004  # two are both
    return f"{told}Median from raised to done: {median(days):g} days, over the {of} with exact days."


def _loop_row(view: View, loop: Loop, item: Item) -> tuple[TableCell, ...]:
    action = item.actions[loop.index]
    said: list[Inline] = [Text(text=action.action)]
    if action.from_ and (references := view.references(action.from_, most=3)):
        said += [Text(text=" (raised from "), *references, Text(text=")")]
    if action.owner:
        said.append(Text(text=f". {action.owner}.", emphasis=True))
    return (
        TableCell(inlines=(view.reference(item.id),), header=True),
        TableCell(inlines=tuple(said)),
        TableCell(inlines=words.plain(_told(loop, item))),
        TableCell(inlines=words.plain(f"{loop.steps} of {loop.of} steps")),
        TableCell(inlines=words.plain(", ".join(loop.missing_steps) or "nothing is missing")),
        TableCell(inlines=words.plain("not known" if loop.days is None else str(loop.days))),
    )


def _told(loop: Loop, item: Item) -> str:
    action = item.actions[loop.index]
    parts = []
    if action.reported_back is not None:
        parts.append(
            f"told: {action.reported_back.to}"
            if "reported back" in loop.done_steps
            else f"to be told: {action.reported_back.to}"
        )
    if action.effect is not None:
        parts.append(_EFFECTS[action.effect])
    return "; ".join(parts) or "not recorded"
