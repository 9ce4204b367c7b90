"""The log of conversations: what followed a conversation 1, and how many are conversations 3."""

from __future__ import annotations

from cqc_evidence.engine.expressions.shape import (
    completed,
    days,
    end_of,
    followed,
    grain_of,
    grouped,
    nothing,
    number,
    period_start,
    share,
)
from cqc_evidence.engine.expressions.support import WINDOW_DAYS
from cqc_evidence.engine.kinds import Parameters, Table, Tables

FIRST, SECOND, THIRD = "C1", "C2", "C3"


def c1_to_c2(tables: Tables, parameters: Parameters) -> Table:
    """Return conversations 1 followed by a conversation 2 with the same person within `window_days`."""
    return _followed_by(SECOND, tables["conversations"], parameters)


def c1_to_c3(tables: Tables, parameters: Parameters) -> Table:
    """Return conversations 1 followed by a conversation 3 with the same person within `window_days`."""
    return _followed_by(THIRD, tables["conversations"], parameters)


def c3_share(tables: Tables, parameters: Parameters) -> Table:
    """Return conversations 3 among all conversations that began."""
    held = conversation_rows(tables["conversations"], parameters)
    return share(
        held.select(
            "group_",
            period_start=period_start(held.day, grain_of(parameters, "month")),
            hit=held.kind == THIRD,
            full=held.day.notnull(),
        )
    )


def conversation_rows(conversations: Table, parameters: Parameters) -> Table:
    """Return conversations: `person`, `kind` (C1, C2, C3), `day`, `group_`, `ends` (null while it goes on).

    Rows of the same person, kind and first day are one conversation; it ends with the later end, and of two groups the
    first by the alphabet has it.
    """
    whole = grouped(completed(conversations, end="date"), parameters)
    named = whole.select(
        "group_", "end", person=whole.person_id, kind=whole.conversation.strip().upper(), day=whole.start
    )
    usable = named.filter(named.person.notnull() & named.day.notnull() & named.kind.isin((FIRST, SECOND, THIRD)))
    return usable.group_by("person", "kind", "day").aggregate(group_=usable.group_.min(), ends=usable.end.max())


def work_span(held: Table, parameters: Parameters) -> Table:
    """Return the last day that conversations or reviews tell of: the last start or end."""
    last = held.day.max()
    ended = held.ends.max().fill_null(last)
    return held.aggregate(last=end_of(parameters, "last_day", (ended > last).ifelse(ended, last)))


def _followed_by(kind: str, conversations: Table, parameters: Parameters) -> Table:
    held = conversation_rows(conversations, parameters)
    two = held.filter(held.kind.isin((FIRST, kind)))
    later = (two.kind == kind).ifelse(two.day, nothing("date"))
    # On one day C1 sorts before C2 and C3, so those of that day come after it.
    after = two.mutate(after=later.min().over(rows=(1, None), group_by="person", order_by=["day", "kind"]))
    units = after.filter(after.kind == FIRST).cross_join(work_span(held, parameters))
    window = number(parameters, "window_days", WINDOW_DAYS)
    gap, room = days(units.after, units.day), days(units.last, units.day)
    return followed(units, gap, room, window, grain_of(parameters, "month"))
