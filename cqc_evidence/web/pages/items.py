"""Evidence items: the list, each one's page with what rests on it, and the originals."""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import Blueprint, Response, abort, render_template, request, send_file

from cqc_evidence.measure.signed import next_role, parts_of, signed
from cqc_evidence.model.evidence import Item
from cqc_evidence.protect.permission import lacking
from cqc_evidence.web.asking import may, web
from cqc_evidence.web.csv_answer import csv_answer
from cqc_evidence.web.paging import paged
from cqc_evidence.web.prose import prose
from cqc_evidence.web.state import State
from cqc_evidence.web.trust import readable, seen_of, why_not_accept, why_not_sign

pages = Blueprint("items", __name__)
_FILTERS = ("statement", "category", "kind", "status", "voice")


def _found(state: State) -> list[Item]:
    """Return the items that the address asks for, the newest first."""
    wanted = {name: request.args.get(name, "").strip() for name in _FILTERS}
    items = list(state.items.values())
    for name in ("kind", "status", "voice"):
        if wanted[name]:
            items = [item for item in items if getattr(item, name) == wanted[name]]
    if wanted["statement"]:
        items = [item for item in items if any(tag.statement == wanted["statement"] for tag in item.tags)]
    if wanted["category"]:
        from cqc_evidence.measure.coverage.eligible import category_of  # noqa: PLC0415  # only when it is asked for

        items = [
            item
            for item in items
            if any(category_of(tag, item, state.framework) == wanted["category"] for tag in item.tags)
        ]
    return sorted(items, key=lambda item: (item.date.end is not None, item.date.end, item.id), reverse=True)


@pages.get("/items")
def listed() -> str:
    """List the evidence."""
    state = web().site.state
    found = _found(state)
    part = paged(found)
    query = {name: value for name in _FILTERS if (value := request.args.get(name, "").strip())}
    return render_template(
        "items.html.j2", items=part.shown, total=part.total, state=state, page=part.page,
        more=part.more, query=query, cited=state.cited_by,
    )  # fmt: skip


@pages.get("/items.csv")
def listed_csv() -> Response:
    """Send the list as a table; of a personal item nothing but its id and tags to whoever may not read it."""
    state = web().site.state
    heads = ("id", "title", "kind", "date", "voice", "status", "statements", "owner", "source", "locator", "cited by")
    rows = (
        (
            item.id, *((item.title,) if readable(item) else ("(personal)",)), item.kind, item.date.text, item.voice, item.status,
            " ".join(dict.fromkeys(tag.statement for tag in item.tags)),
            *((item.owner, item.source.citation, item.source.locator) if readable(item) else ("", "", "")),
            " ".join(said.claim.id for said in state.cited_by.get(item.id, ())),
        )
        for item in _found(state)
    )  # fmt: skip
    return csv_answer("evidence.csv", heads, rows)


@pages.get("/item/<name>")
def show(name: str) -> str:
    """Show an item as its file is now, with what rests on it."""
    one = web()
    item = one.site.state.items.get(name)
    if item is None:
        candidate = one.site.inbox.find(name)
        if candidate is not None:
            return render_template("waits.html.j2", candidate=candidate)
        abort(404)
    state = one.site.fresh(item.location.file)
    item = state.items.get(name)
    if item is None:
        abort(404)
    alone = state.project.model_copy(update={"items": (item,)})
    coverage = state.coverage or state.earlier
    assert coverage is not None  # noqa: S101  # the first state is always counted
    cells = [cell for cell in coverage.cells if name in cell.evidence or name in cell.challenged_by]
    problems = [each for each in one.background.problems.value if each["location"]["file"] == item.location.file]
    return render_template(
        "item.html.j2", item=item, state=state, cells=cells, claims=state.cited_by.get(name, ()), problems=problems,
        led_to=state.led_to.get(name, ()), loops=[loop for loop in coverage.loops if loop.item == name],
        body=prose(item.body) if readable(item) else "", readable=readable(item), signed=signed(alone, name),
        next_role=(due := next_role(alone, name)), why_not_sign=why_not_sign(alone, name, due) if due else "", seen=seen_of(parts_of(alone, name)), sha256=state.project.inputs.get(item.location.file, ""),
        history=one.trail.about(name)[:12] if may("quality-lead", "manager", "reviewer") else (),
        comments=[each for each in state.project.comments if each.about == name],
        lacking=lacking(item, state.framework), why_not=why_not_accept(item), chain=state.project.settings.sign_off.item,
        left_out=next((each.because for each in coverage.left_out if each.item == name), ""),
    )  # fmt: skip


@pages.get("/document/<path:name>")
def document(name: str) -> Response:
    """Send an original as a file to keep, never as a page to show."""
    state = web().site.state
    file = PurePosixPath("sources", name).as_posix()
    if file not in state.project.documents:
        abort(404)
    path = (web().site.root / "evidence" / file).resolve()
    if not path.is_relative_to((web().site.root / "evidence" / "sources").resolve()) or not path.is_file():
        abort(404)
    answer = send_file(
        path, mimetype="application/octet-stream", as_attachment=True, download_name=path.name, conditional=False
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
