"""Packs: built by the same command as at the desk, then downloaded."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from flask import Blueprint, Response, abort, render_template, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.asking import back, me, web

pages = Blueprint("build", __name__)
_EDITIONS = ("internal", "cqc", "public")
_FORMATS = ("docx", "html", "xlsx", "json", "pdf")
_OURS = re.compile(
    r"(self-assessment|coverage|pack|manifest)(-cqc|-public)?\.(docx|html|xlsx|json|pdf)|recall-note\.docx"
)
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class File(NamedTuple):
    """A file in `out/`."""

    name: str
    size: int
    made: datetime


@pages.get("/packs")
def show() -> str:
    """Show the packs that were built, and ask for another."""
    one = web()
    coverage, _ = one.site.coverage()
    return render_template(
        "packs.html.j2", files=_files(), jobs=one.jobs.listed()[:8], state=one.site.state, editions=_EDITIONS, formats=_FORMATS,
        gaps=len(coverage.gaps), errors=[each for each in one.background.problems.value if each["severity"] == "error"],
        checked=one.background.checked, packs=tuple(reversed(one.site.state.project.packs))[:10],
    )  # fmt: skip


def _files() -> list[File]:
    folder = web().site.root / "out"
    paths = (
        [path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.is_file()] if folder.is_dir() else []
    )
    found = [File(path.name, path.stat().st_size, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in paths]
    return sorted(found, key=lambda each: (-each.made.timestamp() // 60, each.name))


@pages.post("/packs")
def start() -> AnyResponse:
    """Begin to build a pack."""
    edition = request.form.get("edition", "internal")
    forms = [form for form in request.form.getlist("format") if form in _FORMATS]
    if edition not in _EDITIONS or not forms:
        abort(400, "Choose an edition and at least one format.")
    site = web().site
    arguments = ["build", "--edition", edition, "--format", ",".join(forms), *site.dates.arguments]
    job = web().jobs.new(f"Build the {edition} edition", me().known_as, arguments)
    job.then = lambda _job: site.reread()
    web().jobs.start(job)
    return back("build.job", name=job.id)


@pages.get("/job/<name>")
def job(name: str) -> str:
    """Show how far a piece of work has come, and what came of it."""
    found = web().jobs.find(name)
    if found is None:
        abort(404)
    built = found.arguments[0] == "build"
    values = {
        "job": found,
        "built": built,
        "files": _files() if built and found.over else [],
        "state": web().site.state,
    }
    if request.headers.get("HX-Request"):
        return render_template("job_part.html.j2", **values)
    return render_template("job.html.j2", **values)


@pages.get("/download/<name>")
def download(name: str) -> Response:
    """Send a file of a pack to keep."""
    if not _OURS.fullmatch(name):
        abort(404)
    path = web().site.root / "out" / name
    if not path.is_file() or path.is_symlink():
        abort(404)
    kind = _TYPES.get(path.suffix[1:], "application/octet-stream")
    return send_file(path, mimetype=kind, as_attachment=True, download_name=name, conditional=False)
