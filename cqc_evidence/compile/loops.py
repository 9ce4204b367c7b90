"""“You said, we did”: what was raised, what was done, who was told, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from cqc_evidence.compile import words
from cqc_evidence.compile.view import View
from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.model.coverage import Loop
from cqc_evidence.model.dates import Period, period_in_words
from cqc_evidence.model.evidence import Action, Item
from cqc_evidence.model.pack import Block, Inline, Paragraph, Table, TableCell, Text

_MOST_LOOPS = 40
"""Actions that the pack lists, the newest first."""
_MOST_SAID = 2
"""Items that one action names as what was raised; the others are counted."""
_EFFECTS = {"found": "effect found", "none": "no effect found", "too-early": "too early to tell"}


def loops_blocks(view: View) -> Iterator[Block]:
    """What was raised, what was done, and (in the internal edition) which steps nothing shows."""
    shown = [loop for loop in view.coverage.loops if loop.item in view.items]
    order = {item.id: place for place, item in enumerate(newest_first(view.items[loop.item] for loop in shown))}
    shown.sort(key=lambda loop: (not view.internal and "done" not in loop.done_steps, order[loop.item], loop.index))
    yield Paragraph(inlines=words.plain(_meaning(view)))
    if shown:
        yield Paragraph(role="lead", inlines=words.plain(_sums(view, shown)))
    if places := _by_statement(view, shown):
        yield Paragraph(role="note", inlines=words.plain(places))
    rows = [_loop_row(view, loop, view.items[loop.item]) for loop in shown[:_MOST_LOOPS]]
    yield Table(
        id="table-loops", caption="You said, we did: from what was raised to what changed",
        description="Each action with the item it stands in, what was raised and by whom, what was done, who was told and what changed.",
        header=("Ref", "You said", "We did", "Told, and effect", *(("Steps shown",) if view.internal else ()), "Days"),
        rows=tuple(rows), widths=(6, 28, 22, 17, 19, 8) if view.internal else (7, 36, 29, 19, 9),
        empty="No action is recorded in any evidence item.",
    )  # fmt: skip
    if len(shown) > len(rows):
        more = words.count(len(shown) - len(rows), "older action" if view.internal else "more action")
        where = " in the JSON and Excel files" if view.internal else " not listed here"
        yield Paragraph(role="note", inlines=words.plain(f"{more}{where}."))


def _meaning(view: View) -> str:
    told = "A loop is closed when what was raised was acted on, done, reported back, and its effect is known."
    return f"{told} A step that nothing shows is named; it may have happened." if view.internal else told


def _sums(view: View, loops: list[Loop]) -> str:
    """Return how many loops went how far, and the middle number of days."""
    actions = [view.items[loop.item].actions[loop.index] for loop in loops]
    done = sum(1 for loop in loops if "done" in loop.done_steps)
    back = sum(1 for loop in loops if "reported back" in loop.done_steps)
    found = sum(1 for action in actions if action.effect == "found")
    told = f"{words.count(len(loops), 'action')}: {done} done, {back} reported back, {found} with an effect found."
    return f"{told} {_days(loops)}"


def _days(loops: list[Loop]) -> str:
    days = [loop.days for loop in loops if loop.days is not None]
    if not days:
        return "No action has exact days for both raised and done, so no number of days is given."
    verb = "has" if len(days) == 1 else "have"
    exact = f"{len(days)} of {len(loops)} {verb} exact days for both"
    middle = words.count(days[0], "day") if len(days) == 1 else f"a median of {median(days):g} days"
    return f"From raised to done: {middle} ({exact})."


def _by_statement(view: View, loops: list[Loop]) -> str:
    """Return how many actions each quality statement's evidence holds, where there are several statements."""
    names = [{tag.statement for tag in view.items[loop.item].tags} for loop in loops]
    counts = Counter(name for each in names for name in each)
    told = [f"{one.title.text} {counts[one.id]}" for one in view.framework.statements if counts[one.id]]
    if len(told) < 2:  # noqa: PLR2004  # one statement needs no list
        return ""
    several = "; an action may speak to several" if sum(counts.values()) > len(loops) else ""
    return f"By quality statement: {', '.join(told)}{several}."


def _loop_row(view: View, loop: Loop, item: Item) -> tuple[TableCell, ...]:
    action = item.actions[loop.index]
    missing = f"; nothing shows: {', '.join(loop.missing_steps)}" if loop.missing_steps else ""
    steps = (TableCell(inlines=words.plain(f"{loop.steps} of {loop.of}{missing}"), sort=f"{loop.steps}"),)
    return (
        TableCell(inlines=(view.reference(item.id),), header=True),
        TableCell(inlines=_said(view, item, action)),
        TableCell(inlines=_did(loop, action)),
        TableCell(inlines=words.plain(_told(loop, action))),
        *(steps if view.internal else ()),
        TableCell(inlines=words.plain("not known" if loop.days is None else str(loop.days))),
    )


def _said(view: View, item: Item, action: Action) -> tuple[Inline, ...]:
    """Return what was raised, by whom and when: the items it came from, else the item that tells of the action."""
    names = [name for name in action.from_ if name in view.items]
    when = _dated(action.raised)
    if not names:
        return words.plain(f"{item.title}{when}")
    found: list[Inline] = []
    for name in names[:_MOST_SAID]:
        one = view.items[name]
        voice = words.VOICE_WORDS[one.voice]
        found += [Text(text=f"{'; ' if found else ''}{one.title} ({voice}, "), view.reference(name), Text(text=")")]
    more = f" and {len(names) - _MOST_SAID} more" if len(names) > _MOST_SAID else ""
    return (*found, Text(text=f"{more}{when}"))


def _did(loop: Loop, action: Action) -> tuple[Inline, ...]:
    """Return what was done, by whom and when; what nothing shows to be done says so."""
    done = _dated(action.done)
    if "done" not in loop.done_steps:
        done = f" (to be done: {period_in_words(action.done)})" if action.done else " (not shown to be done)"
    owner = f". {action.owner}." if action.owner else ""
    return (Text(text=f"{action.action}{done}"), *((Text(text=owner, emphasis=True),) if owner else ()))


def _dated(when: Period | None) -> str:
    return f", {period_in_words(when)}" if when else ""


def _told(loop: Loop, action: Action) -> str:
    parts = []
    if action.reported_back is not None:
        back = action.reported_back
        told = "reported back" in loop.done_steps
        parts.append(f"told: {back.to}{_dated(back.date)}" if told else f"to be told: {back.to}")
    if action.effect is not None:
        parts.append(_EFFECTS[action.effect])
    return "; ".join(parts) or "not recorded"
