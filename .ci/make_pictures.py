"""Make the pictures of the docs, all of the worked example.

`pack.png` is a Word page and the HTML grid, side by side. `web-home.png` and `web-tag.png` are pages of `cqc-evidence serve`,
with invented minutes in the inbox.

Run from the repository root: `python .ci/make_pictures.py`; with `--web` only those of the page are made. It needs LibreOffice (`soffice`), poppler
(`pdftotext`, `pdftoppm`), and Chromium with the Python package playwright. Nothing is fetched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
LARGEST = {"pack.png": 300_000, "web-home.png": 150_000, "web-tag.png": 150_000}
"""Bytes that each picture may weigh."""
TODAY = date(2026, 11, 30)
MINUTES = """\
Making it Happen, 12 March 2021

People waited nine days on average for a first conversation in February. Two more colleagues join the early intervention team \
from April, so that conversations happen in the same week.

Unpaid carers said that they were asked the same questions twice, once by the hospital and once by us. Both teams will share \
one record from May.

Staff said that the weekly reflection gives them time to think about their conversations together, and to learn from what \
went wrong.
"""
OURS = ("-m", "cqc_evidence")
SHOWN = "GAP gap-assessing-needs-people"
"""Words on the Word page that is shown: claims above, a marked gap below."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TO_GRID = """() => {
  const top = document.getElementById("grid").getBoundingClientRect().top + window.scrollY;
  window.scrollTo({ top: top - 30, behavior: "instant" });
}"""
SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: 1480px; height: 900px; background: #e9eef0; position: relative; overflow: hidden;
  font: 600 17px "Segoe UI", Calibri, Carlito, sans-serif; color: #12394a; }}
figure {{ position: absolute; margin: 0; }}
img {{ display: block; background: white; box-shadow: 0 2px 6px #12394a33, 0 14px 40px #12394a26; }}
figcaption {{ margin: 0 0 10px 2px; }}
.word {{ left: 36px; top: 20px; }} .word img {{ width: 582px; }}
.html {{ left: 654px; top: 20px; }} .html img {{ width: 790px; }}
</style>
<figure class="word"><figcaption>{word}</figcaption><img src="word.png" alt=""></figure>
<figure class="html"><figcaption>{html}</figcaption><img src="html.png" alt=""></figure>"""


def main() -> int:
    """Make the pictures in a folder that goes away, then put them in their place; return the exit code."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--web" not in sys.argv:
            build(folder)
            word_page(folder)
            screenshots(folder)
        web_pages(folder)
        made = [folder / picture for picture in LARGEST if (folder / picture).is_file()]
        heavy = [one.name for one in made if one.stat().st_size > LARGEST[one.name]]
        if heavy:
            print(f"too heavy for a page: {', '.join(heavy)}")
            return 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        for picture in made:
            shutil.copyfile(picture, PICTURES / picture.name)
            print(f"docs/pictures/{picture.name}  {picture.stat().st_size / 1000:,.0f} kB")
    return 0


def build(folder: Path) -> None:
    """Write the worked example's internal edition into a folder."""
    import cqc_evidence as cqc  # noqa: PLC0415  # found only after the path is set

    project = cqc.read_project(ROOT, today=TODAY)
    problems = cqc.check_project(project)
    pack = cqc.compile_pack(project, cqc.measure_coverage(project), problems)
    cqc.write_pack(pack, folder, cqc.find_templates(ROOT), ("docx", "html"))


def word_page(folder: Path) -> None:
    """Write `word.png`: the page of the Word file that holds a marked gap."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "self-assessment.docx"),
    )
    pdf = str(folder / "self-assessment.pdf")
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")
    number = str(next(place for place, text in enumerate(pages, 1) if SHOWN in " ".join(text.split())))
    run("pdftoppm", "-r", "130", "-png", "-singlefile", "-f", number, "-l", number, pdf, str(folder / "word"))


def screenshots(folder: Path) -> None:
    """Write `html.png`, the grid as a browser shows it, and `pack.png`, both pictures on one sheet."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where pictures are made

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1180, "height": 1228}, device_scale_factor=1.25)
        page.goto(f"{(folder / 'self-assessment.html').as_uri()}#grid")
        page.wait_for_timeout(500)
        page.evaluate(TO_GRID)  # only now: the filters move the table when the page starts
        page.wait_for_timeout(200)
        page.screenshot(path=folder / "html.png")
        sheet = folder / "sheet.html"
        captions = {
            "word": "In Word: claims with their evidence, and a marked gap",
            "html": "In a browser: the grid of statements and evidence",
        }
        sheet.write_text(SHEET.format(**{key: escape(text) for key, text in captions.items()}), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1480, "height": 900}, device_scale_factor=1.25)
        page.goto(sheet.as_uri())
        page.wait_for_timeout(300)
        page.screenshot(path=folder / "pack.png")
        browser.close()
    shrink(folder / "pack.png")


def web_pages(folder: Path) -> None:
    """Write `web-home.png` and `web-tag.png`: the page over a copy of the worked example."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where pictures are made

    project, minutes = folder / "example", folder / "making-it-happen-2021-03-12.txt"
    minutes.write_text(MINUTES, encoding="utf-8")
    run(sys.executable, *OURS, "init", str(project), "--example")
    run(sys.executable, *OURS, "--project", str(project), "import", str(minutes), "--kind", "making-it-happen")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with served(project) as address, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.wait_for_selector("table.grid")
        page.wait_for_timeout(6_000)  # the check has run by then
        page.reload()
        page.screenshot(path=folder / "web-home.png")
        page.click("text=Inbox")
        page.click("text=Tag the next one")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("1")
        page.screenshot(path=folder / "web-tag.png")
        browser.close()
    for picture in ("web-home.png", "web-tag.png"):
        shrink(folder / picture)


@contextmanager
def served(project: Path) -> Iterator[str]:
    """Serve a project while its page is looked at; the address is what comes."""
    command = [
        sys.executable,
        *OURS,
        "--project",
        str(project),
        "serve",
        "--no-open",
        "--port",
        "0",
        "--as",
        "Quality lead",
    ]
    with subprocess.Popen(  # noqa: S603  # our own words
        [*command, "--today", TODAY.isoformat()], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as program:
        try:
            yield (program.stdout.readline() if program.stdout else "").strip()
        finally:
            program.terminate()


def shrink(picture: Path) -> None:
    """Reduce a picture to 128 colours where Pillow is there; a picture of text loses nothing by it."""
    try:
        from PIL import Image  # noqa: PLC0415  # a help, not a need
    except ImportError:
        return
    with Image.open(picture) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)


def run(program: str, *arguments: str) -> str:
    """Run a program of this machine and return what it printed."""
    found = shutil.which(program)
    if found is None:
        message = f"{program} is not installed; it is needed to make the picture"
        raise SystemExit(message)
    done = subprocess.run([found, *arguments], check=True, capture_output=True, text=True, timeout=180, cwd=ROOT)  # noqa: S603  # our own words
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
