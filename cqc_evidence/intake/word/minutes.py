"""A row of an action log → one turn of the closed loop, with only what the row says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from cqc_evidence.intake.passages import date_of
from cqc_evidence.intake.word.roles import role_in
from cqc_evidence.model.dates import Period
from cqc_evidence.model.evidence import Action, Effect, ReportedBack
from cqc_evidence.model.intake import UNKNOWN

_DONE = re.compile(
    r"\b(?:done|completed?|closed|finished|achieved|implemented|actioned|in place since)\b", re.IGNORECASE
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|to be|will|partly|partially|part|half|nearly|almost|until|once|when|should|aim\w*|due|expected"
    r"|planned|hop\w+|on-?going|in progress|started|begun|awaiting|outstanding|before|can be|need\w*|if"
    r"|by (?:the|end|next|\d+|(?:early|mid|late)\b))\b|n['’]t\b|%|\?",
    re.IGNORECASE,
)
_WEEK = re.compile(r"\b(?:w/?[cebs]\b|week (?:commencing|beginning|ending|of)|fortnight)", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEARLESS = re.compile(
    rf"(?P<day>\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}\b)\.?(?!\.?,?[\s_-]*(?:['’]?\d\d){{1,2}}\b)"
    rf"|(?P<turned>\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b)(?!,?\s*\d)",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})")
_ONLY_MONTH = re.compile(rf"(?:(?:early|mid|late|end of)[ -])?({_MONTH})", re.IGNORECASE)
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d")
_HALF_A_YEAR = timedelta(days=183)
_CLAUSE = re.compile(r"[;\n]|(?<=[\w)])[.!](?:\s|$)")
_NO_ACTION = re.compile(
    r"\W*(?:none|n/?a|nil|tb[ca]|no (?:further )?actions?(?: (?:needed|required))?|as above)?\W*", re.IGNORECASE
)
_TOO_EARLY = re.compile(r"\btoo (?:early|soon)\b(?! (?:in|to have))", re.IGNORECASE)
_NO_EFFECT = re.compile(
    r"(?:there (?:was|has been|is) )?"
    r"(?:none|no (?:real |visible |noticeable )?(?:change|difference|effect|impact)|nothing (?:has )?changed|unchanged"
    r"|made no difference)(?: (?:seen|found|noticed|so far))?",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"(?:effect |difference |impact |change )(?:was )?(?:found|seen|shown)|found"
    r"|(?:it |this |that )?(?:has )?made (?:a|the) (?:real |big |great |clear )?difference\b.*",
    re.IGNORECASE,
)
_AUDIENCE = re.compile(
    r"\b(?:(?:the|all|every) )?(?:(?:whole|wider|north|south|east|west|locality|site|innovation|social work|staff|leadership|management) )?"
    r"(?:staff|teams?|colleagues|huddles?|reflections?|practitioners|workers|managers|leaders|everyone|everybody|all"
    r"|people|residents|famil(?:y|ies)|carers?|the person|partners|providers|councillors|boards?|groups?|forums?"
    r"|newsletter|members|council)(?: (?:huddles?|meetings?|groups?|reflections?|forums?|teams?|members|newsletter))?\b",
    re.IGNORECASE,
)  # fmt: skip
_NOT_TOLD = re.compile(r"\W*(?:no|not|none|n/?a|to be|tb[ca]|will|planned|next|pending|due|awaiting)\b", re.IGNORECASE)
_YES = re.compile(r"(?:yes|y|done)\b|[✓☒☑]", re.IGNORECASE)
_TO_WHOM = re.compile(
    r"\b(?:back|told|given|shared|communicated)\b.*?\b(?:to|with) (?P<whom>.+)|(?P<told>staff|people) told",
    re.IGNORECASE,
)


class Turn(NamedTuple):
    """What a row of an action log says, and whether its owner had to be left out."""

    action: Action
    owner_left_out: bool


def turn_of(cells: Sequence[tuple[str, str, str]], meeting: Period) -> Turn | None:
    """Return the action of a row; None where it names none.

    Args:
        cells: what each column holds, its title, and what the row says there.
        meeting: the date of the meeting, whose year a day without one takes.
    """
    said: dict[str, str] = {}
    for role, _, text in cells:
        said[role] = f"{said[role]}\n{text}" if said.get(role) and text else said.get(role) or text
    action = said.get("action", "")
    if _NO_ACTION.fullmatch(action):
        return None
    owner, left_out = role_in(said.get("owner", ""))
    title = next((title for role, title, _ in cells if role == "reported"), "")
    return Turn(
        Action(
            action=" ".join(action.split()),
            raised=period_in(said.get("raised", ""), meeting),
            owner=owner,
            done=_done(said, meeting),
            reported_back=reported_back(title, said.get("reported", ""), meeting),
            effect=effect_of(said.get("effect", "")),
        ),
        left_out,
    )


def period_in(text: str, meeting: Period) -> Period | None:
    """Return the one date that a text states, never sharper than it was written.

    >>> period_in("Reflection, 3 March", Period.parse("2026-03-12"))
    Period('2026-03-03')
    >>> period_in("ASAP", Period.parse("2026-03-12")) is None
    True
    """
    line = " ".join(text.split()).strip(" .")
    if _WEEK.search(line):
        return None
    if _ONLY_YEAR.fullmatch(line):
        return Period.parse(line)
    year = meeting.start.year if meeting.start and meeting.end and meeting.start.year == meeting.end.year else 0
    dated = _with_year(line, year) if year else line
    found = date_of(dated)
    if found == UNKNOWN or (dated != line and not _is_near(found, meeting)):
        return None
    return found


def _with_year(line: str, year: int) -> str:
    """Return a text in which a day or month without a year has the meeting's."""
    if found := _ONLY_MONTH.fullmatch(line):
        return f"{found.group(1)} {year}"
    if found := _SHORT_DATE.fullmatch(line):
        return f"{found.group(1)}/{found.group(2)}/{year}"
    return _YEARLESS.sub(
        lambda one: f"{one.group('day')} {year}" if one.group("day") else f"{one.group('turned')}, {year}", line
    )


