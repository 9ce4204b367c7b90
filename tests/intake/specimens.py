"""The documents of `tests/projects/intake`: a council that does not exist, in the file types that councils use.

`python -m tests.intake.specimens` writes them anew; the PDF is printed by LibreOffice.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.intake.sheets import Cell, specimen_log, survey_rows, workbook
from tests.intake.word import built, specimen_minutes

FOLDER = Path(__file__).parents[1] / "projects" / "intake" / "documents"
STAMP = "Specimen. Wetherby Vale Council does not exist, and nobody here is real."
DIFFERENCE = (
    "Staying with one person for the whole fortnight. I hear things in the second week that nobody tells you in the first.",
    "My manager answers the same day, so people no longer wait for a panel to say yes.",
    "Writing down what somebody said instead of ticking boxes about what they cannot do.",
    "Knowing the library and the chapel by name, because I can walk there with people.",
    "Less, honestly. The waiting list for a first visit is as long as it was.",
)
NEXT = (
    "Ask unpaid carers what they make of it. We talk about them and seldom with them.",
    "Let the night staff join the reflection by telephone, they miss every decision.",
    "Show us each week how long people waited, so that we can see whether any of this works.",
    "Interpreters who can come to a first conversation, not three weeks after it.",
)
INTERVIEW = f"""\
Specimen: interview notes
{STAMP}

Interview with an unpaid carer, 18 March 2026
Interviewer: somebody from a carers' group, not from the council

Q: What happened when you first rang?
A: I rang three times in a week and each time I began again from the beginning. Nobody had written anything down that I
could see.

Q: And after that?
A: Then one worker took it on and stayed. She asked how I slept before she asked about my mother. That was the first time
anybody had asked about me.

Q: What would you change?
A: Tell people when somebody will ring back. Waiting by the telephone is the worst of it.
"""
MAIL = f"""\
From: Partnerships <partnerships@stonebeck-housing.example>
To: Adult social care <asc@wetherby-vale.example>
Subject: Specimen: how the Larkfield work looks from the housing side
Date: Mon, 23 Mar 2026 10:15:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{STAMP}

You asked what we have noticed since the Larkfield team began. Our officers now ring one worker whom they know, and
adaptations that took five weeks to agree are settled on the day of a joint visit.

What has not changed is hospital discharge. We still hear on a Friday afternoon that a tenant is coming home, and twice this
winter the key safe had not been fitted.

Kind regards
Partnerships lead, Stonebeck Housing
Tel: 01632 960145

> On 16 Mar 2026 you wrote:
> Would you tell us what you have noticed?
"""


def survey(year: int, count: int, trust: tuple[int, ...]) -> bytes:
    """Return a staff survey in the layout of Microsoft Forms, with answers in people's own words."""
    rows: list[list[Cell]] = survey_rows(count, year=year, trust=trust)
    for number, row in enumerate(rows[1:]):
        row[-2] = DIFFERENCE[number] if number < len(DIFFERENCE) and year == 2026 else "n/a" if number % 2 else None
        row[-1] = NEXT[number] if number < len(NEXT) and year == 2026 else None
    return workbook({f"Staff survey {year}": rows, "Guidance": [[STAMP]]})


def report() -> bytes:
    """Return a partner's report as a Word file, to be printed."""

    def fill(document: object) -> None:
        add = document.add_paragraph  # type: ignore[attr-defined]
        heading = document.add_heading  # type: ignore[attr-defined]
        heading("Specimen: What people told Healthwatch Wetherby Vale", 0)
        add(STAMP)
        add("February 2026")
        heading("Finding out where to turn", 1)
        add(
            "We spoke with 41 people at the market, in two surgeries and by telephone. Most had found the council's number without "
            "help. Fewer than half could say what would happen after they had rung it."
        )
        add(
            "People who do not read English easily told us that the web page could not be read aloud in their language, and that a "
            "leaflet in Polish had gone out of print."
        )
        document.add_page_break()  # type: ignore[attr-defined]
        heading("Leaving hospital", 1)
        add(
            "Families described being told at midday that somebody would be home by four. Where a ward had rung the Larkfield team the "
            "day before, equipment was there when the ambulance came."
        )

    return built(fill)


def printed(document: bytes) -> bytes:
    """Return a Word file as LibreOffice prints it to PDF."""
    office = shutil.which("soffice")
    assert office, "LibreOffice prints the PDF"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        subprocess.run(
            [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), str(folder / "report.docx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (folder / "report.pdf").read_bytes()


def specimens() -> dict[str, bytes]:
    """Return every document but the PDF by its name."""
    return {
        **specimen_minutes(),
        "Staff survey 2025.xlsx": survey(2025, 23, (4, 8, 5, 4, 2)),
        "Staff survey 2026.xlsx": survey(2026, 24, (8, 10, 3, 2, 1)),
        "Evidence log.xlsx": specimen_log(),
        "Carer interview.txt": INTERVIEW.encode(),
        "From Stonebeck Housing.eml": MAIL.replace("\n", "\r\n").encode(),
    }


def main() -> None:
    """Write the documents."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in {**specimens(), "Healthwatch report.pdf": printed(report())}.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
