"""Rules about tags: every name must be one that the framework knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.coverage.eligible import category_of, wants_own_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.problems import did_you_mean

_Path = tuple[str | int, ...]


def _unknown(what: str, name: str, known: Iterable[str], because: str, item: Item, path: _Path) -> Finding:
    return Finding(f'unknown {what} "{name}"', because, did_you_mean(name, known), item.location.at(*path))


@rule("unknown-statement", Severity.ERROR)
def unknown_statement(subject: Subject) -> Iterator[Finding]:
    """A tag names a quality statement that the framework does not have.

    The tag counts nowhere until it is mended; the item's other tags go on counting.
    """
    file = subject.framework.files["quality"]
    because = f"a tag names one of the {len(subject.statements)} quality statements in {file}"
    for item, index, tag in subject.tags:
        if tag.statement not in subject.statements:
            yield _unknown(
                "quality statement", tag.statement, subject.statements, because, item, ("tags", index, "statement")
            )


@rule("unknown-category", Severity.ERROR)
def unknown_category(subject: Subject) -> Iterator[Finding]:
    """A tag names an evidence category that the framework does not have."""
    known = [category.id for category in subject.framework.quality.categories]
    because = f"the evidence categories stand in {subject.framework.files['quality']}"
    for item, index, tag in subject.tags:
        if tag.category and tag.category not in known:
            yield _unknown("evidence category", tag.category, known, because, item, ("tags", index, "category"))


@rule("unused-category", Severity.NOTE)
def unused_category(subject: Subject) -> Iterator[Finding]:
    """A tag uses a category that CQC does not use for local authorities.

    The evidence is kept and listed, but no cell of the grid counts it. Outcomes are often
    evidence of processes too: add a second tag where that is true.
    """
    unused = {
        category.id: category.title.text for category in subject.framework.quality.categories if not category.used
    }
    for item, index, tag in subject.tags:
        if tag.category in unused:
            yield Finding(
                f'CQC does not use "{unused[tag.category]}" for councils, so no cell counts this tag',
                f"{subject.framework.files['quality']} marks it used: false",
                "leave it as an internal note, or tag it to a used category as well",
                item.location.at("tags", index, "category"),
            )


@rule("unknown-rule", Severity.ERROR)
def unknown_rule(subject: Subject) -> Iterator[Finding]:
    """A tag names a golden rule that the project's rule set does not have.

    `rules` lists the rules an extract shows kept, `breaks` those it shows broken. Which set of
    names a project uses is set by `rules` in project.yaml.
    """
    known = [found.id for found in subject.framework.rules.rules]
    because = (
        f"this project uses the golden rules {subject.framework.rule_set} of {subject.framework.files['conversations']}"
    )
    for item, index, tag in subject.tags:
        for key, names in (("rules", tag.rules), ("breaks", tag.breaks)):
            for place, name in enumerate(names):
                if name not in known:
                    yield _unknown("golden rule", name, known, because, item, ("tags", index, key, place))


@rule("unknown-topic", Severity.ERROR)
def unknown_topic(subject: Subject) -> Iterator[Finding]:
    """A tag names a topic that its statement does not have."""
    topics = {found.id: [topic.id for topic in found.topics] for found in subject.framework.statements}
    for item, index, tag in subject.tags:
        for place, name in enumerate(tag.topics):
            known = topics.get(tag.statement)
            if known is not None and name not in known:
                because = f"the topics of {tag.statement} stand in {subject.framework.files['quality']}"
                yield _unknown("topic", name, known, because, item, ("tags", index, "topics", place))


@rule("unknown-i-statement", Severity.ERROR)
def unknown_i_statement(subject: Subject) -> Iterator[Finding]:
    """A tag names an I statement that its quality statement does not have.

    Governance and learning have none.
    """
    known = {found.id: [fact.id for fact in found.i_statements] for found in subject.framework.statements}
    for item, index, tag in subject.tags:
        names = known.get(tag.statement)
        for place, name in enumerate(tag.i_statements):
            if names is None or name in names:
                continue
            because = f"the I statements of {tag.statement} stand in {subject.framework.files['quality']}"
            path: _Path = ("tags", index, "i_statements", place)
            if names:
                yield _unknown("I statement", name, names, because, item, path)
            else:
                yield Finding(
                    f'{tag.statement} has no I statement "{name}"', because, "take it out", item.location.at(*path)
                )


@rule("unknown-kind", Severity.ERROR)
def unknown_kind(subject: Subject) -> Iterator[Finding]:
    """An item is of a kind that the framework does not have.

    The kind decides the usual category and what a reviewer asks for. A tag that names its own
    category still counts there.
    """
    known = [kind.id for kind in subject.framework.conversations.kinds]
    because = f"the kinds of evidence stand in {subject.framework.files['conversations']}"
    for item in subject.project.items:
        if item.kind not in known:
            yield _unknown("kind of evidence", item.kind, known, because, item, ("kind",))


@rule("unknown-lens", Severity.ERROR)
def unknown_lens(subject: Subject) -> Iterator[Finding]:
    """An item names a lens that the framework does not look through."""
    known = [lens.id for lens in subject.framework.expectations.lenses]
    because = f"the lenses stand in {subject.framework.files['expectations']}"
    for item in subject.project.items:
        for place, name in enumerate(item.lenses):
            if name not in known:
                yield _unknown("lens", name, known, because, item, ("lenses", place))


@rule("no-tags", Severity.WARNING)
def no_tags(subject: Subject) -> Iterator[Finding]:
    """An item has no tag that can be used, so it stands behind nothing."""
    for item in subject.project.items:
        if not item.tags:
            yield Finding(
                "this item is not tagged to any quality statement",
                "only a tag puts evidence behind a statement",
                "add a tag with statement, category, stance and says",
                item.location.at("tags"),
            )


@rule("not-own-words", Severity.NOTE)
def not_own_words(subject: Subject) -> Iterator[Finding]:
    """A story told by somebody else is tagged as people's experience.

    A story of difference written by staff is not the person's own voice. It counts as people's
    experience only when `voice` is the person, carer or family and `verbatim` is true; tagged
    to another category it counts there. A story that challenges the council is always shown.
    """
    for item, index, tag in subject.tags:
        category = category_of(tag, item, subject.framework)
        if tag.stance == "supports" and wants_own_words(item, category, subject.framework):
            yield Finding(
                f'this does not count as "{category}": it is not in the person\'s own words',
                f"{subject.framework.files['conversations']} wants own words of this kind there",
                "tag it to processes or staff-and-leaders, or ask the person for their own words",
                item.location.at("tags", index, "category"),
            )
