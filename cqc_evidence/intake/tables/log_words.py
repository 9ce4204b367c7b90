"""The words that people write in evidence logs → the ids of the framework.

The ids are those of `docs/formats.md`; the words beside them are official titles and usual short forms.
An importer is given no framework, so that a log reads alike whichever project it is dropped into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cqc_evidence.read.problems import did_you_mean

Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[;,/\n|+&]")
_BREAKS = frozenset(";,/\n|+&")
_LINKING = frozenset(("and", "&", "+"))

HEADERS: dict[str, str] = {
    "title": "title; evidence; evidence title; evidence item; title of evidence; name of evidence; what; what is it; item",
    "date": "date; when; evidence date; date of evidence; dated; period; month",
    "kind": "type; kind; type of evidence; kind of evidence; evidence type; category of evidence",
    "statement": (
        "quality statement; quality statements; qs; statement; statements; theme; themes; cqc quality statement;"
        " cqc statement; cqc theme; quality statement s"
    ),
    "category": "evidence category; evidence categories; category; categories; cqc category; cqc evidence category",
    "source": "source; document; citation; file; document name; file name; source document; source of evidence",
    "url": "link; url; web link; hyperlink; web address; document link; link to evidence; link url",
    "locator": "page; pages; section; locator; page section; paragraph; page number; page or section; where in it",
    "owner": "owner; lead; owner lead; lead officer; evidence owner; responsible; who; lead owner",
    "voice": "voice; whose voice; who says it; whose view",
    "text": "summary; description; notes; details; detail; evidence summary; evidence description; summary of evidence",
    "says": "says; what it shows; what it says; what does it show; what does it say; what this shows; finding; key finding",
    "so_what": "so what; impact; difference; difference made; what difference did it make; outcome",
    "status": "status",
    "rules": "golden rule; golden rules; 3cs golden rule; 3cs golden rules; rules; golden rule s; rules kept; golden rules kept",
    "breaks": "golden rules broken; golden rule broken; rules broken; breaks",
    "ir_refs": "ir ref; ir refs; ir reference; ir references; ir; information return; information return reference",
    "review": "review date; review by; next review; date of review; review",
    "permission": "permission; permission to use",
    "site": "innovation site; innovation sites; site; sites",
}
"""What a column holds → the titles that it goes by, without capitals and marks."""
_ROLE_OF = {title.strip(): role for role, titles in HEADERS.items() for title in titles.split(";")}
_NEEDED = 3
_TELLING = frozenset(("title", "text"))

STATEMENTS: dict[str, str] = {
    "assessing-needs": "qs1; qs 1; 1; quality statement 1; assessing needs; assessing need; assessment of needs",
    "healthier-lives": (
        "qs2; qs 2; 2; quality statement 2; healthier lives; supporting people to live healthier lives;"
        " supporting people to lead healthier lives; live healthier lives; living healthier lives; prevention"
    ),
    "equity": (
        "qs3; qs 3; 3; quality statement 3; equity; equity in experience and outcomes;"
        " equity in experiences and outcomes; equity in experience; equality"
    ),
    "care-provision": (
        "qs4; qs 4; 4; quality statement 4; care provision; care provision integration and continuity;"
        " integration and continuity"
    ),
    "partnerships": (
        "qs5; qs 5; 5; quality statement 5; partnerships; partnership; partnerships and communities;"
        " partnership and communities; partnership working"
    ),
    "safe-systems": (
        "qs6; qs 6; 6; quality statement 6; safe systems; safe systems pathways and transitions;"
        " safe pathways systems and transitions; safe pathways; transitions"
    ),
    "safeguarding": "qs7; qs 7; 7; quality statement 7; safeguarding; safeguarding adults",
    "governance": (
        "qs8; qs 8; 8; quality statement 8; governance; governance management and sustainability; leadership"
    ),
    "learning": "qs9; qs 9; 9; quality statement 9; learning; learning improvement and innovation; learning and improvement",
}
CATEGORIES: dict[str, str] = {
    "people": "people; people's experience; peoples experience; people's experiences; experience; lived experience",
    "staff-and-leaders": (
        "staff and leaders; staff; leaders; staff feedback; feedback from staff; feedback from staff and leaders;"
        " feedback from staff and leadership"
    ),
    "partners": "partners; partner; partner feedback; feedback from partners",
    "processes": "processes; process; policies; policies and processes",
    "outcomes": "outcomes; outcome",
}
KINDS: dict[str, str] = {
    "making-it-happen": "making it happen; mih; making it happen notes; making it happen notes or action log; action log",
    "reflection": "reflection; reflections; reflection notes; reflective session",
    "huddle": "huddle; huddles; huddle notes",
    "staff-survey": "staff survey; survey of staff; employee survey; workforce survey",
    "people-survey": (
        "people survey; survey of people; survey of people or carers; carers survey; carer survey; ascs; sace;"
        " adult social care survey; survey of adult carers; telephone survey; residents survey"
    ),
    "story-of-difference": "story of difference; stories of difference; story; stories; story of change",
    "interview": "interview; interviews; interview with people or families; follow up interview",
    "partner-feedback": "partner feedback; feedback from partners; partner survey",
    "provider-feedback": "provider feedback; feedback from care providers; feedback from providers; provider survey",
    "metric": "metric; metrics; data; performance data; activity data; kpi",
    "practice-audit": "practice audit; audit; file audit; quality audit",
    "complaint-or-compliment": "complaint or compliment; complaint; complaints; compliment; compliments",
    "ombudsman-decision": "ombudsman decision; ombudsman; lgsco; lgsco decision",
    "co-production": "co production; coproduction",
    "safeguarding-board": (
        "safeguarding board; safeguarding adults board; sab; sab report; safeguarding adults review; sar;"
        " safeguarding adults board report or learning review"
    ),
    "healthwatch": "healthwatch; healthwatch report",
    "workforce": "workforce; workforce data",
    "insight-to-commissioning": "insight to commissioning; insight passed to commissioners; commissioning insight",
    "process-document": "process document; policy; procedure; strategy; policy procedure or strategy; protocol; guidance",
    "external-review": "external review; peer review; external or peer review; lga peer review; inspection",
    "staff-account": "staff account; account by a member of staff leader or partner; staff feedback",
    "evaluation": "evaluation; the council's own evaluation; own evaluation",
}
VOICES: dict[str, str] = {
    "person": "person; people; resident; residents; adult; people who draw on care and support",
    "carer": "carer; carers; unpaid carer; unpaid carers",
    "family": "family; families; relative; relatives",
    "staff": "staff; practitioner; practitioners; social worker; social workers; worker; workers; team",
    "leader": "leader; leaders; manager; managers; director; senior manager; senior managers; councillor",
    "partner": "partner; partners; nhs; health; voluntary sector",
    "provider": "provider; providers; care provider; care providers",
    "organisation": "organisation; council; local authority; the council",
}
RULES: dict[str, str] = {
    "people-are-experts": "people are experts; people and families are the experts; people are the experts; experts",
    "stop-assessing-start-listening": (
        "stop assessing start listening; stop assessing for services start listening; start listening; listening"
    ),
    "start-with-strengths": "start with strengths; strengths; strengths first",
    "know-neighbourhoods": (
        "know neighbourhoods; know the neighbourhoods and communities; know neighbourhoods and communities;"
        " know your neighbourhood; neighbourhoods"
    ),
    "work-collaboratively": "work collaboratively; working collaboratively; collaboration; collaborate",
    "no-hand-offs": "no hand offs; no handoffs; no hand off; no handovers; hand offs",
    "conversations-one-and-two-first": (
        "conversations one and two first; conversations 1 and 2 first; conversation 1 and 2 first; 1 and 2 first"
    ),
    "stick-like-glue": "stick like glue; stick like glue in conversation 2; stick like glue in conversation two; glue",
    "never-plan-long-term-in-crisis": (
        "never plan long term in crisis; never plan long term in a crisis; never plan long term; no long term plan in crisis"
    ),
}
STATUSES: dict[str, str] = {
    one: one.replace("-", " ") for one in ("proposed", "accepted", "changes-wanted", "rejected", "withdrawn")
}
PERMISSIONS: dict[str, str] = {
    "not-needed": "not needed; not required; n a; none needed; public",
    "given": "given; yes; granted; permission given; obtained",
    "withdrawn": "withdrawn; no; refused; not given",
}


class Resolved(NamedTuple):
    """What a cell's words stand for."""

    ids: tuple[str, ...]
    """In the order in which they were written, each once."""
    unknown: tuple[str, ...]
    """What stands for nothing that is known."""


