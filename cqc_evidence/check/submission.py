"""Rules about what goes to CQC: the information return, and corrections to its draft report."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.crosswalk import crosswalk
from cqc_evidence.model.diagnostic import Severity

RETURN = "evidence/information-return.yaml"
ACCURACY = "evidence/factual-accuracy.yaml"


@rule("repeated-ir-number", Severity.ERROR)
def repeated_ir_number(subject: Subject) -> Iterator[Finding]:
    """Two things on the information return list have one number, so that evidence cannot be pointed at either."""
    first: dict[str, int] = {}
    for index, asked in enumerate(subject.project.information_return.items):
        if asked.number in first:
            yield Finding(
                f"the number {asked.number} stands twice on the list",
                "evidence is pointed at by number",
                "give one of them another number",
                subject.project.where(RETURN, "items", index, "number"),
                (subject.project.where(RETURN, "items", first[asked.number], "number"),),
            )
        first.setdefault(asked.number, index)


@rule("unknown-ir-item", Severity.ERROR)
def unknown_ir_item(subject: Subject) -> Iterator[Finding]:
    """The information return or a correction points at an item that does not exist, or at a statement that does not.

    On the information return's list it is the same with an item that cannot be used, for instance because leave was taken back.
    """
    project = subject.project
    named = [
        (one.item, project.where(RETURN, "items", index, "evidence", place, "item"))
        for index, asked in enumerate(project.information_return.items)
        for place, one in enumerate(asked.evidence)
    ]
    named += [
        (name, project.where(ACCURACY, "corrections", index, "items", place))
        for index, correction in enumerate(project.accuracy.corrections)
        for place, name in enumerate(correction.items)
    ]
    because = {one.item: one.because for one in subject.coverage.left_out}
    for name, where in named:
        if name not in subject.items:
            yield Finding(
                f'no item has the id "{name}"',
                "what is sent to CQC leads to evidence",
                subject.nearest_item(name, "check the id, or write the item first"),
                where,
            )
    for index, asked in enumerate(project.information_return.items):
        for place, one in enumerate(asked.evidence):
            if one.item in subject.items and one.item not in subject.counted:
                yield Finding(
                    f'"{one.item}" cannot be used: {because[one.item]}',
                    "what is sent to CQC leads to evidence",
                    "name other evidence, or say why there is none as not_held",
                    project.where(RETURN, "items", index, "evidence", place, "item"),
                )
        if asked.statement and asked.statement not in subject.statements:
            yield Finding(
                f'unknown quality statement "{asked.statement}"',
                f"the quality statements stand in {subject.framework.files['quality']}",
                "leave it empty where it belongs to none",
                project.where(RETURN, "items", index, "statement"),
            )


@rule("unknown-ir-ref", Severity.WARNING)
def unknown_ir_ref(subject: Subject) -> Iterator[Finding]:
    """An item says that it answers a number that is not on the council's list. Without a list nothing is said."""
    numbers = {asked.number for asked in subject.project.information_return.items}
    for item in subject.project.items if numbers else ():
        for index, reference in enumerate(item.ir_refs):
            if reference not in numbers:
                yield Finding(
                    f"{reference} is not on the information return list",
                    "the crosswalk leads from the list to the evidence",
                    f"write the number as {RETURN} has it",
                    item.location.at("ir_refs", index),
                )


@rule("unmet-information-return", Severity.WARNING)
def unmet_information_return(subject: Subject) -> Iterator[Finding]:
    """The information return asks for something that no evidence answers and nobody has said why."""
    for index, row in enumerate(crosswalk(subject.project, subject.counted)):
        if row.state == "unmet":
            yield Finding(
                f"nothing answers {row.asked.number}: {row.asked.asks}",
                "CQC asks for it, and the self-assessment goes with it",
                f"put {row.asked.number} into an item's ir_refs, name the item here, or say why as not_held",
                subject.project.where(RETURN, "items", index, "number"),
            )


@rule("ir-without-section", Severity.NOTE)
def ir_without_section(subject: Subject) -> Iterator[Finding]:
    """Evidence for the information return has no section, or a public document has no link. CQC asks for both."""
    for index, row in enumerate(crosswalk(subject.project, subject.counted)):
        for answer in row.answers:
            source = answer.item.source
            missing = [] if answer.locator else ["section"]
            if answer.item.sensitivity == "public" and source.document and not source.public_url:
                missing.append("public link")
            if missing:
                yield Finding(
                    f"{answer.item.id} answers {row.asked.number} without a {' and a '.join(missing)}",
                    "CQC asks to be pointed to the section, and for a link where a document is public",
                    "write source.locator, and source.public_url where there is one",
                    subject.project.where(RETURN, "items", index, "number"),
                )


@rule("correction-without-evidence", Severity.WARNING)
def correction_without_evidence(subject: Subject) -> Iterator[Finding]:
    """A correction to CQC's draft report names no evidence, or names evidence of a later time.

    A correction has to show how things stood at the time of the assessment. `cqc-evidence accuracy` holds each against the
    frozen snapshot.
    """
    for index, correction in enumerate(subject.project.accuracy.corrections):
        where = subject.project.where(ACCURACY, "corrections", index)
        if not correction.items:
            yield Finding(
                f"the correction of {correction.place} names no evidence",
                "CQC corrects what evidence shows to be wrong",
                "name the items that show it: items: [item-id]",
                where.at("correction"),
            )
        for place, name in enumerate(correction.items):
            item = subject.items.get(name)
            if item is not None and name not in subject.counted:
                yield Finding(
                    f'"{name}" cannot be shown: it does not count as at {subject.project.as_at}',
                    "a correction shows how things stood at the time of the assessment",
                    "name evidence of that time",
                    where.at("items", place),
                )
