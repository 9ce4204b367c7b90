"""What is signed, part by part, each with a fingerprint: what makes a sign-off lapse, and what is only told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from cqc_evidence.measure.claims.numbers import printed_in
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Citation, Claim, Narrative, Passage
from cqc_evidence.model.project import Project
from cqc_evidence.model.region import fingerprint
from cqc_evidence.read.narratives import CITATION, citations_in

_HEX = 12
_DASHES = "‐‑‒–—―−-"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UP_TO = re.compile(rf"(?<=\d)\s*[{_DASHES}]\s*(?=[£\d])")
_MINUS = re.compile(r"(?:(?<![^\s(\[“‘\"'])-|−)(?=[£\d])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?!\.\d)[\W_]+(?=\d)")
_ELSEWHERE = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")
_NO_NUMBER = re.compile(r"[^\w%£.−]|_|(?<!\d)\.|\.(?!\d)")
_SPACES = re.compile(r"\s+")
AS_A_WHOLE = ("kind", "date", "voice", "verbatim", "reported_by", "n", "invited", "method", "interviewer", "sites", "lenses",
              "sensitivity", "permission", "supersedes", "derived_from")  # fmt: skip
"""Keys of an item that say what it is."""
_TAG_WORDS = {"says", "so_what"}


class Parts(NamedTuple):
    """The parts of what is signed, in words that can be shown, each with 12 hex digits of its sha256."""

    material: dict[str, str]
    """Parts that make a sign-off lapse when they change."""
    wording: dict[str, str]
    """Parts whose changes are only told."""


def is_statement(project: Project, about: str) -> bool:
    """Return whether an id is that of a quality statement."""
    return any(statement.id == about for statement in project.framework.statements)


def parts_of(project: Project, about: str) -> Parts:
    """Return the parts of a statement, or of an item.

    Raises:
        KeyError: when no statement and no item has that id.
    """
    if is_statement(project, about):
        return parts_of_statement(project, about)
    item = next((item for item in project.items if item.id == about), None)
    if item is None:
        raise KeyError(about)
    return parts_of_item(item)


def parts_of_item(item: Item) -> Parts:
    """Return the parts of an item; its status, its reviews, when it is due and who answers for it are none."""
    texts = list(_texts(item))
    return Parts(
        {
            "figures": _mark(sorted(_figures(item))),
            "tags": _mark(sorted(_tags(item))),
            "source": _mark(_source(item)),
            "what it is": _mark(_what_it_is(item)),
            "numbers in its text": _mark(sorted(found for text in texts if (found := numbers_of(text)))),
        },
        {
            "title": fingerprint(item.title),
            "text": fingerprint(item.body),
            "what it says": fingerprint(json.dumps(texts[2:])),
        },
    )


def _texts(item: Item) -> Iterator[str]:
    """Yield the texts of an item: title and body first."""
    yield from (item.title, item.body)
    for tag in item.tags:
        yield from (tag.says, tag.so_what)
    for action in item.actions:
        yield from (action.action, action.owner, action.reported_back.to if action.reported_back else "")


def _figures(item: Item) -> Iterator[str]:
    for figure in item.figures:
        held = figure.model_dump(mode="json", exclude={"label", "comparator"})
        words = [[plain(text), numbers_of(text)] for text in (figure.label, figure.comparator)]
        yield json.dumps([held, words], sort_keys=True)


def _tags(item: Item) -> Iterator[str]:
    """Yield what each tag puts where; the order in which rules or topics are listed says nothing."""
    for tag in item.tags:
        held = tag.model_dump(mode="json", exclude=_TAG_WORDS)
        yield json.dumps(
            {key: sorted(set(one)) if isinstance(one, list) else one for key, one in held.items()}, sort_keys=True
        )


def _source(item: Item) -> list[str]:
    source = item.source
    return [plain(source.citation), plain(source.locator), source.document, source.sha256, source.public_url]


def _what_it_is(item: Item) -> list[object]:
    held = item.model_dump(mode="json", include=set(AS_A_WHOLE))
    held |= {key: plain(held[key]) for key in ("reported_by", "method")}
    held["permission"]["scope"] = sorted(set(held["permission"]["scope"]))
    steps = [one.model_dump(mode="json", include={"raised", "from_", "done", "effect"}) for one in item.actions]
    told = [one.reported_back.date.text if one.reported_back and one.reported_back.date else "" for one in item.actions]
    return [held, steps, told]


def parts_of_statement(project: Project, statement: str) -> Parts:
    """Return the parts of a statement: judgement, claims, passages, the items that they cite, and the tables behind it.

    Raises:
        KeyError: when the framework has no statement with that id.
    """
    if not is_statement(project, statement):
        raise KeyError(statement)
    parts = Parts({}, {})
    cited: dict[str, None] = {}
    for narrative in project.narratives:
        if narrative.statement == statement:
            _add_narrative(parts, narrative)
            own = (name for name, _ in citations_in(narrative.judgement))
            cited |= dict.fromkeys((*own, *(citation.item for citation in narrative.citations)))
    items: dict[str, Item] = {}
    for item in project.items:
        items.setdefault(item.id, item)
    for name in sorted(cited.keys() & items.keys()):
        parts.material[f"item {name}"] = _mark(parts_of_item(items[name]).material)
    tables = {
        table
        for metric in project.framework.metrics.metrics
        if statement in metric.statements
        for table in metric.tables
    }
    parts.material.update({f"table {file.file}": file.sha256[:_HEX] for file in project.data if file.table in tables})
    return parts


def _add_narrative(parts: Parts, narrative: Narrative) -> None:
    judgement = narrative.judgement
    bare = CITATION.sub(" ", judgement)
    held = [plain(bare), numbers_of(bare), _cited(citations_in(judgement))]
    _add(parts, "judgement", held, judgement)
    parts.material[_free(parts.material, "confidence")] = _mark(narrative.confidence)
    for claim in narrative.claims:
        _add(parts, f"claim {claim.id}" if claim.id else "claim without an id", _held(claim), _words(claim))
    for passage in narrative.passages:
        _add(parts, f"passage {passage.heading or 'In our words'}", _held(passage), passage.text)


def _words(claim: Claim) -> str:
    return f"{claim.text} So what: {claim.so_what}" if claim.so_what else claim.text


def _held(part: Claim | Passage) -> object:
    """Return what may not change in a claim or a passage: what it cites, and its numbers."""
    text = _words(part) if isinstance(part, Claim) else part.text
    return [_cited(_pairs(part.citations)), numbers_of(CITATION.sub(" ", text))]


def _pairs(citations: Iterable[Citation]) -> Iterator[tuple[str, str]]:
    return ((one.item, one.locator) for one in citations)


def _cited(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[item, plain(locator)] for item, locator in pairs]


def _add(parts: Parts, name: str, held: object, words: str) -> None:
    """Add a part under a name that no other has: two passages may have one heading."""
    free = _free(parts.material, name)
    parts.material[free] = _mark(held)
    parts.wording[f"{free}'s wording"] = fingerprint(words)


def _free(taken: dict[str, str], name: str) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def plain(text: str) -> str:
    """Return the letters and digits of a text, without capitals, punctuation or spaces; two numbers never run together.

    >>> plain("We listen, and we act.") == plain("we listen — and we act")
    True
    >>> plain("pages 1-2"), plain("page 12"), plain("1,200"), plain("1.5")
    ('pages1|2', 'page12', '1200', '1.5')
    """
    parted = _BETWEEN_DIGITS.sub("|", _THOUSANDS.sub("", normalize("NFKC", text)).casefold())
    return _ELSEWHERE.sub("", parted)


def numbers_of(text: str) -> list[str]:
    """Return the numbers of a text in their order with what they count, however they are punctuated.

    >>> numbers_of("31 of 1,289 (10.7 %), £5k") == numbers_of("31, of 1289: 10.7% — £5k")
    True
    """
    cleaned = normalize("NFKC", text)
    cleaned = _THOUSANDS.sub("", cleaned)
    cleaned = _MINUS.sub(" −", _UP_TO.sub(" to ", cleaned))
    cleaned = _SPACES.sub(" ", _NO_NUMBER.sub(" ", cleaned))
    return [f"{number.value!r} {number.sort}" for number in printed_in(cleaned)]


def _mark(held: object) -> str:
    return fingerprint(json.dumps(held, sort_keys=True))
