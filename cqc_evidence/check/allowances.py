"""Rules about findings that the council allows: asked last, when it is known what was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator

from cqc_evidence.check.finding import Finding
from cqc_evidence.model.dates import in_words
from cqc_evidence.model.location import Location
from cqc_evidence.model.project import Project
from cqc_evidence.read.problems import did_you_mean

DECISIONS = "evidence/decisions.yaml"
NEVER = {
    "personal-data": "put the council's own number or address on protect: allow in project.yaml",
    "no-permission": "ask for permission, or set status: proposed",
}
"""Rules of which nothing can be allowed for a file, lest it let through what is added tomorrow; what to do instead."""
AllowanceCheck = Callable[[Project, Container[int], Collection[str]], Iterator[Finding]]


def unused_allowance(project: Project, used: Container[int], names: Collection[str]) -> Iterator[Finding]:
    """Nothing needs an allowance: the problem is mended, or its rule or file is misspelt.

    Take it out, or it will hide the next problem of its sort in that file without a word. Findings of personal data
    and of missing permission cannot be allowed at all.
    """
    for index, allowed in enumerate(project.decisions.allowed):
        if allowed.rule in NEVER:
            yield Finding(
                f'a finding of "{allowed.rule}" cannot be allowed',
                "an allowance for a file would also let through what is added to it tomorrow",
                NEVER[allowed.rule],
                _place(index, "rule"),
            )
        elif index not in used:
            key, word, known = "rule", allowed.rule, names
            if allowed.rule in names:
                key, word, known = "file", allowed.file, () if allowed.file in project.inputs else project.inputs
            yield Finding(
                f'nothing needs the allowance of "{allowed.rule}" for {allowed.file}',
                "an allowance that nothing needs may hide the next problem",
                did_you_mean(word, known, "delete it, or mend its rule or file name"),
                _place(index, key),
            )


def expired_allowance(project: Project, used: Container[int], _names: Collection[str]) -> Iterator[Finding]:
    """A finding was allowed until a day that has passed, so it is shown again."""
    for index, allowed in enumerate(project.decisions.allowed):
        if index in used and allowed.until < project.today:
            yield Finding(
                f'the allowance of "{allowed.rule}" for {allowed.file} has ended',
                f"it was given until {in_words(allowed.until)}",
                "mend the problem, or decide again with a new end date",
                _place(index, "until"),
            )


RULES: dict[str, AllowanceCheck] = {
    "expired-allowance": expired_allowance,
    "unused-allowance": unused_allowance,
}


def _place(index: int, key: str) -> Location:
    return Location(file=DECISIONS, path=("allowed", index, key))
