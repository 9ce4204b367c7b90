"""What each table of `evidence/data/` may hold: the one definition behind checks, template, documents and schema."""

from __future__ import annotations

from cqc_evidence.model.data import Column, Contract

_PERSON = Column(
    name="person_id",
    type="person",
    required=True,
    example="P00417",
    meaning="The council's own number for the person. It is replaced when it is read and never shown.",
    aliases=("person", "id", "client id", "mosaic id", "liquidlogic id"),
)
_TEAM = Column(name="team", type="text", example="North", meaning="The team that did the work.")
_SITE = Column(
    name="site",
    type="text",
    example="innovation site",
    meaning="The innovation site, or the way of working, that the row belongs to. Groups are made from it.",
    aliases=("innovation site", "group"),
)


def _text(name: str, meaning: str, example: str = "") -> Column:
    return Column(name=name, type="text", meaning=meaning, example=example)


def _day(name: str, meaning: str, *, required: bool = False, aliases: tuple[str, ...] = ()) -> Column:
    return Column(name=name, type="date", meaning=meaning, required=required, example="2026-03-12", aliases=aliases)


def _number(name: str, meaning: str, example: str, *, required: bool = False) -> Column:
    return Column(name=name, type="number", meaning=meaning, required=required, example=example)


def _choice(name: str, meaning: str, choices: tuple[str, ...], *, required: bool = False) -> Column:
    return Column(name=name, type="choice", meaning=meaning, choices=choices, required=required, example=choices[0])


_CONVERSATIONS = Contract(
    name="conversations",
    title="Conversations",
    row="one conversation with one person",
    columns=(
        _PERSON,
        _choice("conversation", "Conversation 1, 2 or 3.", ("C1", "C2", "C3"), required=True),
        _day("start", "The day it began.", required=True),
        _day("end", "The day it ended; empty while it goes on."),
        _choice(
            "outcome",
            "What followed.",
            ("ended here", "another conversation", "short-term support", "long-term support", "other"),
        ),
        _TEAM,
        _SITE,
    ),
)
_REQUESTS = Contract(
    name="requests",
    title="Requests",
    row="one request for support",
    columns=(
        _PERSON,
        _day("received", "The day it came in.", required=True, aliases=("date received", "request date")),
        _day("first_conversation", "The day of the first conversation; empty while the person waits."),
        Column(
            name="already_known",
            type="yes or no",
            example="no",
            meaning="Whether the person already had support or a named worker.",
        ),
        _text("route", "How it came: by telephone, from a hospital, from a partner.", "telephone"),
        _choice(
            "outcome",
            "What followed.",
            (
                "long-term support",
                "short-term support",
                "community or universal",
                "advice only",
                "self-funding",
                "ended early",
                "still open",
                "other",
            ),
        ),
        _TEAM,
        _SITE,
    ),
)
_REVIEWS = Contract(
    name="reviews",
    title="Reviews",
    row="one review of one person's care and support",
    columns=(
        _PERSON,
        _day("start", "The day it began.", required=True),
        _day("end", "The day it ended; empty while it goes on."),
        _choice("planned", "Whether it was planned.", ("planned", "unplanned"), required=True),
        _choice(
            "outcome",
            "What happened to the support.",
            ("increase", "no change", "decrease", "ended", "still going on", "left out"),
        ),
        _TEAM,
        _SITE,
    ),
)
_PACKAGES = Contract(
    name="packages",
    title="Packages",
    row="one stretch of time for which one package of care cost one amount a week",
    columns=(
        _PERSON,
        _day("from", "The first day of the stretch.", required=True),
        _day("to", "The last day of the stretch; empty while it goes on."),
        _number("gross_weekly", "Gross cost a week in pounds.", "312.50", required=True),
        _choice("status", "What the package was in that time.", ("active", "suspended", "ended", "deceased")),
        _TEAM,
        _SITE,
    ),
)
_CLD = Contract(
    name="cld",
    title="Client Level Data",
    row="one event, as the return to the Department of Health and Social Care has it",
    source="Client Level Data guidance, Department of Health and Social Care",
    columns=(
        _text("LA_Code", "The council's code.", "999"),
        _day("Reporting_Period_Start_Date", "First day of the reporting period."),
        _day("Reporting_Period_End_Date", "Last day of the reporting period."),
        Column(
            name="LA_Person_Unique_Identifier",
            type="person",
            required=True,
            example="P00417",
            meaning="The council's own number for the person. It is replaced when it is read and never shown.",
        ),
        _text("Client_Type", "Whether it is about a person with care needs or an unpaid carer."),
        _text("Primary_Support_Reason", "The main reason for support."),
        _choice(
            "Event_Type", "What kind of event it is.", ("Request", "Assessment", "Service", "Review"), required=True
        ),
        _text("Event_Reference", "The council's number for the event."),
        _day("Event_Start_Date", "The day it began.", required=True),
        _day("Event_End_Date", "The day it ended; empty while it goes on."),
        _text("Event_Description", "What the council calls it; conversations are named here.", "Conversation 1"),
        _text("Event_Outcome", "What followed."),
        _text("Request_Route_of_Access", "How the request came."),
        _text("Assessment_Type", "What kind of assessment it was."),
        _text("Service_Type", "What kind of support it was.", "Long term support: Community"),
        _text("Review_Reason", "Why the review was done: planned or unplanned."),
        _number("Unit_Cost", "Cost of one unit in pounds.", "21.40"),
        _text(
            "Cost_Frequency_Unit_Type",
            "What one unit is paid for: a week, a fortnight, four weeks, a month.",
            "Per week",
        ),
        _number("Planned_Units_Per_Week", "Units planned a week.", "14"),
    ),
)
_AGGREGATE = Contract(
    name="aggregate",
    title="Totals",
    row="one number: what it measures, of whom, when, how many of how many",
    columns=(
        Column(
            name="metric",
            type="text",
            required=True,
            example="lt-conversion-new",
            meaning="The metric's id; cqc-evidence measure lists them.",
        ),
        _text("group", "Who is meant: a site, a team, a council, the old way of working.", "innovation site"),
        _text("breakdown", "A part of the group; results add the parts up.", "people with Covid"),
        Column(
            name="period",
            type="period",
            required=True,
            example="2020-04/2021-03",
            meaning="When: a day, a month, a year, from/to, a financial year as 2020-21, or unknown.",
        ),
        _text("part", "Which part of a whole: increase, decrease, total.", "increase"),
        _number("numerator", "How many.", "20"),
        _number("denominator", "Of how many (n).", "388"),
        _number("value", "A value whose counts are not known; shares as 7%.", "7%"),
        _text("printed", "The figure as the source prints it, to be held against what comes out.", "5.15%"),
        Column(
            name="rounded_to",
            type="whole number",
            example="5",
            meaning="What official tables round each cell to; empty for local, unrounded numbers.",
        ),
        _text("compared_with", "The group, or the earlier period, to set it beside.", "old way of working"),
        _text("item", "The id of the evidence item that the number belongs to.", "metric-reviews-covid"),
        _text("source", "Where it is printed.", "Medway Council, Three Conversations Briefing, 19 June 2018"),
        _text("locator", "The place in the source.", "§3.6"),
        _text("note", "What a reader must know beside the number.", "Period of the comparison not printed."),
    ),
)
CONTRACTS: dict[str, Contract] = {
    one.name: one for one in (_CONVERSATIONS, _REQUESTS, _REVIEWS, _PACKAGES, _CLD, _AGGREGATE)
}
"""Every table by its name."""
