"""What is decided of each specimen before it is written, from what the framework offers to tag with."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

_FRAMEWORK = Path(__file__).resolve().parents[1] / "framework"
_EMPTY_CELL = ("equity", "partners")
_ALTERNATIVES = {"staff": ("staff", "staff", "leader"), "person": ("person", "person", "carer", "family")}
"""Voices beside the usual one of a kind, as often as they stand here."""


class Shape(NamedTuple):
    """What the framework offers to tag with."""

    statements: dict[str, dict[str, list[str]]]
    """Statement → its topics (all but the last, so that gaps stay at every size), I statements, golden rules and lenses."""
    kinds: list[dict[str, Any]]
    used: frozenset[str]
    """Categories that CQC uses for councils."""
    cells: list[str]
    """Ids of the gaps that a cell may raise."""


class Tag(NamedTuple):
    """One tag of an item."""

    statement: str
    category: str
    stance: str


class Plan(NamedTuple):
    """What is decided of an item before it is written; a narrative cites by it."""

    number: int
    kind: dict[str, Any]
    voice: str
    status: str
    tags: tuple[Tag, ...]
    supersedes: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the item's id."""
        return f"specimen-{self.number:05}"

    @property
    def file(self) -> str:
        """Return the item's path in its project."""
        return f"evidence/{self.kind['id']}/{self.id}.md"


def shape() -> Shape:
    """Return what the shipped framework offers."""
    quality = _load("cqc-la-2025")
    conversations = _load("three-conversations")
    mapping, expectations = _load("mapping"), _load("expectations")
    own = conversations["rule_sets"][0]["rules"]
    names = {rule["id"] for rule in own}
    statements = {
        found["id"]: {
            "topics": [fact["id"] for fact in found.get("topics") or ()][:-1],
            "i_statements": [fact["id"] for fact in found.get("i_statements") or ()],
            "rules": [
                pair["rule"] for pair in mapping["pairs"] if pair["statement"] == found["id"] and pair["rule"] in names
            ],
            "lenses": [lens["id"] for lens in expectations["lenses"] if found["id"] in lens["statements"]],
        }
        for found in quality["statements"]
    }
    used = frozenset(category["id"] for category in quality["categories"] if category["used"])
    cells = [f"gap-{cell['statement']}-{cell['category']}" for cell in expectations["cells"]]
    return Shape(statements, conversations["kinds"], used, cells)


def _load(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load((_FRAMEWORK / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  # a safe loader
    return data


def one_in(many: int, number: int, rest: int) -> bool:
    """Return whether a number is the one of so many that leaves this rest."""
    return number % many == rest


def chance(rng: Random, percent: int) -> bool:
    """Return yes in so many of a hundred draws."""
    return rng.randrange(100) < percent


def plan(number: int, offered: Shape) -> Plan:
    """Decide what an item is; the same number gives the same item."""
    rng = Random(f"plan {number}")  # noqa: S311  # the same numbers are wanted each time
    kind = offered.kinds[number % len(offered.kinds)]
    voice = rng.choice(_ALTERNATIVES.get(kind["default_voice"], (kind["default_voice"],)))
    if kind.get("own_words_for"):
        voice = rng.choice(("person", "staff"))
    names = list(offered.statements)
    first = names[number % len(names)]
    others = rng.sample([name for name in names if name != first], k=rng.choice((0, 1, 1, 2)))
    stance = "challenges" if one_in(20, number, 7) else "supports"
    tags = tuple(Tag(name, _category(name, kind, voice, offered, rng), stance) for name in (first, *others))
    status = "withdrawn" if one_in(100, number, 61) else "proposed" if one_in(12, number, 10) else "accepted"
    return Plan(number, kind, voice, status, tags, older(number, 25, 9, rng))


def _category(statement: str, kind: dict[str, Any], voice: str, offered: Shape, rng: Random) -> str:
    """Return where a tag counts: mostly the usual place of its kind. One cell stays empty at every size."""
    if kind.get("own_words_for") and voice == "staff":
        return "staff-and-leaders"
    also = [name for name in kind.get("also") or () if name in offered.used]
    chosen: str = rng.choice((kind["category"],) * 4 + (tuple(also) or (kind["category"],)))
    return "processes" if (statement, chosen) == _EMPTY_CELL else chosen


def older(number: int, every: int, rest: int, rng: Random) -> tuple[str, ...]:
    """Return an older item's id for every so many items."""
    back = rng.randint(1, 15)
    return (f"specimen-{number - back:05}",) if one_in(every, number, rest) and number > back else ()
