"""What comes from outside: files, names, paths and words that were made to do harm."""

from __future__ import annotations

import csv
import io
import json
import re
import time

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.intake.bad_files import BAD, good_docx
from tests.support import item_text
from tests.web.council import HOME, Council, Sender, candidate, filled_in, opened, tree
from tests.web.test_doors_of_every_page import DOORS, assert_nothing_inline

_HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>\\\"'><svg onload=alert(3)>{{7*7}}"
SCRIPT = f'"{_HTML}"'
"""As YAML holds it."""
_LINK = "javascript:alert(4)"
_SEEN = re.compile(r"<script>|<img src=x|<svg onload|>49<", re.IGNORECASE)
BODY = f"<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n[a]({_LINK}) ![b]({_LINK}) <{_LINK}>\n\n```\n<svg onload=alert(3)>\n```\n"
FILES = {
    "project.yaml": f"council: {SCRIPT}\ntitle: {SCRIPT}\nas_at: 2025-03-31\nsign_off: {{statement: [{SCRIPT}], item: [{SCRIPT}]}}\n",
    "evidence/marked-up.md": item_text(
        "marked-up",
        *(f"{key}: {SCRIPT}" for key in ("owner", "submitted_by", "reported_by", "method")),
        f"sites: [{SCRIPT}]",
        f"figures: [{{id: asked, label: {SCRIPT}, value: 25, unit: {SCRIPT}, comparator: {SCRIPT}}}]",
        f"actions: [{{raised: 2024-07, action: {SCRIPT}, owner: {SCRIPT}, reported_back: {{to: {SCRIPT}}}}}]",
        f"reviews: [{{verdict: rejected, who: {SCRIPT}, on: 2025-02-01, note: {SCRIPT}}}]",
        body=BODY,
        title=SCRIPT,
        status="proposed",
        source=f'{{citation: {SCRIPT}, locator: {SCRIPT}, public_url: "{_LINK}", document: "sources/a<b>.txt"}}',
        tags=f"[{{statement: learning, says: {SCRIPT}, so_what: {SCRIPT}}}, {{statement: {SCRIPT}, category: {SCRIPT}, rules: [{SCRIPT}]}}]",
    ),
    "evidence/sources/a<b>.txt": "<script>alert(1)</script>",
    "evidence/twice-<svg onload=alert(3)>.md": item_text("twice", title=SCRIPT, body=BODY),
    "evidence/inbox/notes/passage-1.md": candidate("passage-1", f"figures: [{{id: asked, label: {SCRIPT}, value: 2, unit: {SCRIPT}}}]", title=SCRIPT, body=BODY),
    "evidence/narrative/learning.md": f"---\nstatement: learning\njudgement: {SCRIPT}\nconfidence: partial\nspeaker: {SCRIPT}\n---\n\n## <svg onload=alert(3)>\n\n{BODY}\n## Claims\n\n- {{#learning-1}} {_HTML} [@marked-up, <script>alert(1)</script>]. So what: {_HTML}\n",
    "evidence/comments.yaml": f"comments:\n  - {{about: learning, who: {SCRIPT}, text: {SCRIPT}, file: {SCRIPT}}}\n  - {{about: marked-up, who: {SCRIPT}, text: {SCRIPT}}}\n  - {{about: learning-1, who: {SCRIPT}, text: {SCRIPT}}}\n  - {{about: gap-learning-people, who: {SCRIPT}, text: {SCRIPT}}}\n",
    "evidence/requests.yaml": f"requests:\n  - {{gap: gap-learning-people, who: {SCRIPT}, due: 2025-12, note: {SCRIPT}}}\n",
    "evidence/improvement.yaml": f"improvements:\n  - {{id: better, gap: gap-learning-people, action: {SCRIPT}, why: {SCRIPT}, owner: {SCRIPT}}}\n",
    "evidence/decisions.yaml": f"accepted_gaps:\n  - {{gap: gap-learning-people, reason: {SCRIPT}, who: {SCRIPT}, until: 2026-01-01}}\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("marked"), FILES) as one:
        lead = one.sender("quality-lead")
        lead.post("/comment/learning", {"text": _HTML})
        lead.post("/gap/gap-equity-people/ask", {"who": _HTML, "due": "2025-12-01", "note": _HTML})
        lead.post("/gap/gap-equity-people/accept", {"reason": _HTML, "until": "2025-12-01"})
        yield one


_PATHS = (
    *(filled_in(door.split()[1]) for door in DOORS if door.startswith("GET") and "/static/" not in door and "/look/" not in door), "/item/marked-up", "/item/marked-up/edit", "/gap/gap-equity-people",
    "/history?about=<script>alert(1)</script>", "/search?q=<script>alert(1)</script>", "/search?q=alert", "/items?kind=<script>alert(1)</script>", '/gaps?words=<script>alert(1)</script>&risk="><script>alert(1)</script>',
    "/inbox?statement=<script>alert(1)</script>", "/review?statement=<script>alert(1)</script>", '/tag/passage-1?for="><script>alert(1)</script>', "/problems?severity=<script>alert(1)</script>",
    "/item/<script>alert(1)</script>", "/nowhere/<script>alert(1)</script>",
)  # fmt: skip


@pytest.mark.parametrize("path", _PATHS)
def test_words_that_are_html_are_shown_as_words(marked: Council, path):
    answer = marked.sender("quality-lead").get(path)
    if answer.mimetype == "text/html":
        assert _SEEN.findall(answer.text) == []
        assert_nothing_inline(answer.text)
        assert not re.findall(r'(?:href|src|action)="\s*(?:javascript|vbscript|data:text)', answer.text, re.IGNORECASE)
    else:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_told_after_a_change_is_shown_as_words(marked: Council):
    lead = marked.sender("quality-lead")
    lead.post("/gap/gap-equity-partners/ask", {"who": "<script>alert(1)</script>", "due": "2025-12-01"})
    text = lead.get("/").text
    assert "Noted: &lt;script&gt;alert(1)" in text
    assert _SEEN.findall(text) == []


def test_an_original_is_a_file_to_keep_and_never_a_page(marked: Council):
    answer = marked.sender("reviewer").get("/document/a%3Cb%3E.txt")
    assert (answer.status_code, answer.mimetype) == (200, "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


FORMULA = ("=1+1", "+1", "-1", "@SUM(A1)", "\\t=1+1", "\\r=1+1")


def test_no_cell_of_a_table_begins_like_a_formula(tmp_path):
    files = {
        f"evidence/formula-{place}.md": item_text(
            f"formula-{place}",
            f'owner: "{start}"',
            title=f'"{start}"',
            source=f'{{citation: "{start}", locator: "{start}"}}',
            body="Specimen.",
        )
        for place, start in enumerate(FORMULA)
    }
    improvement = "improvements:\n  - {id: better, gap: gap-learning-people, action: '=1+1'}\n"
    with opened(tmp_path, {**files, "evidence/improvement.yaml": improvement}) as council:
        council.sender("quality-lead").post("/gap/gap-equity-people/accept", {"reason": "=1+1", "until": "2025-12-01"})
        for path in ("/items.csv", "/gaps.csv", "/grid.csv"):
            rows = list(csv.reader(io.StringIO(council.sender("reader").get(path).text.removeprefix("\ufeff"))))
            assert [cell for row in rows for cell in row if re.match(r"\s*[=+@-]", cell)] == [], path
            assert len({len(row) for row in rows}) == 1, path
        assert sum(cell.startswith("'=1+1") for cell in council.sender("reader").get("/items.csv").text.split(",")) >= 3


_WAYS_OUT = ("../../project.yaml", "..%2f..%2fproject.yaml", "%2e%2e/%2e%2e/project.yaml", "..\\..\\project.yaml", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "....//project.yaml", "notes.txt%00.html", "C:\\windows\\win.ini", "file:///etc/passwd", ".audit", "outside.txt", "folder/outside.txt")  # fmt: skip


@pytest.mark.parametrize("way", _WAYS_OUT)
@pytest.mark.parametrize(
    "door", ["/document/", "/download/", "/static/", "/item/", "/statement/", "/job/", "/copies/", "/tag/"]
)
def test_no_path_leads_out_of_the_folder_that_is_meant(council: Council, door, way):
    answer = council.client().get(f"{door}{way}", base_url=HOME, buffered=True)
    assert answer.status_code in (308, 404)
    assert "Testshire Council\nas_at" not in answer.text
    assert "root:" not in answer.text
    assert "nobody else's" not in answer.text


class Open(Council):
    """The council as the quality lead's browser finds it."""

    def client(self):
        return self.sender("quality-lead").client


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with opened(folder) as one:
        (folder / "outside.txt").write_text("nobody else's")
        (one.root / "evidence/sources/outside.txt").symlink_to(folder / "outside.txt")
        (one.root / "evidence/sources/folder").symlink_to(folder, target_is_directory=True)
        (one.root / "out").mkdir()
        (one.root / "out/pack.json").symlink_to(folder / "outside.txt")
        one.web.site.reread()
        yield Open(*one)


def posted(sender: Sender, path: str, *files: tuple[str, bytes]):
    """Send files as a browser does, all of it in memory."""
    form = MultiDict(
        [("csrf_token", sender.token), *(("files", FileStorage(io.BytesIO(data), name)) for name, data in files)]
    )
    boundary, body = encode_multipart(form, "specimen")
    return sender.client.post(
        path, base_url=HOME, buffered=True, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def sent(council: Council, *files: tuple[str, bytes], wait: bool = True) -> str:
    """Send files through the page's own import; return what the page of the job says at the end."""
    lead = council.sender("manager")
    answer = posted(lead, "/import", *files)
    if answer.status_code != 303:
        return f"{answer.status_code} {answer.text}"
    end = time.monotonic() + 60
    while wait and time.monotonic() < end:
        page = lead.get(answer.location).text
        if "<progress" not in page:
            return page
        time.sleep(0.1)
    return "it never ended"


_TRIED = (
    "a bomb by ratio",
    "a macro project",
    "an external entity",
    "a program renamed to .txt",
    "a path with dots",
    "a password",
    "nothing but zeros",
)


def test_files_made_to_do_harm_are_refused_by_name_and_the_good_one_beside_them_is_taken_in(council: Council):
    before = tree(council.root / "evidence/sources")
    bad = [one for one in BAD if one.label in _TRIED]
    page = sent(
        council, *((f"bad-{place}-{one.file}", one.make()) for place, one in enumerate(bad)), ("good.docx", good_docx())
    )
    assert page.count("not taken in") == len(bad) == len(_TRIED)
    assert page.count('class="fault"') >= len(bad)
    for place, one in enumerate(bad):
        assert f"bad-{place}-{one.file}" in page
    assert "good.docx</strong>: taken in" in page
    assert tree(council.root / "evidence/sources") != before
    assert not any("bad-" in path.name for path in (council.root / "evidence/sources").iterdir())
    assert "Traceback" not in page


@pytest.mark.parametrize(
    "name",
    [
        "notes.docm",
        "notes.exe",
        "notes.zip",
        "notes",
        "notes.docx.exe",
        "notes.html",
        ".docx",
        "notes.xlsm",
        "notes.svg",
    ],
)
def test_a_file_of_another_kind_is_refused_before_it_is_kept(council: Council, name):
    before = tree(council.root)
    page = sent(council, (name, good_docx()))
    assert page.startswith("422")
    assert "is of a kind that is not taken in" in page
    assert tree(council.root) == before


def test_more_files_than_can_be_read_at_once_are_refused(council: Council):
    before = tree(council.root)
    page = sent(council, *((f"{number}.txt", b"x") for number in range(41)))
    assert page.startswith("422")
    assert "Send at most 40 at once" in page
    assert tree(council.root) == before


@pytest.mark.parametrize("path", ["/import", "/comment/learning", "/statement/learning/edit"])
def test_what_is_larger_than_the_council_allows_is_refused_in_plain_words(council: Council, path):
    lead, before = council.sender("quality-lead"), tree(council.root)
    answer = posted(lead, path, ("large.txt", b"x" * 2_100_000))
    assert answer.status_code == 413
    assert "A file may be at most 2 MB" in answer.text
    assert "<h1>That is too large</h1>" in answer.text
    assert tree(council.root) == before


_ODD_NAMES = ("../../../escaped.txt", "..\\..\\escaped.txt", "/etc/escaped.txt", "C:\\temp\\escaped.txt", "-escaped.txt", "--project=x.txt", "esc\0aped.txt", "<svg onload=alert(3)>.txt", "é" * 200 + ".txt", "\U0001f600" * 90 + ".txt", "escaped .txt", "$(id).txt", "`id`.txt", "con.txt", "a" * 300 + ".txt")  # fmt: skip


def test_a_files_name_leads_nowhere_and_does_nothing(council: Council):
    outside = set(council.root.parent.iterdir())
    page = sent(
        council,
        *(
            (name, f"Specimen number {place} says that staff learn.\n".encode())
            for place, name in enumerate(_ODD_NAMES)
        ),
    )
    assert "not taken in" not in page
    assert page.count("</strong>: taken in") == len(_ODD_NAMES)
    assert "escaped-3.txt" in page
    assert _SEEN.findall(page) == []
    assert set(council.root.parent.iterdir()) == outside
    kept = [path.relative_to(council.root).parts for path in council.root.rglob("*.txt")]
    assert {parts[:2] for parts in kept} == {("evidence", "sources")}


def test_a_document_of_many_passages_is_told_whole(council: Council):
    text = "\n\n".join(
        f"Passage {number}: staff in team {number} learned from one another every week." for number in range(1_000)
    )
    page = sent(council, ("many.txt", text.encode()))
    assert "many.txt</strong>: taken in" in page
    assert int(re.search(r"(\d+) passages? in the inbox", page)[1]) > 400


def test_an_odd_kind_of_evidence_is_refused(council: Council):
    before = tree(council.root)
    answer = council.sender("manager").post("/import", {"kind": "--out", "files": (io.BytesIO(b"x"), "a.txt")})
    assert answer.status_code == 400
    assert tree(council.root) == before
    assert json.dumps(answer.text).count("Traceback") == 0
