"""What one edition may show, how items are referred to, and which of them are listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from cqc_evidence.compile.markdown import MarkdownReader
from cqc_evidence.compile.public_numbers import results_of_edition
from cqc_evidence.measure.claims.triangulate import confirmations
from cqc_evidence.measure.coverage.cells import newest_first
from cqc_evidence.measure.coverage.eligible import category_of, standing
from cqc_evidence.model.coverage import Coverage, Gap
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.diagnostic import Diagnostic
from cqc_evidence.model.evidence import Edition, Item, Tag
from cqc_evidence.model.framework import Framework, Statement
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.model.pack import Badge, Cite, Inline, Link, Text
from cqc_evidence.model.project import Project
from cqc_evidence.model.result import Result
from cqc_evidence.protect.permission import why_hidden
from cqc_evidence.read.narratives import citations_in

_SMALL = 300
"""Items up to which the register lists every one; a longer register is for Excel."""


class View:
    """A project as one edition sees it; made once for a pack and only read afterwards."""

    def __init__(
        self,
        project: Project,
        coverage: Coverage,
        problems: tuple[Diagnostic, ...],
        edition: Edition,
        results: tuple[Result, ...] = (),
    ) -> None:
        """Work out what the edition may hold and give every item its reference."""
        self.project = project
        self.coverage = coverage
        self.problems = problems
        self.edition = edition
        self.markdown = MarkdownReader()
        self.counted, _ = standing(project)
        self.hidden = {
            name: why for name, item in self.counted.items() if (why := why_hidden(item, edition, project.framework))
        }
        self.items = {name: item for name, item in self.counted.items() if name not in self.hidden}
        self.measured_all = results
        """What the metrics came to, all of it: to judge by, never to print."""
        self.results = results_of_edition(results, self.items, project.framework, edition)
        self.measured: dict[str, list[Result]] = defaultdict(list)
        """Metric → its results that this edition may show."""
        for result in self.results:
            self.measured[result.metric].append(result)
        self.labels = _labels(self.counted, project.framework)
        self.narratives = _narratives(project)
        self.cells = {(cell.statement, cell.category): cell for cell in coverage.cells}
        self.gaps: dict[str, list[Gap]] = defaultdict(list)
        for gap in coverage.gaps:
            self.gaps[gap.statement].append(gap)
        self.marks: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """Item → (claim or heading, id of the citation), filled while claims are written."""
        self.by_statement = _by_statement(self.items)
        self._mark_count: Counter[str] = Counter()

    @property
    def framework(self) -> Framework:
        """The project's framework."""
        return self.project.framework

    @property
    def internal(self) -> bool:
        """Whether gaps and reviewers' notes are shown."""
        return self.edition == "internal"

    @property
    def as_at(self) -> str:
        """The date of the pack in words."""
        return in_words(self.project.as_at)

    def cite(self, item: str, locator: str, statement: str, place: str) -> Inline:
        """Return a reference to an item, or a mark where there is nothing to refer to."""
        if item in self.hidden:
            return Text(text="[evidence not in this edition]", emphasis=True)
        if item not in self.items:
            what = item if self.internal else "evidence"
            return Badge(mark="unsupported", word=f"cites {what}, which cannot be used")
        self._mark_count[statement] += 1
        mark = f"cite-{statement}-{self._mark_count[statement]}"
        self.marks[item].append((place, mark))
        return Cite(item=item, label=self.labels[item], locator=locator, mark=mark)

    def reference(self, item: str) -> Inline:
        """Return a link to an item's entry in the register, or its bare label where the register does not list it."""
        if item not in self.items:
            return Text(text="not in this edition", emphasis=True)
        if item not in self.registered:
            return Text(text=self.labels[item])
        return Link(href=f"#evidence-{item}", text=self.labels[item])

    def references(self, items: Iterable[str], most: int = 6) -> tuple[Inline, ...]:
        """Return links to the first `most` items and the number of the others."""
        shown = [name for name in items if name in self.items]
        found: list[Inline] = []
        for name in shown[:most]:
            found += [Text(text=" ")] if found else []
            found.append(self.reference(name))
        if len(shown) > most:
            found.append(Text(text=f" and {len(shown) - most:,} more"))
        return tuple(found)

    def listed(self, statement: Statement) -> list[Item]:
        """Return the items a statement lists: those its narrative cites, and the newest few of each cell."""
        narrative = self.narratives.get(statement.id)
        names = {citation.item for citation in narrative.citations} if narrative else set()
        most = self.project.settings.thresholds.newest_per_cell
        for (owner, _), cell in self.cells.items():
            if owner == statement.id:
                names.update([name for name in cell.evidence if name in self.items][:most])
                names.update([name for name in cell.challenged_by if name in self.items][:most])
        return newest_first(self.items[name] for name in names if name in self.items)

    @cached_property
    def weak(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """File and line → names of the rules that found something there, in the order of the findings."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for problem in self.problems:
            found[problem.location.file, problem.location.line].append(problem.rule)
        return {place: tuple(dict.fromkeys(rules)) for place, rules in found.items()}

    @cached_property
    def triangulated(self) -> dict[str, str]:
        """Claim → who confirmed that independent evidence says the same; only where what this edition shows bears it."""
        return {one.by.claim: one.by.who for one in confirmations(self.project, self.items) if one.holds}

    @cached_property
    def registered(self) -> frozenset[str]:
        """Items that the register lists: all of a small project, else those that a statement lists or a judgement cites."""
        if len(self.items) <= _SMALL:
            return frozenset(self.items)
        names = {item.id for statement in self.framework.statements for item in self.listed(statement)}
        for narrative in self.narratives.values():
            names.update(name for name, _ in citations_in(narrative.judgement))
        return frozenset(names & self.items.keys())

    def tags(self, item: Item, statement: str) -> list[Tag]:
        """Return an item's tags for one statement."""
        return [tag for tag in item.tags if tag.statement == statement]

    def categories(self, item: Item, statement: str) -> list[str]:
        """Return the categories in which an item is tagged to a statement."""
        return [category_of(tag, item, self.framework) for tag in self.tags(item, statement)]


def _labels(items: Mapping[str, Item], framework: Framework) -> dict[str, str]:
    """Number items in the order of their dates within the letter of their first tag's category."""
    letters = {category.id: category.letter for category in framework.quality.categories}
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for item in reversed(newest_first(items.values())):
        category = category_of(item.tags[0], item, framework) if item.tags else ""
        letter = letters.get(category, "X")
        counts[letter] += 1
        labels[item.id] = f"{letter}{counts[letter]}"
    return labels


def _narratives(project: Project) -> dict[str, Narrative]:
    found: dict[str, Narrative] = {}
    for narrative in sorted(project.narratives, key=lambda each: each.location.file):
        found.setdefault(narrative.statement, narrative)
    return found


def _by_statement(items: dict[str, Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items.values():
        for statement in dict.fromkeys(tag.statement for tag in item.tags):
            found[statement].append(item)
    return found
