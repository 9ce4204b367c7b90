"""A candidate and a manager's answers → an item in its place, and what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from cqc_evidence.intake.accept import Choice, choose, file_of
from cqc_evidence.model.audit import Said
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.framework import Framework
from cqc_evidence.protect.scan import Scanner
from cqc_evidence.store.desk import move_of, removal_of
from cqc_evidence.store.journal import Change
from cqc_evidence.web.inbox import Candidate

_SPACE = re.compile(r"\s+")
_FIELDS = ("title", "kind", "voice", "date", "sensitivity")
_PERMISSION = ("basis", "until", "names_checked_by")


class Answers(NamedTuple):
    """What a manager said of a candidate."""

    form: MultiDict[str, str]

    def one(self, name: str) -> str:
        """Return an answer; empty where there is none."""
        return self.form.get(name, "").replace("\r\n", "\n").strip()

    @property
    def statement(self) -> str:
        """The quality statement: one of the suggestions, or another one."""
        picked = self.one("statement")
        return self.one("other") if picked in ("", "other") else picked

    @property
    def choice(self) -> Choice:
        """The answers as accepting a candidate takes them."""
        category = self.one("category")
        permission: dict[str, object] = {
            name: value for name in _PERMISSION if (value := self.one(f"permission-{name}"))
        }
        if permission.get("basis") == "given":
            permission |= {"scope": self.form.getlist("permission-scope")}
        fields = {name: value for name in _FIELDS if (value := self.one(name))}
        return Choice(
            statements=(f"{self.statement}:{category}" if category else self.statement,) if self.statement else (),
            rules=tuple(self.form.getlist("rules")),
            breaks=tuple(self.form.getlist("breaks")),
            stance=self.one("stance"),
            says=self.one("says"),
            so_what=self.one("so_what"),
            fields=fields | ({"verbatim": True} if "verbatim" in self.form else {}),
            permission=permission,
        )

    def as_pairs(self) -> list[tuple[str, str]]:
        """Return the answers as hidden fields carry them to the next page."""
        return [(name, value) for name, value in self.form.items(multi=True) if name not in ("csrf_token", "step")]


def tagged(
    candidate: Candidate, others: Sequence[Candidate], answers: Answers, who: str, tools: tuple[Framework, Scanner]
) -> tuple[Item | None, tuple[str, ...]]:
    """Return the item that a candidate becomes, or nothing and each reason in plain words.

    Args:
        candidate: what is tagged.
        others: further passages of the same document that become part of the same item.
        answers: what the manager said.
        who: who submits it.
        tools: the framework, and what looks for personal data.
    """
    framework, scanner = tools
    item = candidate.item
    sensitivity = answers.one("sensitivity") or item.sensitivity
    if sensitivity != "personal" and any(other.item.sensitivity == "personal" for other in others):
        return None, ("a passage that belongs to it is personal: choose personal, or leave that passage out",)
    part = answers.one("part")
    body = item.body
    if part and _flat(part) != _flat(body):
        if _flat(part) not in _flat(body):
            return None, ("the part you typed does not stand in the passage: use its own words",)
        body = part
    for other in others:
        body = f"{body}\n\n{other.item.body}"
    locators = [one.source.locator for one in (item, *(other.item for other in others)) if one.source.locator]
    source = item.source.model_copy(update={"locator": "; ".join(dict.fromkeys(locators))})
    whole = item.model_copy(update={"body": body, "source": source, "submitted_by": who})
    made, reasons = choose(whole, answers.choice, framework, scanner)
    if made is None:
        return None, tuple(_for_a_page(reason) for reason in reasons)
    if not answers.statement:
        return made, ()  # the tags that somebody wrote into the document itself
    chosen = answers.form.getlist("i_statements")
    known = {
        one.id
        for statement in framework.statements
        if statement.id == answers.statement
        for one in statement.i_statements
    }
    tags = tuple(
        tag.model_copy(update={"i_statements": tuple(name for name in chosen if name in known)}) for tag in made.tags
    )
    return made.model_copy(update={"tags": tags}), ()


def changes_of(
    root: Path, candidate: Candidate, others: Sequence[Candidate], made: Item
) -> tuple[tuple[Change, ...], tuple[Said, ...]]:
    """Return the changes that make an item of a candidate, and what the trail says of them.

    Raises:
        ValueError: when the candidate's file cannot be changed as it stands.
        OSError: when a file is not there any more.
    """
    data = (root / candidate.file).read_bytes()
    moved, said = move_of(candidate.file, file_of(root, made), data, candidate.item, made, "tagged")
    taken = [
        removal_of(other.file, (root / other.file).read_bytes(), other.item, f"joined to {made.id}", made)
        for other in others
    ]
    return (*moved, *(change for change, _ in taken)), (said, *(told for _, told in taken))


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _for_a_page(reason: str) -> str:
    """Return a reason without what one would type on the command line."""
    return re.sub(
        r"(, or)? --pick \d+|[:,]? ?(then )?(ask, then )?(add )?(choose )?--[a-z-]+( [a-z0-9,:-]+)?|: read it through, then add --[a-z-]+ with your role",
        "",
        reason,
    ).rstrip(" :,")
