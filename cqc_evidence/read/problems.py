"""Every problem that reading can find: one function each, whose docstring is its page.

Each returns a `Diagnostic`; the first line of the docstring is the rule in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from unicodedata import combining, normalize

from cqc_evidence.model.diagnostic import Diagnostic, Severity
from cqc_evidence.model.location import Location

_YAML_ADVICE = 'put a text with ": " or "#" in quotation marks, indent with spaces, close every bracket'
FORM_ADVICE = "write the keys between the two lines, each as key: value; cqc-evidence new KIND writes the form"
Problem = Callable[..., Diagnostic]
PROBLEMS: dict[str, Problem] = {}


def _named(name: str) -> Callable[[Problem], Problem]:
    def register(function: Problem) -> Problem:
        PROBLEMS[name] = function
        return function

    return register


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return advice with the nearest known name, else `otherwise`, else all the names."""
    names = list(known)
    near = get_close_matches(word, _likely(word, names), n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return otherwise or (f"use one of: {', '.join(names)}" if names else "take it out")


_MANY = 200
_EDGE = 4


def _likely(word: str, names: list[str]) -> list[str]:
    """Return the names worth comparing; of many, only those that begin or end as the word does."""
    if len(names) <= _MANY:
        return names
    first, last = word[:_EDGE], word[-_EDGE:]
    return [
        name
        for name in names
        if (name.startswith(first) or name.endswith(last)) and abs(len(name) - len(word)) <= _EDGE
    ]


def _error(rule: str, message: str, because: str, advice: str, location: Location) -> Diagnostic:
    return Diagnostic(
        rule=rule, severity=Severity.ERROR, message=message, because=because, help=advice, location=location
    )


@_named("empty-file")
def empty_file(location: Location) -> Diagnostic:
    """A file with nothing in it.

    An empty item cannot be evidence, and an empty register has lost its entries. It often comes from a sync that broke off: look for an
    earlier version in SharePoint's version history before you delete it.
    """
    return _error(
        "empty-file", "this file is empty", "nobody can tell what it held",
        "restore an earlier version, or delete the file", location,
    )  # fmt: skip


@_named("binary-file")
def binary_file(location: Location) -> Diagnostic:
    """A file that should be text but is not.

    A Word or Excel file renamed to .md cannot be read as an item. Keep documents in
    `evidence/sources/` and point at them with `source: {document: sources/…}`.
    """
    return _error(
        "binary-file", "this is not a text file", "an evidence item is a text file that ends in .md",
        "move the document to evidence/sources/ and write an item that points at it", location,
    )  # fmt: skip


@_named("wrong-encoding")
def wrong_encoding(location: Location, encoding: str) -> Diagnostic:
    """A text file that is not saved as UTF-8.

    Old editors on Windows save as Windows-1252 or UTF-16. The text is read as that, so nothing
    is lost, but a pound sign or an apostrophe may have changed: read it through, then save it
    as UTF-8.
    """
    found = _error(
        "wrong-encoding", f"this file is saved as {encoding}, not as UTF-8",
        "the same text must read alike on every machine",
        "in Notepad: File, Save as, Encoding UTF-8; then read it through once", location,
    )  # fmt: skip
    return found.model_copy(update={"severity": Severity.WARNING})


@_named("unreadable-file")
def unreadable_file(location: Location, why: str) -> Diagnostic:
    """A file that the machine would not open.

    It may be open in another program, kept online only, or not permitted to you.
    """
    return _error(
        "unreadable-file", f"this file could not be opened ({why})", "evidence that cannot be read is not in the pack",
        "close it elsewhere, or choose “Always keep on this device”, and build again", location,
    )  # fmt: skip


@_named("not-read")
def not_read(location: Location) -> Diagnostic:
    """A file among the evidence that is not an item.

    Only .md files are items. Word, Excel and PDF documents belong in `evidence/sources/`, tables
    in `evidence/data/`. The file is left where it is; it is just not part of the pack. Notepad adds
    .txt to a name unless "All files" is chosen in Save as.
    """
    found = _error(
        "not-read", "this file is not read as evidence", "an evidence item is a text file that ends in .md",
        f'rename it to "{_without_txt(location.file)}"' if location.file.endswith(".md.txt")
        else "move it to evidence/sources/ and write an item that points at it", location,
    )  # fmt: skip
    return found.model_copy(update={"severity": Severity.WARNING})


def _without_txt(file: str) -> str:
    """Return the name that Notepad should have given."""
    return file.rpartition("/")[2].removesuffix(".txt")


@_named("no-front-matter")
def no_front_matter(location: Location) -> Diagnostic:
    """A file that does not begin with front matter.

    Front matter is the part between two lines of three hyphens at the top. `cqc-evidence new
    KIND` writes a file that has it.
    """
    return _error(
        "no-front-matter", "this file has no front matter", "the front matter says what the evidence is and where it counts",
        'begin the file with a line "---", the keys, and another line "---"', location,
    )  # fmt: skip


@_named("front-matter-without-end")
def front_matter_without_end(location: Location) -> Diagnostic:
    """Front matter that begins and never ends.

    The second line of three hyphens is missing, so nobody can tell keys from text.
    """
    return _error(
        "front-matter-without-end", "the front matter has no end", "the text begins after the second line of three hyphens",
        'put a line "---" after the last key', location,
    )  # fmt: skip


@_named("bad-yaml")
def bad_yaml(location: Location, why: str, advice: str = _YAML_ADVICE) -> Diagnostic:
    """Front matter or a YAML file that cannot be understood.

    The usual causes: a text with a colon that is not in quotation marks, a tab instead of
    spaces, a bracket or quotation mark that is not closed.
    """
    return _error(
        "bad-yaml", f"this cannot be read: {why}", "keys and values are written as YAML",
        advice, location,
    )  # fmt: skip


@_named("repeated-key")
def repeated_key(location: Location, key: str, first: Location) -> Diagnostic:
    """A key that stands twice in one place.

    Only one of the two values could win, and nobody would see which.
    """
    found = _error(
        "repeated-key", f'the key "{key}" stands twice', f"it is already given on line {first.line}",
        "keep the right one and delete the other", location,
    )  # fmt: skip
    return found.model_copy(update={"related": (first,)})


@_named("yaml-alias")
def yaml_alias(location: Location, name: str) -> Diagnostic:
    """A YAML anchor (&name) or alias (*name).

    They hide a value somewhere else in the file, and can be used to blow a file up. Text that
    begins with & or * must stand in quotation marks.
    """
    return _error(
        "yaml-alias", f'the anchor or alias "{name}" is not allowed', "each value stands where it is read",
        "write the value out, or put text that begins with & or * in quotation marks", location,
    )  # fmt: skip


@_named("yaml-tag")
def yaml_tag(location: Location, tag: str) -> Diagnostic:
    """A YAML tag (!something).

    Tags ask a program to build something. Nothing in a project is ever executed.
    """
    return _error(
        "yaml-tag", f'the YAML tag "{tag}" is not allowed', "nothing in an evidence file is executed",
        "take it out, or put text that begins with ! in quotation marks", location,
    )  # fmt: skip


@_named("missing-key")
def missing_key(location: Location, key: str, inside: str) -> Diagnostic:
    """A key that must be there and is not, or has nothing behind it."""
    return _error(
        "missing-key", f'the key "{key}" is missing{inside}', "nobody else can fill it in",
        f'add a line "{key}: …"', location,
    )  # fmt: skip


def key_without_value(location: Location, key: str) -> Diagnostic:
    """Return the problem of a key that must hold something and stands there alone."""
    found = missing_key(location, key, "")
    words = {"message": f'the key "{key}" has nothing behind it', "help": "write its value behind the colon"}
    return found.model_copy(update=words)


@_named("unknown-key")
def unknown_key(location: Location, key: str, known: Iterable[str]) -> Diagnostic:
    """A key that means nothing here, usually a misspelt one.

    A misspelt key is never silently ignored: its value would be lost.
    """
    return _error(
        "unknown-key", f'unknown key "{key}"', "a key that is not understood would be lost without a word",
        did_you_mean(key, known), location,
    )  # fmt: skip


@_named("unknown-value")
def unknown_value(location: Location, value: object, known: Iterable[str]) -> Diagnostic:
    """A value that is not one of the words allowed for its key."""
    names = tuple(known)
    what = f'"{value}"' if isinstance(value, str) else "a list or a group of keys"
    return _error(
        "unknown-value", f"{what} is not allowed here", f"the allowed words are: {', '.join(names)}",
        did_you_mean(str(value), names), location,
    )  # fmt: skip


@_named("bad-date")
def bad_date(location: Location, why: str, advice: str) -> Diagnostic:
    """A date that cannot be read or is no day in the calendar.

    Dates run from the year to the day. A date may be a month or a year when the source is no
    sharper, an interval, or the word unknown.
    """
    return _error(
        "bad-date", why, "a date decides whether evidence is fresh",
        advice, location,
    )  # fmt: skip


@_named("bad-id")
def bad_id(location: Location, value: str) -> Diagnostic:
    """An id with characters that an id cannot have."""
    letters = (c for c in normalize("NFKD", value.lower()) if not combining(c))
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in letters).split())
    return _error(
        "bad-id", f'"{value}" cannot be an id',
        "ids are small letters, digits and single hyphens, beginning with a letter, so that links to them always work",
        f'write "{plain}"' if plain[:1].isalpha() else "begin with a letter, such as mih-2019-07", location,
    )  # fmt: skip


