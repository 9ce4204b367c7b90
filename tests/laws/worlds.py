"""Small random worlds for laws: items that support or challenge, of all dates, voices, kinds and states of consent."""

from __future__ import annotations

from hypothesis import strategies as st

from cqc_evidence.model.evidence import Item
from tests.measure.build import item, tag

PLACES = (
    ("learning", "people"),
    ("learning", "staff-and-leaders"),
    ("partnerships", "processes"),
    ("healthier-lives", "people"),
)
_DATES = ("2018", "2020-05", "2020-06", "2021-03", "2021-04/2022-03", "2021-07", "unknown")
_KINDS = ("interview", "process-document", "metric", "story-of-difference")
_RULES = ("no-hand-offs", "know-neighbourhoods", "people-are-experts")


@st.composite
def tags(draw: st.DrawFn, stances: tuple[str, ...]) -> dict[str, object]:
    """Draw a tag to one of a few cells."""
    statement, category = draw(st.sampled_from(PLACES))
    found: dict[str, object] = {
        "stance": draw(st.sampled_from(stances)),
        "rules": draw(st.lists(st.sampled_from(_RULES), max_size=2, unique=True)),
    }
    if statement == "healthier-lives":
        found["topics"] = draw(st.sampled_from([[], ["prevent-reduce-delay"]]))
        found["i_statements"] = draw(st.sampled_from([[], ["information-and-advice"]]))
    return tag(statement, category, **found)


@st.composite
def items(draw: st.DrawFn, name: str, stances: tuple[str, ...], known: tuple[str, ...], *, replaces: bool) -> Item:
    """Draw one item; it may lean on or, if it `replaces`, supersede what is known."""
    keys: dict[str, object] = {
        "kind": draw(st.sampled_from(_KINDS)),
        "voice": draw(st.sampled_from(["person", "carer", "staff", "leader", "organisation"])),
        "date": draw(st.sampled_from(_DATES)),
        "status": draw(st.sampled_from(["accepted", "accepted", "proposed", "rejected"])),
        "verbatim": draw(st.booleans()),
        "lenses": draw(st.sampled_from([[], ["unpaid-carers"]])),
        "source": {"citation": draw(st.sampled_from(["One paper", f"Paper {name}"]))},
        "review_by": draw(st.sampled_from([None, None, "2021-05-30", "2021-12-31"])),
        "permission": draw(
            st.sampled_from(
                [{}, {}, {"basis": "withdrawn"}, {"basis": "given", "until": "2021-06-30"}, {"scope": ["internal"]}]
            )
        ),
        "derived_from": draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else [],
        "supersedes": draw(st.lists(st.sampled_from(known), max_size=1))
        if known and replaces and draw(st.booleans())
        else [],
    }
    if draw(st.integers(0, 3)) == 0:
        keys["actions"] = [
            {"action": "Mend it", "from": list(known[:1]), "done": draw(st.sampled_from(["2021-04", "2021-08"]))}
        ]
    return item(name, *draw(st.lists(tags(stances), min_size=1, max_size=3)), **keys)


@st.composite
def worlds(draw: st.DrawFn, most: int = 7) -> list[Item]:
    """Draw a few items of every stance."""
    names = tuple(f"item-{number}" for number in range(draw(st.integers(0, most))))
    return [
        draw(items(name, ("supports", "supports", "challenges", "context"), names, replaces=True)) for name in names
    ]
