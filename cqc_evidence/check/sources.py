"""Rules about where evidence comes from and whether it may still be used."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.read.problems import did_you_mean


@rule("missing-source-document", Severity.ERROR)
def missing_source_document(subject: Subject) -> Iterator[Finding]:
    """An item names a source document that is not in the project.

    `source.document` is a path below `evidence/`, such as `sources/minutes-2019-07.docx`. A
    document that is not kept in the project is cited instead: `citation` and `locator`.
    """
    for item in subject.project.items:
        document = item.source.document
        if document and document not in subject.project.documents:
            yield Finding(
                f'the source document "{document}" is not there',
                "a named document must lie below evidence/, so that a reviewer can open it",
                did_you_mean(
                    document,
                    subject.project.documents,
                    "put it into evidence/sources/, or cite it with citation and locator",
                ),
                item.location.at("source", "document"),
            )


@rule("no-source", Severity.ERROR)
def no_source(subject: Subject) -> Iterator[Finding]:
    """An item does not say where it comes from.

    CQC asks to be pointed to the section of a document. A citation, a locator, a document or a
    public link is enough.
    """
    for item in subject.project.items:
        source = item.source
        if not (source.citation or source.locator or source.document or source.public_url):
            yield Finding(
                "this item names no source",
                "a claim must lead to the very place it comes from",
                "give citation and locator, or document, or public_url",
                item.location.at("source"),
            )


@rule("no-locator", Severity.WARNING)
def no_locator(subject: Subject) -> Iterator[Finding]:
    """An item names a source but not the place in it.

    An assessor who has to read sixty pages to find a sentence will not.
    """
    for item in subject.project.items:
        source = item.source
        if (source.citation or source.document) and not source.locator:
            yield Finding(
                "the place in the source is not given",
                "CQC asks to be pointed to the relevant section",
                "add a locator: a heading, a page, or table 1 row 4",
                item.location.at("source"),
            )


@rule("unsafe-link", Severity.ERROR)
def unsafe_link(subject: Subject) -> Iterator[Finding]:
    """A public link is not a web address.

    Only http and https addresses are linked in a pack.
    """
    for item in subject.project.items:
        link = item.source.public_url
        if link and not link.startswith(("http://", "https://")):
            yield Finding(
                "this public link is not a web address",
                "a pack links only to http and https addresses",
                "write the whole address, beginning with https://",
                item.location.at("source", "public_url"),
            )


@rule("permission-ended", Severity.WARNING)
def permission_ended(subject: Subject) -> Iterator[Finding]:
    """Permission to use an item has ended, so it no longer counts.

    The item stays in the project and leaves every new pack.
    """
    for item in subject.project.items:
        until = item.permission.until
        if until is not None and until < subject.project.today:
            yield Finding(
                f"permission to use this ended on {in_words(until)}",
                "evidence is used only while permission is in force",
                "ask again and set the new date, or set status: withdrawn",
                item.location.at("permission", "until"),
            )


@rule("review-overdue", Severity.WARNING)
def review_overdue(subject: Subject) -> Iterator[Finding]:
    """An item's review date has passed, so it is not fresh."""
    for item in subject.project.items:
        if item.review_by is not None and item.review_by < subject.project.as_at and item.status == "accepted":
            yield Finding(
                f"this was to be reviewed by {in_words(item.review_by)}",
                "an item past its review date is not fresh",
                "check that it still holds and set a new date, or replace it",
                item.location.at("review_by"),
            )


@rule("after-as-at", Severity.NOTE)
def after_as_at(subject: Subject) -> Iterator[Finding]:
    """An item's period begins after the date of the pack, so it is left out and listed."""
    for item in subject.project.items:
        if item.date.starts_after(subject.project.as_at):
            yield Finding(
                f"this begins after {in_words(subject.project.as_at)}, the date of the pack",
                "a pack shows the position at its date",
                "leave it for the next pack, or build with a later --as-at",
                item.location.at("date"),
            )
