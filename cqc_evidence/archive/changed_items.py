"""Items and numbers that are new, gone or changed between two positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from cqc_evidence.model.difference import Change, Detail
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.result import Result

if TYPE_CHECKING:
    from cqc_evidence.archive.difference import Position

_KEYS = (
    "kind", "title", "date", "voice", "status", "owner", "sensitivity", "review_by", "next_due", "verbatim", "reported_by",
    "n", "invited", "method",
)  # fmt: skip


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
    yield from _pair("actions", str(len(old.actions)), str(len(new.actions)))
    if old.actions != new.actions and len(old.actions) == len(new.actions):
        yield Detail(what="actions", before="as they were", after="changed")
    if " ".join(old.body.split()) != " ".join(new.body.split()):
        yield Detail(what="text", before=f"{len(old.body.split())} words", after=f"{len(new.body.split())} words")


def _pair(what: str, before: object, after: object) -> Iterator[Detail]:
    old, new = ("" if value is None else str(getattr(value, "text", value)) for value in (before, after))
    if old != new:
        yield Detail(what=what, before=old, after=new)


def _source(item: Item) -> str:
    source = item.source
    return "; ".join(part for part in (source.citation, source.locator, source.document, source.public_url) if part)


def _permission(item: Item) -> str:
    permission = item.permission
    until = f" until {permission.until}" if permission.until else ""
    return f"{permission.basis}{until}, for {', '.join(permission.scope)}"


def _tags(item: Item) -> str:
    return "; ".join(
        " ".join(
            part for part in (tag.statement, tag.category, tag.stance, *tag.rules, *tag.breaks, *tag.topics) if part
        )
        for tag in item.tags
    )


def number_changes(before: Position, after: Position, chosen: Callable[[Item], bool]) -> Iterator[Change]:
    """Yield each figure and each metric result that has another value than it had."""
    for name, new in sorted(after.items.items()):
        old = before.items.get(name)
        if old is None or not chosen(new) or "personal" in (old.sensitivity, new.sensitivity):
            continue
        figures = {figure.id: figure for figure in old.figures}
        for figure in new.figures:
            was = figures.get(figure.id)
            if was is not None and (details := tuple(_pair("value", _value(was), _value(figure)))):
                yield Change(
                    name=f"{name}.{figure.id}", title=figure.label or new.title, sort="changed", details=details
                )
    tagged = {name for name, item in after.items.items() if chosen(item)}
    yield from _results(before.results, after.results, tagged)


def _value(figure: Figure) -> str:
    counts = (
        f" ({figure.numerator:g} of {figure.denominator:g})"
        if figure.numerator is not None and figure.denominator
        else ""
    )
    return f"{figure.value:g} {figure.unit}{counts}"


def _results(before: tuple[Result, ...], after: tuple[Result, ...], tagged: set[str]) -> Iterator[Change]:
    old = {_key(result): result for result in before}
    for result in after:
        was = old.get(_key(result))
        if was is not None and tagged & set(result.items) and was.value != result.value:
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
