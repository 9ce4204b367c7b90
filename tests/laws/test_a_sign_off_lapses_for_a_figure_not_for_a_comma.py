"""The law of sign-offs: punctuation and spaces never lapse one; a figure, a citation and a tag always do.

Held for every statement and every item of the worked example. A sign between two digits, or one that belongs to a number
(a minus, a pound or a per cent sign), is part of the number and no punctuation.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cqc_evidence.measure.signed import parts_of_item, parts_of_statement
from cqc_evidence.model.evidence import Figure, Item, Tag
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.project import Project
from cqc_evidence.read import read_project
from cqc_evidence.read.narratives import read_narrative

_FEW = settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""Making an example of a whole narrative smaller takes minutes."""
REPO = Path(__file__).parents[2]
SIGNS = (",", ";", ":", ".", "!", "?", "…", "’", '"', "”", "(", ")", " – ", " — ", "  ", "\u00a0", "-")
"""What may come in the place of a sign or a space, or behind a word."""
GAP = re.compile(r"(?<![\d£−-])[ ,;:.!?’'\"”()]+(?![−-]?[\d%£])|(?<=[a-z]) (?=\d)|(?<=\d) (?=[a-z])")
"""Signs and spaces that touch no digit; and single spaces beside one."""
KEPT = re.compile(r"\[@[^\]]*\]|\{#[^}]*\}|So what:|https?://\S+")
"""What is no prose: references, ids, the beginning of what follows from a claim."""


@cache
def example() -> Project:
    return read_project(REPO, today=date(2021, 6, 15))


def with_other_signs(text: str, draw: st.DrawFn) -> str:
    """Return a text with some of its punctuation and spaces put otherwise; references stay."""
    pieces, done = [], 0
    for kept in KEPT.finditer(text):
        pieces += [_prose(text[done : kept.start()], draw), kept.group()]
        done = kept.end()
    return "".join((*pieces, _prose(text[done:], draw)))


def _prose(text: str, draw: st.DrawFn) -> str:
    gaps = list(GAP.finditer(text))
    chosen = draw(st.lists(st.sampled_from(range(len(gaps))), max_size=4, unique=True)) if gaps else []
    for gap in (gaps[at] for at in sorted(chosen, reverse=True)):
        beside_a_digit = text[gap.end() :][:1].isdigit() or text[: gap.start()][-1:].isdigit()
        sign = draw(st.sampled_from([" ", ", ", ": ", " (", " – "] if beside_a_digit else SIGNS))
        text = text[: gap.start()] + sign + text[gap.end() :]
    return text


NARRATIVES = st.sampled_from(example().narratives)
ITEMS = st.sampled_from(example().items)
FIGURES = st.sampled_from([(item, at) for item in example().items for at in range(len(item.figures))])
TAGS = st.sampled_from([(item, at) for item in example().items for at in range(len(item.tags))])


def material(narrative: Narrative, *items: Item) -> dict[str, str]:
    """Return the material parts of a statement whose narrative, and some items, are these."""
    changed = {item.id: item for item in items}
    others = tuple(one for one in example().narratives if one.statement != narrative.statement)
    now = tuple(changed.get(item.id, item) for item in example().items)
    project = example().model_copy(update={"narratives": (*others, narrative), "items": now})
    return parts_of_statement(project, narrative.statement).material


@_FEW
@given(narrative=NARRATIVES, data=st.data())
def test_no_comma_or_space_of_a_narrative_lapses_its_sign_off(narrative: Narrative, data: st.DataObject) -> None:
    def otherwise(text: str) -> str:
        return with_other_signs(text, data.draw)

    claims = tuple(
        one.model_copy(update={"text": otherwise(one.text), "so_what": otherwise(one.so_what)})
        for one in narrative.claims
    )
    passages = tuple(one.model_copy(update={"text": otherwise(one.text)}) for one in narrative.passages)
    new = {"judgement": otherwise(narrative.judgement), "claims": claims, "passages": passages}
    assert material(narrative.model_copy(update=new)) == material(narrative)


@_FEW
@given(item=ITEMS, data=st.data())
def test_no_comma_or_space_of_an_item_lapses_its_sign_off(item: Item, data: st.DataObject) -> None:
    new = {"title": with_other_signs(item.title, data.draw), "body": with_other_signs(item.body, data.draw)}
    assert parts_of_item(item.model_copy(update=new)).material == parts_of_item(item).material


@_FEW
@given(found=FIGURES, value=st.floats(allow_nan=False, allow_infinity=False))
def test_another_value_of_a_figure_lapses_the_item_and_each_statement_that_cites_it(
    found: tuple[Item, int], value: float
) -> None:
    item, at = found
    old: Figure = item.figures[at]
    figures = (*item.figures[:at], old.model_copy(update={"value": value}), *item.figures[at + 1 :])
    _lapses(item, item.model_copy(update={"figures": figures}), "figures", expected=value != old.value)


@_FEW
@given(
    found=TAGS,
    key=st.sampled_from(("statement", "category", "stance", "rules", "breaks", "topics", "i_statements", "phase")),
)
def test_another_tag_lapses_the_item_and_each_statement_that_cites_it(found: tuple[Item, int], key: str) -> None:
    item, at = found
    old: Tag = item.tags[at]
    value = getattr(old, key)
    new = (*value, "another") if isinstance(value, tuple) else "after" if value == "before" else "before"
    tags = (*item.tags[:at], old.model_copy(update={key: new}), *item.tags[at + 1 :])
    _lapses(item, item.model_copy(update={"tags": tags}), "tags", expected=True)


def _lapses(before: Item, after: Item, part: str, *, expected: bool) -> None:
    was, now = parts_of_item(before).material, parts_of_item(after).material
    assert {name for name in was if was[name] != now[name]} == ({part} if expected else set())
    for narrative in example().narratives:
        cited = any(citation.item == before.id for citation in narrative.citations)
        assert (material(narrative) != material(narrative, after)) is (cited and expected)


@_FEW
@given(narrative=NARRATIVES, data=st.data())
def test_another_citation_or_number_of_a_claim_lapses_the_statement(narrative: Narrative, data: st.DataObject) -> None:
    path = REPO / narrative.location.file
    text = path.read_bytes().decode()
    places = [*re.finditer(r"(?<=\[@)[a-z0-9-]+|(?<=; @)[a-z0-9-]+", text)]
    head, fence, body = text.partition("\n---\n")
    numbers = [*re.finditer(r"(?<![\w#@-])\d+(?![\w-])", KEPT.sub(lambda kept: "x" * len(kept.group()), body))]
    if data.draw(st.booleans()) and numbers:
        number = data.draw(st.sampled_from(numbers))
        new = head + fence + body[: number.start()] + str(int(number.group()) + 1) + body[number.end() :]
    else:
        place = data.draw(st.sampled_from(places))
        new = f"{text[: place.start()]}another-item{text[place.end() :]}"
    changed, _ = read_narrative(new.encode(), narrative.location.file)
    assert changed is not None
    assert material(changed) != material(narrative)
