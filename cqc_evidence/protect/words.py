"""Every text of an item, a narrative or a register in which somebody may be named, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.model.evidence import Item
from cqc_evidence.model.narrative import Narrative

Path = tuple[str | int, ...]
Words = tuple[Path, str]


def words_of_item(item: Item) -> Iterator[Words]:
    """Yield an item's texts; of the body, the path is `("body",)`."""
    source = item.source
    yield from _filled(
        (("id",), item.id),
        (("title",), item.title),
        (("owner",), item.owner),
        (("submitted_by",), item.submitted_by),
        (("reported_by",), item.reported_by),
        (("method",), item.method),
        (("source", "citation"), source.citation),
        (("source", "locator"), source.locator),
        (("source", "document"), source.document),
        (("source", "public_url"), source.public_url),
        (("permission", "names_checked_by"), item.permission.names_checked_by),
    )
    for key in ("sites", "ir_refs"):
        yield from (((key, index), words) for index, words in enumerate(getattr(item, key)))
    for index, tag in enumerate(item.tags):
        yield from _filled((("tags", index, "says"), tag.says), (("tags", index, "so_what"), tag.so_what))
    for index, action in enumerate(item.actions):
        yield from _filled((("actions", index, "action"), action.action), (("actions", index, "owner"), action.owner))
        if action.reported_back is not None:
            yield ("actions", index, "reported_back", "to"), action.reported_back.to
    for index, review in enumerate(item.reviews):
        # Who read it is meant to be named there, and stays with the council.
        yield from _filled((("reviews", index, "note"), review.note))
    for index, figure in enumerate(item.figures):
        yield from (
            (("figures", index, key), getattr(figure, key))
            for key in ("label", "unit", "comparator")
            if getattr(figure, key)
        )
    yield from _filled((("body",), item.body))


def words_of_narrative(narrative: Narrative) -> Iterator[tuple[str, str]]:
    """Yield a narrative's texts with what each is called: `judgement`, a claim's id, a heading."""
    yield "judgement", narrative.judgement
    if narrative.speaker:
        yield "speaker", narrative.speaker
    for claim in narrative.claims:
        yield claim.id, "\n".join(words for words in (claim.text, claim.so_what, claim.speaker) if words)
    for passage in narrative.passages:
        yield passage.heading, f"{passage.heading}\n{passage.text}"


def _filled(*found: Words) -> Iterator[Words]:
    return (one for one in found if one[1])