def _is_near(found: Period, meeting: Period) -> bool:
    """Return whether a day without a year lies so near the meeting that no other year can be meant."""
    if found.start is None or found.end is None or meeting.start is None or meeting.end is None:
        return False
    return found.start - meeting.end <= _HALF_A_YEAR and meeting.start - found.end <= _HALF_A_YEAR


def _done(said: dict[str, str], meeting: Period) -> Period | None:
    """Return when an action was done: the date beside a word such as "done", or alone in a column of that name."""
    for role in ("done", "status"):
        for clause in _CLAUSE.split(said.get(role, "")):
            rest = _DONE.sub(" ", clause).strip(" :-–—")
            said_done = rest != clause.strip(" :-–—")
            if _NOT_DONE.search(clause) or not (role == "done" or said_done):
                continue
            # "3/4 done" is a share, not the third of April.
            if not (said_done and _SHORT_DATE.fullmatch(rest)) and (found := period_in(rest, meeting)):
                return found
    return None


def reported_back(title: str, text: str, meeting: Period) -> ReportedBack | None:
    """Return to whom it was reported back, and when; None where the row does not say to whom.

    >>> reported_back("Reported back", "Team huddle, 20 March 2026", Period.parse("unknown"))
    ReportedBack(to='Team huddle', date=Period('2026-03-20'))
    """
    if not text.strip() or _NOT_TOLD.match(text):
        return None
    date = period_in(text, meeting)
    found = list(dict.fromkeys(one.group() for one in _AUDIENCE.finditer(text)))
    if not found:
        whom = _TO_WHOM.search(title)
        if whom is None or not (date or _YES.match(text)):
            return None
        found = [(whom.group("whom") or whom.group("told")).strip(" ?:.").lower()]
    return ReportedBack(to=" and ".join(found), date=date)


def effect_of(text: str) -> Effect | None:
    """Return the effect, only where the words say it outright.

    >>> effect_of("Too early to say"), effect_of("No change"), effect_of("We hope so")
    ('too-early', 'none', None)
    """
    words = " ".join(text.split()).strip(" .!")
    if _TOO_EARLY.search(words):
        return "too-early"
    if _NO_EFFECT.fullmatch(words):
        return "none"
    return "found" if _EFFECT.fullmatch(words) else None
