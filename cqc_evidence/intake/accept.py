"""A candidate and what a person chose → an evidence item, or every reason why it cannot be one yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from cqc_evidence.model.evidence import Item, Tag
from cqc_evidence.model.framework import Framework
from cqc_evidence.model.slug import free_name
from cqc_evidence.protect.permission import lacking
from cqc_evidence.protect.scan import SORTS, Scanner
from cqc_evidence.protect.words import words_of_item


class Choice(NamedTuple):
    """What a person chose for a candidate; what is empty stays as the candidate has it."""

    statements: tuple[str, ...] = ()
    """Each `statement`, or `statement:category`."""
    rules: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    stance: str = ""
    says: str = ""
    so_what: str = ""
    fields: Mapping[str, Any] = {}  # never changed
    """Keys of the item itself, such as `kind` and `voice`."""
    permission: Mapping[str, Any] = {}
    reviewed: bool = False
    """Whether somebody else has read it, so that it counts as accepted."""


def choose(item: Item, choice: Choice, framework: Framework, scanner: Scanner) -> tuple[Item | None, tuple[str, ...]]:
    """Return the item that a candidate becomes, or nothing and each reason in plain words."""
    reasons = list(_unknown(choice, framework))
    if choice.permission.get("basis") == "given" and not choice.permission.get("scope"):
        reasons.append("say for which editions permission was given: --scope internal,cqc")
    try:
        tags = tuple(_tags(choice)) or item.tags
    except ValidationError as error:
        return None, (*reasons, *(f"{found['loc'][-1]}: {_plain(found['msg'])}" for found in error.errors()))
    if not tags:
        reasons.append("choose at least one quality statement: --statement assessing-needs, or --pick 1")
    if reasons:
        return None, tuple(reasons)
    data = item.model_dump(by_alias=True, mode="json")
    data |= {**choice.fields, "tags": [tag.model_dump(mode="json") for tag in tags]}
    data["permission"] = {**data["permission"], **choice.permission}
    data["status"] = "accepted" if choice.reviewed else "proposed"
    try:
        chosen = Item.model_validate(data)
    except ValidationError as error:
        return None, tuple(f"{'.'.join(map(str, found['loc']))}: {_plain(found['msg'])}" for found in error.errors())
    reasons += _not_yet(chosen, framework, scanner)
    return (None, tuple(reasons)) if reasons else (chosen, ())


def file_of(root: Path, item: Item) -> str:
    """Return a file that nobody has, named after the item, as a path from the project's root."""
    folder = root / "evidence" / item.kind
    taken = {path.stem for path in folder.glob("*.md")} if folder.is_dir() else set()
    return f"evidence/{item.kind}/{free_name(item.id, taken)}.md"


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")


def _tags(choice: Choice) -> Iterator[Tag]:
    for chosen in choice.statements:
        statement, _, category = chosen.partition(":")
        yield Tag.model_validate(
            {
                "statement": statement, "category": category, "rules": choice.rules, "breaks": choice.breaks,
                "stance": choice.stance or "supports", "says": choice.says, "so_what": choice.so_what,
            }
        )  # fmt: skip


def _unknown(choice: Choice, framework: Framework) -> Iterator[str]:
    statements = [statement.id for statement in framework.statements]
    categories = [category.id for category in framework.quality.categories]
    rules = [rule.id for rule in framework.rules.rules]
    for chosen in choice.statements:
        statement, _, category = chosen.partition(":")
        yield from _known(statement, statements, "quality statement")
        yield from _known(category, categories, "evidence category") if category else ()
    for rule in (*choice.rules, *choice.breaks):
        yield from _known(rule, rules, "golden rule")
    if kind := choice.fields.get("kind"):
        yield from _known(str(kind), [one.id for one in framework.conversations.kinds], "kind of evidence")


def _known(name: str, known: Iterable[str], what: str) -> Iterator[str]:
    names = list(known)
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"use one of: {', '.join(names)}"
        yield f'there is no {what} "{name}"; {hint}'


def _not_yet(item: Item, framework: Framework, scanner: Scanner) -> Iterator[str]:
    """Yield what keeps an item from being accepted, or from being shown outside the council."""
    if item.status == "accepted":
        for why in lacking(item, framework):
            yield f"{why}: {_HELP[why.split()[0]]}"
    if item.sensitivity != "personal":
        found = {one.sort: path for path, words in words_of_item(item) for one in scanner.find(words)}
        for sort, path in found.items():
            yield f"{SORTS[sort]} stands in its {path[0]}: take it out of the file first, or leave it personal"


_HELP = {
    "permission": "ask, then add --permission given --scope internal,cqc --until 2027-03-31",
    "nobody": "read it through, then add --names-checked-by with your role",
}
