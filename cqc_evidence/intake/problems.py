"""Every problem that taking documents in can find: one function each, whose docstring is its page."""

from __future__ import annotations

from collections.abc import Callable

from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

Problem = Callable[..., Diagnostic]
PROBLEMS: dict[str, Problem] = {}
_STAYS = "nothing of it was taken in, and nothing that was there before has changed"


def _named(name: str) -> Callable[[Problem], Problem]:
    def register(function: Problem) -> Problem:
        PROBLEMS[name] = function
        return function

    return register


def _problem(rule: str, severity: Severity, message: str, because: str, advice: str, location: Location) -> Diagnostic:
    return Diagnostic(rule=rule, severity=severity, message=message, because=because, help=advice, location=location)


def at(file: str, place: str = "") -> Location:
    """Return a place in a document: `at("notes.docx", "table 1 row 4")`, `at("log.xlsx", "Sheet1!C14")`."""
    return Location(file=file, place=place)


@_named("wrong-extension")
def wrong_extension(where: Location, what: str, advice: str) -> Diagnostic:
    """A file whose ending is not one that can be taken in, or whose content is not what its ending says.

    Word (.docx), Excel (.xlsx), .csv, e-mail (.eml), PDF, .txt and .md can be taken in. Old formats
    (.doc, .xls) and files with macros (.docm, .xlsm) cannot: save them as .docx or .xlsx first.
    """
    return _problem("wrong-extension", Severity.ERROR, what, _STAYS, advice, where)


@_named("too-large")
def too_large(where: Location, size: str, most: str) -> Diagnostic:
    """A file that is too large to be somebody's notes.

    It is usually full of pictures or video.
    """
    return _problem(
        "too-large", Severity.ERROR, f"this file is too large ({size})", f"at most {most} are taken in at once",
        "take out the pictures, or split it, and import it again", where,
    )  # fmt: skip


@_named("macros-inside")
def macros_inside(where: Location) -> Diagnostic:
    """A Word or Excel file that holds a program (macros, ActiveX or an embedded object that can run).

    Nothing in it is run, and nothing of it is read.
    """
    return _problem(
        "macros-inside", Severity.ERROR, "this file holds a macro or another program", "programs are never taken in",
        "in Word or Excel save it as .docx or .xlsx (without macros), and import that", where,
    )  # fmt: skip


@_named("password-protected")
def password_protected(where: Location) -> Diagnostic:
    """A file that opens only with a password or a rights label."""
    return _problem(
        "password-protected", Severity.ERROR, "this file is protected by a password or a rights label",
        "it cannot be read without it", "open it, save a copy without protection, and import the copy", where,
    )  # fmt: skip


@_named("damaged-file")
def damaged_file(where: Location, what: str = "this file is damaged or cut short") -> Diagnostic:
    """A file that cannot be read as what it says it is: cut short, or broken inside.

    It often comes from a download or a sync that broke off.
    """
    return _problem(
        "damaged-file", Severity.ERROR, what, _STAYS,
        "open it in its own program, save it anew, and import it again", where,
    )  # fmt: skip


@_named("unsafe-archive")
def unsafe_archive(where: Location, what: str) -> Diagnostic:
    """A Word or Excel file that is packed so that it could harm the computer.

    Such a file holds very many parts, a part that unpacks to a huge size, an archive inside an
    archive, or a part whose name leads out of its folder. No ordinary document does.
    """
    return _problem(
        "unsafe-archive", Severity.ERROR, what, "a document packed like this can fill a computer or write where it must not",
        "ask who sent it; save it anew from Word or Excel, and import that", where,
    )  # fmt: skip


@_named("doctype-inside")
def doctype_inside(where: Location) -> Diagnostic:
    """A Word or Excel file with a document type declaration, which can call in other files."""
    return _problem(
        "doctype-inside", Severity.ERROR, "this file holds a document type declaration",
        "it can call in other files or blow the document up", "save it anew from Word or Excel, and import that", where,
    )  # fmt: skip


@_named("outside-link")
def outside_link(where: Location, what: str) -> Diagnostic:
    """A document that leans on something outside itself: a picture on the web, a template, another workbook.

    It is not fetched. Ordinary links that a reader may click are no problem.
    """
    return _problem(
        "outside-link", Severity.WARNING, f"this document leans on something outside it ({what}); it was not fetched",
        "nothing leaves your machine, and what is not in the file is not evidence",
        "put what matters into the document itself", where,
    )  # fmt: skip


