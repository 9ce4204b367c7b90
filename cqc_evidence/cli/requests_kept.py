"""What `requests` writes into evidence/requests.yaml: something new, a reminder, something that came."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cqc_evidence.cli.keep import keep
from cqc_evidence.cli.render import counted
from cqc_evidence.compile.requests import gap_names, not_needed, what_of
from cqc_evidence.model.dates import Period, in_words, period_in_words
from cqc_evidence.read.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cqc_evidence.model.coverage import Coverage
    from cqc_evidence.model.project import EvidenceRequest, Project

FILE = "evidence/requests.yaml"


def refuse_broken(project: Project) -> None:
    """Refuse to go on where the register could not be read: what it asks for is not known.

    Raises:
        click.ClickException: then nothing was written.
    """
    if FILE in project.left_out:
        message = f"{FILE} could not be read: “cqc-evidence check” says why. Mend it first"
        raise click.ClickException(message)


def refuse_mixture(*, who: str, ask: str, due: str, received: str, items: tuple[str, ...], chased: bool) -> None:
    """Refuse options that do not belong together.

    Raises:
        click.UsageError: with what to type instead.
    """
    if sum((bool(ask), bool(received), chased)) > 1:
        _refuse("use one of --ask, --chased and --received at a time")
    if ask and not who.strip():
        _refuse('say whom to ask: --who "Team manager"')
    if due and not ask:
        _refuse("--due belongs to --ask; the date of what was asked for already stands in " + FILE)
    if items and not received:
        _refuse("--item belongs to --received")


def known_person(project: Project, who: str) -> str:
    """Return a person as the register writes them, whatever the capitals.

    Raises:
        click.UsageError: when nobody of that name was asked for anything.
    """
    asked = {one.who.casefold(): one.who for one in project.requests}
    found = asked.get(who.strip().casefold(), "")
    if not found:
        names = tuple(asked.values())
        _refuse(f"“{who}” was not asked for anything: {did_you_mean(who, names, f'asked were {_listed(names)}')}")
    return found


def note_asked(project: Project, coverage: Coverage, who: str, ask: str, due: str) -> str:
    """Write a new request into the register, and say so.

    Raises:
        click.UsageError: when the gap, the day or the request itself cannot be.
    """
    from cqc_evidence.check.registers import possible_gaps  # noqa: PLC0415  # only when something is asked for

    who, ask = who.strip(), ask.strip()
    gaps = possible_gaps(project.framework)
    if ask.startswith("gap-") and ask not in gaps:
        _refuse(f"there is no gap “{ask}”: {did_you_mean(ask, gaps, 'cqc-evidence coverage --gaps lists them')}")
    if ask in gaps and ask not in {gap.id for gap in coverage.gaps}:
        _refuse(f"{ask} is closed: there is enough evidence. Ask for a topic in words if you want more")
    for one in project.requests:
        same = ask.casefold() in (one.gap.casefold(), one.topic.casefold())
        if same and not one.received and one.who.casefold() == who.casefold():
            by = f", by {period_in_words(one.due)}" if one.due else ""
            _refuse(f"{one.who} is asked for it already{by}. Remind them: cqc-evidence requests --chased")
    entry: dict[str, Any] = {"who": who, ("gap" if ask in gaps else "topic"): ask}
    if due:
        entry["due"] = _due(due, project)
    _append(project, entry)
    return f"{FILE}: {who} is asked for {ask}."


def _due(text: str, project: Project) -> object:
    try:
        period = Period.parse(text)
    except ValueError:
        period = Period.parse("unknown")
    if period.end is None:
        _refuse(f"“{text}” is not a date: write it as 2026-03-31 or 2026-03")
    if period.end < project.today:
        _refuse(f"{period_in_words(period)} has passed: today is {in_words(project.today)}")
    return period.end if period.is_day else period.text


def note_chased(project: Project, coverage: Coverage, who: str) -> str:
    """Write today as the day of the reminder beside all that is open, and say so."""
    dropped = not_needed(project, coverage)
    waiting = [
        one for one in project.requests if who in ("", one.who) and not one.received and one not in dropped
    ]  # fmt: skip
    if not waiting:
        return "There is nobody to remind."
    _set(project, waiting, {"chased": project.today})
    return f"{FILE}: reminded on {in_words(project.today)}, for {counted(len(waiting), 'thing')}."


def note_received(project: Project, who: str, what: str, items: tuple[str, ...]) -> str:
    """Write today as the day on which something came, with the items made of it, and say so.

    Raises:
        click.UsageError: when nobody waits for it, several do, or an item does not exist.
    """
    who = known_person(project, who) if who else ""
    names = gap_names(project.framework)
    waiting = [one for one in project.requests if not one.received and who in ("", one.who)]
    wanted = what.strip().casefold()
    found = [one for one in waiting if wanted in (one.gap.casefold(), one.topic.casefold())]
    if not found:
        known = [one.gap or one.topic for one in waiting if one.gap or one.topic]
        _refuse(f"nobody waits for “{what}”: {did_you_mean(what, known, f'open are {_listed(known)}')}")
    if len({one.who for one in found}) > 1:
        _refuse(f"several people were asked for it: add --who, one of {_listed([one.who for one in found])}")
    ids = [item.id for item in project.items]
    for name in items:
        if name not in ids:
            _refuse(f"no item has the id “{name}”: {did_you_mean(name, ids, 'write the item first')}")
    first = found[0]
    made: dict[str, Any] = (
        {"items": [*first.items, *(name for name in items if name not in first.items)]} if items else {}
    )
    _set(project, [first], {"received": project.today, **made})
    return f"{FILE}: {what_of(first, names)} came from {first.who} on {in_words(project.today)}."


def _append(project: Project, entry: dict[str, Any]) -> None:
    from cqc_evidence.store.register import appended  # noqa: PLC0415  # only when something is written

    _write(project, lambda data: appended(data, "requests", [entry]))


def _set(project: Project, requests: Iterable[EvidenceRequest], keys: dict[str, Any]) -> None:
    from cqc_evidence.store.register_keys import with_keys  # noqa: PLC0415  # only when something is written

    chosen = [{"who": one.who, "gap": one.gap, "topic": one.topic} for one in requests]
    _write(project, lambda data: with_keys(data, "requests", chosen, keys, unless="received"))


def _write(project: Project, change: Callable[[bytes], bytes]) -> None:
    from cqc_evidence.store.journal import ABSENT, Change  # noqa: PLC0415  # only when something is written

    path = project.root / FILE
    data = path.read_bytes() if path.is_file() else None
    before = ABSENT if data is None else sha256(data).hexdigest()
    keep(project.root, lambda: [Change(FILE, change(data or b""), before)])


def _listed(names: Iterable[str]) -> str:
    told = list(dict.fromkeys(names))
    return "; ".join(f"“{name}”" for name in told) or "none"


def _refuse(message: str) -> NoReturn:
    raise click.UsageError(message)
