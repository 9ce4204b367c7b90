"""Rules about the numbers that the council prints: each stands in a figure, and no two places disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from math import isclose

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.claims.apart import figures_apart
from cqc_evidence.measure.claims.numbers import Number, numbers_in
from cqc_evidence.measure.claims.pool import (
    Held,
    beside,
    compared,
    held_by_figure,
    held_by_item,
    held_by_results,
    share_apart,
)
from cqc_evidence.measure.claims.said import (
    Said,
    said_in_claim,
    said_in_improvement,
    said_in_judgement,
    said_in_passage,
)
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.location import Location

_BECAUSE = "every number that the council prints stands in a figure, so that a change is found everywhere"
_MOST = 5
IMPROVEMENT = "evidence/improvement.yaml"


class _Numbers:
    """What holds which number, looked up only once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._items: dict[str, tuple[Held, ...]] = {}

    @cached_property
    def _results(self) -> dict[str, tuple[Held, ...]]:
        found: defaultdict[str, list[Held]] = defaultdict(list)
        for result in self.subject.results:
            for name in result.items:
                found[name].extend(held_by_results((result,)))
        return {name: tuple(held) for name, held in found.items()}

    def of_item(self, name: str) -> tuple[Held, ...]:
        """Return the numbers of an item's figures."""
        if name not in self._items:
            item = self.subject.items.get(name)
            self._items[name] = tuple(held_by_item(item)) if item else ()
        return self._items[name]

    def holds(self, number: Number, names: Iterable[str]) -> bool:
        """Return whether any of the items holds the number: in a figure, or in a result that its figures leave to the tables."""
        names = tuple(names)
        if any(held.says(number) for name in names for held in self.of_item(name)):
            return True
        return any(
            held.says(number)
            for name in names
            for held in self._results.get(name, ())
            if not self._in_dispute(name, held)
        )

    def _in_dispute(self, name: str, held: Held) -> bool:
        """Return whether a figure of the item gives the number another value than the table does."""
        return any(isclose(held.value, value) for value in self._disputed.get(name, ()))

    @cached_property
    def _disputed(self) -> dict[str, frozenset[float]]:
        found: defaultdict[str, set[float]] = defaultdict(set)
        for apart in figures_apart(self.subject.items.values(), self.subject.observations, self.subject.framework):
            found[apart.item.id].update(apart.values)
        for item in self.subject.items.values():
            found[item.id].update(share for figure in item.figures if (share := share_apart(figure)) is not None)
        return {name: frozenset(values) for name, values in found.items()}


@rule("number-without-figure", Severity.WARNING)
def number_without_figure(subject: Subject) -> Iterator[Finding]:
    """A claim, a so-what, a judgement or another part of a narrative prints a number that its evidence does not hold.

    Looked for are the figures of the items that the next reference behind the number cites, with their counts,
    shares and comparators, and what the metrics of these items come to. A comparator counts only where the item has no
    other figure of that unit, since the number then belongs in a figure of its own. Years, dates, page numbers, conversation 1, 2
    and 3 and the like are no numbers here, and neither are numbers written as words.

    The `baseline` and `latest` of an area for improvement are held against the items that show it and those that its metric
    rests on, where it names any. When a figure changes, this names every claim and sentence that still prints the old one.
    """
    numbers = _Numbers(subject)
    for narrative in subject.project.narratives:
        where = narrative.location.at("judgement")
        yield from _unheld(numbers, said_in_judgement(narrative), where)
        for claim in narrative.claims:
            yield from _unheld(numbers, said_in_claim(claim), claim.location)
        for passage in narrative.passages:
            line = passage.lines[0]
            place = narrative.location.model_copy(update={"line": line}) if line else narrative.location
            yield from _unheld(numbers, said_in_passage(passage), place)
    for index, one in enumerate(subject.project.improvements):
        for key, said in said_in_improvement(one, subject.results):
            yield from _unheld(numbers, (said,), subject.project.where(IMPROVEMENT, "improvements", index, key))