@_named("formula-inside")
def formula_inside(where: Location, more: int) -> Diagnostic:
    """A cell that holds a formula instead of a value. The cell counts as empty.

    What a formula shows depends on other cells and files, so it is not a record of anything.
    """
    others = f", and {more:,} more" if more else ""
    return _problem(
        "formula-inside", Severity.WARNING, f"this cell holds a formula{others}; it was not taken in",
        "a formula may show something else tomorrow", "copy, then paste as values, and import the file again", where,
    )  # fmt: skip


@_named("other-separator")
def other_separator(where: Location, separator: str) -> Diagnostic:
    """A CSV file whose columns are not separated by commas; it was read by what separates them."""
    return _problem(
        "other-separator", Severity.NOTE, f"the columns are separated by {separator}, and were read so",
        "a table read wrongly puts answers under the wrong question", "look through the first candidates once", where,
    )  # fmt: skip


@_named("merged-cells")
def merged_cells(where: Location) -> Diagnostic:
    """Merged cells in a header row, so that several columns have one title."""
    return _problem(
        "merged-cells", Severity.WARNING, "merged cells in the header: several columns share one title",
        "a column is known by its title", "give each column a title of its own", where,
    )  # fmt: skip


@_named("empty-sheet")
def empty_sheet(where: Location) -> Diagnostic:
    """A sheet or table without any row below its header."""
    return _problem(
        "empty-sheet", Severity.WARNING, "this sheet holds no rows", "there is nothing to take in",
        "delete the sheet, or fill it and import the file again", where,
    )  # fmt: skip


@_named("nothing-found")
def nothing_found(
    where: Location, advice: str = "write an item that points at it: cqc-evidence new KIND"
) -> Diagnostic:
    """A document in which nothing was found that could be evidence. The original is kept all the same."""
    return _problem(
        "nothing-found", Severity.WARNING, "nothing in this file could be taken in", "a scan or a picture has no text to read",
        advice, where,
    )  # fmt: skip


@_named("link-elsewhere")
def link_elsewhere(where: Location) -> Diagnostic:
    """A file that is only a link to a file somewhere else."""
    return _problem(
        "link-elsewhere", Severity.ERROR, "this is a link to a file elsewhere, not a file",
        "only what lies in the folder you name is taken in", "import the file itself", where,
    )  # fmt: skip


@_named("tracked-changes")
def tracked_changes(where: Location, what: str) -> Diagnostic:
    """A Word document with tracked changes. The text was read as if they were accepted."""
    return _problem(
        "tracked-changes", Severity.WARNING, f"tracked changes ({what}) were read as accepted",
        "nobody has decided about them yet", "accept or reject them in Word, and import the file again", where,
    )  # fmt: skip


@_named("comments-inside")
def comments_inside(where: Location, what: str) -> Diagnostic:
    """A Word document with comments in its margin. They were not taken in as evidence."""
    return _problem(
        "comments-inside", Severity.WARNING, f"{what} in the margin not taken in",
        "a comment is a talk between writers, not evidence", "move what matters into the text", where,
    )  # fmt: skip


@_named("slow-file")
def slow_file(where: Location, seconds: int) -> Diagnostic:
    """A file that took too long, or too much memory, to read; it was given up."""
    return _problem(
        "slow-file", Severity.ERROR, f"reading this file was given up (it took more than {seconds} seconds or too much memory)",
        "the other files go on", "split it, or save it anew in a simpler form", where,
    )  # fmt: skip


@_named("no-pdf-reader")
def no_pdf_reader(where: Location) -> Diagnostic:
    """A PDF, and the part of the program that reads PDFs is not installed."""
    return _problem(
        "no-pdf-reader", Severity.ERROR, "PDF files cannot be read yet", "reading PDFs is an extra",
        'install it: pip install "cqc-evidence[pdf]"', where,
    )  # fmt: skip


@_named("bad-cell")
def bad_cell(where: Location, what: str, advice: str) -> Diagnostic:
    """A cell whose value does not fit its column: a date that is none, a word that is not on the list.

    The row's other cells are kept. In a workbook that was exported, a copy is written in which the
    cell is marked.
    """
    return _problem(
        "bad-cell", Severity.ERROR, what, "this value was not taken in; the rest of the row was", advice, where,
    )  # fmt: skip


@_named("person-in-file-name")
def person_in_file_name(where: Location, what: str) -> Diagnostic:
    """A file whose name can tell who somebody is: a name with a title, a date of birth, a number.

    File names stand in the evidence list and in the manifest, and travel further than the file.
    """
    return _problem(
        "person-in-file-name", Severity.WARNING, f"the name of this file holds {what}", "file names are listed in packs and logs",
        "rename it before you import it; take back this one by deleting its copy and its candidates", where,
    )  # fmt: skip
