"""What a story-board could hold, part by part, best first; the page takes as much as finds room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cqc_evidence.compile import words
from cqc_evidence.compile.claim_marks import WEAKNESSES
from cqc_evidence.compile.markdown import words as plain_words
from cqc_evidence.compile.plan import status_of
from cqc_evidence.compile.view import View
from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.measure.embedded import statement_of
from cqc_evidence.model.dates import period_in_words
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.framework import Statement
from cqc_evidence.model.narrative import Claim
from cqc_evidence.model.pack import Break, Inline, Paragraph, Text
from cqc_evidence.protect.figures import tells_few

NOBODY = "nobody named yet"
_MOST_WORDS = 90
"""Words of a judgement that a page holds."""
_MOST_SAID = 2
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"£\d])")
_UNSUPPORTED = "unsupported-claim"


def judgement(view: View, statement: Statement) -> tuple[Paragraph, ...]:
    """Return the judgement in at most two sentences, with its confidence and who can speak to it."""
    narrative = view.narratives.get(statement.id)
    if narrative is None:
        text = "No judgement has been written for this statement yet."
        return (Paragraph(role="lead", inlines=words.plain(text)),)
    told = (
        Break(),
        words.strong(f"Confidence: {narrative.confidence}"),
        Text(text=" · "),
        *_speaker("can speak to it: ", narrative.speaker),
    )
    return (Paragraph(role="lead", inlines=(Text(text=_two_sentences(_text(view, narrative.judgement))), *told)),)


def _two_sentences(text: str) -> str:
    """Return the first two sentences; one, or its beginning, where they are too long for a page."""
    sentences = _SENTENCE.split(text)
    for some in (sentences[:2], sentences[:1]):
        told = " ".join(some)
        if len(told.split()) <= _MOST_WORDS:
            return told
    return " ".join(text.split()[:_MOST_WORDS]).rstrip(".,;:") + " …"


def tellable(view: View, statement: Statement) -> list[Claim]:
    """Return the claims that may be told, strongest first; one whose evidence is hidden here is not among them."""
    narrative = view.narratives.get(statement.id)

    def weight(claim: Claim) -> tuple[int, int, int, int]:
        items = {one.item for one in claim.citations if one.item in view.items}
        people = any("people" in view.categories(view.items[name], statement.id) for name in items)
        return (-int(claim.id in view.triangulated), len(_weak(view, claim)), -int(people), -len(items))

    whole = [
        claim
        for claim in (narrative.claims if narrative else ())
        if claim.citations and all(one.item in view.items for one in claim.citations)
    ]
    return sorted((claim for claim in whole if _UNSUPPORTED not in _found(view, claim)), key=weight)


def _found(view: View, claim: Claim) -> tuple[str, ...]:
    return view.weak.get((claim.location.file, claim.location.line), ())


def _weak(view: View, claim: Claim) -> list[str]:
    return [WEAKNESSES[rule] for rule in _found(view, claim) if rule in WEAKNESSES]


def claim(view: View, statement: Statement, one: Claim) -> Paragraph:
    """Return a claim with who can speak to it, its evidence and, for the council's own people, where it is weak."""
    narrative = view.narratives.get(statement.id)
    labels = " ".join(dict.fromkeys(view.labels[cited.item] for cited in one.citations))
    told: list[Inline] = [Text(text=_text(view, one.text)), Break()]
    told += _speaker("Can speak to it: ", one.speaker or (narrative.speaker if narrative else ""))
    told.append(Text(text=f" · evidence: {labels}"))
    if one.id in view.triangulated:
        told.append(Text(text=" · triangulated"))
    if view.internal and (weak := _weak(view, one)):
        told.append(Text(text=f" · weak: {', '.join(weak)}", emphasis=True))
    return Paragraph(role="claim", inlines=tuple(told))


def _speaker(before: str, name: str) -> list[Inline]:
    return [words.strong(f"{before}{name}")] if name else [Text(text=f"{before}{NOBODY}", emphasis=True)]


def number(view: View, statement: Statement, claims: list[Claim]) -> tuple[Paragraph, ...]:
    """Return one number: the first that the claims' own evidence gives and that can be weighed, else what a metric came to."""
    for one in claims:
        for cited in one.citations:
            item = view.items[cited.item]
            for figure in item.figures:
                if (figure.comparator or figure.denominator is not None) and not _small(view, item, figure):
                    return (_figure(view, item, figure),)
    sentence = next(_measured(view, statement), "")
    return (Paragraph(inlines=(words.strong("In numbers: "), Text(text=sentence))),) if sentence else ()


def _small(view: View, item: Item, figure: Figure) -> bool:
    return view.edition == "public" and tells_few(figure, published=bool(item.source.public_url))


