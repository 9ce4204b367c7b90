"""Small numbers of people, in prose and in metrics: from 1 to 7 somebody may be recognised.

What is a small count in prose: a number from 1 to 7, in digits or in words, said of people: "3 people", "two carers",
"2 of 6 staff", "two of the managers", "six residents died", "four said no", "n = 5". What is none: a label ("Conversation 2",
"phase 2", "page 3"), a time or a date, things ("3 of the 9 statements"), a ratio or share ("one in three people", "2:1 staff"),
a number that is only a bound ("fewer than 5 people", "two or more carers"), a word in front of a thing ("two staff meetings"),
and "one of the managers": it points at somebody without telling how many there were.
"""

from __future__ import annotations

import re

from cqc_evidence.protect.scan import fold

_SMALL = r"(?:[1-7]|one|two|three|four|five|six|seven)"
_PEOPLE = (
    r"(?:people|persons?|adults?|child(?:ren)?|(?:wo)?m[ae]n|girls?|boys?|residents?|carers?|staff(?: members?)?|members? of staff|team members?|workers?"
    r"|practitioners?|managers?|nurses?|colleagues?|famil(?:y|ies)|households?|couples?|individuals?|clients?|patients?|tenants?|respondents?"
    r"|participants?|interviewees?|members?|employees?|volunteers?|parents?|mothers?|fathers?|sons?|daughters?|brothers?|sisters?|relatives?"
    r"|neighbours?|siblings?|students?|apprentices?|therapists?|professionals?|leaders?|councillors?|citizens?|refugees?|veterans?|deaths?"
    r"|learners?|trainees?|inspectors?|assessors?|advocates?|attendees?|applicants?|claimants?|complainants?|victims?|twins|service users?"
    r"|assistants?|champions?|supervisors?|seniors?|doctors?|gps|psychologists?|users?|callers?|visitors?|customers?)"
)
_KIND = (
    r"(?:more|other|further|new|newer|older|old|elderly|young|younger|local|disabled|autistic|deaf|blind|unpaid|paid|informal|family|social|care"
    r"|adult|senior|junior|different|same|former|current|permanent|temporary|agency|full-time|part-time|qualified|experienced|vulnerable|single"
    r"|named|known|homeless|working-age|occupational|team|support|front-line|frontline|duty|male|female|black|asian|white|separate|individual"
    r"|additional|extra|unhappy|happy|worried|retired|trained|health|mental|personal|community|district|voluntary|parent|foster|service"
    r"|participating|responding|interviewed|remaining|very|dissatisfied|satisfied)"
)
_NUMBERS = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_OF = rf"(?:(?: out)? of(?: (?:the|our|their|these|those|its))?(?P<whole> {{1,5}}{_NUMBERS})?)"
_SHARE = r"(?: ?\(\d{1,3}(?:\.\d{1,2})? ?%\))"
_SAID = (
    r"(?:said|told|felt|reported|died|agreed|disagreed|answered|replied|responded|declined|refused|complained|wanted|thought|moved home"
    r"|were (?:un)?happy|was (?:un)?happy|lived|live|strongly)"
)
_COUNT = re.compile(
    rf"(?<![\w.,/:£$€\-#])(?:{_SMALL}(?: ?(?:-|to|or|and) ?{_SMALL})?(?P<of>{_OF})?{_SHARE}?(?: {{1,5}}{_KIND}){{0,3}} {{1,5}}{_PEOPLE}(?![\w\-])"
    rf"|{_SMALL}{_SHARE}? {{1,5}}{_SAID}\b|{_SMALL} of (?:them|us|you|whom)\b|n ?= ?[1-7](?![\d.,%]))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[1-7]|one|two|three|four|five|six|seven)\b|n ?=", re.IGNORECASE)
