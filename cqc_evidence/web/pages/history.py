"""What happened: the audit trail, and copies that a sync client made."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.model.evidence import Item
from cqc_evidence.read.audit import broken_chains
from cqc_evidence.read.items import read_item
from cqc_evidence.store.desk import removal_of
from cqc_evidence.store.journal import ConflictError
from cqc_evidence.web import merging
from cqc_evidence.web.asking import back, flash, me, web
from cqc_evidence.web.changing import changed
from cqc_evidence.web.item_form import normal, understood
from cqc_evidence.web.paging import paged
from cqc_evidence.web.trust import readable
from cqc_evidence.web.undo import may_be_undone

pages = Blueprint("history", __name__)
_CONFLICT = 409


@pages.get("/history")
def show() -> str:
    """List the changes, the newest first: of one thing when the address names it."""
    one = web()
    about = request.args.get("about", "")
    lines = one.trail.about(about) if about else one.trail.newest()
    part = paged(lines)
    return render_template(
        "history.html.j2", lines=part.shown, total=part.total, about=about, page=part.page,
        more=part.more, broken=broken_chains(one.site.root) if part.page == 1 else (), may_be_undone=may_be_undone,
        state=one.site.state, query={"about": about} if about else {},
    )  # fmt: skip


@pages.get("/copies")
def twins() -> str:
    """List items that stand in several files: what a sync client leaves when two people change one."""
    return render_template("copies.html.j2", state=web().site.state)


@pages.route("/copies/<name>", methods=["GET", "POST"])
def twin(name: str) -> str | AnyResponse | tuple[str, int]:
    """Show two files of one item side by side, field by field, and make one of them."""
    site = web().site
    those = site.state.twins.get(name, ())
    if not those or not all(readable(each) for each in those):
        abort(404)
    first, second = _kept_first(those)
    data, other = ((site.root / each.location.file).read_bytes() for each in (first, second))
    kept, gone = read_item(data, first.location.file)[0], read_item(other, second.location.file)[0]
    if kept is None or gone is None:
        abort(409)
    meeting = merging.meet({}, normal(gone), normal(kept))
    chosen, left = merging.chosen(meeting, request.form)
    if request.method == "GET" or left:
        return render_template("copy.html.j2", name=name, first=first, second=second, meeting=meeting), (
            _CONFLICT if request.method == "POST" else 200
        )
    made, wrong = understood(chosen, kept, site.state.framework)
    if made is None:
        abort(409, "; ".join(wrong.values()))
    removal, told = removal_of(
        second.location.file,
        other,
        gone,
        f"copy joined to {first.location.file}",
        kept if kept.sensitivity == "personal" else made,
    )
    joined = [changed(data, kept, made, "copies joined")] if normal(made) != normal(kept) else []
    try:
        site.save([*(change for change, _ in joined), removal], [*(said for _, said in joined), told], me().known_as)
    except ConflictError:
        flash("Somebody changed one of the files in the meantime. Look again.", "bad")
        return back("history.twin", name=name)
    flash("One item again. What you did not choose stays in the history.")
    return back("items.show", name=name)


def _kept_first(those: tuple[Item, ...]) -> tuple[Item, Item]:
    """Return the file that is kept and one that goes: the shortest name is the one without what the client added."""
    ordered = sorted(those, key=lambda each: (len(each.location.file), each.location.file))
    return ordered[0], ordered[1]