@_named("bad-value")
def bad_value(location: Location, why: str, advice: str) -> Diagnostic:
    """A value of the wrong sort: text where a number belongs, a list where one text belongs."""
    return _error(
        "bad-value", why, "the pack would print something else than was meant",
        advice, location,
    )  # fmt: skip


@_named("claim-without-id")
def claim_without_id(location: Location, free: str) -> Diagnostic:
    """A claim that has no id.

    Under `## Claims` each paragraph or bullet is a claim and begins with its id, so that
    reviewers and earlier packs can point at it.
    """
    found = _error(
        "claim-without-id", "this claim has no id", "a claim without an id cannot be reviewed or followed",
        f"begin it with {{#{free}}}", location,
    )  # fmt: skip
    return found.model_copy(update={"severity": Severity.WARNING})


@_named("bad-log-line")
def bad_log_line(location: Location) -> Diagnostic:
    """A line of a log that the tool keeps cannot be understood.

    `evidence/imports.jsonl` remembers what was taken in, `evidence/packs.jsonl` which packs were made and what they
    held. Two people's copies may have been joined badly, or a sync broke off. Without the line the tool may take a
    document in again, or not name a pack that must be recalled.
    """
    return _error(
        "bad-log-line", "this line of the log cannot be understood", "the tool remembers by it what it has done",
        "restore an earlier version of the file, or mend the line from a copy; never delete the file", location,
    )  # fmt: skip


@_named("deny-list")
def deny_list(location: Location, why: str) -> Diagnostic:
    """The council's deny list cannot be used.

    The list holds names that must not reach a pack: people whose stories are told, for instance. It lies outside the
    project's folder, because a list of names beside the evidence would tell what the evidence hides. While it
    cannot be read, only the internal edition is built.
    """
    return _error(
        "deny-list", f"the deny list {why}", "without it nobody can tell whether a name on it reaches a pack",
        "give the path of a text file outside the project's folder, with one name a line", location,
    )  # fmt: skip
