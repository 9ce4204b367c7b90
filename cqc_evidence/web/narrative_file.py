"""A narrative's file as a form shows it: judgement, confidence, speaker, and the text below."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cqc_evidence.model.audit import Said
from cqc_evidence.model.narrative import Narrative
from cqc_evidence.read.narratives import read_narrative
from cqc_evidence.store.edit import edited_head, halves
from cqc_evidence.store.item_text import front_matter_text
from cqc_evidence.store.journal import ABSENT, Change

_EMPTY = "## Claims\n"
_HEAD = ("judgement", "confidence", "speaker")


class UnreadNarrativeError(Exception):
    """A narrative's file that cannot be read, so that a form would show none of what stands in it."""


class NarrativeText(NamedTuple):
    """A narrative's file and what stands in it."""

    file: str
    """Path from the project's root."""
    statement: str
    data: bytes
    """The file's bytes; nothing where there is none yet."""
    fields: dict[str, str]

    @classmethod
    def read(cls, root: Path, statement: str, known: Narrative | None) -> NarrativeText:
        """Return a statement's narrative as its file is now; an empty one where there is none.

        Raises:
            UnreadNarrativeError: when there is a file and it cannot be read.
        """
        file = known.location.file if known else f"evidence/narrative/{statement}.md"
        path = root / file
        data = path.read_bytes() if path.is_file() else b""
        narrative, _ = read_narrative(data, file) if data else (None, ())
        if data and narrative is None:
            raise UnreadNarrativeError(file)
        fields = dict.fromkeys((*_HEAD, "text"), "")
        if narrative is not None:
            fields = {
                "judgement": narrative.judgement,
                "confidence": narrative.confidence,
                "speaker": narrative.speaker,
            }
        body = halves(_plain(data))[1].strip("\n") if data else _EMPTY
        return cls(file, statement, data, {**fields, "text": body})

    @property
    def sha256(self) -> str:
        """The fingerprint of the file; empty where there is none yet."""
        return sha256(self.data).hexdigest() if self.data else ABSENT

    def with_fields(self, fields: dict[str, str]) -> bytes:
        """Return the file's bytes with other fields; comments, the order of keys and line ends stay.

        Raises:
            ValueError: when the file cannot be changed as it stands.
        """
        if not self.data:
            head = front_matter_text(
                {"statement": self.statement, **{key: fields[key] for key in _HEAD if fields[key]}}
            )
            return f"---\n{head}---\n\n{fields['text'].strip()}\n".encode()
        mark = "\ufeff" if self.data.startswith(b"\xef\xbb\xbf") else ""
        head, _ = halves(_plain(self.data))
        old, new = ({key: those[key] for key in _HEAD if those[key]} for those in (self.fields, fields))
        if old != new:
            head = edited_head(head, old, new)
        whole = (
            f"{mark}---\n{head}---\n\n{fields['text'].strip(chr(10))}\n"
            if fields["text"] != self.fields["text"]
            else f"{mark}---\n{head}---\n{halves(_plain(self.data))[1]}"
        )
        return (whole.replace("\n", "\r\n") if b"\r\n" in self.data else whole).encode()


def narrative_change(text: NarrativeText, fields: dict[str, str]) -> tuple[Change | None, Said, list[str]]:
    """Return the change that other fields make, what the trail says of it, and what is wrong with them."""
    changes = {key: (text.fields[key], fields[key]) for key in fields if text.fields[key] != fields[key]}
    said = Said(did="edited", about=text.statement, file=text.file, before=text.sha256, changes=changes)
    if not changes:
        return None, said, []
    try:
        data = text.with_fields(fields)
    except ValueError as error:
        return None, said, [f"The file cannot be changed as it stands: {error}. Mend it in an editor first."]
    narrative, found = read_narrative(data, text.file)
    if narrative is None:
        return None, said, [one.message for one in found] or ["It cannot be read back."]
    change = Change(text.file, data, text.sha256)
    return change, said.model_copy(update={"after": sha256(data).hexdigest()}), []


def _plain(data: bytes) -> str:
    return data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
