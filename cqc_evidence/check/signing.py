"""Rules about reviews and sign-offs."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.measure.signed import all_signed, same_name
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.location import Location
from cqc_evidence.read.audit import broken_chains
from cqc_evidence.read.problems import did_you_mean

SIGN_OFFS = "evidence/sign-offs.yaml"
_MOST = 6
"""Changed parts that a finding names; more are counted."""


@rule("lapsed-sign-off", Severity.WARNING)
def lapsed_sign_off(subject: Subject) -> Iterator[Finding]:
    """A statement or an item was signed off, and something material has changed since.

    Material are figures, numbers in a text, citations, tags, the judgement and its confidence, and tables behind a
    statement. Commas, spaces and other wording lapse nothing. A sign-off that is put right again by undoing the change
    holds again.
    """
    places = {id(one): index for index, one in enumerate(subject.project.sign_offs)}
    for about, found in all_signed(subject.project).items():
        for one in found:
            if not one.holds:
                yield Finding(
                    f"the sign-off of {about} by the {one.sign_off.role} has lapsed; changed: {_listed(one.changed)}",
                    "a sign-off holds for the figures, citations, tags and judgement that were signed",
                    "let the same role read what changed and sign again",
                    subject.project.where(SIGN_OFFS, "sign_offs", places[id(one.sign_off)], "role"),
                )


def _listed(parts: tuple[str, ...]) -> str:
    more = len(parts) - _MOST
    return ", ".join(parts[:_MOST]) + (f" and {more} more" if more > 0 else "")


@rule("unknown-sign-off", Severity.WARNING)
def unknown_sign_off(subject: Subject) -> Iterator[Finding]:
    """A sign-off is about no statement and no item, or its role is no step of the chain.

    It counts for nothing. The steps stand under `sign_off` in project.yaml.
    """
    for index, one in enumerate(subject.project.sign_offs):
        where = subject.project.where(SIGN_OFFS, "sign_offs", index)
        if one.about not in subject.statements and one.about not in subject.items:
            near = did_you_mean(one.about, subject.statements, "check the id, or take the sign-off out")
            yield Finding(
                f'no statement and no item has the id "{one.about}"',
                "a sign-off is about one statement or one item",
                subject.nearest_item(one.about, near),
                where.at("about"),
            )
            continue
        chains = subject.project.settings.sign_off
        chain = chains.statement if one.about in subject.statements else chains.item
        if not any(same_name(one.role, role) for role in chain):
            yield Finding(
                f'"{one.role}" is not a step of the sign-off of {one.about}',
                f"the steps are: {', '.join(chain) or 'none'}",
                did_you_mean(one.role, chain, "add the role under sign_off in project.yaml, or take the sign-off out"),
                where.at("role"),
            )


@rule("accepted-by-submitter", Severity.WARNING)
def accepted_by_submitter(subject: Subject) -> Iterator[Finding]:
    """An item was accepted by the person who submitted it. Somebody else has to read it."""
    for item in subject.project.items:
        last = item.reviews[-1] if item.reviews else None
        if (
            last is not None
            and last.verdict == "accepted"
            and last.who.strip()
            and same_name(last.who, item.submitted_by)
        ):
            yield Finding(
                "this item was accepted by whoever submitted it",
                "nobody accepts what they submitted",
                "let somebody else read it and add their review",
                item.location.at("reviews", len(item.reviews) - 1, "who"),
            )


@rule("broken-trail", Severity.WARNING)
def broken_trail(subject: Subject) -> Iterator[Finding]:
    """A line of the audit trail is not what was written, or lines are missing before it.

    `evidence/audit/` holds a file for each person and machine. Each line holds the hash of the line before, so a line that is
    changed, taken out, put in or moved is found. The pack stays right; who changed what can no longer be told for certain
    from that line on. Lines that are taken off the end leave no mark in the file: compare it with a copy.
    """
    for one in broken_chains(subject.project.root):
        yield Finding(
            f"the audit trail is not whole here: {one.why}",
            "a line of the trail holds the hash of the line before it, and nobody changes a line that stands",
            "put the file back from a copy, or from the folder's earlier versions; if there is none, allow the finding with the reason",
            Location(file=one.file, line=one.line, column=1, end_column=2),
        )
