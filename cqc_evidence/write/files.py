"""One pack → its files in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.pack import Pack
from cqc_evidence.model.packs import PackRecord
from cqc_evidence.store.atomic import write_all
from cqc_evidence.write.json import write_coverage_json, write_pack_json
from cqc_evidence.write.manifest import write_manifest
from cqc_evidence.write.templates import Templates

_OPEN = ("evidence/narrative/", "evidence/improvement.yaml", "evidence/decisions.yaml", "evidence/requests.yaml")
"""Inputs whose names say nothing of any item."""
FORMATS = ("docx", "html", "xlsx", "json")
"""What every machine can write; `pdf` needs a browser and is asked for by name."""
Writer = Callable[[Pack], bytes]


class Written(NamedTuple):
    """A file that a build wrote."""

    path: Path
    size: int


def write_pack(
    pack: Pack,
    folder: Path,
    templates: Templates,
    formats: Iterable[str] = ("docx", "html", "json"),
    inputs: dict[str, str] | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Written, ...]:
    """Write a pack into a folder, with its manifest, and return the files.

    All files are on the disk before the first old one is replaced. Other packages add formats
    through the entry points `cqc_evidence.writers`: plain functions from a pack to bytes.

    Raises:
        KeyError: when a format is not known.
        FileInUseError: when an old file is held open by another program.
    """
    return put(folder, make_files(pack, templates, formats, inputs, progress=progress))


def make_files(
    pack: Pack,
    templates: Templates,
    formats: Iterable[str],
    inputs: dict[str, str] | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
    browser: Path | None = None,
) -> dict[str, bytes]:
    """Return a pack's files by name, the manifest last; nothing is written.

    The format `pdf` is printed by a browser: `browser`, else the one that is installed.

    Raises:
        KeyError: when a format is not known.
        NoBrowserError: when a PDF is wanted and nothing prints it.
    """
    suffix = "" if pack.edition == "internal" else f"-{pack.edition}"
    outputs: dict[str, bytes] = {}
    for name in formats:
        for stem, ending, writer in _writers(name, templates, browser):
            progress(f"{stem}{suffix}.{ending}")
            outputs[f"{stem}{suffix}.{ending}"] = writer(pack)
    read = {file: sha256(data).hexdigest() for file, data in templates.files.items()}
    named = {**_named(pack, inputs or {}), **read}
    return {**outputs, f"manifest{suffix}.json": write_manifest(pack, named, outputs)}


def put(folder: Path, files: Mapping[str, bytes]) -> tuple[Written, ...]:
    """Write files into a folder, all or none, and return them.

    Raises:
        FileInUseError: when an old file is held open by another program.
    """
    paths = write_all(folder, files)
    return tuple(Written(path, len(files[path.name])) for path in paths)


def record_of(pack: Pack, files: Mapping[str, bytes]) -> PackRecord:
    """Return what the log of packs says of a pack; which items it holds is added when it is logged."""
    manifest = next(data for name, data in files.items() if name.startswith("manifest"))
    return PackRecord(
        pack=sha256(manifest).hexdigest()[:16],
        edition=pack.edition,
        built=pack.today,
        as_at=pack.as_at,
        files=tuple(files),
    )


def _named(pack: Pack, inputs: dict[str, str]) -> dict[str, str]:
    """Return the inputs as an edition may name them: of evidence it does not show, only the hash."""
    if pack.edition == "internal":
        return inputs
    shown = {entry.file for entry in pack.evidence}
    hidden = [
        file for file in inputs if file.startswith("evidence/") and file not in shown and not file.startswith(_OPEN)
    ]
    numbers = {file: number for number, file in enumerate(sorted(hidden, key=inputs.__getitem__), 1)}
    return {
        f"evidence/(not in this edition, {numbers[file]})" if file in numbers else file: digest
        for file, digest in inputs.items()
    }


def _writers(name: str, templates: Templates, browser: Path | None) -> list[tuple[str, str, Writer]]:
    """Return what one format writes: stem, ending, function. A format's libraries are loaded only here."""
    if name == "docx":
        from cqc_evidence.write.docx import write_docx  # noqa: PLC0415

        return [("self-assessment", "docx", lambda pack: write_docx(pack, templates.docx, templates.css))]
    if name == "html":
        from cqc_evidence.write.html import write_html  # noqa: PLC0415

        return [("self-assessment", "html", lambda pack: write_html(pack, templates.css))]
    if name == "pdf":
        from cqc_evidence.write.pdf import find_browser, write_pdf  # noqa: PLC0415

        printer = browser or find_browser()
        return [("self-assessment", "pdf", lambda pack: write_pdf(pack, templates.css, printer))]
    if name == "xlsx":
        from cqc_evidence.write.excel import write_xlsx  # noqa: PLC0415

        return [("coverage", "xlsx", write_xlsx)]
    if name == "json":
        return [("coverage", "json", write_coverage_json), ("pack", "json", write_pack_json)]
    for entry in entry_points(group="cqc_evidence.writers", name=name):
        return [("self-assessment", name, entry.load())]
    raise KeyError(name)
