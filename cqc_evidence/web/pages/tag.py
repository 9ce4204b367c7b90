"""Tagging: one candidate at a time, the source beside it, three suggestions with their words, and a look at the answers."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.protect.gate import scanner_of
from cqc_evidence.protect.permission import asks_permission
from cqc_evidence.read.audit import BrokenChainError
from cqc_evidence.store.desk import removal_of
from cqc_evidence.store.journal import ConflictError
from cqc_evidence.web.asking import back, flash, me, web
from cqc_evidence.web.inbox import Candidate
from cqc_evidence.web.paging import paged
from cqc_evidence.web.prose import prose
from cqc_evidence.web.tagging import Answers, changes_of, tagged

pages = Blueprint("tag", __name__)
_SKIPPED = "skipped"
_REMEMBERED = 60
_WRONG = 422


@pages.get("/inbox")
def inbox() -> str:
    """List what waits, that first of which the words say least where it belongs."""
    one = web()
    waiting = one.site.inbox.candidates()
    queue = one.site.inbox.queue(one.background.ranker(), waiting)
    statement = request.args.get("statement", "")
    if statement:
        queue = [each for each in queue if each.points_to(statement)]
    part = paged(queue)
    return render_template(
        "inbox.html.j2", queue=part.shown, total=part.total, state=one.site.state, page=part.page,
        more=part.more, wanted=statement,
    )  # fmt: skip


@pages.get("/tag")
def next_one() -> AnyResponse:
    """Go to the most uncertain candidate that was not skipped; of the statement that the address names, if it does."""
    found = _next(request.args.get("statement", ""))
    if found is None:
        flash("Nothing more waits here." if request.args.get("statement") else "The inbox is empty. Well done.")
        return back("tag.inbox")
    return redirect(_address(found, request.args.get("statement", "")))


def _next(statement: str = "", after: str = "") -> Candidate | None:
    one = web()
    skipped = session.get(_SKIPPED, [])
    queue = one.site.inbox.queue(one.background.ranker())
    if statement:
        queue = [each for each in queue if each.points_to(statement)]
    left = [each.candidate for each in queue if each.candidate.item.id != after]
    fresh = [each for each in left if _mark(each.item.id) not in skipped]
    return next(iter(fresh or left), None)


def _mark(name: str) -> str:
    """Return a few characters that stand for a candidate in the cookie, of which browsers keep 4 kB."""
    return sha256(name.encode()).hexdigest()[:10]


def _address(candidate: Candidate | None, aim: str) -> str:
    """Return the address of a candidate, or of the inbox when there is none; `aim` is the statement it is looked for."""
    if candidate is None:
        return url_for("tag.inbox")
    values: dict[str, Any] = {"for": aim} if aim else {}
    return url_for("tag.one", name=candidate.item.id, **values)


@pages.route("/tag/<name>", methods=["GET", "POST"])
def one(name: str) -> str | AnyResponse | tuple[str, int]:
    """Ask about one candidate; then show the answers; then keep them."""
    site = web().site
    candidate = site.inbox.find(name)
    if candidate is None:
        if name in site.state.items:
            flash("Somebody has tagged this one already.")
            return back("items.show", name=name)
        abort(404)
    answers = Answers(request.form.copy())
    if request.method == "GET" or request.form.get("step") == "change":
        return _question(candidate, answers, ())
    others = [
        each
        for each in _of_document(candidate, site.inbox.candidates())
        if each.item.id in request.form.getlist("with") and each.item.id != name
    ]
    made, reasons = tagged(
        candidate, others, answers, me().known_as, (site.state.framework, scanner_of(site.state.project))
    )
    if made is None:
        return _question(candidate, answers, reasons), _WRONG
    if request.form.get("step") != "submit" or request.form.get("sha256") != candidate.sha256:
        return render_template(
            "check_answers.html.j2", candidate=candidate, item=made, others=others, answers=answers.as_pairs(), state=site.state, body=prose(made.body),
        )  # fmt: skip
    try:
        changes, said = changes_of(site.root, candidate, others, made)
        lines = site.save(changes, said, me().known_as)
    except (ConflictError, FileNotFoundError):
        flash("Somebody else was quicker with this one. Nothing of yours was written.", "bad")
        return back("tag.inbox")
    except BrokenChainError:
        raise
    except ValueError as error:
        return _question(candidate, answers, (f"its file cannot be changed as it stands: {error}",)), _WRONG
    undo = f"undo:{lines[0].hash}" if lines[0].said.changes and not others else "good"
    flash(f"Tagged: {made.title}" if made.sensitivity != "personal" else "Tagged.", undo)
    follow = _next(request.form.get("for", ""), after=name)
    return redirect(_address(follow, request.form.get("for", "")), code=303)


def _question(candidate: Candidate, answers: Answers, reasons: tuple[str, ...]) -> str:
    state, background = web().site.state, web().background
    ranker = background.ranker()
    suggestion = web().site.inbox.suggest(candidate, ranker)
    kind = state.framework.kind(answers.one("kind") or candidate.item.kind)
    queue = web().site.inbox.candidates()
    return render_template(
        "tag.html.j2", candidate=candidate, item=candidate.item, suggestion=suggestion, state=state, answers=answers, reasons=reasons,
        passages=[(each, prose(each.item.body)) for each in _of_document(candidate, queue)], waiting=len(queue), kind=kind,
        needs_permission=asks_permission(candidate.item, state.framework), aim=request.values.get("for", ""),
        personal=candidate.item.sensitivity == "personal",
    )  # fmt: skip


def _of_document(candidate: Candidate, waiting: Sequence[Candidate]) -> list[Candidate]:
    """Return of what waits the candidates of the same document, in its order, at most a screenful around this one."""
    those = (
        [each for each in waiting if each.item.source.document == candidate.item.source.document]
        if candidate.item.source.document
        else [candidate]
    )
    place = next((number for number, each in enumerate(those) if each.file == candidate.file), 0)
    return those[max(0, place - 6) : place + 7]


@pages.post("/tag/<name>/skip")
def skip(name: str) -> AnyResponse:
    """Leave a candidate for later, in this browser."""
    if web().site.inbox.find(name) is None:
        abort(404)
    mark = _mark(name)
    session[_SKIPPED] = [*(each for each in session.get(_SKIPPED, []) if each != mark), mark][-_REMEMBERED:]
    aim = request.form.get("for", "")
    found = _next(aim, after=name)
    return redirect(_address(found, aim), code=303)


@pages.post("/tag/<name>/set-aside")
def set_aside(name: str) -> AnyResponse:
    """Take a candidate out of the inbox: it is no evidence. The original stays, and undo brings it back."""
    site = web().site
    candidate = site.inbox.find(name)
    if candidate is None:
        abort(404)
    try:
        change, said = removal_of(
            candidate.file, (site.root / candidate.file).read_bytes(), candidate.item, "set aside"
        )
        lines = site.save([change], [said], me().known_as)
    except (ConflictError, FileNotFoundError):
        flash("Somebody else was quicker with this one.", "bad")
        return back("tag.inbox")
    undo = f"undo:{lines[0].hash}" if candidate.item.sensitivity != "personal" else "good"
    flash(
        f"Set aside: {candidate.item.title}"
        if candidate.item.sensitivity != "personal"
        else "Set aside. Import the original again to see it.",
        undo,
    )
    found = _next(request.form.get("for", ""), after=name)
    return redirect(_address(found, request.form.get("for", "")), code=303)
