"""Changing an item or a narrative: what somebody else changed meanwhile is never written over."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.compile.statement import statement_section
from cqc_evidence.compile.view import View
from cqc_evidence.measure import signed as signing
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.items import read_item
from cqc_evidence.read.narratives import read_narrative
from cqc_evidence.store.journal import ConflictError
from cqc_evidence.web import merging
from cqc_evidence.web.asking import back, flash, may, me, web
from cqc_evidence.web.changing import changed
from cqc_evidence.web.item_form import filled, normal, sent, understood
from cqc_evidence.web.narrative_file import NarrativeText, UnreadNarrativeError, narrative_change
from cqc_evidence.web.pages.things import outline_of
from cqc_evidence.web.trust import readable
from cqc_evidence.web.undo import NotUndoneError, undo_of

pages = Blueprint("edit", __name__)
_CONFLICT = 409
_WRONG = 422
Answer = str | AnyResponse | tuple[str, int]


@pages.route("/item/<name>/edit", methods=["GET", "POST"])
def item(name: str) -> Answer:
    """Show an item's form, and keep what is sent."""
    known = web().site.state.items.get(name)
    if known is None:
        abort(404)
    file = known.location.file
    data = _bytes(file)
    now, _ = read_item(data, file)
    if now is None or not readable(now):
        abort(404)
    if request.method == "GET":
        return _item_form(now, normal(now), sha256(data).hexdigest(), {})
    return _item_sent(now, data)


def _item_sent(now: Item, data: bytes) -> Answer:
    """Keep what was sent, or show what stands in its way: a wrong field, or somebody else's change."""
    form, site = request.form, web().site
    digest, theirs = sha256(data).hexdigest(), normal(now)
    base = _of_item("base", theirs)
    mine = (
        _of_item("mine", theirs)
        if "mine" in form
        else filled(_of_item("draft", theirs) if "draft" in form else base, form)
    )
    if form.get("sha256") != digest or "mine" in form:
        meeting = merging.meet(base, _normal(mine), theirs)
        if form.get("seen") != digest or (meeting.merged.clashes and merging.chosen(meeting, form)[1]):
            shown = _normal(mine)
            return render_template("clash.html.j2", about=now.id, title=now.title, meeting=meeting, base=merging.packed(base), mine=merging.packed(shown), seen=digest, back="items.show", here_again="edit.item"), _CONFLICT  # fmt: skip
        mine, _ = merging.chosen(meeting, form)
    made, wrong = understood(mine, now, site.state.framework)
    if made is None:
        return _item_form(now, mine, digest, wrong), _WRONG
    if normal(made) == theirs:
        flash("Nothing was changed.")
        return back("items.show", name=now.id)
    try:
        change, said = changed(data, now, made, "edited")
        lines = site.save([change], [said], me().known_as)
    except ConflictError:
        return _item_sent(*_again(now))
    flash(f"Saved.{_lapsing(now, made)}", f"undo:{lines[0].hash}")
    return back("items.show", name=now.id)


def _again(now: Item) -> tuple[Item, bytes]:
    """Read an item that was changed between two looks at it."""
    data = _bytes(now.location.file)
    found, _ = read_item(data, now.location.file)
    if found is None:
        abort(409)
    return found, data


def _lapsing(before: Item, after: Item) -> str:
    """Return what a change means for sign-offs: which parts that somebody signed are others now."""
    old, new = signing.parts_of_item(before).material, signing.parts_of_item(after).material
    parts = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    signed = signing.all_signed(web().site.state.project)
    resting = {said.narrative.statement for said in web().site.state.cited_by.get(after.id, ())}
    lapsed = [about for about in (after.id, *sorted(resting)) if signed.get(about)]
    if not parts or not lapsed:
        return ""
    return f" This changed {', '.join(parts)}, so the sign-off of {', '.join(lapsed)} no longer holds."


def _item_form(now: Item, data: dict[str, Any], digest: str, wrong: dict[str, str]) -> str:
    state = web().site.state
    return render_template(
        "edit_item.html.j2", item=now, data=data, sha256=digest, base=merging.packed(normal(now) if not wrong else _base()), draft=merging.packed(data) if wrong else "", wrong=wrong, state=state,
        framework=state.framework,
    )  # fmt: skip


def _base() -> dict[str, Any]:
    return _sent_data(request.form.get("base", ""))


def _of_item(name: str, theirs: dict[str, Any]) -> dict[str, Any]:
    try:
        return sent(merging.unpacked(request.form.get(name, "")), theirs)
    except ValueError:
        abort(400)


def _sent_data(text: str) -> dict[str, Any]:
    try:
        return merging.unpacked(text)
    except ValueError:
        abort(400)


def _texts(name: str) -> dict[str, Any]:
    """Return a narrative's fields that a hidden field held."""
    found = _sent_data(request.form.get(name, ""))
    if not all(isinstance(value, str) for value in found.values()):
        abort(400)
    return found


