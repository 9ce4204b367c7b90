"""Where something stands in a person's own files."""

from __future__ import annotations

from cqc_evidence.model.base import Noun


class Location(Noun):
    """A place in a file of the project; lines and columns count from 1.

    `path` is the key path in the file's YAML (`("tags", 0, "statement")`): a rule gives only
    that, and the line and column are looked up when the problem is shown.
    """

    file: str
    """Path from the project's root, with forward slashes."""
    line: int = 1
    column: int = 1
    end_column: int = 1
    """Column after the last character; equal to `column` when the width is not known."""
    path: tuple[str | int, ...] = ()
    place: str = ""
    """The place in a document that has no lines: "table 1 row 4", "page 3", "Sheet1!C14"."""
    snippet: str = ""
    """The line's text, to print with a caret; empty where it must not be shown."""

    def at(self, *path: str | int) -> Location:
        """Return the place of a key inside this one."""
        return self.model_copy(update={"path": (*self.path, *path)})

    def __str__(self) -> str:
        """Return `file:line:column`, `notes.docx, table 1 row 4` or `survey.xlsx > Sheet1!C14`."""
        if self.place:
            return f"{self.file} > {self.place}" if "!" in self.place else f"{self.file}, {self.place}"
        return f"{self.file}:{self.line}:{self.column}"
