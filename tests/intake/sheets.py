"""Tables that tests drop into an import: built as people and Microsoft Forms build them, all of it fictional."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import xlsxwriter

Cell = str | float | datetime | None
Rows = Sequence[Sequence[Cell]]

SPECIMEN = "Specimen: Wetherby Vale Council. Fictional: there is no such council, and nobody gave these answers."
FORMS = ("ID", "Start time", "Completion time", "Email", "Name")
QUESTIONS = (
    "Do you feel trusted by your manager?",
    "How often do you reflect on your work as a team?",
    "Does the way we record help you in your job?",
    "Which of these changed for you this year?",
    "How likely are you to stay in your team (0 to 10)?",
    "What has made the most difference to your work?",
    "What should we do next?",
)
_TRUSTED = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
_OFTEN = ("Always", "Often", "Sometimes", "Rarely")
_RECORD = ("Yes", "No")
_CHANGED = (
    "More time with people;",
    "Fewer forms;",
    "More time with people;Fewer forms;",
    "Closer to the hospital team;",
)
_DIFFERENCE = (
    "I stay with the person through the crisis and they know who to ring.",
    "Meeting twice a week to reflect: we notice when conversations build up and do something about it.",
    "People tell me what matters to them because I no longer start with a form.",
    "The community group at the library took two people on within days.",
    "n/a",
    "Less typing",
    None,
    "My manager answers the same day, so nobody waits for a panel.",
)
_NEXT = (
    "Ask unpaid carers what they make of it.",
    "-",
    "Let the night staff join the reflection by telephone.",
    None,
    "None",
    "Show us the waiting times each week so that we can see whether it works.",
)


def workbook(
    sheets: Mapping[str, Rows], *, formulas: Mapping[str, str] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """Return a workbook; `formulas` are written into the first sheet, by cell."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Specimen", "comments": SPECIMEN, "created": datetime(2026, 4, 1)})  # noqa: DTZ001  # Excel's days have no zone
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(title)
        if title in hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
        for place, formula in (formulas or {}).items() if number == 0 else ():
            sheet.write_formula(place, formula, value="This is what a formula shows")
    book.close()
    return target.getvalue()


def csv_file(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a CSV file as Excel saves it."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return target.getvalue().encode(encoding)


def survey_rows(count: int = 24, *, year: int = 2026, trust: Sequence[int] = (8, 10, 3, 2, 1)) -> list[list[Cell]]:
    """Return a Forms export; `trust` is how many gave each answer to the first question, from "strongly agree" down."""
    trusted = [answer for answer, number in zip(_TRUSTED, trust, strict=True) for _ in range(number)]
    first = datetime(year, 2, 16, 9, 5)  # noqa: DTZ001  # Excel's days have no zone
    rows: list[list[Cell]] = [[*FORMS, *QUESTIONS]]
    for index in range(count):
        start = first + timedelta(days=index % 21, minutes=7 * index)
        rows.append(
            [
                index + 1,
                start,
                start + timedelta(minutes=6),
                f"specimen.person{index + 1}@wetherby-vale.example",
                f"Specimen Person{index + 1}",
                trusted[index],
                _OFTEN[index % 3 if index % 5 else 3],
                _RECORD[index % 3 == 0],
                _CHANGED[index % 4],
                float(5 + index % 6),
                _DIFFERENCE[index % 8],
                _NEXT[index % 6],
            ]
        )
    return rows


def specimen_survey() -> bytes:
    """Return a staff survey of a fictional council: 24 answers in February and March 2026."""
    return workbook({"Staff survey 2026": survey_rows(), "Guidance": [[SPECIMEN]]})


def specimen_survey_before() -> bytes:
    """Return the same survey a year earlier: 23 answers, 12 of whom agreed that they felt trusted."""
    rows = survey_rows(23, year=2025, trust=(4, 8, 5, 4, 2))
    return workbook({"Staff survey 2025": rows, "Guidance": [[SPECIMEN]]})


LOG_TITLES = (
    "Ref",
    "Evidence",
    "Date",
    "Type of evidence",
    "Quality statement",
    "Evidence category",
    "Golden rule(s)",
    "Whose voice",
    "What it shows",
    "So what",
    "Source",
    "Page",
    "Lead",
    "Review date",
)
LOG_ROWS: tuple[tuple[Cell, ...], ...] = (
    (
        "E1",
        "Two colleagues join the site after open first conversations built up",
        "12/03/2026",
        "Making it Happen",
        "QS1; QS9",
        "Processes",
        "No hand-offs",
        "Staff",
        "The build-up was seen on a Thursday and answered the next week.",
        "Nobody was passed on to another team.",
        "Specimen: Making it Happen notes, March 2026",
        "table 1 row 4",
        "Team manager",
        "12/03/2027",
    ),
    (
        "E2",
        "People say they were listened to from the first telephone call",
        "2026-02",
        "Interview with people or families",
        "Assessing needs",
        "People's experience",
        "Stop assessing, start listening",
        "Person",
        "Seven of nine people said so.",
        "",
        "Specimen: follow-up interviews, February 2026",
        "page 3",
        "Project lead",
        "01/02/2027",
    ),
    (
        "E3",
        "The hospital rings one named worker and not a duty line",
        "31/02/2026",
        "Feedback from partners",
        "Partnerships and comunities",
        "Partners",
        "",
        "Partner",
        "The ward sister knows whom to ring.",
        "",
        "Specimen: letter from the hospital",
        "",
        "Team manager",
        "",
    ),
)


def log_rows() -> list[list[Cell]]:
    """Return an evidence log under its title, with a date and a statement that cannot be right in its third item."""
    return [["Specimen: Wetherby Vale Council, evidence log"], [], list(LOG_TITLES), *map(list, LOG_ROWS)]


def specimen_log() -> bytes:
    """Return the evidence log of a fictional council: three items, the third with two mistakes."""
    return workbook({"Evidence log": log_rows(), "Instructions": [[SPECIMEN]]})