def _normal(data: dict[str, Any]) -> dict[str, Any]:
    """Return sent data as an item's file would hold it, so that 25 and "25" are no difference; wrong data stays as it is."""
    from pydantic import ValidationError  # noqa: PLC0415  # beside its only use

    try:
        return normal(Item.model_validate(data))
    except ValidationError:
        return data


def _bytes(file: str) -> bytes:
    try:
        return (web().site.root / file).read_bytes()
    except OSError:
        abort(404)


@pages.route("/statement/<name>/edit", methods=["GET", "POST"])
def statement(name: str) -> Answer:
    """Show a statement's narrative as a form, and keep what is sent."""
    state = web().site.state
    if name not in state.statements:
        abort(404)
    text = _narrative(name)
    if request.method == "GET":
        return _statement_form(name, text.fields, text.sha256, [])
    return _statement_sent(name, text)


def _narrative(name: str) -> NarrativeText:
    site = web().site
    try:
        return NarrativeText.read(site.root, name, site.state.narratives.get(name))
    except UnreadNarrativeError as error:
        abort(
            409,
            f"{error} cannot be read, so nothing of it can be shown here. Mend it in an editor first: the problems say where.",
        )


def _statement_sent(name: str, text: NarrativeText) -> Answer:
    form = request.form
    base = _texts("base")
    typed = {key: form.get(key, "").replace("\r\n", "\n").strip() for key in text.fields if key in form}
    mine = _texts("mine") if "mine" in form else {**base, **typed}
    if form.get("sha256") != text.sha256 or "mine" in form:
        meeting = merging.meet(base, mine, text.fields)
        if form.get("seen") != text.sha256 or (meeting.merged.clashes and merging.chosen(meeting, form)[1]):
            title = web().site.state.statements[name].title.text
            return render_template("clash.html.j2", about=name, title=title, meeting=meeting, base=merging.packed(base), mine=merging.packed(mine), seen=text.sha256, back="things.statement", here_again="edit.statement"), _CONFLICT  # fmt: skip
        mine, _ = merging.chosen(meeting, form)
    fields = {key: str(mine.get(key, "")) for key in text.fields}
    change, said, wrong = narrative_change(text, fields)
    if wrong:
        return _statement_form(name, fields, text.sha256, wrong), _WRONG
    if change is None:
        flash("Nothing was changed.")
        return back("things.statement", name=name)
    try:
        lines = web().site.save([change], [said], me().known_as)
    except ConflictError:
        return _statement_sent(name, _narrative(name))
    flash("Saved.", f"undo:{lines[0].hash}")
    return back("things.statement", name=name)


def _statement_form(name: str, fields: dict[str, str], digest: str, wrong: list[str]) -> str:
    state = web().site.state
    return render_template(
        "edit_statement.html.j2", statement=state.statements[name], fields=fields, sha256=digest, base=merging.packed(fields if not wrong else _base()), wrong=wrong, state=state,
    )  # fmt: skip


@pages.post("/statement/<name>/live")
def live(name: str) -> str:
    """Return the statement's section of the pack as it would be with what stands in the form; nothing is kept."""
    one = web()
    state = one.site.state
    if name not in state.statements:
        abort(404)
    text = _narrative(name)
    fields = {key: request.form.get(key, value).replace("\r\n", "\n") for key, value in text.fields.items()}
    try:
        narrative, _ = read_narrative(text.with_fields(fields), text.file)
    except ValueError:
        narrative = None
    if narrative is None:
        return render_template("live.html.j2", section=None, outline=outline_of())
    others = tuple(each for each in state.project.narratives if each.statement != name)
    project = state.project.model_copy(update={"narratives": (*others, narrative)})
    coverage, _ = one.site.coverage()
    section = statement_section(View(project, coverage, (), "internal"), state.statements[name])
    return render_template("live.html.j2", section=section, outline=outline_of())


@pages.post("/undo")
def undo() -> AnyResponse:
    """Take back a change of one's own, where nobody has changed the same since."""
    one = web()
    line = one.trail.find(request.form.get("line", ""))
    if line is None:
        abort(404)
    if line.who != me().known_as and not may("quality-lead"):
        abort(403, "Only whoever made a change, or the quality lead, can take it back.")
    try:
        changes, said = undo_of(one.site.root, line)
        lines = one.site.save(changes, [said], me().known_as)
    except NotUndoneError as error:
        flash(f"It was not taken back: {error}", "bad")
        return back("history.show", about=line.said.about)
    except ConflictError:
        flash("It was not taken back: somebody is changing the same file.", "bad")
        return back("history.show", about=line.said.about)
    flash("Taken back.", f"undo:{lines[0].hash}")
    return back("history.show", about=line.said.about)
