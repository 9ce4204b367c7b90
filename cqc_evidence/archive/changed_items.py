"""Items and numbers that are new, gone or changed between two positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from cqc_evidence.model.difference import Change, Detail
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.result import Result

if TYPE_CHECKING:
    from cqc_evidence.archive.position import Position

_KEYS = (
    "kind", "title", "date", "voice", "status", "owner", "sensitivity", "review_by", "next_due", "verbatim", "reported_by",
    "n", "invited", "method",
)  # fmt: skip


_SHOWN = frozenset(
    (*_KEYS, "id", "source", "permission", "tags", "supersedes", "actions", "body", "figures", "location", "reviews")
)
"""Keys with words of their own, or told elsewhere; each other key of an item is told as it is."""


def item_changes(
    before: Mapping[str, Item], after: Mapping[str, Item], chosen: Callable[[Item], bool]
) -> Iterator[Change]:
    """Yield the chosen items that are new, gone or changed; of personal ones neither title nor words."""
    for name in dict.fromkeys((*sorted(after), *sorted(before))):
        old, new = before.get(name), after.get(name)
        if not any(chosen(item) for item in (old, new) if item):
            continue
        if old is None or new is None:
            item = new or old
            assert item is not None  # noqa: S101  # one of the two is there
            yield Change(name=name, title=_title(item), sort="gone" if new is None else "new")
        elif details := tuple(_details(old, new)):
            yield Change(name=name, title=_title(new), sort="changed", details=details)


def _title(item: Item) -> str:
    return "" if item.sensitivity == "personal" else item.title


def _details(old: Item, new: Item) -> Iterator[Detail]:
    if "personal" in (old.sensitivity, new.sensitivity):
        if old.model_dump(exclude={"location"}) != new.model_dump(exclude={"location"}):
            yield Detail(what="content", before="personal", after="personal")
        return
    for key in _KEYS:
        yield from _pair(key, getattr(old, key), getattr(new, key))
    yield from _pair("source", _source(old), _source(new))
    yield from _pair("permission", _permission(old), _permission(new))
    yield from _pair("tags", _tags(old), _tags(new))
    yield from _pair("supersedes", ", ".join(old.supersedes), ", ".join(new.supersedes))
    yield from _pair("reviews", _reviews(old), _reviews(new))
    if old.reviews != new.reviews and _reviews(old) == _reviews(new):
        yield Detail(what="reviews", before="as they were", after="changed")
    yield from _pair("actions", str(len(old.actions)), str(len(new.actions)))
    if old.actions != new.actions and len(old.actions) == len(new.actions):
        yield Detail(what="actions", before="as they were", after="changed")
    for key in Item.model_fields:
        if key not in _SHOWN:
            yield from _pair(key, _plain(getattr(old, key)), _plain(getattr(new, key)))
    if old.body.split() != new.body.split():
        yield Detail(
            what="text", before=f"{len(old.body.split())} words", after=f"{len(new.body.split())} words, not the same"
        )


def _plain(value: object) -> object:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else value


def _pair(what: str, before: object, after: object) -> Iterator[Detail]:
    old, new = ("" if value is None else str(getattr(value, "text", value)) for value in (before, after))
    if old != new:
        yield Detail(what=what, before=old, after=new)


def _source(item: Item) -> str:
    source = item.source
    return "; ".join(
        part for part in (source.citation, source.locator, source.document, source.sha256, source.public_url) if part
    )


def _permission(item: Item) -> str:
    permission = item.permission
    until = f" until {permission.until}" if permission.until else ""
    checked = f", names checked by {permission.names_checked_by}" if permission.names_checked_by else ""
    return f"{permission.basis}{until}, for {', '.join(permission.scope)}{checked}"


def _reviews(item: Item) -> str:
    """Return what was decided and when; who decided, and their notes, stay in the item's file."""
    return "; ".join(f"{one.verdict} on {one.on}" for one in item.reviews)


def _tags(item: Item) -> str:
    return "; ".join(
        " ".join(
            part
            for part in (
                tag.statement,
                tag.category,
                tag.stance,
                *tag.rules,
                *(f"breaks {one}" for one in tag.breaks),
                tag.phase,
                *tag.topics,
                *tag.i_statements,
                tag.says,
                tag.so_what,
            )
            if part
        )
        for tag in item.tags
    )


def number_changes(before: Position, after: Position, chosen: Callable[[Item], bool]) -> Iterator[Change]:
    """Yield each figure of an item that is new, gone or changed, and each metric result that has another value."""
    for name, new in sorted(after.items.items()):
        old = before.items.get(name)
        if old is None or not chosen(new) or "personal" in (old.sensitivity, new.sensitivity):
            continue
        yield from _figures(old, new)
    tagged = {name for name, item in after.items.items() if chosen(item)}
    yield from _results(before.results, after.results, lambda result: bool(tagged & set(result.items)))


def loose_results(before: Position, after: Position) -> Iterator[Change]:
    """Yield each metric result with another value that no tagged item of the later position stands behind."""
    tagged = {name for name, item in after.items.items() if item.tags}
    yield from _results(before.results, after.results, lambda result: not tagged & set(result.items))


def _figures(old: Item, new: Item) -> Iterator[Change]:
    was, now = ({figure.id: figure for figure in item.figures} for item in (old, new))
    for ident in dict.fromkeys((*now, *was)):
        before, after = was.get(ident), now.get(ident)
        name, figure = f"{new.id}.{ident}", after or before
        assert figure is not None  # noqa: S101  # one of the two is there
        title = figure.label or new.title
        if before is None or after is None:
            told = f"{title}: {_value(figure)}"
            yield Change(name=name, title=told, sort="gone" if after is None else "new")
        elif details := tuple(_figure(before, after)):
            yield Change(name=name, title=title, sort="changed", details=details)


def _figure(before: Figure, after: Figure) -> Iterator[Detail]:
    yield from _pair("value", _value(before), _value(after))
    for key in ("label", "period", "comparator", "basis"):
        yield from _pair(key, getattr(before, key), getattr(after, key))


def _value(figure: Figure) -> str:
    counts = (
        f" ({figure.numerator:g} of {figure.denominator:g})"
        if figure.numerator is not None and figure.denominator
        else ""
    )
    return f"{figure.value:g} {figure.unit}{counts}"


def _results(
    before: tuple[Result, ...], after: tuple[Result, ...], chosen: Callable[[Result], bool]
) -> Iterator[Change]:
    old = {_key(result): result for result in before}
    for result in after:
        was = old.get(_key(result))
        if was is not None and chosen(result) and was.value != result.value:
            detail = Detail(what="value", before=_shown(was), after=_shown(result))
            yield Change(
                name=result.metric,
                title=f"{result.title}, {', '.join(result.who) or 'all'}, {result.period.text}",
                sort="changed",
                details=(detail,),
            )


def _key(result: Result) -> tuple[str, ...]:
    return (result.metric, result.part, result.group, result.breakdown, result.period.text)


def _shown(result: Result) -> str:
    if result.value is None:
        return "not shown"
    return f"{100 * result.value:.3g} per cent" if result.unit == "percent" else f"{result.value:g} {result.unit}"