class _Stretch(NamedTuple):
    """Words between two marks."""

    ids: list[str]
    words: list[str]
    odd: bool = False
    """Whether there is a word among them that means nothing here."""
    coded: bool = False
    """Whether they begin with a number, such as QS3: then the rest is only its title."""


def _parts(token: str, before: _Stretch) -> bool:
    """Return whether a word or mark ends a stretch; "and" does after a number."""
    return token in _BREAKS - _LINKING or (token in _LINKING and before.coded and before.words[-1][-1].isdigit())


class Vocabulary:
    """The words for a set of ids, and how to find them in what a person wrote."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """Take in id → its words, separated by semicolons; the id itself always counts."""
        self.ids = tuple(known)
        self._phrases = {
            words_of(words): one for one, all_words in known.items() for words in (one, *all_words.split(";"))
        }
        self._longest = max(map(len, self._phrases))

    def resolve(self, text: str) -> Resolved:
        """Return the ids that a text names, and each stretch between marks that names none, or more than an id.

        "Learning disability service" is not the statement "Learning"; "QS9 (our own name for it)" is.

        >>> Vocabulary(STATEMENTS).resolve("QS1; Care provision, integration and continuity; QS12")
        Resolved(ids=('assessing-needs', 'care-provision'), unknown=('qs12',))
        """
        tokens = _WORD.findall(text.replace("_", " ").lower().replace("’", "'"))
        stretches = [_Stretch([], [])]
        at = 0
        while at < len(tokens):
            one, length = self._match(tokens, at)
            now = stretches[-1]
            if one:
                coded = not now.words and tokens[at + length - 1][-1].isdigit() and not tokens[at].isdigit()
                stretches[-1] = _Stretch(
                    [*now.ids, one], [*now.words, *tokens[at : at + length]], now.odd, now.coded or coded
                )
            elif _parts(tokens[at], now):
                stretches.append(_Stretch([], []))
            else:
                odd = now.odd or tokens[at] not in _LINKING
                stretches[-1] = now._replace(words=[*now.words, tokens[at]], odd=odd)
            at += length
        kept = [one for one in stretches if one.coded or not one.odd]
        unknown = tuple(" ".join(one.words) for one in stretches if one.odd and not one.coded)
        return Resolved(tuple(dict.fromkeys(name for one in kept for name in one.ids)), unknown)

    def _match(self, tokens: Sequence[str], start: int) -> tuple[str, int]:
        """Return the id of the longest known phrase that begins here, and how many tokens it takes; marks may lie in it."""
        words: list[str] = []
        best = ("", 1)
        for at in range(start, len(tokens)):
            if tokens[at] in ";\n|" or (tokens[at] in _BREAKS and not words) or len(words) == self._longest:
                break
            if tokens[at] not in _BREAKS or tokens[at] in _LINKING:
                words.append("and" if tokens[at] in _LINKING else tokens[at])
            if one := self._phrases.get(tuple(words)):
                best = (one, at - start + 1)
        return best

    def nearest(self, word: str) -> str:
        """Return advice with the nearest known word."""
        phrases = (" ".join(words) for words in self._phrases)
        return did_you_mean(word, phrases, f"use one of: {', '.join(self.ids)}")


def words_of(text: str) -> Words:
    """Return the words of a text, small and without marks.

    >>> words_of("So what?  (Impact)")
    ('so', 'what', 'impact')
    """
    found = _WORD.findall(text.replace("_", " ").lower().replace("’", "'"))
    return tuple("and" if word in "&+" else word for word in found if word not in _BREAKS or word in _LINKING)


def role_of(title: str) -> str:
    """Return what a log's column holds by its title; empty when it is none that we know."""
    return _ROLE_OF.get(" ".join(words_of(title)), "")


def looks_like_a_log(titles: Iterable[str]) -> bool:
    """Return whether a row of titles is that of an evidence log: three we know, one of them telling what the evidence is."""
    roles = {role_of(title) for title in titles} - {""}
    return len(roles) >= _NEEDED and bool(roles & _TELLING)