def _figure(view: View, item: Item, figure: Figure) -> Paragraph:
    parts = [period_in_words(figure.period or item.date)]
    if figure.numerator is not None and figure.denominator is not None:
        parts.insert(0, f"{words.number(figure.numerator)} of {words.number(figure.denominator)}")
    if figure.comparator:
        parts.append(f"beside {figure.comparator}")
    name = figure.label or figure.id.replace("-", " ")
    value = words.with_unit(figure.value, figure.unit)
    about = f" ({'; '.join(parts)}) · evidence: {view.labels[item.id]}"
    return Paragraph(
        inlines=(words.strong("In numbers: "), Text(text=f"{name}: "), words.strong(value), Text(text=about))
    )


def _measured(view: View, statement: Statement) -> Iterator[str]:
    """Yield what the metrics of a statement came to, in the words of the pack: the latest value of each whole group.

    A share of very few says nothing on a wall.
    """
    for metric in view.framework.metrics.metrics:
        few = metric.suppression.hide_below
        if statement.id in metric.statements:
            yield from (
                one.sentence
                for one in view.measured.get(metric.id, ())
                if one.latest and one.value is not None and not (one.part or one.breakdown)
                if one.denominator is None or one.denominator >= few
            )


def people_say(view: View, statement: Statement) -> tuple[Paragraph, ...]:
    """Return what people say, as the pack's register words it: the newest praise and the newest criticism."""
    by_stance: dict[str, list[Item]] = {"supports": [], "challenges": []}
    for item in newest_first(view.by_statement.get(statement.id, ())):
        tags = [tag for tag in view.tags(item, statement.id) if "people" in view.categories(item, statement.id)]
        for stance in dict.fromkeys(tag.stance for tag in tags if tag.stance in by_stance):
            if item.sensitivity != "personal":
                by_stance[stance].append(item)
    praise, criticism = by_stance["supports"], by_stance["challenges"]
    chosen = {item.id: item for item in (*praise[:1], *criticism, *praise[1:])}
    return tuple(_said(view, item) for item in list(chosen.values())[:_MOST_SAID])


def _said(view: View, item: Item) -> Paragraph:
    about = f" ({words.VOICE_WORDS[item.voice]}, {period_in_words(item.date)}; evidence: {view.labels[item.id]})"
    return Paragraph(inlines=(Text(text=item.title), Text(text=about)))


def rules(view: View, statement: Statement) -> tuple[Paragraph, ...]:
    """Return the golden rules that the evidence shows kept and broken, in one paragraph."""
    titles = {rule.id: rule.title for rule in view.framework.rules.rules}
    found = [rule for rule in view.coverage.rules if rule.statement == statement.id]
    kept = [titles.get(rule.rule, rule.rule) for rule in found if any(name in view.items for name in rule.kept_by)]
    broken = [titles.get(rule.rule, rule.rule) for rule in found if any(name in view.items for name in rule.broken_by)]
    told: list[Inline] = []
    if kept:
        told += [words.strong("Golden rules our evidence shows kept: "), Text(text=f"{'; '.join(kept)}. ")]
    if broken:
        told += [words.strong("Shown broken, too: " if kept else "Golden rules our evidence shows broken: ")]
        told.append(Text(text=f"{'; '.join(broken)}."))
    return (Paragraph(inlines=tuple(told)),) if told else ()


def improving(view: View, statement: Statement) -> tuple[Paragraph, ...]:
    """Return the statement's actions with owner, date and status: first what is not done, by its date."""
    found = [one for one in view.project.improvements if statement_of(one.gap, view.framework) == statement.id]
    found.sort(key=lambda one: (one.status not in ("planned", "started"), one.due.text if one.due else "9", one.id))
    entries = []
    for one in found:
        when = f"by {period_in_words(one.due)}" if one.due else "date not set"
        told = f" ({one.owner or 'owner not set'}, {when}; {status_of(view, one)})"
        entries.append(Paragraph(inlines=(Text(text=one.action.rstrip(".")), Text(text=told))))
    return tuple(entries)


def not_to_claim(view: View, statement: Statement) -> tuple[Paragraph, ...]:
    """Return the open gaps with high risk, for the council's own people only."""
    gaps = [gap for gap in view.gaps[statement.id] if gap.risk == "high"] if view.internal else []
    told = []
    for gap in gaps:
        about = gap.title.removeprefix(f"{statement.title.text}: ")
        told.append(Paragraph(inlines=(words.strong(f"{about[:1].upper()}{about[1:]}: "), Text(text=gap.because))))
    return tuple(told)


def _text(view: View, text: str) -> str:
    """Return the council's words without marks and references."""
    bare = "".join(plain_words(view.markdown.inlines(text, lambda _item, _locator: Text(text=""))))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split()))
