"""Where a figure or a bare number is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cqc_evidence.measure.claims.numbers import COUNT, Number, numbers_in, sort_of
from cqc_evidence.measure.claims.places import (
    BODY,
    claim_place,
    figure_place,
    judgement_place,
    one_line,
    passage_place,
    result_place,
    row_place,
    sentences,
)
from cqc_evidence.measure.claims.pool import Held, held_by_figure, held_by_results, held_by_rows
from cqc_evidence.measure.claims.said import Said, said_in_claim, said_in_judgement, said_in_passage
from cqc_evidence.measure.claims.traced_item import sources
from cqc_evidence.model.data import Observation
from cqc_evidence.model.evidence import Figure, Item
from cqc_evidence.model.ledger import Place, Trace
from cqc_evidence.model.project import Improvement, Project
from cqc_evidence.model.result import Result

_REGISTER = ("baseline", "target", "latest", "measure", "why")
Shows = Callable[[Iterable[Held]], bool]


def trace_figure(
    project: Project, item: Item, figure: Figure, observations: Sequence[Observation], results: Sequence[Result]
) -> Trace:
    """Return every claim, sentence, table row and metric that prints a figure, and where else its number is met."""
    held = tuple(held_by_figure(item, figure))
    index = item.figures.index(figure)

    def printed(number: Number) -> bool:
        return any(one.says(number) for one in held)

    def shows(those: Iterable[Held]) -> bool:
        return any(_one_number(one, other) for one in those for other in held)

    def tied(one: Improvement) -> bool:
        return item.id in one.shown_by or any(
            one.metric == result.metric for result in results if item.id in result.items
        )

    on_it = (
        *_narratives(project, lambda said: item.id in said.near and printed(said.number)),
        *_sentences((item,), printed),
        *_tables(item.id, [row for row in observations if _of_period(row, figure)], results, shows),
        *_registers(project, printed, tied),
        *_in_packs(item),
    )
    loose = _registers(project, printed, lambda one: not tied(one))
    elsewhere = (*_others(project, item, printed), *loose)
    return Trace(
        subject=f"{item.id}.{figure.id}", kind="figure", title=figure_place(item, figure).text, rests_on_it=on_it,
        rests_on=(Place(kind="item", name=item.id, location=item.location.at("figures", index)), *sources(project, item)),
        elsewhere=elsewhere,
    )  # fmt: skip


def trace_number(
    project: Project, number: Number, observations: Sequence[Observation], results: Sequence[Result]
) -> Trace:
    """Return every figure that holds a number, and every place that prints it, whatever it counts there."""

    def printed(other: Number) -> bool:
        alike = COUNT in (number.sort, other.sort) or number.sort == other.sort
        return alike and (number.fits(other.value) or other.fits(number.value))

    def shows(those: Iterable[Held]) -> bool:
        return any(one.says(number) for one in those)

    figures = tuple(
        figure_place(item, figure)
        for item in project.items
        for figure in item.figures
        if shows(held_by_figure(item, figure))
    )
    printing = (
        *_narratives(project, lambda said: printed(said.number)),
        *_sentences(project.items, printed),
        *_tables("", observations, results, shows),
        *_registers(project, printed, lambda _: True),
    )
    return Trace(subject=number.text, kind="number", title=number.text, rests_on_it=printing, rests_on=figures)


def _of_period(row: Observation, figure: Figure) -> bool:
    return figure.period is None or row.period == figure.period


def _one_number(one: Held, other: Held) -> bool:
    text = f"{other.value:.6g}"
    step = 10.0 ** -len(text.partition(".")[2])
    return one.sort == other.sort and abs(one.value - other.value) <= step / 2 * (1 + 1e-9)


def _narratives(project: Project, prints: Callable[[Said], bool]) -> Iterator[Place]:
    for narrative in project.narratives:
        if any(prints(said) for said in said_in_judgement(narrative)):
            yield judgement_place(narrative)
        yield from (
            claim_place(narrative, claim) for claim in narrative.claims if any(map(prints, said_in_claim(claim)))
        )
        yield from (
            passage_place(narrative, passage)
            for passage in narrative.passages
            if any(map(prints, said_in_passage(passage)))
        )


def _sentences(items: Iterable[Item], printed: Callable[[Number], bool]) -> Iterator[Place]:
    for item in items:
        for what, where, text in sentences(item):
            found = next((number for number in numbers_in(text) if printed(number)), None)
            if found is not None:
                place = where.at(found.start, found.end) if what == BODY else where
                around = text[max(0, text.rfind("\n", 0, found.start)) :]
                yield Place(kind="sentence", name=item.id, text=one_line(f"{what}: {around}"), location=place)


def _tables(name: str, observations: Sequence[Observation], results: Sequence[Result], shows: Shows) -> Iterator[Place]:
    """Yield rows and results that show a number; of one item, or of all where no name is given."""
    percents = {result.metric for result in results if sort_of(result.unit) == "percent"}
    for row in observations:
        if name in ("", row.item) and shows(held_by_rows((row,), percent=row.metric in percents)):
            yield row_place(row)
    for result in results:
        if (not name or name in result.items) and shows(held_by_results((result,))):
            yield result_place(result)


def _in_packs(item: Item) -> Iterator[Place]:
    """Yield the tables of a pack that print an item's figures; they change by themselves."""
    for statement in dict.fromkeys(tag.statement for tag in item.tags):
        yield Place(
            kind="pack", name="table of figures", statement=statement, text="in the next pack it changes by itself"
        )


def _others(project: Project, item: Item, printed: Callable[[Number], bool]) -> Iterator[Place]:
    """Yield other items' comparators that print the number; nothing else ties them to it."""
    for other in project.items:
        if other.id == item.id or other.sensitivity == "personal":
            continue
        for index, figure in enumerate(other.figures):
            if any(map(printed, numbers_in(figure.comparator))):
                where = other.location.at("figures", index, "comparator")
                yield Place(
                    kind="figure", name=f"{other.id}.{figure.id}", text=one_line(figure.comparator), location=where
                )


def _registers(
    project: Project, printed: Callable[[Number], bool], wanted: Callable[[Improvement], bool]
) -> Iterator[Place]:
    for index, one in enumerate(project.improvements):
        for key in _REGISTER:
            text: str = getattr(one, key)
            if wanted(one) and any(map(printed, numbers_in(text))):
                where = project.where("evidence/improvement.yaml", "improvements", index, key)
                yield Place(kind="improvement", name=one.id, text=one_line(f"{key}: {text}"), location=where)
