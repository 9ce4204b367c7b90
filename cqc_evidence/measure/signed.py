"""Sign-offs: what each was given for, what has changed since, and whose turn it is.

A sign-off holds a fingerprint of each part of what was signed. It lapses when a material part changes: a figure, a
citation, a tag, a judgement. A comma lapses nothing; changes of wording are listed for the signer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cqc_evidence.measure.signed_parts import Parts, is_statement, parts_of, parts_of_item, parts_of_statement
from cqc_evidence.model.evidence import Item
from cqc_evidence.model.project import Project, SignOff

__all__ = [
    "Parts",
    "Signed",
    "all_signed",
    "chain_of",
    "may_accept",
    "may_sign",
    "next_role",
    "parts_of",
    "parts_of_item",
    "parts_of_statement",
    "same_name",
    "signed",
]


class Signed(NamedTuple):
    """A sign-off, held against what it is about as that stands now."""

    sign_off: SignOff
    changed: tuple[str, ...]
    """Material parts that changed, came or went since."""
    reworded: tuple[str, ...]
    """Parts whose wording changed since, which lapses nothing."""

    @property
    def holds(self) -> bool:
        """Whether nothing material has changed since."""
        return not self.changed


def same_name(one: str, other: str) -> bool:
    """Return whether two names or roles are the same; capitals and spaces make no difference.

    >>> same_name("Head of  service", "head of service")
    True
    """
    return _name(one) == _name(other)


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def chain_of(project: Project, about: str) -> tuple[str, ...]:
    """Return the roles that sign a statement or an item, in their order.

    Raises:
        KeyError: when no statement and no item has that id.
    """
    if is_statement(project, about):
        return project.settings.sign_off.statement
    if _item(project, about) is not None:
        return project.settings.sign_off.item
    raise KeyError(about)


def signed(project: Project, about: str) -> tuple[Signed, ...]:
    """Return the latest sign-off of each role in the chain's order, held against what stands there now.

    Of two of one day the later in the file counts. A role that is not in the chain is left out; `check` tells of it.

    Raises:
        KeyError: when no statement and no item has that id.
    """
    chain = chain_of(project, about)
    given = [one for one in project.sign_offs if one.about == about]
    return _latest(given, chain, parts_of(project, about)) if given else ()


def _latest(given: Iterable[SignOff], chain: tuple[str, ...], now: Parts) -> tuple[Signed, ...]:
    latest: dict[str, SignOff] = {}
    for one in given:
        role = _name(one.role)
        if role not in latest or one.on >= latest[role].on:
            latest[role] = one
    return tuple(_held_against(latest[role], now) for role in dict.fromkeys(map(_name, chain)) if role in latest)


def _held_against(sign_off: SignOff, now: Parts) -> Signed:
    return Signed(sign_off, _differing(sign_off.material, now.material), _differing(sign_off.wording, now.wording))


def _differing(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys((*after, *before)) if before.get(name) != after.get(name))


def all_signed(project: Project) -> dict[str, tuple[Signed, ...]]:
    """Return the sign-offs of everything that has any, statements first; what no longer exists is left out."""
    given: dict[str, list[SignOff]] = {}
    for one in project.sign_offs:
        given.setdefault(one.about, []).append(one)
    chains, found = project.settings.sign_off, dict[str, tuple[Signed, ...]]()
    for statement in project.framework.statements if given else ():
        if theirs := given.pop(statement.id, None):
            found[statement.id] = _latest(theirs, chains.statement, parts_of_statement(project, statement.id))
    for item in project.items if given else ():
        if theirs := given.pop(item.id, None):
            found[item.id] = _latest(theirs, chains.item, parts_of_item(item))
    return {about: those for about, those in found.items() if those}


def next_role(project: Project, about: str, who: str = "") -> str:
    """Return the role whose turn it is: the first whose sign-off is absent or lapsed; nothing when all hold.

    A step that is signed by somebody who holds an earlier one counts as absent. With `who`, nothing is returned also
    when that person may not sign it; `may_sign` says why.

    Raises:
        KeyError: when no statement and no item has that id.
    """
    standing = _standing(project, about)
    role = next((role for role in chain_of(project, about) if _name(role) not in standing), "")
    return "" if role and who and may_sign(project, about, role, who) else role


def _standing(project: Project, about: str) -> dict[str, Signed]:
    """Return the sign-offs that hold, by role; of one person's only the first."""
    found: dict[str, Signed] = {}
    people: set[str] = set()
    for one in signed(project, about):
        person = _name(one.sign_off.who)
        if one.holds and person not in people:
            people.add(person)
            found[_name(one.sign_off.role)] = one
    return found


def may_sign(project: Project, about: str, role: str, who: str) -> str:
    """Return why somebody may not sign in a role, in plain words; nothing when they may."""
    try:
        chain = {_name(step): step for step in chain_of(project, about)}
    except KeyError:
        return f"no statement and no item is called {about}"
    if not _name(who):
        return "a sign-off needs the name of the person who signs"
    if _name(role) not in chain:
        return f"{role or 'this'} is not a step of this sign-off; the steps are: {', '.join(chain.values())}"
    return _not_ready(project, about, who) or _not_their_turn(project, about, chain, role, who)


def _not_ready(project: Project, about: str, who: str) -> str:
    """Return why a statement or an item itself cannot be signed by somebody."""
    if is_statement(project, about):
        judged = any(one.statement == about for one in project.narratives)
        return "" if judged else "nothing is written about this statement yet, so there is nothing to sign"
    item = _item(project, about)
    if item is not None and item.status != "accepted":
        return f"this item is {item.status}; only an accepted item is signed"
    if item is not None and same_name(item.submitted_by, who):
        return "nobody signs off an item that they submitted"
    return ""


def _not_their_turn(project: Project, about: str, chain: dict[str, str], role: str, who: str) -> str:
    standing, mine = _standing(project, about), _name(role)
    steps = list(chain)
    waiting = [chain[step] for step in steps[: steps.index(mine)] if step not in standing]
    if waiting:
        return f"not this step's turn: {', '.join(waiting)} must sign first"
    others = [chain[step] for step, one in standing.items() if step != mine and same_name(one.sign_off.who, who)]
    if others:
        return f"{who} has signed as {others[0]}, and one person signs one step"
    if mine in standing and not standing[mine].reworded:
        return f"{chain[mine]} has signed this, and nothing has changed since"
    return ""


def may_accept(item: Item, who: str) -> str:
    """Return why somebody may not accept an item, in plain words; nothing when they may.

    >>> from cqc_evidence.model.dates import Period
    >>> from cqc_evidence.model.evidence import Source
    >>> item = Item(id="a", kind="reflection", title="", date=Period.parse("2025"), voice="staff", source=Source(), tags=(),
    ...             submitted_by="Ann Lee")
    >>> may_accept(item, "ann lee"), may_accept(item, "Bo Day")
    ('nobody accepts what they submitted', '')
    """
    if not _name(who):
        return "an acceptance needs the name of the person who accepts"
    return "nobody accepts what they submitted" if same_name(item.submitted_by, who) else ""


def _item(project: Project, about: str) -> Item | None:
    return next((item for item in project.items if item.id == about), None)
