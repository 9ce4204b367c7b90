"""What one person's rows come to: requests that belong together, and support that was open or began after them."""

from __future__ import annotations

from cqc_evidence.engine.expressions.shape import completed, days, end_of, grouped, literal, nothing, number, said
from cqc_evidence.engine.kinds import Parameters, Table, Value

MERGE_GAP_DAYS = 4
ISLAND_GAP_DAYS = 1
FAR = "9999-12-31"
"""The end of support that has none yet."""


def cld_requests(cld: Table, parameters: Parameters) -> Table:
    """Return requests of a client level data table: `person`, `day`, `group_`."""
    return _events(cld.filter(said(cld.Event_Type, "request")), parameters).select("person", "day", "group_")


def cld_long_term(cld: Table, parameters: Parameters) -> Table:
    """Return long-term services: `person`, `day`, `group_`, `closes` (the far future while there is no end)."""
    return _services(cld, parameters, "long term support")


def cld_reablement(cld: Table, parameters: Parameters) -> Table:
    """Return stretches of reablement (ST-Max): services with at most one day between them are one.

    A service that ends before it starts counts as one day.
    """
    found = _services(cld, parameters, "short term support: st-max", "short term support: st max", "st-max")
    lasting = found.mutate(closes=(found.closes < found.day).ifelse(found.day, found.closes))
    until = lasting.closes.max().over(rows=(None, -1), group_by="person", order_by=["day", "closes"])
    beside = lasting.mutate(until=until)
    gap = number(parameters, "island_gap_days", ISLAND_GAP_DAYS)
    return beside.filter(beside.until.isnull() | (days(beside.day, beside.until) > gap)).drop("until")


def _services(cld: Table, parameters: Parameters, *begins: str) -> Table:
    kind = cld.Service_Type.lower().replace("long-term", "long term").replace("short-term", "short term").strip()
    wanted = kind.startswith(begins[0])
    for other in begins[1:]:
        wanted = wanted | kind.startswith(other)
    found = _events(cld.filter(said(cld.Event_Type, "service") & wanted), parameters)
    dated = completed(found, Event_End_Date="date")
    closes = dated.Event_End_Date.fill_null(literal(FAR, "string").cast("date"))
    return dated.select("person", "day", "group_", closes=closes)


def _events(cld: Table, parameters: Parameters) -> Table:
    named = grouped(cld, parameters, "").mutate(person=cld.LA_Person_Unique_Identifier, day=cld.Event_Start_Date)
    return named.filter(named.person.notnull() & named.day.notnull())


def cld_span(cld: Table, parameters: Parameters) -> Table:
    """Return the first and the last day that a client level data table tells of, as one row.

    They are those of its reporting periods. Without any, it begins with the first request (services may have begun
    long before) and ends with the last event that began.
    """
    told = completed(cld, Reporting_Period_Start_Date="date", Reporting_Period_End_Date="date")
    start = told.Event_Start_Date
    first, last = told.Reporting_Period_Start_Date.min(), told.Reporting_Period_End_Date.max()
    asked = said(told.Event_Type, "request").ifelse(start, nothing("date")).min()
    return told.aggregate(
        first=end_of(parameters, "first_day", first.coalesce(asked, start.min())),
        last=end_of(parameters, "last_day", last.coalesce(start.max())),
    )


def request_rows(requests: Table, parameters: Parameters) -> Table:
    """Return rows of a requests table: `person`, `day`, `group_`, `talked`, `known`, `outcome`."""
    usable = requests.filter(requests.person_id.notnull() & requests.received.notnull())
    whole = grouped(completed(usable, first_conversation="date", already_known="boolean", outcome="string"), parameters)
    return whole.select(
        "group_",
        person=whole.person_id,
        day=whole.received,
        talked=whole.first_conversation,
        known=whole.already_known,
        outcome=whole.outcome.strip().lower().nullif(""),
    )


def request_span(found: Table, parameters: Parameters) -> Table:
    """Return the first and the last day of request rows; a first conversation may be the last thing that is known."""
    last = found.day.max()
    talked = found.talked.max().fill_null(last)
    return found.aggregate(
        first=end_of(parameters, "first_day", found.day.min()),
        last=end_of(parameters, "last_day", (talked > last).ifelse(talked, last)),
    )


def first_days(requests: Table, parameters: Parameters) -> Table:
    """Return requests (`person`, `day`, `group_`) less those that belong to the one before them.

    A request at most `merge_gap_days` after the request before it is the same one. Two groups on the first day: the
    first by the alphabet has it.
    """
    before = requests.mutate(before=requests.day.lag().over(group_by="person", order_by=["day", "group_"]))
    return before.filter(_begins(before, parameters)).drop("before")


def whole_requests(found: Table, parameters: Parameters) -> Table:
    """Return request rows put together: `person`, `day`, `group_`, and what any of its rows says.

    `long` (long-term support), `open` (still open), `ended` (some outcome is given and none is "still open"), `known`
    (already known; null where no row says).
    """
    before = found.mutate(before=found.day.lag().over(group_by="person", order_by=["day", "group_"]))
    marked = before.mutate(begins=_begins(before, parameters).cast("int64"))
    numbered = marked.mutate(
        which=marked.begins.sum().over(rows=(None, 0), group_by="person", order_by=["day", "group_"])
    )
    outcome, first = numbered.outcome, numbered.begins == 1
    put = numbered.group_by("person", "which").aggregate(
        day=numbered.day.min(),
        group_=numbered.group_.min(where=first),
        long=_any(outcome == "long-term support"),
        open=_any(outcome == "still open"),
        given=outcome.count() > 0,
        known=numbered.known.cast("int64").max() == 1,
    )
    return put.mutate(ended=put.given & ~put.open)


def _any(condition: Value) -> Value:
    return condition.cast("int64").sum().fill_null(0) > 0


def _begins(before: Table, parameters: Parameters) -> Value:
    gap = number(parameters, "merge_gap_days", MERGE_GAP_DAYS)
    return before.before.isnull() | (days(before.day, before.before) > gap)


def timeline(requests: Table, starts: Table, parameters: Parameters) -> Table:
    """Return merged requests with `open_until` and `next_start`.

    `open_until` is the last end of support that began before the day of the request, `next_start` the first start on
    that day or later; both null where there is none. One sort of the rows answers all three questions.
    """
    asked = requests.select("person", "day", "group_", kind=literal(0, "int8"), closes=nothing("date"))
    begun = starts.select("person", "day", group_=nothing("string"), kind=literal(1, "int8"), closes=starts.closes)
    both = asked.union(begun)
    asks = both.kind == 0
    order = ["day", "kind", "group_"]
    told = both.mutate(
        before=asks.ifelse(both.day, nothing("date")).max().over(rows=(None, -1), group_by="person", order_by=order),
        open_until=both.closes.max().over(rows=(None, -1), group_by="person", order_by=order),
        next_start=asks.ifelse(nothing("date"), both.day).min().over(rows=(1, None), group_by="person", order_by=order),
    )
    return told.filter((told.kind == 0) & _begins(told, parameters)).drop("before", "kind", "closes")
