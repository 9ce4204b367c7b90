"""Telling a role from a person's name, so that no name becomes the owner of an action."""

from __future__ import annotations

import re

_PEOPLE = (
    "managers?|leads?|leaders?|directors?|heads?|workers?|officers?|practitioners?|co-?ordinators?|champions?"
    "|therapists?|principals?|supervisors?|assistants?|administrators?|admin|commissioners?|nurses?|councillors?"
    "|members?|chiefs?|executives?|chairs?|chairperson|providers?|partners?|colleagues?|seniors?|advisers?|advisors?"
    "|consultants?|trainers?|facilitators?|apprentices?|students?|volunteers?|carers?|reps?|representatives?"
    "|secretary|clerk|analysts?|brokers?|navigators?|coach(?:es)?|planners?|doctors?|gps?|matron|psychologists?"
    "|deputy|deputies|specialists?|technicians?|social work|occupational therapy"
)
_GROUPS = (
    "teams?|staff|services?|groups?|boards?|hubs?|sites?|offices?|departments?|directorate|units?|panels?"
    "|everyone|everybody|all|both|we|us|commissioning|finance|comms|communications?|brokerage|performance"
    "|business support|practice|quality|data|systems?|council|localit(?:y|ies)|leadership|management|workforce"
    "|housing|health|safeguarding|procurement|contracts?|digital|training|learning and development"
)
_SHORT = "AD|DASS|PSW|POT|OTs?|SWs?|ASWs?|SSWs?|TMs?|SM|HR|IT|ICT|SMT|SLT|DMT|CMT|L&D|MASH|VCSE?|ICB|NHS|AMHPs?|SCOs?|CCOs?|P4C|ATM|HoS|RMs?"
_PERSON_ROLE = re.compile(rf"\b(?:{_PEOPLE})\b", re.IGNORECASE)
_GROUP_ROLE = re.compile(rf"\b(?:{_GROUPS})\b", re.IGNORECASE)
_SHORT_ROLE = re.compile(rf"(?<![\w&])(?:{_SHORT})(?![\w&])")
_BETWEEN = re.compile(r"\s*(?:[,;/|\n()\[\]+]|\s[–—-]\s|\s&\s|\band\b|\bwith\b|:)\s*")
_OF = re.compile(r"\b(?:for|of|in|at|from)\b", re.IGNORECASE)
_COURTESY = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Rev)\b\.?\s+[A-Z]")
_PLAIN_WORDS = re.compile(
    r"(?:adults?|social|care|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|central|early|help|community"
    r"|communities|hospital|front|door|contact|centre|interim|acting|senior|deputy|assistant|associate|principal"
    r"|occupational|mental|learning|disabilit(?:y|ies)|the|a|an|each|every|our|their|new|local|area|lead|head"
    r"|strategic|operational|operations|project|programme|improvement|transformation|policy|innovation|business"
    r"|support|intelligence|first|site|duty|reablement|sensory|transitions|lived|experience|independent|public"
    r"|human|resources|information|workforce|commissioning|service|group|team|quality|practice|customer"
    r"|neighbourhood|locality|district|county|borough|city|town|council|public|partnership|joint|integrated"
    r"|review|reviewing|direct|payments?|finance|digital|data|performance|training|development|and|&)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"['’]s$")
_NOBODY = re.compile(
    r"\W*(?:tb[cda]|to be (?:confirmed|agreed|decided)|none|n/?a|not (?:yet )?(?:agreed|known)|unknown|vacant)?\W*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w'’.-]*$")


def is_role(text: str) -> bool:
    """Return whether a text names a role or a group of people, not a person.

    >>> is_role("Team manager"), is_role("J Specimen")
    (True, False)
    """
    return bool(_PERSON_ROLE.search(text) or _GROUP_ROLE.search(text) or _SHORT_ROLE.search(text))


def role_in(text: str) -> tuple[str, bool]:
    """Return the role that a cell names, and whether the cell holds something that may be a name.

    >>> role_in("J Specimen (team manager)")
    ('team manager', True)
    >>> role_in("Head of commissioning")
    ('Head of commissioning', False)
    """
    if _NOBODY.fullmatch(text):
        return "", False
    parts = [part.strip(" .\t") for part in _BETWEEN.split(text)]
    kept: list[str] = []
    named = False
    for part in parts:
        if not re.search(r"[^\W\d_]", part):
            continue
        role = _without_name(part) if is_role(part) else ""
        named = named or role != part
        if role and role not in kept:
            kept.append(role)
    if not named and kept:
        return " ".join(text.split()).strip(" .,;"), False
    return ", ".join(kept), named


def _without_name(part: str) -> str:
    """Return a role without the name that stands before or behind it.

    "Priory team" is a team; "Priory manager" may be Priory, so only "manager" is kept.
    """
    words = part.split()
    spots = [number for number, word in enumerate(words) if is_role(word)]
    if _COURTESY.search(part) or not spots:
        return "" if _COURTESY.search(part) else part
    first, last = spots[0], spots[-1]
    group = _PERSON_ROLE.search(part) is None
    while first and (_is_plain(words[first - 1]) or (group and not _OWNED.search(words[first - 1]))):
        first -= 1
    while last + 1 < len(words) and _is_plain(words[last + 1]):
        last += 1
        if _OF.fullmatch(words[last]):
            last = len(words) - 1
    return " ".join(words[first : last + 1])


def _is_plain(word: str) -> bool:
    """Return whether a word beside a role is no name: a word of the trade, or one written small."""
    return _NAME.match(word) is None or _PLAIN_WORDS.fullmatch(word) is not None or is_role(word)
