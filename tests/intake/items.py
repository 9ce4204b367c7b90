"""Items with every field, holding whatever an item's file can hold: nasty characters, long texts, odd lists."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from cqc_evidence.model.evidence import Action, Figure, Item, Permission, ReportedBack, Review, Source, Tag
from tests.measure.build import framework

NASTY = ("=1+1", "+1", "-1", "@x", "'quoted", "''", "_x0041_", "_x005F_x0041_", "_x000D_", "<r>a</r>", "<r>", "{=1}", "007", "1e5",
         "12.0", "TRUE", "2020-01-02", "NA", "nan", "#N/A", "a; b", ";", "; ", "a, b", " lead", "trail ", " ", "\n", "\ta\t", "a\n\nb",
         "\u00a0", "\u2060", "\u2060\u2063", "\u2060\u240b", "e\u0301", "👩🏽‍🦽 مرحبا", "\u202eabc", "a\u2028b", "a\u0085b", "\ufeff", "]]>",
         "&amp;<b>", "http://example.org", "none", "unknown", "\x0b", "\x00", "\x1b", "\x7f", "\r\n", "\r", "\uffff", "\ufffe",
         " … whole text in sheet Long texts")  # fmt: skip
_CHARACTERS = st.characters(exclude_categories=["Cs"])
_PERIODS = ("unknown", "2019", "2019-07", "2019-07-01", "2020-04/2021-03", "2019/2021-03-31")


def texts(most: int = 40) -> st.SearchStrategy[str]:
    """Draw any text that a file can hold, often one that some program would read as something else."""
    pieces = st.one_of(st.sampled_from(NASTY), st.text(_CHARACTERS, max_size=most))
    return st.one_of(pieces, st.lists(pieces, max_size=3).map("".join), st.just(""))


def long_texts() -> st.SearchStrategy[str]:
    """Draw a text that no cell can hold, or one that just does, or just does not."""
    seeds = st.one_of(
        st.sampled_from(("x", "é", "👩", "\u2060", "_x0041_", "word and\n", "a\n\n", " ", "\x0b")), texts(10)
    ).filter(bool)
    return st.tuples(seeds, st.sampled_from((16_383, 16_384, 32_766, 32_767, 32_768, 70_000))).map(
        lambda drawn: (drawn[0] * (drawn[1] // len(drawn[0]) + 1))[: drawn[1]]
    )


def ids() -> st.SearchStrategy[str]:
    """Draw an id."""
    return st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def periods() -> st.SearchStrategy[str]:
    """Draw a date as files hold it."""
    return st.sampled_from(_PERIODS)


_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
_WHOLES = st.integers(-(10**20), 10**20)
_LISTS = st.lists(texts(8), max_size=3).map(tuple)
_ID_LISTS = st.lists(ids(), max_size=3).map(tuple)


def tags() -> st.SearchStrategy[Tag]:
    """Draw a tag, its words known or not."""
    return st.builds(
        Tag,
        statement=st.sampled_from(("learning", "equity", "no-such-statement")) | texts(8),
        category=st.sampled_from(("people", "processes", "")) | texts(8),
        rules=_LISTS | st.lists(st.sampled_from([one.id for one in framework().rules.rules]), max_size=3).map(tuple),
        breaks=_LISTS,
        phase=st.sampled_from((None, "before", "during", "after")),
        topics=_LISTS,
        i_statements=_LISTS,
        stance=st.sampled_from(("supports", "challenges", "context")),
        says=texts(),
        so_what=texts(),
    )


def figures() -> st.SearchStrategy[Figure]:
    """Draw a figure."""
    return st.builds(
        Figure,
        id=ids(),
        label=texts(8),
        value=_NUMBERS,
        unit=texts(8),
        numerator=st.none() | _NUMBERS,
        denominator=st.none() | _NUMBERS,
        period=st.none() | periods(),
        comparator=texts(8),
        basis=st.sampled_from(("computed", "quoted")),
    )


def actions() -> st.SearchStrategy[Action]:
    """Draw one turn of the closed loop."""
    return st.builds(
        Action,
        action=texts(),
        raised=st.none() | periods(),
        from_=_ID_LISTS,
        owner=texts(8),
        done=st.none() | periods(),
        reported_back=st.none() | st.builds(ReportedBack, to=texts(8), date=st.none() | periods()),
        effect=st.sampled_from((None, "found", "none", "too-early")),
    )


def items(*, personal: bool = False) -> st.SearchStrategy[Item]:
    """Draw an item with every field."""
    return st.builds(
        Item,
        id=ids(),
        kind=st.sampled_from(("interview", "metric", "no-such-kind")) | texts(8),
        title=texts(),
        date=periods(),
        voice=st.sampled_from(("person", "carer", "family", "staff", "leader", "partner", "provider", "organisation")),
        source=st.builds(
            Source, citation=texts(), locator=texts(8), document=texts(8), sha256=texts(8), public_url=texts(8)
        ),
        tags=st.lists(tags(), max_size=2).map(tuple),
        owner=texts(8),
        submitted_by=texts(8),
        verbatim=st.booleans(),
        reported_by=texts(8),
        ir_refs=_LISTS,
        sites=_LISTS,
        lenses=_LISTS,
        sensitivity=st.sampled_from(("public", "official", "personal") if personal else ("public", "official")),
        permission=st.builds(
            Permission,
            basis=st.sampled_from(("not-needed", "given", "withdrawn")),
            scope=st.lists(st.sampled_from(("internal", "cqc", "public")), max_size=3).map(tuple),
            until=st.none() | _DAYS,
            names_checked_by=texts(8),
        ),
        status=st.sampled_from(("proposed", "accepted", "changes-wanted", "rejected", "withdrawn")),
        reviews=st.lists(
            st.builds(
                Review,
                verdict=st.sampled_from(("accepted", "changes-wanted", "rejected")),
                who=texts(8),
                on=_DAYS,
                note=texts(),
            ),
            max_size=2,
        ).map(tuple),
        review_by=st.none() | _DAYS,
        next_due=st.none() | _DAYS,
        supersedes=_ID_LISTS,
        derived_from=_ID_LISTS,
        figures=st.lists(figures(), max_size=2).map(tuple),
        actions=st.lists(actions(), max_size=2).map(tuple),
        n=st.none() | _WHOLES,
        invited=st.none() | _WHOLES,
        method=texts(8),
        interviewer=st.sampled_from((None, "independent", "team")),
        body=(texts(80) | long_texts()).map(lambda text: text.strip("\n")),
    )


def _some(words: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), max_size=3).map(tuple)


@st.composite
def items_a_person_could_type(draw: st.DrawFn) -> Item:
    """Draw an item whose words are on the lists, with nothing empty that must be filled, and short texts."""
    item = draw(items())
    used = framework()
    statement = draw(st.sampled_from(used.statements))
    tags_ = tuple(
        tag.model_copy(
            update={
                "statement": statement.id,
                "category": draw(st.sampled_from(["", *(one.id for one in used.quality.categories)])),
                "rules": draw(_some([one.id for one in used.rules.rules])),
                "breaks": draw(_some([one.id for one in used.rules.rules])),
                "topics": draw(_some([one.id for one in statement.topics] or ["none-such"]))
                if statement.topics
                else (),
                "i_statements": (),
            }
        )
        for tag in item.tags
    )
    update = {
        "title": f"Specimen {item.title}",
        "kind": draw(st.sampled_from([one.id for one in used.conversations.kinds])),
        "lenses": draw(_some([one.id for one in used.expectations.lenses])),
        "body": draw(texts()).strip("\n"),
        "tags": tags_,
        "figures": tuple(one.model_copy(update={"unit": f"u{one.unit}"}) for one in item.figures),
        "actions": tuple(one.model_copy(update={"action": f"a{one.action}"}) for one in item.actions),
    }
    return item.model_copy(update=update)


def sets_of_items(most: int = 4, *, personal: bool = False) -> st.SearchStrategy[tuple[Item, ...]]:
    """Draw a few items, each with an id of its own."""
    return st.lists(items(personal=personal), max_size=most, unique_by=lambda item: item.id).map(tuple)
