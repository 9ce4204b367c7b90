"""Taking in documents from the browser: the same import as on the command line, in a process of its own."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePosixPath

from flask import Blueprint, abort, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from cqc_evidence.web.asking import back, me, web
from cqc_evidence.web.jobs import Job
from cqc_evidence.web.site import Site

pages = Blueprint("upload", __name__)
TAKEN = (".docx", ".xlsx", ".csv", ".eml", ".pdf", ".txt", ".md")
_MOST = 40
_LONGEST_NAME, _LONGEST_TITLE = 150, 80
_WRONG = 422


@pages.route("/import", methods=["GET", "POST"])
def show() -> str | AnyResponse | tuple[str, int]:
    """Ask for documents, and take in what is sent."""
    if request.method == "GET":
        return _page([])
    files = [each for each in request.files.getlist("files") if each.filename]
    note = _note()
    wrong = _wrong(files) if files or note is None else []
    if wrong:
        return _page(wrong), _WRONG
    kind = request.form.get("kind", "")
    if kind and web().site.state.framework.kind(kind) is None:
        abort(400)
    folder = Path(tempfile.mkdtemp(prefix="cqc-evidence-"))
    try:
        paths = [_kept(folder, each) for each in (*files, *((note,) if note else ()))]
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return _page(["The files could not be kept for reading: the disk refused."]), _WRONG
    job = _job(folder, paths, kind)
    web().jobs.start(job)
    return back("build.job", name=job.id)


def _page(wrong: list[str]) -> str:
    return render_template(
        "import.html.j2",
        wrong=wrong,
        note=request.form.get("note", ""),
        note_title=request.form.get("note-title", ""),
        state=web().site.state,
        taken=TAKEN,
        mb=web().settings.upload_mb,
        most=_MOST,
    )


def _note() -> FileStorage | None:
    """Return words that were typed as the file they become: it is taken in like any other."""
    text = request.form.get("note", "").replace("\r\n", "\n").strip()
    if not text:
        return None
    title = request.form.get("note-title", "").strip()[:_LONGEST_TITLE] or "Note"
    return FileStorage(BytesIO(f"{title}\n\n{text}\n".encode("utf-8", "replace")), filename=f"{title}.txt")


def _wrong(files: list[FileStorage]) -> list[str]:
    if not files:
        return ["Choose at least one file, or type a note."]
    if len(files) > _MOST:
        return [f"That is {len(files)} files. Send at most {_MOST} at once."]
    odd = [_name(each) for each in files if PurePosixPath(_name(each)).suffix.lower() not in TAKEN]
    return [f"“{name}” is of a kind that is not taken in. Save it as {', '.join(TAKEN)} first." for name in odd]


def _name(file: FileStorage) -> str:
    """Return a file's bare name, whatever path the browser sent with it."""
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if char.isprintable() and char not in '<>:"|?*').lstrip(".~ ")
    name = name.encode()[-_LONGEST_NAME:].decode("utf-8", "ignore")  # folders count bytes
    return name.lstrip(".~ ") or "unnamed"


def _kept(folder: Path, file: FileStorage) -> Path:
    path = first = folder / _name(file)
    number = 1
    while path.exists():
        number += 1
        path = first.with_name(f"{first.stem}-{number}{first.suffix}")
    file.save(path)
    return path


def _job(folder: Path, paths: list[Path], kind: str) -> Job:
    one, who = web(), me().known_as
    arguments = [
        "import",
        *(str(path) for path in paths),
        "--format",
        "json",
        *one.site.dates.arguments,
        *(("--kind", kind) if kind else ()),
    ]
    job = one.jobs.new(f"Take in {len(paths)} file{'s' * (len(paths) > 1)}", who, arguments)
    job.then = _after(one.site)
    job.clean_up = lambda: shutil.rmtree(folder, ignore_errors=True)
    return job


def _after(site: Site) -> Callable[[Job], None]:
    def after(job: Job) -> None:
        """Understand what the import printed, and know of what it changed."""
        printed = "\n".join(job.lines)
        start = printed.find("[")
        job.result = {"taken": json.loads(printed[start:])} if start >= 0 and job.code in (0, 1) else {"taken": []}
        if job.result["taken"] or job.code == 0:
            job.lines = []
        site.reread()

    return after