def _unheld(numbers: _Numbers, those: Iterable[Said], where: Location) -> Iterator[Finding]:
    missing = [said for said in those if said.cited and not numbers.holds(said.number, said.near)]
    if not missing:
        return
    shown = _listed(said.number.text for said in missing)
    elsewhere = next((name for said in missing for name in said.cited if numbers.holds(said.number, (name,))), "")
    near = dict.fromkeys(name for said in missing for name in said.near)
    verb = "is" if len(missing) == 1 else "are"
    help_ = (
        f"{elsewhere} holds it: put its reference right behind the number"
        if elsewhere
        else "write the number as the figure has it, or add the figure that the source prints to its item"
    )
    yield Finding(f"{shown} {verb} in no figure of {_listed(near)}", _BECAUSE, help_, where)


def _listed(words: Iterable[str]) -> str:
    each = list(dict.fromkeys(words))
    more = f" and {len(each) - _MOST} more" if len(each) > _MOST else ""
    return ", ".join(each[:_MOST]) + more


@rule("sentence-without-figure", Severity.NOTE)
def sentence_without_figure(subject: Subject) -> Iterator[Finding]:
    """A sentence of an item prints a number that the item's own figures do not hold, nor a metric that rests on it.

    Looked at are the title, what a tag says, its so-what and the text of items that have figures, and a comparator beside
    which the item has other figures of its unit. When a figure changes,
    this names the sentences that still print the old one. A number that is only told in passing can stay.
    """
    numbers = _Numbers(subject)
    for item in subject.items.values():
        if not item.figures or item.sensitivity == "personal":
            continue
        for path, text in _sentences(item):
            missing = [one for one in numbers_in(text) if not numbers.holds(one, (item.id,))]
            if missing:
                verb = "is" if len(missing) == 1 else "are"
                place = (*path, missing[0].start, missing[0].end) if path == ("body",) else path
                yield Finding(
                    f"{_listed(one.text for one in missing)} {verb} in no figure of this item",
                    _BECAUSE,
                    "write the number as the figure has it, or add the figure that the source prints",
                    item.location.at(*place),
                )
        yield from _comparators(item)


def _comparators(item: Item) -> Iterator[Finding]:
    """Yield comparators that none of the item's other figures of the unit holds, though there are some."""
    for index, figure in enumerate(item.figures):
        others = beside(item, figure)
        held = [one for other in others for one in held_by_figure(item, other)]
        loose = [one for one in compared(figure) if others and not any(_alike(one, other) for other in held)]
        if loose:
            yield Finding(
                f"{_listed(f'{one.value:g}' for one in loose)} stands beside this figure, and no other figure of this item holds it",
                _BECAUSE,
                "mend the comparator, or add the figure that the source prints",
                item.location.at("figures", index, "comparator"),
            )


def _alike(one: Held, other: Held) -> bool:
    text = f"{abs(one.value):g}"
    return other.says(Number(text, one.value, one.sort, 10.0 ** -len(text.partition(".")[2]), 0, len(text)))


def _sentences(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("title",), item.title
    for index, tag in enumerate(item.tags):
        yield ("tags", index, "says"), tag.says
        yield ("tags", index, "so_what"), tag.so_what
    yield ("body",), item.body


@rule("numbers-disagree", Severity.WARNING)
def numbers_disagree(subject: Subject) -> Iterator[Finding]:
    """A figure is given differently in another place.

    Compared are: the figure and the rows of `evidence/data/` that rest on its item; two figures with the same label, unit,
    site and period; and a comparator with its month (“7.2 in March 2019”) and the figure of that label and month.
    """
    for apart in figures_apart(subject.items.values(), subject.observations, subject.framework):
        yield Finding(
            apart.what,
            "one number stands in one way everywhere",
            "look at the source, and mend the place that is wrong",
            apart.item.location.at("figures", apart.at, "value"),
            apart.places,
        )
