"""An item's form: its fields as a person fills them in → the item, or what is wrong with each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.slug import free_name, slug
from cqc_evidence.store.audit import whole_data

_PLAIN = (
    "title",
    "date",
    "kind",
    "voice",
    "owner",
    "reported_by",
    "sensitivity",
    "review_by",
    "method",
    "n",
    "invited",
    "interviewer",
    "body",
)
_GROUPS = {"source": ("citation", "locator", "public_url"), "permission": ("basis", "until", "names_checked_by")}
_TAG = ("statement", "category", "stance", "phase", "says", "so_what")
_TAG_LISTS = ("rules", "breaks", "i_statements", "topics")
_FIGURE = ("label", "value", "unit", "numerator", "denominator", "period", "comparator", "basis")
_SHOWN = frozenset((*_PLAIN, *_GROUPS, "verbatim", "lenses", "tags", "figures"))
"""Keys of an item that the form changes; whose verdict it has, and who submitted it, are not among them."""
_LONGEST = 500_000
"""Characters that one field may hold."""
Form = MultiDict[str, str]


def filled(base: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return an item's data with what the form says of it; what the form does not hold stays.

    Args:
        base: the item's data when the form was made, as `whole_data` gives it.
        form: the fields that were sent.
    """
    data: dict[str, Any] = dict(base)
    for key in _PLAIN:
        if key in form:
            _set(data, key, _text(form, key))
    if "verbatim-here" in form:
        data["verbatim"] = "verbatim" in form
    for group, keys in _GROUPS.items():
        inner = dict(data.get(group) or {})
        for key in keys:
            if f"{group}-{key}" in form:
                _set(inner, key, _text(form, f"{group}-{key}"))
        if group == "permission" and "permission-scope-here" in form:
            inner["scope"] = form.getlist("permission-scope")
        data[group] = inner
    if "lenses-here" in form:
        _set_list(data, "lenses", form.getlist("lenses"))
    data["tags"] = list(_tags(data.get("tags") or [], form))
    data["figures"] = list(_figures(data.get("figures") or [], form))
    return {key: value for key, value in data.items() if value not in ([], {}) or key == "tags"}


def sent(data: dict[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item's data that a form sent, with what no field of the form changes as the file has it.

    Args:
        data: what the form's hidden field held.
        now: the item's data as its file is, as `whole_data` gives it.

    Raises:
        ValueError: when something is wrong with it that nobody can have typed into a field.
    """
    found = {key: value for key, value in data.items() if key in _SHOWN} | {
        key: value for key, value in now.items() if key not in _SHOWN
    }
    unseen = {key: value for key, value in now["source"].items() if key not in _GROUPS["source"]}
    found["source"] = {
        key: value for key, value in (data.get("source") or {}).items() if key in _GROUPS["source"]
    } | unseen
    try:
        Item.model_validate(found)
    except ValidationError as error:
        odd = [one for one in error.errors() if one["type"] != "missing" and not _typed(one["loc"], one["input"])]
        if odd:
            raise
    return found


def _typed(where: tuple[int | str, ...], value: object) -> bool:
    """Return whether a value that does not fit can come from a field of the form."""
    field = len(where) > 2 if where[0] in ("tags", "figures") else len(where) > 1 if where[0] in _GROUPS else True  # noqa: PLR2004  # list, place, field
    return isinstance(value, str) and field


def understood(data: Mapping[str, Any], item: Item, framework: Framework) -> tuple[Item | None, dict[str, str]]:
    """Return the item that the data makes, or nothing and what is wrong, by field."""
    wrong = dict(_unknown(data, framework))
    if len(str(data.get("body", ""))) > _LONGEST:
        wrong["body"] = f"that is too long for a form: at most {_LONGEST:,} characters; change it in the file itself"
    try:
        made = Item.model_validate({**data, "id": item.id, "location": item.location.model_dump()})
    except ValidationError as error:
        wrong |= {"-".join(map(str, found["loc"])): _plain(found["msg"], found["type"]) for found in error.errors()}
        return None, wrong
    if not made.title.strip():
        wrong["title"] = "say in one sentence what it shows"
    return (None, wrong) if wrong else (made, {})


def normal(item: Item) -> dict[str, Any]:
    """Return an item's data in the form in which two versions can be compared."""
    return whole_data(item)


def _text(form: Form, key: str) -> str:
    return form.get(key, "").replace("\r\n", "\n").strip()


def _set(data: dict[str, Any], key: str, value: str) -> None:
    if value:
        data[key] = value
    else:
        data.pop(key, None)


def _set_list(data: dict[str, Any], key: str, values: list[str]) -> None:
    if values:
        data[key] = values
    else:
        data.pop(key, None)


def _tags(tags: list[dict[str, Any]], form: Form) -> Iterator[dict[str, Any]]:
    places = [*range(len(tags)), "new"]
    for place in places:
        tag = dict(tags[place]) if isinstance(place, int) else {}
        start = f"tag-{place}"
        if f"{start}-gone" in form or (place == "new" and not form.get(f"{start}-statement")):
            continue
        for key in _TAG:
            if f"{start}-{key}" in form:
                _set(tag, key, _text(form, f"{start}-{key}"))
        for key in _TAG_LISTS:
            if f"{start}-{key}-here" in form:
                _set_list(tag, key, form.getlist(f"{start}-{key}"))
        yield tag


def _figures(figures: list[dict[str, Any]], form: Form) -> Iterator[dict[str, Any]]:
    taken = {str(figure.get("id")) for figure in figures}
    for place in [*range(len(figures)), "new"]:
        figure = dict(figures[place]) if isinstance(place, int) else {}
        start = f"figure-{place}"
        if f"{start}-gone" in form or (place == "new" and not form.get(f"{start}-value")):
            continue
        for key in _FIGURE:
            if f"{start}-{key}" in form:
                _set(figure, key, _text(form, f"{start}-{key}"))
        if place == "new":
            figure = {"id": free_name(slug(figure.get("label", "")) or "figure", taken), **figure}
        yield figure


def _unknown(data: Mapping[str, Any], framework: Framework) -> Iterator[tuple[str, str]]:
    statements = {one.id for one in framework.statements}
    categories = {"", *(one.id for one in framework.quality.categories)}
    for place, tag in enumerate(data.get("tags") or ()):
        if tag.get("statement") not in statements:
            yield f"tags-{place}-statement", "choose a quality statement"
        if tag.get("category", "") not in categories:
            yield f"tags-{place}-category", "choose an evidence category"
    if framework.kind(str(data.get("kind"))) is None:
        yield "kind", "choose a kind of evidence"


_WORDS = {
    "float_parsing": "write a number, such as 12.5",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "missing": "this is needed",
    "literal_error": "choose one from the list",
    "date_from_datetime_parsing": "write a day as 2026-03-31",
    "date_parsing": "write a day as 2026-03-31",
}


def _plain(message: str, kind: str) -> str:
    return _WORDS.get(kind, message.removeprefix("Value error, "))
