"""Reviewing: accepting what others submitted, signing, living with a gap, asking for evidence, and comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.measure import signed as signing
from cqc_evidence.model.audit import AuditLine, Said
from cqc_evidence.model.evidence import Item, Review
from cqc_evidence.protect.permission import lacking
from cqc_evidence.read.items import read_item
from cqc_evidence.store.journal import ABSENT, Change, ConflictError
from cqc_evidence.store.register import appended
from cqc_evidence.web.asking import back, flash, me, web
from cqc_evidence.web.changing import changed
from cqc_evidence.web.paging import paged
from cqc_evidence.web.people.person import title_of
from cqc_evidence.web.trust import readable, seen_of, why_not_accept, why_not_sign

pages = Blueprint("review", __name__)
_VERDICTS = {"accepted": "accepted", "changes-wanted": "sent back with changes wanted", "rejected": "rejected"}
_LONGEST = 4_000
_TRIES = 4
"""How often a register is read again when somebody else adds to it at the same moment."""


@pages.get("/review")
def queue() -> str:
    """List what waits for a reviewer: items, and sign-offs that are due or have lapsed."""
    state = web().site.state
    waiting = [item for item in state.project.items if item.status in ("proposed", "changes-wanted")]
    wanted = request.args.get("statement", "")
    if wanted:
        waiting = [item for item in waiting if any(tag.statement == wanted for tag in item.tags)]
    part = paged(waiting)
    signed = signing.all_signed(state.project)
    return render_template(
        "review.html.j2", items=part.shown, total=part.total, page=part.page, state=state,
        more=part.more, query={"statement": wanted} if wanted else {}, wanted=wanted, signed=signed,
        next_role={name: signing.next_role(state.project, name) for name in state.statements},
        why_not={item.id: why_not_accept(item) for item in part.shown},
    )  # fmt: skip


@pages.post("/item/<name>/review")
def item(name: str) -> AnyResponse:
    """Keep a verdict; nobody accepts what they submitted, and nothing is accepted unread."""
    site = web().site
    known = site.state.items.get(name)
    verdict = request.form.get("verdict", "")
    if known is None or not readable(known):
        abort(404)
    if verdict not in _VERDICTS:
        abort(400, "Choose a verdict.")
    data = (site.root / known.location.file).read_bytes()
    now, _ = read_item(data, known.location.file)
    if now is None or request.form.get("sha256") != sha256(data).hexdigest():
        flash("The item was changed while you read it. Read it again before you decide; nothing was written.", "bad")
        return back("items.show", name=name)
    note = _text("note")
    why = _why_not(now, verdict, note)
    if why:
        flash(why, "bad")
        return back("items.show", name=name)
    review = Review.model_validate({"verdict": verdict, "who": me().known_as, "on": _today(), "note": note})
    after = now.model_copy(update={"status": verdict, "reviews": (*now.reviews, review)})
    try:
        change, said = changed(data, now, after, verdict)
        lines = site.save([change], [said], me().known_as)
    except ConflictError:
        flash("The item was changed while you read it. Read it again before you decide; nothing was written.", "bad")
        return back("items.show", name=name)
    title = now.title if now.sensitivity != "personal" else "The item"
    flash(f"{title}: {_VERDICTS[verdict]}.", _undo(lines))
    return back("items.show", name=name)


def _why_not(item: Item, verdict: str, note: str) -> str:
    """Return why a verdict cannot be given, or nothing."""
    if verdict != "accepted":
        return "" if note else "Say in a sentence what should change, or why it is rejected."
    missing = lacking(item, web().site.state.framework)
    return why_not_accept(item) or ("It cannot be accepted yet: " + "; ".join(missing) if missing else "")


@pages.post("/sign/<about>")
def sign(about: str) -> AnyResponse:
    """Sign an item or a statement for a role, as it stands at this moment and as the signer saw it."""
    site = web().site
    role = request.form.get("role", "")
    person = me()
    if about not in site.state.statements and about not in site.state.items:
        abort(404)
    if "*" not in person.signs and role not in person.signs:
        abort(403, f"You may not sign as {role}." if role else None)
    if about in site.state.items:
        site.fresh(site.state.items[about].location.file)
    else:
        site.reread()
    project = site.state.project
    parts = signing.parts_of(project, about)
    if request.form.get("seen") != seen_of(parts):
        flash("Something changed while you read. Look at it again before you sign; nothing was written.", "bad")
    elif why := why_not_sign(project, about, role):
        flash(why[:1].upper() + why[1:], "bad")
    else:
        entry = {
            "about": about,
            "role": role,
            "who": person.known_as,
            "on": _today(),
            "material": parts.material,
            "wording": parts.wording,
        }
        _add("evidence/sign-offs.yaml", "sign_offs", entry, Said(did=f"signed as {role}", about=about))
        flash(f"Signed as {role}.")
    return back("items.show" if about in site.state.items else "things.statement", name=about)


@pages.post("/gap/<name>/accept")
def accept_gap(name: str) -> AnyResponse:
    """Live with a gap until a day, for a reason; it stays a gap."""
    coverage, _ = web().site.coverage()
    if all(gap.id != name for gap in coverage.gaps):
        abort(404)
    reason, until = _text("reason"), _day("until")
    if not reason or until is None or until <= web().site.dates.today:
        flash("An accepted gap needs a reason and an end date that lies ahead, such as 2027-03-31.", "bad")
        return back("home.gap", name=name)
    entry = {"gap": name, "reason": reason, "who": _text("who") or title_of(me()), "until": until}
    _add(
        "evidence/decisions.yaml",
        "accepted_gaps",
        entry,
        Said(did="accepted the gap", about=name, changes={"reason": ("", reason), "until": ("", until.isoformat())}),
    )
    flash("Accepted. It stays a gap, with your reason beside it.")
    return back("home.gap", name=name)


@pages.post("/gap/<name>/ask")
def ask(name: str) -> AnyResponse:
    """Note who is asked for evidence, and by when."""
    coverage, _ = web().site.coverage()
    if all(gap.id != name for gap in coverage.gaps):
        abort(404)
    who, due, note = _text("who"), _day("due"), _text("note")
    if not who or due is None:
        flash("Say who is asked, by their role, and by which day.", "bad")
        return back("home.gap", name=name)
    entry = {"gap": name, "who": who, "due": due, **({"note": note} if note else {})}
    _add(
        "evidence/requests.yaml",
        "requests",
        entry,
        Said(did=f"asked {who}", about=name, changes={"due": ("", due.isoformat())}),
    )
    flash(f"Noted: {who}, by {due.isoformat()}. “cqc-evidence requests” prints the message.")
    return back("home.gap", name=name)


@pages.post("/comment/<about>")
def comment(about: str) -> AnyResponse:
    """Keep what somebody says of an item, a claim, a gap or a statement."""
    state = web().site.state
    coverage, _ = web().site.coverage()
    where = (
        "things.statement" if about in state.statements else "things.claim" if about in state.claims else "items.show" if about in state.items
        else "home.gap" if any(gap.id == about for gap in coverage.gaps) else ""
    )  # fmt: skip
    if not where:
        abort(404)
    text = _text("text")
    if text:
        entry = {"about": about, "who": me().known_as, "text": text, "date": _today()}
        _add("evidence/comments.yaml", "comments", entry, Said(did="commented", about=about))
        flash("Your comment is kept.")
    return back(where, name=about)


def _add(file: str, key: str, entry: dict[str, Any], said: Said) -> tuple[AuditLine, ...]:
    """Add an entry to a register; when somebody adds to it at the same moment, read it again and add to that."""
    path = web().site.root / file
    for attempt in range(_TRIES):
        before = path.read_bytes() if path.is_file() else b""
        was = sha256(before).hexdigest() if path.is_file() else ABSENT
        try:
            new = appended(before, key, [entry])
        except ValueError as error:
            abort(409, f"{file} cannot be changed: {error}. Mend it in an editor first; nothing was written.")
        told = said.model_copy(update={"file": file, "before": was, "after": sha256(new).hexdigest()})
        try:
            return web().site.save([Change(file, new, was)], [told], me().known_as)
        except ConflictError:
            if attempt == _TRIES - 1:
                raise
    return ()


def _text(name: str) -> str:
    """Return what was typed into a field; what is too long is refused whole, never cut."""
    text = request.form.get(name, "").replace("\r\n", "\n").strip()
    if len(text) > _LONGEST:
        abort(
            400,
            f"That is {len(text):,} characters; there is room for {_LONGEST:,}. Go back and shorten it: nothing was written.",
        )
    return text


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(_text(name))
    except ValueError:
        return None


def _today() -> date:
    return web().site.dates.today


def _undo(lines: Sequence[AuditLine]) -> str:
    return f"undo:{lines[0].hash}" if lines[0].said.changes else "good"
