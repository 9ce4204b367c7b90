"""What rests on what: a traced item, claim, figure or number with every place to mend."""

from __future__ import annotations

from typing import Literal

from cqc_evidence.model.base import Noun
from cqc_evidence.model.location import Location

PlaceKind = Literal["claim", "judgement", "passage", "sentence", "figure", "table row", "metric", "cell", "golden rule",
                    "item", "action", "improvement", "request", "information return", "correction", "confirmation",
                    "comment", "tag", "mark", "pack", "source", "speaker", "number"]  # fmt: skip


class Place(Noun):
    """One place that rests on what was traced, or that it rests on."""

    kind: PlaceKind
    name: str
    """What it is called: a claim's id, an item's id, a metric's id, a file."""
    statement: str = ""
    text: str = ""
    """One line of what stands there; empty where it must not be shown."""
    location: Location | None = None


class Trace(Noun):
    """What was traced, and everything tied to it."""

    subject: str
    kind: Literal["item", "claim", "figure", "number"]
    title: str
    rests_on_it: tuple[Place, ...]
    """Every line to mend when it changes."""
    rests_on: tuple[Place, ...]
    elsewhere: tuple[Place, ...] = ()
    """Places that print the same number and are tied to it by nothing else."""
