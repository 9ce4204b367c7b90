"""The last look at a pack before it is written: what would leave the council in it?"""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.model.base import Noun
from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location
from cqc_evidence.model.pack import Pack
from cqc_evidence.model.project import Project
from cqc_evidence.protect.scan import SORTS, Scanner

PERSONAL_DATA = "personal-data"
BECAUSE = "no edition but the internal one may tell who anybody is"
HELP = "take it out, or mark the item sensitivity: personal; a number of the council's own goes on protect: allow in project.yaml"


def scanner_of(project: Project) -> Scanner:
    """Return the search for personal data as a project has set it."""
    return Scanner(project.settings.protect, project.deny)


def leaks(pack: Pack, scanner: Scanner) -> tuple[Diagnostic, ...]:
    """Return each part of a pack in which personal data stands, with the part's name; never the data.

    Everything that is written comes from the pack, so nothing that this does not see can leave.
    """
    return tuple(_leaks(pack, scanner))


def _leaks(pack: Pack, scanner: Scanner) -> Iterator[Diagnostic]:
    whole = f"the {pack.edition} edition"
    parts: list[tuple[str, object]] = [("the cover", pack.cover), ("the coverage", pack.coverage)]
    parts += [(f"section “{section.title}”", section) for section in pack.sections]
    parts += [(f"the register's entry for {entry.file}", entry) for entry in pack.evidence]
    parts += [(f"the metric {result.metric}", result) for result in pack.metrics]
    parts += [(f"the claim {claim.id}", claim) for claim in pack.claims]
    parts += [(f"the area for improvement {one.id}", one) for one in pack.improvements]
    parts += [("the definitions", pack.definitions)]
    for name, part in parts:
        sorts = dict.fromkeys(one.sort for words in texts_of(part) for one in scanner.find(words))
        for sort in sorts:
            hidden = name if not scanner.find(name) else "a section"
            yield Diagnostic(
                rule=PERSONAL_DATA, severity=Severity.ERROR, message=f"{SORTS[sort]} would reach the {pack.edition} edition",
                because=BECAUSE, help=HELP, location=Location(file=whole, place=hidden),
            )  # fmt: skip


def texts_of(value: object) -> Iterator[str]:
    """Yield every text inside a noun; the pieces of one paragraph as one text, as a reader sees them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Noun):
        inlines = getattr(value, "inlines", None)
        if inlines is not None:
            yield "".join(
                getattr(one, "text", "") or getattr(one, "label", "") or getattr(one, "word", " ") for one in inlines
            )
        for _, inner in value:
            yield from texts_of(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of(key)
            yield from texts_of(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from texts_of(inner)
