"""Rules that protect people: personal data, permission, small numbers, packs to be called back, and words."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import Subject, rule
from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.diagnostic import Severity
from cqc_evidence.model.evidence import Item, Permission
from cqc_evidence.model.location import Location
from cqc_evidence.model.packs import PackRecord, held
from cqc_evidence.protect.gate import BECAUSE, HELP, scanner_of
from cqc_evidence.protect.language import LanguageScanner
from cqc_evidence.protect.permission import NOT_GIVEN, lacking
from cqc_evidence.protect.scan import SORTS, Found, Scanner
from cqc_evidence.protect.small import is_small, small_counts
from cqc_evidence.protect.words import words_of_item, words_of_narrative

_MOST = 6
"""Packs that a finding names; more are counted."""


_TOLD = ("group", "breakdown", "part", "printed", "compared_with", "source", "locator", "note")
"""Columns of a table of totals whose words reach a pack."""


@rule("personal-data", Severity.WARNING)
def personal_data(subject: Subject) -> Iterator[Finding]:
    """Something that can tell who somebody is: a number, an address, a date of birth, a name with a title.

    Found are NHS and National Insurance numbers, postcodes, telephone numbers, e-mail addresses, dates of birth,
    numbers of the council's systems, names with a title, and what is on the council's deny list: in items, narratives,
    registers, tables of totals and file names. Items marked `personal` may hold it; they stay in the internal edition. The CQC and
    public editions are not built while it would reach them. It cannot be allowed in decisions.yaml: a telephone
    number or address of the council's own goes on the list `protect: allow` in project.yaml.

    No rule finds every name. A person has to read what leaves the council.
    """
    scanner = scanner_of(subject.project)
    for item in subject.project.items:
        if item.sensitivity == "personal":
            continue
        for path, words in words_of_item(item):
            for one in scanner.find(words):
                place = (*path, one.start, one.end) if path == ("body",) else path
                yield _personal(one, item.location.at(*place))
        yield from _in_name(scanner, item.location.file)
    for narrative in subject.project.narratives:
        places = {claim.id: claim.location for claim in narrative.claims}
        for name, words in words_of_narrative(narrative):
            here = narrative.location.at(name) if name in ("judgement", "speaker") else narrative.location
            for one in scanner.find(words):
                yield _personal(one, places.get(name, here))
    for document in sorted(subject.project.documents):
        yield from _in_name(scanner, f"evidence/{document}")
    yield from _in_registers(subject, scanner)
    yield from _in_tables(subject, scanner)


def _personal(one: Found, where: Location) -> Finding:
    return Finding(f"{SORTS[one.sort]} stands here", BECAUSE, HELP, where)


def _in_name(scanner: Scanner, file: str) -> Iterator[Finding]:
    name = file.rpartition("/")[2].rpartition(".")[0]
    for one in scanner.find(name)[:1]:
        yield Finding(
            f"{SORTS[one.sort]} stands in the name of this file", "file names are listed in packs and logs",
            "rename the file, and the items that point at it", Location(file=file),
        )  # fmt: skip


def _in_tables(subject: Subject, scanner: Scanner) -> Iterator[Finding]:
    """Look through the names of tables, and through the words of their rows of totals, which packs show."""
    for file in subject.project.data:
        yield from _in_name(scanner, file.file)
    for observation in subject.observations:
        for words in dict.fromkeys(getattr(observation, name) for name in _TOLD):
            for one in scanner.find(words):
                yield _personal(one, observation.location)


def _in_registers(subject: Subject, scanner: Scanner) -> Iterator[Finding]:
    project = subject.project
    registers: tuple[tuple[str, tuple[str, ...], tuple[Noun, ...]], ...] = (
        ("project.yaml", (), (project.settings,)),
        ("evidence/improvement.yaml", ("improvements",), project.improvements),
        ("evidence/decisions.yaml", ("accepted_gaps",), project.decisions.accepted_gaps),
        ("evidence/decisions.yaml", ("allowed",), project.decisions.allowed),
        ("evidence/decisions.yaml", ("scores",), project.decisions.scores),
        ("evidence/decisions.yaml", ("triangulated",), project.decisions.triangulated),
        ("evidence/requests.yaml", ("requests",), project.requests),
        ("evidence/comments.yaml", ("comments",), project.comments),
        ("evidence/information-return.yaml", ("items",), project.information_return.items),
        ("evidence/factual-accuracy.yaml", ("corrections",), project.accuracy.corrections),
    )
    for file, base, entries in registers:
        for index, entry in enumerate(entries):
            for key, words in entry:
                if isinstance(words, str):
                    path: tuple[str | int, ...] = (*base, index, key) if base else (key,)
                    yield from (_personal(one, project.where(file, *path)) for one in scanner.find(words))


@rule("no-permission", Severity.WARNING)
def no_permission(subject: Subject) -> Iterator[Finding]:
    """A story or an interview is accepted without permission, or without a check for names.

    The same holds for everything in people's own words. What is published already, and linked, asks nobody again.
    Until both are there the item stays out of the CQC and public editions.
    """
    for item in subject.project.items:
        for why in lacking(item, subject.framework) if item.status == "accepted" else ():
            missing = why == NOT_GIVEN
            yield Finding(
                why,
                "a story or an interview is used only with permission, and after somebody has looked for names",
                "ask, then write permission: {basis: given, scope: [internal, cqc], until: …}, or set status: proposed"
                if missing
                else "read it through, then write names_checked_by with your role into its permission",
                item.location.at("permission" if item.permission != Permission() else "status"),
            )


@rule("recall", Severity.WARNING)
def recall(subject: Subject) -> Iterator[Finding]:
    """An item that may no longer be used is in packs that were made before.

    New packs leave it out. Whoever holds one of the old packs must be told: `build` writes a recall note that you can
    send. When everybody has been told, allow the finding in decisions.yaml with a reason.
    """
    for item, packs in recalled(subject):
        yield Finding(
            f"{len(packs)} earlier {'pack holds' if len(packs) == 1 else 'packs hold'} this item: {_named(packs)}",
            "permission that has ended ends for packs already sent, too",
            "tell those who hold them; out/recall-note.docx has the words",
            item.location.at(_key_of_recall(item)),
        )


def _key_of_recall(item: Item) -> str:
    if item.status == "withdrawn":
        return "status"
    return "permission" if item.permission != Permission() else "sensitivity"


def recalled(subject: Subject) -> Iterator[tuple[Item, tuple[PackRecord, ...]]]:
    """Yield each item that permission or withdrawal keeps out, with the earlier packs that hold it."""
    project = subject.project
    packs = list(held(project.packs))
    if not packs:
        return
    for item in project.items:
        holding = tuple(record for record, ids in packs if item.id in ids and _taken_back(item, record, subject))
        if holding:
            yield item, holding


def _taken_back(item: Item, record: PackRecord, subject: Subject) -> bool:
    """Return whether an item may no longer stand in a pack of this sort; a later or better item takes nothing back."""
    permission = item.permission
    ended = permission.until is not None and permission.until < subject.project.today
    gone = item.status == "withdrawn" or permission.basis == "withdrawn" or ended
    narrowed = record.edition not in permission.scope
    return gone or narrowed or (record.edition != "internal" and item.sensitivity == "personal")


def _named(packs: tuple[PackRecord, ...]) -> str:
    told = [f"{pack.edition}, {in_words(pack.built)}" for pack in packs[-_MOST:]]
    more = len(packs) - len(told)
    return "; ".join(told) + (f" and {more} before them" if more > 0 else "")


@rule("small-number", Severity.WARNING)
def small_number(subject: Subject) -> Iterator[Finding]:
    """A count of one to seven people that the public edition would show.

    With a place, an age or a condition beside it, a small number can tell who is meant. In figures the public edition
    leaves it out by itself; in a text a person has to decide. What is published already, and linked, is left alone.
    """
    unpublished: set[str] = set()
    for item in subject.project.items:
        if item.source.public_url or item.sensitivity != "public":
            continue
        unpublished.add(item.id)
        for path, words in words_of_item(item):
            if path[0] in ("title", "body", "tags") and (found := small_counts(words)):
                yield _small(item.location.at(*path, *found[0]) if path == ("body",) else item.location.at(*path))
        for index, figure in enumerate(item.figures):
            if is_small(figure.value, figure.unit):
                yield _small(item.location.at("figures", index, "value"))
    for narrative in subject.project.narratives:
        for claim in narrative.claims:
            leans = {citation.item for citation in claim.citations}
            if leans & unpublished and small_counts(f"{claim.text}\n{claim.so_what}"):
                yield _small(claim.location)


def _small(where: Location) -> Finding:
    return Finding(
        "a count of one to seven people stands here",
        "in the public edition a small number can tell who is meant",
        "say “a few”, or leave it if nobody could be recognised, and allow the finding in decisions.yaml",
        where,
    )


@rule("word-choice", Severity.WARNING)
def word_choice(subject: Subject) -> Iterator[Finding]:
    """A word that the Three Conversations ask us not to use of people, in the council's own words.

    Quotations and official titles are left alone. The words, their reasons and better ones stand in
    `framework/language.yaml`; bring it into the project with `cqc-evidence copy language.yaml` to change them.
    """
    titles = tuple(
        fact.text for statement in subject.framework.statements for fact in (statement.title, *statement.aliases)
    )
    scanner = LanguageScanner(subject.framework.language, titles)
    for item in subject.project.items:
        own = [(("title",), item.title)]
        for index, tag in enumerate(item.tags):
            own += [(("tags", index, "says"), tag.says), (("tags", index, "so_what"), tag.so_what)]  # type: ignore[list-item]
        for path, words in own:
            yield from _worded(scanner, words, item.location.at(*path))
    for narrative in subject.project.narratives:
        places = {claim.id: claim.location for claim in narrative.claims}
        for name, words in words_of_narrative(narrative):
            here = narrative.location.at(name) if name in ("judgement", "speaker") else narrative.location
            yield from _worded(scanner, words, places.get(name, here))


def _worded(scanner: LanguageScanner, words: str, where: Location) -> Iterator[Finding]:
    for one in scanner.spot(words):
        yield Finding(
            f"“{words[one.start : one.end]}” is a word to avoid",
            one.term.why,
            f"say: {one.term.instead}",
            where,
        )