_NOT_COUNTED = re.compile(
    r"\b(?:(?:conversation|step|phase|stage|part|level|tier|section|chapter|question|statement|rule|principle|band|page|table|figure|appendix"
    r"|annex|objective|priority|standard|regulation|article|paragraph)s?"
    r"|(?:fewer|less|more|greater) than|under|below|over|above|up to|at least|at most|maximum of|minimum of|every|each|per"
    rf"|{_NUMBERS} (?:in|out of)(?: every)?|{_NUMBERS} (?:to|or)|no)\s$",
    re.IGNORECASE,
)
"""In front of a number: it is a label, a bound or a share."""
_LABEL = re.compile(
    r"(?:\b(?:c|pp?|s|q|fig|no|item|grade|version|ward|room|unit|number|scale|theme|line|row|column|group|team|zone|site|cohort|option|type|domain"
    r"|score|scored|rated|rating|goal|round|wave|band)s?\.?"
    r"|(?<!this )(?<!last )(?<!next )(?<!that )(?<!the )(?<!a )\b(?:day|week|month|quarter|year))\s$",
    re.IGNORECASE,
)
"""In front of a digit only: "week 3 staff" is a label, "last week three staff" a count."""
_THING = re.compile(
    r"'s (?:assessments?|plans?|reviews?)\b"
    r"| (?:assessments?|meetings?|surveys?|groups?|teams?|posts?|forums?|sessions?|events?|hours?|days?|weeks?|months?|networks?|stories|story"
    r"|interviews?|reviews?|roles?|rooms?|vacanc(?:y|ies)|conferences?|briefings?|newsletters?|centres?|homes?|services?|social|care|education"
    r"|mental|boards?|records?|files?|plans?|packs?|guides?|leaflets?|handbooks?|courses?|training|panels?|workshops?|questions?|visits?"
    r"|budgets?|forms?|policies|policy|strategy|strategies|protection|health|safeguarding|centred|reflections?|huddles?|led|based|engagement)\b",
    re.IGNORECASE,
)
"""Behind one word for a person, or "staff", these make it a thing: "two staff meetings", "one adult social care plan"."""
_THINGS = re.compile(
    r" (?:groups?|meetings?|forums?|assessments|surveys|networks?|centres?|associations?)\b", re.IGNORECASE
)
"""Behind a word for many people only these do: "two carers groups", but not "two people care"."""
_MANY = ("s", "people", "men", "women", "children", "gps")
_LEAST, _MOST = 1, 7
_MEASURES = frozenset(
    (  # noqa: SIM905  # sixty words read better as words
        "percent per-cent percentage % percentage-points points pp ratio rate rates share score scores average mean median index rank star stars"
        " minutes minute hours hour days day weeks week months month years year quarters quarter"
        " £ gbp pounds pound pence £k £m thousand-pounds million-pounds fte wte miles mile km metres"
        " teams team sites site bids bid posts post questions question workshops workshop meetings meeting sessions session suggestions suggestion"
        " documents document policies policy services service providers provider homes places beds vacancies"
    ).split()
)
"""Units that count no people and nothing that belongs to one person."""


def small_counts(text: str) -> list[tuple[int, int]]:
    """Return the places where prose tells of 1 to 7 people: start and end of the number with its people.

    >>> [text[start:end] for text in ("We met 3 people on 1 April.",) for start, end in small_counts(text)]
    ['3 people']
    """
    if not _NUMBER.search(text):
        return []
    folded = fold(text)
    flat = folded.text.replace("\n", " ").replace("_", " ")
    return [folded.original(*found.span()) for found in _COUNT.finditer(flat) if _tells(flat, found)]


def _tells(text: str, found: re.Match[str]) -> bool:
    """Return whether a number in front of people counts them."""
    before = text[max(0, found.start() - 30) : found.start()]
    thing = _THINGS if found[0].lower().endswith(_MANY) else _THING
    if _NOT_COUNTED.search(before) or thing.match(text, found.end()):
        return False
    if found[0][0].isdigit() and _LABEL.search(before):
        return False
    is_one = found[0].lower().startswith(("one ", "1 "))
    return not (is_one and found["of"] and not found["whole"])


def is_small(value: float | None, unit: str) -> bool:
    """Return whether a metric's value is a count from 1 to 7 that may point at somebody.

    Percentages, times, money, rates and counts of things such as teams or workshops are not; a unit nobody has heard of is
    taken for a count of people. Counts of what belongs to one person each (reviews, conversations, complaints) are small too.

    >>> is_small(3, "people"), is_small(3, "percent"), is_small(8, "people"), is_small(None, "people")
    (True, False, False, False)
    """
    if value is None or not _LEAST <= value <= _MOST:
        return False
    words = unit.strip().casefold()
    return "-".join(words.split()) not in _MEASURES and not words.startswith(
        ("per ", "% ", "percent ", "£", "average ", "rate ")
    )
